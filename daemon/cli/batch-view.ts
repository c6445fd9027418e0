// Overall progress of many jobs: a line redrawn in place on a terminal, nothing between the results elsewhere.
import { basename } from 'node:path';
import type { AnyEvent } from '../../shared/events.ts';
import type { JobSummary } from '../../shared/job.ts';
import type { Output } from './output.ts';

export type BatchView = { hear(event: AnyEvent): void; /** A job has ended; the line is taken away, so that something else can be printed. */ end(job: JobSummary): void };

/** Shortest time between two pictures, ms. */
const redrawMs = 250;

export function createBatchView(output: Output, jobs: readonly JobSummary[]): BatchView {
  const { terminal } = output;
  if (output.json || terminal.columns === null) return { hear: () => undefined, end: () => undefined };
  const shares = new Map(jobs.map((job) => [job.id, 0])), names = new Map(jobs.map((job) => [job.id, basename(job.source)]));
  let ended = 0, at = -Infinity, drawn = false;
  const clear = (): void => {
    if (drawn) terminal.write('\x1b[1A\x1b[0J');
    drawn = false;
  };
  return {
    hear(event) {
      if (event.kind !== 'progress' || !shares.has(event.job)) return;
      shares.set(event.job, event.fraction);
      if (performance.now() - at < redrawMs) return;
      at = performance.now();
      const whole = [...shares.values()].reduce((sum, share) => sum + share, 0) / shares.size;
      clear();
      terminal.write(`${`${Math.floor(whole * 100)} % of all, ${ended} of ${shares.size} ended   ${names.get(event.job)}: ${event.title}, ${Math.floor(event.fraction * 100)} %`.slice(0, (terminal.columns ?? 80) - 1)}\n`);
      drawn = true;
    },
    end(job) {
      clear();
      shares.set(job.id, 1);
      ended++;
    },
  };
}
