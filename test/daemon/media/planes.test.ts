import { describe, expect, it } from 'vitest';
import { avGetPixFmtName } from 'node-av';
import { allocatePlanes, copyIn, copyOut, createFrame } from '../../../daemon/media/planes.ts';
import { pixelFormatOf } from '../../../daemon/media/pixel.ts';
import type { StreamShape } from '../../../shared/media.ts';
import { shapeOf } from './shape.ts';
import { planeLayout } from '../../../daemon/media/plane-sizes.ts';

const formats = ['yuv420p', 'yuv422p', 'yuv444p', 'yuv411p', 'yuv410p', 'yuv440p', 'gray', 'gbrp', 'gbrap', 'yuva420p', 'yuva444p12le', 'yuv420p10le', 'yuv422p12le', 'yuv444p16le', 'gray10le', 'gbrp14le'];

function fillPlanes(shape: StreamShape, seed: number) {
  const planes = allocatePlanes(shape, 7);
  planes.planes.forEach((plane, p) => plane.data.forEach((_, i) => { plane.data[i] = (i * 31 + p * 7 + seed) & ((1 << shape.pixel.depth) - 1); }));
  return planes;
}

describe('planes', () => {
  it.each(formats)('%s goes into a frame and comes back equal, odd sizes included', (name) => {
    const shape = shapeOf({ width: 37, height: 23, pixel: pixelFormatOf(name) });
    const frame = createFrame(shape);
    const from = fillPlanes(shape, 3), into = allocatePlanes(shape);
    copyIn(from, frame);
    copyOut(frame, into);
    expect(into.planes).toEqual(from.planes);
    expect(avGetPixFmtName(frame.format as never)).toBe(name);
    frame.free();
  });

  it('copies a part, and only that part', () => {
    const shape = shapeOf({ width: 64, height: 48, pixel: pixelFormatOf('yuv420p10le') });
    const frame = createFrame(shape);
    copyIn(fillPlanes(shape, 1), frame);
    const rect = { left: 16, top: 8, width: 32, height: 20 };
    const part = fillPlanes({ ...shape, width: rect.width, height: rect.height }, 500);
    copyIn(part, frame, rect);
    const back = allocatePlanes({ ...shape, width: rect.width, height: rect.height }), whole = allocatePlanes(shape);
    copyOut(frame, back, rect);
    copyOut(frame, whole);
    expect(back.planes).toEqual(part.planes);
    const expected = fillPlanes(shape, 1).planes[1]!, chroma = whole.planes[1]!;
    expect(chroma.data[0]).toBe(expected.data[0]);
    expect(chroma.data[4 * 32 + 8]).toBe(part.planes[1]!.data[0]);
    expect(chroma.data[4 * 32 + 7]).toBe(expected.data[4 * 32 + 7]);
    frame.free();
  });

  it('lays planes out in FFmpeg\'s order', () => {
    expect(planeLayout(shapeOf({ width: 5, height: 3, pixel: pixelFormatOf('yuva420p') }))).toEqual([{ width: 5, height: 3 }, { width: 3, height: 2 }, { width: 3, height: 2 }, { width: 5, height: 3 }]);
  });

  it('refuses planes that are not the frame\'s, and parts that cut chroma', () => {
    const shape = shapeOf({ width: 32, height: 32, pixel: pixelFormatOf('yuv420p') });
    const frame = createFrame(shape);
    expect(() => copyOut(frame, allocatePlanes({ ...shape, width: 4096 }))).toThrow(/does not fit/);
    expect(() => copyOut(frame, allocatePlanes({ ...shape, pixel: pixelFormatOf('gray') }))).toThrow(/planes/);
    expect(() => copyOut(frame, allocatePlanes({ ...shape, width: 8, height: 8 }), { left: 3, top: 0, width: 8, height: 8 })).toThrow(/cuts through chroma/);
    frame.free();
  });
});
