// A card: everything the program knows about a model without opening it.
import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** `path` is relative to models/weights; `url` is where a file that does not ship comes from. Sizes in bytes. */
const modelFile = z.union([
  z.object({ path: z.string(), size: z.int().positive(), sha256 }).strict(),
  z.object({ url: z.url(), size: z.int().positive(), sha256 }).strict(),
]);

/** What goes in and out of the plain model. */
const io = z.object({
  /** `yuv420`: a luma tensor `[1, frames, H, W]` and a chroma tensor `[1, 2·frames, H/2, W/2]` (u and v of each frame), left-sited; one frame of each out. */
  layout: z.enum(['yuv420']),
  /** Range of the code values the model was trained on; it takes them divided by the largest code. */
  range: z.literal('limited'),
  /** Width and height must be multiples of this many luma samples. */
  multipleOf: z.int().positive(), scale: z.union([z.literal(1), z.literal(2)]),
  window: z.object({ before: z.int().nonnegative(), after: z.int().nonnegative() }),
  /** Luma samples on each side that a result sample depends on: the overlap that tiles need. */
  reach: z.int().nonnegative(),
  inputs: z.object({ luma: z.string(), chroma: z.string(), strength: z.string() }),
  outputs: z.object({ luma: z.string(), chroma: z.string() }),
}).strict();

export const card = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/), task: z.enum(['denoise', 'upscale']), title: z.string(),
  files: z.array(modelFile).min(1), format: z.enum(['onnx']), io,
  licence: z.object({ spdx: z.string(), commercialUse: z.boolean() }).strict(),
  /** Per luma pixel of input: multiply-accumulates, CPU seconds of all cores together per million pixels on a 3 GHz core, and working bytes (of 4:4:4, the most). */
  cost: z.object({ macsPerPixel: z.number().positive(), cpuSecondsPerMegapixel: z.number().positive(), bytesPerPixel: z.number().positive() }).strict(),
  precision: z.array(z.enum(['fp32', 'fp16', 'int8'])).min(1),
}).strict().readonly();
export type Card = z.infer<typeof card>;
export type CardIo = Card['io'];
