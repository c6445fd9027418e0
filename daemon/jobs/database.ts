// The SQLite file under the job store, with the four things that the store does with it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { migrate } from './schema.ts';

export type Database = {
  run(sql: string, ...values: SQLInputValue[]): void;
  /** `Row` is what the caller knows of the selected columns. */
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[];
  /** Everything inside happens or nothing does, and no other process writes meanwhile. */
  atomically<Result>(work: () => Result): Result;
  close(): void;
};

/** Longest wait for another process's transaction, ms. */
const patienceMs = 10_000;

/** Opens `<home>/jobs.db`, made when missing. Commits are on the disk when a call returns. @throws FrameWrightError `internal` for a newer store. */
export function openDatabase(home: string): Database {
  mkdirSync(home, { recursive: true });
  const database = new DatabaseSync(join(home, 'jobs.db'), { timeout: patienceMs, enableForeignKeyConstraints: true });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  migrate(database);
  return {
    run: (sql, ...values) => { database.prepare(sql).run(...values); },
    all: <Row>(sql: string, ...values: SQLInputValue[]) => database.prepare(sql).all(...values) as Row[],
    atomically(work) {
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
