// Edit lists place tracks on the movie's clock: duration in the movie's ticks, start in the track's (ISO/IEC 14496-12 §8.6.6). FFmpeg's are made exact.
import { boxAt, rowsOf, timescaleOf, type Box } from './iso-tree.ts';

/** FFmpeg lets a late track begin with the encoder's run-in; here the empty edit ends where the first sample belongs and the run-in is left out. `runIn` in samples. */
export function skipRunIn(track: Box, moov: Box, runIn: number): void {
  if (runIn > 0 && beginOf(track) === 0) moveBegin(track, moov, runIn);
}

/**
 * FFmpeg begins a late track of pictures by the least distance between decoding and showing, which may be less than the first picture's where these are
 * not equally spaced; here it begins with its first picture.
 */
export function beginWithFirstPicture(track: Box, moov: Box): void {
  const offset = rowsOf(boxAt(track, 'mdia', 'minf', 'stbl', 'ctts'), 8)[0]?.readInt32BE(4) ?? 0, begin = beginOf(track);
  if (begin !== null && offset > begin) moveBegin(track, moov, offset);
}

type Edits = { readonly wide: boolean; readonly empty: Buffer; readonly shown: Buffer };

/** The two edits of a late track: nothing, then its samples. */
function lateEdits(track: Box): Edits | null {
  const list = boxAt(track, 'edts', 'elst');
  if (!list) return null;
  const wide = list.data[0] === 1, [empty, shown] = rowsOf(list, wide ? 20 : 12);
  return empty && shown && startOf(empty, wide) === -1 ? { wide, empty, shown } : null;
}

const startOf = (row: Buffer, wide: boolean): number => (wide ? Number(row.readBigInt64BE(8)) : row.readInt32BE(4));

function beginOf(track: Box): number | null {
  const edits = lateEdits(track);
  return edits && startOf(edits.shown, edits.wide);
}

/** Lets a late track's samples begin at `to`, in its ticks, without moving any of them. */
function moveBegin(track: Box, moov: Box, to: number): void {
  const { wide, empty, shown } = lateEdits(track)!, media = boxAt(track, 'mdia', 'mdhd'), movie = boxAt(moov, 'mvhd');
  if (!media || !movie) return;
  const ticks = Math.round(((to - startOf(shown, wide)) * timescaleOf(movie)) / timescaleOf(media));
  if (wide) {
    empty.writeBigUInt64BE(empty.readBigUInt64BE() + BigInt(ticks));
    shown.writeBigUInt64BE(shown.readBigUInt64BE() - BigInt(ticks));
    shown.writeBigInt64BE(BigInt(to), 8);
  } else {
    empty.writeUInt32BE(empty.readUInt32BE() + ticks);
    shown.writeUInt32BE(shown.readUInt32BE() - ticks);
    shown.writeInt32BE(to, 4);
  }
}
