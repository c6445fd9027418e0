import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
let home: string;
beforeAll(async () => { home = await mkdtemp(join(tmpdir(), 'fw-lean-')); });
afterAll(() => rm(home, { recursive: true }));

/** Uses the in-process transport as the CLI does, in a process of its own, and reports what that process has loaded. */
const script = `
  const { createClient } = await import('./shared/client.ts');
  const { createInProcessTransport } = await import('./daemon/server/in-process.ts');
  const client = createClient(createInProcessTransport({ home: process.argv[1] }));
  const stages = await client.stages({});
  const presets = await client.presets({});
  await client.jobs({});
  const plan = await client.plan({ path: 'sample/sample.mp4', wish: { scale: '1' } });
  const sections = await client.explain({ plan });
  await client.close();
  globalThis.gc();
  const bytes = process.memoryUsage().rss;
  process.report.excludeNetwork = true;
  const { sharedObjects } = process.report.getReport();
  console.log(JSON.stringify({ stages, presets, sections, sharedObjects, bytes }));`;

test('the daemon process answers without loading a codec, an inference engine or a picture library, and stays small', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--input-type=module', '-e', script, home], { cwd: root, maxBuffer: 1 << 26 });
  const { stages, presets, sections, sharedObjects, bytes } = JSON.parse(stdout);
  expect(sharedObjects.filter((path: string) => /node-av|onnxruntime|sharp|\.node$/.test(path))).toEqual([]);
  expect(bytes / 2 ** 20).toBeLessThan(160);
  console.log(`the daemon's process holds ${(bytes / 2 ** 20).toFixed(0)} MiB after a plan`);
  expect(stages.map((stage: { id: string }) => stage.id)).toEqual(expect.arrayContaining(['deinterlace', 'denoise', 'upscale', 'hum', 'loudness']));
  expect(stages[0].params).toMatchObject({ type: 'object' });
  expect(presets.map((preset: { name: string }) => preset.name)).toEqual(expect.arrayContaining(['fast', 'balanced', 'best', 'film', 'archive', 'h264']));
  expect(sections[0].heading).toBe('Source');
});
