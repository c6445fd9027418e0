// The parent's side of the pipe. Loads nothing native: a crash of a codec ends the worker, never the process that owns the jobs.
import { fork, type ChildProcess } from 'node:child_process';
import os from 'node:os';
import { errorFrom, FrameWrightError } from '../../shared/errors.ts';
import type { EventOf, FromWorker, RequestOf, ResponseOf, TaskName, ToWorker } from './contract.ts';

export type CallOptions<Name extends TaskName> = { readonly onEvent?: (event: EventOf<Name>) => void; readonly signal?: AbortSignal;
  /** Ends a run after the unit that it has in hand. */ readonly drain?: AbortSignal };
export type Worker = {
  /** @throws FrameWrightError what the task threw, `cancelled`, or `worker-died`; or whatever `onEvent` threw, which stops the task. */
  call<Name extends TaskName>(task: Name, request: RequestOf<Name>, options?: CallOptions<Name>): Promise<ResponseOf<Name>>;
  /** Busy share of all cores since the last report, 0 to 1; null when idle. */
  load(): number | null;
  /** Process id, null while none runs. */
  pid(): number | null;
  close(): Promise<void>;
};
export type WorkerOptions = {
  readonly home: string; readonly entry?: URL;
  /** How long a cancelled task may take to stop before the process is ended, ms. */
  readonly graceMs?: number;
  /** An idle worker is ended after this, so an idle daemon is small, ms. */
  readonly idleMs?: number;
};

type Call = { resolve(value: unknown): void; reject(error: unknown): void; onEvent?: ((event: never) => void) | undefined; cancelled: boolean };
type Stops = { readonly signal: AbortSignal | undefined; readonly drain: AbortSignal | undefined };
type Process = { readonly child: ChildProcess; readonly calls: Map<number, Call>; readonly exited: Promise<void>; tail: string; load: { cpuSeconds: number; at: number; share: number | null } };

const tailBytes = 4096;
const ownEntry = new URL('./main.ts', import.meta.url);

/** A worker that starts with its first call and again after it died. Calls run side by side in one process. */
export function createWorker(options: WorkerOptions): Worker {
  const { graceMs = 5000, idleMs = 30_000 } = options;
  let current: Process | null = null;
  let next = 1;
  let idle: NodeJS.Timeout | undefined;

  const start = (): Process => {
    const started = startProcess(options, receive, (died) => { if (current === died) current = null; });
    current = started;
    return started;
  };
  const settle = (worker: Process, id: number): Call | undefined => {
    const call = worker.calls.get(id);
    worker.calls.delete(id);
    if (worker.calls.size === 0) {
      holdOpen(worker.child, false);
      clearTimeout(idle);
      idle = setTimeout(() => {
        if (current !== worker || worker.calls.size > 0) return;
        // A call that comes before it is gone starts another one.
        current = null;
        stop(worker);
      }, idleMs).unref();
    }
    return call;
  };
  const tell = (worker: Process, id: number, event: unknown): void => {
    try { worker.calls.get(id)?.onEvent?.(event as never); } catch (error) { abandon(worker, id, error, graceMs); }
  };
  const receive = (worker: Process, message: FromWorker): void => {
    if (message.kind === 'load') return measure(worker, message.cpuSeconds);
    if (message.kind === 'event') return tell(worker, message.id, message.event);
    const call = settle(worker, message.id);
    if (message.kind === 'done') call?.resolve(message.value);
    else call?.reject(withStack(errorFrom(message.error), message.stack));
  };

  return {
    call(task, request, { onEvent, signal, drain } = {}) {
      if (signal?.aborted) return Promise.reject(new FrameWrightError('cancelled'));
      // One that has just died is still `current` until its last words are read.
      const worker = current?.child.connected ? current : start();
      return post(worker, { kind: 'call', id: next++, task, request }, { onEvent, signal, drain }, graceMs) as Promise<never>;
    },
    load: () => (current && current.calls.size > 0 ? current.load.share : null),
    pid: () => current?.child.pid ?? null,
    async close() {
      clearTimeout(idle);
      if (!current) return;
      const closing = current;
      // An idle worker holds nothing open, and its end is worth waiting for.
      holdOpen(closing.child, true);
      stop(closing);
      await closing.exited;
    },
  };
}

function startProcess({ home, entry = ownEntry }: WorkerOptions, onMessage: (worker: Process, message: FromWorker) => void, onExit: (worker: Process) => void): Process {
  const child = fork(entry, [home], {
    serialization: 'advanced', execPath: process.execPath, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // FFmpeg's calls wait on the pool: a decode, a filter and an encode at once, and file access beside them.
    // The inference engine otherwise keeps an identifier of this machine in the user's folder and reports its use to its maker.
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1', UV_THREADPOOL_SIZE: String(Math.min(64, Math.max(8, os.availableParallelism() + 4))) },
  });
  const exited = Promise.withResolvers<void>();
  const worker: Process = { child, calls: new Map(), exited: exited.promise, tail: '', load: { cpuSeconds: 0, at: performance.now(), share: null } };
  child.on('message', (message: FromWorker) => onMessage(worker, message));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => { worker.tail = (worker.tail + text).slice(-tailBytes); });
  let ended = false;
  const end = (why: string): void => {
    if (ended) return;
    ended = true;
    onExit(worker);
    for (const call of worker.calls.values()) call.reject(call.cancelled ? new FrameWrightError('cancelled') : new FrameWrightError('worker-died', { why: [why, worker.tail.trim()].filter(Boolean).join(' Its last words: ') }));
    worker.calls.clear();
    exited.resolve();
  };
  child.on('error', (error) => end(`It could not be started: ${error.message}.`));
  child.on('close', (code, signal) => end(signal ? `It was ended by ${signal}${signal === 'SIGKILL' ? '; a system that runs out of memory does that' : ''}.` : `It left with status ${code}.`));
  return worker;
}

function post(worker: Process, message: Extract<ToWorker, { kind: 'call' }>, { onEvent, ...stops }: Pick<Call, 'onEvent'> & Stops, graceMs: number): Promise<unknown> {
  const { id } = message;
  return new Promise((resolve, reject) => {
    const call: Call = { resolve, reject, onEvent, cancelled: false };
    listen(call, stops, () => cancel(worker, id, graceMs), () => finish(worker, id));
    worker.calls.set(id, call);
    holdOpen(worker.child, true);
    worker.child.send(message);
    if (stops.drain?.aborted) finish(worker, id);
  });
}

/** The task ends when the unit in hand has. */
function finish(worker: Process, id: number): void {
  if (worker.calls.has(id) && worker.child.connected) worker.child.send({ kind: 'drain', id } satisfies ToWorker);
}

/** Signals that outlive the call keep nothing of it. */
function listen(call: Call, { signal, drain }: Stops, onAbort: () => void, onDrain: () => void): void {
  const { resolve, reject } = call;
  const leave = (): void => {
    signal?.removeEventListener('abort', onAbort);
    drain?.removeEventListener('abort', onDrain);
  };
  call.resolve = (value) => { leave(); resolve(value); };
  call.reject = (error) => { leave(); reject(error); };
  signal?.addEventListener('abort', onAbort, { once: true });
  drain?.addEventListener('abort', onDrain, { once: true });
}

function cancel(worker: Process, id: number, graceMs: number): void {
  const call = worker.calls.get(id);
  if (!call) return;
  call.cancelled = true;
  if (worker.child.connected) worker.child.send({ kind: 'cancel', id } satisfies ToWorker);
  setTimeout(() => { if (worker.calls.has(id)) worker.child.kill('SIGKILL'); }, graceMs).unref();
}

/** Stops a call whose listener failed. It is rejected with that failure once the task has stopped, so that nobody writes any more by then. */
function abandon(worker: Process, id: number, error: unknown, graceMs: number): void {
  const call = worker.calls.get(id)!, { reject } = call;
  call.resolve = call.reject = () => reject(error);
  call.onEvent = undefined;
  cancel(worker, id, graceMs);
}

function measure(worker: Process, cpuSeconds: number): void {
  const at = performance.now();
  const elapsed = (at - worker.load.at) / 1000;
  if (elapsed < 0.1) return;
  worker.load = { cpuSeconds, at, share: Math.min(1, Math.max(0, (cpuSeconds - worker.load.cpuSeconds) / elapsed / os.availableParallelism())) };
}

/** An idle worker must not keep a finished command line alive. */
function holdOpen(child: ChildProcess, hold: boolean): void {
  const pipe = child.stderr as unknown as { ref(): void; unref(): void };
  for (const held of [child, child.channel, pipe]) {
    if (hold) held?.ref();
    else held?.unref();
  }
}

/** A signal, because the worker keeps nothing that a kill could lose, and because a disconnected child never says 'close'. */
const stop = (worker: Process): void => { worker.child.kill('SIGKILL'); };

function withStack(error: FrameWrightError, stack: string): FrameWrightError {
  error.cause = stack;
  return error;
}
