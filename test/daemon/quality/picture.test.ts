import sharp from 'sharp';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { gatherPsnr, psnrOf, psnrOfPlanes } from '../../../daemon/quality/metrics.ts';
import { worstFrame, writePicture } from '../../../daemon/quality/picture.ts';
import { changesOf, sidecarOf } from '../../../daemon/quality/sidecar.ts';
import { allocatePlanes } from '../../../daemon/media/planes.ts';
import { pixelFormatOf } from '../../../daemon/media/pixel.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { restoreWhole, type Whole } from './whole.ts';

let whole: Whole;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fw-picture-')), source = join(folder, 'red.mkv');
  // A red that is only red when the BT.709 matrix and limited range are honoured, on pixels twice as wide as high.
  await makeClip(source, { video: 'color=c=0xC81E1E:size=64x96:rate=25,scale=out_color_matrix=bt709:out_range=limited', frames: 6, sar: { num: 2, den: 1 }, codecOptions: { crf: '4' }, colour: { matrix: 1, primaries: 1, transfer: 1, range: 1 } });
  whole = await restoreWhole(source, { scale: '1' });
});

describe('the before/after picture', () => {
  it('shows both at display size, divided, in true colours', async () => {
    const into = join(whole.folder, 'picture.png');
    await writePicture({ ...whole, result: whole.path, r: worstFrame(whole.plan, whole.index), into });
    const { data, info } = await sharp(into).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([128 * 2 + 4, 96, 3]);
    const at = (x: number, y: number): number[] => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
    for (const x of [64, 132 + 64]) at(x, 80).forEach((value, i) => expect(Math.abs(value - [0xC8, 0x1E, 0x1E][i]!)).toBeLessThanOrEqual(3));
    expect(at(129, 50)).toEqual([255, 255, 255]);
    expect(at(8, 8)).not.toEqual(at(64, 80));
  });
  it.each([
    // Where red, blue, green and white come to lie, row by row, whose corners are stored in that order.
    ['turned', [0, 1, -1, 0], 'mkv', ['green', 'red', 'white', 'blue']], ['mirrored', [-1, 0, 0, 1], 'mkv', ['blue', 'red', 'white', 'green']], ['mirrored and turned', [0, 1, 1, 0], 'mkv', ['red', 'green', 'blue', 'white']],
    ['mirrored and turned, the result itself', [0, -1, -1, 0], 'mxf', ['white', 'blue', 'green', 'red']],
  ] as const)('shows both sides as viewers do: %s', async (_name, matrix, container, corners) => {
    const source = join(whole.folder, `corners-${matrix.join('')}.mkv`), into = join(whole.folder, 'turned.png');
    const box = (x: number, y: number, colour: string): string => `drawbox=x=${x}:y=${y}:w=32:h=48:color=${colour}:t=fill`;
    await makeClip(source, { video: `color=c=0xC81E1E:size=64x96:rate=25,${box(32, 0, '0x1E1EC8')},${box(0, 48, '0x1EC81E')},${box(32, 48, '0xC8C8C8')}`, frames: 3, codecOptions: { crf: '4' }, matrix });
    const made = await restoreWhole(source, { scale: '1', delivery: 'ffv1', container });
    expect(made.plan.steps.some(({ stage }) => stage === 'turn')).toBe(container === 'mxf');
    await writePicture({ ...made, result: made.path, r: 1, into });
    const { data, info } = await sharp(into).raw().toBuffer({ resolveWithObject: true }), sides = matrix[0] === 0 ? [96, 64] as const : [64, 96] as const;
    expect([info.width, info.height]).toEqual([sides[0] * 2 + 4, sides[1]]);
    const seen = (x: number, y: number): string => {
      const [red, green, blue] = data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3) as unknown as [number, number, number];
      return Math.min(red, green, blue) > 120 ? 'white' : red > 120 ? 'red' : green > 120 ? 'green' : 'blue';
    };
    // Below the words in the upper corners.
    const near = [Math.floor(sides[0] * 0.4), Math.floor(sides[0] * 0.6)], rows = [Math.floor(sides[1] * 0.44), Math.floor(sides[1] * 0.6)];
    for (const left of [0, sides[0] + 4]) expect(rows.flatMap((y) => near.map((x) => seen(left + x, y)))).toEqual(corners);
  });
  it.each([
    // 100 cd/m² in PQ (ST 2084), and diffuse white, 203 cd/m², in HLG (BT.2408 table 1), as 10-bit luma.
    ['PQ', 16, 64 + 876 * 0.508, 100], ['HLG', 18, 64 + 876 * 0.75, 203],
  ] as const)('shows %s by its light, tones above 0.3 of diffuse white bent to leave room for 1000 cd/m²', async (_name, transfer, luma, light) => {
    const source = join(whole.folder, `hdr-${transfer}.mkv`), into = join(whole.folder, `hdr-${transfer}.png`);
    await makeClip(source, { video: `color=c=gray:size=112x96:rate=25,format=yuv420p10le,geq=lum=${Math.round(luma)}:cb=512:cr=512`, pixel: 'yuv420p10le', codec: 'ffv1', frames: 3, colour: { matrix: 9, primaries: 9, transfer, range: 1 } });
    const hdr = await restoreWhole(source, { scale: '1', delivery: 'ffv1', style: 'archive' });
    await writePicture({ ...hdr, result: hdr.path, r: 1, into });
    const { data, info } = await sharp(into).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number): number[] => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
    // FFmpeg's mobius, and IEC 61966-2-1.
    const peak = 1000 / 203, j = 0.3, a = (-j * j * (peak - 1)) / (j * j - 2 * j + peak), b = (j * j - 2 * j * peak + peak) / (peak - 1);
    const bent = ((b * b + 2 * b * j + j * j) / (b - a)) * ((light / 203 + a) / (light / 203 + b)), wanted = 255 * (1.055 * bent ** (1 / 2.4) - 0.055);
    for (const x of [56, 172]) at(x, 48).forEach((value) => expect(Math.abs(value - wanted)).toBeLessThanOrEqual(3));
    // The plates in all four corners.
    for (const [x, y] of [[6, 12], [122, 12], [6, 84], [122, 84]] as const) expect(at(x, y)[0]).toBeLessThan(wanted - 20);
  });
  it('is taken at the worst moment inside the clip, or in the middle', () => {
    const { plan, index } = whole;
    expect(worstFrame({ ...plan, analysis: { ...plan.analysis, worst: [{ frame: 99, kind: 'other' as const, why: 'outside' }, { frame: 4, kind: 'noisiest' as const, why: 'noise' }] } }, index)).toBe(4);
    expect(worstFrame({ ...plan, analysis: { ...plan.analysis, worst: [] } }, index)).toBe(3);
  });
});

describe('metrics', () => {
  const planes = (value: number, pixel = 'yuv420p') => {
    const made = allocatePlanes({ width: 8, height: 8, pixel: pixelFormatOf(pixel) });
    made.planes.forEach(({ data }) => data.fill(value));
    return made;
  };
  it('are PSNR by its definition, for any depth', () => {
    expect(psnrOf(planes(100), planes(105), 8)).toBeCloseTo(10 * Math.log10(255 ** 2 / 25), 10);
    expect(psnrOf(planes(400, 'yuv420p10le'), planes(420, 'yuv420p10le'), 10)).toBeCloseTo(10 * Math.log10(1023 ** 2 / 400), 10);
    expect(psnrOfPlanes(planes(7), planes(7), 8)).toEqual([Infinity, Infinity, Infinity]);
  });
  it('of a clip come from its mean error, not from a mean of decibels', () => {
    const gathered = gatherPsnr(8);
    gathered.add(planes(100), planes(100));
    gathered.add(planes(100), planes(104));
    expect(gathered.decibels()).toBeCloseTo(10 * Math.log10(255 ** 2 / 8), 10);
  });
});

describe('the sidecar', () => {
  it('says what changed and is the same for the same facts', () => {
    const facts = { plan: whole.plan, units: [...whole.units].reverse(), result: { name: 'red.restored.mp4', sha256: 'a', bytes: 1 }, streamHashes: {}, streams: [], concealed: [3], silenced: [{ stream: 1, milliseconds: [40] }], revisions: [], seconds: 1, differences: [] };
    const text = sidecarOf(facts);
    expect(text).toBe(sidecarOf({ ...facts, units: whole.units }));
    expect(JSON.parse(text)).toMatchObject({ framewright: 1, concealed: [3], silenced: [{ stream: 1, milliseconds: [40] }], verified: { differences: [], frames: 6 }, hashes: { units: { 'video-0': whole.units[0]!.sha256 } } });
    expect(changesOf({ ...whole.plan, result: { ...whole.plan.result, width: 128 } })[0]).toMatchObject({ what: 'Size: 64×96 became 128×96' });
  });
});
