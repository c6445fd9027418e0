// Plan steps as a chain of groups: neighbouring filters become one FFmpeg graph, a process stands alone.
import type { StreamShape } from '../../shared/media.ts';
import type { Step } from '../../shared/plan.ts';
import type { Reach } from './shots.ts';

export type Group = {
  readonly steps: readonly Step[];
  /** The fused FFmpeg chain; null for a process. */
  readonly graph: string | null;
  readonly input: StreamShape; readonly output: StreamShape;
  /** What people call it in an error. */
  readonly title: string;
  /** Frames out for each frame in: 2 when fields become frames. */
  readonly factor: number;
  /** Frames of one index frame as they arrive here; its numbers are `n × numbering`, `n × numbering + 1` … */
  readonly numbering: number;
  /** How far this group looks, and how far all groups after it do, in index frames. */
  readonly reach: Reach; readonly demand: Reach;
};

/** Steps as groups, in order. */
export function fuse(steps: readonly Step[]): Group[] {
  const together = steps.reduce<Step[][]>((groups, step) => {
    const open = groups.at(-1);
    if (open && step.kind === 'filter' && open[0]!.kind === 'filter') open.push(step);
    else groups.push([step]);
    return groups;
  }, []);
  return together.map((members, i) => describe(members, together.slice(0, i).flat(), together.slice(i + 1).flat()));
}

/** How far all these steps look together, in index frames. A frame reaches through every window before it, so reaches add up. */
export function reachOf(steps: readonly Step[]): Reach {
  return {
    before: steps.reduce((sum, step) => sum + step.window.before + step.warmup, 0),
    after: steps.reduce((sum, step) => sum + step.window.after, 0),
  };
}

/** 2 when the step turns fields into frames, else 1. */
const factorOf = (step: Step): number => Math.round((step.output.rate.num * step.input.rate.den) / (step.output.rate.den * step.input.rate.num));
const factorOfAll = (steps: readonly Step[]): number => steps.reduce((product, step) => product * factorOf(step), 1);

function describe(steps: readonly Step[], before: readonly Step[], after: readonly Step[]): Group {
  const first = steps[0]!, last = steps.at(-1)!;
  return {
    steps, input: first.input, output: last.output,
    graph: first.kind === 'filter' ? steps.map((step) => step.graph).join(',') : null,
    title: steps.map((step) => step.title).join(' + '),
    factor: factorOfAll(steps), numbering: factorOfAll(before), reach: reachOf(steps), demand: reachOf(after),
  };
}
