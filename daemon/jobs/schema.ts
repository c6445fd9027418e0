// The store's tables. A later version appends to `steps`; a step that was released never changes.
import type { DatabaseSync } from 'node:sqlite';
import { FrameWrightError } from '../../shared/errors.ts';

const steps = [`
  CREATE TABLE jobs (
    id TEXT PRIMARY KEY, key TEXT UNIQUE, state TEXT NOT NULL, wanted TEXT, source TEXT NOT NULL, output TEXT NOT NULL, overwrite INTEGER NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0, progress REAL NOT NULL DEFAULT 0, secondsDone REAL NOT NULL DEFAULT 0, createdAt TEXT NOT NULL, finishedAt TEXT,
    error TEXT, delivery TEXT, sidecar TEXT, driver TEXT
  ) STRICT;
  CREATE TABLE plans (job TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE, revision INTEGER NOT NULL, why TEXT NOT NULL, plan TEXT NOT NULL, PRIMARY KEY (job, revision)) STRICT;
  CREATE TABLE units (
    job TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE, unit TEXT NOT NULL, ordinal INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'pending', attempts INTEGER NOT NULL DEFAULT 0,
    file TEXT, sha256 TEXT, bytes INTEGER, seconds REAL, data BLOB, PRIMARY KEY (job, unit)
  ) STRICT;
  CREATE TABLE log (id INTEGER PRIMARY KEY, job TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE, at TEXT NOT NULL, line TEXT NOT NULL) STRICT;
  CREATE INDEX logOfJob ON log (job);
  CREATE TABLE owner (one INTEGER PRIMARY KEY CHECK (one = 1), who TEXT NOT NULL, job TEXT NOT NULL) STRICT;
`, `
  ALTER TABLE units ADD COLUMN concealed TEXT;
`];

/** Brings a database to this version. @throws FrameWrightError `internal` when a newer FrameWright wrote it. */
export function migrate(database: DatabaseSync): void {
  const { user_version: found } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (found > steps.length) throw new FrameWrightError('internal', { what: `the job store has version ${found}; this FrameWright knows ${steps.length}.`, why: 'A newer FrameWright wrote it; use that one.' });
  if (found === steps.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have done it while this one waited.
    const { user_version: now } = database.prepare('PRAGMA user_version').get() as { user_version: number };
    for (const step of steps.slice(now)) database.exec(step);
    database.exec(`PRAGMA user_version = ${steps.length}`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
