// `match`: which delivery is nearest to what the source is made of, and what differs all the same.
import { z } from 'zod';
import { container, type Container } from '../../shared/container.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Media } from '../../shared/media.ts';
import { purpose, type Purpose } from '../../shared/preset.ts';
import type { Delivery } from './deliveries.ts';

/** A file of presets/deliveries/matching: rows in order, the first whose expressions fit FFmpeg's codec and profile names counts. */
export const matching = z.object({
  title: z.string(), description: z.string(),
  matches: z.array(z.object({ codec: z.string(), profile: z.string().optional(), delivery: z.string(), purpose: purpose.optional() }).strict()).min(1),
}).strict();
export type Matching = z.infer<typeof matching>;

export type Match = { readonly name: string; readonly purpose: Purpose | null };

/** @throws FrameWrightError `bad-config` when no row fits. */
export function matchOf({ title, matches }: Matching, { video }: Media): Match {
  const row = matches.find(({ codec, profile = '' }) => new RegExp(codec).test(video.codec) && new RegExp(profile).test(video.profile ?? ''));
  if (!row) throw new FrameWrightError('bad-config', { path: title, why: `No row is for ${video.codec}.` });
  return { name: row.delivery, purpose: row.purpose ?? null };
}

/** The source's own container where the delivery has it. Files of the MP4 family say by their brand which they are. */
export function matchContainer(media: Media, delivery: Delivery): Container | null {
  const names = media.container.split(',');
  const brand = (media.metadata['major_brand'] ?? '').trim();
  const own = names.includes('mp4') ? (brand === 'qt' || brand === '' ? 'mov' : 'mp4') : names.includes('matroska') ? 'mkv' : container.options.find((one) => names.includes(one)) ?? null;
  return delivery.containers.find((one) => one === own) ?? null;
}

/** What is not as it was, beyond what the picture's format loses. */
export function matchNotices(media: Media, chosen: { readonly delivery: Delivery; readonly container: Container; readonly profile: string | null }): string[] {
  const { video } = media, { delivery } = chosen, source = [video.codec, video.profile].filter(Boolean).join(' ');
  return [
    `The source is ${source}, so the result is ${delivery.title}${chosen.profile === null || delivery.title.toLowerCase().includes(chosen.profile) ? '' : ` (${chosen.profile})`} in ${chosen.container.toUpperCase()}.`,
    ...(delivery.codec === video.codec ? [] : [`${video.codec} itself is not written here; ${delivery.title} is nearest.`]),
    ...(matchContainer(media, delivery) === null ? [`The source's container (${media.container}) does not hold it here.`] : []),
    ...(delivery.rateControl.kind === 'crf' ? ['The bit rate follows from constant quality and not from the source; --bitrate sets one.'] : []),
  ];
}
