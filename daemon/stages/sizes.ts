// How a picture gets another size: exactly, without moving its colour against its brightness and without changing its shape on screen.
import { z } from 'zod';
import type { PixelFormat, StreamShape } from '../../shared/media.ts';
import { multiply, ratio, toNumber, type Rational } from '../../shared/time.ts';
import { scaledFields, unmovable } from '../media/field-lines.ts';
import { pixelFormatOf } from '../media/pixel.ts';
import { chromaLines, columnPlaceOf, placeOf } from './chroma.ts';
import { only, planar } from './formats.ts';
import { isInterlaced } from './fields.ts';
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
const isWhole = ({ width, height }: Size, pixel: StreamShape['pixel'], fields: 1 | 2): boolean => width % chromaStep(pixel).x === 0 && height % (fields * chromaStep(pixel).y) === 0;
export const scalable = only(...planar);

/** Whether fields are scaled apart: where their lines become more or fewer. */
export const scalesFields = (input: StreamShape, size: Size): boolean => isInterlaced(input) && size.height !== input.height;

/**
 * FFmpeg's lanczos (three lobes) to an exact size; the fields of an interlaced picture each for itself (both heights even) when lines change. Chroma that no tag places sits left of its luma, as in
 * MPEG-2, H.264 and HEVC. Measured (test/daemon/plan/shift.test.ts): no plane moves by more than 0.02 pixels, at any chroma position and sampling. Both scalers count the half chroma
 * sample of an odd side as a whole one, which would move colour by up to a pixel, so such pictures are scaled with chroma on every pixel.
 */
export function lanczos(input: StreamShape, size: Size): string {
  const sar = sarAfter(input, size), apart = scalesFields(input, size), fields = apart ? 2 : 1;
  const whole = isWhole(input, input.pixel, fields) && isWhole(size, input.pixel, fields) && (!apart || !unmovable.includes(input.pixel.name));
  return `${whole ? scaled(input, size) : scaledOnEveryPixel(input, size)},setsar=sar=${sar.num}/${sar.den}:max=100000`;
}

/** Fields are scaled as pictures whose chroma lies in the middle of its lines; `scaledFields` then moves them. */
function scaled(input: StreamShape, size: Size): string {
  if (!scalesFields(input, size)) return resampled(input, size, placeOf(input.colour));
  return scaledFields(resampled(input, { ...size, height: size.height / 2 }, columnPlaceOf(input.colour)), input, size);
}

function resampled({ pixel }: StreamShape, size: Size, place: string): string {
  const to = `w=${size.width}:h=${size.height}`;
  return notZimg(pixel) ? `scale=${to}:flags=lanczos${chromaPlaces(pixel, place)}` : `zscale=${to}:filter=lanczos${chromaPlaces(pixel, place)}`;
}

/** Where chroma lies, in and out, for the scaler that is to keep it there. */
function chromaPlaces(pixel: PixelFormat, place: string): string {
  const { x, y } = chromaStep(pixel);
  if (x === 1 && y === 1) return '';
  return notZimg(pixel) ? `:in_chroma_loc=${place}:out_chroma_loc=${place}` : `:chromalin=${place}:chromal=${place}`;
}

/** Chroma is enlarged onto every pixel of the picture grown to whole samples, which are then cut off again; and the other way round. 16 bits on the way, so that values are rounded once. */
function scaledOnEveryPixel(input: StreamShape, size: Size): string {
  const fine = { ...input, pixel: finestOf(input.pixel) }, cut = (to: Size): string => `crop=w=${to.width}:h=${to.height}:x=0:y=0:exact=1`;
  const before = wholeChroma(input, 'odd'), after = wholeChroma({ ...input, ...size }, 'even').size, isOdd = !sameSize(after, size);
  return [
    ...before.graph, resampledChroma({ ...input, ...before.size }, fine.pixel, 'up'), cut(input), scaled(fine, size), `format=pix_fmts=${fine.pixel.name}`,
    ...(isOdd ? [grown({ ...fine, ...size }, after, 'fine')] : []), resampledChroma({ ...fine, ...after }, input.pixel, 'down'), ...(isOdd ? [cut(size)] : []),
    // Planes that were taken apart and put together again do not say it any more.
    ...(isInterlaced(input) ? [`setfield=mode=${input.fieldOrder}`] : []),
  ].join(',');
}

const finestOf = ({ family, alpha }: PixelFormat): PixelFormat => pixelFormatOf(`${family === 'gbr' ? 'gbr' : 'yuv'}${alpha ? 'a' : ''}${family === 'gbr' ? '' : '444'}p16le`);

/** The same picture with more or less chroma; that of fields by a way that knows where it lies. */
function resampledChroma(from: StreamShape, to: PixelFormat, name: string): string {
  if (isInterlaced(from) && chromaStep(from.pixel).y !== chromaStep(to).y) return chromaLines(from, { ...from, pixel: to }, name);
  const coarse = chromaStep(to).x * chromaStep(to).y > 1 ? to : from.pixel, filter = notZimg(coarse) ? 'scale=flags=lanczos' : 'zscale=filter=lanczos';
  return `${filter}${chromaPlaces(coarse, placeOf(from.colour))},format=pix_fmts=${to.name}`;
}
