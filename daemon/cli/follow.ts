// Submits or resumes a job, draws its progress, and lets Ctrl-C stop it without losing what is finished.
import { errorFrom, FrameWrightError, type ErrorCode } from '../../shared/errors.ts';
import type { JobSummary } from '../../shared/job.ts';
import type { CommandContext } from './command.ts';
import { createProgressView } from './progress.ts';

/** Follows a job to its end. @throws FrameWrightError with the job's own error when it fails or is cancelled. */
export async function followJob(context: CommandContext, job: JobSummary): Promise<JobSummary> {
  const { client, output } = context;
  const view = createProgressView(output, job.source, job.output);
  const unsubscribe = client.onEvent((event) => {
    if (event.job !== job.id) return;
    if (event.kind === 'progress') view.show(event);
    if (event.kind === 'revision') { view.end(); output.line(`  The plan was revised (revision ${event.revision}): ${event.why}`); }
    output.data(event);
  });
  const stop = (): void => { void client.cancel({ job: job.id }); };
  context.interrupted.addEventListener('abort', stop, { once: true });
  try {
    const ended = await client.follow({ job: job.id });
    view.end();
    if (ended.error) throw errorFrom({ code: ended.error.code as ErrorCode, values: { job: job.id, ...ended.error.values } });
    if (ended.state !== 'done') throw new FrameWrightError('cancelled', { job: job.id });
    return ended;
  } finally {
    view.end();
    unsubscribe();
    context.interrupted.removeEventListener('abort', stop);
  }
}
