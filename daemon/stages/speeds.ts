// How fast this machine runs the filters: each once over a few frames of noise, on one thread.
import type { StreamShape } from '../../shared/media.ts';
import { openFilter } from '../media/filter.ts';
import type { Frame } from '../media/frame.ts';
import { createFrame } from '../media/planes.ts';
import { pixelFormatOf } from '../media/pixel.ts';
import { megapixels } from './costs.ts';
import { videoStages } from './index.ts';

const frames = 5;
const shape: StreamShape = {
  width: 640, height: 360, pixel: pixelFormatOf('yuv420p'), sar: { num: 1, den: 1 }, rate: { num: 25, den: 1 }, frames, fieldOrder: 'progressive',
  colour: { range: 'limited', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', chromaPosition: 'left' },
};
const asked = { width: shape.width * 2, height: shape.height * 2, parity: 'tff', rate: 'single' } as const;

/**
 * Megapixels of output per CPU second for every filter that a stage may use, by FFmpeg's name; 8-bit 4:2:0, as `filterCost` counts. Takes about two
 * seconds, and counts whatever else this process computes meanwhile. @throws FrameWrightError `internal` for a filter that FFmpeg refuses.
 */
export async function measureFilters(): Promise<Readonly<Record<string, number>>> {
  const speeds: Record<string, number> = {};
  for (const { filter, graph } of filterGraphs()) speeds[filter] ??= await speedOf(graph);
  return speeds;
}

/** One chain for every method without a model, by the name of its filter. */
function filterGraphs(): { readonly filter: string; readonly graph: string }[] {
  return videoStages.flatMap((stage) => {
    const known = Object.keys(stage.params.parse({}));
    const params = stage.params.parse(Object.fromEntries(Object.entries(asked).filter(([key]) => known.includes(key))));
    return stage.methods.flatMap((method) => {
      const work = method.work(params, shape, 0.5);
      return work.kind === 'filter' ? [{ filter: /^\w+/.exec(work.graph)![0], graph: work.graph }] : [];
    });
  });
}

async function speedOf(graph: string): Promise<number> {
  const noisy = await pass('noise=alls=20:allf=t', Array.from({ length: frames }, blank));
  const before = process.cpuUsage();
  const made = await pass(graph, noisy);
  const { user, system } = process.cpuUsage(before);
  const pixels = made.reduce((sum, frame) => sum + megapixels(frame), 0);
  for (const frame of made) frame.free();
  return pixels / Math.max(1e-6, (user + system) / 1e6);
}

async function pass(graph: string, inputs: readonly Frame[]): Promise<Frame[]> {
  const filter = await openFilter(graph, { shape, timeBase: { num: 1, den: 25 } }, { threads: 1 });
  try {
    const made: Frame[] = [];
    for (const frame of inputs) made.push(...await filter.push(frame));
    return [...made, ...await filter.flush()];
  } finally {
    filter.close();
  }
}

function blank(_: unknown, n: number): Frame {
  const frame = createFrame(shape);
  frame.pts = BigInt(n);
  frame.duration = 1n;
  return frame;
}
