// The one way in which a run leaves its plan: smaller tiles when memory ran out, written down as the plan's next revision.
import { FrameWrightError } from '../../shared/errors.ts';
import type { Plan } from '../../shared/plan.ts';
import { halve } from './tiles.ts';

/** Twice the receptive radius of our models, rounded up; pixels of the step's input. A plan with tiles brings its own. */
const overlap = 64;

/** The plan with half the tile, or null when the failure was another one or tiles cannot get smaller. */
export function smallerTiles(plan: Plan, thrown: unknown): { readonly plan: Plan; readonly why: string } | null {
  if (!(thrown instanceof FrameWrightError) || thrown.code !== 'out-of-memory') return null;
  const step = plan.steps.find(({ kind }) => kind === 'process');
  const tile = step && halve(plan.resources.tile, step.input, overlap);
  if (!step || !tile) return null;
  const before = plan.resources.tile ? `tiles of ${plan.resources.tile.size} pixels` : 'whole frames';
  const why = `${step.title} ran out of memory with ${before}; it goes on with tiles of ${tile.size}.`;
  return { why, plan: { ...plan, revision: plan.revision + 1, resources: { ...plan.resources, tile }, notices: [...plan.notices, why] } };
}
