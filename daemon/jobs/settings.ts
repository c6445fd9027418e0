// The settings file: `<home>/settings.json`, written whole or not at all. What is not in it has its default.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { FrameWrightError } from '../../shared/errors.ts';
import { settings as schema, type Settings, type settingsPatch } from '../../shared/settings.ts';

export type SettingsPatch = z.output<typeof settingsPatch>;
export type SettingsFile = {
  get(): Settings;
  /** Writes and tells listeners. @throws FrameWrightError `output-unwritable`. */
  change(patch: SettingsPatch): Promise<Settings>;
  /** Calls back after every change. */
  onChange(listener: (settings: Settings) => void): void;
};

/** A file that cannot be read counts as none, and `notice` says so; it stays until something is changed, and then beside the new one. */
export function openSettings(home: string, notice: (text: string) => void): SettingsFile {
  const path = join(home, 'settings.json'), listeners: ((settings: Settings) => void)[] = [];
  const read = readSettings(path);
  let current = read.settings, damaged = read.damaged, last: Promise<unknown> = Promise.resolve();
  if (damaged) notice(`The settings in ${path} cannot be read (${damaged}); the defaults are used.`);
  const write = async (next: Settings): Promise<void> => {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    if (damaged) await rename(path, `${path}.damaged`);
    damaged = null;
    await replaceFile(path, `${JSON.stringify(next, null, 2)}\n`);
  };
  const change = async (patch: SettingsPatch): Promise<Settings> => {
    const next = schema.parse({ ...current, ...patch });
    await write(next).catch((cause: Error) => { throw new FrameWrightError('output-unwritable', { path, why: cause.message }, { cause }); });
    current = next;
    for (const listener of listeners) listener(next);
    return next;
  };
  return {
    get: () => current,
    // One after the other: two at once would each undo the other's.
    change: (patch) => {
      const changed = last.then(() => change(patch));
      last = changed.catch(() => {});
      return changed;
    },
    onChange: (listener) => { listeners.push(listener); },
  };
}

function readSettings(path: string): { readonly settings: Settings; readonly damaged: string | null } {
  try {
    return { settings: schema.parse(JSON.parse(readFileSync(path, 'utf8'))), damaged: null };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { settings: schema.parse({}), damaged: missing ? null : (error as Error).message.split('\n')[0]! };
  }
}

/** Whoever reads the file meanwhile sees the old text or the new one. */
async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID().slice(0, 8)}`;
  try {
    await writeFile(draft, text, { mode: 0o600, flush: true });
    await rename(draft, path);
  } finally { await rm(draft, { force: true }); }
}
