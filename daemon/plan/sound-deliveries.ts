// What a file of presets/deliveries/sound may say. Data only.
import { z } from 'zod';
import { soundContainer } from '../../shared/container.ts';

/** One way to encode. `bits` and `float` are what it holds, `like` the source codecs that it is kept for (any when empty). */
const format = z.object({
  codec: z.string(), encoder: z.string(), sampleFormat: z.string(), bits: z.int().default(16), float: z.boolean().default(false), channels: z.int().default(8),
  kbitPerChannel: z.number().positive().nullable().default(null),
  /** Hz; a rate that is not listed becomes the next higher one. Empty means any. */
  sampleRates: z.array(z.int()).default([]), like: z.array(z.string()).default([]), options: z.record(z.string(), z.string()).default({}),
}).strict();
export type SoundFormat = z.infer<typeof format>;

export const soundDelivery = z.object({
  title: z.string(), description: z.string(), container: soundContainer,
  /** Containers of sources (FFmpeg's demuxers) that become this one unless another is asked for. */
  from: z.array(z.string()),
  /** Codecs that go in as they are. */
  copies: z.array(z.string()),
  /** In order of preference. */
  formats: z.array(format).min(1),
  /** The most tracks it holds; null for any number. */
  tracks: z.int().nullable().default(1),
  /** Codecs of covers that it holds. */
  covers: z.array(z.string()).default([]),
  /** Whether it holds subtitles and attached files too. */
  others: z.boolean().default(false),
}).strict();
export type SoundDelivery = z.infer<typeof soundDelivery>;
export type SoundLibrary = Readonly<Record<string, SoundDelivery>>;
