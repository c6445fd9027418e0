// ONNX models as plain data, read from and written to their protobuf form. Field numbers are those of onnx.proto3 (onnx/onnx, IR version 8 and later).
import { createWriter, readFields, readPacked, type Field, type Writer } from './wire.ts';

/** Element types by their number in TensorProto.DataType. */
export const elementType = { float32: 1, uint8: 2, int8: 3, uint16: 4, int32: 6, int64: 7, bool: 9, float16: 10, float64: 11 } as const;
export type ElementType = keyof typeof elementType;

/** `data` is little-endian and row-major. */
export type Tensor = { readonly name: string; readonly type: number; readonly dims: readonly number[]; readonly data: Uint8Array };
/** A dimension is a size, or the name of one that is only known at run time. */
export type Value = { readonly name: string; readonly type: number; readonly dims: readonly (number | string)[] };
export type Attribute =
  | { readonly name: string; readonly float: number }
  | { readonly name: string; readonly int: number }
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly ints: readonly number[] }
  | { readonly name: string; readonly floats: readonly number[] }
  | { readonly name: string; readonly tensor: Tensor }
  /** A subgraph or anything else, kept as it was. */
  | { readonly name: string; readonly raw: Uint8Array };
export type Node = { readonly op: string; readonly domain: string; readonly name: string; readonly inputs: readonly string[]; readonly outputs: readonly string[]; readonly attributes: readonly Attribute[] };
export type Graph = { readonly name: string; readonly nodes: readonly Node[]; readonly initializers: readonly Tensor[]; readonly inputs: readonly Value[]; readonly outputs: readonly Value[] };
export type Model = { readonly irVersion: number; readonly opsets: readonly { readonly domain: string; readonly version: number }[]; readonly graph: Graph };

/** @throws RangeError when the bytes are not an ONNX model with a graph. */
export function readModel(bytes: Uint8Array): Model {
  const fields = readFields(bytes);
  const graph = fields.find((field) => field.tag === 7);
  if (!graph) throw new RangeError('there is no graph in it');
  return {
    irVersion: Number(fields.find((field) => field.tag === 1)?.value ?? 8),
    opsets: messages(fields, 8).map((opset) => ({ domain: text(opset, 1), version: int(opset, 2) })),
    graph: readGraph(readFields(asBytes(graph))),
  };
}

/** @returns The model's bytes; the same model always gives the same bytes. */
export function writeModel(model: Model): Uint8Array {
  return message((out) => {
    out.integer(1, model.irVersion);
    out.text(2, 'framewright');
    out.bytes(7, writeGraph(model.graph));
    for (const opset of model.opsets) out.bytes(8, message((inner) => { inner.text(1, opset.domain); inner.integer(2, opset.version); }));
  });
}

const asBytes = (field: Field): Uint8Array => {
  if (typeof field.value === 'bigint') throw new RangeError(`field ${field.tag} is a number where bytes belong`);
  return field.value;
};
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const all = (fields: readonly Field[], tag: number): Uint8Array[] => fields.filter((field) => field.tag === tag).map(asBytes);
const messages = (fields: readonly Field[], tag: number): Field[][] => all(fields, tag).map(readFields);
const text = (fields: readonly Field[], tag: number): string => all(fields, tag).map(decode).at(-1) ?? '';
const int = (fields: readonly Field[], tag: number): number => Number(BigInt.asIntN(64, (fields.find((field) => field.tag === tag)?.value ?? 0n) as bigint));

/** A repeated integer, packed or not. */
function ints(fields: readonly Field[], tag: number): number[] {
  return fields.filter((field) => field.tag === tag)
    .flatMap((field) => (typeof field.value === 'bigint' ? [BigInt.asIntN(64, field.value)] : readPacked(field.value))).map(Number);
}

/** A repeated float, packed or not. */
function floats(fields: readonly Field[], tag: number): number[] {
  const bytes = Uint8Array.from(Buffer.concat(all(fields, tag)));
  return [...new Float32Array(bytes.buffer)];
}

function readGraph(fields: readonly Field[]): Graph {
  return {
    name: text(fields, 2), nodes: messages(fields, 1).map(readNode), initializers: messages(fields, 5).map(readTensor),
    inputs: messages(fields, 11).map(readValue), outputs: messages(fields, 12).map(readValue),
  };
}

function readNode(fields: readonly Field[]): Node {
  return {
    op: text(fields, 4), domain: text(fields, 7), name: text(fields, 3), inputs: all(fields, 1).map(decode), outputs: all(fields, 2).map(decode),
    attributes: all(fields, 5).map(readAttribute),
  };
}

function readAttribute(bytes: Uint8Array): Attribute {
  const fields = readFields(bytes);
  const name = text(fields, 1);
  switch (int(fields, 20)) {
    case 1: return { name, float: floats(fields, 2)[0] ?? 0 };
    case 2: return { name, int: int(fields, 3) };
    case 3: return { name, text: text(fields, 4) };
    case 4: return { name, tensor: readTensor(messages(fields, 5)[0]!) };
    case 6: return { name, floats: floats(fields, 7) };
    case 7: return { name, ints: ints(fields, 8) };
    default: return { name, raw: bytes };
  }
}

function readTensor(fields: readonly Field[]): Tensor {
  const type = int(fields, 2);
  const raw = all(fields, 9)[0];
  const typed = type === elementType.float32 ? new Float32Array(floats(fields, 4)) : type === elementType.int64 ? BigInt64Array.from(ints(fields, 7), BigInt) : new Int32Array(ints(fields, 5));
  if (!raw && ![elementType.float32, elementType.int64, elementType.int32].some((known) => known === type) && typed.length) throw new RangeError(`tensor type ${type} without raw bytes`);
  return { name: text(fields, 8), type, dims: ints(fields, 1), data: raw ?? new Uint8Array(typed.buffer) };
}

function readValue(fields: readonly Field[]): Value {
  const tensor = messages(messages(fields, 2)[0] ?? [], 1)[0] ?? [];
  const dims = messages(messages(tensor, 2)[0] ?? [], 1).map((dim) => (dim.some((field) => field.tag === 1) ? int(dim, 1) : text(dim, 2)));
  return { name: text(fields, 1), type: int(tensor, 1), dims };
}

function message(fill: (out: Writer) => void): Uint8Array {
  const out = createWriter();
  fill(out);
  return out.finish();
}

function writeGraph(graph: Graph): Uint8Array {
  return message((out) => {
    for (const node of graph.nodes) out.bytes(1, writeNode(node));
    out.text(2, graph.name);
    for (const tensor of graph.initializers) out.bytes(5, writeTensor(tensor));
    for (const value of graph.inputs) out.bytes(11, writeValue(value));
    for (const value of graph.outputs) out.bytes(12, writeValue(value));
  });
}

function writeNode(node: Node): Uint8Array {
  return message((out) => {
    for (const input of node.inputs) out.text(1, input);
    for (const output of node.outputs) out.text(2, output);
    out.text(3, node.name);
    out.text(4, node.op);
    for (const attribute of node.attributes) out.bytes(5, 'raw' in attribute ? attribute.raw : writeAttribute(attribute));
    if (node.domain) out.text(7, node.domain);
  });
}

function writeAttribute(attribute: Exclude<Attribute, { raw: Uint8Array }>): Uint8Array {
  return message((out) => {
    out.text(1, attribute.name);
    if ('float' in attribute) { out.float(2, attribute.float); out.integer(20, 1); }
    else if ('int' in attribute) { out.integer(3, attribute.int); out.integer(20, 2); }
    else if ('text' in attribute) { out.text(4, attribute.text); out.integer(20, 3); }
    else if ('tensor' in attribute) { out.bytes(5, writeTensor(attribute.tensor)); out.integer(20, 4); }
    else if ('floats' in attribute) { for (const value of attribute.floats) out.float(7, value); out.integer(20, 6); }
    else { for (const value of attribute.ints) out.integer(8, value); out.integer(20, 7); }
  });
}

function writeTensor(tensor: Tensor): Uint8Array {
  return message((out) => {
    for (const dim of tensor.dims) out.integer(1, dim);
    out.integer(2, tensor.type);
    out.text(8, tensor.name);
    out.bytes(9, tensor.data);
  });
}

function writeValue(value: Value): Uint8Array {
  const shape = message((out) => {
    for (const dim of value.dims) out.bytes(1, message((inner) => { if (typeof dim === 'number') inner.integer(1, dim); else inner.text(2, dim); }));
  });
  const tensor = message((out) => { out.integer(1, value.type); out.bytes(2, shape); });
  return message((out) => { out.text(1, value.name); out.bytes(2, message((inner) => inner.bytes(1, tensor))); });
}
