// Which pixel formats a filter really takes. Every list was found by configuring the filter with every planar format of FFmpeg 8.1 and reading
// what it negotiated (test/daemon/stages/contract.test.ts does it again): FFmpeg hides the rest behind a silent auto_scale to fewer bits or no alpha.
import type { PixelFormat } from '../../shared/media.ts';

const named = (stem: string, depths: readonly number[]): string[] => depths.map((depth) => (depth === 8 ? stem : `${stem}${depth}le`));
const usual = ['420', '422', '444'];

const grey = named('gray', [8, 9, 10, 12, 14, 16]);
const gbr = [...named('gbrp', [8, 9, 10, 12, 14, 16]), ...named('gbrap', [8, 10, 12, 14, 16])];
export const yuvOpaque: readonly string[] = ['yuv410p', 'yuv411p', ...named('yuv440p', [8, 10, 12]), ...usual.flatMap((chroma) => named(`yuv${chroma}p`, [8, 9, 10, 12, 14, 16]))];
export const yuvAlpha: readonly string[] = usual.flatMap((chroma) => named(`yuva${chroma}p`, chroma === '420' ? [8, 9, 10, 16] : [8, 9, 10, 12, 16]));

/** FFmpeg's planar integer formats of 8 to 16 bits, with and without alpha, little-endian. */
export const planar: readonly string[] = [...grey, ...yuvOpaque, ...yuvAlpha, ...gbr];

/** Those of eight bits without alpha, which FFmpeg's oldest filters are written for. */
export const plainEightBit: readonly string[] = ['gray', 'gbrp', 'yuv410p', 'yuv411p', 'yuv420p', 'yuv422p', 'yuv440p', 'yuv444p'];

export type Accepts = (pixel: PixelFormat) => boolean;

export const only = (...names: readonly string[]): Accepts => {
  const taken = new Set(names);
  return (pixel) => taken.has(pixel.name);
};

/** Every planar format but these. */
export const allBut = (...names: readonly string[]): Accepts => only(...planar.filter((name) => !names.includes(name)));

/** Luma and chroma as FFmpeg's `planes` mask, without the alpha, which is a matte and no picture. */
export const picturePlanes = (pixel: PixelFormat): number => (pixel.family === 'grey' ? 1 : 7);

/** The plane mask that holds the detail: luma alone where there is one. */
export const detailPlanes = (pixel: PixelFormat): number => (pixel.family === 'gbr' ? 7 : 1);
