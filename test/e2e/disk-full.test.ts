import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../index.ts';
import { makeClip } from '../fixtures/clip.ts';

const base = mkdtempSync(join(tmpdir(), 'fw-full-'));
const disk = join(base, 'disk');
const mounted = mountSmallDisk();
if (!mounted) console.log('SKIPPED: a disk that fills up needs Linux and the right to mount a tmpfs.');

function mountSmallDisk(): boolean {
  try {
    execFileSync('mkdir', [disk]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=10m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch { return false; }
}

/** Takes all the room that is left. */
function fillDisk(path: string): void {
  const file = openSync(path, 'w'), block = Buffer.alloc(4096);
  try { for (;;) writeSync(file, block); } catch (error) { if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error; } finally { closeSync(file); }
}

const shots = ['testsrc2', 'smptebars', 'rgbtestsrc', 'testsrc'];
beforeAll(async () => {
  const chains = shots.map((source, i) => `${source}=size=96x64:rate=25:duration=0.4,format=yuv420p,setsar=1[v${i}]`);
  if (mounted) await makeClip(join(disk, 'clip.mp4'), { video: `${chains.join(';')};${shots.map((_, i) => `[v${i}]`).join('')}concat=n=${shots.length}`, frames: 40, codecOptions: { crf: '24' } });
});
afterAll(() => {
  if (mounted) execFileSync('umount', [disk]);
  rmSync(base, { recursive: true });
});

test.skipIf(!mounted)('a disk that fills up midway stops the job with what is needed; once there is room it goes on', async () => {
  const client = connect({ home: join(base, 'home'), daemon: false });
  client.onEvent((event) => { if (event.kind === 'unit' && event.unit === 'video-0') fillDisk(join(disk, 'fill')); });
  const { id } = await client.submit({ path: join(disk, 'clip.mp4'), wish: { quality: 'fast', scale: '1', stages: { denoise: { strength: 0.5, method: 'denoise-lite' } }, checkpointSeconds: 0.05 } });
  expect(await client.follow({ job: id })).toMatchObject({ state: 'failed', error: { code: 'disk-full', values: { job: id, path: disk, free: '0 bytes' } } });
  expect(await readdir(disk)).toEqual([`.framewright-${id}`, 'clip.mp4', 'fill']);
  const done = (await client.job({ job: id })).units.filter((unit) => unit.state === 'done');
  expect(done.map((unit) => unit.unit)).toContain('video-0');
  await rm(join(disk, 'fill'));
  await client.resume({ job: id });
  expect(await client.follow({ job: id })).toMatchObject({ state: 'done', error: null });
  for (const unit of done) expect((await client.job({ job: id })).units).toContainEqual(unit);
  expect((await readdir(disk)).sort()).toEqual(['clip.mp4', 'clip.restored.framewright.json', 'clip.restored.mp4']);
  await client.close();
});
