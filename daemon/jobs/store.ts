// The job store: SQLite in the data folder. Any process may read and wish; only a job's driver, which owns the lock, moves it on.
import type { SQLInputValue } from 'node:sqlite';
import { FrameWrightError, type ErrorData } from '../../shared/errors.ts';
import type { JobState, UnitState } from '../../shared/job.ts';
import type { AnyPlan } from '../../shared/plan.ts';
import type { Delivered, UnitFile } from '../worker/contract.ts';
import { openDatabase, type Database } from './database.ts';
import type { Identity } from './identity.ts';

export type JobRecord = {
  readonly id: string; /** What a client calls it, to submit it once. */ readonly key: string | null;
  readonly state: JobState; readonly wanted: 'cancel' | null; readonly source: string; readonly output: string; readonly overwrite: boolean;
  /** How often it was started; names the attempt folder. */ readonly attempt: number;
  readonly progress: number; /** Seconds of work over all attempts. */ readonly secondsDone: number;
  readonly createdAt: string; readonly finishedAt: string | null; readonly error: ErrorData | null;
  /** What `delivering` moves into place, with hashes; null before. */ readonly delivery: Delivered | null;
  readonly sidecar: string | null; /** The process that drives it or queued it. */ readonly driver: Identity | null;
};
export type UnitRecord = UnitState & { /** Relative to the job's work folder. */ readonly file: string | null; readonly data: Uint8Array | null; /** Index frames shown in place of damaged ones' own pictures. */ readonly concealed: readonly number[] };
export type NewJob = Pick<JobRecord, 'id' | 'key' | 'source' | 'output' | 'overwrite' | 'createdAt' | 'driver'>;

/** Where a job may go from where it is. Nothing leaves `done`. */
const next: Readonly<Record<JobState, readonly JobState[]>> = {
  planned: ['running', 'delivering', 'failed', 'cancelled'], running: ['running', 'delivering', 'failed', 'cancelled'],
  delivering: ['delivering', 'running', 'done', 'failed', 'cancelled'], failed: ['planned'], cancelled: ['planned'], done: [],
};
const json = new Set<string>(['error', 'delivery', 'driver']);

export type Store = ReturnType<typeof openStore>;

/** The store of a data folder. @throws FrameWrightError `internal` when a newer FrameWright wrote it. */
export function openStore(home: string) {
  const database = openDatabase(home);
  return { atomically: database.atomically, ...jobRows(database), ...planRows(database), ...unitRows(database), ...logRows(database), ...ownerRow(database), close: database.close };
}

function jobRows({ run, all, atomically }: Database) {
  const rows = (where: string, ...values: SQLInputValue[]): JobRecord[] => all<Record<string, unknown>>(`SELECT * FROM jobs ${where}`, ...values).map(decode);
  /** By id or by any beginning that only one job has. @throws FrameWrightError `job-missing`. */
  function job(name: string): JobRecord {
    const found = rows('WHERE substr(id, 1, ?) = ? LIMIT 2', name.length, name);
    const exact = found.find((row) => row.id === name) ?? (found.length === 1 && name !== '' ? found[0] : undefined);
    if (exact) return exact;
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
    job, update, transition,
    /** Oldest first. */
    jobs: (): JobRecord[] => rows('ORDER BY createdAt, rowid'),
    byKey: (key: string): JobRecord | null => rows('WHERE key = ?', key)[0] ?? null,
    create: (made: NewJob, plan: AnyPlan): void => atomically(() => {
      run('INSERT INTO jobs (id, key, state, source, output, overwrite, createdAt, driver) VALUES (?, ?, ?, ?, ?, ?, ?, ?)', made.id, made.key, 'planned', made.source, made.output, Number(made.overwrite), made.createdAt, encode('driver', made.driver));
      run('INSERT INTO plans VALUES (?, ?, ?, ?)', made.id, plan.revision, 'First look.', JSON.stringify(plan));
    }),
    remove: (id: string): void => run('DELETE FROM jobs WHERE id = ?', id),
  };
}

function planRows({ run, all }: Database) {
  return {
    /** Every revision, oldest first. */
    plans: (id: string): AnyPlan[] => all<{ plan: string }>('SELECT plan FROM plans WHERE job = ? ORDER BY revision', id).map(({ plan }) => JSON.parse(plan) as AnyPlan),
    reasons: (id: string): string[] => all<{ revision: number; why: string }>('SELECT revision, why FROM plans WHERE job = ? ORDER BY revision', id).map(({ revision, why }) => `Plan revision ${revision}: ${why}`),
    /** Content names of the tables that any plan needs. */
    tableNames: (): ReadonlySet<string> => new Set(all<{ name: string }>(tableRefs.map((ref) => `SELECT json_extract(plan, '$.${ref}.sha256') AS name FROM plans`).join(' UNION ')).map(({ name }) => name)),
    addPlan: (id: string, plan: AnyPlan, why: string): void => run('INSERT INTO plans VALUES (?, ?, ?, ?)', id, plan.revision, why, JSON.stringify(plan)),
  };
}

/** Where a plan names tables. */
const tableRefs = ['index', 'analysis.cuts', 'media.picture.icc', 'media.picture.exif', 'media.picture.xmp'];

function unitRows({ run, all, atomically }: Database) {
  return {
    units: (id: string): UnitRecord[] => all<UnitRecord & { concealed: string | null }>('SELECT unit, attempts, state, sha256, bytes, seconds, file, data, concealed FROM units WHERE job = ? ORDER BY ordinal, rowid', id).map((row) => ({ ...row, concealed: row.concealed === null ? [] : JSON.parse(row.concealed) as number[] })),
    addUnits: (id: string, units: readonly string[]): void => atomically(() => units.forEach((unit, ordinal) => run('INSERT OR IGNORE INTO units (job, unit, ordinal) VALUES (?, ?, ?)', id, unit, ordinal))),
    /** Counts an attempt. A finished unit is never begun again. */
    beginUnit: (id: string, unit: string): void => run("UPDATE units SET attempts = attempts + 1 WHERE job = ? AND unit = ? AND state = 'pending'", id, unit),
    finishUnit: (id: string, { unit, file, sha256, bytes, seconds, concealed }: UnitFile): void =>
      run("UPDATE units SET state = 'done', file = ?, sha256 = ?, bytes = ?, seconds = ?, concealed = ? WHERE job = ? AND unit = ? AND state = 'pending'", file, sha256, bytes, seconds, concealed?.length ? JSON.stringify(concealed) : null, id, unit),
    /** A part of the survey, kept in the store itself. */
    addPart: (id: string, unit: string, ordinal: number, data: Uint8Array, seconds: number): void =>
      run("INSERT INTO units (job, unit, ordinal, state, attempts, bytes, seconds, data) VALUES (?, ?, ?, 'done', 1, ?, ?, ?)", id, unit, ordinal, data.byteLength, seconds, data),
    /** A unit whose file is gone is pending again. */
    reopenUnit: (id: string, unit: string): void => run("UPDATE units SET state = 'pending', file = NULL, sha256 = NULL, bytes = NULL, seconds = NULL, concealed = NULL WHERE job = ? AND unit = ?", id, unit),
  };
}

function logRows({ run, all }: Database) {
  return {
    log: (id: string, at: string, line: string): void => run('INSERT INTO log (job, at, line) VALUES (?, ?, ?)', id, at, line),
    lines: (id: string): string[] => all<{ at: string; line: string }>('SELECT at, line FROM log WHERE job = ? ORDER BY id', id).map(({ at, line }) => `${at} ${line}`),
  };
}

/** Who drives jobs, and which; read and written only by lock.ts. */
function ownerRow({ run, all }: Database) {
  return {
    owner: (): { who: Identity; job: string } | null => all<{ who: string; job: string }>('SELECT who, job FROM owner').map(({ who, job }) => ({ who: JSON.parse(who) as Identity, job }))[0] ?? null,
    setOwner: (who: Identity, job: string): void => run('INSERT OR REPLACE INTO owner VALUES (1, ?, ?)', JSON.stringify(who), job),
    clearOwner: (): void => run('DELETE FROM owner'),
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
