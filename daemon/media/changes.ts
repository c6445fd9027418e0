// What changes midway: at packets with new parameters the key frames on both sides are decoded and compared.
import { Packet, type Frame, type Stream } from 'node-av';
import { frameFlag, type Change, type FrameIndex } from '../../shared/media.ts';
import { formatRatio, ratio } from '../../shared/time.ts';
import { colourOf } from './colour.ts';
import { openVideoCodec } from './codec.ts';
import { openFeed, type Source } from './feed.ts';
import { pullKey, unbegun, type Decoding } from './pull.ts';
import { frameFields, frameLook } from './video.ts';

/** Changes looked at; a stream that changes more often is only listed by its first ones. */
const most = 32;

/** Every visible change of the stream's parameters, `codec-parameters` where none is visible. */
export async function parameterChanges(source: Source, stream: Stream, index: FrameIndex, first: Frame): Promise<Change[]> {
  const places = Array.from(index.flags.keys()).filter((n) => index.flags[n]! & frameFlag.parameterChange).slice(0, most);
  if (!places.length) return [];
  const feed = await openFeed(source, index);
  const packet = new Packet();
  packet.alloc();
  const decoding: Decoding = { index, feed, packet, codec: await openVideoCodec(source.path, stream, { threads: 1 }), ...unbegun };
  try {
    const changes: Change[] = [];
    let before = lookOf(first);
    for (const n of places) {
      const picture = await pullKey(decoding, n);
      const after = picture ? lookOf(picture.frame) : before;
      picture?.frame.free();
      const seen = Object.keys(after).filter((key) => after[key] !== before[key]);
      changes.push(...seen.map((key) => ({ frame: n, what: key as Change['what'], from: before[key]!, to: after[key]! })));
      if (!seen.length) changes.push({ frame: n, what: 'codec-parameters', from: 'parameter set', to: 'another one, with the same picture' });
      before = after;
    }
    return changes;
  } finally {
    packet.free();
    decoding.codec.freeContext();
    await feed.close();
  }
}

function lookOf(frame: Frame): Record<string, string> {
  const { width, height, pixel } = frameLook(frame);
  const { num, den } = frame.sampleAspectRatio;
  return {
    size: `${width}×${height}`, 'pixel-format': pixel.name, sar: formatRatio(num > 0 && den > 0 ? ratio(num, den) : ratio(1, 1)),
    'field-order': frameFields(frame), colour: Object.values(colourOf(frame)).join(' '),
  };
}
