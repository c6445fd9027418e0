// Glance and survey on real clips: made here, and from ../shared where it is present.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { glance } from '../../../daemon/analyse/glance.ts';
import { survey, type SurveyPart } from '../../../daemon/analyse/survey.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { readTable, unpackCuts } from '../../../daemon/media/table.ts';
import type { Analysis } from '../../../shared/analysis.ts';
import { makeClip, type ClipSpec } from '../../fixtures/clip.ts';
import { material } from '../../fixtures/shared.ts';

let home = '';
beforeAll(async () => { home = await mkdtemp(join(tmpdir(), 'framewright-analyse-')); });
afterAll(() => rm(home, { recursive: true, force: true }));

async function clip(name: string, spec: ClipSpec) {
  const path = join(home, name);
  await makeClip(path, { codecOptions: { preset: 'ultrafast', crf: '12' }, ...spec });
  return probe(path, { home });
}
const whole = async ({ media, index }: Awaited<ReturnType<typeof probe>>, parts: SurveyPart[] = []): Promise<Analysis> =>
  survey(media, index, { home, range: [0, index.frames], parts, onPart: () => undefined });
const cutsOf = async (analysis: Analysis): Promise<number[]> => [...unpackCuts(await readTable(home, analysis.cuts!))];

describe('fields', () => {
  // A ball of soft light that runs across: movement with no edges that lie on even lines only.
  const ball = (rate: number): string => `nullsrc=size=160x120:rate=${rate},geq=lum='40+180*exp(-(pow(X-mod(N*${300 / rate},200)+20,2)+pow(Y-60-20*sin(N/${rate / 4}),2))/300)+20*sin(X/3)':cb=128:cr=128`;
  it.each([
    ['tff', `${ball(50)},tinterlace=mode=interleave_top`, 'tff'], ['bff', `${ball(50)},tinterlace=mode=interleave_bottom`, 'bff'],
    ['telecine', `${ball(24)},telecine`, undefined], ['progressive', ball(25), undefined],
  ] as const)('%s is told from the picture', async (verdict, video, interlaced) => {
    const found = await clip(`${verdict}.mkv`, { video, frames: 40, codec: 'ffv1', codecOptions: {}, ...(interlaced ? { interlaced } : {}) });
    const analysis = await whole(found);
    expect(analysis.interlacing).toMatchObject({ verdict });
    expect((await glance(found.media, found.index, { home })).interlacing.verdict).toBe(verdict);
  });
  it('does not believe a flag that the picture contradicts', async () => {
    const { interlacing } = await whole(await clip('flagged.mp4', { video: ball(25), frames: 30, interlaced: 'tff' }));
    expect(interlacing.verdict).toBe('progressive');
    expect(interlacing.evidence.map((of) => of.says).join(' ')).toContain('flagged interlaced');
  });
  it('calls a progressive test pattern progressive', async () => {
    expect((await whole(await clip('pattern.mp4', { video: 'testsrc2=size=160x120:rate=25', frames: 50 }))).interlacing.verdict).toBe('progressive');
  });
});

describe('a survey', () => {
  const spec: ClipSpec = { video: 'testsrc2=size=160x120:rate=25,hue=h=if(gte(n\\,40)\\,180\\,0):s=1,negate=enable=gte(n\\,40)', frames: 70, audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'flac' }] };
  it('gives the same however it is interrupted, and reads only what is missing', async () => {
    const found = await clip('resume.mkv', spec);
    const all: SurveyPart[] = [], progress: number[] = [];
    const first = await survey(found.media, found.index, { home, range: [0, 70], parts: [], onPart: (part) => { all.push(part); }, onProgress: (frames) => { progress.push(frames); } });
    expect(await cutsOf(first)).toEqual([40]);
    expect(progress).toEqual(Array.from({ length: 70 }, (_, i) => i + 1));
    expect(all.map((part) => part.kind)).toEqual(['video', 'audio']);
    const pieces: SurveyPart[] = [];
    for (const range of [[30, 47], [0, 30]] as const) await survey(found.media, found.index, { home, range, parts: pieces.filter((part) => part.kind === 'audio'), onPart: (part) => { pieces.push(part); } });
    const late: SurveyPart[] = [];
    const resumed = await survey(found.media, found.index, { home, range: [0, 70], parts: JSON.parse(JSON.stringify(pieces)) as SurveyPart[], onPart: (part) => { late.push(part); } });
    expect(resumed).toEqual(first);
    expect(late.map((part) => part.kind === 'video' && [part.from, part.to])).toEqual([[47, 70]]);
  });
  it('measures a range for itself', async () => {
    const { media, index } = await probe(join(home, 'resume.mkv'), { home });
    const analysis = await survey(media, index, { home, range: [40, 70], parts: [], onPart: () => undefined });
    expect([analysis.measuredFrames, analysis.cutCount]).toEqual([30, 0]);
  });
  it('stops when it is told to, and keeps what was finished', async () => {
    const { media, index } = await probe(join(home, 'resume.mkv'), { home });
    const stop = new AbortController();
    await expect(survey(media, index, { home, range: [0, 70], parts: [], onPart: () => undefined, onProgress: () => { stop.abort(); }, signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' });
  });
  it('of a single frame is whole', async () => {
    const analysis = await whole(await clip('one.mp4', { video: 'testsrc2=size=64x48:rate=25', frames: 1 }));
    expect(analysis).toMatchObject({ measuredFrames: 1, cutCount: 0, interlacing: { verdict: 'progressive' } });
  });
});

describe('picture', () => {
  it('measures noise, colour and bars of what was made', async () => {
    const noisy = (strength: number): string => `color=c=0x808080:size=160x120:rate=25,format=yuv420p,noise=c0s=${strength}:c0f=t+u:all_seed=7,pad=160:160:0:20:black`;
    const analysis = await whole(await clip('noisy.mkv', { video: noisy(24), frames: 12, codec: 'ffv1', codecOptions: {} }));
    // FFmpeg's noise of strength s is uniform over s values with the flag u.
    expect(analysis.noise.luma).toBeGreaterThan(0.85 * (24 / Math.sqrt(12)));
    expect(analysis.noise.luma).toBeLessThan(1.15 * (24 / Math.sqrt(12)));
    expect(analysis).toMatchObject({ greyscale: true, bars: { left: 0, top: 20, width: 160, height: 120 } });
  });
  it.each(['yuv422p10le', 'yuv444p', 'gray', 'yuva420p', 'gbrp10le', 'yuv420p12le'])('takes %s, odd sizes too', async (pixel) => {
    const analysis = await whole(await clip(`${pixel}.mkv`, { video: 'testsrc2=size=101x67:rate=25', frames: 4, codec: 'ffv1', codecOptions: {}, pixel }));
    expect(analysis.measuredFrames).toBe(4);
    expect(analysis.luma).toBeGreaterThan(50);
  });
});

describe('sound', () => {
  const tone = (parts: string): string => `aevalsrc=${parts}:s=48000`;
  it('finds mains hum and not another tone', async () => {
    const found = await clip('hum.mkv', {
      video: 'color=c=gray:size=32x32:rate=5', frames: 20,
      audio: [{ source: tone('0.1*sin(2*PI*440*t)+0.01*sin(2*PI*60*t)'), codec: 'flac' }, { source: tone('0.1*sin(2*PI*440*t)'), codec: 'flac' }, { source: tone('0'), codec: 'flac' }, { source: tone('clip(3*sin(2*PI*440*t)\\,-1\\,1)'), codec: 'flac' }],
    });
    const [hum, clean, silent, clipped] = (await whole(found)).audio;
    expect(hum!.hum).toMatchObject({ hertz: 60 });
    expect(hum!.hum!.db).toBeGreaterThan(20);
    expect(clean!.hum).toBeNull();
    // A 0.1 sine has -23 dBFS RMS; EBU R128 weighs 440 Hz by about -0.7 dB and its scale starts at -0.691.
    expect(clean!.integrated).toBeCloseTo(-23.7, 0);
    expect(clean!.truePeak).toBeCloseTo(-20, 0);
    expect(clean!.noiseFloor).toBeCloseTo(-23, 0);
    expect(silent).toMatchObject({ integrated: null, truePeak: null, noiseFloor: null, hum: null, clipped: 0 });
    expect(clipped!.clipped).toBeGreaterThan(0.6);
    expect(clean!.clipped).toBe(0);
  });
});

describe('a glance', () => {
  it('goes without what there is no time for, and says so', async () => {
    const found = await clip('long.mp4', { video: 'testsrc2=size=64x48:rate=25', frames: 400, gop: 10 });
    let clock = 0;
    const analysis = await glance(found.media, found.index, { home, budget: 500, now: () => (clock += 20) });
    expect(analysis.measuredFrames).toBeLessThan(288);
    expect(analysis.notices.join(' ')).toMatch(/Only \d+ of 24 spots/);
    expect((await glance(found.media, found.index, { home, budget: 60_000 })).measuredFrames).toBe(288);
  });
});

describe('material', () => {
  const path = (relative: string): string => material(relative) ?? '';
  const look = async (file: string): Promise<Analysis> => {
    const { media, index } = await probe(file, { home });
    return glance(media, index, { home });
  };
  const [field, crop, scene, sample, meridian] = ['testdata/fate/mpeg2_field_encoding.mp4', 'testdata/fate/interlaced_crop.mp4', 'testdata/scene/testvideo.mp4', 'sample/sample.mp4', 'testdata/fate/Meridian-Apple_ProResProxy-HDR10.mp4'].map(path) as [string, string, string, string, string];
  it.skipIf(!field)('calls field-coded MPEG-2 bottom field first', async () => { expect((await look(field)).interlacing).toMatchObject({ verdict: 'bff', container: 'bff' }); });
  it.skipIf(!crop)('calls a cropped film flagged top field first progressive', async () => { expect((await look(crop)).interlacing).toMatchObject({ verdict: 'progressive', container: 'tff' }); });
  it.skipIf(!meridian)('calls Meridian progressive', async () => { expect((await look(meridian)).interlacing.verdict).toBe('progressive'); });
  it.skipIf(!scene)('finds the cuts that people marked', async () => {
    const cuts = await cutsOf(await whole(await probe(scene, { home })));
    expect(cuts).toEqual(expect.arrayContaining([30, 180, 394]));
    expect(cuts.length).toBeLessThanOrEqual(4);
  });
  it.skipIf(!sample)('finds the shots, noise and hum of the sample', async () => {
    const analysis = await whole(await probe(sample, { home }));
    expect(await cutsOf(analysis)).toEqual([50, 100]);
    expect(analysis.noise.luma).toBeGreaterThan(1.5);
    expect(analysis.audio[0]!.hum).toMatchObject({ hertz: 50 });
    expect(analysis.audio[0]!.noiseFloor).toBeGreaterThan(-60);
  });
});
