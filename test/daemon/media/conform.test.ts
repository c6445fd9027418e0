// Pictures of another size midway: fitted into the first, those of interlaced video field by field, each line where it lies in the first size.
import { expect, it } from 'vitest';
import { openConform } from '../../../daemon/media/conform.ts';
import { pixelFormatOf } from '../../../daemon/media/pixel.ts';
import { allocatePlanes, copyOut } from '../../../daemon/media/planes.ts';
import type { StreamShape } from '../../../shared/media.ts';
import type { PlaneFrame } from '../../../shared/planes.ts';
import { patterned, shiftOf, sitesOf } from '../../fixtures/shift.ts';
import { picture, toFrame } from '../stages/pictures.ts';
import { shapeOf } from './shape.ts';

const first = (pixel: string, differs: Partial<StreamShape> = {}): StreamShape => shapeOf({ width: 112, height: 96, pixel: pixelFormatOf(pixel), fieldOrder: 'tff', frames: 4, ...differs });

/** The pictures as they come out, and FFmpeg's field flags of the last. */
async function conformed(shape: StreamShape, own: StreamShape, pictures: readonly PlaneFrame[]): Promise<{ frames: PlaneFrame[]; flags: number }> {
  const conform = openConform({ video: { shape } as never, changes: [] }), frames: PlaneFrame[] = [];
  let flags = 0;
  for (const planes of pictures) {
    const frame = await conform(toFrame(own, planes)), into = allocatePlanes(shape);
    copyOut(frame, into);
    flags = frame.flags & 24;
    frame.free();
    frames.push(into);
  }
  conform.close();
  return { frames, flags };
}

/** How far the worst plane of the worst field lies off, in lines of the first size. */
function worstShift(frame: PlaneFrame, shape: StreamShape, factor: number): number {
  return Math.max(...[0, 1].flatMap((from) => [0, 1, 2].map((plane) => {
    const { x, y } = shiftOf({ frame, plane, sites: sitesOf(shape.pixel, shape.colour.chromaPosition, plane), scale: { x: factor, y: factor }, border: 16, lines: { from, every: 2 } });
    return Math.max(Math.abs(x), Math.abs(y));
  })));
}

it.each([
  ['yuv420p', 'yuv420p', 'tff', 0.5], ['yuv420p', 'yuv420p', 'bff', 2], ['yuv422p10le', 'yuv422p10le', 'tff', 2], ['yuv422p10le', 'yuv422p10le', 'bff', 0.5], ['yuv420p', 'yuv422p', 'tff', 2], ['yuv422p', 'yuv420p', 'tff', 0.5], ['yuv444p', 'yuv444p', 'bff', 2],
] as const)('%s from %s, %s: every field stays in place when it is scaled by %d', async (pixel, from, fieldOrder, factor) => {
  const shape = first(pixel, { fieldOrder }), own = { ...shape, pixel: pixelFormatOf(from), width: 112 / factor, height: 96 / factor };
  const { frames: [frame], flags } = await conformed(shape, own, [patterned(own)]);
  expect(worstShift(frame!, shape, factor)).toBeLessThan(0.05 * Math.max(1, factor));
  expect(flags).toBe(fieldOrder === 'tff' ? 24 : 8);
});

it('the fields see nothing of each other, and every picture comes out at once', async () => {
  const shape = first('yuv420p'), own = { ...shape, width: 64, height: 48 };
  const run = (seed: number) => conformed(shape, own, [0, 1, 2].map((n) => picture(own, n, seed)));
  const [one, other] = [await run(0), await run(1)];
  expect(one.frames).toHaveLength(3);
  one.frames.forEach(({ planes }, n) => planes.forEach(({ width, data }, plane) => {
    const lines = (parity: number, all: Uint8Array | Uint16Array) => all.filter((_, at) => Math.floor(at / width) % 2 === parity), changed = other.frames[n]!.planes[plane]!.data;
    expect(lines(0, changed)).toEqual(lines(0, data));
    expect(lines(1, changed)).not.toEqual(lines(1, data));
  }));
});

it('fields that come midway of progressive video are scaled apart too', async () => {
  const shape = first('yuv420p', { fieldOrder: 'progressive' }), own: StreamShape = { ...shape, fieldOrder: 'bff', width: 224, height: 192 };
  const { frames: [frame], flags } = await conformed(shape, own, [patterned(own)]);
  expect(worstShift(frame!, shape, 0.5)).toBeLessThan(0.05);
  expect(flags).toBe(8);
});

it.each(['yuv420p', 'yuv422p', 'yuv411p', 'yuv444p'])('%s: whole pictures stay in place too', async (pixel) => {
  const shape = first(pixel, { fieldOrder: 'progressive' }), own = { ...shape, width: 224, height: 192 };
  expect(worstShift((await conformed(shape, own, [patterned(own)])).frames[0]!, shape, 0.5)).toBeLessThan(0.05);
});
