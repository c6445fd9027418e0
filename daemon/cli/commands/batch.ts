// `framewright batch`: every video and sound file of a folder, each a job of its own; one failure does not stop the rest.
import { FrameWrightError } from '../../../shared/errors.ts';
import type { JobSummary } from '../../../shared/job.ts';
import type { Command, CommandContext } from '../command.ts';
import { oneFile } from '../files.ts';
import { followMany } from '../follow-many.ts';
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
  const stop = (): void => { client.cancelBatch({ batch: id }).catch(() => { /* It has ended; following says how. */ }); };
  const { jobs: ended, status } = await followMany(context, jobs, stop), failed = ended.filter(({ state }) => state !== 'done').length;
  output.line(`\n${jobs.length} ${jobs.length === 1 ? 'file' : 'files'}${failed ? `, ${failed} of them not done${interrupted.aborted ? '.' : ': see above'}` : ', all done'}.`);
  return status;
}
