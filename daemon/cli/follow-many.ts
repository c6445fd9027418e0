// Several jobs followed to their ends: one failure does not stop the rest, Ctrl-C stops all of them.
import { errorFrom, FrameWrightError, type ErrorCode } from '../../shared/errors.ts';
import { endStates, type JobSummary } from '../../shared/job.ts';
import { createBatchView } from './batch-view.ts';
import type { CommandContext } from './command.ts';
import { printFailure } from './failure.ts';

export type ManyEnded = { /** As they ended, in the order in which they were given. */ readonly jobs: readonly JobSummary[]; /** The worst exit status. */ readonly status: number };

/** `stop` is called once for Ctrl-C. @throws FrameWrightError `daemon-gone` when the daemon ends before the jobs do. */
export async function followMany(context: CommandContext, jobs: readonly JobSummary[], stop: () => void): Promise<ManyEnded> {
  const { client, output, interrupted } = context, view = createBatchView(output, jobs), own = new Set(jobs.map((job) => job.id));
  const unsubscribe = client.onEvent((event) => {
    if (!('job' in event) || !own.has(event.job)) return;
    output.data(event);
    view.hear(event);
  });
  if (interrupted.aborted) stop();
  else interrupted.addEventListener('abort', stop, { once: true });
  const all: JobSummary[] = [];
  let status = 0;
  try {
    for (const job of jobs) {
      const ended = await client.follow({ job: job.id });
      if (!endStates.includes(ended.state)) throw new FrameWrightError('daemon-gone', { why: 'The daemon ends; the jobs go on when it starts again.' });
      view.end(ended);
      all.push(ended);
      if (ended.state === 'done') sayDone(context, ended);
      else status = Math.max(status, sayFailed(context, ended));
    }
  } finally {
    unsubscribe();
    interrupted.removeEventListener('abort', stop);
  }
  return { jobs: all, status };
}

function sayDone({ output }: CommandContext, ended: JobSummary): void {
  output.line(`${output.paint('green', 'Done')}: ${ended.output}`);
  output.data({ kind: 'result', ...ended });
}

function sayFailed({ output, interrupted }: CommandContext, ended: JobSummary): number {
  const error = failureOf(ended);
  return error.code === 'cancelled' && interrupted.aborted ? error.row.exit : printFailure(error, output, { path: ended.source, job: ended.id });
}

/** Why a job ended without a result. */
export const failureOf = ({ id, source, error }: JobSummary): FrameWrightError => errorFrom({ code: (error?.code ?? 'cancelled') as ErrorCode, values: { job: id, path: source, ...error?.values } });
