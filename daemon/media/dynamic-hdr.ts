// HDR10+: how bright each picture is, written anew for its packet (SMPTE ST 2094-40 application 4, as CTA-861-H annex S puts it into T.35 messages).
// Read from FFmpeg's AVDynamicHDRPlus (libavutil/hdr_dynamic_metadata.h): bytes and fractions of two 32-bit numbers, in native order.
import { AV_FRAME_DATA_DYNAMIC_HDR_PLUS, type Frame } from 'node-av';

/** Takes it off a frame, as a T.35 message with its country code; null when the frame has none. */
export function takeDynamicHdr(frame: Frame): Buffer | null {
  const data = frame.getSideData(AV_FRAME_DATA_DYNAMIC_HDR_PLUS);
  if (!data) return null;
  const message = dynamicHdrMessage(data);
  frame.removeSideData(AV_FRAME_DATA_DYNAMIC_HDR_PLUS);
  return message;
}

/** Where the parts of AVDynamicHDRPlus stand, bytes. A window's parameters are 428 long, a table of peaks 25 × 25 fractions. */
const windowsAt = 4, windowBytes = 428, mostWindows = 3, tableSide = 25;
const targetAt = windowsAt + mostWindows * windowBytes, peaksAt = targetAt + 8, masteringAt = peaksAt + 4 + tableSide ** 2 * 8;

/** The message that says what `data` (an AVDynamicHDRPlus) says. */
export function dynamicHdrMessage(data: Buffer): Buffer {
  const bits = openBits(), windows = data[2]!;
  const fraction = (at: number, scale: number): number => { const den = data.readInt32LE(at + 4); return den === 0 ? 0 : Math.round((data.readInt32LE(at) * scale) / den); };
  const peaks = (at: number): void => {
    bits.put(data[at]! ? 1 : 0, 1);
    if (!data[at]) return;
    const rows = data[at + 1]!, columns = data[at + 2]!;
    bits.put(rows, 5);
    bits.put(columns, 5);
    for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) bits.put(fraction(at + 4 + (i * tableSide + j) * 8, 15), 4);
  };
  bits.put(4, 8);
  bits.put(data[1]!, 8);
  bits.put(windows, 2);
  const at = Array.from({ length: windows }, (_, w) => windowsAt + w * windowBytes);
  for (const window of at.slice(1)) putEllipse(bits, data, window, fraction);
  bits.put(fraction(targetAt, 1), 27);
  peaks(peaksAt);
  for (const window of at) putBrightness(bits, data, window, fraction);
  peaks(masteringAt);
  for (const window of at) putToneMapping(bits, data, window, fraction);
  // United States, Samsung's provider code, ST 2094-40.
  return Buffer.concat([Buffer.of(0xb5, 0, 0x3c, 0, 1), bits.bytes()]);
}

type Bits = { put(value: number, count: number): void; bytes(): Buffer };
type Fraction = (at: number, scale: number) => number;

/** A window other than the whole picture: its corners, and an ellipse inside. */
function putEllipse(bits: Bits, data: Buffer, at: number, fraction: Fraction): void {
  for (let corner = 0; corner < 4; corner++) bits.put(fraction(at + corner * 8, 1), 16);
  bits.put(data.readUInt16LE(at + 32), 16);
  bits.put(data.readUInt16LE(at + 34), 16);
  bits.put(data[at + 36]!, 8);
  for (const axis of [38, 40, 42]) bits.put(data.readUInt16LE(at + axis), 16);
  bits.put(data.readInt32LE(at + 44), 1);
}

/** Brightest red, green and blue, their mean, how they are spread, and the share of bright pixels. */
function putBrightness(bits: Bits, data: Buffer, at: number, fraction: Fraction): void {
  for (const place of [48, 56, 64, 72]) bits.put(fraction(at + place, 100_000), 17);
  const percentiles = data[at + 80]!;
  bits.put(percentiles, 4);
  for (let i = 0; i < percentiles; i++) {
    bits.put(data[at + 84 + i * 12]!, 7);
    bits.put(fraction(at + 88 + i * 12, 100_000), 17);
  }
  bits.put(fraction(at + 264, 1000), 10);
}

/** The knee and the Bézier curve behind it, and the weight of saturation. */
function putToneMapping(bits: Bits, data: Buffer, at: number, fraction: Fraction): void {
  bits.put(data[at + 272]! ? 1 : 0, 1);
  if (data[at + 272]) {
    for (const place of [276, 284]) bits.put(fraction(at + place, 4095), 12);
    const anchors = data[at + 292]!;
    bits.put(anchors, 4);
    for (let i = 0; i < anchors; i++) bits.put(fraction(at + 296 + i * 8, 1023), 10);
  }
  bits.put(data[at + 416]! ? 1 : 0, 1);
  if (data[at + 416]) bits.put(fraction(at + 420, 8), 6);
}

/** Numbers written bit by bit, the highest first; the last byte is filled with zeros. */
function openBits(): Bits {
  const bits: number[] = [];
  return {
    put: (value, count) => { for (let bit = count - 1; bit >= 0; bit--) bits.push(Math.floor(value / 2 ** bit) % 2); },
    bytes: () => Buffer.from(Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) => Array.from({ length: 8 }, (_bit, b) => bits[i * 8 + b] ?? 0).reduce((sum, bit) => sum * 2 + bit, 0))),
  };
}
