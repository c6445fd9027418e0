// Interlaced video that stays so gets other lines: every field, luma and chroma, lies where its lines lie in the new frame, and sees nothing of the other.
import { describe, expect, it } from 'vitest';
import type { ColourTags, StreamShape } from '../../../shared/media.ts';
import type { PlaneFrame } from '../../../shared/planes.ts';
import { allocatePlanes } from '../../../daemon/media/planes.ts';
import { lanczos, resized } from '../../../daemon/stages/sizes.ts';
import { patterned, shiftOf, sitesOf } from '../../fixtures/shift.ts';
import { picture, shapeOf, through } from './pictures.ts';

type Made = { readonly width?: number; readonly height?: number; readonly frames?: number; readonly fieldOrder?: StreamShape['fieldOrder']; readonly position?: ColourTags['chromaPosition'] };
const made = (pixel: string, { position = 'left', ...differs }: Made = {}): StreamShape => {
  const shape = shapeOf(pixel, { width: 112, height: 96, frames: 1, fieldOrder: 'tff', ...differs });
  return { ...shape, colour: { ...shape.colour, chromaPosition: position } };
};
const scale = async (input: StreamShape, size: { readonly width: number; readonly height: number }, frame = patterned(input), graph = lanczos(input, size)): Promise<PlaneFrame> =>
  (await through(graph, input, resized(input, size), [frame])).frames[0]!.planes;

/** How far each plane of each field lies from its place at worst, in luma pixels of the source. */
async function worstShift(input: StreamShape, size: { readonly width: number; readonly height: number }, graph?: string): Promise<number> {
  const frame = await scale(input, size, undefined, graph), factor = { x: size.width / input.width, y: size.height / input.height };
  const shifts = [0, 1].flatMap((from) => (input.pixel.family === 'grey' ? [0] : [0, 1, 2]).map((plane) => {
    const { x, y } = shiftOf({ frame, plane, sites: sitesOf(input.pixel, input.colour.chromaPosition, plane), scale: factor, border: Math.max(12, 16 * factor.y), lines: { from, every: 2 } });
    return Math.max(Math.abs(x) / factor.x, Math.abs(y) / factor.y);
  }));
  return Math.max(...shifts);
}

describe('each field stays in place', () => {
  const formats = ['yuv420p', 'yuv420p10le', 'yuv422p', 'yuv422p10le', 'yuv411p', 'yuv444p', 'gray', 'gray12le', 'yuv440p10le', 'gbrap14le', 'yuva420p'];
  it.each(formats.flatMap((pixel) => (['tff', 'bff'] as const).map((fieldOrder) => [pixel, fieldOrder] as const)))('%s, %s: ×2, ×1.5 and ×0.5 lines', async (pixel, fieldOrder) => {
    for (const [width, factor] of [[224, 2], [112, 1.5], [112, 0.5]] as const) expect(await worstShift(made(pixel, { fieldOrder }), { width, height: 96 * factor }), `×${factor}`).toBeLessThan(0.03);
  });
  it.each(['center', 'topleft', 'top', 'bottomleft', 'bottom'] as const)('with chroma at the %s', async (position) => {
    for (const height of [192, 48]) expect(await worstShift(made('yuv420p10le', { position }), { width: 112, height }), `${height}`).toBeLessThan(0.03);
  });
  it('where sides are odd or the chroma does not split into fields', async () => {
    for (const [pixel, width, height, to] of [['yuv420p', 113, 96, { width: 170, height: 144 }], ['yuv420p', 112, 98, { width: 112, height: 146 }], ['yuv411p', 113, 98, { width: 169, height: 150 }]] as const) {
      expect(await worstShift(made(pixel, { width, height }), to), `${pixel} ${width}×${height}`).toBeLessThan(0.03);
    }
  });
  it('which FFmpeg alone would not do', async () => {
    for (const graph of ['setfield=mode=tff,scale=w=112:h=192:interl=1:flags=lanczos', 'setfield=mode=tff,separatefields,zscale=h=96:filter=lanczos,weave=first_field=top']) {
      expect(await worstShift(made('gray'), { width: 112, height: 192 }, graph), graph).toBeGreaterThan(0.1);
    }
  });
});

describe('what the fields show', () => {
  it.each(['tff', 'bff'] as const)('%s: two pictures stay two, and the order stays', async (fieldOrder) => {
    for (const [pixel, height] of [['yuv420p', 96], ['yuv420p', 32], ['yuv422p10le', 66], ['yuv420p', 72]] as const) {
      const input = made(pixel, { width: 64, height: 48, frames: 3, fieldOrder }), size = { width: 64, height };
      const run = (seed: number) => through(lanczos(input, size), input, resized(input, size), [0, 1, 2].map((n) => picture(input, n, seed)));
      const [one, other] = [await run(0), await run(1)];
      expect(one.frames.map(({ n, flags }) => [n, flags])).toEqual([0, 1, 2].map((n) => [n, fieldOrder === 'tff' ? 24 : 8]));
      one.frames.forEach(({ planes }, i) => planes.planes.forEach(({ width, data }, plane) => {
        const lines = (parity: number, all: Uint8Array | Uint16Array) => all.filter((_, at) => Math.floor(at / width) % 2 === parity), changed = other.frames[i]!.planes.planes[plane]!.data;
        expect(lines(0, changed)).toEqual(lines(0, data));
        expect(lines(1, changed)).not.toEqual(lines(1, data));
      }));
    }
  });
  it('stands still without combs: like the whole frame scaled at once', async () => {
    for (const [height, cycles] of [[192, 0.12], [144, 0.12], [48, 0.05]] as const) {
      const input = made('gray', { width: 32 }), size = { width: 32, height }, still = waves(input, cycles);
      const [fields, whole, unmoved] = [await scale(input, size, still), await scale(input, size, still, lanczos({ ...input, fieldOrder: 'progressive' }, size)), await scale(input, size, still, `setfield=mode=tff,separatefields,zscale=h=${height / 2}:filter=lanczos,weave=first_field=top`)];
      expect(comb(fields), `${height} lines`).toBeLessThan(1.1 * comb(whole) + 0.4);
      expect(comb(unmoved), `${height} lines`).toBeGreaterThan(1.5 * comb(whole) + 1);
    }
  });
  it('has flat areas that stay exactly flat, up to the edges', async () => {
    const input = made('yuv420p16le'), flat = allocatePlanes(input, 0);
    flat.planes.forEach(({ data }, plane) => data.fill([54321, 30001, 4097][plane]!));
    for (const height of [180, 60]) expect((await scale(input, { width: 112, height }, flat)).planes.map(({ data }) => [...new Set(data)])).toEqual([[54321], [30001], [4097]]);
  });
});

/** Level waves of so many cycles per line. */
function waves(shape: StreamShape, cycles: number): PlaneFrame {
  const frame = allocatePlanes(shape, 0), { width, data } = frame.planes[0]!;
  data.forEach((_, at) => { data[at] = Math.round(128 + 90 * Math.sin(2 * Math.PI * cycles * Math.floor(at / width))); });
  return frame;
}

/** How far lines differ from the mean of their neighbours, in code values: RMS of those away from the edges. */
function comb(frame: PlaneFrame): number {
  const { width, height, data } = frame.planes[0]!, border = Math.floor(height / 6), column = Math.floor(width / 2);
  const lines = Array.from({ length: height - 2 * border }, (_, i) => [i - 1, i, i + 1].map((line) => data[(line + border) * width + column]!) as [number, number, number]);
  return Math.sqrt(lines.reduce((sum, [above, line, below]) => sum + (line - (above + below) / 2) ** 2, 0) / lines.length);
}
