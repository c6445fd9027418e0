// How a frame is shown on an ordinary screen: its own matrix, range, primaries and transfer become sRGB; HDR is tone-mapped.
import type { HdrMetadata, Rect, StreamShape } from '../../shared/media.ts';
import { toNumber } from '../../shared/time.ts';
import { isHd } from '../plan/untagged.ts';

/** cd/m² of diffuse white in HDR (ITU-R BT.2408 §2), which becomes the screen's white but for the room that highlights take; and the brightest tone where no metadata says it (BT.2100 table 5, for HLG and usual PQ). */
const REFERENCE_WHITE = 203, USUAL_PEAK = 1000;
/** As bright as PQ goes (SMPTE ST 2084). */
const BRIGHTEST = 10_000;

const hdrTransfers = new Set(['smpte2084', 'arib-std-b67']);
/** Primaries that are visibly wider than sRGB's, by FFmpeg's names; zimg knows them by the same. */
const widePrimaries = new Set(['bt2020', 'smpte431', 'smpte432']);

export const isHdr = ({ colour }: Pick<StreamShape, 'colour'>): boolean => hdrTransfers.has(colour.transfer);

/** cd/m² of the brightest tone: the content's own, else the mastering display's, else the usual. */
export function peakOf({ contentLight, masteringDisplay }: HdrMetadata): number {
  const display = masteringDisplay?.luminance[1];
  const told = [contentLight?.maxCll ?? 0, display ? toNumber(display) : 0].find((peak) => peak > 0) ?? USUAL_PEAK;
  return Math.min(BRIGHTEST, Math.max(REFERENCE_WHITE, told));
}

/**
 * The FFmpeg chain that shows `part` of a frame at `size` as sRGB in 8-bit `gbrp`. HDR becomes linear light with diffuse white at 1, is brought to BT.709 primaries, and its tones above 0.3 are
 * bent so that `peak` (cd/m²) is 1 (FFmpeg's mobius, the curve that keeps darker tones as they are). With `alpha` it is `gbrap` and keeps the frame's transparency.
 */
export function displayChain(shape: StreamShape, part: Rect, size: { readonly width: number; readonly height: number }, peak: number, alpha = false): string {
  const { colour } = shape, gbr = alpha ? 'gbrap' : 'gbrp', isWide = widePrimaries.has(colour.primaries);
  const matrix = shape.pixel.family === 'yuv' ? `:in_color_matrix=${scaleMatrices[colour.matrix] ?? (isHd(shape) ? 'bt709' : 'smpte170m')}` : '';
  const range = colour.range === 'unspecified' ? '' : `:in_range=${colour.range}`;
  const rgb = (pixel: string): string => `crop=w=${part.width}:h=${part.height}:x=${part.left}:y=${part.top},scale=w=${size.width}:h=${size.height}:flags=lanczos${matrix}${range}:out_range=full,format=pix_fmts=${pixel}`;
  if (!isHdr(shape) && !isWide) return rgb(gbr);
  const transfer = isHdr(shape) ? colour.transfer : 'iec61966-2-1';
  const tones = isHdr(shape) ? [`tonemap=tonemap=mobius:param=0.3:desat=0:peak=${Math.max(1, peak / REFERENCE_WHITE).toFixed(4)}`] : [];
  return [
    rgb(`${gbr}16le`), `zscale=matrixin=gbr:matrix=gbr:rangein=full:range=full:transferin=${transfer}:transfer=linear:primariesin=${isWide ? colour.primaries : 'bt709'}:primaries=bt709:npl=${REFERENCE_WHITE}`,
    `format=pix_fmts=${gbr}f32le`, ...tones, 'zscale=matrixin=gbr:matrix=gbr:rangein=full:range=full:transferin=linear:transfer=iec61966-2-1:primariesin=bt709:primaries=bt709:dither=error_diffusion', `format=pix_fmts=${gbr}`,
  ].join(',');
}

/** FFmpeg's scale names fewer matrices than H.273; these are the ones that agree. */
const scaleMatrices: Readonly<Record<string, string>> = { bt709: 'bt709', fcc: 'fcc', bt470bg: 'bt470bg', smpte170m: 'smpte170m', smpte240m: 'smpte240m', bt2020nc: 'bt2020', bt2020c: 'bt2020' };
