// From a wish to a job: the job is there first, so that it is one however often it is asked for; its plan comes then.
import { dirname, join, resolve, sep } from 'node:path';
import type { ParsedRequestOf } from '../../shared/operations.ts';
import type { NewJob } from '../jobs/job-rows.ts';
import { summaryOf } from '../jobs/summary.ts';
import type { Context, Handler } from './context.ts';

export const submitJob = (context: Context): Handler<'submit'> => async ({ planned, ...request }) => {
  const { queue, store } = context;
  const id = await queue().submit(newJob(context, request), planned);
  return summaryOf(store().job(id));
};

/** A job as it is first written down. Its place is what was asked for until it is planned. */
export function newJob({ newId, clock }: Pick<Context, 'newId' | 'clock'>, { path, wish, config, output, overwrite, key, priority, client }: Omit<ParsedRequestOf<'submit'>, 'planned'>, batch: string | null = null): NewJob {
  const source = resolve(path);
  return {
    id: newId(), key: key ?? null, source, output: output ?? join(dirname(source), sep), overwrite, asked: { wish, config: config ?? null, output }, priority, client, batch, createdAt: clock(),
  };
}
