// A worker whose only task does as the wish's quality says: everything a real one may do wrong.
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { TaskTable } from '../../../daemon/worker/contract.ts';
import { serve } from '../../../daemon/worker/serve.ts';

const deeds: Record<string, (signal: AbortSignal) => unknown> = {
  pid: () => ({ pid: process.pid, priority: os.getPriority(), pool: process.env.UV_THREADPOOL_SIZE }),
  unknown: () => { throw new FrameWrightError('unknown-name', { kind: 'preset', name: 'x', known: 'y', nearest: 'y' }); },
  full: () => { throw new Error('wrapped', { cause: Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }) }); },
  fault: () => { throw new Error('a fault'); },
  die: async () => { process.stderr.write('out of luck'); await sleep(50); process.kill(process.pid, 'SIGKILL'); await sleep(5000); },
  leave: () => process.exit(3),
  patient: (signal) => sleep(10_000, undefined, { signal }),
  deaf: () => sleep(10_000),
  busy: async () => { const end = Date.now() + 1300; while (Date.now() < end) { for (let i = 0; i < 1e6; i++) Math.sqrt(i); await sleep(1); } },
};
const tasks: TaskTable = {
  plan: async () => async ({ wish }, { signal }) => await deeds[wish.quality]!(signal) as never,
  survey: async () => async ({ parts }, { emit }) => {
    emit({ kind: 'frames', done: 1 });
    emit({ kind: 'part', part: Uint8Array.of(9) });
    return { sum: parts[0]!.reduce((total, value) => total + value, 0) } as never;
  },
};
serve(tasks, process.argv[2]!);
