// Evens out exposure that flickers from frame to frame: every frame is given the brightness that the frames around it say it should have. Inside a shot only, since
// windows never cross a cut; fades and flashes stay.
import { z } from 'zod';
import type { PixelFormat, StreamShape } from '../../../shared/media.ts';
import type { PlaneFrame } from '../../../shared/planes.ts';
import { expose } from '../../kernels/exposure.ts';
import { statsOf } from '../../kernels/kernels.ts';
import { filterCost, frameBytes } from '../costs.ts';
import { only, planar } from '../formats.ts';
import type { Method, Scene, Skip, Stage, StageIo, Use, Window } from '../stage.ts';
import { askedStrength, isOff, percent, readParams, turnedOff } from '../wishes.ts';

const params = z.strictObject({
  visible: z.number().min(0).max(1).default(0.015).describe('Flicker that is left alone: how far a frame\'s brightness strays from that of its neighbours, RMS, as a share. Steady footage stays below 0.005.').meta({ title: 'Visible from' }),
});
type P = z.infer<typeof params>;

function decide({ analysis, wish }: Scene): Use<P> | Skip {
  if (isOff(wish)) return turnedOff;
  const wanted = readParams('deflicker', params, wish), asked = askedStrength(wish);
  const { share, worst, first } = analysis.content.flicker;
  const measured = `brightness strays by ${percent(share)} from frame to frame${worst > share ? `, in the shot at frame ${first} by ${percent(worst)}` : ''}`;
  if (asked === null && worst < wanted.visible) return { use: false, why: `${measured}; it is left alone below ${percent(wanted.visible)}` };
  return { use: true, params: wanted, strength: asked ?? 1, why: `${measured}${asked === null ? '' : '; the strength was given'}` };
}

/** A frame this far from the middle of its window, as a share, is lit so on purpose (a flash, a lamp that goes on): it stays, and says nothing about the others. */
const MEANT = 0.35;
/** A slope counts as a fade when it stands so many standard errors above nothing; less is flicker that happens to lean. */
const CLEARLY = 3;

type Level = { readonly at: number; readonly level: number };

/** The gain for the frame at 0: what a straight line through its neighbours says, against what it is. 1 where it is meant to be so or nothing is to be seen. */
export function gainOf(levels: readonly Level[]): number {
  const own = levels.find(({ at }) => at === 0)!, middle = [...levels].sort((a, b) => a.level - b.level)[levels.length >> 1]!.level;
  const usual = levels.filter(({ level }) => Math.abs(level - middle) <= MEANT * middle);
  if (!usual.includes(own) || usual.length < 3 || own.level <= 0) return 1;
  const mean = (of: (one: Level) => number): number => usual.reduce((sum, one) => sum + of(one), 0) / usual.length;
  const [x, y] = [mean(({ at }) => at), mean(({ level }) => level)];
  const spread = usual.reduce((sum, { at }) => sum + (at - x) ** 2, 0), slope = usual.reduce((sum, { at, level }) => sum + (at - x) * (level - y), 0) / spread;
  const rest = usual.reduce((sum, { at, level }) => sum + (level - y - slope * (at - x)) ** 2, 0) / Math.max(1, usual.length - 2);
  const leans = slope ** 2 > (CLEARLY ** 2 * rest) / spread;
  return (y - (leans ? slope * x : 0)) / own.level;
}

/** Black and no colour, in the format's own code values, for each plane that is part of the picture. */
function zerosOf({ family, depth }: PixelFormat, { colour }: StreamShape): readonly number[] {
  const black = colour.range === 'full' || family === 'gbr' ? 0 : 16 * 2 ** (depth - 8), grey = 2 ** (depth - 1);
  return family === 'grey' ? [black] : family === 'gbr' ? [black, black, black] : [black, grey, grey];
}

function evener({ input, strength }: StageIo) {
  const zeros = zerosOf(input.pixel, input), peak = 2 ** input.pixel.depth - 1, lit = input.pixel.family === 'gbr' ? 3 : 1;
  const known = new Map<number, number>();
  const levelOf = ({ frame, planes }: PlaneFrame): number => {
    const level = known.get(frame) ?? planes.slice(0, lit).reduce((sum, plane, i) => sum + statsOf(plane).mean - zeros[i]!, 0) / lit;
    known.set(frame, level);
    return level;
  };
  return {
    push: async ({ current, frames }: Window, into: PlaneFrame): Promise<void> => {
      const own = frames[current]!;
      // Beyond a shot's end the last frame stands again; it is counted once.
      const levels = [...new Map(frames.map((frame) => [frame.frame, frame])).values()].map((frame) => ({ at: frame.frame - own.frame, level: levelOf(frame) }));
      const gain = 1 + (strength ?? 1) * (gainOf(levels) - 1);
      own.planes.forEach((plane, i) => (i < zeros.length ? expose(plane, gain, zeros[i]!, peak, into.planes[i]!) : into.planes[i]!.data.set(plane.data)));
      for (const frame of known.keys()) if (!frames.some((one) => one.frame === frame)) known.delete(frame);
    },
    close: async () => {},
  };
}

/** Megapixels of 8-bit 4:2:0 per CPU second on an AMD EPYC: 40 frames of a real clip of 960×540 whose every other frame is 7 % darker took 114 to 120 through the long window, 126 to 140 through the short one. */
const SPEED = 115;

const method = (id: string, title: string, radius: number): Method<P> => ({
  id, title, needs: { model: null }, accepts: only(...planar), window: { before: radius, after: radius }, warmup: 0, interlaced: 'per-field',
  cost: (_params, input, hardware) => ({ ...filterCost('deflicker', SPEED, input, hardware), memoryBytes: (2 * radius + 3) * frameBytes(input) }),
  work: () => ({ kind: 'process', open: async (io) => evener(io) }),
});

export const deflicker: Stage<P> = {
  id: 'deflicker', title: 'Evening out flicker', params, decide, shape: (_params, input) => input, map: () => 'same',
  methods: [method('long-window', 'Exposure over thirteen frames', 6), method('short-window', 'Exposure over seven frames', 3)],
};
