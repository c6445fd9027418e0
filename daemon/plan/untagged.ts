// The rule for files that do not say how their colour is meant. The result says what was assumed: a change of size would otherwise change what players assume.
import type { ColourTags, StreamShape } from '../../shared/media.ts';
import { toNumber } from '../../shared/time.ts';
import { sizeWords } from './words.ts';

export type Untagged = Pick<ColourTags, 'range' | 'matrix' | 'primaries' | 'transfer'>;

/** From these sizes on, untagged YUV is taken for HD: mpv's rule, and FFmpeg's players'. */
const hdWidth = 1280, hdHeight = 576;

export const isHd = ({ width, height }: Pick<StreamShape, 'width' | 'height'>): boolean => width >= hdWidth || height > hdHeight;

/** What mastering data, light levels and HDR10+ are made for. */
export const hdr10: Untagged = { range: 'limited', matrix: 'bt2020nc', primaries: 'bt2020', transfer: 'smpte2084' };

const wideTransfers = new Set(['smpte2084', 'arib-std-b67', 'bt2020-10', 'bt2020-12']);

/**
 * RGB is sRGB in full range. YUV: BT.2020 when another tag says so, or PQ or HLG; BT.709 for HD sizes; otherwise BT.601, with the primaries of 625 lines or 525 (BT.601-7 table 1;
 * H.273 has one transfer for both). Limited range. `known` are the tags there are, or `unspecified`.
 */
export function untaggedColour(shape: Pick<StreamShape, 'width' | 'height' | 'pixel' | 'rate'>, known: Omit<Untagged, 'range'>): Untagged {
  const { matrix } = known;
  if (shape.pixel.family === 'gbr') return { range: 'full', matrix: 'gbr', primaries: 'bt709', transfer: 'iec61966-2-1' };
  const isWide = matrix.startsWith('bt2020') || known.primaries === 'bt2020' || wideTransfers.has(known.transfer);
  if (isWide) return { range: 'limited', matrix: 'bt2020nc', primaries: 'bt2020', transfer: 'bt2020-10' };
  if (matrix === 'bt709' || (matrix === 'unspecified' && isHd(shape))) return { range: 'limited', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709' };
  const pal = is625(shape);
  return { range: 'limited', matrix: pal ? 'bt470bg' : 'smpte170m', primaries: pal ? 'bt470bg' : 'smpte170m', transfer: 'smpte170m' };
}

/** Heights that only one of the two systems has; of others the rate tells: 25 or 50 frames a second are 625 lines. */
const lines625 = new Set([576, 288]), lines525 = new Set([480, 486, 240, 243]);
function is625({ height, rate }: Pick<StreamShape, 'height' | 'rate'>): boolean {
  if (lines625.has(height) || lines525.has(height)) return lines625.has(height);
  return [25, 50].some((system) => Math.abs(toNumber(rate) - system) < 0.01);
}

/** By what the colour was decided, as people read it. */
export function sizeReason(shape: Pick<StreamShape, 'width' | 'height' | 'pixel' | 'rate'>): string {
  const odd = shape.pixel.family === 'yuv' && !isHd(shape) && !lines625.has(shape.height) && !lines525.has(shape.height);
  return `its size of ${sizeWords(shape)}${odd ? ' and its rate' : ''}`;
}
