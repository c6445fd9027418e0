// What the user wants: a preset (YAML) and the wish made of it, the command line and the interpretation.
import { z } from 'zod';
import { contentKind } from './analysis.ts';
import { anyContainer } from './container.ts';
import { rect } from './media.ts';
import { rational } from './time.ts';

/** `auto` measures and decides; a number sets 0 to 1; `off` skips. */
export const strength = z.union([z.literal('auto'), z.literal('off'), z.number().min(0).max(1)]);

/** What a preset or `--set` says of one stage. `method` forces one; everything else are the stage's own documented parameters. */
export const stageWish = z.object({ strength: strength.optional(), method: z.string().optional() }).catchall(z.union([z.string(), z.number(), z.boolean()]));
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
  title: z.string(), description: z.string(),
  kind: z.enum(['quality', 'style', 'preset']).default('preset'),
  /** Of a style: the kinds of footage for which it is taken when no style is named. */
  footage: z.array(contentKind).default([]),
  inherits: z.array(z.string()).default([]), remove: z.array(z.string()).default([]),
  stages: z.record(z.string(), stageWish).default({}), scale: z.string().optional(), delivery: z.string().optional(),
  encoder: encoderKind.optional(),
  /** Seconds of work that one step may take for a second of film before the planner takes the next cheaper method; null for no limit. */
  patience: z.number().positive().nullable().optional(),
  /** Longest side in pixels of what a network sees at once of frames that have more pixels than such a tile, where nobody asks for one: smaller needs less memory and, for what tiles share, a little more time. */
  largestTile: z.int().min(256).optional(),
  tiers: z.partialRecord(tierNames, z.object({ remove: z.array(z.string()).default([]), stages: z.record(z.string(), stageWish).default({}), scale: z.string().optional(), patience: z.number().positive().nullable().optional(), largestTile: z.int().min(256).optional() })).default({}),
}).strict();
export type Preset = z.infer<typeof preset>;

const positiveRatio = rational.refine(({ num }) => num > 0, 'A rate or a pixel shape is larger than 0');

/** What the user knows better than the tags. */
export const interpretation = z.object({
  fieldOrder: z.enum(['progressive', 'tff', 'bff']).optional(), range: z.enum(['limited', 'full']).optional(),
  matrix: z.string().optional(), primaries: z.string().optional(), transfer: z.string().optional(),
  sar: positiveRatio.optional(), rate: positiveRatio.optional(), startTimecode: z.string().optional(),
  /** The one pulldown that film was shown as video by; `off`: none, what looks like it is interlaced video. */
  cadence: z.enum(['off', '3:2', '2:3:3:2', '2:2', '24:25']).optional(),
  /** The detector that finds where shots begin, in place of ours: PySceneDetect's, at its own thresholds; `none`: the film is one shot. */
  cuts: z.enum(['content', 'adaptive', 'threshold', 'histogram', 'none']).optional(),
  /** Whether files that follow on the one named belong to it; and what stands for the missing numbers of a picture sequence. */
  parts: z.enum(['joined', 'single']).optional(), gaps: z.enum(['hold', 'close']).optional(),
}).strict().readonly();
export type Interpretation = z.infer<typeof interpretation>;

/** Ticks of an editor in one second: Premiere Pro counts 254 016 000 000. */
const premiereTicks = '254016000000';
const ticks = z.string().regex(/^\d{1,24}$/, 'Ticks are written as a whole number in a string');

/**
 * A half-open range `[in, out)`: frames of the index, seconds as exact rationals, an editor's ticks, or the source's own timecode; null means the beginning or the
 * end. Frames with a `rate` count at that rate from the first picture, as an editor counts; a time means the frame on screen at that moment.
 */
export const range = z.union([
  z.object({ unit: z.literal('frames'), in: z.int().nonnegative(), out: z.int().nonnegative().nullable(), rate: positiveRatio.optional() }),
  z.object({ unit: z.literal('ticks'), in: ticks, out: ticks.nullable(), perSecond: ticks.refine((text) => !/^0+$/.test(text), 'Ticks in a second are more than 0').default(premiereTicks) }),
  z.object({ unit: z.literal('seconds'), in: rational, out: rational.nullable() }),
  z.object({ unit: z.literal('timecode'), in: z.string().nullable(), out: z.string().nullable() }),
]).readonly();
export type Range = z.infer<typeof range>;

/** Everything the planner is told; all optional things are what a user may leave unsaid. */
export const wish = z.object({
  quality: z.string().default('balanced'), style: z.string().optional(), preset: z.string().optional(),
  /** An inline preset, from `--config`; already parsed. */
  config: preset.optional(),
  stages: z.record(z.string(), stageWish).default({}),
  /** `auto`, a factor (`2`, `x1.5`), display lines (`1080p`) or a display size in square pixels (`1920x1080`); unsaid, presets decide, and `auto` where none does. */
  scale: z.string().optional(), squarePixels: z.boolean().default(false),
  /** `auto` takes the picture inside black bars, as measured; a rectangle is in source pixels. */
  crop: z.union([z.enum(['off', 'auto']), rect]).default('off'),
  /** `16:9`: with `fit` the shape of the result on screen; without, what the source should have said it is. */
  aspect: z.string().regex(/^[1-9]\d{0,4}:[1-9]\d{0,4}$/, 'An aspect is written like 16:9').nullable().default(null),
  /** How a picture of another shape gets into the result's: bars, bars filled with its own blurred edges, or cut. */
  fit: z.enum(['pad', 'blur', 'crop']).nullable().default(null),
  /** Seconds the run may take; null is unlimited. */
  withinSeconds: z.number().positive().nullable().default(null),
  /** Tile side in source pixels, `off`, or `auto`. Smaller tiles would be mostly the overlap that a network sees around what is kept. */
  tile: z.union([z.literal('auto'), z.literal('off'), z.int().min(192)]).default('auto'),
  /** Seconds of estimated work between two checkpoints. */
  checkpointSeconds: z.number().positive().default(60),
  /** Frames per second, all equally long; null keeps the times that frames have. */
  constantRate: positiveRatio.refine(({ num, den }) => num <= 480 * den && 10 * num >= den, 'A rate lies between 0.1 and 480 frames per second').nullable().default(null),
  device: z.string().default('auto'), interpretation: interpretation.default({}), range: range.nullable().default(null),
  /** Frames of the source to restore and deliver before the range's in point and after its out point, as far as there are any. */
  handles: z.object({ before: z.int().min(0).max(10_000).default(0), after: z.int().min(0).max(10_000).default(0) }).default({ before: 0, after: 0 }),
  /** Delivery name (a file of presets/deliveries) and container extension; null lets preset, style and output name decide. */
  delivery: z.string().nullable().default(null), container: anyContainer.nullable().default(null),
  /** Numbered name of pictures, `shot_%04d.png` or `shot_####.png`; null keeps a sequence's own and numbers a film's by its name. */
  pictureNames: z.string().nullable().default(null),
  /** What the result is for; picks a delivery where none is named, and the settings that suit. */
  purpose: purpose.nullable().default(null),
  /** `software`, any proven `hardware`, or a family of it; unsaid, presets decide, and software where none does. */
  encoder: encoderKind.optional(),
  /** Constant quality in the encoder's own scale (CRF or quantiser, smaller is better); null takes the delivery's. */
  crf: z.number().min(0).nullable().default(null),
  /** Instead of constant quality: bytes of the whole file, which it does not exceed, or mean bits per second of the picture. */
  size: z.union([z.object({ bytes: z.int().positive() }).strict(), z.object({ bitRate: z.int().positive() }).strict()]).readonly().nullable().default(null),
  /** An XMP file beside the result. */
  xmp: z.boolean().default(false),
});
export type Wish = z.infer<typeof wish>;
export type WishInput = z.input<typeof wish>;
