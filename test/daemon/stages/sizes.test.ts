// Scaling keeps the picture's shape on screen and its colour where it was.
import { describe, expect, it } from 'vitest';
import { allocatePlanes } from '../../../daemon/media/planes.ts';
import { lanczos, sarAfter } from '../../../daemon/stages/sizes.ts';
import { shapeOf, through } from './pictures.ts';

describe('pixel aspect ratio', () => {
  it.each([
    ['square stays square', 1280, 720, '1/1', 1920, 1080, '1/1'],
    ['rounding to whole pixels does not bend it', 854, 480, '1/1', 1922, 1080, '1/1'],
    ['PAL keeps its own', 720, 576, '16/15', 1440, 1152, '16/15'],
    ['PAL made square', 720, 576, '16/15', 768, 576, '1/1'],
    ['made square with rounding', 352, 288, '128/117', 386, 288, '1/1'],
    ['nearly square made square', 180, 320, '404/405', 202, 360, '1/1'],
    ['nearly square kept', 180, 320, '404/405', 360, 640, '404/405'],
    ['anything else is exact', 320, 480, '2/1', 640, 240, '1/2'],
  ] as const)('%s: %i×%i at %s to %i×%i is %s', (_what, width, height, sar, toWidth, toHeight, expected) => {
    const [num, den] = sar.split('/').map(Number);
    const { num: n, den: d } = sarAfter(shapeOf('yuv420p', { width, height, sar: { num: num!, den: den! } }), { width: toWidth, height: toHeight });
    expect(`${n}/${d}`).toBe(expected);
  });
});

describe('chroma position', () => {
  // A chroma ramp of 400 per sample across and 300 down: a shift of a quarter sample shows as 100 or 75.
  it.each([['left', 0.125, 0.25], ['center', 0.25, 0.25], ['topleft', 0.125, 0.125]] as const)('%s stays', async (chromaPosition, x, y) => {
    const plain = shapeOf('yuv420p16le'), shape = { ...plain, colour: { ...plain.colour, chromaPosition } };
    const ramp = allocatePlanes(shape, 0);
    for (const { width, height, data } of ramp.planes) for (let i = 0; i < width * height; i++) data[i] = 5000 + 400 * (i % width) + 300 * Math.floor(i / width);
    const size = { width: 128, height: 96 };
    const { frames } = await through(lanczos(shape, size), shape, { ...shape, ...size }, [ramp]);
    const chroma = frames[0]!.planes.planes[1]!;
    expect(Math.abs(chroma.data[20 * chroma.width + 20]! - (5000 + 400 * (10 - x) + 300 * (10 - y)))).toBeLessThan(20);
  });
});
