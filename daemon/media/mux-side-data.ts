// Side data of the picture as FFmpeg lays it out (native byte order; libavutil/mastering_display_metadata.h): what hdr.ts reads, written.
import type { HdrMetadata } from '../../shared/media.ts';

type Display = NonNullable<HdrMetadata['masteringDisplay']>;

/** AVMasteringDisplayMetadata. */
export function masteringDisplayBytes(display: Display): Buffer {
  const bytes = Buffer.alloc(88);
  const colours = display.primaries.length === 3 && display.whitePoint.length === 2, light = display.luminance.length === 2;
  const fractions = [...(colours ? [...display.primaries.flat(), ...display.whitePoint] : Array.from({ length: 8 }, () => ({ num: 0, den: 1 }))), ...(light ? display.luminance : [{ num: 0, den: 1 }, { num: 0, den: 1 }])];
  fractions.forEach(({ num, den }, i) => {
    bytes.writeInt32LE(num, i * 8);
    bytes.writeInt32LE(den, i * 8 + 4);
  });
  bytes.writeInt32LE(Number(colours), 80);
  bytes.writeInt32LE(Number(light), 84);
  return bytes;
}

/** AVContentLightMetadata. */
export function contentLightBytes({ maxCll, maxFall }: NonNullable<HdrMetadata['contentLight']>): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(maxCll);
  bytes.writeUInt32LE(maxFall, 4);
  return bytes;
}
