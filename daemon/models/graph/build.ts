// Building and changing graphs node by node. A value is known by its name; every node here has one output unless said.
import { elementType, type Attribute, type Graph, type Model, type Node, type Tensor, type Value } from './onnx.ts';

export type Attributes = Readonly<Record<string, number | string | readonly number[]>>;
export type Builder = {
  input(name: string, type: number, dims: readonly number[]): string;
  output(name: string, from: string, type: number, dims: readonly number[]): void;
  /** Adds a node. @returns The name of its output. */
  add(op: string, inputs: readonly string[], attributes?: Attributes): string;
  /** A node with several outputs. */
  addMany(op: string, inputs: readonly string[], count: number, attributes?: Attributes): readonly string[];
  floats(values: readonly number[], dims?: readonly number[]): string;
  ints(values: readonly number[]): string;
  /** The scalar 0 of a type of one or two bytes. */
  zero(type: number): string;
  /** Another model's nodes, fed by `feeds` (its input names → values here). @returns Its output names → values here. */
  inline(model: Model, feeds: Readonly<Record<string, string>>): Record<string, string>;
  /** The model, without nodes that no output needs. */
  finish(): Model;
};

/** Integer attributes are whole numbers; write a float attribute with `float()`. */
export const float = (value: number): readonly number[] & { readonly float: number } => Object.assign([value], { float: value });

export function createBuilder(name: string, opset: number): Builder {
  const inputs: Value[] = [], outputs: Value[] = [], nodes: Node[] = [], initializers: Tensor[] = [];
  let count = 0;
  const fresh = (hint: string) => `${hint}_${++count}`;
  const addNode = (op: string, from: readonly string[], to: readonly string[], attributes: readonly Attribute[], domain = '') => {
    nodes.push({ op, domain, name: fresh(op), inputs: from, outputs: to, attributes });
  };
  const addMany: Builder['addMany'] = (op, from, howMany, attributes = {}) => {
    const to = Array.from({ length: howMany }, () => fresh(op.toLowerCase()));
    addNode(op, from, to, Object.entries(attributes).map(toAttribute));
    return to;
  };
  const constant = (type: number, dims: readonly number[], values: Float32Array | BigInt64Array | Uint8Array | Uint16Array) => {
    const tensor: Tensor = { name: fresh('constant'), type, dims, data: new Uint8Array(values.buffer as ArrayBuffer) };
    initializers.push(tensor);
    return tensor.name;
  };
  return {
    input(id, type, dims) { inputs.push({ name: id, type, dims }); return id; },
    output(id, from, type, dims) { addNode('Identity', [from], [id], []); outputs.push({ name: id, type, dims }); },
    add: (op, from, attributes) => addMany(op, from, 1, attributes)[0]!,
    addMany,
    floats: (values, dims = [values.length]) => constant(elementType.float32, dims, Float32Array.from(values)),
    ints: (values) => constant(elementType.int64, [values.length], BigInt64Array.from(values, BigInt)),
    zero: (type) => constant(type, [], type === elementType.uint8 ? new Uint8Array(1) : new Uint16Array(1)),
    inline(model, feeds) {
      const prefix = fresh('model');
      const rename = (id: string) => (id === '' ? '' : feeds[id] ?? `${prefix}/${id}`);
      initializers.push(...model.graph.initializers.map((tensor) => ({ ...tensor, name: rename(tensor.name) })));
      for (const node of model.graph.nodes) addNode(node.op, node.inputs.map(rename), node.outputs.map(rename), node.attributes, node.domain);
      return Object.fromEntries(model.graph.outputs.map((value) => [value.name, rename(value.name)]));
    },
    finish: () => ({ irVersion: 10, opsets: [{ domain: '', version: opset }], graph: prune({ name, inputs, outputs, nodes, initializers }) }),
  };
}

function toAttribute([name, value]: [string, number | string | readonly number[]]): Attribute {
  if (typeof value === 'string') return { name, text: value };
  if (typeof value === 'number') return { name, int: value };
  return 'float' in value ? { name, float: value.float as number } : { name, ints: value };
}

/** Keeps what the outputs need. Nodes stand in the order in which they run, so one walk backwards finds it. */
export function prune(graph: Graph): Graph {
  const needed = new Set(graph.outputs.map((value) => value.name));
  const nodes = [...graph.nodes].reverse().filter((node) => {
    const wanted = node.outputs.some((output) => needed.has(output));
    if (wanted) for (const input of node.inputs) needed.add(input);
    return wanted;
  }).reverse();
  return { ...graph, nodes, initializers: graph.initializers.filter((tensor) => needed.has(tensor.name)) };
}
