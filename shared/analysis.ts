// What the analysis measured, with the evidence for it. Units are in the names' comments; every number was measured, none assumed.
import { z } from 'zod';
import { media, rect, soundMedia, tableRef } from './media.ts';

/** A fact with the sentence that says how it was found. */
export const evidence = z.object({ says: z.string(), from: z.string() }).readonly();

/**
 * How a pulldown is undone. The cycle is counted in index frames from the run's first one: frame `first + k` has place `k mod cycle`. `matches` has one
 * letter per place that says where the second field of the picture comes from, whose first field is always the frame's own (`order` of the run says
 * which one is first): `c` the frame itself, `p` the frame before, `n` the frame after; these are the letters of FFmpeg's fieldmatch with `order` and
 * `field` both set to the run's order. `drop` are the places whose picture shows nothing new, rising; `cycle - drop.length` pictures are left.
 * 3:2 from its first film frame on: cycle 5, `ccppc`, drop 2. A first frame of a run never has `p`: its field before belongs to something else.
 */
export const cadence = z.object({ cycle: z.int().positive(), matches: z.string(), drop: z.array(z.int()).readonly() }).readonly();
export type Cadence = z.infer<typeof cadence>;

/** Frames `[first, first + count)` of the index that were scanned alike. `order` (which field came first) is null for progressive frames, `cadence` is null for all but telecined ones. */
export const scanRun = z.object({
  first: z.int(), count: z.int().positive(), scan: z.enum(['progressive', 'interlaced', 'telecined']),
  order: z.enum(['tff', 'bff']).nullable(), cadence: cadence.nullable(),
}).readonly();
export type ScanRun = z.infer<typeof scanRun>;

export const interlacing = z.object({
  verdict: z.enum(['progressive', 'tff', 'bff', 'telecine', 'mixed', 'unknown']),
  /** 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** Share of measured frames with visible combing, 0 to 1. */
  combed: z.number().min(0).max(1),
  container: z.enum(['progressive', 'tff', 'bff', 'unknown']),
  evidence: z.array(evidence).readonly(),
  /**
   * How each stretch was scanned: runs that follow each other without gaps over all measured frames, at most 400; empty where everything is scanned as the verdict
   * says (progressive, tff or bff) or cannot be told. A survey's are exact to the frame; of a glance there is one at most, for telecine: the cadence it
   * met, continued over the whole file, good for the rate and an estimate of the count.
   */
  runs: z.array(scanRun).readonly(),
}).readonly();
export type Interlacing = z.infer<typeof interlacing>;

/**
 * Frames that show what the frame before showed: exact copies and held drawings that differ only by noise and coding, by luma and chroma at a reduced size. `share` of the measured frames, 0 to 1. `pattern`:
 * how often a new picture comes where that is regular: a new one at `pictures` of every `cycle` frames; null where it is not. `runs`: up to 64 stretches of copies,
 * the longest first (`first` is the first copy, not the original), `count` frames each; `runCount` of all.
 */
export const duplicates = z.object({
  share: z.number().min(0).max(1), pattern: z.object({ cycle: z.int(), pictures: z.int() }).readonly().nullable(),
  runs: z.array(z.object({ first: z.int(), count: z.int() }).readonly()).readonly(), runCount: z.int(),
}).readonly();
export type Duplicates = z.infer<typeof duplicates>;

/**
 * Frames that are missing. `gaps`: up to 64 places, in order, where more time passes before index frame `frame` than `missing` more frames would fill: `from`
 * says whether the times show it (`index`), or a jump in the middle of even movement at even times does (`motion`, survey only). `gapCount` of all places, `frames` missing in all.
 */
export const dropped = z.object({
  frames: z.int(), gaps: z.array(z.object({ frame: z.int(), missing: z.int(), from: z.enum(['index', 'motion']) }).readonly()).readonly(), gapCount: z.int(),
}).readonly();
export type Dropped = z.infer<typeof dropped>;

/** One shot: frames `[first, first + count)` of the index. Luma and saturation as 8-bit code values; motion in mean absolute 8-bit luma difference. */
export const shot = z.object({ first: z.int(), count: z.int(), luma: z.number(), saturation: z.number(), motion: z.number() }).readonly();

export const audioFacts = z.object({
  stream: z.int(),
  /** EBU R128: LUFS, LU, dBTP. Null when the track is silent or too short (< 400 ms). */
  integrated: z.number().nullable(), range: z.number().nullable(), truePeak: z.number().nullable(),
  /** dBFS RMS of the quietest tenth of 50 ms blocks; null when silent. */
  noiseFloor: z.number().nullable(),
  /** Share of samples in flat tops of three or more at full scale, 0 to 1. */
  clipped: z.number(),
  /** Mains hum: the fundamental in Hz (50 or 60) and how far it stands above its neighbourhood, dB; null without. */
  hum: z.object({ hertz: z.number(), db: z.number() }).readonly().nullable(),
}).readonly();
export type AudioFacts = z.infer<typeof audioFacts>;

export const contentKind = z.enum(['film', 'animation', 'tape', 'camera', 'screen']);
export type ContentKind = z.infer<typeof contentKind>;

/** What kind of footage it is, and what its light and its times do. */
export const content = z.object({
  kind: contentKind,
  /** 0 to 1 for each kind; they add up to 1. */
  probabilities: z.record(contentKind, z.number()).readonly(),
  /** Why nothing should be decided from the kind; null where it is clear. */
  doubt: z.string().nullable(),
  evidence: z.array(evidence).readonly(),
  /** Share of sampled frames with a face, 0 to 1, and which frame has the largest; null where nothing looked for faces, `facesWhy` then says why. */
  faces: z.object({ share: z.number(), frame: z.int().nullable() }).readonly().nullable(), facesWhy: z.string().nullable(),
  /** How far the exposure of a frame strays from its neighbours', RMS, as a share of its brightness: in the middle shot and in the worst, which begins at frame `first`. */
  flicker: z.object({ share: z.number(), worst: z.number(), first: z.int() }).readonly(),
  /** 8-bit code values of limited range (16 is black): the middle sample's median and its 98th percentile; and the share of samples that are dark. */
  lowLight: z.object({ median: z.number(), highlights: z.number(), dark: z.number() }).readonly(),
  /** Frame times that follow an uneven pattern of `cycle` frames: how long each is shown, in ticks of the video; null where they do not. */
  judder: z.object({ cycle: z.int(), ticks: z.array(z.number()).readonly() }).readonly().nullable(),
}).readonly();
export type Content = z.infer<typeof content>;

export const analysis = z.object({
  depth: z.enum(['glance', 'survey']),
  /** Frames that were decoded for this. */
  measuredFrames: z.int(), interlacing, duplicates, dropped,
  /** Standard deviation in 8-bit code values, measured in flat areas. */
  noise: z.object({ luma: z.number(), chroma: z.number() }).readonly(),
  /** 0 none; FFmpeg blockdetect's scale, 1 is neutral. */
  blockiness: z.number(),
  /** FFmpeg blurdetect's scale: edge width in pixels. */
  blur: z.number(),
  /** Share of smooth 8-bit gradients that show steps, 0 to 1; scaled down where less than a twentieth of the picture is smooth. */
  banding: z.number(),
  /** What lies inside black bars in every measured frame: the smallest part of the picture that cuts nothing off anywhere; null without bars. */
  bars: rect.nullable(),
  /** The same for each stretch of shots with equal bars, in order, at most 64; empty where no shot has any. */
  barScenes: z.array(z.object({ first: z.int(), count: z.int(), picture: rect }).readonly()).readonly(),
  /** A shape on screen that fits what was measured better than the one the file says, and why; only ever offered. */
  aspect: z.object({ suggested: z.string(), says: z.string() }).readonly().nullable(),
  /** Mean luma and saturation, 8-bit code values; mean absolute luma difference between frames. */
  luma: z.number(), saturation: z.number(), motion: z.number(), greyscale: z.boolean(), content,
  /** First frame of every shot but the first, index frames. A glance knows only the cuts in its spans. */
  cuts: tableRef.nullable(), cutCount: z.int(),
  /** Up to 64 shots, the longest first, for people; the cuts table has all. */
  shots: z.array(shot).readonly(),
  audio: z.array(audioFacts).readonly(),
  /** Index frames worth looking at, the worst first, with the kind of moment and the reason, which names the number that was measured. */
  worst: z.array(z.object({ frame: z.int(), kind: z.enum(['darkest', 'noisiest', 'fastest', 'combed', 'other']).default('other'), why: z.string() }).readonly()).readonly(),
  notices: z.array(z.string()).readonly(),
}).readonly();
export type Analysis = z.infer<typeof analysis>;

/** What a sound file shows. */
export const soundAnalysis = z.object({ depth: z.enum(['glance', 'survey']), audio: z.array(audioFacts).readonly(), notices: z.array(z.string()).readonly() }).readonly();
export type SoundAnalysis = z.infer<typeof soundAnalysis>;
export type AnyAnalysis = Analysis | SoundAnalysis;
export const showsPicture = (found: AnyAnalysis): found is Analysis => 'interlacing' in found;
/** Media with the analysis of its kind. */
export const analysed = z.union([z.object({ media, analysis }), z.object({ media: soundMedia, analysis: soundAnalysis })]);
export type Analysed = z.infer<typeof analysed>;
