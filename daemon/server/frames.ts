// Operations that answer with pictures: frames of a source or a result, previews of a wish, and the moments that deserve one.
import { resolve } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Interpretation } from '../../shared/preset.ts';
import type { Context, Handlers } from './context.ts';
import { createPictureDesk } from './picture-desk.ts';
import { picturesIn } from './pictures.ts';

export function frameHandlers(context: Context): Pick<Handlers, 'frame' | 'resultFrame' | 'thumbnails' | 'moments' | 'previewFrame' | 'compare'> {
  const desk = createPictureDesk(context.worker, context.pictures);
  const previewFrame: Handlers['previewFrame'] = async ({ path, config, replaces, ...request }, signal) => {
    const source = resolve(path), preset = config === undefined ? undefined : resolve(config), reads = [source, ...(preset === undefined ? [] : [preset])];
    const turn = replaces === undefined ? null : desk.replacing(JSON.stringify([source, replaces]), signal);
    try {
      return await desk.ask('previewFrame', { ...request, path: source, config: preset }, reads, turn?.signal ?? signal);
    } finally {
      turn?.done();
    }
  };
  return {
    previewFrame,
    async compare({ wishes, sheet, replaces, ...request }, signal) {
      const turn = replaces === undefined ? null : desk.replacing(JSON.stringify([resolve(request.path), 'compare', replaces]), signal), columns = [];
      try {
        for (const { title, wish } of wishes) columns.push({ title, preview: await previewFrame({ ...request, wish }, turn?.signal ?? signal) });
        const { before, frame } = columns[0]!.preview;
        const drawn = sheet ? await desk.ask('sheet', { pictures: [{ title: 'source', id: before.id }, ...columns.map(({ title, preview }) => ({ title, id: preview.after.id }))] }, [], turn?.signal ?? signal) : null;
        return { frame, before, columns, sheet: drawn };
      } finally {
        turn?.done();
      }
    },
    moments: async ({ path, interpretation }, signal) => [...await context.worker.call('moments', { path: resolve(path), interpretation }, signal ? { signal } : {})],
    async frame({ frame, size, ...of }, signal) {
      const shown = fileOf(context, of);
      return desk.ask('frame', { ...shown, frame, size }, [shown.path], signal);
    },
    async resultFrame({ job, frame, size }, signal) {
      const { path } = fileOf(context, { job }), plan = context.store().plan(context.store().job(job).id);
      if (!plan || plan.source === null) throw new FrameWrightError('job-state', { job, state: 'done', action: 'pictured', why: 'Its result is sound alone.' });
      // Not remembered by the desk, which would keep whole plans; the pictures themselves are kept.
      const shown = await context.worker.call('resultFrame', { plan, result: path, frame, size }, signal ? { signal } : {});
      await context.pictures.used(picturesIn(shown));
      return shown;
    },
    async thumbnails({ count, size, ...of }, signal) {
      const shown = fileOf(context, of);
      return [...await desk.ask('thumbnails', { ...shown, count, size }, [shown.path], signal)];
    },
  };
}

type Of = { readonly path?: string | undefined; readonly job?: string | undefined; readonly interpretation?: Interpretation | undefined };

/** The source, or the result of a job. @throws FrameWrightError `bad-value` for both or neither, `job-missing`, `job-state`. */
function fileOf({ store }: Context, { path, job, interpretation }: Of): { readonly path: string; readonly interpretation?: Interpretation } {
  if (path !== undefined && job === undefined) return { path: resolve(path), ...(interpretation ? { interpretation } : {}) };
  if (job === undefined || path !== undefined) throw new FrameWrightError('bad-value', { key: 'path', value: path ?? '', why: 'Name a file by its path, or a finished job whose result is meant; one of the two.' });
  const { id, state, output } = store().job(job);
  if (state !== 'done') throw new FrameWrightError('job-state', { job: id, state, action: 'pictured', why: 'There is no result yet.' });
  return { path: output, interpretation: { parts: 'single' } };
}
