// One onnxruntime session in a thread of its own. The calling thread never waits for it other than by promise.
import { Worker } from 'node:worker_threads';
import { FrameWrightError } from '../../shared/errors.ts';
import { sessionError } from './session-error.ts';
import type { ThreadData, ToMain, ToThread } from './session-protocol.ts';
import type { SharedTensor } from './tensor.ts';

export type SessionOptions = {
  /** ONNX bytes, or the path of a model file. */
  readonly model: Uint8Array | string;
  /** onnxruntime's name of the execution provider: `cpu`, `webgpu`, `cuda`, `coreml`, `dml` … */
  readonly provider: string;
  /** Threads inside one operator, the session's own included. */
  readonly threads: number;
  /** What people read in an error: 'Cleaning up noise'. */
  readonly title?: string;
};
export type Tensors = Readonly<Record<string, SharedTensor>>;
export type Session = {
  readonly inputs: readonly string[]; readonly outputs: readonly string[];
  /**
   * One call at a time. `outputs` are filled in place; `frame` is only for the error's sentence.
   * @throws FrameWrightError `out-of-memory`, `step-failed`, `cancelled` when closed meanwhile.
   */
  run(inputs: Tensors, outputs: Tensors, frame?: number): Promise<void>;
  /**
   * Resolves at once, also in the middle of a run, whose promise then rejects with `cancelled`. onnxruntime cannot be interrupted: its thread
   * still finishes that run, and may write to its outputs until `ended`. process.exit() waits for it; only SIGKILL does not.
   */
  close(): Promise<void>;
  /** Resolves when the thread is gone and the session's memory free. */
  readonly ended: Promise<void>;
};

/** Nothing holds a process longer than this at its exit. */
const longestCallMs = 30_000;

type Waiting = { readonly frame: number | null; resolve(message: ToMain): void; reject(reason: Error): void };

/** @throws FrameWrightError `out-of-memory`, `model-damaged`, `step-failed`. */
export async function openSession({ model, provider, threads, title = 'The model' }: SessionOptions): Promise<Session> {
  const busy = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(new URL('./session-thread.ts', import.meta.url), { execArgv: [], workerData: { model, provider, threads, busy } satisfies ThreadData });
  const ids = shareTensors((id) => post({ kind: 'forget', id }));
  let waiting: Waiting | null = null;
  let closed = false;
  const post = (message: ToThread) => { if (!closed) thread.postMessage(message); };
  const settle = (how: (waiter: Waiting) => void) => { const waiter = waiting; waiting = null; if (waiter) how(waiter); };
  const fail = (message: string) => settle(({ frame, reject }) => reject(sessionError(message, { title, model, frame })));
  const wait = (frame: number | null) => new Promise<ToMain>((resolve, reject) => { waiting = { frame, resolve, reject }; });
  // The binding also aborts when the process exits in the middle of a call, so exit waits for it: an inference at most.
  const finishCall = () => void Atomics.wait(busy, 0, 1, longestCallMs);
  process.on('exit', finishCall);
  Atomics.store(busy, 0, 1);
  const ended = new Promise<void>((resolve) => thread.once('exit', (code) => { closed = true; Atomics.store(busy, 0, 0); process.off('exit', finishCall); fail(`its thread ended with status ${code}`); resolve(); }));
  thread.on('error', (error: Error) => { Atomics.store(busy, 0, 0); fail(error.message); });
  thread.on('message', (message: ToMain) => (message.kind === 'failed' ? fail(message.message) : settle(({ resolve }) => resolve(message))));

  const opened = await wait(null);
  if (opened.kind !== 'open') throw new TypeError(`a session answered ${opened.kind} before it was open`);
  return {
    inputs: opened.inputs, outputs: opened.outputs, ended,
    async run(inputs, outputs, frame = 0) {
      if (closed) throw new FrameWrightError('cancelled');
      if (waiting) throw new TypeError('a session runs one call at a time');
      const fresh: { id: number; tensor: SharedTensor }[] = [];
      Atomics.store(busy, 0, 1);
      post({ kind: 'run', inputs: ids.number(inputs, fresh), outputs: ids.number(outputs, fresh), fresh });
      await wait(frame);
    },
    async close() {
      if (closed) return;
      // Worker.terminate() in the middle of a run makes onnxruntime's binding abort the whole process (1.30), so the thread is asked to go.
      post({ kind: 'close' });
      closed = true;
      if (!waiting) return ended;
      settle(({ reject }) => reject(new FrameWrightError('cancelled')));
    },
  };
}

/** Numbers tensors, so that each crosses to the thread once; `forget` is called when one is no longer in use here. */
function shareTensors(forget: (id: number) => void) {
  const known = new WeakMap<object, { readonly id: number; readonly shape: string }>();
  const unused = new FinalizationRegistry<number>(forget);
  let last = 0;
  const numberOf = (tensor: SharedTensor, fresh: { id: number; tensor: SharedTensor }[]): number => {
    const shape = tensor.dims.join();
    const seen = known.get(tensor.data);
    if (seen?.shape === shape) return seen.id;
    const id = ++last;
    known.set(tensor.data, { id, shape });
    unused.register(tensor.data, id);
    fresh.push({ id, tensor });
    return id;
  };
  return {
    number: (tensors: Tensors, fresh: { id: number; tensor: SharedTensor }[]): Record<string, number> =>
      Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, numberOf(tensor, fresh)])),
  };
}
