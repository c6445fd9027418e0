// A stream may change its picture size, pixel shape or sampling midway, and some store floats. Everything after the decoder sees one shape, so such
// frames are brought to it here: fitted into the first's size with their own shape kept, bars around what is left.
import { avGetPixFmtName, type Frame } from 'node-av';
import type { StreamShape } from '../../shared/media.ts';
import { invert, toNumber, type Rational } from '../../shared/time.ts';
import { openFilter, type VideoFilter } from './filter.ts';
import { keptFormat, pixelFormatOf } from './pixel.ts';

/** Gives back the frame itself when it has the shape already, else a scaled one (the frame is freed). */
export type Conform = { (frame: Frame): Promise<Frame>; close(): void };

/**
 * Opens a conversion to `shape`; its filters open when the first different frame comes. `sar` is the pixel shape that the stream's own frames begin with,
 * null where it stays the same: the container's, which `shape` has, may differ from it.
 */
export function openConform(shape: StreamShape, sar: Rational | null = null): Conform {
  const filters = new Map<string, VideoFilter>();
  const conform = async (frame: Frame): Promise<Frame> => {
    const name = avGetPixFmtName(frame.format as never) ?? '', stretch = stretchOf(frame, sar);
    if (frame.width === shape.width && frame.height === shape.height && name === shape.pixel.name && stretch === 1) return frame;
    const key = `${frame.width}x${frame.height} ${name} ${stretch}`;
    const filter = filters.get(key) ?? await openFilter(graphFor(shape, name, frame, stretch), { shape: { ...shape, width: frame.width, height: frame.height, pixel: { ...pixelFormatOf(keptFormat(name)), name } }, timeBase: invert(shape.rate) }, { threads: 1 });
    filters.set(key, filter);
    return (await filter.push(frame))[0]!;
  };
  return Object.assign(conform, { close: () => { for (const filter of filters.values()) filter.close(); } });
}

/** How much wider the frame's pixels are than those of the first. */
function stretchOf({ sampleAspectRatio: { num, den } }: Frame, sar: Rational | null): number {
  return sar && num > 0 && den > 0 ? num / den / toNumber(sar) : 1;
}

/** Floats by zimg, plane by plane, since swscale would go through YUV; sizes by swscale. */
function graphFor(shape: StreamShape, name: string, frame: Frame, stretch: number): string {
  const integers = keptFormat(name) === name ? [] : [`zscale=rangein=full:range=full:dither=none`, `format=${keptFormat(name)}`];
  const same = frame.width === shape.width && frame.height === shape.height && stretch === 1;
  const fitted = same && (integers.length > 0) ? [] : [...fitting(shape, frame, stretch), `format=${shape.pixel.name}`];
  return [...integers, ...fitted, `setsar=${shape.sar.num}/${shape.sar.den}`].join(',');
}

/** `interl=-1`: fields are scaled apart where a frame is marked interlaced. Bars are even, so that chroma and fields stay where they are. */
function fitting({ width, height, pixel }: StreamShape, frame: Frame, stretch: number): string[] {
  const wide = (frame.width * stretch) / frame.height, room = width / height;
  const even = (length: number, most: number): number => (Math.abs(length - most) < 2 ? most : Math.max(4, Math.round(length / 4) * 4));
  const w = wide >= room ? width : even(height * wide, width), h = wide >= room ? even(width / wide, height) : height;
  const scale = `scale=w=${w}:h=${h}:interl=-1`;
  return w === width && h === height ? [scale] : [scale, `format=${pixel.name}`, `pad=w=${width}:h=${height}:x=${Math.floor((width - w) / 4) * 2}:y=${Math.floor((height - h) / 8) * 4}`];
}
