// The job store: SQLite in the data folder. Any process may read; only the one that owns it writes.
import type { AnyPlan } from '../../shared/plan.ts';
import type { UnitState } from '../../shared/job.ts';
import type { Measured } from '../run/meter.ts';
import type { UnitFile } from '../worker/contract.ts';
import { batchRows, watchRows } from './collections.ts';
import { openDatabase, type Database } from './database.ts';
import type { Identity } from './identity.ts';
import { jobRows } from './job-rows.ts';

export type UnitRecord = UnitState & { /** Relative to the job's work folder. */ readonly file: string | null; readonly data: Uint8Array | null; /** Index frames shown in place of damaged ones' own pictures. */ readonly concealed: readonly number[]; /** What was measured on a finished segment. */ readonly quality: Measured | null };
export type StoreOptions = { /** The wall clock, ISO 8601. */ readonly clock?: () => string; /** Told where a damaged store was put aside. */ readonly onDamage?: (aside: string) => void };
export type Store = ReturnType<typeof openStore>;

/** The store of a data folder. @throws FrameWrightError `home-unwritable`; `internal` when a newer FrameWright wrote it. */
export function openStore(home: string, { clock = () => new Date().toISOString(), onDamage = () => {} }: StoreOptions = {}) {
  const database = openDatabase(home, onDamage);
  return { atomically: database.atomically, ...jobRows(database, clock), ...planRows(database), ...unitRows(database), ...logRows(database), ...ownerRow(database), ...batchRows(database), ...watchRows(database), close: database.close };
}

function planRows({ run, all, atomically }: Database) {
  const read = ({ plan }: { plan: string }): AnyPlan => JSON.parse(plan) as AnyPlan;
  return {
    /** Every revision, oldest first. */
    plans: (id: string): AnyPlan[] => all<{ plan: string }>('SELECT plan FROM plans WHERE job = ? ORDER BY revision', id).map(read),
    /** The last revision; null while there is none. */
    plan: (id: string): AnyPlan | null => all<{ plan: string }>('SELECT plan FROM plans WHERE job = ? ORDER BY revision DESC LIMIT 1', id).map(read)[0] ?? null,
    reasons: (id: string): string[] => all<{ revision: number; why: string }>('SELECT revision, why FROM plans WHERE job = ? ORDER BY revision', id).map(({ revision, why }) => `Plan revision ${revision}: ${why}`),
    /** Content names of the tables that any plan needs. */
    tableNames: (): ReadonlySet<string> => new Set(all<{ name: string }>('SELECT DISTINCT name FROM planTables').map(({ name }) => name)),
    addPlan: (id: string, plan: AnyPlan, why: string): void => atomically(() => {
      run('INSERT INTO plans VALUES (?, ?, ?, ?)', id, plan.revision, why, JSON.stringify(plan));
      for (const name of tablesOf(plan)) run('INSERT OR IGNORE INTO planTables VALUES (?, ?)', id, name);
    }),
  };
}

/** Content names of the tables that a plan needs. */
function tablesOf({ index, analysis, media }: AnyPlan): string[] {
  const picture = 'picture' in media ? media.picture : null;
  return [index, 'cuts' in analysis ? analysis.cuts : null, picture?.icc, picture?.exif, picture?.xmp].flatMap((ref) => (ref ? [ref.sha256] : []));
}

function unitRows({ run, all, atomically }: Database) {
  return {
    units: (id: string): UnitRecord[] => all<UnitRecord & { concealed: string | null; quality: string | null }>('SELECT unit, attempts, state, sha256, bytes, seconds, file, data, concealed, quality FROM units WHERE job = ? ORDER BY ordinal, rowid', id).map((row) => ({ ...row, concealed: row.concealed === null ? [] : JSON.parse(row.concealed) as number[], quality: row.quality === null ? null : JSON.parse(row.quality) as Measured })),
    /** Finished units, and their bytes in the work folder. */
    unitsDone: (id: string): { count: number; bytes: number } => all<{ count: number; bytes: number }>("SELECT count(*) AS count, coalesce(sum(CASE WHEN file IS NULL THEN 0 ELSE bytes END), 0) AS bytes FROM units WHERE job = ? AND state = 'done'", id)[0]!,
    addUnits: (id: string, units: readonly string[]): void => atomically(() => units.forEach((unit, ordinal) => run('INSERT OR IGNORE INTO units (job, unit, ordinal) VALUES (?, ?, ?)', id, unit, ordinal))),
    /** Counts an attempt. A finished unit is never begun again. */
    beginUnit: (id: string, unit: string): void => run("UPDATE units SET attempts = attempts + 1 WHERE job = ? AND unit = ? AND state = 'pending'", id, unit),
    finishUnit: (id: string, { unit, file, sha256, bytes, seconds, concealed, quality }: UnitFile): void =>
      run("UPDATE units SET state = 'done', file = ?, sha256 = ?, bytes = ?, seconds = ?, concealed = ?, quality = ? WHERE job = ? AND unit = ? AND state = 'pending'", file, sha256, bytes, seconds, concealed?.length ? JSON.stringify(concealed) : null, quality ? JSON.stringify(quality) : null, id, unit),
    /** A part of the survey, kept in the store itself. */
    addPart: (id: string, unit: string, ordinal: number, data: Uint8Array, seconds: number): void =>
      run("INSERT INTO units (job, unit, ordinal, state, attempts, bytes, seconds, data) VALUES (?, ?, ?, 'done', 1, ?, ?, ?)", id, unit, ordinal, data.byteLength, seconds, data),
    /** A unit whose file is gone is pending again. */
    reopenUnit: (id: string, unit: string): void => run("UPDATE units SET state = 'pending', file = NULL, sha256 = NULL, bytes = NULL, seconds = NULL, concealed = NULL, quality = NULL WHERE job = ? AND unit = ?", id, unit),
  };
}

function logRows({ run, all }: Database) {
  const write = ({ at, line }: { at: string; line: string }): string => `${at} ${line}`;
  return {
    log: (id: string, at: string, line: string): void => run('INSERT INTO log (job, at, line) VALUES (?, ?, ?)', id, at, line),
    /** Lines after the `after`-th, oldest first. */
    lines: (id: string, after = 0, limit = -1): string[] => all<{ at: string; line: string }>('SELECT at, line FROM log WHERE job = ? ORDER BY id LIMIT ? OFFSET ?', id, limit, after).map(write),
  };
}

/** Who owns the store; read and written only by ownership.ts. */
function ownerRow({ run, all }: Database) {
  return {
    owner: (): Identity | null => all<{ who: string }>('SELECT who FROM owner').map(({ who }) => JSON.parse(who) as Identity)[0] ?? null,
    setOwner: (who: Identity): void => run('INSERT OR REPLACE INTO owner VALUES (1, ?)', JSON.stringify(who)),
    clearOwner: (): void => run('DELETE FROM owner'),
  };
}
