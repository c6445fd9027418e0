// A frame as a viewer shows it: upright, with square pixels, its own matrix, range and primaries brought to sRGB, HDR tone-mapped; as a picture file.
import sharp, { type Sharp } from 'sharp';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Rect, StreamShape, Turn } from '../../shared/media.ts';
import type { PictureRef } from '../../shared/pictures.ts';
import { openFilter } from '../media/filter.ts';
import type { Frame } from '../media/frame.ts';
import { rawBytes } from '../media/planes.ts';
import { isSideways } from '../media/turn.ts';
import { displayChain } from './display-colour.ts';

export type Size = { readonly width: number; readonly height: number };
/** What of a frame is shown. `peak`: cd/m² of its brightest tone, where it is HDR; `turn`: how its file asks to be shown. */
export type Shown = { readonly shape: StreamShape; readonly part: Rect; readonly peak: number; readonly turn: Turn };
/** Pixels as they go on a screen: three channels, or four with straight alpha, 8 bit, row by row. */
export type Pixels = Size & { readonly channels: 3 | 4; readonly data: Buffer };

export const wholePart = ({ width, height }: Size): Rect => ({ left: 0, top: 0, width, height });

/** Size on screen of a part with pixels of this shape; the longest side is at most `longest`, and nothing is enlarged. */
export function sizeShown({ width, height }: Size, { sar }: Pick<StreamShape, 'sar'>, turn: Turn, longest: number | null): Size {
  const wide = width * sar.num / sar.den, shown = isSideways(turn) ? { width: height, height: wide } : { width: wide, height };
  const factor = longest === null ? 1 : Math.min(1, longest / Math.max(shown.width, shown.height));
  return { width: Math.max(1, Math.round(shown.width * factor)), height: Math.max(1, Math.round(shown.height * factor)) };
}

/** The part of the frame at `size`, which counts after the turn. Takes the frame over. @throws FrameWrightError `internal` for a chain that FFmpeg refuses. */
export async function showFrame(frame: Frame, { shape, part, peak, turn }: Shown, size: Size): Promise<Pixels> {
  const unturned = isSideways(turn) ? { width: size.height, height: size.width } : size, { alpha } = shape.pixel;
  const chain = `${displayChain(shape, part, unturned, peak, alpha)},scale,format=pix_fmts=${alpha ? 'rgba' : 'rgb24'}`;
  const filter = await openFilter(chain, { shape, timeBase: { num: 1, den: 25 } }, { threads: 1 });
  try {
    frame.pts = 0n;
    const [made, ...more] = [...await filter.push(frame), ...await filter.flush()];
    for (const one of more) one.free();
    if (!made) throw new FrameWrightError('internal', { what: 'a frame could not be shown.', why: `Nothing came out of "${chain}".` });
    const data = rawBytes(made);
    made.free();
    return await turned({ ...unturned, channels: alpha ? 4 : 3, data }, turn);
  } finally {
    filter.close();
  }
}

/** Mirrored before it is turned, whatever order sharp would choose. */
async function turned(pixels: Pixels, { rotation, mirrored }: Turn): Promise<Pixels> {
  const flopped = mirrored ? await rawOf(sharpOf(pixels).flop()) : pixels;
  return rotation === 0 ? flopped : rawOf(sharpOf(flopped).rotate(rotation));
}

const sharpOf = ({ data, ...raw }: Pixels): Sharp => sharp(data, { raw });

async function rawOf(picture: Sharp): Promise<Pixels> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels === 4 ? 4 : 3, data };
}

export type PictureFile = { readonly ref: Omit<PictureRef, 'id'>; readonly bytes: Uint8Array };

/** `exact`: PNG, every pixel as it is shown, packed quickly since it goes no further than this machine's screen; otherwise WebP, good enough for a small look. */
export async function encodePicture(pixels: Pixels, exact: boolean): Promise<PictureFile> {
  const { width, height } = pixels, picture = sharpOf(pixels);
  const bytes = await (exact ? picture.png({ compressionLevel: 2 }) : picture.webp({ quality: 82 })).toBuffer();
  return { ref: { type: exact ? 'image/png' : 'image/webp', width, height }, bytes };
}

/** A picture in its place on a frame of this size; what lies around it is black. */
export async function onFrame(pixels: Pixels, at: Rect, size: Size): Promise<Pixels> {
  if (at.width === size.width && at.height === size.height) return pixels;
  const around = { left: at.left, top: at.top, right: size.width - at.left - at.width, bottom: size.height - at.top - at.height };
  return rawOf(sharpOf(pixels).extend({ ...around, background: { r: 0, g: 0, b: 0, alpha: 1 } }));
}
