// Why a plan was revised, as people read it.
import type { Plan, Step } from '../../shared/plan.ts';

/** What the plan from all frames does otherwise than the one from the first look: steps that were added or dropped, by title. */
export function revisionReason(before: Plan, after: Plan): string {
  const added = beyond(after.steps, before.steps), dropped = beyond(before.steps, after.steps);
  const changes = [...added.map((title) => `${title} was added`), ...dropped.map((title) => `${title} was dropped`)];
  return `Every frame was looked at${changes.length === 0 ? '; the steps stay the same' : `: ${changes.join(', ')}`}.`;
}

/** Titles of the steps in `these` whose stage comes more often there than in `those`. */
function beyond(these: readonly Step[], those: readonly Step[]): string[] {
  const left = those.map(({ stage }) => stage);
  return these.filter(({ stage }) => {
    const at = left.indexOf(stage);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  }).map(({ title }) => title);
}
