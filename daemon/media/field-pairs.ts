// H.264 may code each field as a picture of its own (PAFF), in a packet of its own. An index entry is a frame, so second fields must be known.
import { nalLengthSize, nalUnits } from './bitstream.ts';

/** Tells of each packet, in coding order, whether it is the second field of the frame that the packet before began. */
export type FieldPairing = (data: Buffer) => boolean;

type Sequence = { readonly frameNumberBits: number; readonly framesOnly: boolean; readonly separatePlanes: boolean };
type Slice = { readonly field: boolean; readonly bottom: boolean; readonly frameNumber: number };

/** Null when the stream cannot hold separate fields, so that its packets need not be looked into. */
export function openFieldPairing(codec: string, extradata: Buffer | null, firstPacket: Buffer): FieldPairing | null {
  if (codec !== 'h264') return null;
  const lengthSize = nalLengthSize(codec, extradata);
  const sets = parameterSets();
  if (extradata) for (const unit of extradataUnits(extradata, lengthSize)) sets.learn(unit);
  for (const unit of nalUnits(firstPacket, lengthSize)) sets.learn(unit);
  if (!sets.mayHoldFields()) return null;
  let first: Slice | null = null;
  return (data) => {
    const slice = sliceOf(data, lengthSize, sets);
    const second = first !== null && slice !== null && slice.field && slice.bottom !== first.bottom && slice.frameNumber === first.frameNumber;
    first = slice?.field && !second ? slice : null;
    return second;
  };
}

function* extradataUnits(extradata: Buffer, lengthSize: number | null): Generator<Buffer> {
  if (!lengthSize) return yield* nalUnits(extradata, null);
  let at = 6;
  for (const count of [extradata[5]! & 31, -1]) {
    for (let left = count < 0 ? extradata[at++] ?? 0 : count; left > 0 && at + 2 <= extradata.length; left--) {
      const size = extradata.readUInt16BE(at);
      yield extradata.subarray(at + 2, at + 2 + size);
      at += 2 + size;
    }
  }
}

type ParameterSets = { learn(unit: Buffer): void; mayHoldFields(): boolean; sequenceOf(picture: number): Sequence | undefined };

function parameterSets(): ParameterSets {
  const sequences = new Map<number, Sequence>();
  const pictures = new Map<number, number>();
  return {
    learn: (unit) => {
      const type = unit[0]! & 31;
      if (type === 7) sequences.set(...readSequence(unit));
      if (type !== 8) return;
      const bits = bitReader(unit.subarray(1, 32));
      pictures.set(bits.golomb(), bits.golomb());
    },
    mayHoldFields: () => [...sequences.values()].some((sequence) => !sequence.framesOnly),
    sequenceOf: (picture) => sequences.get(pictures.get(picture) ?? -1),
  };
}

/** Profiles whose sequence parameter set names chroma format and depth (ITU-T H.264 §7.3.2.1.1). */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

function readSequence(unit: Buffer): [number, Sequence] {
  const bits = bitReader(unit.subarray(4, 256));
  const id = bits.golomb();
  const separatePlanes = highProfiles.has(unit[1]!) ? skipFormat(bits) : false;
  const frameNumberBits = bits.golomb() + 4;
  const order = bits.golomb();
  if (order === 0) bits.golomb();
  if (order === 1) {
    bits.read(1); bits.golomb(); bits.golomb();
    for (let left = bits.golomb(); left > 0; left--) bits.golomb();
  }
  bits.golomb(); bits.read(1); bits.golomb(); bits.golomb();
  return [id, { frameNumberBits, framesOnly: bits.read(1) === 1, separatePlanes }];
}

/** Passes over chroma format, depths and scaling lists; whether the colour planes are coded apart. */
function skipFormat(bits: Bits): boolean {
  const chroma = bits.golomb();
  const separate = chroma === 3 && bits.read(1) === 1;
  bits.golomb(); bits.golomb(); bits.read(1);
  if (bits.read(1)) for (let list = 0; list < (chroma === 3 ? 12 : 8); list++) if (bits.read(1)) skipScalingList(bits, list < 6 ? 16 : 64);
  return separate;
}

function skipScalingList(bits: Bits, size: number): void {
  for (let k = 0, last = 8, next = 8; k < size; k++) {
    if (next !== 0) next = (last + bits.signedGolomb() + 256) % 256;
    if (next !== 0) last = next;
  }
}

/** The first slice's place in the pairing (ITU-T H.264 §7.3.3); null without a slice or its parameter sets. */
function sliceOf(data: Buffer, lengthSize: number | null, sets: ParameterSets): Slice | null {
  for (const unit of nalUnits(data, lengthSize)) {
    const type = unit[0]! & 31;
    if (type === 7 || type === 8) sets.learn(unit);
    if (type !== 1 && type !== 5 && type !== 2) continue;
    const bits = bitReader(unit.subarray(1, 40));
    bits.golomb(); bits.golomb();
    const sequence = sets.sequenceOf(bits.golomb());
    if (!sequence) return null;
    if (sequence.separatePlanes) bits.read(2);
    const frameNumber = bits.read(sequence.frameNumberBits);
    const field = !sequence.framesOnly && bits.read(1) === 1;
    return { field, bottom: field && bits.read(1) === 1, frameNumber };
  }
  return null;
}

type Bits = { read(count: number): number; golomb(): number; signedGolomb(): number };

/** Bits of a NAL unit, without the emulation prevention bytes; zeros beyond its end. */
function bitReader(escaped: Buffer): Bits {
  const bytes = escaped.filter((byte, i) => !(byte === 3 && escaped[i - 1] === 0 && escaped[i - 2] === 0));
  let at = 0;
  const read = (count: number): number => {
    let value = 0;
    for (let left = count; left > 0; left--, at++) value = value * 2 + (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
    return value;
  };
  const golomb = (): number => {
    let zeros = 0;
    while (zeros < 32 && at < bytes.length * 8 && read(1) === 0) zeros++;
    return 2 ** zeros - 1 + read(zeros);
  };
  const signedGolomb = (): number => { const value = golomb(); return value % 2 ? (value + 1) / 2 : -value / 2; };
  return { read, golomb, signedGolomb };
}
