// Rows of jobs: what is kept of one, and where it may go from where it is.
import type { SQLInputValue } from 'node:sqlite';
import { FrameWrightError, type ErrorData } from '../../shared/errors.ts';
import { endStates, type JobState, type JobSummary } from '../../shared/job.ts';
import type { Wish } from '../../shared/preset.ts';
import type { Delivered } from '../worker/contract.ts';
import type { Database } from './database.ts';

/** What a client asked for, from which the plan is made. `output` as in the operation. */
export type JobOrder = { readonly wish: Wish; readonly config: string | null; readonly output: string | null };
export type JobRecord = {
  readonly id: string; /** What a client calls it, to submit it once. */ readonly key: string | null;
  readonly state: JobState;
  /** What its user wants of it as soon as what runs has stopped. */ readonly wanted: 'cancel' | 'pause' | null;
  readonly source: string; readonly output: string; readonly overwrite: boolean;
  /** Null for jobs of earlier versions, which were planned when they were made. */ readonly asked: JobOrder | null;
  readonly priority: number; readonly client: string; readonly batch: string | null;
  /** The slot in which it runs; null before it is planned. */ readonly device: string | null;
  /** How often it was started; names the attempt folder. */ readonly attempt: number;
  /** Failed tries since somebody last asked for it, and when the next begins. */ readonly tries: number; readonly retryAt: string | null;
  readonly progress: number; /** Seconds of work over all attempts. */ readonly secondsDone: number;
  readonly createdAt: string; readonly updatedAt: string; readonly finishedAt: string | null; readonly error: ErrorData | null;
  /** What `delivering` moves into place, with hashes; null before. */ readonly delivery: Delivered | null;
  readonly sidecar: string | null; readonly title: string; readonly clip: JobSummary['clip'];
};
/** What a summary is made of: read for long lists, so nothing large is among it. */
export type ListedJob = Omit<JobRecord, 'key' | 'wanted' | 'overwrite' | 'asked' | 'device' | 'tries' | 'secondsDone' | 'delivery' | 'sidecar'>;
export type NewJob = Pick<JobRecord, 'id' | 'key' | 'source' | 'output' | 'overwrite' | 'asked' | 'priority' | 'client' | 'batch' | 'createdAt'>;
export type JobFilter = { readonly states?: readonly JobState[] | undefined; /** Words, all of which occur in source, result or title. */ readonly search?: string | undefined; readonly batch?: string | undefined; readonly client?: string | undefined; readonly limit?: number | undefined; /** Only jobs made before this one. */ readonly before?: string | undefined };

/** Where a job may go from where it is. Nothing leaves `done`. */
const next: Readonly<Record<JobState, readonly JobState[]>> = {
  queued: ['planned', 'paused', 'waiting', 'failed', 'cancelled'], planned: ['running', 'delivering', 'paused', 'failed', 'cancelled'],
  running: ['running', 'delivering', 'planned', 'paused', 'waiting', 'failed', 'cancelled'],
  delivering: ['delivering', 'running', 'planned', 'paused', 'waiting', 'done', 'failed', 'cancelled'],
  paused: ['queued', 'planned', 'cancelled'], waiting: ['queued', 'planned', 'paused', 'cancelled'], failed: ['queued', 'planned'], cancelled: ['queued', 'planned'], done: [],
};
const json = ['error', 'delivery', 'asked', 'clip'] as const;
const jsonColumns = new Set<string>(json);
const listed = 'id, state, source, output, createdAt, updatedAt, finishedAt, progress, error, priority, client, batch, attempt, retryAt, title, clip';

/** `clock` gives the wall clock as ISO 8601; it is for people, never for order. */
export function jobRows({ run, all, atomically }: Database, clock: () => string) {
  const rows = (where: string, ...values: SQLInputValue[]): JobRecord[] => all<Record<string, unknown>>(`SELECT * FROM jobs ${where}`, ...values).map((row) => decode<JobRecord>(row));
  /** By id or by any beginning that only one job has. @throws FrameWrightError `job-missing`. */
  function job(name: string): JobRecord {
    const exact = rows('WHERE id = ?', name)[0];
    if (exact) return exact;
    const found = name === '' ? [] : rows('WHERE id >= ? AND id < ? LIMIT 2', name, `${name}\u{10FFFF}`);
    if (found.length === 1) return found[0]!;
    throw new FrameWrightError('job-missing', { job: name, why: found.length ? 'Several jobs begin like that.' : 'It was removed, or never existed.' });
  }
  function update(id: string, patch: Partial<JobRecord>): void {
    const entries = Object.entries(patch);
    run(`UPDATE jobs SET ${entries.map(([column]) => `${column} = ?`).join(', ')} WHERE id = ?`, ...entries.map(([column, value]) => encode(column, value)), id);
  }
  /** @throws FrameWrightError `job-state` when there is no way from where the job is. */
  function transition(id: string, to: JobState, patch: Partial<JobRecord> = {}): void {
    atomically(() => {
      const { state } = job(id);
      if (!next[state].includes(to)) throw new FrameWrightError('job-state', { job: id, state, action: to, why: `From ${state} a job cannot become ${to}.` });
      update(id, { ...patch, state: to, updatedAt: clock() });
    });
  }
  function insert(made: NewJob): void {
    const row = { ...made, state: 'queued', updatedAt: made.createdAt }, columns = Object.keys(row);
    run(`INSERT INTO jobs (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`, ...Object.entries(row).map(([column, value]) => encode(column, value)));
  }
  const byKey = (key: string): JobRecord | null => rows('WHERE key = ?', key)[0] ?? null;
  return {
    job, update, transition, byKey,
    has: (id: string): boolean => all('SELECT 1 FROM jobs WHERE id = ?', id).length > 0,
    /** Jobs for summaries, the newest `limit` of those that match, oldest first. Jobs count as older in the order in which they were made, whatever the clock said. */
    jobs: (filter: JobFilter = {}): ListedJob[] => list(all, job, filter),
    /** Everything that has not ended, oldest first. */
    unfinished: (): JobRecord[] => rows(`WHERE state IN (${marks(open)}) ORDER BY rowid`, ...open),
    /** How many jobs are in each state that occurs. */
    counts: (): Partial<Record<JobState, number>> => Object.fromEntries(all<{ state: JobState; count: number }>('SELECT state, count(*) AS count FROM jobs GROUP BY state').map(({ state, count }) => [state, count])),
    /** Jobs that have or will have this result, newest first. */
    ofOutput: (output: string): JobRecord[] => rows('WHERE output = ? ORDER BY rowid DESC', output),
    /** Ended before a moment, ISO 8601. */
    endedBefore: (moment: string): JobRecord[] => rows(`WHERE finishedAt < ? AND state IN (${marks(endStates)})`, moment, ...endStates),
    /** The oldest job in `state` of every client of the highest priority; `device` null looks at all of them. */
    heads: (state: JobState, device: string | null): { id: string; client: string }[] => heads(all, state, device),
    /** Devices that jobs in `planned` wait for. */
    devices: (): string[] => all<{ device: string }>("SELECT DISTINCT device FROM jobs WHERE state = 'planned'").map(({ device }) => device),
    /** Makes jobs in `queued`. One whose key is known is not made; the answer has the id of the job that there is, in the order asked for. */
    create: (made: readonly NewJob[]): string[] => atomically(() => made.map((one) => {
      const known = one.key === null ? null : byKey(one.key);
      if (!known) insert(one);
      return known?.id ?? one.id;
    })),
    remove: (id: string): void => run('DELETE FROM jobs WHERE id = ?', id),
  };
}

const open: readonly JobState[] = ['queued', 'planned', 'running', 'paused', 'waiting', 'delivering'];
const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

function list(all: Database['all'], job: (name: string) => JobRecord, { states, search, batch, client, limit = -1, before }: JobFilter): ListedJob[] {
  const conditions: string[] = [], values: SQLInputValue[] = [];
  const demand = (condition: string, ...given: SQLInputValue[]): void => { conditions.push(condition); values.push(...given); };
  if (states) demand(`state IN (${marks([...new Set(states)])})`, ...new Set(states));
  if (batch !== undefined) demand('batch = ?', batch);
  if (client !== undefined) demand('client = ?', client);
  if (before !== undefined) demand('rowid < (SELECT rowid FROM jobs WHERE id = ?)', job(before).id);
  for (const word of search?.split(/\s+/).filter(Boolean) ?? []) demand("source || ' ' || output || ' ' || title LIKE ? ESCAPE '\\'", `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const where = conditions.length ? `WHERE ${conditions.join(' AND ')}` : '';
  return all<Record<string, unknown>>(`SELECT ${listed} FROM jobs ${where} ORDER BY rowid DESC LIMIT ?`, ...values, limit).map((row) => decode<ListedJob>(row)).reverse();
}

/** SQLite takes the other columns of a group from the row that has the minimum: https://www.sqlite.org/lang_select.html#bareagg */
function heads(all: Database['all'], state: JobState, device: string | null): { id: string; client: string }[] {
  const where = device === null ? 'state = ?' : 'state = ? AND device = ?', values = device === null ? [state] : [state, device];
  return all<{ id: string; client: string; first: number }>(`SELECT id, client, min(rowid) AS first FROM jobs WHERE ${where} AND priority = (SELECT max(priority) FROM jobs WHERE ${where}) GROUP BY client ORDER BY first`, ...values, ...values);
}

function encode(column: string, value: unknown): SQLInputValue {
  if (jsonColumns.has(column)) return value === null ? null : JSON.stringify(value);
  return typeof value === 'boolean' ? Number(value) : value as SQLInputValue;
}

function decode<Row>(row: Record<string, unknown>): Row {
  const parsed = Object.fromEntries(json.filter((column) => column in row).map((column) => [column, row[column] === null ? null : JSON.parse(row[column] as string)]));
  return { ...row, ...parsed, ...('overwrite' in row ? { overwrite: row.overwrite === 1 } : {}) } as Row;
}
