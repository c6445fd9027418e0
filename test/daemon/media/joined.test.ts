// Files that are one media: title sets, split recordings, camera chapters. Borders are exact to the frame and sound stays where it was.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAudio } from '../../../daemon/media/audio-decode.ts';
import { openDecoder } from '../../../daemon/media/decode.ts';
import { fingerprintOfAll } from '../../../daemon/media/files.ts';
import { readPackets } from '../../../daemon/media/packets.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { makeClip, type ClipSpec } from '../../fixtures/clip.ts';
import { hashOf, readAll, readAt } from './reading.ts';

const home = mkdtempSync(join(tmpdir(), 'framewright-joined-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const at = (...names: string[]): string => join(home, ...names);

/** A clip cut into files at these parts of its bytes, rounded to whole packets or packs of `unit` bytes. */
function cutFile(path: string, unit: number, parts: readonly string[]): void {
  const bytes = readFileSync(path), border = (i: number): number => (i === parts.length ? bytes.length : Math.floor((bytes.length * i) / parts.length / unit) * unit);
  parts.forEach((part, i) => writeFileSync(part, bytes.subarray(border(i), border(i + 1))));
}

const picture: ClipSpec = { video: 'testsrc2=size=96x64:rate=25', frames: 60, gop: 12, audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'mp2' }] };

beforeAll(async () => {
  for (const folder of ['disc', 'disc/VIDEO_TS', 'camera', 'camera/BDMV', 'camera/BDMV/STREAM', 'pro', 'odd', 'apart']) mkdirSync(at(folder));
  await makeClip(at('whole.vob'), { ...picture, codec: 'mpeg2video' });
  cutFile(at('whole.vob'), 2048, [1, 2, 3].map((n) => at('disc', 'VIDEO_TS', `VTS_02_${n}.VOB`)));
  writeFileSync(at('disc', 'VIDEO_TS', 'VTS_01_1.VOB'), readFileSync(at('whole.vob')).subarray(0, 20480));
  writeFileSync(at('disc', 'VIDEO_TS', 'VTS_02_0.VOB'), 'a menu');
  await makeClip(at('whole.ts'), picture);
  cutFile(at('whole.ts'), 188, [0, 1, 2].map((n) => at('camera', 'BDMV', 'STREAM', `0000${n}.MTS`)));
  for (const [i, frequency] of [440, 660, 880].entries()) {
    await makeClip(at('pro', `GX0${i + 1}0042.MP4`), { ...picture, video: `testsrc2=size=96x64:rate=25,hue=h=${i * 90}`, frames: 25, audio: [{ source: `sine=frequency=${frequency}:sample_rate=48000`, codec: 'flac' }], muxerOptions: { strict: '-2' } });
  }
  copyFileSync(at('pro', 'GX010042.MP4'), at('odd', 'GX010007.MP4'));
  await makeClip(at('odd', 'GX020007.MP4'), { ...picture, video: 'testsrc2=size=64x64:rate=25', frames: 25, audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'flac' }] });
  for (const n of [1, 2]) copyFileSync(at('whole.ts'), at('apart', `clip000${n}.ts`));
}, 120_000);

const hashes = async (path: string, said = {}): Promise<string[]> => {
  const { media, index } = await probe(path, { home, interpretation: said });
  return (await readAll(media, index, 2)).map((read) => read.hash);
};

describe('bytes that follow on each other', () => {
  it.each([['the first file of a title set', 'disc/VIDEO_TS/VTS_02_1.VOB', 'whole.vob'], ['its folder', 'disc', 'whole.vob'], ['the first of a split recording', 'camera/BDMV/STREAM/00000.MTS', 'whole.ts'], ['the camera’s folder', 'camera', 'whole.ts']])('%s is the whole', async (_name, path, whole) => {
    const { media, index } = await probe(at(path), { home }), plain = await probe(at(whole), { home });
    expect(media.parts).toMatchObject({ kind: 'joined', by: 'bytes', files: [{}, {}, {}] });
    expect([...index.pts]).toEqual([...plain.index.pts]);
    expect([...index.position]).toEqual([...plain.index.position]);
    const all = await hashes(at(whole)), decoder = await openDecoder(media, index, { threads: 2 });
    for (const n of [59, 20, 41, 0, 19, 40]) expect(await readAt(decoder, n)).toMatchObject({ n, hash: all[n] });
    await decoder.close();
    expect(await bytesOf(media, 1)).toEqual(await bytesOf(at(whole), 1));
  });

  it('names the title set that was taken, and leaves menus out', async () => {
    const { media } = await probe(at('disc'), { home });
    expect(media.notices.join('\n')).toMatch(/Title set 02 is read, the longest of 2\. The others begin at VTS_01_1\.VOB/);
    expect(media.path).toBe(at('disc', 'VIDEO_TS', 'VTS_02_1.VOB'));
  });

  it('is not believed of recordings whose clock begins anew, unless told', async () => {
    const first = at('apart', 'clip0001.ts');
    expect((await probe(first, { home })).index.frames).toBe(60);
    const { media, index } = await probe(first, { home, interpretation: { parts: 'joined' } });
    expect(index.frames).toBe(120);
    expect(media.changes.map(({ what, frame }) => [what, frame])).toContainEqual(['timestamp-jump', 60]);
  });

  it('is not joined when told so', async () => {
    expect((await probe(at('disc', 'VIDEO_TS', 'VTS_02_1.VOB'), { home, interpretation: { parts: 'single' } })).media.parts).toBe(null);
    await expect(probe(at('whole.vob'), { home, interpretation: { parts: 'joined' } })).rejects.toMatchObject({ code: 'bad-value' });
  });
});

const bytesOf = async (source: Parameters<typeof readPackets>[0], stream: number): Promise<string[]> => {
  const found: string[] = [];
  for await (const packet of readPackets(source, [stream])) found.push(`${packet.pts} ${packet.data.length}`);
  return found;
};

describe('camera chapters', () => {
  const chapter = (n: number): string => at('pro', `GX0${n}0042.MP4`);

  it('are one picture, exact at every border', async () => {
    const { media, index } = await probe(chapter(1), { home });
    expect(media.parts).toMatchObject({ kind: 'joined', by: 'packets' });
    expect(index.frames).toBe(75);
    expect(new Set(index.duration).size).toBe(1);
    const apart = [...await hashes(chapter(1), { parts: 'single' }), ...await hashes(chapter(2), { parts: 'single' }), ...await hashes(chapter(3))];
    expect((await readAll(media, index, 2)).map((read) => read.hash)).toEqual(apart);
    const decoder = await openDecoder(media, index, { threads: 1 });
    for (const n of [74, 24, 25, 0, 50, 49, 26]) expect(await readAt(decoder, n)).toMatchObject({ n, hash: apart[n] });
    await decoder.close();
  });

  it('keep the sound in step, every sample once', async () => {
    const { media } = await probe(chapter(1), { home }), stream = media.audio[0]!;
    const all: string[] = [];
    let samples = 0, next: number | null = null;
    for await (const { frame, at: place } of readAudio({ source: media, stream, from: null, to: null })) {
      if (next !== null) expect(place).toBe(next);
      next = place + frame.nbSamples;
      samples += frame.nbSamples;
      all.push(hashOf(frame));
      frame.free();
    }
    expect(samples).toBe(3 * 48_000);
    const apart: string[] = [];
    for (const n of [1, 2, 3]) for await (const { frame } of readAudio({ source: chapter(n), stream, from: null, to: null })) { apart.push(hashOf(frame)); frame.free(); }
    expect(all).toEqual(apart);
    const from = { num: 3, den: 2 }, part = readAudio({ source: media, stream, from, to: null });
    const { value } = await part.next();
    expect(value.at).toBe(72_000);
    value.frame.free();
    await part.return(undefined);
  });

  it('that do not fit are left out and named, or refused where they were demanded', async () => {
    const { media, index } = await probe(at('odd', 'GX010007.MP4'), { home });
    expect([index.frames, media.parts]).toEqual([25, null]);
    expect(media.notices.join('\n')).toContain('GX020007.MP4 is left out');
    await expect(probe(at('odd', 'GX010007.MP4'), { home, interpretation: { parts: 'joined' } })).rejects.toMatchObject({ code: 'input-parts', message: expect.stringContaining('64×64') });
  });

  it('that are only numbered are believed where their clocks go on', async () => {
    mkdirSync(at('drone'));
    for (const [n, time] of [[1, '10:00:00'], [2, '10:00:01'], [3, '11:30:00']] as const) await makeClip(at('drone', `DJI_000${n}.MP4`), { ...picture, frames: 25, audio: [], metadata: { creation_time: `2024-05-01T${time}.000000Z` } });
    const { media, index } = await probe(at('drone', 'DJI_0001.MP4'), { home });
    expect([index.frames, media.parts?.kind === 'joined' && media.parts.files.length]).toEqual([50, 2]);
    expect((await probe(at('drone', 'DJI_0002.MP4'), { home })).index.frames).toBe(25);
  });

  it('are another source when any of them changes', async () => {
    const { media } = await probe(chapter(1), { home });
    expect(await fingerprintOfAll(media)).toEqual(media.fingerprint);
    writeFileSync(chapter(3), Buffer.concat([readFileSync(chapter(3)), Buffer.alloc(8)]));
    expect((await fingerprintOfAll(media)).edges).not.toBe(media.fingerprint.edges);
  });
});
