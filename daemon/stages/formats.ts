// Which pixel formats a filter really takes. Every list was found by configuring the filter with every planar format of FFmpeg 8.1 and reading
// what it negotiated (test/daemon/stages/contract.test.ts does it again): FFmpeg hides the rest behind a silent auto_scale to fewer bits or no alpha.
import type { PixelFormat } from '../../shared/media.ts';

const at = (stem: string, depths: readonly number[]): string[] => depths.map((depth) => (depth === 8 ? stem : `${stem}${stem === 'gray' || stem.startsWith('gb') ? '' : 'p'}${depth}le`));
const yuv = (stem: string, chromas: readonly string[], depths: readonly number[]): string[] => chromas.flatMap((chroma) => depths.map((depth) => `${stem}${chroma}p${depth === 8 ? '' : `${depth}le`}`));

export const grey = at('gray', [8, 9, 10, 12, 14, 16]);
export const gbr = at('gbrp', [8, 9, 10, 12, 14, 16]);
export const gbrAlpha = at('gbrap', [8, 10, 12, 14, 16]);
export const yuvOpaque = [...yuv('yuv', ['410', '411'], [8]), ...yuv('yuv', ['440'], [8, 10, 12]), ...yuv('yuv', ['420', '422', '444'], [8, 9, 10, 12, 14, 16])];
export const yuvAlpha = [...yuv('yuva', ['420', '422', '444'], [8, 9, 10, 16]), ...yuv('yuva', ['422', '444'], [12])];

/** FFmpeg's planar integer formats of 8 to 16 bits, with and without alpha, little-endian. */
export const planar: readonly string[] = [...grey, ...yuvOpaque, ...yuvAlpha, ...gbr, ...gbrAlpha];

export type Accepts = (pixel: PixelFormat) => boolean;

export const only = (...names: readonly string[]): Accepts => {
  const taken = new Set(names);
  return (pixel) => taken.has(pixel.name);
};

/** Every planar format but these. */
export const allBut = (...names: readonly string[]): Accepts => only(...planar.filter((name) => !names.includes(name)));

/** Luma, chroma and alpha planes as FFmpeg's `planes` mask without the alpha, which is a matte and no picture. */
export const picturePlanes = (pixel: PixelFormat): number => (pixel.family === 'grey' ? 1 : 7);

/** The plane mask that holds the detail: luma alone where there is one. */
export const detailPlanes = (pixel: PixelFormat): number => (pixel.family === 'gbr' ? 7 : 1);
