// What FFmpeg's pixel format names mean, and the planar format that holds the same picture without loss.
import { FrameWrightError } from '../../shared/errors.ts';
import type { PixelFormat } from '../../shared/media.ts';

/**
 * Planar twins of packed and semi-planar names without `le`/`be`. pal8 becomes gbrp: video palettes are opaque, though FFmpeg counts the format
 * among those with alpha. Grey with alpha has no planar format of its own, so it becomes 4:4:4 with alpha.
 */
const twins: Readonly<Record<string, string>> = {
  yuyv422: 'yuv422p', uyvy422: 'yuv422p', yvyu422: 'yuv422p', uyyvyy411: 'yuv411p', nv12: 'yuv420p', nv21: 'yuv420p', nv16: 'yuv422p', nv24: 'yuv444p', nv42: 'yuv444p',
  nv15: 'yuv420p10', nv20: 'yuv422p10', y210: 'yuv422p10', y212: 'yuv422p12', y216: 'yuv422p16', v30x: 'yuv444p10', xv30: 'yuv444p10', xv36: 'yuv444p12', xv48: 'yuv444p16',
  vyu444: 'yuv444p', vuyx: 'yuv444p', vuya: 'yuva444p', ayuv: 'yuva444p', uyva: 'yuva444p', ayuv64: 'yuva444p16', ya8: 'yuva444p', ya16: 'yuva444p16',
  rgb24: 'gbrp', bgr24: 'gbrp', '0rgb': 'gbrp', rgb0: 'gbrp', '0bgr': 'gbrp', bgr0: 'gbrp', argb: 'gbrap', rgba: 'gbrap', abgr: 'gbrap', bgra: 'gbrap',
  rgb48: 'gbrp16', bgr48: 'gbrp16', rgba64: 'gbrap16', bgra64: 'gbrap16', x2rgb10: 'gbrp10', x2bgr10: 'gbrp10', pal8: 'gbrp',
  rgb8: 'gbrp', bgr8: 'gbrp', rgb4: 'gbrp', bgr4: 'gbrp', rgb4_byte: 'gbrp', bgr4_byte: 'gbrp', rgb565: 'gbrp', bgr565: 'gbrp', rgb555: 'gbrp', bgr555: 'gbrp', rgb444: 'gbrp', bgr444: 'gbrp',
  monow: 'gray', monob: 'gray',
};

/**
 * The planar, little-endian format that holds every value of `name`: nv12 → yuv420p, rgb24 → gbrp, yuvj420p → yuv420p, p010be → yuv420p10le.
 * A planar little-endian name is its own twin. Of float formats only those that pictures are written in. @throws FrameWrightError input-codec for other float, Bayer, XYZ and hardware formats.
 */
export function planarEquivalent(name: string): string {
  const base = name.replace(/(le|be)$/, '');
  const semi = /^p([024])(1[026])$/.exec(base);
  const planar = semi ? `yuv4${{ 0: '20', 2: '22', 4: '44' }[semi[1]!]!}p${semi[2]}` : (twins[base] ?? base.replace('yuvj', 'yuv').replace(/msb$/, ''));
  if (/^gbra?pf32$/.test(planar)) return `${planar}le`;
  const shape = /^(?:yuva?4(?:[124]0|[24]2|11|44)p|gray|gbra?p)(\d+)?$/.exec(planar);
  if (!shape || Number(shape[1] ?? 8) > 16) throw unreadable(name);
  return shape[1] ? `${planar}le` : planar;
}

/** Whether every plane of `name` has memory of its own in native byte order. @throws as `planarEquivalent`. */
export const isPlanar = (name: string): boolean => planarEquivalent(name) === name.replace('yuvj', 'yuv');

/** What a format's name means; works for packed formats too. @throws FrameWrightError input-codec for float, Bayer, XYZ and hardware formats. */
export function pixelFormatOf(name: string): PixelFormat {
  const planar = planarEquivalent(name);
  const parts = /^(yuv|gray|gbr)(a)?(4\d\d)?p?f?(\d+)?(?:le)?$/.exec(planar);
  if (!parts) throw unreadable(name);
  const [, family, alpha, chroma, depth] = parts;
  return {
    name, family: family === 'gray' ? 'grey' : (family as 'yuv' | 'gbr'), depth: Number(depth ?? 8), alpha: alpha === 'a',
    chroma: family === 'yuv' ? (chroma as PixelFormat['chroma']) : family === 'gbr' ? '444' : 'none',
  };
}

/** Float samples are kept as 16-bit integers of 0 to 1. */
const floats: Readonly<Record<string, string>> = { gbrpf32: 'gbrp16le', gbrapf32: 'gbrap16le', gbrpf16: 'gbrp16le', gbrapf16: 'gbrap16le', grayf32: 'gray16le', grayf16: 'gray16le', rgbf32: 'gbrp16le', rgbaf32: 'gbrap16le', rgbf16: 'gbrp16le', rgbaf16: 'gbrap16le' };

/** The integer format in which a decoder's frames are kept; the same for all but float. */
export const keptFormat = (name: string): string => floats[name.replace(/(le|be)$/, '')] ?? name;

/** A format whose pictures are not kept as planes. */
export const unreadable = (name: string): FrameWrightError =>
  new FrameWrightError('input-codec', { path: 'the file', codec: `stored as ${name}`, why: 'Pictures are kept as planes of YUV, grey or GBR with 8 to 16 bits; this format is none of these.' });
