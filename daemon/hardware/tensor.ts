// Tensors in shared memory: what crosses to a session's thread without being copied.

export const tensorArrays = { uint8: Uint8Array, uint16: Uint16Array, float32: Float32Array } as const;
export type TensorType = keyof typeof tensorArrays;
export type TensorArray = Uint8Array | Uint16Array | Float32Array;

/** `data` is row-major on a SharedArrayBuffer and has as many values as `dims` multiply to. */
export type SharedTensor = { readonly type: TensorType; readonly dims: readonly number[]; readonly data: TensorArray };

/** A tensor of zeros. */
export function createTensor(type: TensorType, dims: readonly number[]): SharedTensor {
  const Values: new (buffer: SharedArrayBuffer) => TensorArray = tensorArrays[type];
  return { type, dims, data: new Values(new SharedArrayBuffer(sizeOf(dims) * tensorArrays[type].BYTES_PER_ELEMENT)) };
}

/** Planes of 8 bits are uint8, deeper ones uint16. @throws TypeError when `data` is not in shared memory or has another length than `dims`. */
export function tensorOf(data: TensorArray, dims: readonly number[]): SharedTensor {
  if (!(data.buffer instanceof SharedArrayBuffer)) throw new TypeError('a tensor must lie in shared memory, or it would be copied');
  if (data.length !== sizeOf(dims)) throw new TypeError(`${data.length} values do not fill a tensor of ${dims.join('×')}`);
  return { type: data instanceof Uint8Array ? 'uint8' : data instanceof Uint16Array ? 'uint16' : 'float32', dims, data };
}

const sizeOf = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);
