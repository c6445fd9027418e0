// What the analysis measured, with the evidence for it. Units are in the names' comments; every number was measured, none assumed.
import { z } from 'zod';
import { tableRef } from './media.ts';

/** A fact with the sentence that says how it was found. */
export const evidence = z.object({ says: z.string(), from: z.string() }).readonly();

export const interlacing = z.object({
  verdict: z.enum(['progressive', 'tff', 'bff', 'telecine', 'mixed', 'unknown']),
  /** 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** Share of measured frames with visible combing, 0 to 1. */
  combed: z.number().min(0).max(1),
  container: z.enum(['progressive', 'tff', 'bff', 'unknown']),
  evidence: z.array(evidence).readonly(),
}).readonly();
export type Interlacing = z.infer<typeof interlacing>;

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

export const analysis = z.object({
  depth: z.enum(['glance', 'survey']),
  /** Frames that were decoded for this. */
  measuredFrames: z.int(), interlacing,
  /** Standard deviation in 8-bit code values, measured in flat areas. */
  noise: z.object({ luma: z.number(), chroma: z.number() }).readonly(),
  /** 0 none; FFmpeg blockdetect's scale, 1 is neutral. */
  blockiness: z.number(),
  /** FFmpeg blurdetect's scale: edge width in pixels. */
  blur: z.number(),
  /** Share of smooth 8-bit gradients that show steps, 0 to 1; scaled down where less than a twentieth of the picture is smooth. */
  banding: z.number(),
  /** Picture inside black bars, in source pixels; null without bars. */
  bars: z.object({ left: z.int(), top: z.int(), width: z.int(), height: z.int() }).readonly().nullable(),
  /** Mean luma and saturation, 8-bit code values; mean absolute luma difference between frames. */
  luma: z.number(), saturation: z.number(), motion: z.number(), greyscale: z.boolean(),
  /** First frame of every shot but the first, index frames. A glance knows only the cuts in its spans. */
  cuts: tableRef.nullable(), cutCount: z.int(),
  /** Up to 64 shots, the longest first, for people; the cuts table has all. */
  shots: z.array(shot).readonly(),
  audio: z.array(audioFacts).readonly(),
  /** Index frames worth looking at, with the reason. */
  worst: z.array(z.object({ frame: z.int(), why: z.string() }).readonly()).readonly(),
  notices: z.array(z.string()).readonly(),
}).readonly();
export type Analysis = z.infer<typeof analysis>;
