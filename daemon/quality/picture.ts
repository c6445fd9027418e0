// The before/after picture: one frame of the source and the result frame made of it, side by side at the result's size.
import sharp, { type Sharp } from 'sharp';
import { FrameWrightError } from '../../shared/errors.ts';
import type { FrameIndex, Media, StreamShape, Turn } from '../../shared/media.ts';
import type { Plan } from '../../shared/plan.ts';
import { openDecoder } from '../media/decode.ts';
import { probe } from '../media/probe.ts';
import { isSideways } from '../media/turn.ts';
import { originOf, resultSpan } from '../plan/map.ts';
import { coveredParts } from '../run/covered.ts';
import { isHdr, peakOf } from './display-colour.ts';
import { letterPlate } from './lettering.ts';
import { showFrame, type Shown, type Size } from './shown.ts';

/** Neither side of the finished picture is larger, so that it opens anywhere. */
const largest = 4096;
const dividerPixels = 4;

/** The result frame most worth showing: of the analysis' worst moment inside the clip, or else the middle. */
export function worstFrame(plan: Plan, index: FrameIndex): number {
  const { clip, map } = plan;
  const worst = plan.analysis.worst.find(({ frame }) => frame >= clip.in && frame < clip.out);
  const found = worst && resultSpan(map, index, worst.frame, worst.frame + 1);
  return found && found.count > 0 ? found.first : Math.floor(map.frames / 2);
}

/**
 * Writes the picture of result frame `r`; the extension of `into` chooses PNG, JPEG or WebP. HDR is tone-mapped, both sides by one curve, and a plate says so.
 * @throws FrameWrightError what opening either file throws.
 */
export async function writePicture(options: { readonly plan: Plan; readonly index: FrameIndex; readonly result: string; readonly r: number; readonly into: string; readonly home: string }): Promise<void> {
  const { plan, index, into } = options;
  const after = await probe(options.result, { home: options.home, interpretation: { parts: 'single' } });
  const parts = coveredParts(plan.source, plan.steps), { delivery } = plan;
  const size = shownSize({ ...plan.result, width: parts.result.width, height: parts.result.height }, delivery);
  const peak = peakOf(plan.media.video.hdr);
  const before = await pictureOf(plan.media, index, originOf(plan.map, index, options.r).frame, { shape: plan.source, part: parts.source, peak, turn: plan.media.video }, size);
  const restored = await pictureOf(after.media, after.index, options.r, { shape: plan.result, part: parts.result, peak, turn: delivery }, size);
  await (await sideBySide(before, restored, size, isHdr(plan.source) || isHdr(plan.result))).toFile(into);
}

/** Display size with square pixels and upright, small enough that two fit. */
function shownSize({ width, height, sar }: StreamShape, turn: Turn): Size {
  const wide = Math.round((width * sar.num) / sar.den), shown = isSideways(turn) ? { width: height, height: wide } : { width: wide, height };
  const factor = Math.min(1, (largest - dividerPixels) / 2 / shown.width, largest / shown.height);
  return { width: Math.round(shown.width * factor), height: Math.round(shown.height * factor) };
}

/** One decoded frame as it is shown. Of transparency there is none: the pictures behind would show each other. */
async function pictureOf(media: Media, index: FrameIndex, n: number, shown: Shown, size: Size): Promise<Sharp> {
  const decoder = await openDecoder(media, index, { threads: 1 });
  try {
    await decoder.from(n);
    const read = await decoder.read();
    if (!read) throw new FrameWrightError('internal', { what: `frame ${n} of ${media.path} cannot be shown.`, why: 'Its index names it, but the decoder ended before it.' });
    const { data, ...raw } = await showFrame(read.frame, shown, size);
    return sharp(data, { raw }).removeAlpha();
  } finally {
    await decoder.close();
  }
}

async function sideBySide(before: Sharp, after: Sharp, size: Size, toneMapped: boolean): Promise<Sharp> {
  const right = size.width + dividerPixels;
  const sheet = sharp({ create: { width: right + size.width, height: size.height, channels: 3, background: '#fff' } });
  return sheet.composite([{ ...await layer(before), left: 0, top: 0 }, { ...await layer(after), left: right, top: 0 }, ...plates(size, right, toneMapped)]).removeAlpha();
}

async function layer(picture: Sharp): Promise<{ input: Buffer; raw: { width: number; height: number; channels: 1 | 2 | 3 | 4 } }> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { input: data, raw: { width: info.width, height: info.height, channels: info.channels } };
}

/** The words in the upper corners, and in the lower ones what was done to show HDR; none on a picture too small to hold them. */
function plates({ width, height }: Size, right: number, toneMapped: boolean): { input: Buffer; left: number; top: number }[] {
  const size = Math.round(Math.min(48, Math.max(14, height / 16))), margin = Math.round(size / 3);
  if (width < size * 5 || height < size * 3) return [];
  const plate = (word: string, left: number, top: number): { input: Buffer; left: number; top: number } => ({ input: Buffer.from(letterPlate(word, size)), left: left + margin, top });
  const lower = height - size - margin;
  return [plate('BEFORE', 0, margin), plate('AFTER', right, margin), ...(toneMapped && width >= size * 7 ? [plate('TONE-MAPPED', 0, lower), plate('TONE-MAPPED', right, lower)] : [])];
}
