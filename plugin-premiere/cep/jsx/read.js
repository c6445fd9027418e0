// Reading the project. Nothing is computed here: ticks pass as the text that Premiere gives, and the page does the sums.

/** @typedef {import('../../facts/facts.ts').ItemFacts} ItemFacts */
/** @typedef {import('../../facts/facts.ts').MediaFacts} MediaFacts */
/** @typedef {import('../../facts/facts.ts').ContextFacts} ContextFacts */
/** @typedef {import('../../facts/facts.ts').SequenceFacts} SequenceFacts */
/** @typedef {import('../calls.ts').TrackFacts} TrackFacts */
/** @typedef {import('../../facts/facts.ts').ItemWords} ItemWords */

/** @param {Time | undefined} time */
function ticksOf(time) {
  if (!time || !/^-?\d+$/.test(String(time.ticks))) throw fault('failed', 'A time has no ticks.');
  return String(time.ticks);
}

/** @param {string} ticks */
function timeAt(ticks) {
  var time = new Time();
  time.ticks = ticks;
  // A time written as text into the constructor is silently 0, so what was set is read back.
  if (String(time.ticks) !== ticks) throw fault('failed', 'A time of ' + ticks + ' ticks became ' + time.ticks + '.');
  return time;
}

function openProject() {
  if (!app.project || !app.project.rootItem) throw fault('failed', 'No project is open.');
  return app.project;
}

/** @param {string} id @returns {Sequence | null} */
function sequenceById(id) {
  var all = openProject().sequences, i;
  for (i = 0; i < all.numSequences; i += 1) if (all[i].sequenceID === id) return all[i];
  return null;
}

/** @param {string} id */
function sequenceOf(id) {
  var found = sequenceById(id);
  if (!found) throw fault('gone', 'The sequence is no longer in the project.');
  return found;
}

/** @param {Sequence} sequence @param {'video' | 'audio'} kind */
function tracksOf(sequence, kind) { return kind === 'audio' ? sequence.audioTracks : sequence.videoTracks; }

/** @param {Track} track @returns {boolean | null} */
function lockOf(track) { return typeof track.isLocked === 'function' ? Boolean(track.isLocked()) : null; }

/** @param {string} text @param {string} column */
function columnOf(text, column) {
  var found = new RegExp('[:<]Column\\.Intrinsic\\.' + column + '>([^<]*)<').exec(text);
  return found ? found[1] : '';
}

/** @param {ProjectItem} item @returns {MediaFacts['footage']} */
function footageOf(item) {
  var footage = typeof item.getFootageInterpretation === 'function' ? item.getFootageInterpretation() : null;
  if (!footage) return null;
  return { rate: Number(footage.frameRate), par: Number(footage.pixelAspectRatio), field: Number(footage.fieldType), alpha: Number(footage.alphaUsage), ignoresAlpha: Boolean(footage.ignoreAlpha), pulldown: Boolean(footage.removePulldown) };
}

/** @param {ProjectItem} item @returns {MediaFacts} */
function mediaFacts(item) {
  var nested = Boolean(item.isSequence()), columns = nested ? '' : String(item.getProjectMetadata() || '');
  return {
    node: String(item.nodeId), name: String(item.name), path: nested ? '' : String(item.getMediaPath() || ''), offline: Boolean(item.isOffline()), sequence: nested,
    multicam: typeof item.isMultiCamClip === 'function' && Boolean(item.isMultiCamClip()), merged: typeof item.isMergedClip === 'function' && Boolean(item.isMergedClip()),
    duration: columnOf(columns, 'MediaDuration'), timebase: columnOf(columns, 'MediaTimebase'), video: columnOf(columns, 'VideoInfo'), sound: columnOf(columns, 'AudioInfo'),
    footage: nested ? null : footageOf(item), swappable: typeof item.canChangeMediaPath === 'function' && Boolean(item.canChangeMediaPath())
  };
}

/** Components that every clip has. */
var ownComponents = /\b(motion|opacity|time remapping|volume|channel volume|panner|balance)\b/i;

/** @param {TrackItem} item @returns {number | null} */
function effectsOf(item) {
  var count = 0, all = item.components, i;
  if (!all) return null;
  for (i = 0; i < all.numItems; i += 1) if (!ownComponents.test(String(all[i].matchName))) count += 1;
  return count;
}

/** Whether time remapping has keys. @param {TrackItem} item */
function isRamped(item) {
  var all = item.components, i, j;
  for (i = 0; all && i < all.numItems; i += 1) {
    if (!/time remapping/i.test(String(all[i].matchName))) continue;
    for (j = 0; j < all[i].properties.numItems; j += 1) if (all[i].properties[j].isTimeVarying()) return true;
  }
  return false;
}

/** @param {TrackItem} item @returns {boolean | null} */
function linkedSoundOf(item) {
  var linked = typeof item.getLinkedItems === 'function' ? item.getLinkedItems() : null, i;
  if (!linked) return false;
  for (i = 0; i < linked.numItems; i += 1) if (linked[i].mediaType === 'Audio') return true;
  return false;
}

/** @param {TrackItem} item */
function isGraphic(item) { return typeof item.getMGTComponent === 'function' && Boolean(item.getMGTComponent()); }

/** @param {TrackItem} item @param {Track} track @param {number} index @param {'video' | 'audio'} kind @returns {ItemFacts} */
function itemFacts(item, track, index, kind) {
  var picture = kind === 'video';
  return {
    node: String(item.nodeId), name: String(item.name), kind: kind, track: index, trackName: String(track.name), locked: lockOf(track),
    start: ticksOf(item.start), end: ticksOf(item.end), 'in': ticksOf(item.inPoint), out: ticksOf(item.outPoint),
    speed: typeof item.getSpeed === 'function' ? Number(item.getSpeed()) : null, reversed: typeof item.isSpeedReversed === 'function' ? Boolean(item.isSpeedReversed()) : null, ramped: isRamped(item),
    disabled: Boolean(item.disabled), adjustment: picture && typeof item.isAdjustmentLayer === 'function' && Boolean(item.isAdjustmentLayer()), graphic: picture && isGraphic(item),
    effects: effectsOf(item), linkedSound: picture ? linkedSoundOf(item) : null, media: item.projectItem ? mediaFacts(item.projectItem) : null
  };
}

/** Every clip of a sequence that `takes` it. @param {Sequence} sequence @param {(item: TrackItem) => boolean} takes @returns {ItemFacts[]} */
function itemsWhere(sequence, takes) {
  /** @type {ItemFacts[]} */
  var found = [];
  /** @param {'video' | 'audio'} kind */
  function among(kind) {
    var tracks = tracksOf(sequence, kind), i, j, clips;
    for (i = 0; i < tracks.numTracks; i += 1) {
      clips = tracks[i].clips;
      for (j = 0; j < clips.numItems; j += 1) if (takes(clips[j])) found.push(itemFacts(clips[j], tracks[i], i, kind));
    }
  }
  among('video');
  among('audio');
  return found;
}

/** @param {ItemWords} words @returns {TrackItem} */
function itemBy(words) {
  var tracks = tracksOf(sequenceOf(words.sequence), words.kind), clips, i;
  if (words.track < 0 || words.track >= tracks.numTracks) throw fault('gone', 'The track is no longer there.');
  clips = tracks[words.track].clips;
  for (i = 0; i < clips.numItems; i += 1) if (String(clips[i].nodeId) === words.node && String(clips[i].start.ticks) === words.start) return clips[i];
  throw fault('gone', 'The clip is no longer where it was.');
}

/** @param {Sequence} sequence @returns {SequenceFacts} */
function sequenceFacts(sequence) {
  return {
    id: String(sequence.sequenceID), name: String(sequence.name), timebase: String(sequence.timebase), zero: String(sequence.zeroPoint), display: Number(sequence.videoDisplayFormat),
    width: Number(sequence.frameSizeHorizontal), height: Number(sequence.frameSizeVertical), player: ticksOf(sequence.getPlayerPosition()),
    'in': ticksOf(sequence.getInPointAsTime()), out: ticksOf(sequence.getOutPointAsTime()), end: String(sequence.end)
  };
}

/** @returns {ContextFacts} */
function contextFacts() {
  var project = app.project, sequence = project ? project.activeSequence : null;
  return { project: project && project.rootItem ? { id: String(project.documentID), name: String(project.name), path: String(project.path || '') } : null, sequence: sequence ? sequenceFacts(sequence) : null };
}

/** Of a track item that is no clip. */
var transitionType = 2;

/** @returns {TrackItem[]} */
function selectedItems() {
  var sequence = app.project ? app.project.activeSequence : null;
  return sequence ? sequence.getSelection() || [] : [];
}

/** @returns {ItemFacts[]} */
function selectionFacts() {
  var items = selectedItems(), sequence = app.project ? app.project.activeSequence : null, found = [], i, kind, track;
  for (i = 0; sequence && i < items.length; i += 1) {
    if (!items[i] || items[i].type === transitionType) continue;
    kind = /** @type {'video' | 'audio'} */ (items[i].mediaType === 'Audio' ? 'audio' : 'video');
    track = tracksOf(sequence, kind)[items[i].parentTrackIndex];
    if (track) found.push(itemFacts(items[i], track, items[i].parentTrackIndex, kind));
  }
  return found;
}

function glanceFacts() {
  var sequence = app.project ? app.project.activeSequence : null, words = '', items = selectedItems(), i;
  for (i = 0; i < items.length; i += 1) if (items[i] && items[i].start) words += items[i].nodeId + '@' + items[i].start.ticks + '-' + items[i].end.ticks + ' ';
  return { sequence: sequence ? String(sequence.sequenceID) : '', player: sequence ? ticksOf(sequence.getPlayerPosition()) : '0', selection: words };
}

/** @param {{ sequence: string, kind: 'video' | 'audio' }} asked @returns {TrackFacts[]} */
function trackFacts(asked) {
  var tracks = tracksOf(sequenceOf(asked.sequence), asked.kind), i, j, clips, clip, all = [], items;
  for (i = 0; i < tracks.numTracks; i += 1) {
    clips = tracks[i].clips;
    items = [];
    for (j = 0; j < clips.numItems; j += 1) {
      clip = clips[j];
      items.push({ node: String(clip.nodeId), start: ticksOf(clip.start), end: ticksOf(clip.end), media: clip.projectItem ? String(clip.projectItem.nodeId) : '' });
    }
    all.push({ name: String(tracks[i].name), locked: lockOf(tracks[i]), items: items });
  }
  return all;
}

/** @param {{ sequence: string, node: string, media: string }} asked @returns {ItemFacts[] | null} */
function searchFacts(asked) {
  var sequence = sequenceById(asked.sequence);
  if (!sequence) return null;
  return itemsWhere(sequence, function (item) { return String(item.nodeId) === asked.node || (asked.media !== '' && Boolean(item.projectItem) && String(item.projectItem.nodeId) === asked.media); });
}
