// The few facts that are read from compressed bytes themselves: parameter sets that change, GOP headers, pictures that are not shown.

/** NAL units (H.264 annex B start codes, or lengths of `lengthSize` bytes as MP4 stores them). */
export function* nalUnits(data: Buffer, lengthSize: number | null): Generator<Buffer> {
  if (lengthSize) {
    for (let at = 0; at + lengthSize < data.length;) {
      const size = data.readUIntBE(at, lengthSize);
      yield data.subarray(at + lengthSize, at + lengthSize + size);
      at += lengthSize + size;
    }
    return;
  }
  for (let at = data.indexOf(startCode); at >= 0;) {
    const next = data.indexOf(startCode, at + 3);
    yield data.subarray(at + 3, next < 0 ? data.length : next);
    at = next;
  }
}
const startCode = Buffer.of(0, 0, 1);

/** Bytes of a NAL length from `avcC` (ISO/IEC 14496-15 §5.3.3) or `hvcC` (§8.3.3); null for start codes. */
export function nalLengthSize(codec: string, extradata: Buffer | null): number | null {
  if (extradata?.[0] !== 1) return null;
  return ((codec === 'hevc' ? extradata[21] : extradata[4]) ?? 3) % 4 + 1;
}

/** Parameter sets stand before the picture, so no more than this is looked at. */
const headBytes = 4096;

/**
 * What in a key packet describes the stream: sequence parameter sets of H.264 and HEVC, the sequence headers of MPEG-2 without their bit rate, the
 * sequence header of AV1. Null when the packet carries none (or the codec has none).
 */
export function parameterBytes(codec: string, data: Buffer, lengthSize: number | null): string | null {
  const head = data.subarray(0, headBytes);
  const wanted = parameterUnits[codec];
  if (!wanted) return null;
  const units = codec === 'av1' ? obus(head) : nalUnits(head, codec === 'mpeg2video' || codec === 'mpeg1video' ? null : lengthSize);
  const found = [...units].flatMap((unit) => wanted(unit) ?? []);
  return found.length ? Buffer.concat(found).toString('base64') : null;
}

const parameterUnits: Readonly<Record<string, (unit: Buffer) => Buffer | null>> = {
  h264: (unit) => ((unit[0]! & 31) === 7 ? unit : null),
  hevc: (unit) => (((unit[0]! >> 1) & 63) === 33 ? unit : null),
  av1: (unit) => (((unit[0]! >> 3) & 15) === 1 ? unit : null),
  mpeg1video: (unit) => sequenceHeader(unit),
  mpeg2video: (unit) => sequenceHeader(unit),
};

/** The open bitstream units of an AV1 temporal unit, header included (AV1 specification §5.3). */
export function* obus(data: Buffer): Generator<Buffer> {
  for (let at = 0; at + 2 <= data.length;) {
    let body = at + (data[at]! & 4 ? 2 : 1), size = 0;
    if (!(data[at]! & 2)) return yield data.subarray(at);
    for (let shift = 0, more = 128; more && shift < 35; shift += 7, body++) {
      more = (data[body] ?? 0) & 128;
      size += ((data[body] ?? 0) & 127) * 2 ** shift;
    }
    yield data.subarray(at, body + size);
    at = body + size;
  }
}

/** ISO/IEC 13818-2 §6.2.2: size, aspect and rate of the sequence header; the sequence (1) and display (2) extensions, bit rate and buffer left out. */
function sequenceHeader(unit: Buffer): Buffer | null {
  if (unit[0] === 0xb3) return unit.subarray(0, 5);
  if (unit[0] !== 0xb5) return null;
  const extension = unit[1]! >> 4;
  return extension === 1 ? unit.subarray(0, 4) : extension === 2 ? unit : null;
}

/** Time code and `closed_gop` of the first GOP header of an MPEG-2 packet (ISO/IEC 13818-2 §6.2.2.6); null without one. */
export function groupHeader(data: Buffer): { readonly timecode: string; readonly closed: boolean } | null {
  const at = data.subarray(0, headBytes).indexOf(Buffer.of(0, 0, 1, 0xb8));
  if (at < 0 || at + 8 > data.length) return null;
  const bits = data.readUInt32BE(at + 4);
  const two = (value: number): string => String(value).padStart(2, '0');
  const drop = bits >>> 31 ? ';' : ':';
  return { timecode: `${two((bits >>> 26) & 31)}:${two((bits >>> 20) & 63)}:${two((bits >>> 13) & 63)}${drop}${two((bits >>> 7) & 63)}`, closed: ((bits >>> 6) & 1) === 1 };
}

/** Whether a packet holds a picture that is never shown: VP8's alternate references (RFC 6386 §9.1, show_frame). */
export const isHiddenPicture = (codec: string, data: Buffer): boolean => codec === 'vp8' && data.length > 0 && ((data[0]! >> 4) & 1) === 0;
