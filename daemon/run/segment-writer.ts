// The tail of the line: frames of a segment are encoded, written and checked at the same time; a finished segment is committed and handed on.
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { FrameWrightError } from '../../shared/errors.ts';
import type { FrameIndex } from '../../shared/media.ts';
import type { Plan, Segment } from '../../shared/plan.ts';
import { rescale } from '../../shared/time.ts';
import { tagFrame } from '../media/colour.ts';
import { openEncoder, type EncodedPacket } from '../media/encode.ts';
import type { Frame } from '../media/frame.ts';
import { createPacketFile } from '../media/packet-file.ts';
import { originOf, resultPts } from '../plan/map.ts';
import { openCheck, type CheckDepth, type Look } from './check.ts';
import { coveredParts } from './covered.ts';
import { commit, type Finished } from './checkpoint.ts';
import type { Span } from './shots.ts';
import { openSegmentMessages, type Messages } from './messages.ts';
import type { Measured, Meter } from './meter.ts';
import type { Token } from './token.ts';

/** A finished piece of work. `seconds` is wall time; `concealed` the index frames whose own data was damaged, so a neighbour or a patched picture is shown; of a track the
 * milliseconds in the file of packets that could not be decoded, so silence is heard. */
export type Unit = Finished & { readonly unit: string; readonly seconds: number; readonly concealed: readonly number[]; /** Of a segment. */ readonly quality?: Measured };

export type Desk = {
  readonly plan: Plan; readonly index: FrameIndex;
  /** The attempt's folder, which exists. */
  readonly folder: string;
  readonly ownerAlive: () => boolean; readonly depth: CheckDepth;
  /** How index frames looked when they were decoded; entries are taken out when used. */
  readonly looks: Map<number, Look>;
  /** Index frames that the decoder concealed so far. */
  readonly concealed: ReadonlySet<number>;
  /** What came with index frames that were decoded; entries are taken out when used. */
  readonly messages: Messages;
  readonly meter: Meter;
  /** Frames out of the last group for each index frame of a stretch. */
  factorOn(run: Span['run']): number;
  onBegin(unit: string): void;
  /** Called for every result frame that went into the encoder. */
  onFrame(): void;
};

export const unitOf = (segment: Pick<Segment, 'id'>): string => `video-${segment.id}`;

/** Yields each segment's unit as it is committed. @throws FrameWrightError `verify-failed`, `disk-full`, `worker-died`, `internal`. */
export async function* writeSegments(input: AsyncIterable<Token>, desk: Desk): AsyncGenerator<Unit & { readonly segment: number }, void> {
  let open: OpenSegment | null = null;
  try {
    for await (const token of input) {
      if (token.kind === 'open') {
        open ??= await openSegment(token.span.segment, desk);
        open.enter(token.span);
      } else if (token.kind === 'frame') {
        await open!.push(token.number, token.frame);
      } else if (token.span.last) {
        const unit = await open!.finish();
        open = null;
        yield { ...unit, segment: token.span.segment.id };
      }
    }
  } finally {
    await open?.abandon();
  }
}

type OpenSegment = { /** Frames of this span come next. */ enter(span: Span): void; push(number: number, frame: Frame): Promise<void>; finish(): Promise<Unit>; abandon(): Promise<void> };

async function openSegment(segment: Segment, desk: Desk): Promise<OpenSegment> {
  const { plan, folder } = desk, unit = unitOf(segment), began = performance.now();
  desk.onBegin(unit);
  const temporary = join(folder, `${unit}.part`);
  await using parts = new AsyncDisposableStack();
  const encoder = await openEncoder(plan.delivery.checkpoint ?? plan.delivery.video, plan.result.colour, plan.media.video.hdr);
  parts.defer(() => encoder.close());
  const file = await createPacketFile(temporary, encoder.parameters);
  parts.defer(() => file.abandon());
  const check = await openCheck(encoder.parameters, plan.result, desk.depth, plan.resources.threads.decode, coveredParts(plan.source, plan.steps).result);
  parts.defer(() => check.close());
  const owned = parts.move();

  const results = resultsOf(segment, desk), messages = openSegmentMessages(segment, plan, desk.index, desk.messages);
  let checking = Promise.resolve();
  const accept = async (packets: readonly EncodedPacket[]): Promise<void> => {
    for (const packet of packets) await file.write(packet);
    await checking;
    checking = check.push(packets);
    checking.catch(() => {}); // Awaited above or in finish; until then nobody listens.
  };
  let factor = 1;
  return {
    enter(span) { factor = desk.factorOn(span.run); },
    async push(number, frame) {
      const from = Math.floor(number / factor);
      try {
        for (const { r, pts, n } of results.madeFrom(from, number % factor)) {
          await check.expect(pts, n, desk.looks.get(n) ?? null, frame);
          await desk.meter.result(segment, r, frame);
          messages.made(pts, n);
          await accept(messages.stamp(await encoder.push(tagged(frame, plan), pts)));
          desk.onFrame();
        }
      } finally {
        frame.free();
        for (const n of desk.looks.keys()) if (n < from) desk.looks.delete(n);
      }
    },
    async finish() {
      results.finish();
      await accept([...messages.stamp(await encoder.flush()), ...messages.finish()]);
      await checking;
      await check.finish();
      const written = await file.finish();
      await owned.disposeAsync();
      const finished = await commit(temporary, join(folder, `${unit}.packets`), written, desk.ownerAlive);
      const concealed = [...desk.concealed].filter((n) => n >= segment.from && n < segment.to).sort((a, b) => a - b);
      return { ...finished, unit, concealed, quality: desk.meter.measured(segment), seconds: (performance.now() - began) / 1000 };
    },
    async abandon() {
      await checking.catch(() => {}); // What failed is already on its way up.
      await owned.disposeAsync();
      if (desk.ownerAlive()) await rm(temporary, { force: true });
    },
  };
}

/** A reference to the frame with the result's tags, for the encoder to take over. */
function tagged(frame: Frame, plan: Plan): Frame {
  const copy = frame.clone();
  if (!copy) throw new FrameWrightError('internal', { what: 'a frame could not be referenced', why: 'FFmpeg had no memory for it.' });
  tagFrame(copy, plan.result);
  return copy;
}

type Results = { /** What is made of index frame `frame`, or of its first (0) or second (1) field. */ madeFrom(frame: number, field: number): { readonly r: number; readonly pts: number; readonly n: number }[]; finish(): void };

/** Walks the segment's result frames in order, each next to the frame that it is made of. */
function resultsOf(segment: Segment, { plan, index }: Desk): Results {
  const end = segment.first + segment.count;
  let next = segment.first;
  const missing = (frame: number): FrameWrightError => new FrameWrightError('internal', { what: `result frame ${next} was never made.`, why: `Segment ${segment.id} went past it at frame ${frame}.` });
  return {
    madeFrom(from, part) {
      const made: { r: number; pts: number; n: number }[] = [];
      for (; next < end; next++) {
        const { frame, field } = originOf(plan.map, index, next), nth = field === 'second' ? 1 : 0;
        if (frame < from || (frame === from && nth < part)) throw missing(from);
        if (frame > from || nth > part) break;
        made.push({ r: next, pts: rescale(resultPts(plan.map, index, next), plan.map.timeBase, plan.delivery.video.timeBase), n: frame });
      }
      return made;
    },
    finish() {
      if (next !== end) throw missing(segment.to);
    },
  };
}
