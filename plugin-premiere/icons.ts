// The panel's icons, drawn: FrameWright's mark, a picture before and after with the line between them, on a field of 32 by 32.
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [number, number, number, number];
type Shape = { readonly colour: Colour; holds(x: number, y: number): boolean };

const rect = (left: number, top: number, right: number, bottom: number, colour: Colour): Shape => ({ colour, holds: (x, y) => x >= left && x < right && y >= top && y < bottom });
const round = (size: number, radius: number, colour: Colour): Shape => ({
  colour, holds(x, y) {
    const [dx, dy] = [x, y].map((at) => Math.max(radius - at, at - (size - radius), 0)) as [number, number];
    return Math.hypot(dx, dy) <= radius;
  },
});
const disc = (x0: number, y0: number, radius: number, colour: Colour): Shape => ({ colour, holds: (x, y) => Math.hypot(x - x0, y - y0) <= radius });

const blue: Colour = [61, 155, 216, 255];
/** `framed` with its dark tile, for lists; without it, for panels' tabs of both themes. */
const mark = (framed: boolean): readonly Shape[] => [
  ...(framed ? [round(32, 7, [22, 25, 31, 255])] : []),
  rect(5, 7, 16, 25, framed ? [86, 96, 110, 255] : [120, 128, 140, 255]), rect(16, 7, 27, 25, framed ? [240, 243, 248, 255] : [176, 182, 192, 255]), rect(15, 3, 17, 29, blue), disc(16, 16, 3.6, blue),
];

/** Points of a pixel that are looked at, along each side. */
const samples = 4;

/** A PNG of `size` by `size` pixels with transparency. */
export function drawIcon(size: number, { framed }: { readonly framed: boolean }): Uint8Array {
  const shapes = mark(framed), rows = Buffer.alloc(size * (size * 4 + 1));
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) rows.set(pixel(shapes, x, y, 32 / size), y * (size * 4 + 1) + 1 + x * 4);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

/** What covers a pixel, averaged over its points; colours count by how much they cover. */
function pixel(shapes: readonly Shape[], x: number, y: number, scale: number): readonly number[] {
  const sum = [0, 0, 0, 0];
  for (let at = 0; at < samples * samples; at += 1) {
    const px = (x + (at % samples + 0.5) / samples) * scale, py = (y + (Math.floor(at / samples) + 0.5) / samples) * scale;
    const colour = shapes.findLast((shape) => shape.holds(px, py))?.colour;
    if (colour) colour.forEach((value, i) => { sum[i]! += value; });
  }
  const alpha = sum[3]! / 255;
  return alpha === 0 ? sum : [...sum.slice(0, 3).map((value) => Math.round(value / alpha)), Math.round(sum[3]! / (samples * samples))];
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'ascii'), data]), out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
