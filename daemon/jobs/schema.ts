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
`, `
  ALTER TABLE jobs DROP COLUMN driver;
  ALTER TABLE jobs ADD COLUMN asked TEXT;
  ALTER TABLE jobs ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN client TEXT NOT NULL DEFAULT '';
  ALTER TABLE jobs ADD COLUMN batch TEXT;
  ALTER TABLE jobs ADD COLUMN device TEXT;
  ALTER TABLE jobs ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE jobs ADD COLUMN retryAt TEXT;
  ALTER TABLE jobs ADD COLUMN updatedAt TEXT NOT NULL DEFAULT '';
  ALTER TABLE jobs ADD COLUMN title TEXT NOT NULL DEFAULT '';
  ALTER TABLE jobs ADD COLUMN clip TEXT;
  UPDATE jobs SET wanted = NULL, updatedAt = coalesce(finishedAt, createdAt),
    device = (SELECT json_extract(plan, '$.resources.device') FROM plans WHERE job = jobs.id ORDER BY revision DESC LIMIT 1);
  CREATE INDEX turnsOfJobs ON jobs (state, device, priority, client);
  CREATE INDEX jobsOfOutput ON jobs (output);
  CREATE INDEX jobsOfBatch ON jobs (batch) WHERE batch IS NOT NULL;
  CREATE INDEX jobsByEnd ON jobs (finishedAt) WHERE finishedAt IS NOT NULL;
  CREATE TABLE planTables (job TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE, name TEXT NOT NULL, PRIMARY KEY (job, name)) STRICT, WITHOUT ROWID;
  INSERT OR IGNORE INTO planTables ${['index', 'analysis.cuts', 'media.picture.icc', 'media.picture.exif', 'media.picture.xmp']
    .map((ref) => `SELECT job, json_extract(plan, '$.${ref}.sha256') FROM plans WHERE json_extract(plan, '$.${ref}.sha256') IS NOT NULL`).join(' UNION ')};
  ALTER TABLE units ADD COLUMN quality TEXT;
  DROP TABLE owner;
  CREATE TABLE owner (one INTEGER PRIMARY KEY CHECK (one = 1), who TEXT NOT NULL) STRICT;
`, `
  CREATE TABLE batches (id TEXT PRIMARY KEY, key TEXT UNIQUE, title TEXT NOT NULL, createdAt TEXT NOT NULL) STRICT;
  CREATE TABLE watches (id TEXT PRIMARY KEY, folder TEXT NOT NULL UNIQUE, asked TEXT NOT NULL, createdAt TEXT NOT NULL) STRICT;
`];

/** Brings a database to a version, by default this one. @throws FrameWrightError `internal` when a newer FrameWright wrote it. */
export function migrate(database: DatabaseSync, version: number = steps.length): void {
  const { user_version: found } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (found > steps.length) throw new FrameWrightError('internal', { what: `the job store has version ${found}; this FrameWright knows ${steps.length}.`, why: 'A newer FrameWright wrote it; use that one.' });
  if (found >= version) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have done it while this one waited.
    const { user_version: now } = database.prepare('PRAGMA user_version').get() as { user_version: number };
    for (const step of steps.slice(now, version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${version}`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
