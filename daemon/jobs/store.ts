// The job store: SQLite in the data folder. Any process may read and wish; only a job's driver, which owns the lock, moves it on.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { FrameWrightError, type ErrorData } from '../../shared/errors.ts';
import type { JobState, UnitState } from '../../shared/job.ts';
import type { Plan } from '../../shared/plan.ts';
import type { Delivered, UnitFile } from '../worker/contract.ts';
import type { Identity } from './identity.ts';
import { migrate } from './schema.ts';

export type JobRecord = {
  readonly id: string; /** What a client calls it, to submit it once. */ readonly key: string | null;
  readonly state: JobState; readonly wanted: 'cancel' | null; readonly source: string; readonly output: string; readonly overwrite: boolean;
  /** How often it was started; names the attempt folder. */ readonly attempt: number;
  readonly progress: number; /** Seconds of work over all attempts. */ readonly secondsDone: number;
  readonly createdAt: string; readonly finishedAt: string | null; readonly error: ErrorData | null;
  /** What `delivering` moves into place, with hashes; null before. */ readonly delivery: Delivered | null;
  readonly sidecar: string | null; /** The process that drives it or queued it. */ readonly driver: Identity | null;
};
export type UnitRecord = UnitState & { /** Relative to the job's work folder. */ readonly file: string | null; readonly data: Uint8Array | null };
export type NewJob = Pick<JobRecord, 'id' | 'key' | 'source' | 'output' | 'overwrite' | 'createdAt' | 'driver'>;

/** Where a job may go from where it is. Nothing leaves `done`. */
const next: Readonly<Record<JobState, readonly JobState[]>> = {
  planned: ['running', 'delivering', 'failed', 'cancelled'], running: ['running', 'delivering', 'failed', 'cancelled'],
  delivering: ['delivering', 'running', 'done', 'failed', 'cancelled'], failed: ['planned'], cancelled: ['planned'], done: [],
};
const json = new Set<string>(['error', 'delivery', 'driver']);

export type Store = ReturnType<typeof openStore>;

/** Opens `<home>/jobs.db`, made when missing. Commits are on the disk when a call returns. */
export function openStore(home: string) {
  mkdirSync(home, { recursive: true });
  const database = new DatabaseSync(join(home, 'jobs.db'), { timeout: 10_000, enableForeignKeyConstraints: true });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  migrate(database);
  const run = (sql: string, ...values: SQLInputValue[]): void => { database.prepare(sql).run(...values); };
  const all = <Row>(sql: string, ...values: SQLInputValue[]): Row[] => database.prepare(sql).all(...values) as Row[];

  /** Everything inside happens or nothing does, and no other process writes meanwhile. */
  function atomically<Result>(work: () => Result): Result {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  }

  const jobs = (): JobRecord[] => all<Record<string, unknown>>('SELECT * FROM jobs ORDER BY createdAt, rowid').map(decode);
  /** By id or by any beginning that only one job has. @throws FrameWrightError `job-missing`. */
  function job(name: string): JobRecord {
    const found = all<Record<string, unknown>>('SELECT * FROM jobs WHERE substr(id, 1, ?) = ? LIMIT 2', name.length, name);
    const exact = found.find((row) => row.id === name) ?? (found.length === 1 && name !== '' ? found[0] : undefined);
    if (exact) return decode(exact);
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
      update(id, { ...patch, state: to });
    });
  }

  return {
    atomically, jobs, job, update, transition,
    create: (made: NewJob, plan: Plan): void => atomically(() => {
      run('INSERT INTO jobs (id, key, state, source, output, overwrite, createdAt, driver) VALUES (?, ?, ?, ?, ?, ?, ?, ?)', made.id, made.key, 'planned', made.source, made.output, Number(made.overwrite), made.createdAt, encode('driver', made.driver));
      run('INSERT INTO plans VALUES (?, ?, ?, ?)', made.id, plan.revision, 'First look.', JSON.stringify(plan));
    }),
    byKey: (key: string): JobRecord | null => all<Record<string, unknown>>('SELECT * FROM jobs WHERE key = ?', key).map(decode)[0] ?? null,
    remove: (id: string): void => run('DELETE FROM jobs WHERE id = ?', id),

    plans: (id: string): Plan[] => all<{ plan: string }>('SELECT plan FROM plans WHERE job = ? ORDER BY revision', id).map(({ plan }) => JSON.parse(plan) as Plan),
    reasons: (id: string): string[] => all<{ revision: number; why: string }>('SELECT revision, why FROM plans WHERE job = ? ORDER BY revision', id).map(({ revision, why }) => `Plan revision ${revision}: ${why}`),
    addPlan: (id: string, plan: Plan, why: string): void => run('INSERT INTO plans VALUES (?, ?, ?, ?)', id, plan.revision, why, JSON.stringify(plan)),

    units: (id: string): UnitRecord[] => all<UnitRecord>('SELECT unit, attempts, state, sha256, bytes, seconds, file, data FROM units WHERE job = ? ORDER BY ordinal, rowid', id),
    addUnits: (id: string, units: readonly string[]): void => atomically(() => units.forEach((unit, ordinal) => run('INSERT OR IGNORE INTO units (job, unit, ordinal) VALUES (?, ?, ?)', id, unit, ordinal))),
    /** Counts an attempt. A finished unit is never begun again. */
    beginUnit: (id: string, unit: string): void => run("UPDATE units SET attempts = attempts + 1 WHERE job = ? AND unit = ? AND state = 'pending'", id, unit),
    finishUnit: (id: string, { unit, file, sha256, bytes, seconds }: UnitFile): void =>
      run("UPDATE units SET state = 'done', file = ?, sha256 = ?, bytes = ?, seconds = ? WHERE job = ? AND unit = ? AND state = 'pending'", file, sha256, bytes, seconds, id, unit),
    /** A part of the survey, kept in the store itself. */
    addPart: (id: string, unit: string, ordinal: number, data: Uint8Array, seconds: number): void =>
      run("INSERT INTO units (job, unit, ordinal, state, attempts, bytes, seconds, data) VALUES (?, ?, ?, 'done', 1, ?, ?, ?)", id, unit, ordinal, data.byteLength, seconds, data),
    /** A unit whose file is gone is pending again. */
    reopenUnit: (id: string, unit: string): void => run("UPDATE units SET state = 'pending', file = NULL, sha256 = NULL, bytes = NULL, seconds = NULL WHERE job = ? AND unit = ?", id, unit),

    log: (id: string, at: string, line: string): void => run('INSERT INTO log (job, at, line) VALUES (?, ?, ?)', id, at, line),
    lines: (id: string): string[] => all<{ at: string; line: string }>('SELECT at, line FROM log WHERE job = ? ORDER BY id', id).map(({ at, line }) => `${at} ${line}`),

    owner: (): { who: Identity; job: string } | null => all<{ who: string; job: string }>('SELECT who, job FROM owner').map(({ who, job: owned }) => ({ who: JSON.parse(who) as Identity, job: owned }))[0] ?? null,
    setOwner: (who: Identity, owned: string): void => run('INSERT OR REPLACE INTO owner VALUES (1, ?, ?)', JSON.stringify(who), owned),
    clearOwner: (): void => run('DELETE FROM owner'),
    close: (): void => database.close(),
  };
}

function encode(column: string, value: unknown): SQLInputValue {
  if (json.has(column)) return value === null ? null : JSON.stringify(value);
  return typeof value === 'boolean' ? Number(value) : value as SQLInputValue;
}

function decode(row: Record<string, unknown>): JobRecord {
  const parsed = Object.fromEntries([...json].map((column) => [column, row[column] === null ? null : JSON.parse(row[column] as string)]));
  return { ...row, ...parsed, overwrite: row.overwrite === 1 } as JobRecord;
}
