// Pictures for the contract tests: every plane filled to its full depth with a gradient, a moving box and noise, and what comes out of a graph.
import type { Frame } from '../../../daemon/media/frame.ts';
import { openFilter } from '../../../daemon/media/filter.ts';
import { allocatePlanes, copyIn, copyOut, createFrame } from '../../../daemon/media/planes.ts';
import { pixelFormatOf } from '../../../daemon/media/pixel.ts';
import { avGetPixFmtName } from 'node-av';
import type { StreamShape } from '../../../shared/media.ts';
import type { PlaneFrame } from '../../../shared/planes.ts';
import { invert, toNumber } from '../../../shared/time.ts';

/** 64×48 at 25 fps in BT.709, limited range, with what differs. */
export const shapeOf = (pixel: string, differs: Partial<StreamShape> = {}): StreamShape => ({
  width: 64, height: 48, pixel: pixelFormatOf(pixel), sar: { num: 1, den: 1 }, rate: { num: 25, den: 1 }, frames: 6, fieldOrder: 'progressive',
  colour: { range: 'limited', matrix: pixel.startsWith('gb') ? 'gbr' : 'bt709', primaries: 'bt709', transfer: 'bt709', chromaPosition: 'left' }, ...differs,
});

/** Frame `n`; `seed` changes only the lines of the second field (odd ones). */
export function picture(shape: StreamShape, n: number, seed = 0): PlaneFrame {
  const frame = allocatePlanes(shape, n), top = 2 ** shape.pixel.depth - 1;
  frame.planes.forEach(({ width, height, data }, plane) => {
    let random = 1 + n * 7919 + plane * 104729 + 31 * width;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        random = (Math.imul(random, 1103515245) + 12345) >>> 0;
        const box = (x - n * 2 + 640) % width < width / 4 && y > height / 3 && y < height / 1.5 ? 0.25 : 0;
        const field = y % 2 === 1 ? seed * 0.1 : 0;
        const noise = ((random >>> 16) / 65536 - 0.5) * 0.06;
        data[y * width + x] = Math.round(top * Math.min(0.9, Math.max(0.1, 0.2 + 0.3 * (x / width) + 0.15 * (y / height) + box + field + noise)));
      }
    }
  });
  return frame;
}

export function toFrame(shape: StreamShape, planes: PlaneFrame): Frame {
  const frame = createFrame(shape);
  copyIn(planes, frame);
  frame.pts = BigInt(planes.frame);
  frame.duration = 1n;
  return frame;
}

/** A frame that came out: its number on the output's rate, its planes, and FFmpeg's field flags (interlaced 8, top first 16). */
export type Made = { readonly n: number; readonly planes: PlaneFrame; readonly flags: number };
export type Result = { readonly width: number; readonly height: number; readonly format: string; readonly sar: string; readonly frames: readonly Made[] };

/** Sends `inputs` through a chain. `output` is the shape the stage promises, which names the rate that frames are counted on. @throws FrameWrightError `internal` for a conversion. */
export async function through(graph: string, shape: StreamShape, output: StreamShape, inputs: readonly PlaneFrame[], threads = 1): Promise<Result> {
  const filter = await openFilter(graph, { shape, timeBase: invert(shape.rate) }, { threads });
  try {
    const frames: Frame[] = [];
    for (const planes of inputs) frames.push(...await filter.push(toFrame(shape, planes)));
    frames.push(...await filter.flush());
    const { width, height, sar, format } = filter.output;
    const name = avGetPixFmtName(format as never) ?? '';
    return { width, height, format: name, sar: `${sar.num}:${sar.den}`, frames: frames.map((frame) => read(frame, { width, height, pixel: pixelFormatOf(name) }, toNumber(filter.timeBase) * toNumber(output.rate))) };
  } finally {
    filter.close();
  }
}

function read(frame: Frame, shape: Pick<StreamShape, 'width' | 'height' | 'pixel'>, perFrame: number): Made {
  const planes = allocatePlanes(shape, Number(frame.pts));
  copyOut(frame, planes);
  const made = { n: Number(frame.pts) * perFrame, planes, flags: frame.flags & 24 };
  frame.free();
  return made;
}

/** The largest difference of two frames in code values, over all planes or one. */
export function worst(one: PlaneFrame, other: PlaneFrame, only?: number): number {
  return one.planes.reduce((most, plane, i) => (only === undefined || only === i ? (plane.data as Uint8Array).reduce((max, value, at) => Math.max(max, Math.abs(value - other.planes[i]!.data[at]!)), most) : most), 0);
}
