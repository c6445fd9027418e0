// Submits or resumes a job, draws its progress, and lets Ctrl-C stop it without losing what is finished.
import { errorFrom, FrameWrightError, type ErrorCode } from '../../shared/errors.ts';
import type { AnyEvent } from '../../shared/events.ts';
import { endStates, type JobSummary } from '../../shared/job.ts';
import type { CommandContext } from './command.ts';
import { createProgressView, type ProgressView } from './progress.ts';

/** What Ctrl-C does: `cancel` stops the job, `leave` lets it run. */
export type OnInterrupt = 'cancel' | 'leave';

/** `mine` knows a job that was submitted here before its submission is answered. */
export type FollowOptions = { readonly onInterrupt?: OnInterrupt; readonly mine?: (job: JobSummary) => boolean };

/**
 * Begins a job and follows it to its end, listening from before it is begun so that no line is missed. Null when it was left to run.
 * @throws FrameWrightError with the job's own error when it fails or is cancelled.
 */
export async function followJob(context: CommandContext, begin: () => Promise<JobSummary>, { onInterrupt = 'cancel', mine = () => false }: FollowOptions = {}): Promise<JobSummary | null> {
  const { client } = context;
  const listener = listenForOne(context, mine);
  const left = Promise.withResolvers<null>();
  let job: JobSummary | null = null;
  const stop = (): void => {
    if (onInterrupt === 'leave') left.resolve(null);
    else if (job) client.cancel({ job: job.id }).catch(() => { /* It ended first; follow says how. */ });
  };
  context.interrupted.addEventListener('abort', stop, { once: true });
  try {
    job = await begin();
    listener.begin(job);
    if (context.interrupted.aborted) stop();
    await sayTurn(context, job);
    const ended = await Promise.race([client.follow({ job: job.id }), left.promise]);
    listener.end();
    if (!ended) return null;
    if (ended.error) throw errorFrom({ code: ended.error.code as ErrorCode, values: { job: job.id, path: job.source, ...ended.error.values } });
    if (!endStates.includes(ended.state)) throw new FrameWrightError('daemon-gone', { why: 'The daemon ends; the job goes on when it starts again.' });
    if (ended.state !== 'done') throw new FrameWrightError('cancelled', { job: job.id });
    return ended;
  } finally {
    listener.end();
    context.interrupted.removeEventListener('abort', stop);
  }
}

/** The daemon tells of every job. What came before this one's name was known is told then. */
function listenForOne({ client, output }: CommandContext, mine: (job: JobSummary) => boolean): { begin(job: JobSummary): void; end(): void } {
  let view: ProgressView | null = null, own: string | null = null;
  const early: AnyEvent[] = [];
  const show = (event: AnyEvent): void => {
    if (event.kind === 'hold' && event.why !== null) { view?.end(); output.line(`  Work waits: ${event.why}`); }
    if (!('job' in event) || event.job !== own) return;
    output.data(event);
    if (event.kind === 'progress') view?.show(event);
    if (event.kind === 'revision') { view?.end(); output.line(`  The plan was revised (revision ${event.revision}): ${event.why}`); }
  };
  const know = (job: string): void => {
    own = job;
    for (const event of early.splice(0)) show(event);
  };
  const unsubscribe = client.onEvent((event) => {
    if (own === null) early.push(event);
    else show(event);
    if (own === null && event.kind === 'job' && mine(event.summary)) know(event.job);
  });
  return {
    begin(job) {
      view = createProgressView(output, job.source, job.output);
      if (own === null) know(job.id);
    },
    end() { view?.end(); unsubscribe(); },
  };
}

/** Says what the job waits for, where something else has its turn. */
async function sayTurn({ client, output }: CommandContext, job: JobSummary): Promise<void> {
  if (output.json || endStates.includes(job.state)) return;
  const [busy] = (await client.jobs({ states: ['running', 'delivering'], limit: 1 })).filter(({ id }) => id !== job.id);
  if (busy) output.line(`  It waits for its turn: job ${busy.id} is ${busy.state}. framewright jobs --watch shows the queue.`);
}

/** How to come back to a job that runs on. */
export function sayDetached({ output }: CommandContext, job: JobSummary): void {
  output.data({ kind: 'detached', ...job });
  output.line(`Job ${job.id} runs in the background: ${job.output}`);
  output.line(`  Watch it: framewright attach ${job.id}`);
  output.line(`  Stop it:  framewright cancel ${job.id}`);
}
