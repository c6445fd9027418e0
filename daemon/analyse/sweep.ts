// Decodes a run of frames once and gives their facts, as glance and survey need them.
import type { StreamShape } from '../../shared/media.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Decoder } from '../media/decode.ts';
import { openLook, type FrameFacts } from './look.ts';
import { openSampler, type SampleFacts } from './sample.ts';

/** One frame's facts, and its sample when it was one. */
export type Swept = { readonly facts: FrameFacts; readonly sample: SampleFacts | null; readonly concealed: boolean };
export type Sweep = {
  /** Facts of frames `[from, to)` in order. `lead` frames before and one after are decoded for comparison only, where there are such frames. */
  over(range: SweepRange): AsyncGenerator<Swept>;
  close(): void;
};
export type SweepRange = { readonly from: number; readonly to: number; readonly lead: number; readonly tail: number; readonly frames: number; isSample(frame: number): boolean; readonly signal: AbortSignal | undefined };

/** Opens the measurements for frames of this shape; the decoder stays the caller's. */
export async function openSweep(decoder: Decoder, shape: StreamShape): Promise<Sweep> {
  const look = await openLook(shape);
  const sampler = await openSampler(shape);
  async function* over({ from, to, lead, tail, frames, isSample, signal }: SweepRange): AsyncGenerator<Swept> {
    const marks = new Map<number, Omit<Swept, 'facts'>>();
    const join = (facts: FrameFacts | null): Swept[] => (facts && facts.frame >= from && facts.frame < to ? [{ facts, ...marks.get(facts.frame)! }] : []);
    const first = Math.max(0, from - lead), end = Math.min(frames, to + tail);
    look.reset();
    await decoder.from(first);
    for (let n = first; n < end; n++) {
      if (signal?.aborted) throw new FrameWrightError('cancelled', { job: '' });
      const decoded = await decoder.read();
      if (!decoded) break;
      const kept = n >= from && n < to && isSample(n) ? decoded.frame.clone() : null;
      const facts = await look.push(decoded.frame, n);
      const { planes, pixel } = look.planes();
      marks.set(n, { concealed: decoded.concealed, sample: kept ? await sampler.measure(kept, n, planes, pixel) : null });
      yield* join(facts);
      marks.delete(n - 2);
    }
    yield* join(look.finish());
  }
  return { over, close: () => { look.close(); sampler.close(); } };
}
