// A real worker process with small tasks: it writes files slowly, can be killed at any moment, and fails on demand. Words in the source file steer it:
// `slow` (10× the time), `crawling` (100×), `die-at-3` (kills itself in that segment, always), `die-once-at-3`, `full` (disk full in segment 2), `contradict`, `fail`.
import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fingerprintOf } from '../../../daemon/media/files.ts';
import type { TaskTable } from '../../../daemon/worker/contract.ts';
import { serve } from '../../../daemon/worker/serve.ts';
import type { Container } from '../../../shared/container.ts';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { AnyPlan } from '../../../shared/plan.ts';
import { fakeAnalysis, fakePlan } from './fake-plan.ts';

const words = async (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
const pace = async (path: string): Promise<number> => { const said = await words(path); return said.includes('crawling') ? 1200 : said.includes('slow') ? 120 : 12; };
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

async function makeUnit(unit: string, path: string, folder: string, signal: AbortSignal) {
  const lines: string[] = [];
  for (let line = 0; line < 5; line++) {
    signal.throwIfAborted();
    lines.push(`${unit} line ${line} of ${basename(path)}`);
    await writeFile(join(folder, `${unit}.part`), lines.join('\n'));
    await sleep(await pace(path) / 5);
  }
  const file = join(folder, unit);
  await rename(`${file}.part`, file);
  return { unit, file, sha256: sha(lines.join('\n')), bytes: lines.join('\n').length, seconds: 0.01 };
}

async function misbehave(path: string, segment: number): Promise<void> {
  const text = await words(path);
  const once = join(dirname(path), 'died');
  if (text.includes(`die-at-${segment}`)) process.kill(process.pid, 'SIGKILL');
  if (text.includes(`die-once-at-${segment}`) && !existsSync(once)) { writeFileSync(once, ''); process.stderr.write('a codec fell over\n'); await sleep(50); process.kill(process.pid, 'SIGKILL'); }
  if (text.includes('full') && segment === 2 && !existsSync(join(dirname(path), 'roomy'))) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
}

const tasks: TaskTable = {
  plan: async () => async ({ path, wish }, { signal }) => {
    if (!existsSync(path)) throw new FrameWrightError('input-missing', { path, why: 'No such file.' });
    if (wish.quality === 'stuck') await new Promise((resolve) => { signal.addEventListener('abort', resolve); setTimeout(resolve, 20_000); });
    return fakePlan(path, await fingerprintOf(path), { container: (wish.container ?? 'mp4') as Container, diskBytes: (await words(path)).includes('huge') ? 1e18 : 1000 });
  },
  survey: async () => async ({ plan, parts }, { emit, signal }) => {
    for (let part = parts.length; part < 3; part++) {
      await sleep(await pace(plan.media.path));
      signal.throwIfAborted();
      emit({ kind: 'part', part: Buffer.from(`part ${part}`) });
      emit({ kind: 'frames', done: (part + 1) * 20 });
    }
    return fakeAnalysis('survey');
  },
  replan: async () => async ({ plan, analysis }) => {
    if ((await words(plan.media.path)).includes('contradict')) throw new FrameWrightError('analysis-contradicted', { step: 'deinterlace', glance: 'interlaced', survey: 'progressive', override: 'field-order=progressive' });
    return { ...plan, analysis, revision: 2 } as AnyPlan;
  },
  run: async () => async ({ plan, segments, audio, folder }, { emit, signal }) => {
    let done = 0;
    for (const stream of audio) {
      emit({ kind: 'begin', unit: `audio-${stream}` });
      emit({ kind: 'unit', unit: await makeUnit(`audio-${stream}`, plan.media.path, folder, signal) });
    }
    for (const segment of segments) {
      emit({ kind: 'begin', unit: `video-${segment}` });
      await misbehave(plan.media.path, segment);
      if ((await words(plan.media.path)).includes('fail')) throw new Error('a fault nobody thought of');
      emit({ kind: 'unit', unit: await makeUnit(`video-${segment}`, plan.media.path, folder, signal) });
      done += plan.segments[segment]!.count;
      emit({ kind: 'frames', done });
    }
    return null;
  },
  deliver: async () => async ({ plan, units, output, folder }) => {
    await sleep(await pace(plan.media.path));
    const text = (await Promise.all(units.map((unit) => unit.file).sort((one, other) => basename(one).localeCompare(basename(other))).map((file) => readFile(file, 'utf8')))).join('\n');
    const sidecar = `${output.slice(0, -extname(output).length)}.framewright.json`;
    const made = [[join(folder, 'sidecar.json'), sidecar, '{}'], [join(folder, 'result'), output, text]] as const;
    for (const [from, , content] of made) await writeFile(from, content);
    return { sidecar, files: await Promise.all(made.map(async ([from, to, content]) => ({ from, to, sha256: sha(content), bytes: (await stat(from)).size }))) };
  },
  picture: async () => async ({ picture }) => { await writeFile(picture, 'picture'); return { picture, frame: 7 }; },
};
serve(tasks, process.argv[2]!);
