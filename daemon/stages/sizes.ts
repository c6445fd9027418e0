// How a picture gets another size: exactly, without moving its colour against its brightness and without changing its shape on screen.
import { z } from 'zod';
import type { StreamShape } from '../../shared/media.ts';
import { multiply, ratio, toNumber, type Rational } from '../../shared/time.ts';
import { chromaStep, only, planar } from './formats.ts';

export type Size = { readonly width: number; readonly height: number };

/** A side of the result in pixels; `auto` is the size that was asked for. */
export const side = z.union([z.literal('auto'), z.int().min(2).max(16384)]).default('auto');

type Sides = { readonly width: number | 'auto'; readonly height: number | 'auto' };

/** The size that the parameters name; `auto` sides are those of `otherwise`. */
export const sizeOf = ({ width, height }: Sides, otherwise: Size): Size => ({ width: width === 'auto' ? otherwise.width : width, height: height === 'auto' ? otherwise.height : height });

export const sizeText = ({ width, height }: Size): string => `${width}×${height}`;
export const sameSize = (one: Size, other: Size): boolean => one.width === other.width && one.height === other.height;

/** The pixel aspect ratio that keeps the picture's shape on screen; where rounding to whole pixels is all that bends it, the source's or 1:1 stays. */
export function sarAfter(input: StreamShape, size: Size): Rational {
  const exact = multiply(input.sar, ratio(BigInt(input.width) * BigInt(size.height), BigInt(input.height) * BigInt(size.width)));
  const bends = (plain: Rational): number => Math.abs(toNumber(exact) / toNumber(plain) - 1) * size.width;
  return [input.sar, { num: 1, den: 1 }].find((plain) => bends(plain) < 2) ?? exact;
}

export const resized = (input: StreamShape, size: Size): StreamShape => ({ ...input, ...size, sar: sarAfter(input, size) });

/** zimg would turn these into other formats, and refuses sizes that cut through chroma samples; swscale takes both as they are. */
const notZimg = only('gray12le', 'gray14le', 'gray16le', 'yuv440p10le', 'yuv440p12le');
const isWhole = ({ width, height }: Size, pixel: StreamShape['pixel']): boolean => width % chromaStep(pixel).x === 0 && height % chromaStep(pixel).y === 0;
export const scalable = only(...planar);

/**
 * FFmpeg's lanczos (three lobes) to an exact size. Chroma that no tag places sits left of its luma, as in MPEG-2, H.264 and HEVC. swscale counts the
 * half sample of an odd side as a whole one, so there colour ends up to half a chroma sample off at the far edge.
 */
export function lanczos(input: StreamShape, size: Size): string {
  const sar = sarAfter(input, size);
  const place = input.colour.chromaPosition === 'unspecified' ? 'left' : input.colour.chromaPosition;
  const zimg = !notZimg(input.pixel) && isWhole(input, input.pixel) && isWhole(size, input.pixel);
  const chroma = input.pixel.chroma !== '420' ? '' : zimg ? `:chromalin=${place}:chromal=${place}` : `:in_chroma_loc=${place}:out_chroma_loc=${place}`;
  const to = `w=${size.width}:h=${size.height}`;
  return `${zimg ? `zscale=${to}:filter=lanczos` : `scale=${to}:flags=lanczos`}${chroma},setsar=sar=${sar.num}/${sar.den}:max=100000`;
}
