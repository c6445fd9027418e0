// Takes the pulldown out of film that was shown as video: each picture is woven again from the two fields that belong together, and those that come twice
// are left out by the map.
import { z } from 'zod';
import type { ScanRun } from '../../../shared/analysis.ts';
import type { Plane, PlaneFrame } from '../../../shared/planes.ts';
import { filterCost } from '../costs.ts';
import { allBut } from '../formats.ts';
import type { Scene, Skip, Stage, StageIo, Use, Window } from '../stage.ts';
import { isOff, percent, readParams, turnedOff } from '../wishes.ts';

const params = z.strictObject({});
type P = z.infer<typeof params>;

function decide({ analysis, scan, wish }: Scene): Use<P> | Skip {
  if (isOff(wish)) return turnedOff;
  readParams('inverse-telecine', params, wish);
  const { telecined } = scan.frames, all = telecined + scan.frames.interlaced + scan.frames.progressive;
  if (telecined === 0) return { use: false, why: analysis.interlacing.verdict === 'telecine' ? 'no cadence is known by which film was shown as video' : 'no film that was shown as video was found' };
  const cadences = [...new Set(scan.runs.flatMap(({ cadence }) => (cadence ? [`${cadence.cycle - cadence.drop.length} pictures in ${cadence.cycle} frames`] : [])))];
  return { use: true, params: {}, strength: null, why: `${telecined === all ? 'all of it' : percent(telecined / all)} is film shown as video, ${cadences.slice(0, 3).join(', ')}; its pictures are put together again and shown once` };
}

/** Which frame of the window the second field of frame `n` belongs to: the frame itself, the one before or the one after. */
function matchOf(runs: readonly ScanRun[], n: number): { readonly at: -1 | 0 | 1; readonly order: 'tff' | 'bff' } {
  const run = runs.find(({ first, count }) => n >= first && n < first + count);
  const letter = run?.cadence?.matches[(n - run.first) % run.cadence.cycle];
  return { at: letter === 'p' ? -1 : letter === 'n' ? 1 : 0, order: run?.order ?? 'tff' };
}

/** Copies the lines of one field from one picture and those of the other from another; nothing is computed, so any depth comes out bit by bit. */
function weave(first: PlaneFrame, second: PlaneFrame, order: 'tff' | 'bff', into: PlaneFrame): void {
  into.planes.forEach((plane, i) => {
    plane.data.set(first.planes[i]!.data);
    if (second !== first) for (let line = order === 'tff' ? 1 : 0; line < plane.height; line += 2) plane.data.set(lineOf(second.planes[i]!, line), line * plane.width);
  });
}

const lineOf = ({ data, width }: Plane, line: number): Uint8Array | Uint16Array => data.subarray(line * width, (line + 1) * width);

const weaver = ({ scan }: StageIo) => ({
  push: async ({ current, frames }: Window, into: PlaneFrame): Promise<void> => {
    const own = frames[current]!, { at, order } = matchOf(scan, own.frame);
    weave(own, frames[current + at] ?? own, order, into);
  },
  close: async () => {},
});

export const inverseTelecine: Stage<P> = {
  id: 'inverse-telecine', title: 'Taking film out of video', ignoresStrength: true, params, decide, scan: 'telecined', map: () => 'cadence',
  shape: (_params, input) => ({ ...input, fieldOrder: 'progressive' }),
  methods: [{
    id: 'weave', title: 'Weaving fields by the measured cadence', needs: { model: null }, accepts: allBut(), window: { before: 1, after: 1 }, warmup: 0, interlaced: 'is-the-deinterlacer',
    cost: (_params, input, hardware) => filterCost('weave', 900, input, hardware, 4),
    work: () => ({ kind: 'process', open: async (io) => weaver(io) }),
  }],
};
