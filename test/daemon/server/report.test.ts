import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createInProcessTransport } from '../../../daemon/server/in-process.ts';
import { licencesOf } from '../../../daemon/server/licences.ts';
import { createClient, type Client } from '../../../shared/client.ts';
import { anyEvent, type AnyEvent, type SegmentQuality } from '../../../shared/events.ts';
import type { Plan } from '../../../shared/plan.ts';
import { report as reportSchema, type Report } from '../../../shared/report.ts';
import { bytes } from '../../../shared/words.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { borrowMeasurement, lendMeasurement } from '../../fixtures/measured.ts';

let folder: string, client: Client;
const heard: AnyEvent[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fw-report-'));
  await makeClip(join(folder, 'clip.mkv'), { video: 'testsrc2=size=96x64:rate=25', frames: 20, codec: 'ffv1', audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'flac', language: 'eng' }] });
  await makeClip(join(folder, 'sound.wav'), { frames: 25, audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'pcm_s16le' }] });
  await borrowMeasurement(join(folder, 'home'));
  client = createClient(createInProcessTransport({ home: join(folder, 'home') }));
  client.onEvent((event) => heard.push(event));
});
afterAll(async () => {
  await client.close();
  await lendMeasurement(join(folder, 'home'));
  await rm(folder, { recursive: true });
});

const restored = async (name: string, wish: object): Promise<{ readonly report: Report; readonly job: string }> => {
  const { id } = await client.submit({ path: join(folder, name), wish: { quality: 'fast', scale: '1', ...wish } });
  expect((await client.follow({ job: id })).state).toBe('done');
  return { job: id, report: reportSchema.parse(await client.report({ job: id })) };
};
const fact = ({ facts }: Report, wanted: string) => facts.find(({ name }) => name === wanted);

it('tells what was done, measured and spent, and events and sidecar tell the same numbers', async () => {
  const { report, job } = await restored('clip.mkv', { scale: '1' });
  expect(report.job).toMatchObject({ id: job, state: 'done' });
  expect(fact(report, 'Size')).toEqual({ name: 'Size', before: '96×64', after: '96×64' });
  expect(fact(report, 'Picture codec')!.before).toMatch(/^ffv1/);
  expect(fact(report, 'Picture codec')!.after).toMatch(/^(ffv1|h264)/);
  expect(fact(report, 'Frames')).toMatchObject({ before: '20', after: '20' });
  expect(fact(report, 'Duration')).toMatchObject({ before: '0.8 s', after: '0.8 s' });
  expect(fact(report, 'Sound')!.after).toContain('eng');
  expect(fact(report, 'File size')).toMatchObject({ before: bytes((await stat(join(folder, 'clip.mkv'))).size), after: bytes((await stat(report.job.output)).size) });
  expect(report.timings.map(({ title }) => title)).toEqual(expect.arrayContaining(['Looking at every frame', expect.stringMatching(/^Picture: /)]));
  expect(report.timings.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(report.seconds, 1);
  expect(report.plan.map(({ heading }) => heading)).toContain('Result');
  expect(report.revisions.some((line) => line.startsWith('Plan revision 2'))).toBe(true);

  expect(report.quality.map(({ from, to }) => [from, to])).toEqual([[0, 20]]);
  expect(report.quality[0]!.similarity).toBeGreaterThan(0.8);
  const events = heard.filter((event): event is SegmentQuality => event.kind === 'quality' && event.job === job);
  expect(events.map((event) => anyEvent.parse(event))).toEqual(report.quality);
  const sidecar = JSON.parse(await readFile(report.sidecar!, 'utf8')) as { quality: object[] };
  expect(sidecar.quality).toEqual(report.quality.map(({ kind: _kind, job: _job, segment: _segment, ...numbers }) => numbers));
});

it('of sound alone has no picture and nothing measured', async () => {
  const { report } = await restored('sound.wav', {});
  expect(report.quality).toEqual([]);
  expect(fact(report, 'Size')).toBeUndefined();
  expect(fact(report, 'Sound')!.before).toContain('48000 Hz');
  expect(report.licences.map(({ name }) => name)).toContain('FFmpeg');
});

it('says when the result was taken away, and refuses what it does not know', async () => {
  const [done] = await client.jobs({ states: ['done'] });
  await rm(done!.output);
  expect(fact(await client.report({ job: done!.id }), 'File size')!.after).toBe('');
  await expect(client.report({ job: 'nothing' })).rejects.toMatchObject({ code: 'job-missing' });
});

it('names the licence of everything a plan uses', () => {
  const plan = (over: object): Plan => ({ steps: [], streams: [], media: { picture: null, parts: null }, delivery: { pictures: null, video: { encoder: 'ffv1' }, checkpoint: null }, ...over }) as unknown as Plan;
  const names = (over: object): string[] => licencesOf(plan(over)).map(({ name }) => name);
  expect(names({})).toEqual(['FrameWright', 'Node.js', 'node-av', 'FFmpeg']);
  expect(names({ delivery: { pictures: null, video: { encoder: 'libx265' }, checkpoint: null }, streams: [{ encoder: { encoder: 'libopus' } }, { encoder: null }] })).toEqual(expect.arrayContaining(['x265', 'Opus']));
  expect(names({ steps: [{ model: 'denoise-lite', graph: null }, { model: null, graph: 'zscale=w=64:h=48,setsar=sar=1/1' }] })).toEqual(expect.arrayContaining(['ONNX Runtime', 'zimg', 'FrameWright denoise-lite: denoise and deblock from three frames']));
  expect(names({ media: { picture: {}, parts: null } })).toContain('libvips');
});
