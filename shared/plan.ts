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
  stage: z.string().describe('Id of the stage.'), title: z.string().describe('As people read it.'), method: z.string().describe('Id of the method.'), params: parameters.describe('Its parameters, all resolved.'),
  kind: z.enum(['filter', 'process']).describe('An FFmpeg filter, or a process of ours.'),
  graph: z.string().nullable().describe('FFmpeg filter chain with one input and one output, conversions written out; null for a process.'), model: z.string().nullable().describe('Id of the model; null without one.'),
  window: z.object({ before: z.int().describe('Frames.'), after: z.int().describe('Frames.') }).readonly().describe('Neighbouring frames that it needs.'), warmup: z.int().describe('Frames that are run and thrown away at the start of a span.'),
  input: streamShape, output: streamShape,
  map: z.enum(['same', 'fields', 'cadence', 'even']).describe('What becomes of a frame: one frame, one of each field, one unless the map leaves it out (`cadence`), or one of its cycle\'s, evenly spaced (`even`, by the parameter `cycle`).'),
  scan: z.enum(['interlaced', 'telecined']).nullable().describe('Only stretches of `plan.scan` that were scanned so are worked on, the others pass untouched; null for all.'),
  strength: z.number().nullable().describe('How strong, 0 to 1, after `auto` was resolved; null where strength means nothing.'), why: z.string().describe('Why this step is taken.'),
}).readonly().describe('One stage with its method and parameters.');
export type Step = z.infer<typeof step>;

export const audioStep = z.object({
  stage: z.string().describe('Id of the stage.'), title: z.string().describe('As people read it.'), method: z.string().describe('Id of the method.'), params: parameters.describe('Its parameters, all resolved.'),
  graph: z.string().describe('FFmpeg audio chain and the samples by which it delays (compensated by the run).'), delaySamples: z.int().describe('Samples by which it delays; compensated.'), why: z.string().describe('Why this step is taken.'),
}).readonly().describe('A step on sound.');
export type AudioStep = z.infer<typeof audioStep>;

export const skipped = z.object({ stage: z.string().describe('Id of the stage.'), title: z.string().describe('As people read it.'), why: z.string().describe('Why it is left out.') }).readonly().describe('A stage that is left out.');

/**
 * Where result frames come from, run-length coded; runs follow each other without gaps in the index and in the result, `count` in result frames.
 * `source`: frame k of the run is index frame `first + k`. `fields`: frames 2k and 2k+1 are the first and second field of index frame `first + k`.
 * `cadence`: of every `cycle` index frames from `first` on only those at the places `keep` (rising; all of them where only times change) are shown, evenly spaced over the
 * cycle's time; the run covers `span` index frames, so its last cycle may be cut short.
 */
export const mapRun = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('source'), first: z.int().describe('First frame of the index.'), count: z.int().describe('Frames of the result.') }).readonly(),
  z.object({ kind: z.literal('fields'), first: z.int().describe('First frame of the index.'), count: z.int().describe('Frames of the result.') }).readonly(),
  z.object({ kind: z.literal('cadence'), first: z.int().describe('First frame of the index.'), count: z.int().describe('Frames of the result.'), span: z.int().describe('Frames of the index.'),
    cycle: z.int().positive().describe('Frames of the index in a cycle.'), keep: z.array(z.int()).readonly().describe('Places of a cycle that are shown, rising.') }).readonly(),
]).describe('Where a run of result frames comes from.');
export type MapRun = z.infer<typeof mapRun>;

/**
 * `timeBase` of the result, `sourceTimeBase` of the index. Result times are the index's times less `epoch` (ticks of the source), so tracks keep their offsets.
 * With a `constantRate` the runs say what there is to show, and result frame k shows what is on screen at the middle of its time: from k/rate to (k+1)/rate
 * after the first; frames of the runs are then shown several times or not at all. What is `held` stands before and after all that and counts in `frames`.
 */
export const frameMap = z.object({
  timeBase: rational, sourceTimeBase: rational, epoch: z.int().describe('Ticks of the source taken off every time.'), frames: z.int().describe('Frames of the result.'),
    runs: z.array(mapRun).readonly().describe('They follow each other without gaps.'), constantRate: rational.nullable().describe('Frames per second; null keeps the times of the source.'),
  end: z.int().describe('When the last frame is no longer shown, ticks of timeBase.'),
  held: z.object({ before: z.int().describe('Frames of the result before those of the runs; all show the first of them.'), after: z.int().describe('Frames of the result after those of the runs; all show the last of them.'),
    rate: rational }).readonly().optional().describe('Frames made by holding a picture, and how many of them pass in a second; absent when none are.'),
  even: z.boolean().describe('Whether every frame is shown for as long as the others, as exactly as the source\'s clock told.'),
}).readonly().describe('Where result frames come from, and when they are shown.');
export type FrameMap = z.infer<typeof frameMap>;

/** Result frames `[first, first + count)`, made of index frames `[from, to)`; `warm` index frames before `from` are run and thrown away. */
export const segment = z.object({ id: z.int().describe('Number.'), first: z.int().describe('First frame of the result.'), count: z.int().describe('Frames of the result.'), from: z.int().describe('First frame of the index.'),
  to: z.int().describe('First frame of the index that no longer belongs to it.'), warm: z.int().describe('Frames before that are run and thrown away.') }).readonly().describe('A part that is worked on and kept by itself.');
export type Segment = z.infer<typeof segment>;

/** Every setting of an encoder. An unset one is an error in media/encode.ts, so nothing is left to FFmpeg's defaults. */
export const videoEncoder = z.object({
  codec: z.string().describe('FFmpeg\'s name.'), encoder: z.string().describe('FFmpeg\'s name.'), profile: z.string().nullable().describe('Null: the encoder\'s own.'), level: z.int().nullable().describe('Null: the encoder\'s own.'), pixel: z.string().describe('FFmpeg\'s pixel format.'),
  width: z.int().describe('Pixels.'), height: z.int().describe('Pixels.'), sar: rational, rate: rational, timeBase: rational,
  fieldOrder: z.enum(['progressive', 'tff', 'bff']).describe('Of the result.'),
  gop: z.int().describe('Frames between two key frames at most.'), bFrames: z.int().describe('In a row at most.'), threads: z.int().describe('Count.'), globalHeader: z.boolean().describe('Whether parameters stand in the container.'),
  rateControl: z.object({ kind: z.enum(['crf', 'qscale', 'lossless', 'fixed', 'bitrate']).describe('In which way.'), value: z.number().describe('Of `bitrate` mean bits per second, else on the encoder\'s scale.') }).readonly().describe('What decides about size and quality.'),
  options: z.record(z.string(), z.string()).readonly().describe('The encoder\'s private options, in its own words.'),
}).readonly().describe('Every setting of an encoder.');
export type VideoEncoder = z.infer<typeof videoEncoder>;

export const audioEncoder = z.object({ codec: z.string().describe('FFmpeg\'s name.'), encoder: z.string().describe('FFmpeg\'s name.'), sampleRate: z.int().describe('Hertz.'),
  layout: z.string().describe('FFmpeg\'s name of the channel layout.'), sampleFormat: z.string().describe('FFmpeg\'s name.'), bitRate: z.int().nullable().describe('Bits per second; null without one.'),
  options: z.record(z.string(), z.string()).readonly().describe('In the encoder\'s own words.') }).readonly().describe('Every setting of an encoder of sound.');
export type AudioEncoder = z.infer<typeof audioEncoder>;

/** What becomes of one stream of the source. `why` is set whenever it is not simply kept. */
export const streamPlan = z.object({
  index: z.int().describe('Number of the stream in the source.'), type: z.enum(['video', 'audio', 'subtitle', 'data', 'attachment']).describe('Kind of stream.'),
  action: z.enum(['restore', 'copy', 'encode', 'convert', 'sidecar', 'regenerate', 'drop']).describe('What becomes of it.'),
  becomes: z.string().describe('Codec in the result; for a sidecar the file\'s name relative to the result.'), steps: z.array(audioStep).readonly().describe('On sound.'),
    encoder: audioEncoder.nullable().describe('Of sound that is encoded; else null.'), why: z.string().nullable().describe('Why it is not simply kept; null when it is.'),
}).readonly().describe('What becomes of one stream.');
export type StreamPlan = z.infer<typeof streamPlan>;

export const deliveryPlan = z.object({
  name: z.string().describe('As a wish names it.'), title: z.string().describe('As people read it.'), container: container.describe('Kind of file.'), video: videoEncoder,
  checkpoint: videoEncoder.nullable().describe('How segments are kept where the size is fixed: without loss, to be encoded once as a whole when all are there.'),
  target: z.object({ videoBytes: z.int().describe('Bytes of the coded picture.'), fileBytes: z.int().nullable().describe('Bytes of the whole file; null when not asked for.'),
    passes: z.union([z.literal(1),
    z.literal(2)]).describe('How often the encoder goes over the film.') }).readonly().nullable().describe('Bytes that the coded picture may have, and of the whole file where that was asked; null for constant quality.'),
  archive: z.boolean().describe('Hashes of the source before and after, of the result, and of each of its frames go into the sidecar.'), xmp: z.boolean().describe('Whether an XMP file is written.'),
  pictures: z.object({ ending: z.string().describe('Of their names.'), pattern: z.string().nullable().describe('Numbered name; null for one picture alone.'),
    first: z.int().describe('First number.') }).readonly().nullable().describe('For pictures as files: their ending and, in a folder, their numbered name and first number; `pattern` null for one picture alone.'),
  muxer: z.string().describe('FFmpeg muxer and its options; always bit-exact.'), muxerOptions: z.record(z.string(), z.string()).readonly().describe('In the muxer\'s own words.'),
  timecode: z.string().nullable().describe('Of the first frame; null without one.'), /** What the result tells players. */ ...turn, chapters: z.enum(['none', 'matroska', 'chpl']).describe('How they are written.'),
  metadata: z.record(z.string(), z.string()).readonly().describe('Tags of the file.'),
}).readonly().describe('What is made in the end.');
export type DeliveryPlan = z.infer<typeof deliveryPlan>;

export const resources = z.object({
  device: z.string().describe('Id of the device.'), provider: z.string().describe('Who computes.'), precision: z.enum(['fp32', 'fp16', 'int8']).describe('Numbers that it computes with.'),
  threads: z.object({ decode: z.int().describe('Count.'), filter: z.int().describe('Count.'), encode: z.int().describe('Count.'), session: z.int().describe('Count.') }).readonly().describe('Counts.'),
  tile: z.object({ size: z.int().describe('Side, pixels.'), overlap: z.int().describe('Pixels.') }).readonly().nullable().describe('Tile side and overlap in pixels of the neural step\'s input; null for whole frames.'),
  memoryBytes: z.int().describe('Bytes of memory that the run is estimated to need.'), diskBytes: z.int().describe('Bytes on the disk of the result.'),
}).readonly().describe('What the run uses.');

export const plan = z.object({
  version: z.literal(1), revision: z.int().positive().describe('1 comes from the first look, later ones from every frame or from what happened.'), wish, media, analysis, interpretation,
  clip: z.object({ in: z.int().describe('First frame.'), out: z.int().describe('First frame that no longer belongs to it.'),
    point: z.int().optional().describe('Frame of the result that shows the in point; absent when it is the first.') }).readonly().describe('Frames of the index, handles included.'),
  source: streamShape, result: streamShape,
  steps: z.array(step).readonly().describe('In the order in which they are taken.'), skipped: z.array(skipped).readonly().describe('What is not done, and why.'), map: frameMap, index: tableRef,
  scan: z.array(scanRun).readonly().describe('How each stretch is taken to be scanned, as in the analysis or as the user says; empty where all is alike.'),
  segments: z.array(segment).readonly().describe('In order.'), streams: z.array(streamPlan).readonly().describe('What becomes of every stream.'), delivery: deliveryPlan, resources,
  estimate: z.object({ seconds: z.object({ low: z.number().describe('Seconds at least.'), high: z.number().describe('Seconds at most.') }).readonly().describe('Wall seconds of the run.'), bytes: z.int().describe('Of the result.') }).readonly().describe('Before the work.'),
  overTime: z.boolean().describe('True when `withinSeconds` was given and cannot be met; `notices` then names the fastest.'), seed: z.int().describe('Of everything random.'),
  notices: z.array(z.string()).readonly().describe('Sentences for people: what the container cannot hold, what changes, what was assumed.'),
}).readonly().describe('Everything that a run does, and why.');
export type Plan = z.infer<typeof plan>;

/**
 * The plan of a sound file: streams only. `clip` counts samples of the first track from its first one, at its own rate; `map` holds no frames, its time base
 * is one such sample and its epoch the place of the result's first one on the source's clock.
 */
export const soundPlan = z.object({
  ...plan.unwrap().shape, media: soundMedia, analysis: soundAnalysis, source: z.null().describe('There is no picture.'), result: z.null().describe('There is no picture.'), index: z.null().describe('There is no picture.'),
  delivery: z.object({ ...deliveryPlan.unwrap().shape, container: soundContainer.describe('Kind of file.'), video: z.null().describe('There is no picture.') }).readonly().describe('What is made in the end.'),
}).readonly().describe('The plan of a sound file; its clip counts samples of the first track.');
export type SoundPlan = z.infer<typeof soundPlan>;
/** `source` is null for a sound file. */
export const anyPlan = z.union([plan, soundPlan]);
export type AnyPlan = Plan | SoundPlan;
