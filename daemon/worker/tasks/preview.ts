// A span of the clip, rendered at once.
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AnyPlan } from '../../../shared/plan.ts';
import type { TaskFunction, TaskIo, UnitFile } from '../contract.ts';
import { deliverTask } from './deliver.ts';
import { pictureTask } from './picture.ts';
import { runTask } from './run.ts';

/** The span of a plan as a result of its own, with a picture of its worst frame; without a job. */
export const previewTask: TaskFunction<'preview'> = async ({ plan, video, picture }, io) => {
  const folder = await mkdtemp(join(dirname(video), '.framewright-preview-'));
  try {
    await render(plan, video, folder, io);
    if (plan.source === null) return { video, picture: null, frame: null };
    const { frame } = await pictureTask({ plan, result: video, picture }, { ...io, emit: () => {} });
    return { video, picture, frame };
  } finally { await rm(folder, { recursive: true, force: true }); }
};

async function render(plan: AnyPlan, output: string, folder: string, io: TaskIo<'preview'>): Promise<void> {
  const units: UnitFile[] = [];
  const audio = plan.streams.filter(({ type, action }) => type === 'audio' && action === 'encode').map((stream) => stream.index);
  let revised = plan;
  await runTask({ plan, segments: plan.segments.map((segment) => segment.id), audio, folder }, {
    ...io,
    emit(event) {
      if (event.kind === 'unit') units.push(event.unit);
      if (event.kind === 'revision') revised = event.plan;
      io.emit(event);
    },
  });
  const made = await deliverTask({ plan: revised, units, parts: [], before: null, output, folder, revisions: [], seconds: 0 }, { ...io, emit: () => {} });
  // The JSON beside a result belongs to jobs; a preview is the picture alone.
  await rename(made.files.at(-1)!.from, output);
}
