// A stream may change its picture size or sampling midway. Everything after the decoder sees one shape, so such frames are brought to it here.
import { avGetPixFmtName, type Frame } from 'node-av';
import type { StreamShape } from '../../shared/media.ts';
import { invert } from '../../shared/time.ts';
import { openFilter, type VideoFilter } from './filter.ts';
import { pixelFormatOf } from './pixel.ts';

/** Gives back the frame itself when it has the shape already, else a scaled one (the frame is freed). */
export type Conform = { (frame: Frame): Promise<Frame>; close(): void };

/** Opens a conversion to `shape`; its filters open when the first different frame comes. */
export function openConform(shape: StreamShape): Conform {
  const filters = new Map<string, VideoFilter>();
  const conform = async (frame: Frame): Promise<Frame> => {
    const name = avGetPixFmtName(frame.format as never) ?? '';
    if (frame.width === shape.width && frame.height === shape.height && name === shape.pixel.name) return frame;
    const key = `${frame.width}x${frame.height} ${name}`;
    const filter = filters.get(key) ?? await openFilter(scaling(shape), { shape: { ...shape, width: frame.width, height: frame.height, pixel: pixelFormatOf(name) }, timeBase: invert(shape.rate) }, { threads: 1 });
    filters.set(key, filter);
    return (await filter.push(frame))[0]!;
  };
  return Object.assign(conform, { close: () => { for (const filter of filters.values()) filter.close(); } });
}

/** `interl=-1`: fields are scaled apart where a frame is marked interlaced. */
const scaling = (shape: StreamShape): string => `scale=w=${shape.width}:h=${shape.height}:interl=-1,format=${shape.pixel.name},setsar=${shape.sar.num}/${shape.sar.den}`;
