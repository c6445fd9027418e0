// Jobs as a table: once, or live.
import { basename } from 'node:path';
import type { AnyEvent } from '../../shared/events.ts';
import type { JobState, JobSummary } from '../../shared/job.ts';
import type { CommandContext } from './command.ts';
import { table, type Output } from './output.ts';

/** What `client.jobs` takes. */
export type JobFilter = { readonly search?: string; readonly states?: JobState[]; readonly limit?: number };

const percent = (share: number): string => `${Math.floor(share * 100)} %`;

export const jobTable = (jobs: readonly JobSummary[]): string[] =>
  table([['JOB', 'STATE', 'DONE', 'RESULT'], ...jobs.map((one) => [one.id, one.state, percent(one.progress), one.output])], '');

/** Shortest time between two pictures of the table, ms. */
const redrawMs = 250;
/** Jobs that a live table shows; the newest. */
const shown = 20;

/** Stays until Ctrl-C: a table that is redrawn on a terminal, a line for each change elsewhere, events in JSON. */
export async function watchJobs(context: CommandContext, filter: JobFilter): Promise<number> {
  const { client, output, interrupted } = context;
  const jobs = new Map<string, JobSummary>();
  const view = output.json ? null : output.terminal.columns === null ? lineView(output) : liveView(output);
  const load = async (): Promise<void> => {
    jobs.clear();
    for (const job of await client.jobs({ ...filter, limit: filter.limit ?? shown })) jobs.set(job.id, job);
    view?.show([...jobs.values()]);
  };
  const failed = Promise.withResolvers<never>();
  const stop = client.onEvent((event) => {
    output.data(event);
    // What other jobs' events mean for the filter, the daemon knows best.
    if (event.kind === 'lost' || event.kind === 'job' && !jobs.has(event.job)) return void load().catch(failed.reject);
    if (apply(jobs, event)) view?.show([...jobs.values()]);
  });
  try {
    await load();
    if (output.json) output.data([...jobs.values()]);
    await Promise.race([failed.promise, new Promise<void>((resolve) => { if (interrupted.aborted) resolve(); else interrupted.addEventListener('abort', () => resolve(), { once: true }); })]);
    return 0;
  } finally { stop(); view?.end(); }
}

/** Whether the table changes. */
function apply(jobs: Map<string, JobSummary>, event: AnyEvent): boolean {
  if (event.kind === 'removed') return jobs.delete(event.job);
  const job = 'job' in event ? jobs.get(event.job) : undefined;
  if (!job) return false;
  if (event.kind === 'job') jobs.set(job.id, event.summary);
  else if (event.kind === 'progress') jobs.set(job.id, { ...job, progress: event.fraction });
  else if (event.kind === 'state') jobs.set(job.id, { ...job, state: event.state, error: event.error });
  else return false;
  return true;
}

type View = { show(jobs: readonly JobSummary[]): void; end(): void };

function liveView({ terminal, paint }: Output): View {
  let drawn = 0, timer: NodeJS.Timeout | null = null, latest: readonly JobSummary[] = [], at = -Infinity;
  const draw = (): void => {
    timer = null;
    at = performance.now();
    const columns = terminal.columns ?? 80;
    const rows = latest.slice(-shown).map((one) => [one.id, one.state, bar(one.progress), percent(one.progress).padStart(5), basename(one.output), one.title]);
    const lines = [...table([['JOB', 'STATE', '', ' DONE', 'RESULT', 'WORK'], ...rows], ''), '', 'Ctrl-C ends this; jobs go on.'].map((line) => line.slice(0, columns - 1));
    terminal.write(`${drawn ? `\x1b[${drawn}A\x1b[0J` : ''}${lines.map((line, i) => (i === 0 ? paint('bold', line) : line)).join('\n')}\n`);
    drawn = lines.length;
  };
  return {
    show(jobs) {
      latest = jobs;
      timer ??= setTimeout(draw, Math.max(0, redrawMs - (performance.now() - at)));
    },
    end() {
      if (timer === null) return;
      clearTimeout(timer);
      draw();
    },
  };
}

const barWidth = 12;
const bar = (share: number): string => '█'.repeat(Math.floor(share * barWidth)).padEnd(barWidth, '░');

/** A line when a job appears, changes its state or has done another tenth. */
function lineView(output: Output): View {
  const told = new Map<string, string>();
  return {
    show(jobs) {
      for (const job of jobs) {
        const news = `${job.state} ${Math.floor(job.progress * 10)}`;
        if (told.get(job.id) === news) continue;
        told.set(job.id, news);
        output.line(`${job.id}  ${job.state.padEnd(10)}  ${percent(job.progress).padStart(5)}  ${job.output}`);
      }
    },
    end: () => undefined,
  };
}
