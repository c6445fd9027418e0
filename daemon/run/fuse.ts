// Plan steps as a chain of groups: neighbouring filters become one FFmpeg graph, a process stands alone.
import type { ScanRun } from '../../shared/analysis.ts';
import type { StreamShape } from '../../shared/media.ts';
import type { Step } from '../../shared/plan.ts';
import { worksOn } from '../plan/scan.ts';
import type { Reach } from './shots.ts';

export type Group = {
  readonly kind: Step['kind'];
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
  /** The group as it works on a stretch: with the steps that are for it, and none where it lets frames pass. */
  on(run: ScanRun | null): Group;
};

/** Steps as groups, in order. `spread` is how many index frames may lie between two that are shown next to each other, where a cadence leaves some out. */
export function fuse(steps: readonly Step[], spread = 1): Group[] {
  const together = steps.reduce<Step[][]>((groups, step) => {
    const open = groups.at(-1);
    if (open && step.kind === 'filter' && open[0]!.kind === 'filter') open.push(step);
    else groups.push([step]);
    return groups;
  }, []);
  return together.map((members, i) => {
    const parts = new Map<ScanRun['scan'], Group>();
    const all: Group = {
      ...describe(members, together.slice(0, i).flat(), together.slice(i + 1).flat(), spread),
      on: (run) => {
        if (run === null || steps.every(({ scan }) => scan === null)) return all;
        const [before, here, after] = [together.slice(0, i).flat(), members, together.slice(i + 1).flat()].map((some) => some.filter((step) => worksOn(step, run.scan)));
        const part = parts.get(run.scan) ?? { ...all, ...describe(here!, before!, after!, spread, all) };
        parts.set(run.scan, part);
        return part;
      },
    };
    return all;
  });
}

/** How far all these steps look together, in index frames. A frame reaches through every window before it, so reaches add up. */
export function reachOf(steps: readonly Step[], spread = 1): Reach {
  return {
    before: steps.reduce((sum, step) => sum + step.window.before + step.warmup, 0) * spread,
    after: steps.reduce((sum, step) => sum + step.window.after, 0) * spread,
  };
}

const factorOf = (steps: readonly Step[]): number => steps.reduce((product, step) => product * (step.map === 'fields' ? 2 : 1), 1);

function describe(steps: readonly Step[], before: readonly Step[], after: readonly Step[], spread: number, whole?: Group): Omit<Group, 'on'> {
  const first = steps[0], last = steps.at(-1), kind = first?.kind ?? whole!.kind;
  return {
    kind, steps, input: first?.input ?? whole!.input, output: last?.output ?? whole!.input,
    graph: kind === 'filter' ? steps.map((step) => step.graph).join(',') : null,
    title: steps.map((step) => step.title).join(' + '),
    factor: factorOf(steps), numbering: factorOf(before), reach: reachOf(steps, spread), demand: reachOf(after, spread),
  };
}
