// Where a glance looks: spread over the whole film, beginning at key frames, so that nothing is decoded in vain.
import { frameFlag, type FrameIndex } from '../../shared/media.ts';

/** Frames `[from, to)`; `decoded` counts all that must be decoded for it, from the key frame or the span before. */
export type GlanceSpan = { readonly from: number; readonly to: number; readonly decoded: number };

/** At most this many spans of this many frames: two rounds of a 2:3 pulldown show in twelve. */
export const MOST_SPANS = 24, SPAN_FRAMES = 12;

/**
 * Spans in the order to visit them: each next one lies far from all before, so stopping early leaves no part of the film unseen. A film short enough is one span; one with so few key frames that getting to the spans one by one would
 * decode it more than once is gone through in order.
 */
export function chooseSpans(index: Pick<FrameIndex, 'frames' | 'flags'>): GlanceSpan[] {
  const { frames } = index;
  if (frames <= MOST_SPANS * SPAN_FRAMES) return frames === 0 ? [] : [{ from: 0, to: frames, decoded: frames }];
  const keys = keyFrames(index);
  const spans = visitOrder.map((i) => {
    const start = Math.floor((i * frames) / MOST_SPANS), end = Math.floor(((i + 1) * frames) / MOST_SPANS);
    const key = keys.find((at) => at >= start && at < end - SPAN_FRAMES);
    const from = key ?? start;
    return { from, to: Math.min(frames, from + SPAN_FRAMES), decoded: from - (keys.findLast((at) => at <= from) ?? 0) + SPAN_FRAMES };
  });
  return spans.reduce((sum, span) => sum + span.decoded, 0) > frames ? inOrder(spans) : spans;
}

/** Film order, each span reached from the end of the one before where that is nearer than its key frame. */
function inOrder(spans: readonly GlanceSpan[]): GlanceSpan[] {
  const sorted = [...spans].sort((a, b) => a.from - b.from);
  return sorted.map((span, i) => ({ ...span, decoded: Math.min(span.decoded, span.to - (sorted[i - 1]?.to ?? 0)) }));
}

const keyFrames = (index: Pick<FrameIndex, 'flags'>): number[] => Array.from(index.flags.keys()).filter((frame) => index.flags[frame]! & frameFlag.key);

/** The 24 places: the middle third's begin, the last third's, the first's, then their middles, then their quarters … (van der Corput within thirds). */
const visitOrder = Array.from({ length: MOST_SPANS }, (_, i) => ((i + 1) % 3) * 8 + [0, 4, 2, 6, 1, 5, 3, 7][Math.floor(i / 3)]!);
