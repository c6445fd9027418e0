// Jobs put straight into a store, as if they had been submitted and planned.
import type { NewJob } from '../../../daemon/jobs/job-rows.ts';
import type { Store } from '../../../daemon/jobs/store.ts';
import { factsOf } from '../../../daemon/jobs/summary.ts';
import type { AnyPlan } from '../../../shared/plan.ts';
import { wish } from '../../../shared/preset.ts';

export const newJob = (id: string, more: Partial<NewJob> = {}): NewJob => ({
  id, key: null, source: '/clips/a.mp4', output: '/clips/', overwrite: false, asked: { wish: wish.parse({}), config: null, output: null }, priority: 0, client: '', batch: null, createdAt: '2026-01-01T00:00:00.000Z', ...more,
});

/** A job that waits for its turn on the plan's device. */
export function putPlanned(store: Store, plan: AnyPlan, made: NewJob): void {
  store.create([made]);
  store.addPlan(made.id, plan, 'First look.');
  store.transition(made.id, 'planned', { device: plan.resources.device, output: made.output.endsWith('/') ? '/clips/a.restored.mp4' : made.output, ...factsOf(plan) });
}
