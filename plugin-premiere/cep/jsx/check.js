// The self-check: something is placed and removed on a sequence of its own, in a bin of its own, and all of it goes again.

/** @typedef {import('../calls.ts').CheckFacts} CheckFacts */

var scratchName = 'FrameWright self-check';

/** @param {ProjectItem} bin */
function scratchSequence(bin) {
  var root = openProject().rootItem, bars;
  openProject().newBarsAndTone(320, 240, 25, 1, 1, 48000, scratchName);
  bars = projectItemWhere(root, function (item) { return item.type !== ProjectItemType.BIN && item.name === scratchName; });
  if (!bars) throw fault('failed', 'Bars could not be made.');
  bars.moveBin(bin);
  return { bars: bars, sequence: openProject().createNewSequenceFromClips(scratchName, [bars], bin) };
}

/** @param {Sequence} sequence @param {ProjectItem} bars @param {(id: string, good: boolean, detail: string) => void} say */
function placeAndRemove(sequence, bars, say) {
  var track = sequence.videoTracks[0], before = track.clips.numItems, at = sequence.end, i, placed = null;
  track.overwriteClip(bars, timeAt(at));
  for (i = 0; i < track.clips.numItems; i += 1) if (String(track.clips[i].start.ticks) === at) placed = track.clips[i];
  say('place', placed !== null, placed ? 'placed at ' + at : 'nothing lies at ' + at);
  if (!placed) return;
  placed.remove(false, false);
  say('remove', track.clips.numItems === before, track.clips.numItems + ' clips, before ' + before);
}

/** @returns {CheckFacts[]} */
function checkFacts() {
  /** @type {CheckFacts[]} */
  var lines = [];
  var previous = openProject().activeSequence, bin = binCalled(scratchName), scratch;
  /** @param {string} id @param {boolean} good @param {string} detail */
  function say(id, good, detail) { lines.push({ id: id, good: good, detail: detail }); }
  try {
    scratch = scratchSequence(bin);
    say('scratch', Boolean(scratch.sequence), 'a sequence of bars');
    placeAndRemove(scratch.sequence, scratch.bars, say);
    openProject().deleteSequence(scratch.sequence);
  } catch (error) {
    say('scratch', false, String(error));
  }
  bin.deleteBin();
  if (previous) openProject().openSequence(previous.sequenceID);
  return lines;
}
