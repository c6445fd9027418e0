// A handler for every operation of the table. What only some of them need is imported when it is asked for.
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { freeStem, isFolder } from '../jobs/names.ts';
import { demandWritable } from '../jobs/preflight.ts';
import type { Context, Handler, Handlers } from './context.ts';
import { diagnose } from './doctor.ts';
import { jobHandlers } from './jobs.ts';
import { submitJob } from './submit.ts';

export function createHandlers(context: Context): Handlers {
  const { worker } = context;
  return {
    probe: ({ path, interpretation }) => worker.call('probe', { path: resolve(path), interpretation }),
    analyze: ({ path, interpretation, depth }) => worker.call('analyze', { path: resolve(path), interpretation, depth }),
    plan: ({ path, ...request }) => worker.call('plan', { path: resolve(path), ...request }),
    explain: async ({ plan }) => (await import('../plan/explain.ts')).explainPlan(plan),
    submit: submitJob(context),
    ...jobHandlers(context),
    preview: renderPreview(context),
    hardware: ({ measure }) => worker.call('hardware', { measure }),
    doctor: () => diagnose(context),
    presets: async () => (await import('../plan/presets.ts')).describePresets(),
    stages: describeStages,
  };
}

/** `clip.preview.mp4` and `clip.preview.png` in the folder asked for, or beside the source; counted up, so previews can be compared. */
const renderPreview = ({ worker }: Context): Handler<'preview'> => async ({ path, wish, config, range, output }) => {
  const source = resolve(path);
  const folder = output === null ? dirname(source) : resolve(await isFolder(output) ? output : dirname(output));
  await demandWritable(folder, source);
  const stem = await freeStem(folder, source, '.preview', ['.mp4', '.png']);
  return worker.call('preview', { path: source, wish: { ...wish, range, container: 'mp4' }, config, video: `${stem}.mp4`, picture: `${stem}.png` });
};

const describeStages: Handler<'stages'> = async () => {
  const { audioStages, videoStages } = await import('../stages/index.ts');
  const describe = ({ id, title, methods, params }: (typeof videoStages | typeof audioStages)[number]) => ({ id, title, methods: methods.map((method) => method.id), params: z.toJSONSchema(params) as Record<string, unknown> });
  return [...videoStages.map(describe), ...audioStages.map(describe)];
};
