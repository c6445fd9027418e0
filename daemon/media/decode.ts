// Frames by number. Each packet goes to the decoder with its number in coding order for a time, so every frame that comes out says which index entry it
// is. What the decoder leaves out is filled by the frame before; damaged stretches are decoded by one thread, whose concealment is repeatable.
import { AV_PICTURE_TYPE_NONE, Packet, Rational, type Frame } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import { frameFlag, type FrameIndex, type Media } from '../../shared/media.ts';
import { takeCaptions } from './captions.ts';
import { openVideoCodec } from './codec.ts';
import { openConform, type Conform } from './conform.ts';
import { openFeed } from './feed.ts';
import { isRefusing, pull, pullKey, start, unbegun, type Decoding, type Picture } from './pull.ts';
import { openTurns } from './turns.ts';

/** Index frame `n`. `frame.pts` is n, its time base one nominal frame. `concealed`: filled by a neighbour or patched up by the decoder. The caller frees it. */
export type DecodedFrame = { readonly frame: Frame; readonly n: number; readonly concealed: boolean };
export type Decoder = {
  /** Makes `read` give frame `n` next. @throws FrameWrightError range-outside. */
  from(n: number): Promise<void>;
  /** The next frame of the index, or null after the last; with `keyframesOnly` the next key frame. @throws FrameWrightError input-undecodable when nothing decodes. */
  read(): Promise<DecodedFrame | null>;
  close(): Promise<void>;
};

type State = {
  readonly media: Media; readonly index: FrameIndex; readonly threads: number; readonly decoding: Decoding; readonly conform: Conform;
  /** Frame numbers of key frames, rising. */
  readonly keys: readonly number[];
  /** The frame that `read` gives next. */
  next: number;
  /** Damage is left out and reported; false for streams whose key frames a strict decoder cannot begin at. */
  strict: boolean;
  /** Decoding on one thread, up to frame `carefulUntil`. */
  careful: boolean; carefulUntil: number;
  /** A frame that a strict decoder refused by itself: whatever stands in for it was patched up, even where the decoder does not say so. */
  refused: number | null;
  /** Decoded and not yet due; and, where frames may have to be filled in, the last one before `next`. */
  pending: Picture | null; previous: Frame | null; drained: boolean;
};

/** Frames that are decoded over rather than seeked over. */
const nearby = 24;

/** Opens a decoder on `threads` threads (1 or more), standing before frame 0. @throws FrameWrightError as `openInput`, and input-codec. */
export async function openDecoder(media: Media, index: FrameIndex, { threads, keyframesOnly = false }: { readonly threads: number; readonly keyframesOnly?: boolean }): Promise<Decoder> {
  const feed = await openFeed(media, index);
  const codec = await openVideoCodec(media.path, feed.stream(), { threads, strict: !keyframesOnly }).catch(async (error: unknown) => { await feed.close(); throw error; });
  const packet = new Packet();
  packet.alloc();
  const keys = Array.from(index.flags.keys()).filter((n) => index.flags[n]! & frameFlag.key);
  const decoding: Decoding = { index, feed, codec, packet, ...unbegun };
  const state: State = { media, index, threads, decoding, keys, conform: openConform(media), next: 0, strict: !keyframesOnly, careful: false, carefulUntil: 0, refused: null, pending: null, previous: null, drained: false };
  const turns = openTurns('the decoder', async () => { forget(state); packet.free(); decoding.codec.freeContext(); state.conform.close(); await feed.close(); });
  return {
    from: (n) => turns.take(() => from(state, n, keyframesOnly)),
    read: () => turns.take(() => (keyframesOnly ? readKey(state) : read(state))),
    close: turns.end,
  };
}

async function from(state: State, n: number, keyframesOnly: boolean): Promise<void> {
  if (n < 0 || n >= state.index.frames) throw new FrameWrightError('range-outside', { in: n, out: n + 1, extent: `${state.index.frames} frames`, duration: `${state.media.durationSeconds.toFixed(2)} s` });
  const ahead = n - state.next;
  const near = !state.drained && ahead >= 0 && (ahead <= nearby || keyAt(state, n) <= keyAt(state, state.pending?.n ?? state.next));
  const begun = state.pending !== null || state.next > 0;
  state.next = n;
  if (keyframesOnly || (near && begun && !state.careful)) return;
  if (state.careful) await reopen(state, false);
  await seek(state);
}

async function read(state: State): Promise<DecodedFrame | null> {
  while (state.next < state.index.frames) {
    if (state.careful && state.next >= state.carefulUntil) await leaveCare(state);
    if (!state.pending && !state.drained) await pullPending(state);
    if (!state.careful && state.decoding.damaged) await takeCare(state);
    else if (state.pending && state.pending.n < state.next) keepPrevious(state);
    else if (state.pending?.n === state.next) return emit(state);
    else if (state.pending || state.drained) {
      if (state.careful || state.index.flags[state.next]! & frameFlag.undecodable) return fill(state);
      await takeCare(state);
    }
  }
  return null;
}

async function readKey(state: State): Promise<DecodedFrame | null> {
  for (let n; (n = state.keys[keyAt(state, state.next - 1) + 1]) !== undefined;) {
    state.next = n + 1;
    const picture = await pullKey(state.decoding, n);
    if (picture) return { frame: await finished(state, picture.frame, n), n, concealed: picture.damaged };
  }
  return null;
}

async function pullPending(state: State): Promise<void> {
  state.pending = await pull(state.decoding);
  state.drained = state.pending === null;
}

/** Codecs that patch a damaged key frame up from the frame before it without saying so; that frame is always decoded too. */
const patchesFromBefore = new Set(['ffv1']);

/**
 * Stands the decoder before frame `next`: at its key frame, and further back while the first frame to come out is a later one. Where a key frame itself
 * does not come out, the picture is refreshed gradually or is damaged: both ask for care, and for one key frame more, as refreshes are not exact.
 */
async function seek(state: State): Promise<void> {
  for (let place = keyAt(state, state.next) - Number(state.careful || patchesFromBefore.has(state.media.video.codec)), spare = 1; ; place--) {
    await begin(state, place);
    const exact = state.pending?.n === (state.keys[place] ?? 0);
    while (state.pending && state.pending.n < state.next) {
      keepPrevious(state);
      await pullPending(state);
    }
    const reached = state.previous !== null || state.pending?.n === state.next;
    state.decoding.damaged ||= !exact;
    if (!state.careful && state.decoding.damaged) return;
    if (place < 0 || (reached && (exact || spare-- === 0))) return;
  }
}

/** The first picture that comes out from key frame `place` on, or from the file's start for -1. */
async function begin(state: State, place: number): Promise<void> {
  forget(state);
  await start(state.decoding, state.keys[place] ?? null);
  await pullPending(state);
  if (!state.strict || !isRefusing(state.decoding)) return;
  state.strict = false;
  await reopen(state, state.careful);
  await begin(state, place);
}

/** Position in `keys` of the last key frame at or before frame n; -1 before the first. */
const keyAt = (state: State, n: number): number => {
  let low = 0, high = state.keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (state.keys[middle]! <= n) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

/**
 * Something is damaged: decode this key frame's stretch anew on one thread, from the key frame before it, so that a damaged key frame has a picture to
 * be patched from. Each stretch starts afresh, whichever frame was asked for, so concealment is the same in any order of reading.
 */
async function takeCare(state: State): Promise<void> {
  const place = keyAt(state, state.next);
  state.carefulUntil = state.keys[place + 1] ?? state.index.frames;
  const alone = state.keys[place] === state.next && state.carefulUntil === state.next + 1;
  state.refused = alone && state.strict && !(await comesOut(state, state.next)) ? state.next : null;
  await reopen(state, true);
  await seek(state);
}

async function comesOut(state: State, key: number): Promise<boolean> {
  const picture = await pullKey(state.decoding, key);
  picture?.frame.free();
  return picture !== null && !picture.damaged;
}

async function leaveCare(state: State): Promise<void> {
  await reopen(state, false);
  await seek(state);
}

async function reopen(state: State, careful: boolean): Promise<void> {
  state.careful = careful;
  state.decoding.damaged = false;
  state.decoding.codec.freeContext();
  state.decoding.codec = await openVideoCodec(state.media.path, state.decoding.feed.stream(), careful ? { threads: 1 } : { threads: state.threads, strict: state.strict });
}

function keepPrevious(state: State): void {
  if (!state.pending) return;
  state.previous?.free();
  state.previous = state.pending.frame;
  state.pending = null;
}

async function emit(state: State): Promise<DecodedFrame> {
  const { frame, damaged } = state.pending!;
  state.pending = null;
  state.previous?.free();
  // A second reference makes filters copy the picture before writing on it, so one is kept only where it may be needed.
  state.previous = state.careful ? frame.clone() : null;
  const n = state.next++;
  return { frame: await finished(state, frame, n), n, concealed: damaged || n === state.refused };
}

async function fill(state: State): Promise<DecodedFrame> {
  const copy = (state.previous ?? state.pending?.frame)?.clone();
  // They were another picture's.
  if (copy) takeCaptions(copy);
  if (!copy) throw new FrameWrightError('input-undecodable', { path: state.media.path, why: `Nothing from frame ${state.next} on comes out of the decoder.` });
  const n = state.next++;
  return { frame: await finished(state, copy, n), n, concealed: true };
}

/** Numbers the frame, and forgets its picture type: an encoder would otherwise repeat the source's key frames. */
async function finished(state: State, decoded: Frame, n: number): Promise<Frame> {
  const { rate } = state.media.video.shape;
  const frame = await state.conform(decoded);
  frame.pts = BigInt(n);
  frame.duration = 1n;
  frame.timeBase = new Rational(rate.den, rate.num);
  frame.pictType = AV_PICTURE_TYPE_NONE;
  return frame;
}

function forget(state: State): void {
  state.pending?.frame.free();
  state.previous?.free();
  state.pending = null;
  state.previous = null;
}
