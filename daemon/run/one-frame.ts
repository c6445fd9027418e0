// One result frame by the real path of a run: the same groups on the same neighbours, without encoding.
import { FrameWrightError } from '../../shared/errors.ts';
import type { Plan } from '../../shared/plan.ts';
import { tagFrame } from '../media/colour.ts';
import type { Frame } from '../media/frame.ts';
import type { Origin } from '../plan/map.ts';
import { spreadOf } from '../plan/scan.ts';
import { fuse, reachOf, type Group } from './fuse.ts';
import { openTransforms, type OpenProcess } from './line.ts';
import { spansOf, type Span } from './shots.ts';
import { dropToken, type Token } from './token.ts';

/** Frames `[from, to)` of the index in order; whoever takes one frees it. */
export type FrameReader = (from: number, to: number) => AsyncIterable<{ readonly n: number; readonly frame: Frame }>;

export type FrameOrder = {
  readonly plan: Plan; readonly cuts: Uint32Array; readonly origin: Origin;
  readonly read: FrameReader; readonly openProcess?: OpenProcess; readonly signal: AbortSignal;
};

/** Which frames are run for one result frame. `exact` is false where the run would begin so far before that its memory is cut short. */
export type FrameSpan = { readonly span: Span; readonly exact: boolean };

/** Frames that a step with a memory may be run for one picture; a run that begins further away is followed from its warm-up on. */
const mostLead = 120;

/** Index frames `[from, to)` among which shots must be known, so that the frame's span is the run's. */
export function neighbourhood({ steps, scan, clip }: Pick<Plan, 'steps' | 'scan' | 'clip'>, n: number): { readonly from: number; readonly to: number } {
  const { before, after } = reachOf(steps, spreadOf(scan)), remembers = steps.some(({ warmup }) => warmup > 0);
  return { from: Math.max(clip.in, n - (remembers ? Math.max(mostLead, before) : before)), to: Math.min(clip.out, n + after + 1) };
}

/** The span of one frame: its neighbours within the shot as far as steps look, and for steps with a memory everything from where the run's own span begins. */
export function frameSpan(plan: Pick<Plan, 'steps' | 'scan' | 'segments' | 'clip'>, cuts: Uint32Array, n: number): FrameSpan {
  const reach = reachOf(plan.steps, spreadOf(plan.scan)), runs = plan.steps.some(({ scan }) => scan !== null) ? plan.scan : [];
  const segment = plan.segments.find(({ from, to }) => n >= from && n < to)!;
  const whole = spansOf(segment, cuts, plan.clip, reach, runs).find(({ from, to }) => n >= from && n < to)!;
  const remembers = plan.steps.some(({ warmup }) => warmup > 0), lead = n - whole.readFrom, exact = !remembers || lead <= mostLead;
  const [span] = spansOf({ id: segment.id, first: 0, count: 1, from: n, to: n + 1, warm: remembers && exact ? lead : Math.min(lead, reach.before) }, cuts, plan.clip, reach, runs);
  return { span: { ...span!, segment }, exact };
}

/** The frame as the encoder would get it, with the result's tags; the caller frees it. @throws FrameWrightError `cancelled`, `step-failed`, `internal`, `input-…` as the run. */
export async function renderFrame(order: FrameOrder, { span }: FrameSpan): Promise<Frame> {
  const { plan, origin, signal } = order, groups = fuse(plan.steps, spreadOf(plan.scan));
  await using parts = new AsyncDisposableStack();
  const { transforms } = await openTransforms(groups, order, parts, signal);
  const made = transforms.reduce<AsyncIterable<Token>>((stream, transform) => transform(stream), tokensOf(order.read, span, signal));
  const frame = await take(made, groups, span, origin);
  tagFrame(frame, plan.result);
  return frame;
}

async function* tokensOf(read: FrameReader, span: Span, signal: AbortSignal): AsyncGenerator<Token, void> {
  yield { kind: 'open', span };
  for await (const { n, frame } of read(span.readFrom, span.readTo)) {
    if (signal.aborted) {
      frame.free();
      throw new FrameWrightError('cancelled');
    }
    yield { kind: 'frame', number: n, frame };
  }
  yield { kind: 'end', span };
}

/** The token that belongs to the origin; all others are let go of, and nothing after it is waited for. */
async function take(tokens: AsyncIterable<Token>, groups: readonly Group[], span: Span, { frame: n, field }: Origin): Promise<Frame> {
  const factor = groups.reduce((product, group) => product * group.on(span.run).factor, 1), wanted = n * factor + (field === 'second' ? 1 : 0);
  for await (const token of tokens) {
    if (token.kind === 'frame' && token.number === wanted) return token.frame;
    dropToken(token);
  }
  throw new FrameWrightError('internal', { what: `frame ${n} was never made.`, why: 'Its steps ended before it.' });
}
