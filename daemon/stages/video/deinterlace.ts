// Turns fields into whole frames. Filters keep the count in their own way: one frame per frame, or each field a frame, which the map knows.
import { z } from 'zod';
import type { StreamShape } from '../../../shared/media.ts';
import { ratio } from '../../../shared/time.ts';
import { filterCost } from '../costs.ts';
import { allBut, only, planar, type Accepts } from '../formats.ts';
import type { Method, Scene, Skip, Stage, Use } from '../stage.ts';
import { isOff, percent, readParams, turnedOff } from '../wishes.ts';

const params = z.strictObject({
  rate: z.enum(['field', 'single']).default('field').describe('field: each field becomes a frame, so motion stays as smooth as it was shot (50i gives 50p); single: one frame per frame (50i gives 25p).').meta({ title: 'Frame rate' }),
  parity: z.enum(['auto', 'tff', 'bff']).default('auto').describe('Which field comes first: top (tff), bottom (bff), or as measured (auto).').meta({ title: 'First field' }),
});
type P = z.infer<typeof params>;

type Found = { readonly parity: P['parity']; readonly rate?: 'single'; readonly why: string };

/** The order of the fields and how it is known; null where the stream, as the planner reads it, has none. */
function findFields(scene: Scene): Found | null {
  const { shape, analysis: { interlacing } } = scene;
  if (scene.scan.runs.length > 0) return findStretches(scene);
  if (shape.fieldOrder !== 'tff' && shape.fieldOrder !== 'bff') return null;
  const parity = shape.fieldOrder;
  const fields = `${parity === 'tff' ? 'top' : 'bottom'} field first; ${percent(interlacing.combed)} of the measured frames are combed`;
  if (interlacing.verdict === 'telecine') return { parity, rate: 'single', why: `film shown as video (3:2 pulldown), ${fields}; twice the rate would show nothing new` };
  return { parity, why: `${interlacing.verdict === 'mixed' ? 'parts of the video are' : 'the video is'} interlaced, ${fields}` };
}

/**
 * Where only stretches are interlaced, each in its own order. Twice the rate keeps their motion as it was shot; in a film with a few interlaced frames where it
 * was edited (the verdict is telecine) there is no such motion.
 */
function findStretches({ scan: { runs, frames }, analysis: { interlacing } }: Scene): Found | null {
  if (frames.interlaced === 0) return null;
  const orders = [...new Set(runs.flatMap(({ scan, order }) => (scan === 'interlaced' && order ? [order] : [])))], all = frames.interlaced + frames.progressive + frames.telecined;
  const words = orders.map((order) => `${order === 'tff' ? 'top' : 'bottom'} field first`).join(' and ');
  return { parity: orders.length === 1 ? orders[0]! : 'auto', ...(interlacing.verdict === 'telecine' ? { rate: 'single' } : {}), why: `${frames.interlaced} of ${all} frames are interlaced, ${words}; the others stay as they are` };
}

function decide(scene: Scene): Use<P> | Skip {
  if (isOff(scene.wish)) return turnedOff;
  const wanted = readParams('deinterlace', params, scene.wish);
  const found = findFields(scene);
  if (!found && (wanted.parity === 'auto' || scene.scan.runs.length > 0)) return { use: false, why: `${scene.shape.fieldOrder === 'progressive' ? 'the video is progressive' : 'no stretch is interlaced'}; ${percent(scene.analysis.interlacing.combed)} of the measured frames are combed` };
  const why = found?.why ?? 'the field order was given';
  return { use: true, params: { rate: found?.rate ?? wanted.rate, parity: wanted.parity === 'auto' ? found!.parity : wanted.parity }, strength: null, why };
}

/** Fields become frames: twice the rate and count at field rate, and nothing is interlaced any more. */
function shape({ rate }: P, input: StreamShape): StreamShape {
  const factor = rate === 'field' ? 2 : 1;
  return { ...input, fieldOrder: 'progressive', frames: input.frames * factor, rate: ratio(input.rate.num * factor, input.rate.den) };
}

type Row = { readonly id: string; readonly title: string; readonly accepts: Accepts; readonly modes: Readonly<Record<P['rate'], string>>; readonly reach: number; readonly speed: number };

/** All four count time in half frames (1/50 for 25i) at either rate; at single rate the last filter puts frames back on whole ticks. */
const method = ({ id, title, accepts, modes, reach, speed }: Row): Method<P> => ({
  id, title, needs: { model: null }, accepts, window: { before: reach, after: reach }, warmup: 0, interlaced: 'is-the-deinterlacer',
  cost: ({ rate }, input, hardware) => {
    const cost = filterCost(id, speed, input, hardware, 4);
    return { ...cost, cpuSeconds: cost.cpuSeconds * (rate === 'field' ? 2 : 1) };
  },
  work: ({ rate, parity }) => ({
    kind: 'filter',
    graph: `${id}=mode=${modes[rate]}:parity=${parity}:deint=all,setfield=mode=prog${rate === 'single' ? ',settb=expr=intb*2' : ''}`,
  }),
});

const sends = { field: 'send_field', single: 'send_frame' }, makes = { field: 'field', single: 'frame' };
const deep440 = ['yuv440p10le', 'yuv440p12le'], deepGrey = ['gray9le', 'gray10le', 'gray12le', 'gray14le'];

const methods: readonly Method<P>[] = [
  { id: 'bwdif', title: 'BWDIF, motion adaptive', modes: sends, reach: 1, speed: 500, accepts: allBut(...deepGrey, ...deep440, 'yuva422p12le', 'yuva444p12le', 'gbrap10le', 'gbrap12le', 'gbrap14le') },
  { id: 'w3fdif', title: 'Weston three-field', modes: makes, reach: 1, speed: 450, accepts: allBut('gbrap14le') },
  { id: 'yadif', title: 'YADIF, motion adaptive', modes: sends, reach: 1, speed: 220, accepts: only(...planar.filter((name) => !deepGrey.includes(name) && !deep440.includes(name) && !/^(yuva4..p|gbrap)\d/.test(name))) },
  { id: 'estdif', title: 'Edge slope tracing, one field at a time', modes: makes, reach: 0, speed: 11, accepts: allBut('gbrap14le') },
].map(method);

export const deinterlace: Stage<P> = {
  id: 'deinterlace', title: 'Turning fields into frames', ignoresStrength: true, scan: 'interlaced', params, decide, methods, shape, map: ({ rate }) => (rate === 'field' ? 'fields' : 'same'),
};
