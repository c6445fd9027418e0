// What the analysis measured, with the evidence for it. Units are in the names' comments; every number was measured, none assumed.
import { z } from 'zod';
import { media, rect, soundMedia, tableRef } from './media.ts';

/** A fact with the sentence that says how it was found. */
export const evidence = z.object({ says: z.string().describe('The finding, for people.'), from: z.string().describe('What it was found by.') }).readonly().describe('A fact with how it was found.');

/**
 * How a pulldown is undone. The cycle is counted in index frames from the run's first one: frame `first + k` has place `k mod cycle`. `matches` has one
 * letter per place that says where the second field of the picture comes from, whose first field is always the frame's own (`order` of the run says
 * which one is first): `c` the frame itself, `p` the frame before, `n` the frame after; these are the letters of FFmpeg's fieldmatch with `order` and
 * `field` both set to the run's order. `drop` are the places whose picture shows nothing new, rising; `cycle - drop.length` pictures are left.
 * 3:2 from its first film frame on: cycle 5, `ccppc`, drop 2. A first frame of a run never has `p`: its field before belongs to something else.
 */
export const cadence = z.object({ cycle: z.int().positive().describe('Frames in a cycle.'),
  matches: z.string().describe('One letter for each place: where the second field comes from, c the frame itself, p the one before, n the one after.'),
  drop: z.array(z.int()).readonly().describe('Places that show nothing new, rising.') }).readonly().describe('How a pulldown is undone.');
export type Cadence = z.infer<typeof cadence>;

/** Frames `[first, first + count)` of the index that were scanned alike. `order` (which field came first) is null for progressive frames, `cadence` is null for all but telecined ones. */
export const scanRun = z.object({
  first: z.int().describe('First frame of the index.'), count: z.int().positive().describe('Frames.'), scan: z.enum(['progressive', 'interlaced', 'telecined']).describe('How they were scanned.'),
  order: z.enum(['tff', 'bff']).nullable().describe('Which field came first; null for progressive frames.'), cadence: cadence.nullable().describe('Of telecined frames; else null.'),
}).readonly().describe('Frames that were scanned alike.');
export type ScanRun = z.infer<typeof scanRun>;

export const interlacing = z.object({
  verdict: z.enum(['progressive', 'tff', 'bff', 'telecine', 'mixed', 'unknown']).describe('How the whole was scanned.'),
  confidence: z.number().min(0).max(1).describe('0 to 1.'),
  combed: z.number().min(0).max(1).describe('Share of measured frames with visible combing, 0 to 1.'),
  container: z.enum(['progressive', 'tff', 'bff', 'unknown']).describe('What the file says.'),
  evidence: z.array(evidence).readonly().describe('What speaks for it.'),
  runs: z.array(scanRun).readonly().describe('How each stretch was scanned: runs that follow each other without gaps over all measured frames, at most 400; empty where everything is scanned as the verdict says (progressive, tff or bff) or cannot be told. A survey\'s are exact to the frame; of a glance there is one at most, for telecine: the cadence it met, continued over the whole file, good for the rate and an estimate of the count.'),
}).readonly().describe('Fields and pulldown.');
export type Interlacing = z.infer<typeof interlacing>;

/**
 * Frames that show what the frame before showed: exact copies and held drawings that differ only by noise and coding, by luma and chroma at a reduced size. `share` of the measured frames, 0 to 1. `pattern`:
 * how often a new picture comes where that is regular: a new one at `pictures` of every `cycle` frames; null where it is not. `runs`: up to 64 stretches of copies,
 * the longest first (`first` is the first copy, not the original), `count` frames each; `runCount` of all.
 */
export const duplicates = z.object({
  share: z.number().min(0).max(1).describe('Of the measured frames, 0 to 1.'), pattern: z.object({ cycle: z.int().describe('Frames in a cycle.'), pictures: z.int().describe('New pictures in it.') }).readonly().nullable().describe('How often a new picture comes where that is regular; else null.'),
  runs: z.array(z.object({ first: z.int().describe('First copy, frame of the index.'), count: z.int().describe('Frames.') }).readonly()).readonly().describe('Up to 64 stretches of copies, the longest first.'), runCount: z.int().describe('Count of all stretches.'),
}).readonly().describe('Frames that show what the one before showed.');
export type Duplicates = z.infer<typeof duplicates>;

/**
 * Frames that are missing. `gaps`: up to 64 places, in order, where more time passes before index frame `frame` than `missing` more frames would fill: `from`
 * says whether the times show it (`index`), or a jump in the middle of even movement at even times does (`motion`, survey only). `gapCount` of all places, `frames` missing in all.
 */
export const dropped = z.object({
  frames: z.int().describe('Missing in all.'), gaps: z.array(z.object({ frame: z.int().describe('Frame of the index before which some are missing.'), missing: z.int().describe('How many.'),
    from: z.enum(['index', 'motion']).describe('What shows it.') }).readonly()).readonly().describe('Up to 64 places, in order.'), gapCount: z.int().describe('Count of all places.'),
}).readonly().describe('Frames that are missing.');
export type Dropped = z.infer<typeof dropped>;

/** One shot: frames `[first, first + count)` of the index. Luma and saturation as 8-bit code values; motion in mean absolute 8-bit luma difference. */
export const shot = z.object({ first: z.int().describe('First frame of the index.'), count: z.int().describe('Frames.'), luma: z.number().describe('Mean, 8-bit code values.'),
  saturation: z.number().describe('Mean, 8-bit code values.'), motion: z.number().describe('Mean absolute difference between frames, 8-bit code values.') }).readonly().describe('A shot.');

export const audioFacts = z.object({
  stream: z.int().describe('Number of the stream.'),
  integrated: z.number().nullable().describe('EBU R128: LUFS, LU, dBTP. Null when the track is silent or too short (< 400 ms).'), range: z.number().nullable().describe('Loudness range, LU; null likewise.'), truePeak: z.number().nullable().describe('dBTP; null likewise.'),
  noiseFloor: z.number().nullable().describe('RMS of the quietest tenth of 50 ms blocks, dBFS; null when silent.'),
  clipped: z.number().describe('Share of samples in flat tops of three or more at full scale, 0 to 1.'),
  hum: z.object({ hertz: z.number().describe('50 or 60.'), db: z.number().describe('How far it stands above its neighbourhood, dB.') }).readonly().nullable().describe('Mains hum: the fundamental in Hz (50 or 60) and how far it stands above its neighbourhood, dB; null without.'),
}).readonly().describe('What a track of sound shows.');
export type AudioFacts = z.infer<typeof audioFacts>;

export const contentKind = z.enum(['film', 'animation', 'tape', 'camera', 'screen']);
export type ContentKind = z.infer<typeof contentKind>;

/** What kind of footage it is, and what its light and its times do. */
export const content = z.object({
  kind: contentKind.describe('The most probable kind.'),
  probabilities: z.record(contentKind, z.number()).readonly().describe('0 to 1 for each kind; they add up to 1.'),
  doubt: z.string().nullable().describe('Why nothing should be decided from the kind; null where it is clear.'),
  evidence: z.array(evidence).readonly().describe('What speaks for it.'),
  faces: z.object({ share: z.number().describe('Of sampled frames with a face, 0 to 1.'),
    frame: z.int().nullable().describe('The one with the largest; null without.') }).readonly().nullable().describe('Share of sampled frames with a face, 0 to 1, and which frame has the largest; null where nothing looked for faces, `facesWhy` then says why.'), facesWhy: z.string().nullable().describe('Why nothing looked for faces; else null.'),
  flicker: z.object({ share: z.number().describe('In the middle shot, 0 to 1.'), worst: z.number().describe('In the worst shot, 0 to 1.'),
    first: z.int().describe('First frame of that shot.') }).readonly().describe('How far the exposure of a frame strays from its neighbours\', RMS, as a share of its brightness: in the middle shot and in the worst, which begins at frame `first`.'),
  lowLight: z.object({ median: z.number().describe('Median of the middle sample, 8-bit code value, 16 is black.'), highlights: z.number().describe('98th percentile, 8-bit code value.'),
    dark: z.number().describe('Share of dark samples, 0 to 1.') }).readonly().describe('8-bit code values of limited range (16 is black): the middle sample\'s median and its 98th percentile; and the share of samples that are dark.'),
  judder: z.object({ cycle: z.int().describe('Frames in the pattern.'),
    ticks: z.array(z.number()).readonly().describe('How long each is shown, ticks of the video.') }).readonly().nullable().describe('Frame times that follow an uneven pattern of `cycle` frames: how long each is shown, in ticks of the video; null where they do not.'),
}).readonly().describe('What kind of footage it is, and what its light and times do.');
export type Content = z.infer<typeof content>;

export const analysis = z.object({
  depth: z.enum(['glance', 'survey']).describe('A few spans, or every frame.'),
  measuredFrames: z.int().describe('Frames that were decoded for this.'), interlacing, duplicates, dropped,
  noise: z.object({ luma: z.number().describe('8-bit code values.'), chroma: z.number().describe('8-bit code values.') }).readonly().describe('Standard deviation in flat areas, 8-bit code values.'),
  blockiness: z.number().describe('FFmpeg blockdetect\'s scale: 0 none, 1 neutral.'),
  blur: z.number().describe('FFmpeg blurdetect\'s scale: edge width, pixels.'),
  banding: z.number().describe('Share of smooth 8-bit gradients that show steps, 0 to 1; scaled down where less than a twentieth of the picture is smooth.'),
  bars: rect.nullable().describe('What lies inside black bars in every measured frame: the smallest part of the picture that cuts nothing off anywhere; null without bars.'),
  barScenes: z.array(z.object({ first: z.int().describe('First frame of the index.'), count: z.int().describe('Frames.'),
    picture: rect.describe('What lies inside.') }).readonly()).readonly().describe('The same for each stretch of shots with equal bars, in order, at most 64; empty where no shot has any.'),
  aspect: z.object({ suggested: z.string().describe('Width to height, like 16:9.'), says: z.string().describe('Why.') }).readonly().nullable().describe('A shape on screen that fits what was measured better than the one the file says, and why; only ever offered.'),
  luma: z.number().describe('Mean luma and saturation, 8-bit code values; mean absolute luma difference between frames.'), saturation: z.number().describe('Mean, 8-bit code values.'),
    motion: z.number().describe('Mean absolute luma difference between frames, 8-bit code values.'), greyscale: z.boolean().describe('Whether there is no colour.'), content,
  cuts: tableRef.nullable().describe('First frame of every shot but the first, index frames. A glance knows only the cuts in its spans.'), cutCount: z.int().describe('Count of cuts.'),
  shots: z.array(shot).readonly().describe('Up to 64 shots, the longest first, for people; the cuts table has all.'),
  audio: z.array(audioFacts).readonly().describe('By track.'),
  worst: z.array(z.object({ frame: z.int().describe('Frame of the index.'), kind: z.enum(['darkest', 'noisiest', 'fastest', 'combed', 'other']).default('other').describe('What is special, for programs.'),
    why: z.string().describe('The same for people.') }).readonly()).readonly().describe('Index frames worth looking at, the worst first, with the kind of moment and the reason, which names the number that was measured.'),
  notices: z.array(z.string()).readonly().describe('What a person should know.'),
}).readonly().describe('What was measured, with the evidence for it.');
export type Analysis = z.infer<typeof analysis>;

/** What a sound file shows. */
export const soundAnalysis = z.object({ depth: z.enum(['glance', 'survey']).describe('A few spans, or all of it.'), audio: z.array(audioFacts).readonly().describe('By track.'),
  notices: z.array(z.string()).readonly().describe('What a person should know.') }).readonly().describe('What a sound file shows.');
export type SoundAnalysis = z.infer<typeof soundAnalysis>;
export type AnyAnalysis = Analysis | SoundAnalysis;
export const showsPicture = (found: AnyAnalysis): found is Analysis => 'interlacing' in found;
/** Media with the analysis of its kind. */
export const analysed = z.union([z.object({ media, analysis }), z.object({ media: soundMedia, analysis: soundAnalysis })]);
export type Analysed = z.infer<typeof analysed>;
