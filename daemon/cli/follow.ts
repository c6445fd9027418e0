// Submits or resumes a job, draws its progress, and lets Ctrl-C stop it without losing what is finished.
import { errorFrom, FrameWrightError, type ErrorCode } from '../../shared/errors.ts';
import type { JobSummary } from '../../shared/job.ts';
import type { CommandContext } from './command.ts';
import { createProgressView, type ProgressView } from './progress.ts';

/**
 * Begins a job and follows it to its end, listening from before it is begun so that no line is missed.
 * @throws FrameWrightError with the job's own error when it fails or is cancelled.
 */
export async function followJob(context: CommandContext, begin: () => Promise<JobSummary>): Promise<JobSummary> {
  const { client, output } = context;
  let view: ProgressView | null = null, job: JobSummary | null = null;
  const unsubscribe = client.onEvent((event) => {
    output.data(event);
    if (event.kind === 'progress') view?.show(event);
    if (event.kind === 'revision') { view?.end(); output.line(`  The plan was revised (revision ${event.revision}): ${event.why}`); }
  });
  const stop = (): void => { if (job) void client.cancel({ job: job.id }); };
  context.interrupted.addEventListener('abort', stop, { once: true });
  try {
    job = await begin();
    view = createProgressView(output, job.source, job.output);
    if (context.interrupted.aborted) stop();
    const ended = await client.follow({ job: job.id });
    view.end();
    if (ended.error) throw errorFrom({ code: ended.error.code as ErrorCode, values: { job: job.id, path: job.source, ...ended.error.values } });
    if (ended.state !== 'done') throw new FrameWrightError('cancelled', { job: job.id });
    return ended;
  } finally {
    (view as ProgressView | null)?.end();
    unsubscribe();
    context.interrupted.removeEventListener('abort', stop);
  }
}
