// An H.264 stream whose frames are coded as two fields each (PAFF), which no encoder here makes: 32×32, raw macroblocks, written bit by bit.
import { AV_CODEC_ID_H264, AVMEDIA_TYPE_VIDEO, FFmpegError, FormatContext, Packet, Rational } from 'node-av';

const escape = (payload: readonly number[]): Buffer => {
  const bytes: number[] = [];
  for (const byte of payload) {
    if (byte <= 3 && bytes.at(-1) === 0 && bytes.at(-2) === 0) bytes.push(3);
    bytes.push(byte);
  }
  return Buffer.from(bytes);
};

type Bits = { u(value: number, count: number): Bits; ue(value: number): Bits; align(): Bits; bytes(values: readonly number[]): Bits; end(): number[] };
function writeBits(): Bits {
  let text = '';
  const bits: Bits = {
    u: (value, count) => { text += value.toString(2).padStart(count, '0'); return bits; },
    ue: (value) => { const code = (value + 1).toString(2); text += '0'.repeat(code.length - 1) + code; return bits; },
    align: () => { while (text.length % 8) text += '0'; return bits; },
    bytes: (values) => { for (const value of values) bits.u(value, 8); return bits; },
    end: () => { text += '1'; bits.align(); return text.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)); },
  };
  return bits;
}

const unit = (header: number, payload: readonly number[]): Buffer => Buffer.concat([Buffer.of(0, 0, 0, 1, header), escape(payload)]);

const sequence = unit(0x67, writeBits().u(77, 8).u(0, 8).u(30, 8).ue(0).ue(0).ue(2).ue(1).u(0, 1).ue(1).ue(0).u(0, 1).u(0, 1).u(1, 1).u(0, 1).u(0, 1).end());
const picture = unit(0x68, writeBits().ue(0).ue(0).u(0, 1).u(0, 1).ue(0).ue(0).ue(0).u(0, 1).u(0, 2).ue(0).ue(0).ue(0).u(1, 1).u(0, 1).u(0, 1).end());

function field(frameNumber: number, bottom: boolean, key: boolean, luma: number): Buffer {
  const bits = writeBits().ue(0).ue(7).ue(0).u(frameNumber, 4).u(1, 1).u(bottom ? 1 : 0, 1);
  if (key) bits.ue(0).u(0, 2);
  else bits.u(0, 1);
  bits.ue(0).ue(1);
  for (let block = 0; block < 2; block++) bits.ue(25).align().bytes([...Array<number>(256).fill(luma), ...Array<number>(128).fill(128)]);
  return unit(key ? 0x65 : 0x61, bits.end());
}

/** The two packets of each of `frames` frames; every `gop`-th begins a GOP. Top fields have luma 20 + 4i, bottom fields 22 + 4i. */
export function fieldPackets(frames: number, gop: number): { readonly data: Buffer; readonly key: boolean }[] {
  return Array.from({ length: frames }, (_, i) => {
    const key = i % gop === 0;
    const top = field((i % gop) % 16, false, key, 20 + 4 * i), bottom = field((i % gop) % 16, true, false, 22 + 4 * i);
    return [{ data: key ? Buffer.concat([sequence, picture, top]) : top, key }, { data: bottom, key: false }];
  }).flat();
}

/** Puts packets into a container at `ticks` of 1/50 s each. */
export async function muxFieldPackets(path: string, packets: readonly { readonly data: Buffer; readonly key: boolean }[], ticks: number): Promise<void> {
  const output = new FormatContext();
  FFmpegError.throwIfError(output.allocOutputContext2(null, null, path), 'allocOutputContext2');
  const stream = output.newStream();
  Object.assign(stream.codecpar, { codecType: AVMEDIA_TYPE_VIDEO, codecId: AV_CODEC_ID_H264, width: 32, height: 32, extradata: Buffer.concat([sequence, picture]) });
  stream.timeBase = new Rational(1, 50);
  FFmpegError.throwIfError(await output.openOutput(), 'openOutput');
  FFmpegError.throwIfError(await output.writeHeader(null), 'writeHeader');
  for (const [i, { data, key }] of packets.entries()) {
    const packet = new Packet();
    packet.alloc();
    packet.data = data;
    Object.assign(packet, { pts: BigInt(i * ticks), dts: BigInt(i * ticks), duration: BigInt(ticks), streamIndex: 0, isKeyframe: key });
    packet.rescaleTs(new Rational(1, 50), stream.timeBase);
    FFmpegError.throwIfError(await output.interleavedWriteFrame(packet), 'interleavedWriteFrame');
    packet.free();
  }
  FFmpegError.throwIfError(await output.writeTrailer(), 'writeTrailer');
  await output.closeOutput();
  output.freeContext();
}
