// Pictures on their way to a screen: single frames, thumbnails and previews. Their bytes never travel in JSON.
import { z } from 'zod';
import { wish } from './preset.ts';

/** A picture that can be fetched: `GET /api/v1/pictures/{id}`, or the binary frame that came with the answer. `id` is the hash of all that it was made of. */
export const pictureRef = z.object({
  id: z.string().regex(/^[0-9a-f]{64}$/), type: z.enum(['image/jpeg', 'image/png', 'image/webp']), width: z.int(), height: z.int(),
}).readonly();
export type PictureRef = z.infer<typeof pictureRef>;

/** Longest side of what is rendered, pixels; null is the full size. */
export const pictureSize = z.int().min(16).max(16_384).nullable().default(null);

/** A moment of the clip that is worth looking at; `kind` is stable, `why` is for people. */
export const moment = z.object({ frame: z.int(), seconds: z.number(), kind: z.enum(['darkest', 'noisiest', 'fastest', 'combed', 'face', 'middle', 'other']), why: z.string() }).readonly();
export type Moment = z.infer<typeof moment>;

/**
 * One frame of the source as it is and as a wish would make it. `size` bounds the longest side of the pictures; with `draft` the source is reduced to it before the
 * work, which is quick and shows less; without, the work is the real one and only the picture is reduced.
 */
export const previewFrameRequest = z.object({
  path: z.string().min(1), wish, config: z.string().min(1).optional(),
  /** Frame of the source's index. */ frame: z.int().nonnegative(),
  draft: z.boolean().default(true), size: pictureSize,
  /** A later request for the same file with the same word replaces this one, which rejects with `cancelled`: what a moving control no longer wants is not rendered. Each page or panel takes a word of its own. */
  replaces: z.string().max(200).optional(),
});
export const previewFrame = z.object({
  frame: z.int(), before: pictureRef, after: pictureRef, draft: z.boolean(),
  /** Hash of plan, frame and size; alike requests give alike hashes. */
  plan: z.string(), title: z.string(), /** What a person should know about this preview: steps left out of a draft, fallbacks. */ notices: z.array(z.string()).readonly(),
  cached: z.boolean(), seconds: z.number(),
}).readonly();
export type PreviewFrame = z.infer<typeof previewFrame>;

/** Several wishes on the same frame. */
export const compareRequest = z.object({ ...previewFrameRequest.omit({ wish: true }).shape, wishes: z.array(z.object({ title: z.string(), wish })).min(1).max(8), sheet: z.boolean().default(false).describe('Also draw the source and all results beside each other, each with its title, as one picture.') });
export const comparison = z.object({ frame: z.int(), before: pictureRef, columns: z.array(z.object({ title: z.string(), preview: previewFrame }).readonly()).readonly(), /** Null unless asked for. */ sheet: pictureRef.nullable() }).readonly();
