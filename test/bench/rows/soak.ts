// 2 000 tiny jobs under 200 random kills: every one done once, and a daemon that does not grow.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeClip } from '../../fixtures/clip.ts';
import { soak as runSoak } from '../../e2e/soak-run.ts';
import { mebibytes, type Bench } from '../row.ts';

const jobs = 2000, kills = 200;

export const soak: Bench = {
  name: 'soak', title: `Soak (${jobs} jobs, ${kills} kills)`, long: true,
  async run({ folder }) {
    const own = join(folder, 'soak'), clip = join(folder, 'soak.mp4');
    await mkdir(own, { recursive: true });
    await makeClip(clip, { video: 'testsrc2=size=48x32:rate=25', frames: 5, codecOptions: { crf: '24' } });
    const onProgress = (done: number, count: number): void => { if (count % 10 === 0) process.stderr.write(`${done} jobs done, ${count} kills\n`); };
    const { summaries, kills: made, files, contents, memory } = await runSoak({ clip, folder: own, home: join(folder, 'soak-home'), jobs, kills, seed: 20261122, onProgress });
    const done = summaries.filter(({ state }) => state === 'done').length, isOnce = done === jobs && summaries.length === jobs && files.length === 2 * jobs && contents === 1;
    // Until then it fills what is kept for clients that come back.
    const settled = memory.slice(-4), growth = Math.max(...settled) / Math.min(...settled);
    return [
      { what: `${made.workers} workers and ${made.daemons} daemons killed`, holds: `${jobs} done, each once, same bytes`, found: `${done} done, ${files.length / 2} results, ${contents} contents`, ok: isOnce },
      { what: 'memory of the daemon over the last third of the jobs', holds: 'within 10 %', found: `${mebibytes(Math.min(...settled))} to ${mebibytes(Math.max(...settled))}`, ok: growth <= 1.1 },
    ];
  },
};
