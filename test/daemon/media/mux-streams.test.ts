import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FormatContext, Packet } from 'node-av';
import { readChapters } from '../../../daemon/media/chapters.ts';
import { rewriteIndex } from '../../../daemon/media/iso-rewrite.ts';
import { mux } from '../../../daemon/media/mux.ts';
import { leaf, parent, trackId, tracksOf } from '../../../daemon/media/iso-tree.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { deliver, fitted, openSource, type Source } from './delivered.ts';
import { cover, font, makeRich, picture, subtitles } from './rich.ts';
import { deliverables, settingsOf } from './settings.ts';

let folder: string, rich: Source;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'streams-'));
  await makeRich(join(folder, 'rich.mkv'));
  rich = await openSource(join(folder, 'rich.mkv'));
});

const h264 = (source: Source) => fitted(settingsOf(deliverables[0]!, 'yuv420p'), source);

/** Payloads and times (seconds) of one stream, and its header. */
async function packetsOf(path: string, stream: number): Promise<{ texts: string[]; starts: number[]; ends: number[]; extradata: Buffer | null; hash: string }> {
  const input = new FormatContext(), packet = new Packet(), hash = createHash('sha256');
  await input.openInput(path);
  await input.findStreamInfo();
  packet.alloc();
  const { num, den } = input.streams[stream]!.timeBase, found = { texts: [] as string[], starts: [] as number[], ends: [] as number[] };
  while (await input.readFrame(packet) >= 0) {
    if (packet.streamIndex !== stream) continue;
    found.texts.push(packet.data!.toString());
    found.starts.push((Number(packet.pts) * num) / den);
    found.ends.push((Number(packet.pts + packet.duration) * num) / den);
    hash.update(packet.data!);
  }
  const extradata = input.streams[stream]!.codecpar.extradata;
  await input.closeInput();
  // An attached file has no packets; it is its header.
  const attached = found.texts.length === 0 && extradata ? createHash('sha256').update(extradata) : hash;
  return { ...found, extradata: extradata && Buffer.from(extradata), hash: attached.digest('hex') };
}

describe('everything beside the picture', () => {
  it('is there to begin with', () => {
    expect(rich.media.subtitles.map(({ codec }) => codec)).toEqual(['subrip', 'ass', 'hdmv_pgs_subtitle']);
    expect(rich.media.attachments.map(({ kind }) => kind)).toEqual(['attachment', 'cover']);
    expect(rich.media.chapters.map(({ title }) => title)).toEqual(['One', 'Two']);
  });

  it('stays in Matroska byte for byte', async () => {
    const { path, muxed } = await deliver(rich, { container: 'mkv', video: h264(rich), delivery: { metadata: { title: 'A film' } } });
    const { media } = await openSource(path);
    expect(media).toMatchObject({ chapters: rich.media.chapters, metadata: { title: 'A film' }, notices: [] });
    expect(media.subtitles.map(({ codec, language, title }) => [codec, language, title])).toEqual([['subrip', 'eng', 'English'], ['ass', 'fre', null], ['hdmv_pgs_subtitle', 'spa', null]]);
    expect(media.subtitles[0]!.disposition).toContain('forced');
    expect(media.attachments.map(({ kind, filename, mimeType, bytes }) => [kind, filename, mimeType, bytes])).toEqual([['attachment', 'font.ttf', 'font/ttf', font.length], ['cover', 'cover.jpg', 'image/jpeg', cover.length]]);
    for (const { source, result } of muxed.streams.filter((each) => muxed.streamHashes[each.source])) expect((await packetsOf(path, result)).hash).toBe(muxed.streamHashes[source]);
    expect(muxed.sidecarFiles).toEqual([]);
  });

  it.each(['mp4', 'mov'] as const)('becomes what %s can hold, the rest lies beside it', async (container) => {
    const { path, muxed } = await deliver(rich, { container, video: h264(rich) });
    const { media } = await openSource(path);
    expect(media.chapters.map(({ startNs, title }) => [startNs, title])).toEqual([[0, 'One'], [800_000_000, 'Two']]);
    expect(media.subtitles.map(({ codec, language }) => [codec, language])).toEqual([['mov_text', 'eng'], ['mov_text', 'fre']]);
    const first = await packetsOf(path, media.subtitles[0]!.index), spoken = first.texts.flatMap((text, i) => (text.length > 2 ? [{ text, start: first.starts[i], end: first.ends[i] }] : []));
    expect(spoken.map(({ start, end }) => [start, end])).toEqual(subtitles.map(([pts, duration]) => [pts / 1000, (pts + duration) / 1000]));
    expect(spoken[0]!.text).toContain('Hello there');
    expect(first.extradata!.includes('ftab')).toBe(true);
    expect(media.attachments.map(({ kind }) => kind)).toEqual(container === 'mp4' ? ['cover'] : []);
    const texts = media.subtitles.map(({ index }) => index);
    for (const { source, result } of muxed.streams.filter((each) => !texts.includes(each.result))) expect((await packetsOf(path, result)).hash, `${source}`).toBe(muxed.streamHashes[source]);
    const files = [{ suffix: '.subtitles.mks', streams: [4] }, { suffix: '.5-font.ttf', streams: [5] }, { suffix: '.6-cover.jpg', streams: [6] }];
    expect(muxed.sidecarFiles).toMatchObject(container === 'mp4' ? files.slice(0, 2) : files);
    expect(readFileSync(muxed.sidecarFiles[1]!.path)).toEqual(font);
    expect((await packetsOf(muxed.sidecarFiles[0]!.path, 0)).texts).toEqual([picture.toString()]);
  });

  it('a text track that another names as its chapters is read as chapters', async () => {
    const { path } = await deliver(rich, { container: 'mp4', video: h264(rich), delivery: { chapters: 'none' } });
    expect(await readChapters(path, 'mov')).toEqual([]);
    await rewriteIndex(path, (moov) => {
      const [picture, , text] = tracksOf(moov), number = Buffer.alloc(4);
      number.writeUInt32BE(trackId(text!));
      picture!.children!.push(parent('tref', [leaf('chap', number)]));
    }, true);
    const read = (await readChapters(path, 'mov')).filter(({ title }) => title !== '');
    expect(read.map(({ startNs, endNs, title, language }) => [startNs / 1e6, endNs! / 1e6, title, language])).toEqual([[100, 400, 'Hello there', 'eng'], [450, 850, 'Zwei Zeilen\nhier', 'eng'], [900, 1500, 'Past the cut', 'eng']]);
  });

  it('is cut and moved with a range', async () => {
    const { path } = await deliver(rich, { container: 'mkv', video: h264(rich), clip: { in: 5, out: 25 } });
    const { media } = await openSource(path);
    expect(media.chapters.map(({ startNs, endNs, title }) => [startNs, endNs, title])).toEqual([[0, 600_000_000, 'One'], [600_000_000, 800_000_000, 'Two']]);
    const text = await packetsOf(path, media.subtitles[0]!.index);
    expect(text.starts).toEqual([0, 0.25, 0.7]);
    expect(text.ends.map((end) => Math.round(end * 1000))).toEqual([200, 650, 800]);
  });

  it.each(['mp4', 'mov', 'mkv'] as const)('%s: timecode, turning and HDR are written', async (container) => {
    const path = join(folder, 'plain.mkv'), ratio = (num: number) => ({ num, den: 50000 });
    await makeClip(path, { video: 'testsrc2=size=64x48:rate=25', frames: 10, codec: 'ffv1', pixel: 'yuv420p10le', gop: 1, bFrames: 0, colour: { range: 1, matrix: 9, primaries: 9, transfer: 16, chroma: 1 } });
    const source = await openSource(path);
    const hdr = {
      masteringDisplay: { primaries: [[ratio(34000), ratio(16000)], [ratio(13250), ratio(34500)], [ratio(7500), ratio(3000)]], whitePoint: [ratio(15635), ratio(16450)], luminance: [{ num: 1, den: 10000 }, { num: 1000, den: 1 }] },
      contentLight: { maxCll: 1000, maxFall: 400 }, dynamic: [],
    };
    const graded = { ...source, media: { ...source.media, video: { ...source.media.video, hdr } } } as Source;
    const { path: made } = await deliver(graded, { container, video: fitted(settingsOf(deliverables[1]!, 'yuv420p10le'), source), delivery: { timecode: '01:02:03:04', rotation: 90 } });
    const { video } = (await openSource(made)).media;
    expect(video).toMatchObject({ timecode: '01:02:03:04', rotation: 90, hdr: { contentLight: { maxCll: 1000, maxFall: 400 } }, shape: { colour: { transfer: 'smpte2084', primaries: 'bt2020', matrix: 'bt2020nc' } } });
    expect(video.hdr.masteringDisplay?.luminance[1]).toMatchObject({ num: 1000, den: 1 });
  });
});

describe('sound of a broadcast', () => {
  it.each(['mp4', 'mkv'] as const)('loses its packet headers in %s, and its hash is that of the result', async (container) => {
    const path = join(folder, 'broadcast.ts');
    await makeClip(path, { video: 'testsrc2=size=64x48:rate=25', frames: 25, codecOptions: { preset: 'ultrafast' }, audio: [{ source: 'sine=sample_rate=48000', codec: 'aac' }] });
    const source = await openSource(path);
    const { path: made, muxed } = await deliver(source, { container, video: h264(source) });
    const { media } = await openSource(made);
    expect(media.audio[0]).toMatchObject({ codec: 'aac', sampleRate: 48000 });
    expect((await packetsOf(made, 1)).hash).toBe(muxed.streamHashes[source.media.audio[0]!.index]);
  });

  it.skipIf(process.platform !== 'linux')('leaves nothing open when it is cancelled midway', async () => {
    const source = await openSource(join(folder, 'broadcast.ts')), open = (): number => readdirSync('/proc/self/fd').length;
    const { plan, request } = await deliver(source, { container: 'mkv', video: h264(source) });
    let asked = 0;
    const signal = { get aborted() { return ++asked > 20; } } as AbortSignal, before = open();
    await expect(mux({ ...request, plan, signal })).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked).toBeGreaterThan(20);
    expect(open()).toBe(before);
  });
});
