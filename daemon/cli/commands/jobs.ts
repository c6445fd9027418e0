// `framewright jobs`, `jobs show <job>`, and what can be done with one.
import { fill, errorCatalogue, type ErrorCode } from '../../../shared/errors.ts';
import { jobState, type JobDetail, type JobSummary } from '../../../shared/job.ts';
import { FrameWrightError } from '../../../shared/errors.ts';
import { nearest } from '../../../shared/nearest.ts';
import type { Command, CommandContext } from '../command.ts';
import { countFrom, oneJob } from '../files.ts';
import { followJob, sayDetached } from '../follow.ts';
import { jobTable, watchJobs, type JobFilter } from '../job-table.ts';
import type { Arguments } from '../options.ts';
import { table } from '../output.ts';
import { bytes, duration } from '../../../shared/words.ts';
import { priorityFrom, sayResult } from './restore.ts';

export const jobs: Command = {
  stopsItself: true,
  name: 'jobs', takes: 'job', topic: 'daemon', usage: 'framewright jobs [show <job> | priority <job> <n>] [--watch]', says: 'lists jobs, shows one, or changes when one has its turn', options: ['watch', 'search', 'state', 'limit', 'json'],
  async run(context) {
    const { client, output, args } = context;
    const [action, job, value, ...more] = args.positionals;
    if (action === 'show' && job && value === undefined) return showJob(context, job);
    if (action === 'priority' && job && value !== undefined && !more.length) return changePriority(context, job, value);
    if (action) throw new FrameWrightError('usage', { what: `jobs does not know "${args.positionals.join(' ')}".`, why: 'Write framewright jobs, framewright jobs show <job>, or framewright jobs priority <job> 10.' });
    const wanted = filterFrom(args);
    if (args.flag('watch')) return watchJobs(context, wanted);
    const all = await client.jobs(wanted);
    output.data(all);
    if (!all.length) output.line(args.given.length ? 'No such jobs.' : 'No jobs yet. Start one with: framewright clip.mp4');
    else for (const line of jobTable(all)) output.line(line);
    return 0;
  },
};

/** @throws FrameWrightError `bad-value`, `unknown-name`. */
function filterFrom(args: Arguments): JobFilter {
  const limit = args.text('limit'), known = jobState.options;
  const states = args.text('state')?.split(',').map((text) => {
    const state = known.find((one) => one === text);
    if (!state) throw new FrameWrightError('unknown-name', { kind: 'state', name: text, known: known.join(', '), nearest: nearest(text, known) ?? known[0]! });
    return state;
  });
  return { search: args.text('search'), states, ...(limit === undefined ? {} : { limit: countFrom(limit, 10_000) }) };
}

async function changePriority({ client, output }: CommandContext, job: string, text: string): Promise<number> {
  const changed = await client.reprioritise({ job, priority: priorityFrom(text) });
  output.data(changed);
  output.line(`${changed.id} has priority ${changed.priority}.`);
  return 0;
}

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

/** Goes on with a job by `begin`, and follows it or leaves it to the daemon. */
const goOn = (name: string, says: string, begin: (context: CommandContext, job: string) => Promise<JobSummary>): Command => ({
  stopsItself: true,
  name, takes: 'job', topic: 'daemon', usage: `framewright ${name} <job>`, says, options: ['detach', 'json'],
  async run(context) {
    const job = oneJob(context);
    if (context.args.flag('detach')) { sayDetached(context, await begin(context, job)); return 0; }
    const done = await followJob(context, () => begin(context, job));
    if (done) context.output.line(`${context.output.paint('green', 'Done')}: ${done.output}`);
    if (done) context.output.data({ kind: 'result', ...done });
    return 0;
  },
});

export const resume = goOn('resume', 'goes on where a job stopped', ({ client }, job) => client.resume({ job }));
export const retry = goOn('retry', 'tries a failed job again, keeping what is finished', ({ client }, job) => client.retry({ job }));

export const attach: Command = {
  stopsItself: true,
  name: 'attach', takes: 'job', topic: 'daemon', usage: 'framewright attach [job]', says: 'shows a running job; Ctrl-C leaves it running', options: ['json'],
  async run(context) {
    const { client, output, args } = context;
    if (args.positionals.length > 1) oneJob(context);
    const job = args.positionals[0] ?? await newestUnfinished(context);
    const done = await followJob(context, async () => client.job({ job }), { onInterrupt: 'leave' });
    if (done) await sayResult(context, done, null);
    else output.line('It goes on without this terminal. framewright jobs lists it, framewright cancel stops it.');
    return 0;
  },
};

/** The one that works, or else the newest that will. @throws FrameWrightError `usage` where all have ended. */
async function newestUnfinished({ client }: CommandContext): Promise<string> {
  const open = await client.jobs({ states: ['running', 'delivering', 'queued', 'planned', 'waiting', 'paused'] });
  const found = open.find(({ state }) => state === 'running' || state === 'delivering') ?? open.at(-1);
  if (!found) throw new FrameWrightError('usage', { what: 'No job is unfinished.', why: 'framewright jobs lists those that have ended.' });
  return found.id;
}

/** Does one thing to one job and says how it stands then; `soon` is what a job still does that cannot stand there at once. */
const change = (name: string, says: string, soon: string, act: (context: CommandContext, job: string) => Promise<JobSummary>): Command => ({
  name, takes: 'job', topic: 'daemon', usage: `framewright ${name} <job>`, says, options: ['json'],
  async run(context) {
    const job = await act(context, oneJob(context));
    context.output.data(job);
    context.output.line(`${job.id} ${['running', 'delivering'].includes(job.state) ? soon : `is ${job.state}`}. Go on with: framewright resume ${job.id}`);
    return 0;
  },
});

export const pause = change('pause', 'lets a job rest after its running segment', 'rests as soon as the segment in hand is finished', ({ client }, job) => client.pause({ job }));
export const cancel = change('cancel', 'stops a job, keeping what is finished', 'is being stopped', ({ client }, job) => client.cancel({ job }));

export const remove: Command = {
  name: 'remove', takes: 'job', topic: 'daemon', usage: 'framewright remove <job>', says: 'forgets a job and its unfinished files; results stay', options: ['json'],
  async run(context) {
    const { removed } = await context.client.remove({ job: oneJob(context) });
    context.output.data({ removed });
    context.output.line(`${removed} is forgotten.`);
    return 0;
  },
};
