import { expect, it } from 'vitest';
import { openSession } from '../../../daemon/hardware/session.ts';
import { createTensor } from '../../../daemon/hardware/tensor.ts';
import { openPlaneSession } from '../../../daemon/models/plane-session.ts';
import { probeOf } from '../../../daemon/models/machine.ts';
import { cardOf, listCards, modelBytes } from '../../../daemon/models/store.ts';
import type { StreamShape } from '../../../shared/media.ts';
import type { PlaneFrame } from '../../../shared/planes.ts';
import { material } from '../../fixtures/shared.ts';
import { psnrY, readPicture, set5, toFrame } from './pictures.ts';
import { blank, formats, furthest, grown, makeFrame, pixel, shapeOf, texture } from './toys.ts';

const on = { provider: 'cpu', precision: 'fp32', threads: 2 } as const;
const set5Folder = material('testdata/sr/Set5');

async function runCard(id: string, shape: StreamShape, frames: readonly PlaneFrame[], strength: number): Promise<PlaneFrame> {
  const output = grown(shape, cardOf(id).io.scale), into = blank(output);
  const session = await openPlaneSession(id, { input: shape, output, ...on });
  await session.run(frames, strength, into);
  await session.close();
  return into;
}

/** The plain float model on the same codes. */
async function runBare(id: string, { width, height }: StreamShape, frames: readonly PlaneFrame[], strength: number, max: number) {
  const card = cardOf(id), { scale } = card.io;
  const session = await openSession({ model: await modelBytes(card), provider: 'cpu', threads: 2 });
  const y = createTensor('float32', [1, frames.length, height, width]), uv = createTensor('float32', [1, 2 * frames.length, height / 2, width / 2]), strengthTensor = createTensor('float32', [1, 1, 1, 1]);
  const share = (data: ArrayLike<number>) => Float32Array.from(data, (code) => code / max);
  frames.forEach(({ planes }, at) => {
    y.data.set(share(planes[0]!.data), at * width * height);
    uv.data.set(share(planes[1]!.data), (2 * at * width * height) / 4);
    uv.data.set(share(planes[2]!.data), ((2 * at + 1) * width * height) / 4);
  });
  strengthTensor.data[0] = strength;
  const made = { y: createTensor('float32', [1, 1, height * scale, width * scale]), uv: createTensor('float32', [1, 2, (height * scale) / 2, (width * scale) / 2]) };
  await session.run({ y, uv, strength: strengthTensor }, { [card.io.outputs.luma]: made.y, [card.io.outputs.chroma]: made.uv });
  await session.close();
  const codes = (data: ArrayLike<number>) => Array.from(data, (value) => Math.max(0, Math.min(max, value * max)));
  return [codes(made.y.data), codes(made.uv.data.subarray(0, made.uv.data.length / 2)), codes(made.uv.data.subarray(made.uv.data.length / 2))];
}

it.each([['upscale-lite', 8], ['upscale-lite', 10], ['denoise-lite', 8], ['denoise-lite', 12]] as const)('%s on %i-bit planes is the plain model, rounded', async (id, depth) => {
  const shape = shapeOf(pixel(`yuv420p${depth}`, 'yuv', '420', depth), 64, 48);
  const frames = id === 'denoise-lite' ? [1, 2, 3].map((seed) => makeFrame(shape, texture(seed))) : [makeFrame(shape, texture())];
  const [wrapped, bare] = [await runCard(id, shape, frames, 0.4), await runBare(id, shape, frames, 0.4, 2 ** depth - 1)];
  // Doubled chroma is the filter's, whatever the model makes of it.
  wrapped.planes.slice(0, cardOf(id).io.scale === 2 ? 1 : 3).forEach(({ data }, at) => expect(furthest(data, bare[at]!)).toBeLessThan(0.51));
});

it.each(formats.flatMap((format) => ['upscale-lite', 'denoise-lite'].map((id) => [id, format.name, format] as const)))('%s keeps flat %s flat at an odd size', async (id, _, format) => {
  const shape = shapeOf(format, 51, 37);
  const frame = makeFrame(shape, () => 0.4), into = await runCard(id, shape, id === 'denoise-lite' ? [frame, frame, frame] : [frame], 0.2);
  const step = 2 ** (format.depth - 8);
  for (const { data } of into.planes) expect(Math.max(Math.abs(Math.max(...data) - 0.4 * (2 ** format.depth - 1)), Math.abs(Math.min(...data) - 0.4 * (2 ** format.depth - 1)))).toBeLessThanOrEqual(3 * step);
});

it('removes noise: denoise-lite gains more than 4 dB at sigma 10', async () => {
  const shape = shapeOf(pixel('yuv420p', 'yuv', '420'), 128, 96);
  const clean = ({ name }: { name: string }, x: number, y: number) => (name === 'y' ? 0.4 + 0.2 * Math.sin(x / 9) * Math.cos(y / 7) : 0.5);
  const gaussian = (sigma: number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()) * sigma / 255;
  let state = 7;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const frames = [0, 1, 2].map(() => makeFrame(shape, (plane, x, y) => clean(plane, x, y) + gaussian(10)));
  const truth = makeFrame(shape, clean).planes[0]!.data, into = await runCard('denoise-lite', shape, frames, 0.9);
  const error = (data: ArrayLike<number>) => Array.from(data).reduce((sum, code, at) => sum + (code - truth[at]!) ** 2, 0);
  expect(10 * Math.log10(error(frames[1]!.planes[0]!.data) / error(into.planes[0]!.data))).toBeGreaterThan(4);
});

it.skipIf(!set5Folder)('doubles Set5 with the PSNR-Y that the model was measured at', async () => {
  const gains: number[] = [];
  for (const { small, large } of set5(set5Folder!)) {
    const { shape, frame } = toFrame(await readPicture(small)), truth = await readPicture(large);
    const { planes } = await runCard('upscale-lite', shape, [frame], 0);
    gains.push(psnrY(planes[0]!.data, planes[0]!.width, truth, 4));
  }
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  process.stderr.write(`upscale-lite on Set5, PSNR-Y in dB: ${gains.map((gain) => gain.toFixed(2)).join(' ')}, mean ${mean.toFixed(2)}\n`);
  expect(mean).toBeGreaterThan(35.3);
});

it('leaves doubled 4:4:4 chroma to a filter that loses nothing of it', async () => {
  const shape = shapeOf(pixel('yuv444p10le', 'yuv', '444', 10), 48, 32);
  const wave = (of: StreamShape, at: (x: number) => number) => makeFrame(of, ({ name }, x) => (name === 'u' ? 0.5 + 0.2 * Math.sin((2 * Math.PI * at(x)) / 6) : 0.5));
  const { planes } = await runCard('upscale-lite', shape, [wave(shape, (x) => x)], 0);
  const truth = wave(grown(shape, 2), (x) => (x + 0.5) / 2 - 0.5).planes[1]!;
  const inner = (data: ArrayLike<number>) => Array.from(data).filter((_, at) => at % 96 > 8 && at % 96 < 88);
  expect(furthest(inner(planes[1]!.data), inner(truth.data))).toBeLessThan(0.03 * 1023);
});

it('gives run after run the same bytes, and refuses windows and shapes that it cannot take', async () => {
  const shape = shapeOf(pixel('yuv420p', 'yuv', '420'), 32, 32), frame = makeFrame(shape, texture());
  const session = await openPlaneSession('denoise-lite', { input: shape, output: shape, ...on });
  const [first, second] = [blank(shape), blank(shape)];
  await session.run([frame, frame, frame], 0.5, first);
  await session.run([frame, frame, frame], 0.5, second);
  expect(first.planes.map(({ data }) => [...data])).toEqual(second.planes.map(({ data }) => [...data]));
  await expect(session.run([frame], 0.5, first)).rejects.toMatchObject({ code: 'internal' });
  await session.close();
  await expect(openPlaneSession('upscale-lite', { input: shape, output: shape, ...on })).rejects.toMatchObject({ code: 'internal' });
  await expect(openPlaneSession('denoise-lite', { input: shape, output: shape, ...on, precision: 'fp16' })).rejects.toMatchObject({ code: 'internal' });
  await expect(openPlaneSession('denoise-light', { input: shape, output: shape, ...on })).rejects.toMatchObject({ code: 'unknown-name', values: { nearest: 'denoise-lite' } });
});

it('has a probe for every card', async () => {
  for (const card of listCards()) {
    const session = await probeOf(card).open({ provider: 'cpu', threads: 2 });
    await session.once();
    await session.close();
  }
});
