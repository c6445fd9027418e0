// Frames per second of the lite models, wrapped for planes, against the plain session.
import { join } from 'node:path';
import { allocatePlanes } from '../../../daemon/media/planes.ts';
import { pixelFormatOf } from '../../../daemon/media/pixel.ts';
import { openPlaneSession } from '../../../daemon/models/plane-session.ts';
import type { StreamShape } from '../../../shared/media.ts';
import { measure, median } from '../child.ts';
import { type Bench, type Row } from '../row.ts';

const sizes = [[640, 360], [1280, 720], [1920, 1080]] as const;
const models = [{ id: 'upscale-lite', scale: 2, window: 1 }, { id: 'denoise-lite', scale: 1, window: 3 }] as const;

export const modelSpeed: Bench = {
  name: 'models', title: 'Frames per second of our models (processor, all cores)',
  async run(_, rounds) {
    const rows: Row[] = [];
    for (const model of models) for (const [width, height] of sizes) rows.push(await one(model, width, height, rounds));
    return rows;
  },
};

async function one({ id, scale, window }: (typeof models)[number], width: number, height: number, rounds: number): Promise<Row> {
  const threads = 2, frames = 3;
  const bare = await measure('bare-session.ts', { model: join(import.meta.dirname, '..', '..', '..', 'daemon', 'models', 'weights', `${id}.onnx`), width, height, window, frames: frames * rounds, threads });
  const shape = (factor: number): StreamShape => ({
    width: width * factor, height: height * factor, pixel: pixelFormatOf('yuv420p'), sar: { num: 1, den: 1 }, rate: { num: 25, den: 1 }, frames, fieldOrder: 'progressive',
    colour: { range: 'limited', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', chromaPosition: 'left' },
  });
  const session = await openPlaneSession(id, { input: shape(1), output: shape(scale), provider: 'cpu', precision: 'fp32', threads });
  const inputs = Array.from({ length: window }, () => allocatePlanes(shape(1))), into = allocatePlanes(shape(scale));
  const times: number[] = [];
  await session.run(inputs, 0.3, into);
  for (let i = 0; i < frames * rounds; i++) {
    const begun = performance.now();
    await session.run(inputs, 0.3, into);
    times.push((performance.now() - begun) / 1000);
  }
  await session.close();
  const seconds = median(times);
  return { what: `${id}, ${width}×${height}`, holds: '', found: `${(1 / seconds).toFixed(2)} fps (${(seconds * 1000).toFixed(0)} ms; plain session ${((bare.wall / bare.frames) * 1000).toFixed(0)} ms)`, ok: null };
}
