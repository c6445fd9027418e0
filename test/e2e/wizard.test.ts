// The wizard against the real service: a real analysis, a real picture, a real restoration.
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createInProcessTransport } from '../../daemon/server/in-process.ts';
import { createClient } from '../../shared/client.ts';
import { cli } from '../cli/support.ts';
import { makeClip } from '../fixtures/clip.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framewright-wizard-'));
  await makeClip(join(folder, 'tape.mkv'), { video: 'testsrc2=size=96x64:rate=25,noise=alls=12:allf=t', frames: 20 });
}, 60_000);
afterAll(async () => { await rm(folder, { recursive: true, force: true }); });

it('takes changes, shows both pictures, and restores what was agreed on', async () => {
  const lines = ['no', 'quality=fast scale=1 to=5f denoise=0.4 denoise.method=hqdn3d', 'yes'];
  const client = createClient(createInProcessTransport({ home: join(folder, 'home') }));
  const said = await cli(['wizard', join(folder, 'tape.mkv')], {}, { client, input: { interactive: false, read: async () => lines.shift() ?? null } });
  expect(said.status, said.out + said.err).toBe(0);
  expect(said.out).toMatch(/^96×64, 25 fps/m);
  expect(said.out).toContain('(strength 0.4)');
  const pictures = said.out.match(/\S*framewright-look-\S*\.png/g)!;
  expect(pictures).toHaveLength(2);
  expect(pictures.some((path) => existsSync(path))).toBe(false);
  expect(await readdir(folder)).toEqual(expect.arrayContaining(['tape.restored.mp4', 'tape.restored.framewright.json']));
  const again = createClient(createInProcessTransport({ home: join(folder, 'home') }));
  try {
    expect(await again.probe({ path: join(folder, 'tape.restored.mp4') })).toMatchObject({ video: { shape: { frames: 5, width: 96, height: 64 } } });
  } finally { await again.close(); }
}, 240_000);
