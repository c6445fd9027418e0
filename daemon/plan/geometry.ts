// What of the source is picture, and what shape its pixels have: the user's word, the measured bars, and what the chroma allows.
import { FrameWrightError } from '../../shared/errors.ts';
import type { Analysis } from '../../shared/analysis.ts';
import type { Rect, StreamShape } from '../../shared/media.ts';
import type { Wish } from '../../shared/preset.ts';
import { equal, formatRatio, ratio } from '../../shared/time.ts';
import { isInterlaced } from '../stages/fields.ts';
import { sizeWords } from './words.ts';
import { chromaStep } from '../media/plane-sizes.ts';

/** The part of the picture that is kept, null for all of it; `why` is a sentence either way, `notices` what changes the wish. */
export type Cropping = { readonly crop: Rect | null; readonly why: string; readonly notices: readonly string[] };

/**
 * The rectangle that `--crop` means, grown to whole chroma samples (of both fields where the video is interlaced), so that nothing inside it is cut.
 * @throws FrameWrightError `bad-value` for one that reaches beyond the picture.
 */
export function cropOf(wish: Wish['crop'], { bars, barScenes, depth }: Analysis, source: StreamShape): Cropping {
  const offer = bars ? ` The analysis found black bars around ${rectWords(bars)}; --crop auto takes them off.` : '';
  if (wish === 'off') return { crop: null, why: `It was not asked for.${offer}`, notices: bars ? [offer.trim()] : [] };
  if (wish === 'auto' && bars === null) return { crop: null, why: 'No black bars were found that hold from the first scene to the last.', notices: ['Nothing is cropped: no black bars were found that hold from the first scene to the last.'] };
  const wanted = wish === 'auto' ? bars! : inside(wish, source), crop = onGrid(wanted, source);
  const scenes = wish === 'auto' && barScenes.length > 1 ? [`The bars change: ${barScenes.length} stretches of scenes have different ones; what is kept holds the whole picture of each.`] : [];
  const first = wish === 'auto' && depth === 'glance' ? ['The bars are those of the first look; if the full analysis finds more picture, more of it is kept.'] : [];
  const grown = sameRect(wanted, crop) ? [] : [`The crop is ${rectWords(crop)} instead of ${rectWords(wanted)}: chroma samples${isInterlaced(source) ? ' of both fields' : ''} are kept whole.`];
  if (crop.width === source.width && crop.height === source.height) return { crop: null, why: `${rectWords(wanted)} is the whole picture.`, notices: grown };
  return { crop, why: wish === 'auto' ? `Black bars lie around ${rectWords(wanted)} in every scene.` : `You asked for ${rectWords(wanted)}.`, notices: [...scenes, ...first, ...grown] };
}

function inside(wish: Rect, { width, height }: StreamShape): Rect {
  if (wish.left + wish.width <= width && wish.top + wish.height <= height) return wish;
  throw new FrameWrightError('bad-value', { key: '--crop', value: [wish.left, wish.top, wish.width, wish.height].join(':'), why: `It reaches beyond the picture, which is ${width}×${height}. The numbers are left:top:width:height in source pixels.` });
}

function onGrid({ left, top, width, height }: Rect, source: StreamShape): Rect {
  const { x, y } = chromaStep(source.pixel), lines = isInterlaced(source) ? 2 * y : y;
  const down = (at: number, step: number): number => Math.floor(at / step) * step, up = (at: number, step: number, end: number): number => Math.min(end, Math.ceil(at / step) * step);
  const [fromX, fromY] = [down(left, x), down(top, lines)];
  return { left: fromX, top: fromY, width: up(left + width, x, source.width) - fromX, height: up(top + height, lines, source.height) - fromY };
}

const sameRect = (a: Rect, b: Rect): boolean => a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;
const rectWords = (rect: Rect): string => `${sizeWords(rect)} at ${rect.left},${rect.top}`;

/** The stream part that is kept, before any scaling. */
export const cropped = (source: StreamShape, crop: Rect | null): StreamShape => (crop ? { ...source, width: crop.width, height: crop.height } : source);

export type Shaped = { readonly source: StreamShape; readonly notices: readonly string[] };

/**
 * `--aspect` without `--fit`: what the source should have said its shape on screen is. Its pixels then have the aspect ratio that makes it so. Where nothing is told, what the analysis suggests is said.
 * @throws FrameWrightError `bad-value` when `--interpret sar` says the same thing.
 */
export function shapeAsTold(source: StreamShape, { aspect, fit, interpretation, scale }: Pick<Wish, 'aspect' | 'fit' | 'interpretation' | 'scale'>, rotation: number, suggestion: Analysis['aspect']): Shaped {
  if (aspect === null && suggestion && !interpretation.sar) return { source, notices: [suggestion.says] };
  if (aspect === null || fit !== null) return { source, notices: [] };
  if (interpretation.sar) throw new FrameWrightError('bad-value', { key: '--aspect', value: aspect, why: '--interpret sar says the same thing; give one of them.' });
  const [w, h] = aspect.split(':').map(Number) as [number, number], upright = rotation % 180 === 0;
  const sar = ratio((upright ? w : h) * source.height, (upright ? h : w) * source.width);
  if (equal(sar, source.sar)) return { source, notices: [`--aspect ${aspect} is what the file says already.`] };
  const because = scale !== undefined && /^\d+x\d+$/.test(scale) ? '' : ' To make a frame of that shape instead, add --fit pad, blur or crop.';
  return { source: { ...source, sar }, notices: [`As you said, the picture is shown as ${aspect}: its pixels are ${formatRatio(sar)} and not ${formatRatio(source.sar)}, as the file says.${because}`] };
}
