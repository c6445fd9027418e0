// Everything that travels beside a picture, out of each container into each: every stream is what it was, or the plan said what becomes of it.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hardware } from '../../../shared/hardware.ts';
import type { Plan } from '../../../shared/plan.ts';
import { wish, type WishInput } from '../../../shared/preset.ts';
import { takeCaptions } from '../../../daemon/media/captions.ts';
import { openDecoder } from '../../../daemon/media/decode.ts';
import { demandTaken } from '../../../daemon/media/mux-trial.ts';
import { readAttachment, readPackets } from '../../../daemon/media/packets.ts';
import { probe } from '../../../daemon/media/probe.ts';
import type { KeptStream } from '../../../daemon/quality/streams-kept.ts';
import type { TaskFunction, UnitFile } from '../../../daemon/worker/contract.ts';
import { tasks } from '../../../daemon/worker/tasks/table.ts';
import { filmTags, makeSink, type Sink } from '../media/kitchen-sink.ts';

let folder: string, hardware: Hardware;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fw-kept-'));
  hardware = JSON.parse(await readFile(join(import.meta.dirname, '..', '..', 'plans', 'machines', 'cpu-small.json'), 'utf8')) as Hardware;
  for (const sink of ['mkv', 'mov', 'mp4', 'ts'] as const) await makeSink(join(folder, `sink.${sink}`), sink);
}, 30_000);
afterAll(() => rm(folder, { recursive: true }));

const home = (): string => join(folder, 'home');
const found = (path: string) => probe(path, { home: home() });
type Made = { readonly plan: Plan; readonly path: string; readonly files: readonly string[]; readonly streams: readonly KeptStream[]; /** In which the result says something else than the source. */ readonly words: readonly string[]; named(suffix: string): string };
let count = 0;

/** Plans, runs and delivers in this process; files are left where they were built. */
async function make(sink: Sink, over: WishInput): Promise<Made> {
  const io = { home: home(), signal: new AbortController().signal, emit: () => {} }, work = join(folder, `work-${++count}`);
  const run = async <Name extends 'plan' | 'run' | 'deliver'>(name: Name): Promise<TaskFunction<Name>> => await tasks[name]() as unknown as TaskFunction<Name>;
  const plan = await (await run('plan'))({ path: join(folder, `sink.${sink}`), hardware, wish: wish.parse({ quality: 'fast', scale: '1', stages: { denoise: { strength: 'off' }, deblock: { strength: 'off' }, deband: { strength: 'off' } }, ...over }) }, io) as Plan;
  const units: UnitFile[] = [];
  await (await run('run'))({ plan, segments: plan.segments.map(({ id }) => id), audio: plan.streams.filter(({ type, action }) => type === 'audio' && action === 'encode').map(({ index }) => index), folder: work }, { ...io, emit: (event) => { if (event.kind === 'unit') units.push(event.unit); } });
  const output = join(folder, `out-${count}.${plan.delivery.container}`);
  const delivered = await (await run('deliver'))({ plan, units, parts: [], before: null, output, folder: work, revisions: [], seconds: 1 }, io);
  const at = (to: string): string => delivered.files.find((file) => file.to === to)!.from;
  const { streams, verified } = JSON.parse(await readFile(at(delivered.sidecar), 'utf8')) as { streams: KeptStream[]; verified: { differences: string[] } };
  return { plan, path: at(output), files: delivered.files.map(({ to }) => basename(to)), streams, words: verified.differences, named: (suffix) => at(join(folder, `out-${count}.${suffix}`)) };
}

/** Every caption of a file, in order of its pictures. */
async function captionsIn(path: string): Promise<string> {
  const { media, index } = await found(path), decoder = await openDecoder(media, index, { threads: 1 });
  const all: Buffer[] = [];
  for (let read = await decoder.read(); read; read = await decoder.read()) {
    all.push(takeCaptions(read.frame) ?? Buffer.alloc(0));
    read.frame.free();
  }
  await decoder.close();
  return Buffer.concat(all).toString('hex');
}

const texts = async (path: string, stream: number): Promise<string[]> => {
  const all: string[] = [];
  for await (const packet of readPackets(path, [stream])) all.push(packet.data.toString('latin1'));
  return all;
};

describe.each([['mkv', 'mp4'], ['mkv', 'mov'], ['mkv', 'mkv'], ['mov', 'mkv'], ['mov', 'mp4'], ['mp4', 'mov'], ['ts', 'mkv'], ['ts', 'mp4']] as const)('%s into %s', (sink, container) => {
  it('is kept, or was announced', async () => {
    const made = await make(sink, { container }), { plan } = made, source = (await found(join(folder, `sink.${sink}`))).media, result = (await found(made.path)).media;
    expect(made.streams.map(({ index }) => index).sort((a, b) => a - b)).toEqual([source.video, ...source.audio, ...source.subtitles, ...source.data, ...source.attachments].map(({ index }) => index).sort((a, b) => a - b));
    for (const { action, sha256, equal, why, file, becomes } of made.streams) {
      expect(action).not.toBe('drop');
      if (action === 'copy' || (action === 'sidecar' && !becomes.startsWith('captions'))) expect([typeof sha256, equal, typeof file]).toEqual(['string', true, 'string']);
      if (action !== 'copy' && action !== 'restore') expect(why).toMatch(/\.$/);
      if (action === 'sidecar' || action === 'convert') expect(plan.notices.join('\n')).toContain(why);
    }
    expect(await captionsIn(made.path)).toBe(await captionsIn(plan.media.path));
    expect(result.audio.map(({ codec, language, title }) => [codec, language, title])).toEqual(source.audio.map(({ codec, language, title }) => [codec, language, title]));
    expect(made.words).toEqual([]);
    expect(result.video.timecode).toBe(source.video.timecode);
    expect(result.chapters.map(({ startNs, title }) => [startNs, title])).toEqual(source.chapters.map(({ startNs, title }) => [startNs, title]));
    const lower = (tags: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]));
    for (const key of Object.keys(filmTags)) expect([key, lower(result.metadata)[key.toLowerCase()]]).toEqual([key, lower(source.metadata)[key.toLowerCase()]?.split(';')[0]]);
    const shown = result.subtitles.map(({ disposition }) => disposition.includes('default')), was = source.subtitles.filter(({ index }) => ['copy', 'convert'].includes(plan.streams.find((each) => each.index === index)!.action)).map(({ disposition }) => disposition.includes('default'));
    expect(shown).toEqual(was);
  }, 20_000);
});

describe('beside the result', () => {
  it('lies what MP4 cannot hold, under its own names', async () => {
    const { path, named, files } = await make('mkv', { container: 'mp4', range: { unit: 'frames', in: 6, out: 40 } }), { media } = await found(path);
    expect(files).toEqual(expect.arrayContaining([expect.stringMatching(/\.subtitles\.mks$/), expect.stringMatching(/\.7-font\.ttf$/)]));
    expect((await readFile(named('7-font.ttf'))).toString()).toContain('not really a font');
    expect(await texts(named('subtitles.mks'), 0)).toHaveLength(1);
    expect((await readAttachment(path, media.attachments[0]!)).length).toBe(125);
    // A further picture begins at its first key frame in the range, 15, and ends with the one that the last within leans on, 40.
    expect(await texts(path, media.data.find(({ kind }) => kind === 'video')!.index)).toHaveLength(26);
    expect(media.video.timecode).toBe('01:00:00;16');
  }, 20_000);

  it('lie captions where the codec has no place for them, with the timecode of the result', async () => {
    const { named, plan, path } = await make('mov', { delivery: 'ffv1', container: 'mkv' });
    expect(plan.notices.join(' ')).toMatch(/ffv1 has no place for the closed captions/);
    expect(await readFile(named('captions.scc'), 'utf8')).toMatch(/^Scenarist_SCC V1\.0\n\n01:00:00;10\t9420 9421 9422/);
    expect(await readFile(named('captions-5.scc'), 'utf8')).toMatch(/01:00:00;16\t9420 942c\n\n01:00:00;28\tc8e5 6c6c\n/);
    expect(await readFile(named('captions.mcc'), 'utf8')).toMatch(/Time Code Rate=30DF[^]*01:00:00:10\t/);
    expect(await captionsIn(path)).toBe('');
    expect(await texts(named('data.mov'), 0)).toEqual(['gpmd one, padded to some bytes', 'gpmd two, padded to some bytes']);
  }, 20_000);

  it('lies everything that MXF cannot hold', async () => {
    const { streams, plan, named } = await make('mkv', { delivery: 'ffv1', container: 'mxf' });
    expect(streams.filter(({ action }) => action === 'drop')).toEqual([]);
    expect(plan.notices.join(' ')).toMatch(/MXF holds no free tags/);
    expect((await found(named('video.mkv'))).index.frames).toBe(45);
    expect(streams.filter(({ becomes }) => becomes === 'subtitles.mks').map(({ equal }) => equal)).toEqual([true, true, true]);
  }, 20_000);
});

describe('a range without a subtitle', () => {
  it('has no file for them, and the sidecar says so', async () => {
    const { files, streams } = await make('mkv', { container: 'mp4', range: { unit: 'frames', in: 0, out: 2 } });
    expect(files.filter((file) => file.endsWith('.mks'))).toEqual([]);
    expect(streams.filter(({ becomes }) => becomes === 'subtitles.mks').map(({ file, equal }) => [file, equal])).toEqual([[null, null]]);
  }, 20_000);
});

describe('a stream that a muxer refuses', () => {
  it('is named before the start', async () => {
    const { plan } = await make('mkv', { container: 'mp4', range: { unit: 'frames', in: 0, out: 2 } }), { index } = await found(plan.media.path);
    await demandTaken(plan, index);
    const subtitle = plan.streams.find(({ becomes }) => becomes === 'mov_text')!, wrong = { ...plan, streams: plan.streams.map((each) => (each === subtitle ? { ...each, action: 'copy' as const, becomes: 'subrip' } : each)) };
    await expect(demandTaken(wrong, index)).rejects.toMatchObject({ code: 'illegal-delivery', message: expect.stringContaining(`stream ${subtitle.index} (subrip) of the source`) as string });
  }, 20_000);
});
