// Decoded frames as one unbroken run of samples: gaps are filled, overlaps cut, changes of format undone.
import { avGetSampleFmtName, type AVSampleFormat, type Frame } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { AudioStream } from '../../shared/media.ts';
import { rescale } from '../../shared/time.ts';
import { conversion, layoutOf, sourceText } from './audio-chain.ts';
import { openGraph, type OpenGraph } from './filter.ts';

/** AV_NOPTS_VALUE. */
export const untimed = -(2n ** 63n);

export type Level = { push(frame: Frame, exact: boolean): AsyncGenerator<Frame>; finish(): AsyncGenerator<Frame>; close(): void };

/** Seconds by which a file's clock may differ from the count of samples before that is a gap (filled with silence) or an overlap (cut), not rounding. */
const clockSlack = 0.1;

/**
 * Makes decoded frames one unbroken run of samples, numbered on the source's clock, in the stream's own rate, layout and format. `exact` where the
 * clock was set anew: there no difference counts as rounding. `onGap` hears where silence was put in, in samples of the clock.
 */
export function openLevel(stream: AudioStream, onGap: (at: number) => void = () => {}): Level {
  const unit = { num: 1, den: stream.sampleRate }, slack = clockSlack * stream.sampleRate, convert = openConversion(stream);
  let next = NaN;
  const number = (frame: Frame): Frame => {
    frame.pts = BigInt(next);
    next += frame.nbSamples;
    return frame;
  };
  return {
    async* push(given, exact) {
      for (const frame of await convert.push(given)) {
        const clock = frame.pts === untimed ? next : rescale(Number(frame.pts), stream.timeBase, unit);
        if (Number.isNaN(next)) next = Number.isNaN(clock) ? 0 : clock;
        const gap = clock - next, most = exact ? 0 : slack;
        if (gap > most) {
          onGap(next);
          for await (const quiet of silence(frame, gap)) yield number(quiet);
        }
        const kept = gap < -most ? await withoutHead(frame, -gap) : frame;
        if (kept) yield number(kept);
      }
    },
    async* finish() { for (const frame of await convert.finish()) yield number(frame); },
    close: convert.close,
  };
}

/** Brings frames of another rate, layout or format to the stream's own; of what comes out only the first frame keeps its input's time. */
function openConversion(stream: AudioStream): { push(frame: Frame): Promise<Frame[]>; finish(): Promise<Frame[]>; close(): void } {
  let graph: OpenGraph | null = null, shape = '', time = untimed;
  const flush = async (): Promise<Frame[]> => (graph ? timed(await graph.flush(), untimed) : []);
  return {
    push: async (frame) => {
      const now = `${frame.sampleRate} ${frame.format} ${layoutOf(frame)}`, before = now === shape ? [] : await flush();
      if (now !== shape) {
        graph?.close();
        graph = isOwnShape(frame, stream) ? null : await openGraph(`${sourceText(frame)},${conversion(stream.sampleRate, stream.sampleFormat, stream.layout)},abuffersink@out`, 'aresample', 1);
        shape = now;
      }
      if (!graph) return [...before, frame];
      if (time === untimed) time = frame.pts;
      const converted = timed(await graph.push(frame), time);
      // The resampler may hold the first frames back; their time waits with them.
      if (converted.length) time = untimed;
      return [...before, ...converted];
    },
    finish: flush, close: () => graph?.close(),
  };
}

function timed(frames: readonly Frame[], first: bigint): Frame[] {
  return frames.map((frame, i) => Object.assign(frame, { pts: i === 0 ? first : untimed }));
}

const isOwnShape = (frame: Frame, stream: AudioStream): boolean =>
  frame.sampleRate === stream.sampleRate && avGetSampleFmtName(frame.format as AVSampleFormat) === stream.sampleFormat && layoutOf(frame) === stream.layout;

/** Samples made at a time, so that a long gap costs no memory. */
const silenceAtOnce = 1 << 18;

/** `samples` of silence in the frame's format, made by FFmpeg from a silenced copy of it. */
async function* silence(frame: Frame, samples: number): AsyncGenerator<Frame> {
  for (let left = samples; left > 0; left -= silenceAtOnce) {
    const copy = frame.clone(), count = Math.min(left, silenceAtOnce);
    if (!copy) throw new FrameWrightError('internal', { what: 'a frame could not be referenced', why: 'FFmpeg had no memory for it.' });
    const graph = await openGraph(`${sourceText(frame)},volume=0:precision=fixed,apad=whole_len=${count},atrim=end_sample=${count},abuffersink@out`, 'apad', 1);
    yield* [...await graph.push(copy), ...await graph.flush()];
    graph.close();
  }
}

/** The frame without its first `samples`, or null when nothing is left. Takes the frame over. */
export async function withoutHead(frame: Frame, samples: number): Promise<Frame | null> {
  if (samples >= frame.nbSamples) {
    frame.free();
    return null;
  }
  const graph = await openGraph(`${sourceText(frame)},atrim=start_sample=${samples},abuffersink@out`, 'atrim', 1);
  const [kept] = [...await graph.push(frame), ...await graph.flush()];
  graph.close();
  return kept!;
}
