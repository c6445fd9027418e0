// How soon a person is answered: first progress line, glance, and what an idle owner of the store costs.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { daemonEnvironment, endDaemon } from '../../fixtures/daemon.ts';
import { measure, median } from '../child.ts';
import type { Shop } from '../material.ts';
import { mebibytes, secondsWords, type Bench, type Row } from '../row.ts';

const root = join(import.meta.dirname, '..', '..', '..');

export const answers: Bench = {
  name: 'answers', title: 'Answers',
  async run(shop, rounds) {
    const clip = await shop.clip(640, 360, 500);
    await firstProgress(shop, clip, 0);
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) times.push(await firstProgress(shop, clip, round + 1));
    await endDaemon(join(shop.folder, 'daemon-home'));
    const idle = await measure<{ rss: number; cpu: number }>('idle.ts', { home: shop.home });
    return [
      { what: 'command to first progress line, warm', holds: '≤ 1.0 s', found: secondsWords(median(times)), ok: median(times) <= 1 },
      { what: 'idle owner of the store: memory', holds: '≤ 120 MiB', found: mebibytes(idle.rss), ok: idle.rss <= 120 * 2 ** 20 },
      { what: 'idle owner of the store: CPU in 10 s', holds: '≤ 20 ms', found: secondsWords(idle.cpu), ok: idle.cpu <= 0.02 },
      ...await glances(shop),
    ];
  },
};

/** Seconds from starting the command to the first line of progress; the job is cancelled then. */
function firstProgress(shop: Shop, clip: string, round: number): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, [join(root, 'daemon', 'main.ts'), clip, '--quality', 'fast', '--output', join(shop.folder, `first-${round}.mp4`), '--json'], { env: { ...process.env, ...daemonEnvironment(join(shop.folder, 'daemon-home')) }, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let seconds = -1, text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (seconds < 0 && text.includes('"kind":"progress"')) { seconds = (performance.now() - begun) / 1000; child.kill('SIGINT'); }
    });
    child.on('exit', () => (seconds < 0 ? reject(new Error(`no progress was shown: ${text}`)) : resolve(seconds)));
  });
}

async function glances(shop: Shop): Promise<Row[]> {
  const folder = join(root, '..', 'shared', 'testdata');
  const real = existsSync(folder) ? (await Promise.all(['video', 'container', 'fate'].map(async (name) => (await readdir(join(folder, name))).map((file) => join(folder, name, file))))).flat() : [];
  const files = [...real, await shop.clip(1920, 1080, 100), await shop.clip(320, 180, 2000)];
  let slowest = { path: '', seconds: 0 }, audioOnly = 0;
  for (const path of files) {
    const begun = performance.now();
    try { await shop.client.analyze({ path }); } catch (error) { if ((error as { code?: string }).code !== 'input-no-video') throw error; audioOnly += 1; }
    const seconds = (performance.now() - begun) / 1000;
    if (seconds > slowest.seconds) slowest = { path: path.split(/[\\/]/).at(-1)!, seconds };
  }
  return [{ what: `probe and glance of any file (${files.length - audioOnly} files)`, holds: '≤ 3 s', found: `slowest ${secondsWords(slowest.seconds)} (${slowest.path})`, ok: slowest.seconds <= 3, note: real.length ? undefined : '../shared is not here: only generated clips' }];
}
