// Sources of which pictures are wanted stay open for a while: index, analysis, decoder, decoded frames and the sessions of networks, so that the next picture comes at once.
import type { Analysis } from '../../shared/analysis.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { FrameIndex, Media, StreamShape } from '../../shared/media.ts';
import type { PlaneSession } from '../../shared/planes.ts';
import type { Interpretation } from '../../shared/preset.ts';
import { glance } from '../analyse/glance.ts';
import { openDecoder, type Decoder } from '../media/decode.ts';
import { fingerprintOfAll } from '../media/files.ts';
import { openFilter } from '../media/filter.ts';
import type { Frame } from '../media/frame.ts';
import { probeAny } from '../media/probe-sound.ts';
import type { FrameReader } from '../run/one-frame.ts';
import { createFrameStore, type FrameStore } from './frame-store.ts';
import { cutsAround } from './shots-around.ts';

export type WarmSource = {
  readonly media: Media; readonly index: FrameIndex; readonly home: string;
  /** Names these bytes, read this way. */
  readonly print: string;
  /** The first look; taken when first asked for. */
  analysis(): Promise<Analysis>;
  /** First frame of every shot but the first, as far as is known; of frames `[from, to)` every one. */
  cuts(from: number, to: number, signal: AbortSignal): Promise<Uint32Array>;
  /** Frames as they are decoded, or reduced by an FFmpeg chain to `shape`. */
  readonly frames: FrameReader;
  reduced(chain: string, shape: StreamShape): FrameReader;
  /** A session that is opened once for each key and stays open with the source. */
  session(key: string, open: () => Promise<PlaneSession>): Promise<PlaneSession>;
  /** What else is worth keeping as long as the source. */
  readonly kept: Map<string, unknown>;
  close(): Promise<void>;
};

/** Bytes of decoded frames that one source keeps: 60 of 1080p, or a thousand at a quarter of its size. */
const keptBytes = 192 * 2 ** 20;
const threads = 2;
/** A step back from what was decoded last is seldom the only one, so a reduced span begins this much earlier. */
const stepsBack = 12;

/** @throws FrameWrightError as `probe`, and `input-no-video` for sound. */
export async function openWarmSource(path: string, interpretation: Interpretation, home: string): Promise<WarmSource> {
  const { media, index } = await probeAny(path, { home, interpretation });
  if (index === null) throw new FrameWrightError('input-no-video', { path, why: 'It holds sound alone, so there is no picture to show.' });
  const store = createFrameStore(keptBytes), sessions = new Map<string, Promise<PlaneSession>>();
  let look: Promise<Analysis> | null = null, opened: Promise<Decoder> | null = null;
  const decoder = (): Promise<Decoder> => opened ??= openDecoder(media, index, { threads });
  const position = { last: -1 };
  const analysis = (): Promise<Analysis> => look ??= glance(media, index, { home, told: interpretation }).catch((error: unknown) => { look = null; throw error; });
  const frames: FrameReader = (from, to) => readThrough(store, 'whole', media.video.shape, from, to, (first) => decoded(decoder, position, first, to));
  return {
    media, index, home, print: JSON.stringify([media.fingerprint, media.parts, interpretation]), analysis, kept: new Map(), frames,
    cuts: async (from, to, signal) => cutsAround({ media, index, analysis: await analysis(), home, told: interpretation, from, to, signal }),
    reduced: (chain, shape) => (from, to) => readThrough(store, chain, shape, from, to, (first) => {
      const back = first < position.last ? Math.max(0, first - stepsBack) : first;
      return filtered(decoded(decoder, position, back, to), chain, media.video.shape, (n, frame) => { if (n < first) store.put(chain, n, frame, shape); return n < first; });
    }),
    session(key, open) {
      const known = sessions.get(key) ?? open().catch((error: unknown) => { sessions.delete(key); throw error; });
      sessions.set(key, known);
      return known;
    },
    async close() {
      store.close();
      await Promise.all([...sessions.values()].map(async (session) => (await session).close()));
      await (await opened)?.close();
    },
  };
}

/** Whether the bytes at its path are still those that were opened. */
export async function isCurrent({ media }: Pick<WarmSource, 'media'>): Promise<boolean> {
  const now = await fingerprintOfAll(media).catch(() => null); // Gone is as good as changed: opening it again says why.
  return now !== null && now.size === media.fingerprint.size && now.mtimeMs === media.fingerprint.mtimeMs && now.edges === media.fingerprint.edges;
}

type Numbered = { readonly n: number; readonly frame: Frame };

async function* decoded(open: () => Promise<Decoder>, position: { last: number }, from: number, to: number): AsyncGenerator<Numbered, void> {
  const decoder = await open();
  await decoder.from(from);
  for (let n = from; n < to; n++) {
    const read = await decoder.read();
    if (!read) throw new FrameWrightError('internal', { what: `frame ${n} cannot be shown.`, why: 'The index names it, but the decoder ended before it.' });
    position.last = n;
    yield { n, frame: read.frame };
  }
}

/** Frames that are kept from there, the others from `make(first)`, which goes on to the end; what it gives is kept. */
async function* readThrough(store: FrameStore, kind: string, shape: StreamShape, from: number, to: number, make: (first: number) => AsyncIterable<Numbered>): AsyncGenerator<Numbered, void> {
  let n = from;
  for (; n < to; n++) {
    const frame = store.get(kind, n);
    if (!frame) break;
    yield { n, frame };
  }
  if (n >= to) return;
  for await (const made of make(n)) {
    store.put(kind, made.n, made.frame, shape);
    yield made;
  }
}

/** Each frame through one chain; those that `isEarly` takes note of go no further. */
async function* filtered(frames: AsyncIterable<Numbered>, chain: string, shape: StreamShape, isEarly: (n: number, frame: Frame) => boolean): AsyncGenerator<Numbered, void> {
  const filter = await openFilter(chain, { shape, timeBase: { num: shape.rate.den, den: shape.rate.num } }, { threads });
  const waiting: number[] = [];
  const give = function* (made: readonly Frame[]): Generator<Numbered, void> {
    for (const frame of made) {
      const n = waiting.shift()!;
      if (isEarly(n, frame)) frame.free();
      else yield { n, frame };
    }
  };
  try {
    for await (const { n, frame } of frames) {
      waiting.push(n);
      yield* give(await filter.push(frame));
    }
    yield* give(await filter.flush());
  } finally {
    filter.close();
  }
}
