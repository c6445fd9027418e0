// `framewright jobs`, `jobs show <job>`, and what can be done with one.
import { fill, errorCatalogue, type ErrorCode } from '../../../shared/errors.ts';
import type { JobDetail } from '../../../shared/job.ts';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Command, CommandContext } from '../command.ts';
import { oneJob } from '../files.ts';
import { followJob } from '../follow.ts';
import { table } from '../output.ts';
import { bytes, duration } from '../../../shared/words.ts';

export const jobs: Command = {
  name: 'jobs', takes: 'job', usage: 'framewright jobs [show <job>]', says: 'lists jobs, or shows one', options: ['json'],
  async run(context) {
    const { client, output, args } = context;
    const [action, job] = args.positionals;
    if (action === 'show' && job) return showJob(context, job);
    if (action) throw new FrameWrightError('usage', { what: `jobs does not know "${args.positionals.join(' ')}".`, why: 'Write framewright jobs, or framewright jobs show <job>.' });
    const all = await client.jobs({});
    output.data(all);
    if (!all.length) output.line('No jobs yet. Start one with: framewright clip.mp4');
    else for (const line of table([['JOB', 'STATE', 'DONE', 'RESULT'], ...all.map((one) => [one.id, one.state, `${Math.floor(one.progress * 100)} %`, one.output])], '')) output.line(line);
    return 0;
  },
};

async function showJob({ client, output }: CommandContext, job: string): Promise<number> {
  const detail = await client.job({ job });
  output.data(detail);
  for (const line of table(detailRows(detail), '')) output.line(line);
  output.line();
  for (const line of table([['UNIT', 'STATE', 'TRIES', 'TIME', 'SIZE'], ...detail.units.map((unit) => [unit.unit, unit.state, String(unit.attempts), unit.seconds === null ? '' : duration(unit.seconds), unit.bytes === null ? '' : bytes(unit.bytes)])], '')) output.line(line);
  for (const line of detail.log.slice(-10)) output.line(`  ${line}`);
  return 0;
}

function detailRows(detail: JobDetail): string[][] {
  const error = detail.error;
  const row = error ? errorCatalogue[error.code as ErrorCode] : null;
  return [
    ['job', detail.id], ['state', detail.state], ['source', detail.source], ['result', detail.output], ['begun', detail.createdAt],
    ...(detail.finishedAt ? [['ended', detail.finishedAt]] : []), ['plan', `revision ${detail.plans.at(-1)?.revision ?? 0} of ${detail.plans.length}`],
    ...(error && row ? [['error', `${fill(row.what, error.values)} ${fill(row.why, error.values)}`]] : []), ...(detail.sidecar ? [['sidecar', detail.sidecar]] : []),
  ];
}

export const resume: Command = {
  stopsItself: true,
  name: 'resume', takes: 'job', usage: 'framewright resume <job>', says: 'goes on where a job stopped', options: ['json'],
  async run(context) {
    const job = oneJob(context);
    const done = await followJob(context, () => context.client.resume({ job }));
    context.output.line(`${context.output.paint('green', 'Done')}: ${done.output}`);
    context.output.data({ kind: 'result', ...done });
    return 0;
  },
};

export const cancel: Command = {
  name: 'cancel', takes: 'job', usage: 'framewright cancel <job>', says: 'stops a job, keeping what is finished', options: ['json'],
  async run({ client, output, ...context }) {
    const job = await client.cancel({ job: oneJob({ client, output, ...context }) });
    output.data(job);
    output.line(`${job.id} is ${job.state}. Go on with: framewright resume ${job.id}`);
    return 0;
  },
};

export const remove: Command = {
  name: 'remove', takes: 'job', usage: 'framewright remove <job>', says: 'forgets a job and its unfinished files; results stay', options: ['json'],
  async run(context) {
    const { removed } = await context.client.remove({ job: oneJob(context) });
    context.output.data({ removed });
    context.output.line(`${removed} is forgotten.`);
    return 0;
  },
};
