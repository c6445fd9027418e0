// Fused filters as a part of the line: one fresh FFmpeg graph for every span, one frame out (or two fields) for every frame in.
import { FrameWrightError } from '../../shared/errors.ts';
import { invert, ratio, rescale } from '../../shared/time.ts';
import type { Frame } from '../media/frame.ts';
import { openFilter, type VideoFilter } from '../media/filter.ts';
import { isInterlaced } from '../stages/fields.ts';
import { handOver } from './flow.ts';
import type { Group } from './fuse.ts';
import type { Span } from './shots.ts';
import { isWanted, type Token, type Transform } from './token.ts';
import { avPixelFormat } from '../media/pixel-code.ts';

/** @throws FrameWrightError `internal`, naming the step and the frame, when the graph loses, adds or renumbers a frame. */
export function filterGroup(group: Group, threads: number): Transform {
  return async function* (input) {
    let open: SpanFilter | null = null;
    try {
      for await (const token of input) {
        if (token.kind === 'frame') {
          if (open) yield* open.push(token.number, token.frame);
          else yield token;
        } else if (token.kind === 'open') {
          yield token;
          const here = group.on(token.span.run);
          if (here.steps.length > 0) open = await openSpan(here, token.span, threads);
        } else {
          if (open) yield* open.finish();
          open?.close();
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
  // Of a video of several kinds each stretch has its own order.
  const shape = isInterlaced(group.input) ? { ...group.input, fieldOrder: span.run?.order ?? group.input.fieldOrder } : group.input;
  const timeBase = invert(group.input.rate), outBase = ratio(timeBase.num, timeBase.den * group.factor);
  const filter = await openFilter(group.graph!, { shape, timeBase }, { threads });
  checkOutput(group, filter);
  const perFrame = group.numbering * group.factor, end = span.readTo * perFrame;
  const waiting: number[] = [];

  const number = (frame: Frame): number => {
    const found = rescale(Number(frame.pts), filter.timeBase, outBase), expected = waiting.shift();
    if (found !== expected) throw lost(group, expected ?? end, `The graph gave frame ${found}.`);
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
    for (let made = 0; made < group.factor; made++) waiting.push(at * group.factor + made);
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
      const [first] = waiting.filter((at) => at < end);
      if (first !== undefined) throw lost(group, first, `${waiting.length} frames never came out.`);
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
