// Pictures for measuring quality: as planes, through filters, through our models.
import { Frame } from 'node-av';
import { openFilter } from '../../daemon/media/filter.ts';
import { pixelFormatOf } from '../../daemon/media/pixel.ts';
import { allocatePlanes, copyIn, copyOut, createFrame } from '../../daemon/media/planes.ts';
import { openPlaneSession } from '../../daemon/models/plane-session.ts';
import { psnrOf } from '../../daemon/quality/metrics.ts';
import type { StreamShape } from '../../shared/media.ts';
import type { PlaneFrame } from '../../shared/planes.ts';
import { pull } from '../fixtures/clip.ts';

const pixel = pixelFormatOf('yuv420p');

/** An 8-bit 4:2:0 limited-range shape as large as these planes. */
export const shapeOf = (picture: PlaneFrame): StreamShape => shapeFor(picture.planes[0]!.width, picture.planes[0]!.height);
const shapeFor = (width: number, height: number): StreamShape => ({
  width, height, pixel, sar: { num: 1, den: 1 }, rate: { num: 25, den: 1 }, frames: 1, fieldOrder: 'progressive',
  colour: { range: 'limited', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', chromaPosition: 'left' },
});

const planesOf = (frame: Frame): PlaneFrame => {
  const planes = allocatePlanes(shapeFor(frame.width, frame.height));
  copyOut(frame, planes);
  frame.free();
  return planes;
};

/** Up to `most` pictures of a lavfi chain that ends in yuv420p. */
export const frames = async (chain: string, most: number): Promise<PlaneFrame[]> => (await pull(chain, 'buffersink', most)).frames.map(planesOf);

/** Every picture through one FFmpeg chain, in order. */
export async function framesThrough(pictures: readonly PlaneFrame[], graph: string): Promise<PlaneFrame[]> {
  const shape = shapeOf(pictures[0]!);
  const filter = await openFilter(graph, { shape, timeBase: { num: 1, den: 25 } }, { threads: 2 });
  const made: PlaneFrame[] = [];
  for (const [i, picture] of pictures.entries()) {
    const frame = createFrame(shape);
    copyIn(picture, frame);
    frame.pts = BigInt(i);
    made.push(...(await filter.push(frame)).map(planesOf));
  }
  made.push(...(await filter.flush()).map(planesOf));
  filter.close();
  return made;
}

export async function enlargedByFilter(picture: PlaneFrame, flags: string): Promise<PlaneFrame> {
  const { width, height } = shapeOf(picture);
  return (await framesThrough([picture], `scale=${width * 2}:${height * 2}:flags=${flags}`))[0]!;
}

export async function enlargedByModel(picture: PlaneFrame, model: string, strength: number): Promise<PlaneFrame> {
  const input = shapeOf(picture), output = shapeFor(input.width * 2, input.height * 2);
  const session = await openPlaneSession(model, { input, output, provider: 'cpu', precision: 'fp32', threads: 2 });
  const into = allocatePlanes(output);
  await session.run([picture], strength, into);
  await session.close();
  return into;
}

/** Every picture with its neighbours through a three-frame model; the first and last are repeated. */
export async function withModel(pictures: readonly PlaneFrame[], model: string, strength: number): Promise<PlaneFrame[]> {
  const shape = shapeOf(pictures[0]!);
  const session = await openPlaneSession(model, { input: shape, output: shape, provider: 'cpu', precision: 'fp32', threads: 2 });
  const made: PlaneFrame[] = [];
  for (const [i, picture] of pictures.entries()) {
    const into = allocatePlanes(shape);
    await session.run([pictures[i - 1] ?? picture, picture, pictures[i + 1] ?? picture], strength, into);
    made.push(into);
  }
  await session.close();
  return made;
}

/** PSNR of luma over the picture without `border` pixels at each side, dB. */
export function yPsnr(truth: PlaneFrame, made: PlaneFrame, border: number): number {
  return border === 0 ? psnrOf(truth, made, 8) : psnrOf(inner(truth, border), inner(made, border), 8);
}

function inner(picture: PlaneFrame, border: number): PlaneFrame {
  const shape = shapeOf(picture), size = shapeFor(shape.width - 2 * border, shape.height - 2 * border);
  const frame = createFrame(shape), into = allocatePlanes(size);
  copyIn(picture, frame);
  copyOut(frame, into, { left: border, top: border, width: size.width, height: size.height });
  frame.free();
  return into;
}
