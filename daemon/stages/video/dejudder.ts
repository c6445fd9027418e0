// Shows frames evenly whose times jump in a pattern. Only on request: frames keep their own times otherwise. No pixel is touched; the map gives every frame of a pattern an
// equal part of its time, so sound and picture stay together.
import { z } from 'zod';
import { toNumber } from '../../../shared/time.ts';
import { only, planar } from '../formats.ts';
import type { Scene, Skip, Stage, Use } from '../stage.ts';
import { isOff, readParams, turnedOff } from '../wishes.ts';

const params = z.strictObject({
  cycle: z.union([z.literal('auto'), z.int().min(2).max(25)]).default('auto').describe('Frames of the pattern; auto: as the frame times show.').meta({ title: 'Cycle', unit: 'frames' }),
});
type P = z.infer<typeof params>;

function decide({ analysis, media, shape, scan, wish }: Scene): Use<P> | Skip {
  if (isOff(wish)) return turnedOff;
  const wanted = readParams('dejudder', params, wish), { judder } = analysis.content;
  const measured = judder ? `frames last ${judder.ticks.join(', ')} ticks in turn` : 'frame times follow no uneven pattern';
  if (wish.strength === undefined && wanted.cycle === 'auto') return { use: false, why: judder ? `${measured}, and keep their times unless you ask: --set dejudder.strength=auto` : measured };
  const cycle = wanted.cycle === 'auto' ? judder?.cycle : wanted.cycle;
  if (cycle === undefined) return { use: false, why: measured };
  if (scan.runs.length > 0) return { use: false, why: 'the video is scanned in more than one way, and its film is shown evenly already' };
  if (toNumber(shape.rate) > 1.5 * toNumber(media.video.rate.average)) return { use: false, why: 'every field becomes a frame of its own' };
  return { use: true, params: { cycle }, strength: null, why: `${measured}; every ${cycle} of them share their time equally` };
}

export const dejudder: Stage<P> = {
  id: 'dejudder', title: 'Showing frames evenly', ignoresStrength: true, params, decide, shape: (_params, input) => input, map: () => 'even',
  methods: [{
    id: 'even-times', title: 'Equal parts of each pattern', needs: { model: null }, accepts: only(...planar), window: { before: 0, after: 0 }, warmup: 0, interlaced: 'per-field',
    cost: () => ({ cpuSeconds: 0, deviceSeconds: 0, memoryBytes: 0 }), work: () => ({ kind: 'filter', graph: 'null' }),
  }],
};
