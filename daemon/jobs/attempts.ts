// A job's folder beside its result: one folder for each attempt, which only that attempt's worker writes to.
import { readdir, rm, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { JobRecord } from './job-rows.ts';
import type { Store } from './store.ts';

/** `.framewright-<job id>` beside the result, on its volume, so that delivering is a rename. */
export const workFolder = (job: Pick<JobRecord, 'id' | 'output'>): string => join(dirname(job.output), `.framewright-${job.id}`);

/** Makes the folder of an attempt and clears earlier ones of what was never finished, so that repeated tries need no more room than one. */
export async function openAttempt(store: Store, job: JobRecord, attempt: number): Promise<{ readonly work: string; readonly folder: string }> {
  const work = workFolder(job), folder = join(work, `attempt-${attempt}`);
  await mkdir(folder, { recursive: true });
  const kept = new Set([...store.units(job.id).flatMap(({ file }) => (file ? [join(work, file)] : [])), ...(job.delivery?.files.flatMap(({ from }) => [from, `${from}.reserved`]) ?? [])]);
  for (const entry of await readdir(work, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(path) && !kept.has(entry.parentPath)) await rm(path, { force: true });
  }
  return { work, folder };
}
