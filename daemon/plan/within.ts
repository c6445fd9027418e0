// Meeting a time: what gives way first, and how that is said.
import type { Plan } from '../../shared/plan.ts';
import { duration, interval } from '../../shared/words.ts';

/** How hard a plan tries: the patience that caps every step, the quickest method for each stage, the encoder's faster options. */
export type Effort = { readonly patience: number; readonly quickest: boolean; readonly quickEncoder: boolean };

/** From what was asked for down to the fastest there is. */
export const efforts: readonly [Effort, ...Effort[]] = [
  { patience: Infinity, quickest: false, quickEncoder: false },
  ...[30, 10, 3, 1, 0.3].map((patience) => ({ patience, quickest: false, quickEncoder: false })),
  { patience: 0.3, quickest: false, quickEncoder: true },
  { patience: 0.3, quickest: true, quickEncoder: true },
];

/** Whether even the slow end of the estimate lies within the time. */
export const meets = (plan: Plan, seconds: number): boolean => plan.estimate.seconds.high <= seconds;

/** A stage may follow itself, so all its methods in a row; empty where it is not in the plan. */
const methodsOf = ({ steps }: Plan, stage: string): string => steps.flatMap((step) => (step.stage === stage ? [step.method] : [])).join(' and ');

/** What was given up for the time, or that it cannot be met and what the fastest takes. */
export function withinNotice(usual: Plan, quick: Plan, seconds: number): string {
  const changes = usual.steps.flatMap(({ stage, title }) => {
    const [before, after] = [methodsOf(usual, stage), methodsOf(quick, stage)];
    return before === after ? [] : [`${title}: ${after === '' ? 'left out' : `${after} instead of ${before}`}`];
  });
  const encoder = JSON.stringify(usual.delivery.video.options) === JSON.stringify(quick.delivery.video.options) ? [] : ['faster encoder settings'];
  const given = [...new Set([...changes, ...encoder])].join('; ');
  if (meets(quick, seconds)) return `To be done within ${duration(seconds)}: ${given}. Without a limit it would take ${interval(usual.estimate.seconds)}.`;
  return `This cannot be done within ${duration(seconds)} on this machine. The fastest way, planned here, takes ${interval(quick.estimate.seconds)}${given ? ` (${given})` : ''}.`;
}
