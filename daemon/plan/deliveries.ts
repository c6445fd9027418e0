// What a delivery file (presets/deliveries/*.yaml) may say: an encoder, what it holds, and its settings. Data only.
import { z } from 'zod';
import { container } from '../../shared/container.ts';
import { encoderKind, purpose } from '../../shared/preset.ts';

export type { Container } from '../../shared/container.ts';
const options = z.record(z.string(), z.string());

/** One pixel format of the encoder, with the profile that it needs. `note` is said whenever it is used. */
const format = z.object({ pixel: z.string(), profile: z.string().nullable().default(null), note: z.string().optional() }).strict();

/** How audio is encoded when it cannot be copied, in one kind of container. `kbitPerChannel` null for lossless codecs. */
const audio = z.object({
  codec: z.string(), encoder: z.string(), sampleFormat: z.string(), kbitPerChannel: z.number().positive().nullable().default(null),
  /** Sample format and codec for sources of more than 16 bits, where they differ. */
  deep: z.object({ codec: z.string(), encoder: z.string(), sampleFormat: z.string() }).strict().optional(),
  /** Hz; a rate that is not listed becomes the next higher one. Empty means any. */
  sampleRates: z.array(z.int()).default([]), options: options.default({}),
}).strict();
export type AudioRow = z.infer<typeof audio>;

const rateControl = z.object({ kind: z.enum(['crf', 'qscale', 'lossless', 'fixed']), value: z.number() }).strict();
const containers = z.array(container).min(1);
/** In order of preference: the first that holds the whole picture is used. */
const formats = z.array(format).min(1);

/** What is different when the result is made for something. Absent keys stay as they are. */
const suited = z.object({
  containers: containers.optional(), formats: formats.optional(), range: z.enum(['any', 'limited']).optional(),
  keySeconds: z.number().min(0).optional(), bFrames: z.int().min(0).optional(), rateControl: rateControl.optional(), options: options.optional(),
  /** Codecs of sound that are kept; others are encoded anew. */
  keepsAudio: z.array(z.string()).optional(),
  /** Whether `deeper` and `richer` still stand in. */
  standIns: z.boolean().default(true),
  /** One sentence for the plan. */
  says: z.string(),
}).strict();

/** The same codec from a graphics device. `device` is the family that it is asked for by; options are the encoder's own. */
const hardware = z.object({
  device: encoderKind.exclude(['software', 'hardware']), encoder: z.string(), formats, rateControl, options: options.default({}),
  bFrames: z.int().min(0), fields: z.boolean().default(false), bitsPerPixel: z.number().positive(),
}).strict();
export type HardwareRow = z.infer<typeof hardware>;

/** One combination that a codec allows, where it allows no others. `mbit` is what FFmpeg's encoder knows it by. */
const combination = z.object({ width: z.int(), height: z.int(), fields: z.boolean(), pixel: z.string(), mbit: z.record(z.string(), z.int().positive()) }).strict();
export type Combination = z.infer<typeof combination>;

export const delivery = z.object({
  title: z.string(), description: z.string(), codec: z.string(), encoder: z.string(),
  /** The first is the default. */
  containers, formats,
  /** The delivery that stands in for pictures of more than 8 bits when nobody named this one. */
  deeper: z.string().optional(),
  /** The same for pictures with transparency or whole chroma. */
  richer: z.string().optional(),
  /** What it is chosen for when only a purpose is named. */
  suits: z.array(purpose).default([]),
  purposes: z.partialRecord(purpose, suited).default({}),
  hardware: z.array(hardware).default([]),
  /** The only combinations of size, rate and bits, by rate (`25`, `30000/1001`); `instead` is the delivery that takes any. */
  only: z.object({ instead: z.string(), combinations: z.array(combination).min(1) }).strict().optional(),
  /** Whether the sidecar proves every bit: hashes of the source before and after, of the result and of its frames. */
  archive: z.boolean().default(false),
  /**
   * For results of a fixed size: the lossless delivery that segments are kept in until then, how often the encoder goes over them, and the fewest
   * bits per pixel that it can spend: at its worst quality 60 frames of bikes, bigbuckbunny, car-turn and the sample took 0.0039 to 0.0064 as H.264, 0.0022 to
   * 0.0045 as HEVC and 0.0052 to 0.0095 as AV1; about three quarters of the least, as key frames can lie further apart.
   */
  sizing: z.object({ checkpoint: z.string(), passes: z.union([z.literal(1), z.literal(2)]), leastBitsPerPixel: z.number().positive() }).strict().optional(),
  /** For pictures as files: their ending, the codecs of pictures that become these unless another delivery is asked for, and whether colour is multiplied by transparency. */
  pictures: z.object({ ending: z.string(), from: z.array(z.string()), premultiplied: z.boolean().default(false) }).strict().optional(),
  /** `limited` or `full`: what is expected whatever the tags say. */
  range: z.enum(['any', 'limited', 'full']).default('any'),
  /** The only matrix that is expected; absent for any. */
  matrix: z.string().optional(),
  /** Whether the encoder keeps interlaced pictures as fields. */
  fields: z.boolean().default(false),
  sizes: z.object({ minWidth: z.int().default(2), minHeight: z.int().default(2), maxWidth: z.int().default(16384), maxHeight: z.int().default(16384) }).strict().prefault({}),
  /** Whether the encoder takes sides that its chroma does not divide. */
  oddSizes: z.boolean().default(false),
  /** A table of levels, a fixed one, or null where the encoder has none. */
  level: z.union([z.enum(['h264', 'hevc']), z.int(), z.null()]).default(null),
  /** Seconds between key frames; 0 makes every frame one. */
  keySeconds: z.number().min(0), bFrames: z.int().min(0), maxThreads: z.int().positive(),
  rateControl,
  /** The best and the worst of the quality's scale, where `--crf` may choose. */
  quality: z.object({ best: z.number(), worst: z.number() }).strict().optional(),
  /** Codecs of sound that are kept where the container holds them; null for all. */
  keepsAudio: z.array(z.string()).nullable().default(null),
  /** Bits per pixel of ordinary footage, for the estimate of the size, as for 8-bit 4:2:0; more samples and bits are counted in proportion. */
  bitsPerPixel: z.number().positive(),
  /** The encoder's own options beyond what every setting of the plan becomes in media/encoder-options.ts. */
  options: options.default({}),
  /**
   * CPU seconds per megapixel as for 8-bit 4:2:0: the mean of three clips, 60 frames of 1280×720 each, at these options, two threads of a 2-core AMD EPYC server, user time
   * less decoding. `faster` replaces options when time is short.
   */
  secondsPerMegapixel: z.number().positive(),
  faster: z.object({ options, secondsPerMegapixel: z.number().positive() }).strict().optional(),
  audio: z.partialRecord(container, audio),
}).strict();
export type Delivery = z.infer<typeof delivery>;
