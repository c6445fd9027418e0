// Many files at once: each becomes a job of its own, and the batch counts them.
import { createHash } from 'node:crypto';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import { endStates, type BatchSummary } from '../../shared/job.ts';
import type { ParsedRequestOf } from '../../shared/operations.ts';
import { mediaFilesOf } from '../jobs/media-files.ts';
import { summaryOf } from '../jobs/summary.ts';
import type { Context, Handlers } from './context.ts';
import { demandFound } from './paths.ts';

type BatchRequest = ParsedRequestOf<'submitBatch'>;

export function batchHandlers(context: Context): Pick<Handlers, 'submitBatch' | 'batches' | 'cancelBatch'> {
  const { store, queue } = context;
  const jobsOf = (batch: string) => store().jobs({ batch }).map(summaryOf);
  return {
    async submitBatch(request) {
      const files = await filesOf(request);
      if (request.folder !== undefined) await demandFound(resolve(request.folder), files, async () => context.settings().networkPaths);
      const known = request.key === undefined ? null : store().batchByKey(request.key);
      const id = known ?? context.newId();
      if (!known) store().addBatch({ id, key: request.key ?? null, title: titleOf(request), createdAt: context.clock() });
      // A batch of a known key may have been cut off by a kill: what was submitted is found by its own key.
      await Promise.all(files.map((path) => queue().submit({
        id: context.newId(), key: `batch:${id}:${createHash('sha256').update(path).digest('hex').slice(0, 32)}`, source: path, output: outputFor(path, request) ?? dirname(path), overwrite: request.overwrite,
        asked: { wish: request.wish, config: request.config ?? null, output: outputFor(path, request) }, priority: request.priority, client: request.client, batch: id, createdAt: context.clock(),
      })));
      return { batch: summaryFor(context, id), jobs: jobsOf(id) };
    },
    batches: async () => store().batches(),
    async cancelBatch({ batch }) {
      const { id } = summaryFor(context, batch);
      for (const job of store().jobs({ batch: id }).filter(({ state }) => !endStates.includes(state))) {
        await queue().cancel(job.id).catch((error: unknown) => {
          // It ended by itself meanwhile.
          if (!(error instanceof FrameWrightError) || error.code !== 'job-state') throw error;
        });
      }
      return summaryFor(context, id);
    },
  };
}

/** @throws FrameWrightError `batch-missing`. */
function summaryFor({ store }: Context, batch: string): BatchSummary {
  const found = store().batch(batch);
  if (!found) throw new FrameWrightError('batch-missing', { batch });
  return found;
}

/** @throws FrameWrightError `bad-value` unless either a folder or paths are named; `input-missing`, `input-not-media`. */
async function filesOf({ folder, paths, recursive }: BatchRequest): Promise<string[]> {
  if ((folder === undefined) === (paths === undefined)) throw new FrameWrightError('bad-value', { key: 'folder', value: folder ?? '', why: 'Name a folder or a list of paths, one of the two.' });
  return folder === undefined ? [...new Set(paths!.map((path) => resolve(path)))] : mediaFilesOf(resolve(folder), recursive);
}

const titleOf = ({ folder, paths }: BatchRequest): string => (folder === undefined ? `${paths!.length} ${paths!.length === 1 ? 'file' : 'files'}, ${basename(paths![0] ?? '')} first` : folder);

/** Results of a folder's sub-folders keep their places below the folder for results. */
function outputFor(path: string, { folder, output }: BatchRequest): string | null {
  if (output === null) return null;
  const below = folder === undefined ? '' : relative(resolve(folder), dirname(path));
  return `${join(output, below).replace(/[\\/]$/, '')}${sep}`;
}
