// Messages that travel inside the coded picture (ITU-T T.35), put into packets after encoding: so every encoder of a codec carries them alike, and exactly once.
import type { Plan } from '../../shared/plan.ts';
import { nalUnits, obus } from './bitstream.ts';

/** A packet's bytes with one more message; `message` begins with its country code. */
type Insert = (data: Buffer, message: Buffer) => Buffer;

const inserts: Readonly<Record<string, Insert>> = {
  h264: (data, message) => beforePicture(data, Buffer.of(6), message, (unit) => { const type = unit[0]! & 31; return type >= 1 && type <= 5; }),
  hevc: (data, message) => beforePicture(data, Buffer.of(39 << 1, 1), message, (unit) => ((unit[0]! >> 1) & 63) < 32),
  mpeg2video: intoMpeg2,
  av1: intoAv1,
};

/** Codecs by FFmpeg's name whose packets can carry T.35 messages. */
export const carriesUserData = (codec: string): boolean => Object.hasOwn(inserts, codec);

/**
 * The packet with a T.35 message (country code first) before its picture. H.264 and HEVC with start codes, as our encoders give them.
 * @throws RangeError for a codec that carries none.
 */
export function insertUserData(codec: string, data: Buffer, message: Buffer): Buffer {
  const insert = inserts[codec];
  if (!insert) throw new RangeError(`${codec} carries no user data`);
  return insert(data, message);
}

/** Where captions stand: ahead of the picture. */
const headBytes = 4096;
/** Whether the head of a packet carries ATSC caption data (`GA94`, type 3; ATSC A/53 part 4 §6.2.3). */
export const hasCaptions = (data: Buffer): boolean => data.subarray(0, headBytes).includes('GA94\x03', 0, 'latin1');

/** Codecs whose packets carry HDR10+ for players: as SEI and as metadata unit. */
const litCodecs: ReadonlySet<string> = new Set(['hevc', 'av1']);

/** Whether a result can carry HDR10+: the codec has a place, the pictures are still PQ, and they are encoded once, each from its own source. */
export const carriesDynamicHdr = ({ delivery, result }: { readonly delivery: Pick<Plan['delivery'], 'checkpoint'> & { readonly video: { readonly codec: string } }; readonly result: { readonly colour: Pick<Plan['result']['colour'], 'transfer'> } }): boolean =>
  litCodecs.has(delivery.video.codec) && !delivery.checkpoint && result.colour.transfer === 'smpte2084';

const startCode = Buffer.of(0, 0, 0, 1);

/** An SEI message of type 4, registered user data (H.264 §D.1.6, H.265 §D.2.6), in a unit of its own before the first slice. */
function beforePicture(data: Buffer, header: Buffer, message: Buffer, isSlice: (unit: Buffer) => boolean): Buffer {
  const size = [...Array<number>(Math.floor(message.length / 255)).fill(255), message.length % 255];
  const unit = Buffer.concat([header, escaped(Buffer.concat([Buffer.of(4, ...size), message, Buffer.of(0x80)]))]);
  const slice = [...nalUnits(data, null)].find(isSlice);
  if (!slice) return data;
  // The start code before the slice has three bytes or four.
  const at = slice.byteOffset - data.byteOffset - 3, start = at > 0 && data[at - 1] === 0 ? at - 1 : at;
  return Buffer.concat([data.subarray(0, start), startCode, unit, data.subarray(start)]);
}

/** Emulation prevention (H.264 §7.4.1): no three bytes look like a start code. */
function escaped(payload: Buffer): Buffer {
  const bytes: number[] = [];
  let zeros = 0;
  for (const byte of payload) {
    if (zeros >= 2 && byte <= 3) { bytes.push(3); zeros = 0; }
    bytes.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(bytes);
}

/** User data of a picture (ISO/IEC 13818-2 §6.2.2.2.2) before its first slice; it says whose it is without country and provider. */
function intoMpeg2(data: Buffer, message: Buffer): Buffer {
  const slice = [...nalUnits(data, null)].find((unit) => unit[0]! >= 1 && unit[0]! <= 0xaf);
  if (!slice) return data;
  const at = slice.byteOffset - data.byteOffset - 3;
  return Buffer.concat([data.subarray(0, at), Buffer.of(0, 0, 1, 0xb2), message.subarray(3), data.subarray(at)]);
}

/** A metadata unit (AV1 specification §5.8) before the last frame of the temporal unit, which is the one that is shown. */
function intoAv1(data: Buffer, message: Buffer): Buffer {
  const frame = [...obus(data)].findLast((unit) => [3, 6].includes((unit[0]! >> 3) & 15));
  if (!frame) return data;
  const at = frame.byteOffset - data.byteOffset, body = Buffer.concat([Buffer.of(4), message, Buffer.of(0x80)]);
  return Buffer.concat([data.subarray(0, at), Buffer.of((5 << 3) | 2), leb128(body.length), body, data.subarray(at)]);
}

function leb128(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left >>>= 7) {
    bytes.push((left & 127) | (left > 127 ? 128 : 0));
    if (left <= 127) return Buffer.from(bytes);
  }
}
