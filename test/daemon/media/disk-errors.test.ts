// A disk that fails midway is an error with the file's name: neither the end of the film nor damage that may be patched up.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AVERROR_EIO, AVERROR_EOF, FormatContext, type Packet } from 'node-av';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDecoder } from '../../../daemon/media/decode.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { readNext } from './reading.ts';

/** While true, plain reads of files fail as those of a broken sector do. */
const disk = vi.hoisted(() => ({ broken: false }));
vi.mock(import('node:fs'), async (original) => {
  const real = await original();
  return { ...real, readSync: ((...args: Parameters<typeof real.readSync>) => {
    if (disk.broken) throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
    return real.readSync(...args);
  }) as typeof real.readSync };
});

const home = mkdtempSync(join(tmpdir(), 'framewright-disk-')), path = join(home, 'clip.mkv');
beforeAll(() => makeClip(path, { video: 'testsrc2=size=96x64:rate=25', frames: 50, gop: 10, bFrames: 0 }));
afterEach(() => { vi.restoreAllMocks(); disk.broken = false; });
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Reading ends with `code` after some packets, whichever way it is read. */
function failAfter(packets: number, code: number): void {
  const sync = FormatContext.prototype.readFrameSync, waiting = FormatContext.prototype.readFrame;
  let read = 0;
  vi.spyOn(FormatContext.prototype, 'readFrameSync').mockImplementation(function (this: FormatContext, packet: Packet) { return read++ < packets ? sync.call(this, packet) : code; });
  vi.spyOn(FormatContext.prototype, 'readFrame').mockImplementation(async function (this: FormatContext, packet: Packet) { return read++ < packets ? waiting.call(this, packet) : code; });
}

describe.each([['FFmpeg says so', AVERROR_EIO], ['FFmpeg takes it for the end', AVERROR_EOF]])('a disk that fails midway, where %s', (_name, code) => {
  it('is told while the file is looked at', async () => {
    failAfter(20, code);
    disk.broken = true;
    await expect(probe(path, { home })).rejects.toMatchObject({ code: 'input-unreadable', values: { path }, message: expect.stringContaining('Reading failed midway') });
  });

  it('is told while frames are read', async () => {
    const { media, index } = await probe(path, { home }), decoder = await openDecoder(media, index, { threads: 1 });
    failAfter(20, code);
    disk.broken = true;
    await expect((async () => { while (await readNext(decoder)); })()).rejects.toMatchObject({ code: 'input-unreadable' });
    await decoder.close();
  });
});
