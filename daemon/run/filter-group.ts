// Fused filters as a part of the line: one fresh FFmpeg graph for every span, one frame out (or two fields) for every frame in.
import { FrameWrightError } from '../../shared/errors.ts';
import { invert, rescale } from '../../shared/time.ts';
import type { Frame } from '../media/frame.ts';
import { openFilter, type VideoFilter } from '../media/filter.ts';
import { avPixelFormat } from '../media/pixel.ts';
import { handOver } from './flow.ts';
import type { Group } from './fuse.ts';
import type { Span } from './shots.ts';
import { isWanted, type Token, type Transform } from './token.ts';

/** @throws FrameWrightError `internal`, naming the step and the frame, when the graph loses, adds or renumbers a frame. */
export function filterGroup(group: Group, threads: number): Transform {
  return async function* (input) {
    let open: SpanFilter | null = null;
    try {
      for await (const token of input) {
        if (token.kind === 'frame') {
          yield* open!.push(token.number, token.frame);
        } else if (token.kind === 'open') {
          yield token;
          open = await openSpan(group, token.span, threads);
        } else {
          yield* open!.finish();
          open!.close();
          open = null;
          yield token;
        }
      }
    } finally {
      open?.close();
    }
  };
}

type SpanFilter = { push(number: number, frame: Frame): AsyncGenerator<Token, void>; finish(): AsyncGenerator<Token, void>; close(): void };

async function openSpan(group: Group, span: Span, threads: number): Promise<SpanFilter> {
  const filter = await openFilter(group.graph!, { shape: group.input, timeBase: invert(group.input.rate) }, { threads });
  checkOutput(group, filter);
  const perFrame = group.numbering * group.factor, end = span.readTo * perFrame;
  let expected = span.readFrom * perFrame;

  const number = (frame: Frame): number => {
    const found = rescale(Number(frame.pts), filter.timeBase, invert(group.output.rate));
    if (found !== expected) throw lost(group, expected, `The graph gave frame ${found}.`);
    expected += 1;
    return found;
  };
  const give = function* (frames: readonly Frame[]): Generator<Token, void> {
    for (const frame of handOver(frames, (made) => made, free)) {
      const at = numberOrFree(frame, number);
      if (at < end && isWanted(at, span, group)) yield { kind: 'frame', number: at, frame };
      else frame.free();
    }
  };
  const put = (at: number, frame: Frame): Promise<Frame[]> => {
    frame.pts = BigInt(at);
    frame.duration = 1n;
    return filter.push(frame);
  };

  return {
    push: async function* (at, frame) {
      const twin = isLone(span, group) ? frame.clone() : null;
      let used = twin === null;
      try {
        yield* give(await put(at, frame));
        used = true;
        if (twin) yield* give(await put(at + 1, twin));
      } finally {
        if (!used) twin!.free();
      }
    },
    finish: async function* () {
      yield* give(await filter.flush());
      if (expected < end) throw lost(group, expected, `${end - expected} frames never came out.`);
    },
    close: () => filter.close(),
  };
}

/** FFmpeg's deinterlacers give both fields of a lone frame the same time, so it is shown to them twice and the second showing is thrown away. */
const isLone = (span: Span, group: Group): boolean => group.factor > 1 && span.readTo - span.readFrom === 1;

const free = (frame: Frame): void => frame.free();

function numberOrFree(frame: Frame, number: (frame: Frame) => number): number {
  try {
    const at = number(frame);
    frame.pts = BigInt(at);
    return at;
  } catch (thrown) {
    frame.free();
    throw thrown;
  }
}

function checkOutput(group: Group, { output }: VideoFilter): void {
  const { width, height, pixel } = group.output;
  if (output.width === width && output.height === height && output.format === avPixelFormat(pixel.name)) return;
  throw new FrameWrightError('internal', { what: `"${group.graph}" does not give what was planned.`, why: `Planned ${width}×${height} ${pixel.name}; it gives ${output.width}×${output.height}, format ${output.format}.` });
}

function lost(group: Group, number: number, why: string): FrameWrightError {
  const frame = Math.floor(number / (group.numbering * group.factor));
  return new FrameWrightError('internal', { what: `${group.title} lost its place at frame ${frame}.`, why: `${why} Each frame must come out exactly once, in order.` });
}
