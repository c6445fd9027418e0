// Smooths the edges of compression blocks.
import { z } from 'zod';
import { filterCost } from '../costs.ts';
import { onFields, whyNoFields } from '../fields.ts';
import { allBut, picturePlanes } from '../formats.ts';
import type { Scene, Skip, Stage, Use } from '../stage.ts';
import { askedStrength, isOff, readParams, round, turnedOff } from '../wishes.ts';

const params = z.strictObject({
  visible: z.number().min(0).max(100).default(3).describe('Blockiness (FFmpeg\'s blockdetect, 1 is neutral) from which blocks are smoothed.').meta({ title: 'Visible from' }),
  block: z.int().min(4).max(64).default(8).describe('Side of a block in pixels: 8 for MPEG-2, DV, MJPEG, MPEG-4 and most H.264.').meta({ title: 'Block side', unit: 'px' }),
});
type P = z.infer<typeof params>;

/**
 * Blockiness at which `auto` uses the whole strength; it begins at half. Measured on four clips as MPEG-2 (q 2 to 30) and H.264 without its own filter:
 * from 3 on half of FFmpeg's thresholds gain PSNR or cost none, from about 12 on all of them; twice as much never pays.
 */
const strongest = 12;

function decide({ analysis, shape, wish }: Scene): Use<P> | Skip {
  if (isOff(wish)) return turnedOff;
  const wanted = readParams('deblock', params, wish);
  const uneven = whyNoFields(shape);
  if (uneven) return { use: false, why: uneven };
  const asked = askedStrength(wish);
  const measured = `a blockiness of ${round(analysis.blockiness, 2)} was measured (1 is neutral)`;
  if (asked === null && analysis.blockiness < wanted.visible) return { use: false, why: `${measured}; it is left alone below ${round(wanted.visible, 2)}` };
  const share = (analysis.blockiness - wanted.visible) / Math.max(0.1, strongest - wanted.visible);
  return { use: true, params: wanted, strength: asked ?? round(Math.min(1, 0.5 + 0.5 * Math.max(0, share)), 2), why: `${measured}${asked === null ? '' : '; the strength was given'}` };
}

/** FFmpeg's own thresholds at strength 1, less in proportion; its stronger filter for strong blocks only. */
function graphOf({ block }: P, strength: number, planes: number): string {
  const thresholds = [['alpha', 0.098], ['beta', 0.05], ['gamma', 0.05], ['delta', 0.05]] as const;
  return `deblock=filter=${strength >= 0.75 ? 'strong' : 'weak'}:block=${block}:${thresholds.map(([name, value]) => `${name}=${round(strength * value, 4)}`).join(':')}:planes=${planes}`;
}

export const deblock: Stage<P> = {
  id: 'deblock', title: 'Smoothing compression blocks', params, decide, reduced: () => ({ use: false, why: 'reduced pictures have no blocks' }), shape: (_params, input) => input, map: () => 'same',
  methods: [{
    id: 'deblock', title: 'Deblocking filter', needs: { model: null }, accepts: allBut('yuv440p10le', 'gbrap14le'), window: { before: 0, after: 0 }, warmup: 0, interlaced: 'per-field',
    cost: (_params, input, hardware) => filterCost('deblock', 270, input, hardware),
    work: (wanted, input, strength) => ({ kind: 'filter', graph: onFields(graphOf(wanted, strength ?? 1, picturePlanes(input.pixel)), input) }),
  }],
};
