// A store with a long history, as years of use leave it.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../daemon/jobs/store.ts';
import type { Plan } from '../../shared/plan.ts';

/** Puts `count` finished jobs into a home that no daemon owns; each has a plan, a unit and three lines of log. Returns the store's bytes. */
export function fillStore(home: string, plan: Plan, count: number): number {
  const store = openStore(home), at = new Date().toISOString(), source = plan.media.path;
  store.atomically(() => {
    for (let i = 0; i < count; i++) {
      const id = `h${String(i).padStart(7, '0')}`, output = `${source}.${i}.mp4`;
      store.create([{ id, key: id, source, output, overwrite: false, asked: { wish: plan.wish, config: null, output }, priority: 0, client: 'bench', batch: null, createdAt: at }]);
      store.addPlan(id, plan, 'first look');
      store.addUnits(id, ['video-0']);
      for (const line of ['begun', 'worked', 'ended']) store.log(id, at, line);
      store.update(id, { state: 'done', device: 'cpu', progress: 1, finishedAt: at, title: 'Cleaning up noise' });
    }
  });
  store.close();
  return statSync(join(home, 'jobs.db')).size;
}
