// `framewright batch`: every video and sound file of a folder, each a job of its own; one failure does not stop the rest.
import { errorFrom, FrameWrightError, type ErrorCode } from '../../../shared/errors.ts';
import type { JobSummary } from '../../../shared/job.ts';
import type { Command, CommandContext } from '../command.ts';
import { printFailure } from '../failure.ts';
import { oneFile } from '../files.ts';
import { createBatchView } from '../batch-view.ts';
import { wishOptions } from '../wish.ts';
import { orderFrom } from './restore.ts';

export const batch: Command = {
  stopsItself: true,
  name: 'batch', topic: 'daemon', takes: 'path', usage: 'framewright batch <folder> --output <folder>', says: 'restores every video and sound file of a folder',
  options: [...wishOptions, 'output', 'overwrite', 'recursive', 'detach', 'priority', 'json'],
  async run(context) {
    const { client, output, args } = context;
    const folder = oneFile(context), target = args.text('output');
    if (target === undefined) throw new FrameWrightError('usage', { what: 'No folder for the results was named.', why: 'Write framewright batch <folder> --output <folder>.' });
    const order = orderFrom(context, `${context.absolute(target).replace(/[\\/]$/, '')}/`);
    const { batch: made, jobs } = await client.submitBatch({ folder, recursive: args.flag('recursive'), ...order });
    output.line(`${jobs.length} ${jobs.length === 1 ? 'file' : 'files'}, batch ${made.id}.`);
    output.data({ kind: 'batch', batch: made, jobs });
    if (!args.flag('detach')) return followBatch(context, made.id, jobs);
    output.line('They run in the background. Watch them: framewright jobs --watch');
    return 0;
  },
};

/** Waits for every job in turn; returns the worst exit status. Ctrl-C stops all that are unfinished. */
async function followBatch(context: CommandContext, id: string, jobs: readonly JobSummary[]): Promise<number> {
  const { client, output, interrupted } = context;
  const view = createBatchView(output, jobs);
  const own = new Set(jobs.map((job) => job.id));
  const unsubscribe = client.onEvent((event) => {
    if (!('job' in event) || !own.has(event.job)) return;
    output.data(event);
    view.hear(event);
  });
  const stop = (): void => { client.cancelBatch({ batch: id }).catch(() => { /* It has ended; following says how. */ }); };
  if (interrupted.aborted) stop();
  else interrupted.addEventListener('abort', stop, { once: true });
  let worst = 0, failed = 0;
  try {
    for (const job of jobs) {
      const ended = await client.follow({ job: job.id });
      view.end(ended);
      if (ended.state === 'done') { sayDone(context, ended); continue; }
      failed++;
      const error = errorFrom({ code: (ended.error?.code ?? 'cancelled') as ErrorCode, values: { job: job.id, path: job.source, ...ended.error?.values } });
      worst = Math.max(worst, error.code === 'cancelled' && interrupted.aborted ? error.row.exit : printFailure(error, output, { path: job.source, job: job.id }));
    }
  } finally {
    unsubscribe();
    interrupted.removeEventListener('abort', stop);
  }
  output.line(`\n${jobs.length} ${jobs.length === 1 ? 'file' : 'files'}${failed ? `, ${failed} of them not done${interrupted.aborted ? '.' : ': see above'}` : ', all done'}.`);
  return worst;
}

function sayDone({ output }: CommandContext, ended: JobSummary): void {
  output.line(`${output.paint('green', 'Done')}: ${ended.output}`);
  output.data({ kind: 'result', ...ended });
}
