// How a picture gets another size: exactly, without moving its colour against its brightness and without changing its shape on screen.
import { z } from 'zod';
import type { PixelFormat, StreamShape } from '../../shared/media.ts';
import { multiply, ratio, toNumber, type Rational } from '../../shared/time.ts';
import { pixelFormatOf } from '../media/pixel.ts';
import { only, planar } from './formats.ts';
import { grown, wholeChroma, type Size } from './frames.ts';
import { chromaStep } from '../media/plane-sizes.ts';

export type { Size } from './frames.ts';

/** A side of the result in pixels; `auto` is the size that was asked for. */
export const side = z.union([z.literal('auto'), z.int().min(2).max(16384)]).default('auto');

type Sides = { readonly width: number | 'auto'; readonly height: number | 'auto' };

/** The size that the parameters name; `auto` sides are those of `otherwise`. */
export const sizeOf = ({ width, height }: Sides, otherwise: Size): Size => ({ width: width === 'auto' ? otherwise.width : width, height: height === 'auto' ? otherwise.height : height });

export const sizeText = ({ width, height }: Size): string => `${width}×${height}`;
export const sameSize = (one: Size, other: Size): boolean => one.width === other.width && one.height === other.height;

/** The pixel aspect ratio that keeps the picture's shape on screen; where rounding to whole pixels is all that bends it, the source's or 1:1 stays, whichever is nearer. */
export function sarAfter(input: StreamShape, size: Size): Rational {
  const exact = multiply(input.sar, ratio(BigInt(input.width) * BigInt(size.height), BigInt(input.height) * BigInt(size.width)));
  const bends = (plain: Rational): number => Math.abs(toNumber(exact) / toNumber(plain) - 1) * size.width;
  return [input.sar, { num: 1, den: 1 }].filter((plain) => bends(plain) < 2).sort((a, b) => bends(a) - bends(b))[0] ?? exact;
}

export const resized = (input: StreamShape, size: Size): StreamShape => ({ ...input, ...size, sar: sarAfter(input, size) });

/** zimg would turn these into other formats; swscale takes them as they are. */
const notZimg = only('gray12le', 'gray14le', 'gray16le', 'yuv440p10le', 'yuv440p12le');
const isWhole = ({ width, height }: Size, pixel: StreamShape['pixel']): boolean => width % chromaStep(pixel).x === 0 && height % chromaStep(pixel).y === 0;
export const scalable = only(...planar);

/**
 * FFmpeg's lanczos (three lobes) to an exact size. Chroma that no tag places sits left of its luma, as in MPEG-2, H.264 and HEVC. Measured
 * (test/daemon/plan/shift.test.ts): no plane moves by more than 0.02 pixels, at any chroma position and sampling. Both scalers count the half chroma sample of an odd side as
 * a whole one, which would move colour by up to a pixel, so such pictures are scaled with chroma on every pixel.
 */
export function lanczos(input: StreamShape, size: Size): string {
  const sar = sarAfter(input, size), whole = isWhole(input, input.pixel) && isWhole(size, input.pixel);
  return `${whole ? scaled(input, size) : scaledOnEveryPixel(input, size)},setsar=sar=${sar.num}/${sar.den}:max=100000`;
}

function scaled(input: StreamShape, size: Size): string {
  const to = `w=${size.width}:h=${size.height}`;
  return notZimg(input.pixel) ? `scale=${to}:flags=lanczos${chromaPlaces(input)}` : `zscale=${to}:filter=lanczos${chromaPlaces(input)}`;
}

/** Where chroma lies, in and out, for the scaler that is to keep it there. */
function chromaPlaces({ pixel, colour }: StreamShape): string {
  const { x, y } = chromaStep(pixel), place = placeOf(colour);
  if (x === 1 && y === 1) return '';
  return notZimg(pixel) ? `:in_chroma_loc=${place}:out_chroma_loc=${place}` : `:chromalin=${place}:chromal=${place}`;
}

/** The position of chroma samples, as a filter takes it. */
export const placeOf = ({ chromaPosition }: StreamShape['colour']): string => (chromaPosition === 'unspecified' ? 'left' : chromaPosition);

/** Chroma is enlarged onto every pixel of the picture grown to whole samples, which are then cut off again; and the other way round. 16 bits on the way, so that values are rounded once. */
function scaledOnEveryPixel(input: StreamShape, size: Size): string {
  const { pixel } = input, fine = pixelFormatOf(pixel.alpha ? 'yuva444p16le' : 'yuv444p16le');
  const before = wholeChroma(input, 'odd'), after = wholeChroma({ ...input, ...size }, 'even').size, isOdd = after.width !== size.width || after.height !== size.height;
  const resample = (to: PixelFormat): string => `${notZimg(pixel) ? 'scale=flags=lanczos' : 'zscale=filter=lanczos'}${chromaPlaces(input)},format=pix_fmts=${to.name}`;
  const cut = (to: Size): string => `crop=w=${to.width}:h=${to.height}:x=0:y=0:exact=1`;
  return [
    ...before.graph, resample(fine), cut(input), `zscale=w=${size.width}:h=${size.height}:filter=lanczos`,
    ...(isOdd ? [`format=pix_fmts=${fine.name}`, grown({ ...input, ...size, pixel: fine }, after, 'fine')] : []), resample(pixel), ...(isOdd ? [cut(size)] : []),
  ].join(',');
}
