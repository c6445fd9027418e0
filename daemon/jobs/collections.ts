// What belongs to several jobs: batches and watch folders.
import type { BatchSummary, JobState } from '../../shared/job.ts';
import type { Database } from './database.ts';

export type BatchRow = { readonly id: string; /** What a client calls it, to submit it once. */ readonly key: string | null; readonly title: string; readonly createdAt: string };
/** `asked` is the request that made it, as JSON. */
export type WatchRow = { readonly id: string; readonly folder: string; readonly asked: string; readonly createdAt: string };

export function batchRows({ run, all }: Database) {
  const summaries = (where: string, ...values: string[]): BatchSummary[] => all<BatchSummary>(
    `SELECT batches.id, batches.createdAt, batches.title, count(jobs.id) AS jobs, coalesce(sum(state = 'done'), 0) AS done, coalesce(sum(state IN ('failed', 'cancelled')), 0) AS failed,
      coalesce(avg(CASE WHEN state = 'done' THEN 1.0 ELSE progress END), 0.0) AS progress
    FROM batches LEFT JOIN jobs ON jobs.batch = batches.id ${where} GROUP BY batches.id ORDER BY batches.rowid`, ...values).map((row) => ({ ...row }));
  return {
    /** False where its key is known already. */
    addBatch: ({ id, key, title, createdAt }: BatchRow): boolean => {
      run('INSERT OR IGNORE INTO batches (id, key, title, createdAt) VALUES (?, ?, ?, ?)', id, key, title, createdAt);
      return all('SELECT 1 FROM batches WHERE id = ?', id).length > 0;
    },
    batchByKey: (key: string): string | null => all<{ id: string }>('SELECT id FROM batches WHERE key = ?', key)[0]?.id ?? null,
    /** Oldest first. */
    batches: (): BatchSummary[] => summaries(''),
    batch: (id: string): BatchSummary | null => summaries('WHERE batches.id = ?', id)[0] ?? null,
  };
}

export function watchRows({ run, all }: Database) {
  return {
    watches: (): WatchRow[] => all<WatchRow>('SELECT id, folder, asked, createdAt FROM watches ORDER BY rowid').map((row) => ({ ...row })),
    addWatch: ({ id, folder, asked, createdAt }: WatchRow): void => run('INSERT INTO watches (id, folder, asked, createdAt) VALUES (?, ?, ?, ?)', id, folder, asked, createdAt),
    removeWatch: (id: string): void => run('DELETE FROM watches WHERE id = ?', id),
    /** How many jobs with a key that begins so are in each state. */
    countByKey: (beginning: string): Partial<Record<JobState, number>> =>
      Object.fromEntries(all<{ state: JobState; count: number }>('SELECT state, count(*) AS count FROM jobs WHERE key >= ? AND key < ? GROUP BY state', beginning, `${beginning}\u{10ffff}`).map(({ state, count }) => [state, count])),
  };
}
