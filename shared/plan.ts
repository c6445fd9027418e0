// The plan: frozen JSON (< 256 KiB) that says everything a run does and why. Store, workers, reports and sidecars all read this one thing.
import { z } from 'zod';
import { container, soundContainer } from './container.ts';
import { rational } from './time.ts';
import { media, soundMedia, streamShape, tableRef, turn } from './media.ts';
import { analysis, scanRun, soundAnalysis } from './analysis.ts';
import { interpretation, wish } from './preset.ts';

const parameters = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).readonly();

/** One stage with its method and parameters. `work` is what run executes: an FFmpeg chain, or the id of a process in the stage's method. */
export const step = z.object({
  stage: z.string(), title: z.string(), method: z.string(), params: parameters,
  kind: z.enum(['filter', 'process']),
  /** FFmpeg filter chain with one input and one output, conversions written out; null for a process. */
  graph: z.string().nullable(), model: z.string().nullable(),
  window: z.object({ before: z.int(), after: z.int() }).readonly(), warmup: z.int(),
  input: streamShape, output: streamShape,
  /** What becomes of a frame: one frame, one of each field, one unless the map leaves it out (`cadence`), or one of its cycle's, evenly spaced (`even`, by the parameter `cycle`). */
  map: z.enum(['same', 'fields', 'cadence', 'even']),
  /** Only stretches of `plan.scan` that were scanned so are worked on, the others pass untouched; null for all. */
  scan: z.enum(['interlaced', 'telecined']).nullable(),
  /** How strong, 0 to 1, after `auto` was resolved; null where strength means nothing. */
  strength: z.number().nullable(), why: z.string(),
}).readonly();
export type Step = z.infer<typeof step>;

export const audioStep = z.object({
  stage: z.string(), title: z.string(), method: z.string(), params: parameters,
  /** FFmpeg audio chain and the samples by which it delays (compensated by the run). */
  graph: z.string(), delaySamples: z.int(), why: z.string(),
}).readonly();
export type AudioStep = z.infer<typeof audioStep>;

export const skipped = z.object({ stage: z.string(), title: z.string(), why: z.string() }).readonly();

/**
 * Where result frames come from, run-length coded; runs follow each other without gaps in the index and in the result, `count` in result frames.
 * `source`: frame k of the run is index frame `first + k`. `fields`: frames 2k and 2k+1 are the first and second field of index frame `first + k`.
 * `cadence`: of every `cycle` index frames from `first` on only those at the places `keep` (rising; all of them where only times change) are shown, evenly spaced over the
 * cycle's time; the run covers `span` index frames, so its last cycle may be cut short.
 */
export const mapRun = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('source'), first: z.int(), count: z.int() }).readonly(),
  z.object({ kind: z.literal('fields'), first: z.int(), count: z.int() }).readonly(),
  z.object({ kind: z.literal('cadence'), first: z.int(), count: z.int(), span: z.int(), cycle: z.int().positive(), keep: z.array(z.int()).readonly() }).readonly(),
]);
export type MapRun = z.infer<typeof mapRun>;

/**
 * `timeBase` of the result, `sourceTimeBase` of the index. Result times are the index's times less `epoch` (ticks of the source), so tracks keep their offsets.
 * With a `constantRate` the runs say what there is to show, and result frame k shows what is on screen at the middle of its time: from k/rate to (k+1)/rate
 * after the first; frames of the runs are then shown several times or not at all.
 */
export const frameMap = z.object({
  timeBase: rational, sourceTimeBase: rational, epoch: z.int(), frames: z.int(), runs: z.array(mapRun).readonly(), constantRate: rational.nullable(),
  /** When the last frame is no longer shown, ticks of `timeBase`. */
  end: z.int(),
  /** Whether every frame is shown for as long as the others, as exactly as the source's clock told. */
  even: z.boolean(),
}).readonly();
export type FrameMap = z.infer<typeof frameMap>;

/** Result frames `[first, first + count)`, made of index frames `[from, to)`; `warm` index frames before `from` are run and thrown away. */
export const segment = z.object({ id: z.int(), first: z.int(), count: z.int(), from: z.int(), to: z.int(), warm: z.int() }).readonly();
export type Segment = z.infer<typeof segment>;

/** Every setting of an encoder. An unset one is an error in media/encode.ts, so nothing is left to FFmpeg's defaults. */
export const videoEncoder = z.object({
  codec: z.string(), encoder: z.string(), profile: z.string().nullable(), level: z.int().nullable(), pixel: z.string(),
  width: z.int(), height: z.int(), sar: rational, rate: rational, timeBase: rational,
  fieldOrder: z.enum(['progressive', 'tff', 'bff']),
  gop: z.int(), bFrames: z.int(), threads: z.int(), globalHeader: z.boolean(),
  rateControl: z.object({ kind: z.enum(['crf', 'qscale', 'lossless', 'fixed', 'bitrate']), /** Of `bitrate`: mean bits per second. */ value: z.number() }).readonly(),
  /** The encoder's private options, in its own words. */
  options: z.record(z.string(), z.string()).readonly(),
}).readonly();
export type VideoEncoder = z.infer<typeof videoEncoder>;

export const audioEncoder = z.object({ codec: z.string(), encoder: z.string(), sampleRate: z.int(), layout: z.string(), sampleFormat: z.string(), bitRate: z.int().nullable(), options: z.record(z.string(), z.string()).readonly() }).readonly();
export type AudioEncoder = z.infer<typeof audioEncoder>;

/** What becomes of one stream of the source. `why` is set whenever it is not simply kept. */
export const streamPlan = z.object({
  index: z.int(), type: z.enum(['video', 'audio', 'subtitle', 'data', 'attachment']),
  action: z.enum(['restore', 'copy', 'encode', 'convert', 'sidecar', 'regenerate', 'drop']),
  /** Codec in the result; for a sidecar the file's name relative to the result. */
  becomes: z.string(), steps: z.array(audioStep).readonly(), encoder: audioEncoder.nullable(), why: z.string().nullable(),
}).readonly();
export type StreamPlan = z.infer<typeof streamPlan>;

export const deliveryPlan = z.object({
  name: z.string(), title: z.string(), container, video: videoEncoder,
  /** How segments are kept where the size is fixed: without loss, to be encoded once as a whole when all are there. */
  checkpoint: videoEncoder.nullable(),
  /** Bytes that the coded picture may have, and of the whole file where that was asked; null for constant quality. */
  target: z.object({ videoBytes: z.int(), fileBytes: z.int().nullable(), /** How often the encoder goes over the film. */ passes: z.union([z.literal(1), z.literal(2)]) }).readonly().nullable(),
  /** Hashes of the source before and after, of the result, and of each of its frames go into the sidecar. */
  archive: z.boolean(), xmp: z.boolean(),
  /** For pictures as files: their ending and, in a folder, their numbered name and first number; `pattern` null for one picture alone. */
  pictures: z.object({ ending: z.string(), pattern: z.string().nullable(), first: z.int() }).readonly().nullable(),
  /** FFmpeg muxer and its options; always bit-exact. */
  muxer: z.string(), muxerOptions: z.record(z.string(), z.string()).readonly(),
  timecode: z.string().nullable(), /** What the result tells players. */ ...turn, chapters: z.enum(['none', 'matroska', 'chpl']),
  metadata: z.record(z.string(), z.string()).readonly(),
}).readonly();
export type DeliveryPlan = z.infer<typeof deliveryPlan>;

export const resources = z.object({
  device: z.string(), provider: z.string(), precision: z.enum(['fp32', 'fp16', 'int8']),
  threads: z.object({ decode: z.int(), filter: z.int(), encode: z.int(), session: z.int() }).readonly(),
  /** Tile side and overlap in pixels of the neural step's input; null for whole frames. */
  tile: z.object({ size: z.int(), overlap: z.int() }).readonly().nullable(),
  memoryBytes: z.int(), diskBytes: z.int(),
}).readonly();

export const plan = z.object({
  version: z.literal(1), revision: z.int().positive(), wish, media, analysis, interpretation,
  /** Frames of the index, handles included; `point` is the result's frame that shows the in point that was asked for; absent without handles, when it is the first. */
  clip: z.object({ in: z.int(), out: z.int(), point: z.int().optional() }).readonly(),
  source: streamShape, result: streamShape,
  steps: z.array(step).readonly(), skipped: z.array(skipped).readonly(), map: frameMap, index: tableRef,
  /** How each stretch is taken to be scanned, as in the analysis or as the user says; empty where all is alike. */
  scan: z.array(scanRun).readonly(),
  segments: z.array(segment).readonly(), streams: z.array(streamPlan).readonly(), delivery: deliveryPlan, resources,
  estimate: z.object({ seconds: z.object({ low: z.number(), high: z.number() }).readonly(), bytes: z.int() }).readonly(),
  /** True when `withinSeconds` was given and cannot be met; `notices` then names the fastest. */
  overTime: z.boolean(), seed: z.int(),
  /** Sentences for people: what the container cannot hold, what changes, what was assumed. */
  notices: z.array(z.string()).readonly(),
}).readonly();
export type Plan = z.infer<typeof plan>;

/**
 * The plan of a sound file: streams only. `clip` counts samples of the first track from its first one, at its own rate; `map` holds no frames, its time base
 * is one such sample and its epoch the place of the result's first one on the source's clock.
 */
export const soundPlan = z.object({
  ...plan.unwrap().shape, media: soundMedia, analysis: soundAnalysis, source: z.null(), result: z.null(), index: z.null(),
  delivery: z.object({ ...deliveryPlan.unwrap().shape, container: soundContainer, video: z.null() }).readonly(),
}).readonly();
export type SoundPlan = z.infer<typeof soundPlan>;
/** `source` is null for a sound file. */
export const anyPlan = z.union([plan, soundPlan]);
export type AnyPlan = Plan | SoundPlan;
