import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Media } from '../../../shared/media.ts';
import { ratio, secondsOf, toNumber } from '../../../shared/time.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { originOf } from '../../../daemon/plan/map.ts';
import { verifyFile } from '../../../daemon/quality/verify.ts';
import { makeClip, type ClipSpec } from '../../fixtures/clip.ts';
import { restoreWhole, type Whole } from '../quality/whole.ts';
import { decodeUnits } from './job.ts';
import { picturesOf } from './pictures.ts';

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'fw-rates-')); });
const off = { strength: 'off' } as const, bare = { quality: 'fast', scale: '1', delivery: 'ffv1', stages: { deinterlace: off, denoise: off, deblock: off } } as const;
const failures = async (whole: Whole): Promise<readonly string[]> => (await verifyFile({ plan: whole.plan, index: whole.index, path: whole.path, home: whole.home, muxed: whole.muxed })).differences;
const made = ({ units, plan }: Whole) => decodeUnits(units.filter(({ unit }) => unit.startsWith('video')), plan.result);

describe('a constant rate on request', () => {
  const times = (i: number): number => 90 + [0, 3003, 6006, 6100, 27000, 30003][i % 6]! + Math.floor(i / 6) * 33006;
  const spec: ClipSpec = { video: 'testsrc2=size=64x48:rate=30', frames: 24, timeBase: { num: 1, den: 90000 }, ptsOf: times, bFrames: 0, audio: [{ source: 'sine=sample_rate=48000', codec: 'aac', offset: 0.0371 }] };
  /** Seconds by which the sound begins after the picture. */
  const offsetOf = ({ video, audio: [sound] }: Media): number => secondsOf(sound!.startPts!, sound!.timeBase) - secondsOf(video.startPts!, video.timeBase);
  it.each([[ratio(25, 1), 'mov'], [ratio(24000, 1001), 'mp4'], [ratio(60, 1), 'mkv'], [ratio(12, 1), 'mp4']] as const)('%o in %s: count, times, pictures and the sound beside them', async (rate, container) => {
    const source = join(folder, 'uneven.mp4');
    await makeClip(source, spec);
    const whole = await restoreWhole(source, { ...bare, delivery: 'h264', container, constantRate: rate });
    expect(await failures(whole)).toEqual([]);
    const before = await probe(source, { home: whole.home }), after = await probe(whole.path, { home: whole.home });
    expect(after.media.video.rate).toMatchObject({ nominal: rate, constant: true });
    const length = secondsOf(before.index.pts.at(-1)! + before.index.duration.at(-1)! - before.index.pts[0]!, before.media.video.timeBase);
    expect(after.index.frames).toBe(Math.round(length * toNumber(rate)));
    expect(Math.abs(offsetOf(after.media) - offsetOf(before.media))).toBeLessThan(container === 'mkv' ? 0.001 : 1 / 48000);
    expect(whole.plan.notices.join(' ')).toMatch(/shown for the same time.*The sound stays as it is/);
    // Each frame is what is on screen at the middle of its time.
    const at = (n: number): number => secondsOf(before.index.pts[n]! - before.index.pts[0]!, before.media.video.timeBase);
    for (let k = 0; k < after.index.frames; k++) {
      const middle = (k + 0.5) / toNumber(rate), shown = originOf(whole.plan.map, whole.index, k).frame;
      expect(at(shown)).toBeLessThanOrEqual(middle + 1e-9);
      if (shown + 1 < before.index.frames) expect(at(shown + 1)).toBeGreaterThanOrEqual(middle - 1e-9);
    }
  });
  it('shows the pictures that the map says', async () => {
    const source = join(folder, 'even.mkv'), video = 'testsrc2=size=64x48:rate=24';
    await makeClip(source, { video, frames: 24, codec: 'ffv1' });
    const whole = await restoreWhole(source, { ...bare, constantRate: ratio(30, 1) }), pictures = await picturesOf(video, 'yuv420p', 24);
    expect((await made(whole)).map(({ planes }) => planes)).toEqual(Array.from({ length: 30 }, (_, k) => pictures[originOf(whole.plan.map, whole.index, k).frame]!));
    expect(await failures(whole)).toEqual([]);
  });
});

describe('without one', () => {
  it('uneven times, gaps and the last frame\'s length stay', async () => {
    const source = join(folder, 'gaps.mp4'), times = [0, 1, 5000, 5001, 95001, 95003, 98004];
    await makeClip(source, { video: 'testsrc2=size=64x48:rate=30', frames: 7, timeBase: { num: 1, den: 90000 }, ptsOf: (i) => times[i]!, bFrames: 0 });
    const whole = await restoreWhole(source, { ...bare, delivery: 'prores-422-hq', container: 'mov' }), { index } = await probe(whole.path, { home: whole.home });
    expect([...index.pts].map((pts) => pts - index.pts[0]!)).toEqual(times);
    expect(index.duration.at(-1)).toBe(whole.index.duration.at(-1));
  });
  it('fields become frames exactly between', async () => {
    const source = join(folder, 'fields.mov');
    await makeClip(source, { video: 'testsrc2=size=64x48:rate=60000/1001,tinterlace=mode=interleave_top', frames: 12, interlaced: 'tff', codecOptions: { crf: '8' } });
    const whole = await restoreWhole(source, { ...bare, delivery: 'h264', container: 'mov', stages: { ...bare.stages, deinterlace: {} }, interpretation: { fieldOrder: 'tff' } }), { media, index } = await probe(whole.path, { home: whole.home });
    expect(media.video.rate).toMatchObject({ nominal: ratio(60000, 1001), constant: true });
    expect([...index.pts].map((pts) => ratio((pts - index.pts[0]!) * media.video.timeBase.num, media.video.timeBase.den))).toEqual(Array.from({ length: 24 }, (_, r) => ratio(1001 * r, 60000)));
  });
});

describe('a range in timecode', () => {
  it.each([['00:59:59;28', '01:00:00;04', 18, 24], ['01:00:00:02', null, 22, 30]] as const)('from %s to %s is frames %i to %i', async (from, to, first, end) => {
    const source = join(folder, 'timecode.mov'), video = 'testsrc2=size=64x48:rate=30000/1001';
    await makeClip(source, { video, frames: 30, videoMetadata: { timecode: '00:59:59;10' }, codecOptions: { crf: '8' } });
    const whole = await restoreWhole(source, { ...bare, delivery: 'h264', container: 'mov', range: { unit: 'timecode', in: from, out: to } });
    expect(whole.plan).toMatchObject({ clip: { in: first, out: end }, delivery: { timecode: from.replace(/:(\d\d)$/, ';$1') } });
    expect(await failures(whole)).toEqual([]);
  });
});

describe('interlaced video that stays so', () => {
  const stages = { ...bare.stages, denoise: { strength: 0.4, method: 'nlmeans' }, deband: { strength: 0.6, method: 'deband' }, sharpen: { strength: 0.4, method: 'cas' } } as const;
  it.each(['yuv420p', 'yuv422p', 'yuv411p'])('is worked on field by field in %s', async (pixel) => {
    const source = join(folder, `${pixel}.mkv`), video = `testsrc2=size=64x48:rate=50,noise=alls=20:allf=t:all_seed=3,tinterlace=mode=interleave_bottom,setfield=bff`;
    await makeClip(source, { video, frames: 4, codec: 'ffv1', pixel, interlaced: 'bff' });
    const whole = await restoreWhole(source, { ...bare, stages, interpretation: { fieldOrder: 'bff' } }), { steps } = whole.plan;
    expect(whole.plan.result.fieldOrder).toBe('bff');
    expect(steps.length).toBe(3);
    const inside = steps.map(({ graph }) => /separatefields,(.*),weave/.exec(graph!)![1]).join(','), results = await made(whole);
    for (const [type, parity] of [['top', 0], ['bottom', 1]] as const) {
      const fields = await picturesOf(`${video},format=${pixel},field=type=${type},${inside}`, pixel, 4);
      results.forEach(({ planes }, i) => planes.forEach((plane, p) => {
        const width = p === 0 ? 64 : pixel === 'yuv411p' ? 16 : 32;
        expect(plane.filter((_, at) => Math.floor(at / width) % 2 === parity)).toEqual(fields[i]![p]);
      }));
    }
    expect(await failures(whole)).toEqual([]);
  });
});
