import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { AV_LOG_INFO, AV_LOG_QUIET, FormatContext, Log, Packet } from 'node-av';
import { chaptersOf, readChapters, shiftChapters } from '../../../daemon/media/chapters.ts';
import { readIsoChapters } from '../../../daemon/media/chapters-iso.ts';
import { finishFile } from '../../../daemon/media/mux-finish.ts';
import { boxAt, boxBytes, chunkOffsets, leaf, parseBoxes, setChunkOffsets } from '../../../daemon/media/iso-tree.ts';
import { makeClip } from '../../fixtures/clip.ts';

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'chapters-')); });

const chapters = [
  { startNs: 0, endNs: 400_000_000, title: 'Zürich – 東京', language: 'ger' },
  { startNs: 400_000_000, endNs: 1_000_000_000, title: 'Second', language: 'und' },
];
const plain = { runIns: [], languages: [], range: 'unspecified' } as const;
const clip = { video: 'testsrc2=size=64x48:rate=25', frames: 25, codecOptions: { preset: 'ultrafast' }, audio: [{ source: 'sine=sample_rate=48000', codec: 'aac' }] };

/** What FFmpeg itself makes of a file: the chapters that it lists, and every packet's bytes. */
async function openWithFfmpeg(path: string): Promise<{ chapters: number; packets: string[] }> {
  const context = new FormatContext();
  expect(await context.openInput(path)).toBe(0);
  expect(await context.findStreamInfo()).toBeGreaterThanOrEqual(0);
  let listed = '';
  Log.setLevel(AV_LOG_INFO);
  Log.setCallback((_level: number, message: string) => { listed += message; }, { maxLevel: AV_LOG_INFO });
  context.dumpFormat(0, path, false);
  await new Promise((resolve) => { setTimeout(resolve, 50); });
  Log.resetCallback();
  Log.setLevel(AV_LOG_QUIET);
  const packets: string[] = [];
  const packet = new Packet();
  packet.alloc();
  while (await context.readFrame(packet) >= 0) {
    packets.push(`${packet.streamIndex} ${packet.pts} ${packet.data!.toString('base64')}`);
    packet.unref();
  }
  await context.closeInput();
  return { chapters: listed.match(/Chapter #/g)?.length ?? 0, packets };
}

describe('chapters', () => {
  it.each([
    ['mkv', undefined], ['mp4', undefined], ['mov', '+faststart'],
  ] as const)('are written into a finished %s (%s) and read back, and every packet stays', async (extension, movflags) => {
    const path = join(folder, `clip.${extension}`);
    await makeClip(path, { ...clip, muxerOptions: movflags ? { movflags } : {} });
    expect(await readChapters(path, extension === 'mkv' ? 'matroska' : 'mov')).toEqual([]);
    const before = await openWithFfmpeg(path);
    await finishFile(path, { container: extension, chapters, ...plain });
    const after = await openWithFfmpeg(path);
    expect(after).toEqual({ chapters: 2, packets: before.packets });
    const read = await readChapters(path, extension === 'mkv' ? 'matroska' : 'mov');
    expect(read.map((chapter) => [chapter.startNs, chapter.title])).toEqual(chapters.map((chapter) => [chapter.startNs, chapter.title]));
    if (extension === 'mkv') expect(read).toEqual(chapters);
    else {
      const bytes = await readFile(path);
      expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
    }
  });

  it('moves an index to the front without chapters too', async () => {
    const path = join(folder, 'front.mp4');
    await makeClip(path, clip);
    const before = await openWithFfmpeg(path);
    await finishFile(path, { container: 'mp4', chapters: [], ...plain });
    expect(await openWithFfmpeg(path)).toEqual(before);
  });

  it('keep titles whole within 255 bytes', async () => {
    const path = join(folder, 'long.mp4');
    await makeClip(path, { ...clip, audio: [] });
    await finishFile(path, { container: 'mp4', chapters: [{ startNs: 0, endNs: null, title: 'é'.repeat(200), language: 'und' }], ...plain });
    expect((await readChapters(path, 'mov'))[0]!.title).toBe('é'.repeat(127));
  });

  it('are shifted to the result\'s clock and cut to its range', () => {
    const at = (startNs: number, endNs: number | null, title: string) => ({ startNs, endNs, title, language: 'und' });
    const all = [at(0, 100, 'a'), at(100, 200, 'b'), at(200, null, 'c'), at(300, null, 'd')];
    expect(shiftChapters(all, 150, 0, 100)).toEqual([at(0, 50, 'b'), at(50, 100, 'c')]);
    expect(shiftChapters(all, 0, null, null)).toEqual(all);
    expect(shiftChapters(all, -10, null, null)[3]).toEqual(at(310, null, 'd'));
  });

  it('offsets grow to 64 bits when the data moves beyond 4 GiB', () => {
    const table = { type: 'stbl', children: [leaf('stco', Buffer.from([0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xf0]))], data: Buffer.alloc(0), tail: Buffer.alloc(0) };
    setChunkOffsets(table, chunkOffsets(table).map((offset) => offset + 100));
    expect(boxAt(table, 'co64')).toBeDefined();
    expect(chunkOffsets(parseBoxes(boxBytes(table)).boxes[0])).toEqual([0xfffffff0 + 100]);
  });

  it('read nothing from an index whose track headers are damaged or lie', async () => {
    const path = join(folder, 'whole.mp4'), hurt = join(folder, 'hurt.mp4');
    await makeClip(path, clip);
    await finishFile(path, { container: 'mp4', chapters, ...plain });
    for (const [box, change] of [['tkhd', (bytes, at) => bytes.write('xxxx', at)], ['stsz', (bytes, at) => bytes.write('xxxx', at)], ['stts', (bytes, at) => bytes.writeUInt32BE(0xffffffff, at + 12)]] as const satisfies readonly [string, (bytes: Buffer, at: number) => void][]) {
      const bytes = await readFile(path);
      for (let at = bytes.indexOf(box); at >= 0; at = bytes.indexOf(box, at + 4)) change(bytes, at);
      await writeFile(hurt, bytes);
      let damaged = 0;
      const read = await readIsoChapters(hurt, () => { damaged++; });
      expect(read.length, box).toBeLessThanOrEqual(chapters.length);
      if (damaged) expect((await chaptersOf({ files: [{ path: hurt, startNs: 0 }], container: 'mov' } as never)).notices, box).toEqual([expect.stringMatching(/^The index of hurt\.mp4 is damaged where its chapters/)]);
    }
  });

  it('read nothing from what is no chapter list', async () => {
    const path = join(folder, 'text.mkv');
    await writeFile(path, 'not matroska');
    expect(await readChapters(path, 'matroska')).toEqual([]);
    expect(await readChapters(path, 'mov')).toEqual([]);
    expect(await readChapters(path, 'avi')).toEqual([]);
  });
});
