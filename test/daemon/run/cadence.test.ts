import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../../shared/plan.ts';
import { pixelFormatOf } from '../../../daemon/media/pixel.ts';
import { allocatePlanes, copyOut } from '../../../daemon/media/planes.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { verifyFile } from '../../../daemon/quality/verify.ts';
import { makeClip, pull } from '../../fixtures/clip.ts';
import { restoreWhole, type Whole } from '../quality/whole.ts';
import { cadenceOf, seen, telecine, telecined, type Pulldown } from './cadence.ts';
import { decodeUnits } from './job.ts';

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'fw-cadence-')); });

/** Nothing but the weaving, kept without loss. */
const lossless = { quality: 'fast', scale: '1', delivery: 'ffv1', stages: { denoise: { strength: 'off' }, deblock: { strength: 'off' } } } as const;

async function picturesOf(chain: string, pixel: string, count: number): Promise<Uint8Array[][]> {
  const { frames } = await pull(`${chain},format=${pixel}`, 'buffersink', count);
  return frames.map((frame) => {
    const planes = allocatePlanes({ width: frame.width, height: frame.height, pixel: pixelFormatOf(pixel) });
    copyOut(frame, planes);
    frame.free();
    return planes.planes.map(({ data }) => new Uint8Array(data.buffer.slice(0) as unknown as ArrayBuffer));
  });
}

const made = ({ units, plan }: Whole) => decodeUnits(units.filter(({ unit }) => unit.startsWith('video')), plan.result);
const film = (rate: string): string => `testsrc2=size=64x48:rate=${rate}`;
const failures = (whole: Whole): Promise<string[]> => verifyFile({ plan: whole.plan, index: whole.index, path: whole.path, home: whole.home, muxed: whole.muxed });
const steps = (plan: Plan): string[] => plan.steps.map(({ stage, scan }) => `${stage} ${scan}`);

it('knows the cadences that the analysis writes down', () => {
  expect(cadenceOf('23')).toEqual({ cycle: 5, matches: 'ccppc', drop: [2] });
  expect(cadenceOf('2332')).toEqual({ cycle: 5, matches: 'ccpcc', drop: [2] });
  expect(cadenceOf('222222222223')).toMatchObject({ cycle: 25, drop: [12] });
});

describe.each<[Pulldown, string, string, { num: number; den: number }]>([
  [{ pattern: '23', first: 'top' }, '24000/1001', 'yuv420p', { num: 24000, den: 1001 }], [{ pattern: '23', first: 'bottom' }, '24000/1001', 'yuv422p10le', { num: 24000, den: 1001 }],
  [{ pattern: '2332', first: 'top' }, '24', 'yuv411p', { num: 24, den: 1 }], [{ pattern: '32', first: 'bottom' }, '24', 'yuv444p', { num: 24, den: 1 }],
  [{ pattern: '222222222223', first: 'top' }, '24', 'yuv420p', { num: 24, den: 1 }],
])('film by %o at %s in %s', (pulldown, rate, pixel, expected) => {
  it('comes back bit by bit, evenly spaced', async () => {
    const source = join(folder, `${pulldown.pattern}-${pulldown.first}.mkv`), count = pulldown.pattern.length > 4 ? 25 : 20;
    await makeClip(source, { video: telecine(film(rate), pulldown), frames: count, codec: 'ffv1', pixel, interlaced: pulldown.first === 'top' ? 'tff' : 'bff' });
    const whole = await restoreWhole(source, lossless, undefined, seen('telecine', [telecined(0, count, pulldown)]));
    expect(steps(whole.plan)).toEqual(['inverse-telecine telecined']);
    const { cycle, drop } = cadenceOf(pulldown.pattern), pictures = (count * (cycle - drop.length)) / cycle;
    expect(whole.plan).toMatchObject({ result: { rate: expected, frames: pictures, fieldOrder: 'progressive' }, map: { frames: pictures, even: true } });
    const results = await made(whole);
    expect(results.map(({ planes }) => planes)).toEqual(await picturesOf(film(rate), pixel, pictures));
    expect(await failures(whole)).toEqual([]);
    const { media, index } = await probe(whole.path, { home: whole.home });
    expect(media.video.rate).toMatchObject({ nominal: expected, constant: true });
    index.pts.forEach((pts, r) => expect(Math.abs(pts - (r * 1000 * expected.den) / expected.num)).toBeLessThanOrEqual(1));
  });
});
