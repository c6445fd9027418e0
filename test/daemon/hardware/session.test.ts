import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openSession } from '../../../daemon/hardware/session.ts';
import { sessionError } from '../../../daemon/hardware/session-error.ts';
import { createTensor, tensorOf } from '../../../daemon/hardware/tensor.ts';
import { createBuilder } from '../../../daemon/models/graph/build.ts';
import { elementType, writeModel } from '../../../daemon/models/graph/onnx.ts';

/** `layers` 3×3 convolutions of 32 channels over `side`×`side` values: as long as one likes. */
function heavyModel(side: number, layers: number): Uint8Array {
  const b = createBuilder('heavy', 17);
  const weights = b.floats(Array.from({ length: 32 * 32 * 9 }, (_, at) => Math.sin(at) / 100), [32, 32, 3, 3]);
  let x = b.input('x', elementType.float32, [1, 32, side, side]);
  for (let layer = 0; layer < layers; layer++) x = b.add('Conv', [x, weights], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] });
  b.output('y', x, elementType.float32, [1, 32, side, side]);
  return writeModel(b.finish());
}

function addOne(): Uint8Array {
  const b = createBuilder('add', 17);
  b.output('y', b.add('Add', [b.input('x', elementType.float32, [4]), b.floats([1])]), elementType.float32, [4]);
  return writeModel(b.finish());
}

it('fills outputs in place, in shared memory, run after run and with other buffers', async () => {
  const session = await openSession({ model: addOne(), provider: 'cpu', threads: 1 });
  expect(session.inputs).toEqual(['x']);
  expect(session.outputs).toEqual(['y']);
  for (let turn = 0; turn < 3; turn++) {
    const x = createTensor('float32', [4]), y = createTensor('float32', [4]);
    x.data.set([turn, 2, 3, 4]);
    await session.run({ x }, { y });
    expect([...y.data]).toEqual([turn + 1, 3, 4, 5]);
    x.data.set([9, 9, 9, 9]);
    await session.run({ x }, { y });
    expect([...y.data]).toEqual([10, 10, 10, 10]);
  }
  await session.close();
  await session.ended;
});

it('refuses a second call at a time, memory that is not shared, and sizes that do not fit', async () => {
  const session = await openSession({ model: addOne(), provider: 'cpu', threads: 1 });
  const x = createTensor('float32', [4]), y = createTensor('float32', [4]);
  const first = session.run({ x }, { y });
  await expect(session.run({ x }, { y })).rejects.toThrow('one call at a time');
  await first;
  expect(() => tensorOf(new Uint8Array(4), [4])).toThrow('shared memory');
  expect(() => tensorOf(new Uint8Array(new SharedArrayBuffer(3)), [4])).toThrow('do not fill');
  await session.close();
  await expect(session.run({ x }, { y })).rejects.toMatchObject({ code: 'cancelled' });
});

it('never holds up the calling thread, and answers a cancel at once', async () => {
  const side = 512;
  const session = await openSession({ model: heavyModel(side, 16), provider: 'cpu', threads: 2 });
  const x = createTensor('float32', [1, 32, side, side]), y = createTensor('float32', [1, 32, side, side]);
  // Time in which the loop did not wait for events: what a gap can be made of, other programs on the machine left aside.
  const busy = performance.eventLoopUtilization();
  const begun = performance.now();
  do await session.run({ x }, { y }); while (performance.now() - begun < 2000);
  expect(performance.eventLoopUtilization(busy).active).toBeLessThan(50);

  const running = session.run({ x }, { y });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const asked = performance.now();
  const refused = expect(running).rejects.toMatchObject({ code: 'cancelled' });
  await session.close();
  await refused;
  expect(performance.now() - asked).toBeLessThan(200);
  await session.ended;
});

it('lets a process exit in the middle of a run with its own status', async () => {
  const script = `
    const { openSession } = await import(${JSON.stringify(new URL('../../../daemon/hardware/session.ts', import.meta.url).href)});
    const { createTensor } = await import(${JSON.stringify(new URL('../../../daemon/hardware/tensor.ts', import.meta.url).href)});
    const session = await openSession({ model: Buffer.from(process.env.MODEL, 'base64'), provider: 'cpu', threads: 1 });
    const tensors = () => createTensor('float32', [1, 32, 256, 256]);
    session.run({ x: tensors() }, { y: tensors() }).catch(() => {});
    setTimeout(() => process.exit(7), 50);`;
  const ended = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, MODEL: Buffer.from(heavyModel(256, 12)).toString('base64') } })
    .then(() => ({ code: 0, signal: null }), (error: { code: number; signal: string | null }) => error);
  expect(ended).toMatchObject({ code: 7, signal: null });
});

it('says what is wrong with a model and with a provider', async () => {
  await expect(openSession({ model: new Uint8Array(100), provider: 'cpu', threads: 1, title: 'broken.onnx' })).rejects.toMatchObject({ code: 'model-damaged', values: { model: 'broken.onnx' } });
  await expect(openSession({ model: addOne().subarray(0, 60), provider: 'cpu', threads: 1 })).rejects.toMatchObject({ code: 'model-damaged' });
  await expect(openSession({ model: addOne(), provider: 'no-such-provider', threads: 1 })).rejects.toMatchObject({ code: 'step-failed' });
});

it('reports a run whose memory cannot be had as out of memory', async () => {
  const b = createBuilder('huge', 17);
  const side = 2 ** 21;
  const wide = b.add('Expand', [b.input('x', elementType.float32, [1, 1]), b.ints([side, side])]);
  b.output('y', b.add('ReduceMax', [b.add('Sqrt', [wide])], { keepdims: 0 }), elementType.float32, []);
  const session = await openSession({ model: writeModel(b.finish()), provider: 'cpu', threads: 1, title: 'Doubling the resolution' });
  await expect(session.run({ x: createTensor('float32', [1, 1]) }, { y: createTensor('float32', []) }, 12)).rejects.toMatchObject({ code: 'out-of-memory', values: { title: 'Doubling the resolution' } });
  await session.close();
});

it('knows what devices say when memory is short', () => {
  const place = { title: 'Cleaning up noise', model: new Uint8Array(), frame: 3 };
  for (const said of ['CUDA failure 2: out of memory', 'CUDNN_STATUS_ALLOC_FAILED', 'Available memory of 1024 is smaller than requested bytes of 4096', 'E_OUTOFMEMORY']) {
    expect(sessionError(said, place).code).toBe('out-of-memory');
  }
  expect(sessionError('device lost', place)).toMatchObject({ code: 'step-failed', values: { frame: 3, title: 'Cleaning up noise' } });
});
