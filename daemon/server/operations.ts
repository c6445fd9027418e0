// A handler for every operation of the table. What only some of them need is imported when it is asked for.
import { resolve } from 'node:path';
import { aboutHandlers } from './about.ts';
import { batchHandlers } from './batches.ts';
import type { Context, Handlers } from './context.ts';
import { descriptionHandlers } from './descriptions.ts';
import { diagnose } from './doctor.ts';
import { listFolder } from './folders.ts';
import { frameHandlers } from './frames.ts';
import { jobHandlers } from './jobs.ts';
import { panelHandlers } from './panels.ts';
import { renderPreview } from './preview.ts';
import { reportJob } from './report.ts';
import { settingsHandlers } from './settings.ts';
import { submitJob } from './submit.ts';

/** Those of watch folders and of the hardware have lives of their own: `watches.ts`, `hardware.ts`. */
export function createHandlers(context: Context): Omit<Handlers, 'watches' | 'watch' | 'unwatch' | 'hardware'> {
  const { worker } = context;
  return {
    folder: listFolder,
    ...aboutHandlers(context),
    ...context.access.handlers,
    probe: ({ path, interpretation }, signal) => worker.call('probe', { path: resolve(path), interpretation }, { signal }),
    analyze: ({ path, interpretation, depth }, signal) => worker.call('analyze', { path: resolve(path), interpretation, depth }, { signal }),
    plan: ({ path, ...request }, signal) => worker.call('plan', { path: resolve(path), ...request }, { signal }),
    explain: async ({ plan }) => (plan.source === null ? (await import('../plan/explain-sound.ts')).explainSoundPlan(plan) : (await import('../plan/explain.ts')).explainPlan(plan)),
    submit: submitJob(context),
    ...jobHandlers(context),
    report: reportJob(context),
    ...batchHandlers(context),
    ...settingsHandlers(context),
    ...panelHandlers(context),
    preview: renderPreview(context),
    ...frameHandlers(context),
    doctor: () => diagnose(context),
    presets: async () => (await import('../plan/presets.ts')).describePresets(),
    ...descriptionHandlers,
  };
}
