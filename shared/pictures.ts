// Pictures on their way to a screen: single frames, thumbnails and previews. Their bytes never travel in JSON.
import { z } from 'zod';
import { wish } from './preset.ts';

/** A picture that can be fetched: `GET /api/v1/pictures/{id}`, or the binary frame that came with the answer. `id` is the hash of all that it was made of. */
export const pictureRef = z.object({
  id: z.string().regex(/^[0-9a-f]{64}$/).describe('64 hexadecimal digits: hash of all that the picture was made of.'), type: z.enum(['image/jpeg', 'image/png', 'image/webp']).describe('Media type of its file.'), width: z.int().describe('Pixels.'), height: z.int().describe('Pixels.'),
}).readonly().describe('A picture that can be fetched: /pictures/{id}, or the binary frame that came with the answer.');
export type PictureRef = z.infer<typeof pictureRef>;

/** Longest side of what is rendered, pixels; null is the full size. */
export const pictureSize = z.int().min(16).max(16_384).nullable().default(null).describe('Longest side of the picture, pixels; null is the full size.');

/** A moment of the clip that is worth looking at; `kind` is stable, `why` is for people. */
export const moment = z.object({ frame: z.int().describe('Frame of the source\'s index.'), seconds: z.number().describe('The same as time from the beginning, seconds.'),
  kind: z.enum(['darkest', 'noisiest', 'fastest', 'combed', 'face', 'middle', 'other']).describe('What is special, for programs.'),
  why: z.string().describe('The same for people.') }).readonly().describe('A moment worth looking at.');
export type Moment = z.infer<typeof moment>;

/**
 * One frame of the source as it is and as a wish would make it. `size` bounds the longest side of the pictures; with `draft` the source is reduced to it before the
 * work, which is quick and shows less; without, the work is the real one and only the picture is reduced.
 */
export const previewFrameRequest = z.object({
  path: z.string().min(1).describe('Absolute path of the source.'), wish, config: z.string().min(1).optional().describe('Absolute path of a preset file.'),
  frame: z.int().nonnegative().describe('Frame of the source\'s index.'),
  draft: z.boolean().default(true).describe('Whether the source is reduced to `size` before the work, which is quick and shows less.'), size: pictureSize.describe('Longest side of the pictures, pixels; null is the full size.'),
  replaces: z.string().max(200).optional().describe('A later request of the same client with the same word replaces this one.'),
});
export const previewFrame = z.object({
  frame: z.int().describe('Frame of the source\'s index.'), before: pictureRef.describe('The source.'), after: pictureRef.describe('The result.'), draft: z.boolean().describe('Whether the source was reduced before the work.'),
  plan: z.string().describe('Hash of plan, frame and size.'), title: z.string().describe('What was done, as people read it.'), notices: z.array(z.string()).readonly().describe('What a person should know about this preview.'),
  cached: z.boolean().describe('Whether it was made before.'), seconds: z.number().describe('Wall seconds that it took.'),
}).readonly().describe('One frame before and after.');
export type PreviewFrame = z.infer<typeof previewFrame>;

/** A frame of a result, and the source's picture of what it was made of: the part that the result shows, where it shows it, at the same size. */
export const resultFrame = z.object({ frame: z.int().describe('Frame of the result.'), source: z.int().describe('Frame of the source\'s index that it was made of.'), before: pictureRef.describe('The source.'), after: pictureRef.describe('The result.') }).readonly().describe('One frame of a result beside what it was made of.');
export type ResultFrame = z.infer<typeof resultFrame>;

/** Several wishes on the same frame. */
export const compareRequest = z.object({ ...previewFrameRequest.omit({ wish: true }).shape,
  wishes: z.array(z.object({ title: z.string().describe('Heading of the column.'), wish })).min(1).max(8).describe('What is compared, one column each.'),
  sheet: z.boolean().default(false).describe('Also draw the source and all results beside each other, each with its title, as one picture.') });
export const comparison = z.object({ frame: z.int().describe('Frame of the source\'s index.'), before: pictureRef,
  columns: z.array(z.object({ title: z.string().describe('Heading of the column.'), preview: previewFrame }).readonly()).readonly().describe('One for each wish, in their order.'),
  sheet: pictureRef.nullable().describe('All of them beside each other, each with its title; null unless asked for.') }).readonly().describe('One frame under several wishes.');
