// The SQLite file under the job store, with the four things that the store does with it.
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { FrameWrightError } from '../../shared/errors.ts';
import { migrate } from './schema.ts';

export type Database = {
  run(sql: string, ...values: SQLInputValue[]): void;
  /** `Row` is what the caller knows of the selected columns. */
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[];
  /** Everything inside happens or nothing does, and no other process writes meanwhile. Inside another one it is a part of that. */
  atomically<Result>(work: () => Result): Result;
  close(): void;
};

/** Longest wait for another process's transaction, ms. */
const patienceMs = 10_000;

/** Prepared statements that are kept. */
const mostStatements = 200;

/**
 * Opens `<home>/jobs.db`, made when missing; a damaged one is put aside, which `onDamage` is told, and a fresh one made. Commits are on the disk when a call returns.
 * @throws FrameWrightError `home-unwritable`; `internal` for a newer store.
 */
export function openDatabase(home: string, onDamage: (aside: string) => void): Database {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    return wrap(openFile(home, onDamage));
  } catch (error) {
    throw unwritable(home, error) ?? error;
  }
}

function openFile(home: string, onDamage: (aside: string) => void): DatabaseSync {
  const path = join(home, 'jobs.db');
  try {
    return openSound(path);
  } catch (error) {
    if (!isDamage(error)) throw error;
    onDamage(putAside(path));
    return openSound(path);
  }
}

/** What every start needs of the file is read here, so that damage shows before anything is begun. The rest, which may be large, is found when it is needed. */
function openSound(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: patienceMs, enableForeignKeyConstraints: true });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    migrate(database);
    database.exec('SELECT count(*) FROM owner; SELECT max(length(asked)) FROM jobs; SELECT state, count(*) FROM jobs GROUP BY state');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The write-ahead log belongs to the file: without it the last commits would be lost to whoever looks into it. */
function putAside(path: string): string {
  const stem = `${path}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  for (const ending of ['', '-wal', '-shm']) if (existsSync(path + ending)) renameSync(path + ending, stem + ending);
  return stem;
}

function wrap(database: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    // The longest unused goes first: searches can be worded in many ways.
    statements.delete(sql);
    statements.set(sql, statement);
    for (const oldest of statements.keys()) if (statements.size > mostStatements) statements.delete(oldest);
    return statement;
  };
  return {
    run: (sql, ...values) => { prepared(sql).run(...values); },
    all: <Row>(sql: string, ...values: SQLInputValue[]) => prepared(sql).all(...values) as Row[],
    atomically(work) {
      if (database.isTransaction) return work();
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        // SQLite has rolled back by itself when the disk is full; a second time would hide that.
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => database.close(),
  };
}

/** Result codes of https://www.sqlite.org/rescode.html; the low byte of an extended code is the plain one. */
const codes = { readOnly: 8, inputOutput: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 };
const codeOf = (error: unknown): number | null => ((error as NodeJS.ErrnoException).code === 'ERR_SQLITE_ERROR' ? ((error as { errcode?: number }).errcode ?? 0) % 256 : null);
const isDamage = (error: unknown): boolean => [codes.corrupt, codes.notADatabase].includes(codeOf(error) ?? 0);

/** A failure to write to the data folder in the catalogue's words; null for any other. */
export function unwritable(home: string, error: unknown): FrameWrightError | null {
  const refused = [codes.readOnly, codes.inputOutput, codes.full, codes.cannotOpen].includes(codeOf(error) ?? 0);
  if (!refused && !['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
  return new FrameWrightError('home-unwritable', { path: home, why: `${(error as Error).message}.` }, { cause: error });
}
