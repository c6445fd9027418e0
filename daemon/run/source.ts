// The head of the line: frames of the spans from one decoder that stays open and seeks only where spans do not follow each other.
import { FrameWrightError } from '../../shared/errors.ts';
import type { Decoder } from '../media/decode.ts';
import type { Span } from './shots.ts';
import type { Token } from './token.ts';

/** `onConcealed` hears of every frame of `[from, to)` that repeats its predecessor because its own data was damaged. */
export async function* readSpans(decoder: Decoder, spans: Iterable<Span>, onConcealed: (n: number) => void): AsyncGenerator<Token, void> {
  let at: number | null = null;
  for (const span of spans) {
    if (at !== span.readFrom) await decoder.from(span.readFrom);
    yield { kind: 'open', span };
    for (let n = span.readFrom; n < span.readTo; n++) yield await readFrame(decoder, n, (concealed) => { if (concealed && n >= span.from && n < span.to) onConcealed(n); });
    yield { kind: 'end', span };
    at = span.readTo;
  }
}

async function readFrame(decoder: Decoder, n: number, report: (concealed: boolean) => void): Promise<Token> {
  const read = await decoder.read();
  if (read?.n !== n) {
    read?.frame.free();
    throw new FrameWrightError('internal', { what: `the decoder gave ${read ? `frame ${read.n}` : 'nothing'} instead of frame ${n}.`, why: 'Every frame of the index must come out exactly once, in order.' });
  }
  report(read.concealed);
  return { kind: 'frame', number: n, frame: read.frame };
}
