// Times, frame sizes, ids and constants as Premiere's UXP API has them.
import type { Color, FrameRate, Guid, PointF, premierepro, RectF, TickTime, TickTimeStatic } from '@adobe/premierepro';
import { simulated } from './uxp-rules.ts';
import { ticksPerSecond } from './state.ts';

export function tickTime(ticks: bigint): TickTime {
  const perFrame = (rate: FrameRate): bigint => BigInt(Math.round(rate.ticksPerFrame));
  return simulated<TickTime>({
    ticks: String(ticks), ticksNumber: Number(ticks), seconds: Number(ticks) / Number(ticksPerSecond),
    equals: (other) => other.ticks === String(ticks), add: (other) => tickTime(ticks + BigInt(other.ticks)), subtract: (other) => tickTime(ticks - BigInt(other.ticks)),
    multiply: (factor) => tickTime(BigInt(Math.round(Number(ticks) * factor))), divide: (divisor) => tickTime(BigInt(Math.round(Number(ticks) / divisor))),
    alignToFrame: (rate) => tickTime(ticks / perFrame(rate) * perFrame(rate)), alignToNearestFrame: (rate) => tickTime((ticks + perFrame(rate) / 2n) / perFrame(rate) * perFrame(rate)),
  });
}
export const ticksOf = (time: TickTime): bigint => BigInt(time.ticks);

export const times: TickTimeStatic = {
  createWithTicks(ticks) {
    if (!/^-?\d+$/.test(ticks)) throw new Error('createWithTicks: ticks are a whole number');
    return tickTime(BigInt(ticks));
  },
  createWithSeconds: (seconds) => tickTime(BigInt(Math.round(seconds * Number(ticksPerSecond)))),
  createWithFrameAndFrameRate: (count, rate) => tickTime(BigInt(count) * BigInt(Math.round(rate.ticksPerFrame))),
  TIME_ZERO: tickTime(0n), TIME_ONE_SECOND: tickTime(ticksPerSecond), TIME_ONE_MINUTE: tickTime(60n * ticksPerSecond), TIME_ONE_HOUR: tickTime(3600n * ticksPerSecond),
  TIME_MAX: tickTime(91_445_760_000_000_000n), TIME_MIN: tickTime(-91_445_760_000_000_000n), TIME_INVALID: tickTime(-101_606_400_000_000_000n),
};

export const guid = (text: string): Guid => simulated<Guid>({ toString: () => text });
export const rectF = (size: { readonly width: number; readonly height: number }): RectF => simulated<RectF>({ ...size });
export type Value = number | string | boolean | PointF | Color;

/** Numbers and names of the enumerations. Events are names; the typings make numbers of everything. */
const counted = (...names: readonly string[]): Record<string, number> => Object.fromEntries(names.map((name, at) => [name, at]));
const named = (prefix: string, ...names: readonly string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name, `${prefix}.${name}`]));
export const constants = {
  ContentType: counted('ANY', 'SEQUENCE', 'MEDIA'), ExportType: counted('QUEUE_TO_AME', 'QUEUE_TO_APP', 'IMMEDIATELY'), MediaType: counted('ANY', 'DATA', 'VIDEO', 'AUDIO'),
  TrackItemType: counted('EMPTY', 'CLIP', 'TRANSITION', 'PREVIEW', 'FEEDBACK'), PropertyType: counted('PERSISTENT', 'NON_PERSISTENT'), ProjectItemColorLabel: counted('VIOLET', 'IRIS', 'LAVENDER', 'CERULEAN', 'FOREST', 'ROSE', 'MANGO', 'PURPLE', 'BLUE', 'TEAL', 'MAGENTA', 'TAN', 'GREEN', 'BROWN', 'YELLOW'),
  EncoderEvent: named('encoder', 'RENDER_COMPLETE', 'RENDER_ERROR', 'RENDER_CANCEL', 'RENDER_QUEUE', 'RENDER_PROGRESS'),
  OperationCompleteEvent: named('operation', 'CLIP_EXTEND_REACHED', 'EFFECT_DROP_COMPLETE', 'EFFECT_DRAG_OVER', 'EXPORT_MEDIA_COMPLETE', 'GENERATIVE_EXTEND_COMPLETE', 'IMPORT_MEDIA_COMPLETE'),
  ProjectEvent: named('project', 'OPENED', 'CLOSED', 'DIRTY', 'ACTIVATED', 'PROJECT_ITEM_SELECTION_CHANGED'), SequenceEvent: named('sequence', 'ACTIVATED', 'CLOSED', 'SELECTION_CHANGED'),
  VideoTrackEvent: named('video-track', 'TRACK_CHANGED', 'INFO_CHANGED', 'LOCK_CHANGED'), AudioTrackEvent: named('audio-track', 'TRACK_CHANGED', 'INFO_CHANGED', 'LOCK_CHANGED'),
} as unknown as premierepro['Constants'];
