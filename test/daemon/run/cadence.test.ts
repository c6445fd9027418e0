import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ScanRun } from '../../../shared/analysis.ts';
import type { Plan } from '../../../shared/plan.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { resultSpan } from '../../../daemon/plan/map.ts';
import { verifyFile } from '../../../daemon/quality/verify.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { restoreWhole, type Whole } from '../quality/whole.ts';
import { cadenceOf, seen, telecine, telecined, type Pulldown } from './cadence.ts';
import { decodeUnits, openSource, runPlan } from './job.ts';
import { picturesOf } from './pictures.ts';

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'fw-cadence-')); });

/** Nothing but the weaving, kept without loss. */
const lossless = { quality: 'fast', scale: '1', delivery: 'ffv1', stages: { denoise: { strength: 'off' }, deblock: { strength: 'off' } } } as const;

const made = ({ units, plan }: Whole) => decodeUnits(units.filter(({ unit }) => unit.startsWith('video')), plan.result);
const film = (rate: string): string => `testsrc2=size=64x48:rate=${rate}`;
const failures = async (whole: Whole): Promise<readonly string[]> => (await verifyFile({ plan: whole.plan, index: whole.index, path: whole.path, home: whole.home, muxed: whole.muxed })).differences;
const steps = (plan: Plan): string[] => plan.steps.map(({ stage, scan }) => `${stage} ${scan}`);

it('knows the cadences that the analysis writes down', () => {
  expect(cadenceOf('23')).toEqual({ cycle: 5, matches: 'ccppc', drop: [2] });
  expect(cadenceOf('2332')).toEqual({ cycle: 5, matches: 'ccpcc', drop: [2] });
  expect(cadenceOf('222222222223')).toMatchObject({ cycle: 25, drop: [12] });
});

/** Video cut out of a telecined film: frames `[from, to)` of it for each part. */
const edited = (rate: string, pulldown: Pulldown, parts: readonly (readonly [number, number])[]): string =>
  `${telecine(film(rate), pulldown)},select='${parts.map(([from, to]) => `between(n,${from},${to - 1})`).join('+')}',setpts=N/FRAME_RATE/TB`;

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

describe('a film that was edited as video', () => {
  const pulldown: Pulldown = { pattern: '23', first: 'top' }, parts = [[0, 13], [24, 41]] as const, runs = [telecined(0, 13, pulldown), telecined(13, 17, pulldown, 24)];
  /** The film picture whose field comes first in telecined frame n. */
  const pictureAt = (n: number): number => 4 * Math.floor(n / 5) + [0, 1, 1, 2, 3][n % 5]!;
  let whole: Whole, pictures: Uint8Array[][];
  beforeAll(async () => {
    const source = join(folder, 'edited.mkv');
    await makeClip(source, { video: edited('24', pulldown, parts), frames: 30, codec: 'ffv1', interlaced: 'tff' });
    whole = await restoreWhole(source, lossless, undefined, seen('telecine', runs));
    pictures = await picturesOf(film('24'), 'yuv420p', 34);
  });
  it('has its pictures back on both sides of the edit', async () => {
    const kept = (phase: number, count: number): number[] => Array.from({ length: count }, (_, i) => phase + i).filter((n) => n % 5 !== 2);
    const expected = [...kept(0, 13), ...kept(24, 17)].map((n) => pictures[pictureAt(n)]!);
    expect((await made(whole)).map(({ planes }) => planes)).toEqual(expected);
    expect(whole.plan).toMatchObject({ result: { rate: { num: 24, den: 1 } }, map: { frames: 24, even: false, runs: [{ kind: 'cadence', count: 10 }, { kind: 'cadence', count: 14 }] } });
    expect(await failures(whole)).toEqual([]);
  });
  it('weaves across the end of a stretch where the field lies there, also before the first frame of a range', async () => {
    const source = join(folder, 'orphan.mkv'), rest = telecined(14, 16, pulldown, 8), lone: ScanRun = { first: 13, count: 1, scan: 'interlaced', order: 'tff', cadence: null };
    await makeClip(source, { video: edited('24', pulldown, [[0, 13], [27, 44]]), frames: 30, codec: 'ffv1', interlaced: 'tff' });
    const one = await restoreWhole(source, { ...lossless, stages: { ...lossless.stages, denoise: { strength: 0.01, method: 'atadenoise' } } }, undefined, seen('telecine', [telecined(0, 13, pulldown), lone, rest]));
    expect(one.plan.steps.map(({ stage, params }) => [stage, params['rate']])).toEqual([['inverse-telecine', undefined], ['deinterlace', 'single'], ['denoise', undefined]]);
    expect(await failures(one)).toEqual([]);
    const part = await restoreWhole(source, { ...lossless, range: { unit: 'frames', in: 3, out: 12 } }, undefined, seen('telecine', [telecined(0, 13, pulldown), lone, rest]));
    // Frame 14 shows picture 22 of the film, whose second field lies in frame 13; frame 3 shows picture 2, half of which lies before the range.
    expect((await made(part))[0]!.planes).toEqual(pictures[2]);
    const bare = await restoreWhole(source, lossless, undefined, seen('telecine', [telecined(0, 13, pulldown), lone, rest])), at = bare.plan.map.runs[0]!.count + 1;
    expect((await made(bare))[at]!.planes).toEqual(pictures[22]);
  });
  it('is worked on alike wherever a segment ends, also where later steps look along time', async () => {
    const wish = { ...lossless, stages: { ...lossless.stages, denoise: { strength: 0.3, method: 'atadenoise' } } } as const;
    const source = await openSource(whole.plan.media.path, folder), one = await restoreWhole(source.path, wish, undefined, seen('telecine', runs));
    expect(steps(one.plan)).toEqual(['inverse-telecine telecined', 'denoise null']);
    const starts = [0, 7, 9, 13, 20], segments = starts.map((from, id) => {
      const to = starts[id + 1] ?? 30, border = from >= 13 ? 13 : 0;
      return { id, from, to, ...resultSpan(one.plan.map, source.index, from, to), warm: Math.min(10, from - border) };
    });
    const many = await runPlan(source, { ...one.plan, segments });
    expect(await decodeUnits(many.units, one.plan.result)).toEqual(await made(one));
  });
});

describe('video of several kinds', () => {
  const parts = ['testsrc2=size=64x48:rate=25,trim=end_frame=8', 'testsrc2=size=64x48:rate=50,tinterlace=mode=interleave_top,trim=end_frame=8', 'mandelbrot=size=64x48:rate=25,trim=end_frame=5', 'testsrc2=size=64x48:rate=50,tinterlace=mode=interleave_bottom,trim=end_frame=4'];
  const chain = `${parts.map((part, i) => `${part},format=yuv420p,setsar=1,settb=1/25,setpts=N[p${i}]`).join(';')};${parts.map((_, i) => `[p${i}]`).join('')}concat=n=4,settb=1/25`;
  const runs: ScanRun[] = [
    { first: 0, count: 8, scan: 'progressive', order: null, cadence: null }, { first: 8, count: 8, scan: 'interlaced', order: 'tff', cadence: null },
    { first: 16, count: 5, scan: 'progressive', order: null, cadence: null }, { first: 21, count: 4, scan: 'interlaced', order: 'bff', cadence: null },
  ];
  it('has only its interlaced stretches deinterlaced, each in its order, at twice the rate', async () => {
    const source = join(folder, 'mixed.mkv');
    await makeClip(source, { video: chain, frames: 25, codec: 'ffv1', interlaced: 'tff' });
    const whole = await restoreWhole(source, lossless, undefined, seen('mixed', runs)), results = await made(whole), sources = await picturesOf(chain, 'yuv420p', 25);
    expect(steps(whole.plan)).toEqual(['deinterlace interlaced']);
    expect(whole.plan).toMatchObject({ steps: [{ params: { parity: 'auto', rate: 'field' } }], result: { rate: { num: 50, den: 1 }, frames: 37, fieldOrder: 'progressive' }, map: { even: false } });
    expect(whole.plan.notices.join(' ')).toMatch(/rate changes with its stretches: 50 per second where it was interlaced, 25 per second where it was neither/);
    expect(results.map(({ planes }) => planes).filter((_, r) => r < 8 || (r >= 24 && r < 29))).toEqual([...sources.slice(0, 8), ...sources.slice(16, 21)]);
    for (const [from, count, order] of [[8, 8, 'tff'], [21, 4, 'bff']] as const) {
      const alone = `${chain},trim=start_frame=${from}:end_frame=${from + count},setfield=${order},bwdif=mode=send_field:parity=${order}:deint=all`;
      const first = from === 8 ? 8 : 29;
      expect(results.slice(first, first + 2 * count).map(({ planes }) => planes)).toEqual(await picturesOf(alone, 'yuv420p', 2 * count));
    }
    expect(results.map(({ pts }) => pts).slice(6, 12)).toEqual([240, 280, 320, 340, 360, 380].map((ms) => ms * 2));
    expect(await failures(whole)).toEqual([]);
  });
  it('stays in one rate on request', async () => {
    const whole = await restoreWhole(join(folder, 'mixed.mkv'), { ...lossless, constantRate: { num: 50, den: 1 } }, undefined, seen('mixed', runs));
    expect(whole.plan).toMatchObject({ result: { frames: 50, rate: { num: 50, den: 1 } }, map: { even: true, constantRate: { num: 50, den: 1 } } });
    const results = await made(whole);
    expect(results[1]!.planes).toEqual(results[0]!.planes);
    expect(results[17]!.planes).not.toEqual(results[16]!.planes);
    expect(await failures(whole)).toEqual([]);
  });
  it('stays as it is with deinterlacing off', async () => {
    const whole = await restoreWhole(join(folder, 'mixed.mkv'), { ...lossless, stages: { ...lossless.stages, deinterlace: { strength: 'off' } } }, undefined, seen('mixed', runs));
    expect(whole.plan.steps).toEqual([]);
    expect(whole.plan.result.fieldOrder).toBe('tff');
    expect((await made(whole)).map(({ planes }) => planes)).toEqual(await picturesOf(chain, 'yuv420p', 25));
  });
});
