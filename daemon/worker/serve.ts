// The worker's side of the pipe: takes calls, runs tasks, answers. Lives exactly as long as its parent.
import module from 'node:module';
import os from 'node:os';
import { FrameWrightError } from '../../shared/errors.ts';
import type { FromWorker, TaskFunction, TaskIo, TaskName, TaskTable, ToWorker } from './contract.ts';
import { catalogued } from './failure.ts';

const loadEveryMs = 1000;

/** Answers calls on this process's IPC channel until it closes. Below normal priority: the user's own work comes first. */
export function serve(tasks: TaskTable, home: string): void {
  lowerPriority();
  const running = new Map<number, { readonly stop: AbortController; readonly drain: AbortController }>();
  const send = (message: FromWorker): void => { if (process.connected) process.send!(message); };
  const reportLoad = (): void => { if (running.size > 0) send({ kind: 'load', cpuSeconds: cpuSeconds() }); };
  setInterval(reportLoad, loadEveryMs).unref();

  async function answer(id: number, name: TaskName, request: unknown): Promise<void> {
    const controller = new AbortController(), drain = new AbortController();
    running.set(id, { stop: controller, drain });
    try {
      const io: TaskIo<TaskName> = { home, signal: controller.signal, drain: drain.signal, emit: (event) => send({ kind: 'event', id, event }) };
      const task = await load(tasks, name);
      send({ kind: 'done', id, value: await task(request as never, io as never) });
      // A worker is ended by force, so what was compiled is saved while there is time.
      module.flushCompileCache();
    } catch (thrown) {
      const error = catalogued(controller.signal.aborted ? new FrameWrightError('cancelled', {}, { cause: thrown }) : thrown);
      send({ kind: 'failed', id, error: error.toData(), stack: stackOf(thrown) });
    } finally { running.delete(id); }
  }

  process.on('message', (message: ToWorker) => {
    if (message.kind === 'cancel') running.get(message.id)?.stop.abort(new FrameWrightError('cancelled'));
    else if (message.kind === 'drain') running.get(message.id)?.drain.abort();
    else void answer(message.id, message.task, message.request);
  });
  // A terminal sends Ctrl-C to everyone in it; the owner decides what that means.
  process.on('SIGINT', () => {});
  // process.exit would run native destructors under threads that still decode; a signal cannot crash.
  process.on('disconnect', () => { process.kill(process.pid, 'SIGKILL'); });
}

async function load(tasks: TaskTable, name: TaskName): Promise<TaskFunction<TaskName>> {
  const entry = tasks[name];
  if (!entry) throw new FrameWrightError('internal', { what: `the worker has no task "${name}"`, why: 'Caller and worker disagree.' });
  return await entry() as TaskFunction<TaskName>;
}

function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return `${thrown.stack ?? thrown.message}${thrown.cause === undefined ? '' : `\ncaused by ${stackOf(thrown.cause)}`}`;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function lowerPriority(): void {
  os.setPriority(process.pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
}
