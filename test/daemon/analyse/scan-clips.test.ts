// Scanning told from real pictures: film by every common pulldown, interlaced, held and mixed video, clean, coded and noisy, with flags that lie.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { glance } from '../../../daemon/analyse/glance.ts';
import { survey } from '../../../daemon/analyse/survey.ts';
import { probe } from '../../../daemon/media/probe.ts';
import type { Analysis } from '../../../shared/analysis.ts';
import { makeClip, type ClipSpec } from '../../fixtures/clip.ts';
import { material } from '../../fixtures/shared.ts';

let home = '';
beforeAll(async () => { home = await mkdtemp(join(tmpdir(), 'framewright-scan-')); });
afterAll(() => rm(home, { recursive: true, force: true }));

/** Textured ground that slides and a light that circles, so that every field shows movement. */
const moving = (rate: number): string => `nullsrc=size=160x96:rate=${rate},geq=lum='110+50*sin((X+${60 / rate}*N)/5)*cos((Y+${20 / rate}*N)/7)+60*exp(-(pow(X-80-50*sin(N*${3 / rate}),2)+pow(Y-48-25*cos(N*${3 / rate}),2))/200)':cb=128:cr=128`;
const codings: Readonly<Record<string, Pick<ClipSpec, 'codec' | 'codecOptions'>>> = {
  lossless: { codec: 'ffv1', codecOptions: {} }, x264: { codec: 'libx264', codecOptions: { preset: 'ultrafast', crf: '23' } }, mpeg2: { codec: 'mpeg2video', codecOptions: { qmin: '6', qmax: '8' } },
};

async function analysed(name: string, spec: ClipSpec): Promise<{ readonly found: Analysis; readonly first: Analysis }> {
  const path = join(home, `${name}.mkv`);
  await makeClip(path, spec);
  const { media, index } = await probe(path, { home });
  return { found: await survey(media, index, { home, range: [0, index.frames], parts: [], onPart: () => undefined }), first: await glance(media, index, { home }) };
}
const cadences = ({ interlacing }: Analysis) => interlacing.runs.map(({ count, scan, order, cadence }) => [count, scan, order, cadence && `${cadence.matches} ${cadence.drop}`]);

/** `fieldOrder` of FFmpeg's telecine filter, so the order of the fields in time. */
const film = [
  ['23', 'top', 'ccppc 2'], ['32', 'bottom', 'cppcc 1'], ['2332', 'top', 'ccpcc 2'], ['222222222223', 'top', `${'c'.repeat(12)}${'p'.repeat(12)}c 12`],
] as const;

describe('film shown as video', () => {
  it.each(film.flatMap(([pattern, first, cadence], i) => Object.keys(codings).filter((_, k) => (i + k) % 3 === 1).map((coding) => [pattern, first, coding, cadence] as const)))('telecine=pattern=%s:first_field=%s, %s', async (pattern, first, coding, cadence) => {
    const order = first === 'top' ? 'tff' : 'bff', { found, first: look } = await analysed(`${pattern}-${first}-${coding}`, { ...codings[coding], video: `${moving(24)},telecine=pattern=${pattern}:first_field=${first}`, frames: 55, interlaced: order });
    expect([found.interlacing.verdict, ...cadences(found)]).toEqual(['telecine', [55, 'telecined', order, cadence]]);
    expect([look.interlacing.verdict, ...cadences(look)]).toEqual(['telecine', [55, 'telecined', order, cadence]]);
  });
  it('whose fields are shifted by one', async () => {
    const { found } = await analysed('shifted', { ...codings['x264'], video: `${moving(25)},phase=mode=t`, frames: 50, interlaced: 'bff' });
    expect([found.interlacing.verdict, ...cadences(found)]).toEqual(['telecine', [1, 'interlaced', 'bff', null], [49, 'telecined', 'bff', 'p ']]);
  });
  it('under noise', async () => {
    const { found } = await analysed('noisy', { ...codings['x264'], video: `${moving(24)},telecine,noise=alls=16:allf=t:all_seed=7`, frames: 60 });
    expect(cadences(found)).toEqual([[60, 'telecined', 'tff', 'ccppc 2']]);
    expect(found.interlacing.evidence.map(({ says }) => says).join(' ')).toMatch(/3:2 pulldown, 4 pictures in 5 frames, top field first: 60 of 60.*flagged progressive, but/);
  });
  it('and edited as video: the cadence breaks where frames were taken out', async () => {
    const { found } = await analysed('broken', { ...codings['x264'], video: `${moving(24)},telecine,select='lt(n\\,32)+gt(n\\,42)',setpts=N/FR/TB`, frames: 80, interlaced: 'tff' });
    expect(cadences(found).map(([count, scan]) => [count, scan])).toEqual([[32, 'telecined'], [1, 'interlaced'], [47, 'telecined']]);
    expect(found.interlacing.runs.at(-1)!.cadence).toEqual({ cycle: 5, matches: 'cccpp', drop: [3] });
  });
});

describe('everything else', () => {
  const ordered = (order: 'top' | 'bottom'): string => `${moving(50)},tinterlace=mode=interleave_${order}`;
  it.each([
    ['tff', 'lossless', { video: ordered('top'), interlaced: 'tff' }], ['tff', 'mpeg2', { video: ordered('top'), interlaced: 'bff' }], ['bff', 'x264', { video: ordered('bottom') }],
    ['progressive', 'x264', { video: moving(25), interlaced: 'tff' }], ['progressive', 'mpeg2', { video: `${moving(12)},fps=24` }], ['progressive', 'x264', { video: `${moving(8)},fps=24` }],
    ['tff', 'x264', { video: `${ordered('top')},noise=alls=16:allf=t:all_seed=3`, interlaced: 'tff' }],
  ] as const)('%s, %s: %#', async (verdict, coding, spec) => {
    const { found, first } = await analysed(`${verdict}-${coding}-${spec.video.length}`, { ...codings[coding], ...spec, frames: 40 });
    expect([found.interlacing.verdict, first.interlacing.verdict, found.interlacing.runs]).toEqual([verdict, verdict, []]);
  });
  it('drawings on twos are copies, and frames that were lost are gaps', async () => {
    const { found } = await analysed('twos', { ...codings['x264'], video: `${moving(12)},fps=24`, frames: 40, ptsOf: (frame) => frame + (frame > 20 ? 3 : 0) });
    expect(found.duplicates).toMatchObject({ share: 0.5, pattern: { cycle: 2, pictures: 1 } });
    expect(found.dropped).toEqual({ frames: 3, gapCount: 1, gaps: [{ frame: 21, missing: 3, from: 'index' }] });
  });
});

const bikes = material('testdata/video/bikes.mp4'), turn = material('testdata/video/car-turn.mp4');
describe('real film', () => {
  const of = (filters: string): string => `movie=${bikes},scale=320:136,setpts=N/24/TB,fps=24,format=yuv420p,${filters}`;
  it.skipIf(!bikes).each([
    ['telecine', 'telecine=pattern=23', [[60, 'telecined', 'tff', 'ccppc 2']]], ['telecine', 'telecine=pattern=2332:first_field=bottom', [[60, 'telecined', 'bff', 'ccpcc 2']]],
    ['tff', 'tinterlace=mode=interleave_top', []], ['progressive', 'null', []],
  ] as const)('%s by %s, coded as MPEG-2', async (verdict, filters, runs) => {
    const { found } = await analysed(`film-${verdict}-${filters.length}`, { ...codings['mpeg2'], video: of(filters), frames: 60, interlaced: 'tff' });
    expect([found.interlacing.verdict, ...cadences(found)]).toEqual([verdict, ...runs]);
  });
  it.skipIf(!turn)('progressive: three times each, so small that edges alias into combing', async () => {
    const { found, first } = await analysed('threes', { ...codings['x264'], video: `movie=${turn},scale=160:96,setpts=N/8/TB,fps=8,setsar=1,format=yuv420p,fps=24`, frames: 60 });
    expect([found.interlacing.verdict, first.interlacing.verdict, found.interlacing.runs]).toEqual(['progressive', 'progressive', []]);
  });
  it.skipIf(!bikes)('of three kinds after each other, all flagged interlaced', async () => {
    const parts = [of('fps=30,setpts=N,trim=end_frame=30'), `movie=${bikes},scale=320:136,setpts=N/60/TB,fps=60,format=yuv420p,tinterlace=mode=interleave_top,trim=start_frame=30:end_frame=60`, of('telecine,trim=start_frame=60:end_frame=90')];
    const video = `${parts.map((part, i) => `${part},setsar=1,settb=1/30,setpts=N[p${i}]`).join(';')};${parts.map((_, i) => `[p${i}]`).join('')}concat=n=3,settb=1/30,setpts=N,fps=30`;
    const { found } = await analysed('three-kinds', { ...codings['x264'], video, frames: 90, interlaced: 'tff' });
    expect([found.interlacing.verdict, found.interlacing.runs.filter(({ count }) => count > 1).map(({ scan }) => scan)]).toEqual(['mixed', ['progressive', 'interlaced', 'telecined']]);
  });
});
