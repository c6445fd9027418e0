// What the user wants: a preset (YAML) and the wish made of it, the command line and the interpretation.
import { z } from 'zod';
import { contentKind } from './analysis.ts';
import { anyContainer } from './container.ts';
import { rect } from './media.ts';
import { rational } from './time.ts';

/** `auto` measures and decides; a number sets 0 to 1; `off` skips. */
export const strength = z.union([z.literal('auto'), z.literal('off'), z.number().min(0).max(1)]).describe('How much, 0 to 1; `auto` measures and decides, `off` skips.');

/** What a preset or `--set` says of one stage. `method` forces one; everything else are the stage's own documented parameters. */
export const stageWish = z.object({ strength: strength.optional().describe('How much, 0 to 1; `auto` measures and decides, `off` skips.'),
  method: z.string().optional().describe('Forces one of the methods that the operation stages lists.') }).catchall(z.union([z.string(), z.number(),
  z.boolean()])).describe('What is wanted of one stage; any other field is one of its own parameters, as the operation stages documents them.');
export type StageWish = z.infer<typeof stageWish>;

const tierNames = z.enum(['cpu-small', 'cpu', 'gpu-small', 'gpu', 'gpu-large']);

/** What a result is made for. */
export const purpose = z.enum(['editing', 'archive', 'web']);
export type Purpose = z.infer<typeof purpose>;

/** Who encodes. Hardware gives less quality for each bit and so is never chosen unasked. */
export const encoderKind = z.enum(['software', 'hardware', 'nvenc', 'qsv', 'videotoolbox', 'vaapi', 'amf']);
export type EncoderKind = z.infer<typeof encoderKind>;

/** A YAML file. `inherits` first, then `remove`, then `stages`; `tiers` override on machines of that class. */
export const preset = z.object({
  title: z.string().describe('For people.'), description: z.string().describe('For people, one or two sentences.'),
  kind: z.enum(['quality', 'style', 'preset']).default('preset').describe('Quality and style are two halves of a choice; a preset stands for both.'),
  footage: z.array(contentKind).default([]).describe('Of a style: the kinds of footage for which it is taken when no style is named.'),
  inherits: z.array(z.string()).default([]).describe('Names of presets that it begins with, in turn.'), remove: z.array(z.string()).default([]).describe('Stages that are left out.'),
  stages: z.record(z.string(), stageWish).default({}).describe('By stage, what is wanted of it.'), scale: z.string().optional().describe('As in a wish.'), delivery: z.string().optional().describe('Name of the delivery.'),
  encoder: encoderKind.optional().describe('As in a wish.'),
  patience: z.number().positive().nullable().optional().describe('Seconds of work that one step may take for a second of film before the next cheaper method is taken; null for no limit.'),
  largestTile: z.int().min(256).optional().describe('Longest side, pixels, of what a network sees at once.'),
  tiers: z.partialRecord(tierNames, z.object({ remove: z.array(z.string()).default([]).describe('Stages that are left out there.'), stages: z.record(z.string(), stageWish).default({}).describe('What is wanted of stages there.'),
    scale: z.string().optional().describe('As in a wish.'), patience: z.number().positive().nullable().optional().describe('Seconds of work for a second of film; null for no limit.'),
    largestTile: z.int().min(256).optional().describe('Longest side of a tile, pixels.') })).default({}).describe('What differs on machines of a class.'),
}).strict().describe('A preset, as in a preset file.');
export type Preset = z.infer<typeof preset>;

const positiveRatio = rational.refine(({ num }) => num > 0, 'A rate or a pixel shape is larger than 0');

/** What the user knows better than the tags. */
export const interpretation = z.object({
  fieldOrder: z.enum(['progressive', 'tff', 'bff']).optional().describe('How the picture was scanned: `tff` and `bff` name the field that came first.'), range: z.enum(['limited', 'full']).optional().describe('Code values of the picture: video range or all of them.'),
  matrix: z.string().optional().describe('FFmpeg\'s name of the colour matrix: bt709, smpte170m, bt2020nc …'), primaries: z.string().optional().describe('FFmpeg\'s name of the primaries.'), transfer: z.string().optional().describe('FFmpeg\'s name of the transfer function.'),
  sar: positiveRatio.optional().describe('Width of a pixel divided by its height.'), rate: positiveRatio.optional().describe('Frames per second of the source.'), startTimecode: z.string().optional().describe('Timecode of the first frame, HH:MM:SS:FF.'),
  cadence: z.enum(['off', '3:2', '2:3:3:2', '2:2', '24:25']).optional().describe('The one pulldown by which film was shown as video; `off`: there is none.'),
  cuts: z.enum(['content', 'adaptive', 'threshold', 'histogram', 'none']).optional().describe('Detector of cuts in place of ours, at its published thresholds; `none`: the film is one shot.'),
  parts: z.enum(['joined', 'single']).optional().describe('Whether files that follow on the one named belong to it.'), gaps: z.enum(['hold', 'close']).optional().describe('What stands for missing numbers of a picture sequence: the one before, or nothing.'),
}).strict().readonly().describe('What the user knows better than the tags of the file.');
export type Interpretation = z.infer<typeof interpretation>;

/** Ticks of an editor in one second: Premiere Pro counts 254 016 000 000. */
const premiereTicks = '254016000000';
const ticks = z.string().regex(/^\d{1,24}$/, 'Ticks are written as a whole number in a string');

/**
 * A half-open range `[in, out)`: frames of the index, seconds as exact rationals, an editor's ticks, or the source's own timecode; null means the beginning or the
 * end. Frames with a `rate` count at that rate from the first picture, as an editor counts; a time means the frame on screen at that moment.
 */
export const range = z.union([
  z.object({ unit: z.literal('frames'), in: z.int().nonnegative().describe('First frame.'), out: z.int().nonnegative().nullable().describe('First frame that no longer belongs to it; null: the end.'),
    rate: positiveRatio.optional().describe('Frames per second at which an editor counts; without it the frames of the source.') }),
  z.object({ unit: z.literal('ticks'), in: ticks.describe('Where it begins, ticks.'), out: ticks.nullable().describe('Where it ends, ticks; null: the end.'),
    perSecond: ticks.refine((text) => !/^0+$/.test(text), 'Ticks in a second are more than 0').default(premiereTicks).describe('Ticks in one second, as a whole number in a string; Premiere Pro has 254016000000.') }),
  z.object({ unit: z.literal('seconds'), in: rational.describe('Where it begins, seconds.'), out: rational.nullable().describe('Where it ends, seconds; null: the end.') }),
  z.object({ unit: z.literal('timecode'), in: z.string().nullable().describe('Where it begins, HH:MM:SS:FF; null: the beginning.'), out: z.string().nullable().describe('Where it ends, HH:MM:SS:FF; null: the end.') }),
]).readonly().describe('A half-open range of a clip.');
export type Range = z.infer<typeof range>;

/** Everything the planner is told; all optional things are what a user may leave unsaid. */
export const wish = z.object({
  quality: z.string().default('balanced').describe('Name of a quality: fast, balanced, best …'), style: z.string().optional().describe('Name of a style; unsaid, the footage decides.'), preset: z.string().optional().describe('Name of a preset, which stands for quality and style.'),
  config: preset.optional().describe('A preset of one\'s own, in place of a file.'),
  stages: z.record(z.string(), stageWish).default({}).describe('By stage, what is wanted of it; goes before every preset.'),
  scale: z.string().optional().describe('`auto`, a factor (2, x1.5), lines (1080p) or a size in square pixels (1920x1080); unsaid, presets decide.'), squarePixels: z.boolean().default(false).describe('Whether the result has square pixels.'),
  crop: z.union([z.enum(['off', 'auto']), rect]).default('off').describe('`auto` takes the picture inside black bars as measured; a rectangle is in pixels of the source.'),
  aspect: z.string().regex(/^[1-9]\d{0,4}:[1-9]\d{0,4}$/, 'An aspect is written like 16:9').nullable().default(null).describe('Width to height on screen, like 16:9: with `fit` of the result, without what the source should have said.'),
  fit: z.enum(['pad', 'blur', 'crop']).nullable().default(null).describe('How a picture of another shape gets into the result: bars, bars of its blurred edges, or cut.'),
  withinSeconds: z.number().positive().nullable().default(null).describe('Wall seconds that the run may take; null for no limit.'),
  tile: z.union([z.literal('auto'), z.literal('off'), z.int().min(192)]).default('auto').describe('Side of a tile, pixels of the source; `off` for whole frames.'),
  checkpointSeconds: z.number().positive().default(60).describe('Seconds of estimated work between two checkpoints.'),
  constantRate: positiveRatio.refine(({ num, den }) => num <= 480 * den && 10 * num >= den, 'A rate lies between 0.1 and 480 frames per second').nullable().default(null).describe('Frames per second, all equally long; null keeps the times that frames have.'),
  device: z.string().default('auto').describe('Id of a device from the operation hardware, or `auto`.'), interpretation: interpretation.default({}).describe('What is known better than the tags of the file.'),
    range: range.nullable().default(null).describe('The part that is restored; null for all of it.'),
  handles: z.object({ before: z.int().min(0).max(10_000).default(0).describe('Frames before the in point.'), after: z.int().min(0).max(10_000).default(0).describe('Frames after the out point.') }).default({ before: 0,
    after: 0 }).describe('Frames of the source delivered around the range, as far as there are any.'),
  extend: z.object({ before: z.int().min(0).max(10_000).default(0).describe('Frames made before the first one.'), after: z.int().min(0).max(10_000).default(0).describe('Frames made after the last one.'),
    method: z.enum(['hold']).default('hold').describe('How they are made: `hold` shows the first or the last picture on.') }).default({ before: 0, after: 0, method: 'hold' }).describe('Frames made beyond what there is, counted at the rate of the result.'),
  sound: z.boolean().default(true).describe('Whether sound is kept; without it the result is picture alone.'),
  delivery: z.string().nullable().default(null).describe('Name of a delivery; null lets preset, style and name of the result decide.'), container: anyContainer.nullable().default(null).describe('Kind of file, by its ending; null lets the delivery decide.'),
  pictureNames: z.string().nullable().default(null).describe('Numbered name of pictures, shot_%04d.png or shot_####.png; null numbers them by the source.'),
  purpose: purpose.nullable().default(null).describe('What the result is for; picks a delivery where none is named.'),
  encoder: encoderKind.optional().describe('`software`, any proven `hardware`, or a family of it; unsaid, presets decide.'),
  crf: z.number().min(0).nullable().default(null).describe('Constant quality on the encoder\'s own scale, smaller is better; null takes the delivery\'s.'),
  size: z.union([z.object({ bytes: z.int().positive().describe('Bytes of the whole file, not exceeded.') }).strict(),
    z.object({ bitRate: z.int().positive().describe('Mean bits per second of the picture.') }).strict()]).readonly().nullable().default(null).describe('Instead of constant quality: how large the result may be.'),
  xmp: z.boolean().default(false).describe('Whether an XMP file is written beside the result.'),
}).describe('Everything that can be asked for; what is left unsaid is decided by measuring.');
export type Wish = z.infer<typeof wish>;
export type WishInput = z.input<typeof wish>;
