// Protocol Buffers' wire format, as far as ONNX uses it: varints, fixed 32-bit floats and length-delimited fields.
// Source: protobuf.dev/programming-guides/encoding.

/** One field as it lies on the wire. `value` is a number for wire types 0 and 5 (its four bytes), bytes for wire type 2 (and the eight of wire type 1). */
export type Field = { readonly tag: number; readonly wire: number; readonly value: bigint | Uint8Array };

/** A message's fields in order. Bytes are views on `bytes`, not copies. @throws RangeError when the bytes end early or are no message. */
export function readFields(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n, shift = 0n;
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined || shift > 63n) throw new RangeError('the message ends inside a number');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
      shift += 7n;
    }
  };
  const take = (count: number): Uint8Array => {
    if (at + count > bytes.length) throw new RangeError('the message ends inside a field');
    return bytes.subarray(at, at += count);
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const wire = key & 7;
    if (key < 8 || ![0, 1, 2, 5].includes(wire)) throw new RangeError(`the message has no field ${key >> 3} of wire type ${wire}`);
    const value = wire === 0 ? varint() : take(wire === 2 ? Number(varint()) : wire === 1 ? 8 : 4);
    fields.push({ tag: key >>> 3, wire, value });
  }
  return fields;
}

/** A message under construction; `finish` joins its parts. */
export type Writer = {
  integer(tag: number, value: number | bigint): void;
  float(tag: number, value: number): void;
  bytes(tag: number, value: Uint8Array): void;
  text(tag: number, value: string): void;
  finish(): Uint8Array;
};

export function createWriter(): Writer {
  const parts: Uint8Array[] = [];
  const key = (tag: number, wire: number) => parts.push(varintBytes(BigInt(tag * 8 + wire)));
  const bytes = (tag: number, value: Uint8Array) => { key(tag, 2); parts.push(varintBytes(BigInt(value.length)), value); };
  return {
    integer(tag, value) { key(tag, 0); parts.push(varintBytes(BigInt(value))); },
    float(tag, value) { key(tag, 5); parts.push(new Uint8Array(new Float32Array([value]).buffer)); },
    bytes,
    text(tag, value) { bytes(tag, new TextEncoder().encode(value)); },
    finish: () => new Uint8Array(Buffer.concat(parts)),
  };
}

/** Negative numbers take ten bytes, as two's complement of 64 bits. */
export function varintBytes(value: bigint): Uint8Array {
  let rest = BigInt.asUintN(64, value);
  const bytes: number[] = [];
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest);
  return Uint8Array.from(bytes);
}

/** The varints of a packed repeated field. */
export function readPacked(bytes: Uint8Array): bigint[] {
  const values: bigint[] = [];
  let value = 0n, shift = 0n;
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte < 0x80) { values.push(BigInt.asIntN(64, value)); value = 0n; shift = 0n; }
  }
  return values;
}
