// Writing: one change a function, each of them an undo step of its own, because this API cannot group them. The page reads back after every one.

var binName = 'FrameWright';

/** @param {ProjectItem} folder @param {(item: ProjectItem) => boolean} takes @returns {ProjectItem | null} */
function projectItemWhere(folder, takes) {
  var i, item, inside;
  for (i = 0; i < folder.children.numItems; i += 1) {
    item = folder.children[i];
    if (takes(item)) return item;
    inside = item.type === ProjectItemType.BIN ? projectItemWhere(item, takes) : null;
    if (inside) return inside;
  }
  return null;
}

/** @param {string} node @returns {ProjectItem | null} */
function mediaById(node) { return projectItemWhere(openProject().rootItem, function (item) { return String(item.nodeId) === node; }); }

/** @param {string} node */
function mediaOf(node) {
  var found = mediaById(node);
  if (!found) throw fault('gone', 'The media is no longer in the project.');
  return found;
}

/** Top-level bin of that name, made where it is missing. @param {string} name */
function binCalled(name) {
  var root = openProject().rootItem, i;
  for (i = 0; i < root.children.numItems; i += 1) if (root.children[i].type === ProjectItemType.BIN && root.children[i].name === name) return root.children[i];
  root.createBin(name);
  for (i = 0; i < root.children.numItems; i += 1) if (root.children[i].type === ProjectItemType.BIN && root.children[i].name === name) return root.children[i];
  throw fault('failed', 'The bin ' + name + ' could not be made.');
}

function resultFacts() {
  var bin = binCalled(binName), all = [], i, item;
  for (i = 0; i < bin.children.numItems; i += 1) {
    item = bin.children[i];
    if (item.type !== ProjectItemType.BIN && !item.isSequence()) all.push({ node: String(item.nodeId), path: String(item.getMediaPath() || '') });
  }
  return all;
}

/** @param {{ path: string }} asked */
function importFile(asked) { return Boolean(openProject().importFiles([asked.path], true, binCalled(binName), false)); }

/** Both kinds of media at once. */
var everyKind = 4;

/** @param {{ sequence: string, kind: 'video' | 'audio', track: number, media: string, at: string, in: string | null, out: string | null }} asked */
function overwrite(asked) {
  var tracks = tracksOf(sequenceOf(asked.sequence), asked.kind), media = mediaOf(asked.media), trims = asked['in'] !== null && asked.out !== null;
  if (asked.track >= tracks.numTracks) throw fault('gone', 'The track is no longer there.');
  if (trims) {
    media.setInPoint(timeAt(String(asked['in'])), everyKind);
    media.setOutPoint(timeAt(String(asked.out)), everyKind);
  }
  try {
    return Boolean(tracks[asked.track].overwriteClip(media, timeAt(asked.at)));
  } finally {
    if (trims) {
      media.clearInPoint();
      media.clearOutPoint();
    }
  }
}

/** @param {ItemWords} words */
function removeItem(words) { return Boolean(itemBy(words).remove(false, false)); }

/** @param {ItemWords & { newStart: string | null, newEnd: string | null }} asked */
function moveEdges(asked) {
  var item = itemBy(asked);
  if (asked.newEnd !== null) item.end = timeAt(asked.newEnd);
  if (asked.newStart !== null) item.start = timeAt(asked.newStart);
  return { start: ticksOf(item.start), end: ticksOf(item.end) };
}

/** Whether QE, which is undocumented, has what adds a track. */
function makesTracks() {
  try {
    app.enableQE();
    var sequence = qe.project.getActiveSequence();
    return Boolean(sequence) && typeof (/** @type {QeSequence} */ (sequence)).addTracks === 'function';
  } catch (error) {
    return false;
  }
}

/** Adds a track after the last; how many there are when read back. @param {{ sequence: string, kind: 'video' | 'audio' }} asked */
function addTrack(asked) {
  var sequence = sequenceOf(asked.sequence), active = app.project.activeSequence, sound = asked.kind === 'audio' ? 1 : 0, quick;
  // QE knows only the sequence in front.
  if (!active || active.sequenceID !== asked.sequence || !makesTracks()) throw fault('cannot', 'Tracks of this sequence cannot be added by script.');
  quick = qe.project.getActiveSequence();
  if (quick && quick.addTracks) quick.addTracks(1 - sound, sequence.videoTracks.numTracks, sound, 1, sequence.audioTracks.numTracks, 0, 0);
  return tracksOf(sequence, asked.kind).numTracks;
}

/** @param {ItemWords & { name: string, colour: number }} asked */
function paint(asked) {
  var item = itemBy(asked);
  item.name = asked.name;
  if (item.projectItem && typeof item.projectItem.setColorLabel === 'function') item.projectItem.setColorLabel(asked.colour);
  return item.name === asked.name;
}

/** @param {TrackItem} item @returns {ComponentParamCollection | null} */
function motionOf(item) {
  var all = item.components, i;
  for (i = 0; all && i < all.numItems; i += 1) if (/\bmotion$/i.test(String(all[i].matchName))) return all[i].properties;
  return null;
}

/** @param {any} a @param {any} b @returns {boolean} */
function nearlyEqual(a, b) {
  var i;
  if (!isList(a) || !isList(b)) return typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) < 0.001 : a === b;
  if (a.length !== b.length) return false;
  for (i = 0; i < a.length; i += 1) if (!nearlyEqual(a[i], b[i])) return false;
  return true;
}

/** Position, scale, width's own scale, uniform scale, rotation, anchor: the order of Motion's parameters, whose names are in the user's language. */
var motionParameters = 6, scaleParameters = ' 1 2 ';

/** @typedef {import('../calls.ts').MotionValue} MotionValue */

/** @param {ItemWords} words @returns {MotionValue[] | null} */
function readMotion(words) {
  var all = motionOf(itemBy(words)), values = [], i;
  if (!all) throw fault('failed', 'The clip has no motion.');
  for (i = 0; i < motionParameters && i < all.numItems; i += 1) {
    if (all[i].isTimeVarying()) return null;
    values.push(all[i].getValue());
  }
  return values;
}

/** @param {ItemWords & { values: MotionValue[], factor: number }} asked @returns {boolean} */
function layMotion(asked) {
  var to = motionOf(itemBy(asked)), i, value, all = true;
  if (!to) return false;
  for (i = 0; i < asked.values.length && i < to.numItems; i += 1) {
    value = asked.values[i];
    if (scaleParameters.indexOf(' ' + i + ' ') >= 0 && typeof value === 'number') value = value * asked.factor;
    if (nearlyEqual(to[i].getValue(), value)) continue;
    to[i].setValue(value, true);
    // Some versions take the value and keep the old one.
    all = nearlyEqual(to[i].getValue(), value) && all;
  }
  return all;
}

/** The path when read back. @param {{ media: string, path: string }} asked */
function changePath(asked) {
  var media = mediaOf(asked.media);
  if (typeof media.canChangeMediaPath !== 'function' || !media.canChangeMediaPath()) throw fault('cannot', 'Premiere does not let the file behind this media be changed.');
  media.changeMediaPath(asked.path, true);
  return String(media.getMediaPath());
}

/** A part of a media without its sound, in the bin. @param {{ media: string, name: string, in: string, out: string }} asked */
function makeSubclip(asked) {
  var made = mediaOf(asked.media).createSubClip(asked.name, timeAt(asked['in']), timeAt(asked.out), 0, 1, 0);
  if (!made) throw fault('failed', 'Premiere made no subclip.');
  made.moveBin(binCalled(binName));
  return String(made.nodeId);
}

/** @param {ItemWords} words */
function revealItem(words) {
  var sequence = sequenceOf(words.sequence), item = itemBy(words), selected = sequence.getSelection() || [], i;
  if (!app.project.activeSequence || app.project.activeSequence.sequenceID !== words.sequence) app.project.openSequence(words.sequence);
  sequence.setPlayerPosition(ticksOf(item.start));
  for (i = 0; i < selected.length; i += 1) selected[i].setSelected(false, false);
  item.setSelected(true, true);
  return Boolean(item.isSelected());
}

/** Exports a span of a sequence; its own in and out are as they were afterwards. @param {{ sequence: string, in: string, out: string, preset: string, path: string }} asked */
function renderSpan(asked) {
  var sequence = sequenceOf(asked.sequence), path = asked.path + '.' + sequence.getExportFileExtension(asked.preset), oldIn = sequence.getInPointAsTime(), oldOut = sequence.getOutPointAsTime();
  sequence.setInPoint(timeAt(asked['in']).seconds);
  sequence.setOutPoint(timeAt(asked.out).seconds);
  try {
    if (ticksOf(sequence.getInPointAsTime()) !== asked['in'] || ticksOf(sequence.getOutPointAsTime()) !== asked.out) throw fault('failed', 'The in and out points of the sequence could not be set.');
    return { path: path, message: String(sequence.exportAsMediaDirect(path, asked.preset, app.encoder.ENCODE_IN_TO_OUT)) };
  } finally {
    sequence.setInPoint(oldIn.seconds);
    sequence.setOutPoint(oldOut.seconds);
  }
}
