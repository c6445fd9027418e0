// Turning a picture moves nothing but the whole of it: chroma stays where its brightness is, at every position it can have, in frames and in fields.
import { describe, expect, it } from 'vitest';
import type { ColourTags, Media, StreamShape } from '../../../shared/media.ts';
import type { Plane, PlaneFrame } from '../../../shared/planes.ts';
import { turnOfOrientation } from '../../../daemon/media/turn.ts';
import type { ChosenDelivery } from '../../../daemon/plan/delivery.ts';
import { backGraph, turnStep } from '../../../daemon/plan/turn.ts';
import { coveredParts } from '../../../daemon/run/covered.ts';
import { patterned, shiftOf, sitesOf, type PlaneSites } from '../../fixtures/shift.ts';
import { distance, orientations, shownAs } from '../../fixtures/turned.ts';
import { picture, shapeOf, through } from '../stages/pictures.ts';

/** What the test of scaling allows, and more where one chroma sample covers four columns. */
const still = 0.02, stillCoarse = 0.03;
const mxf = { container: 'mxf', delivery: { pictures: null, title: 'Test' } } as unknown as ChosenDelivery;
const stepFor = (input: StreamShape, orientation: number) => turnStep(input, { video: turnOfOrientation(orientation), picture: null } as unknown as Media, mxf)!;
const made = (pixel: string, differs: Partial<StreamShape>, chromaPosition: ColourTags['chromaPosition']): StreamShape => {
  const shape = shapeOf(pixel, { frames: 1, ...differs });
  return { ...shape, colour: { ...shape.colour, chromaPosition } };
};

/** Exif's orientation that brings a picture shown by another one back. */
const inverse = (orientation: number): number => ({ 6: 8, 8: 6 })[orientation] ?? orientation;

/** A plane of the turned picture, turned back sample by sample, with the places at which its samples then lie in the source. */
function back(plane: Plane, orientation: number, sites: PlaneSites, source: StreamShape): { readonly plane: Plane; readonly sites: PlaneSites } {
  const { width, height, data } = shownAs(inverse(orientation), plane), [x, y] = orientation > 4 ? [sites.y, sites.x] : [sites.x, sites.y];
  const from = (end: typeof x, length: number, samples: number, exchanged: boolean): number => (exchanged ? length - end.first - end.step * (samples - 1) : end.first);
  return {
    plane: { ...plane, width, height, data: Uint16Array.from(data) },
    sites: { x: { step: x.step, first: from(x, source.width, width, [2, 3, 7, 8].includes(orientation)) }, y: { step: y.step, first: from(y, source.height, height, [3, 4, 6, 7].includes(orientation)) } },
  };
}

async function expectStill(input: StreamShape, orientation: number): Promise<void> {
  const step = stepFor(input, orientation), { frames } = await through(step.graph!, input, step.output, [patterned(input)]), { planes } = frames[0]!.planes;
  for (const [i, plane] of planes.entries()) {
    const turned = back(plane, orientation, sitesOf(input.pixel, input.colour.chromaPosition, i), input), full = { ...turned.plane, width: input.width, height: input.height };
    const frame = { planes: planes.map((_, n) => (n === i ? turned.plane : full)) } as unknown as PlaneFrame;
    for (const lines of input.fieldOrder === 'progressive' ? [{ from: 0, every: 1 }] : [{ from: 0, every: 2 }, { from: 1, every: 2 }]) {
      const { x, y, misfit } = shiftOf({ frame: i === 0 ? { planes: [turned.plane] } as unknown as PlaneFrame : frame, plane: i, sites: turned.sites, lines });
      expect([orientation, i, Math.max(Math.abs(x), Math.abs(y)) < (input.pixel.chroma === '411' ? stillCoarse : still), misfit < 0.03], `${input.pixel.name} ${input.colour.chromaPosition} ${step.graph}: ${x}, ${y}, ${misfit}`).toEqual([orientation, i, true, true]);
    }
  }
}

describe('a turned picture', () => {
  const cases = [
    ['yuv420p', 'left', {}], ['yuv420p', 'center', {}], ['yuv420p10le', 'topleft', {}], ['yuv420p', 'top', {}], ['yuv420p', 'bottom', {}], ['yuva420p', 'left', { width: 113 }], ['yuv420p', 'center', { width: 113, height: 97 }],
    ['yuv422p10le', 'left', {}], ['yuv422p', 'unspecified', { width: 113 }], ['yuv440p', 'left', {}], ['yuv411p', 'left', {}],
  ] as const;
  it.each(cases)('keeps %s, chroma %s, in place %j', async (pixel, position, differs) => {
    for (const orientation of orientations.slice(1)) await expectStill(made(pixel, { width: 112, height: 96, ...differs }, position), orientation);
  });
  it.each([['yuv420p', 'left', 96], ['yuv420p', 'left', 98], ['yuv420p', 'topleft', 96], ['yuv422p10le', 'left', 98]] as const)('keeps both fields of %s, chroma %s, of %i lines in place', async (pixel, position, height) => {
    for (const orientation of [2, 3, 4]) {
      const input = made(pixel, { width: 112, height, fieldOrder: 'tff' }, position);
      await expectStill(input, orientation);
      expect(stepFor(input, orientation).output.fieldOrder).toBe(orientation === 2 ? 'tff' : 'bff');
    }
  });
  it('keeps every sample that needs not be made anew', async () => {
    for (const [pixel, position] of [['yuv444p12le', 'left'], ['gbrap16le', 'left'], ['gray10le', 'left'], ['yuva444p', 'left'], ['yuv420p', 'center']] as const) {
      for (const orientation of orientations.slice(1)) {
        const input = made(pixel, {}, position), drawn = picture(input, 0), step = stepFor(input, orientation), { frames: [frame] } = await through(step.graph!, input, step.output, [drawn]);
        expect(frame!.planes.planes.map((plane, i) => distance(plane, shownAs(orientation, drawn.planes[i]!)))).toEqual(drawn.planes.map(() => 0));
      }
    }
  });
  it('is brought back to how it was stored, without the line that was added to it', async () => {
    for (const orientation of orientations.slice(1)) {
      const input = made('gray', { width: 41, height: 24 }, 'left'), drawn = picture(input, 0), step = stepFor(input, orientation), shown = (await through(step.graph!, input, step.output, [drawn])).frames[0]!.planes;
      const padded = { ...step.output, width: step.output.width + 1 }, pixels = picture(padded, 0);
      for (let y = 0; y < padded.height; y++) pixels.planes[0]!.data.set(shown.planes[0]!.data.subarray(y * step.output.width, (y + 1) * step.output.width), y * padded.width);
      const { frames: [frame] } = await through(backGraph([step])!, padded, input, [pixels]);
      expect(distance(frame!.planes.planes[0]!, drawn.planes[0]!)).toBe(0);
    }
    expect(backGraph([])).toBeNull();
  });
  it('shows a part of its source where the turn brings it', () => {
    const input = made('gray', { width: 40, height: 24 }, 'left');
    const fitted = { stage: 'fit', params: { width: 40, height: 24, how: 'pad' }, input: { ...input, width: 10, height: 5 }, output: input };
    for (const orientation of orientations.slice(1)) {
      const { result } = coveredParts({ ...input, width: 10, height: 5 }, [fitted as never, stepFor(input, orientation)]), plain = coveredParts({ ...input, width: 10, height: 5 }, [fitted as never]).result;
      const moved = Array.from({ length: 40 * 24 }, (_, i) => Number(i % 40 >= plain.left && i % 40 < plain.left + plain.width && Math.floor(i / 40) >= plain.top && Math.floor(i / 40) < plain.top + plain.height));
      const { data, width } = shownAs(orientation, { width: 40, height: 24, data: moved }), first = data.indexOf(1), last = data.lastIndexOf(1);
      expect(result).toEqual({ left: first % width, top: Math.floor(first / width), width: (last % width) - (first % width) + 1, height: Math.floor(last / width) - Math.floor(first / width) + 1 });
    }
  });
});
