// The thread of one session: onnxruntime blocks here, so that nothing else waits. Entry of a worker_thread; see session.ts for the other side.
import { parentPort, workerData } from 'node:worker_threads';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import type { ToMain, ToThread, ThreadData } from './session-protocol.ts';
import type { SharedTensor } from './tensor.ts';

const port = parentPort!;
const { model, provider, threads, busy } = workerData as ThreadData;
const tensors = new Map<number, Tensor>();
const say = (message: ToMain) => {
  Atomics.store(busy, 0, 0);
  Atomics.notify(busy, 0);
  port.postMessage(message);
};
const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/**
 * Chosen by measurement of our models on two cores. Spinning threads burn 15 to 40 % more CPU time between frames, which come tens of milliseconds
 * apart. Without the arena every run pays for fresh pages, 20 to 40 % more. The memory pattern gains nothing beside the arena and nearly doubles
 * the memory held (1080p: 810 instead of 460 MiB).
 */
const options: InferenceSession.SessionOptions = {
  executionProviders: [provider], intraOpNumThreads: threads, interOpNumThreads: 1, executionMode: 'sequential', graphOptimizationLevel: 'all',
  enableCpuMemArena: true, enableMemPattern: false, logSeverityLevel: 4,
  extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
};

const toTensor = ({ type, data, dims }: SharedTensor): Tensor => new Tensor(type, data as Uint8Array, dims);
const take = (ids: Readonly<Record<string, number>>) => Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, tensors.get(id)!]));

async function answer(session: InferenceSession, message: ToThread): Promise<void> {
  if (message.kind === 'forget') return void tensors.delete(message.id);
  if (message.kind === 'close') { await session.release(); port.close(); return; }
  for (const { id, tensor } of message.fresh) tensors.set(id, toTensor(tensor));
  try {
    await session.run(take(message.inputs), take(message.outputs));
    say({ kind: 'done' });
  } catch (thrown) {
    say({ kind: 'failed', message: messageOf(thrown) });
  }
}

try {
  env.logLevel = 'fatal';
  const session = await (typeof model === 'string' ? InferenceSession.create(model, options) : InferenceSession.create(model, options));
  let last = Promise.resolve();
  port.on('message', (message: ToThread) => { last = last.then(() => answer(session, message)); });
  say({ kind: 'open', inputs: [...session.inputNames], outputs: [...session.outputNames] });
} catch (thrown) {
  say({ kind: 'failed', message: messageOf(thrown) });
}
