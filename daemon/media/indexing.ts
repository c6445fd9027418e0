// From scanned packets to the index: which times to trust, and what to do where there are none.
import { avGetCodecName, type Stream } from 'node-av';
import type { Change, FrameIndex } from '../../shared/media.ts';
import { secondsOf } from '../../shared/time.ts';
import type { Source } from './feed.ts';
import { buildIndex, commonDuration } from './frame-index.ts';
import { decodedOrder } from './opening.ts';
import type { Packets } from './scan.ts';
import { completePts, layTimeline, orderedPts, type Jump } from './timeline.ts';

export type Indexed = { readonly index: FrameIndex; readonly jumps: readonly Change[]; /** How the presentation times came about. */ readonly times: 'own' | 'anchors' | 'decoded' };

/** Seconds by which a broadcast's clock may leap ahead before it counts as set anew; FFmpeg's dts_delta_threshold. */
const leapSeconds = 10;
/** Seconds by which decoding times may fall back in containers whose clock runs on. */
const fallBackSeconds = 1;
const broadcast = new Set(['mpegts', 'mpeg', 'wtv']);
/** Codecs with one B picture between decoding and showing, whose anchors are shown when the next is decoded. */
const anchored = new Set(['mpeg1video', 'mpeg2video', 'mpeg4', 'msmpeg4v3', 'h263']);

/** Indexes shown packets. With `learn`, the file's times are not believed and the order is learnt by decoding everything. */
export async function indexFrames(source: Source, stream: Stream, packets: Packets, learn: boolean): Promise<Indexed> {
  const nominal = nominalTicks(stream, packets);
  const { pts, times } = await timesOf(source, stream, packets, nominal, learn);
  const ticksPerSecond = stream.timeBase.den / stream.timeBase.num;
  const fromBroadcast = broadcast.has(source.container);
  const { entries, jumps } = layTimeline(packets, pts, nominal, fromBroadcast ? leapSeconds * ticksPerSecond : Infinity, fromBroadcast ? 2 * nominal : fallBackSeconds * ticksPerSecond);
  const last = entries.at(-1);
  const lastDuration = last && packets.duration[last.coding]! > 0 ? packets.duration[last.coding]! : nominal;
  const index = buildIndex(packets, entries, lastDuration);
  return { index, jumps: jumps.map((jump) => asChange(jump, index, stream)), times };
}

type Times = { readonly pts: readonly number[]; readonly times: Indexed['times'] };

async function timesOf(source: Source, stream: Stream, packets: Packets, nominal: number, learn: boolean): Promise<Times> {
  const missing = packets.pts.filter((time, coding) => Number.isNaN(time) && packets.shown[coding]).length;
  if (!learn && missing === 0) return { pts: packets.pts, times: 'own' };
  const codec = avGetCodecName(stream.codecpar.codecId) ?? '';
  const packed = isPacked(stream);
  const wholeDts = packets.dts.every((time) => !Number.isNaN(time));
  if (!learn && anchored.has(codec) && !packed && wholeDts && missing < packets.pts.length) return { pts: completePts(packets, nominal, stream.codecpar.videoDelay), times: 'anchors' };
  return { pts: orderedPts(packets, await decodedOrder(source, packets), nominal, packed), times: 'decoded' };
}

/** DivX's packed bitstream: a P and a B picture in one chunk and an empty chunk after it; the user data says so with a `p`. */
const isPacked = (stream: Stream): boolean => /DivX\d+(b|Build)\d+p/.test(stream.codecpar.extradata?.toString('latin1') ?? '');

/** Ticks of one frame by what the packets say, else by the container's rate. */
function nominalTicks(stream: Stream, packets: Packets): number {
  const common = commonDuration(packets.duration);
  if (common > 1) return common;
  const { num, den } = stream.rFrameRate;
  return num > 0 ? Math.max(1, Math.round((den * stream.timeBase.den) / (num * stream.timeBase.num))) : common;
}

function asChange(jump: Jump, index: FrameIndex, stream: Stream): Change {
  const at = (pts: number): string => `${secondsOf(pts, stream.timeBase).toFixed(3)} s`;
  return { frame: index.coding.indexOf(jump.coding), what: 'timestamp-jump', from: at(jump.from), to: at(jump.to) };
}
