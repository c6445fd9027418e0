import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { copyFile, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setChapterList } from '../../../daemon/media/chapters-iso.ts';
import { writeMatroskaChapters } from '../../../daemon/media/chapters-matroska.ts';
import { readAt, writeAt } from '../../../daemon/media/disk.ts';
import { rewriteIndex } from '../../../daemon/media/iso-rewrite.ts';
import { makeClip } from '../../fixtures/clip.ts';

const base = mkdtempSync(join(tmpdir(), 'fw-mux-disk-')), disk = join(base, 'disk'), mounted = mountSmallDisk();
if (!mounted) console.log('SKIPPED: a disk that fills up needs Linux and the right to mount a tmpfs.');

function mountSmallDisk(): boolean {
  try {
    execFileSync('mkdir', [disk]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch { return false; }
}

/** Takes all the room that is left but `pages`. */
async function fillDisk(pages: number): Promise<void> {
  const file = openSync(join(disk, 'fill'), 'w'), block = Buffer.alloc(4096);
  let size = 0;
  try { for (;;) size += writeSync(file, block); } catch (error) { if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error; } finally { closeSync(file); }
  await using again = await open(join(disk, 'fill'), 'r+');
  await again.truncate(size - pages * 4096);
}

beforeAll(async () => {
  for (const name of ['clip.mp4', 'clip.mkv']) await makeClip(join(base, name), { video: 'testsrc2=size=64x48:rate=25', frames: 10 });
});
afterAll(() => {
  if (mounted) execFileSync('umount', [disk]);
  rmSync(base, { recursive: true });
});

const chapters = Array.from({ length: 200 }, (_, i) => ({ startNs: i * 1e6, endNs: null, title: 'A long name of a chapter '.repeat(8), language: 'eng' }));

it.skipIf(!mounted).each([
  ['clip.mp4', (path: string) => rewriteIndex(path, (moov) => setChapterList(moov, chapters), true)],
  ['clip.mkv', (path: string) => writeMatroskaChapters(path, chapters)],
] as const)('%s: a disk that takes only a part of a write is full, not done', async (name, change) => {
  const path = join(disk, name);
  await copyFile(join(base, name), path);
  await fillDisk(2);
  await expect(change(path)).rejects.toMatchObject({ code: 'ENOSPC' });
  await rm(join(disk, 'fill'));
  await copyFile(join(base, name), path);
  await change(path);
});

it('reading behind the end of a file is an error, not a wait', async () => {
  await using file = await open(join(base, 'short'), 'w+');
  await writeAt(file, Buffer.from('0123456789'), 2);
  const bytes = Buffer.alloc(4);
  await readAt(file, bytes, 8);
  expect(bytes.toString()).toBe('6789');
  await expect(readAt(file, Buffer.alloc(4), 10)).rejects.toMatchObject({ code: 'internal', values: { why: 'it ends at byte 12' } });
});
