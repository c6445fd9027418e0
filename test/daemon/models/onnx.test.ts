import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openSession } from '../../../daemon/hardware/session.ts';
import { createTensor } from '../../../daemon/hardware/tensor.ts';
import { createBuilder, float, prune } from '../../../daemon/models/graph/build.ts';
import { elementType, readModel, writeModel } from '../../../daemon/models/graph/onnx.ts';
import { splitPRelu } from '../../../daemon/models/graph/prelu.ts';
import { createWriter, readFields, readPacked, varintBytes } from '../../../daemon/models/graph/wire.ts';

const weights = (name: string) => new Uint8Array(readFileSync(new URL(`../../../daemon/models/weights/${name}.onnx`, import.meta.url)));

it('reads numbers, floats, texts and bytes back as they were written', () => {
  const out = createWriter();
  for (const value of [0, 1, 127, 128, 300, -1, 2 ** 40]) out.integer(1, value);
  out.float(2, 1.5);
  out.text(17, 'grün');
  out.bytes(3, new Uint8Array([1, 2, 3]));
  const fields = readFields(out.finish());
  expect(fields.filter(({ tag }) => tag === 1).map(({ value }) => Number(BigInt.asIntN(64, value as bigint)))).toEqual([0, 1, 127, 128, 300, -1, 2 ** 40]);
  expect(new Float32Array(Uint8Array.from(fields.find(({ tag }) => tag === 2)!.value as Uint8Array).buffer)[0]).toBe(1.5);
  expect(new TextDecoder().decode(fields.find(({ tag }) => tag === 17)!.value as Uint8Array)).toBe('grün');
  expect([...fields.at(-1)!.value as Uint8Array]).toEqual([1, 2, 3]);
  expect(readPacked(Buffer.concat([5, -2, 1000].map((value) => varintBytes(BigInt(value)))))).toEqual([5n, -2n, 1000n]);
});

it('refuses bytes that are no message', () => {
  expect(() => readFields(new Uint8Array([0x08]))).toThrow(RangeError);
  expect(() => readFields(new Uint8Array([0x12, 0x05, 1]))).toThrow('ends inside a field');
  expect(() => readFields(new Uint8Array([0x0b]))).toThrow('wire type 3');
  expect(() => readModel(new Uint8Array())).toThrow('no graph');
});

it.each(['upscale-lite', 'denoise-lite'])('writes %s so that it reads the same and never differs', (name) => {
  const model = readModel(weights(name));
  const written = writeModel(model);
  const shapeOnly = ({ graph }: typeof model) => ({ ...graph, initializers: graph.initializers.map(({ data, ...rest }) => ({ ...rest, bytes: Buffer.from(data).toString('base64') })) });
  expect(JSON.stringify(shapeOnly(readModel(written))) === JSON.stringify(shapeOnly(model))).toBe(true);
  expect(Buffer.compare(written, writeModel(readModel(written)))).toBe(0);
});

it('keeps every kind of attribute, typed tensors too', () => {
  const tensor = { name: 't', type: elementType.float32, dims: [2], data: new Uint8Array(new Float32Array([1, 2]).buffer) };
  const node = { op: 'Toy', domain: 'own', name: 'n', inputs: ['a', ''], outputs: ['b'], attributes: [{ name: 'f', float: 0.5 }, { name: 'i', int: -3 }, { name: 's', text: 'x' }, { name: 'fs', floats: [1, -2] }, { name: 'is', ints: [-1, 2] }, { name: 't', tensor }] };
  const model = { irVersion: 8, opsets: [{ domain: '', version: 17 }, { domain: 'own', version: 1 }], graph: { name: 'g', nodes: [node], initializers: [tensor], inputs: [{ name: 'a', type: 1, dims: ['n', 3] }], outputs: [{ name: 'b', type: 1, dims: [] }] } };
  expect(readModel(writeModel(model))).toEqual(model);
});

it('leaves out what no output needs', () => {
  const b = createBuilder('g', 17);
  const x = b.input('x', elementType.float32, [1]);
  b.add('Sqrt', [b.add('Mul', [x, b.floats([2])])]);
  b.output('y', b.add('Add', [x, b.floats([1])]), elementType.float32, [1]);
  const { graph } = b.finish();
  expect(graph.nodes.map(({ op }) => op)).toEqual(['Add', 'Identity']);
  expect(graph.initializers).toHaveLength(1);
  expect(prune(graph)).toEqual(graph);
});

it('splits PReLU without changing what it computes', async () => {
  const b = createBuilder('g', 17);
  const x = b.input('x', elementType.float32, [1, 3, 1, 4]);
  b.output('y', b.add('PRelu', [x, b.floats([0.25, 1.5, -0.5], [3, 1, 1])]), elementType.float32, [1, 3, 1, 4]);
  const plain = b.finish(), split = splitPRelu(plain);
  expect(split.graph.nodes.map(({ op }) => op)).not.toContain('PRelu');
  const input = createTensor('float32', [1, 3, 1, 4]);
  input.data.set([-2, -1, 1, 2, -2, -1, 1, 2, -2, -1, 1, 2]);
  for (const model of [plain, split]) {
    const session = await openSession({ model: writeModel(model), provider: 'cpu', threads: 1 });
    const y = createTensor('float32', [1, 3, 1, 4]);
    await session.run({ x: input }, { y });
    expect([...y.data]).toEqual([-0.5, -0.25, 1, 2, -3, -1.5, 1, 2, 1, 0.5, 1, 2]);
    await session.close();
  }
});

it('leaves a PReLU whose slopes are not one per channel', () => {
  const b = createBuilder('g', 17);
  b.output('y', b.add('PRelu', [b.input('x', elementType.float32, [1, 3, 1, 4]), b.floats([0.25], [1])]), elementType.float32, [1, 3, 1, 4]);
  expect(splitPRelu(b.finish()).graph.nodes.map(({ op }) => op)).toContain('PRelu');
});

it('writes float attributes apart from whole ones', () => {
  const b = createBuilder('g', 17);
  b.output('y', b.add('Toy', [], { a: float(2), b: 2, c: [1, 2] }), elementType.float32, []);
  expect(b.finish().graph.nodes[0]!.attributes).toEqual([{ name: 'a', float: 2 }, { name: 'b', int: 2 }, { name: 'c', ints: [1, 2] }]);
});
