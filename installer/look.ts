// What the installer sees of a machine before it changes anything: one small door, so that tests show it any machine.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

export type Look = {
  /** What is at a path itself, links not followed. */ kind(path: string): 'file' | 'folder' | 'link' | null;
  /** Bytes of a file; null where there is none that can be read. */ read(path: string): Buffer | null;
  /** Where a link points, as it was written. */ target(path: string): string | null;
  /** Names in a folder, sorted; none where it is not there. */ names(folder: string): readonly string[];
  /** Whether the user may make files in it. */ writable(folder: string): boolean;
  /** What a program of the system answers; null where it fails or is missing. */ ask(words: readonly string[]): string | null;
};

/** A program of the system answers at once or not at all, ms. */
const answerMs = 20_000;

export const look: Look = {
  kind: (path) => orNull(() => { const found = lstatSync(path); return found.isSymbolicLink() ? 'link' : found.isDirectory() ? 'folder' : 'file'; }),
  read: (path) => orNull(() => readFileSync(path)),
  // A junction of Windows is read with a separator at its end.
  target: (path) => orNull(() => readlinkSync(path).replace(/(?<=[^:\\/])[\\/]+$/, '')),
  names: (folder) => orNull(() => readdirSync(folder).sort()) ?? [],
  writable: (folder) => orNull(() => { accessSync(folder, constants.W_OK); return true; }) ?? false,
  ask: ([program = '', ...words]) => orNull(() => execFileSync(program, words, { encoding: 'utf8', timeout: answerMs, windowsHide: true, stdio: ['ignore', 'pipe', 'ignore'] })),
};

function orNull<Value>(see: () => Value): Value | null {
  try { return see(); } catch { return null; }
}

export const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** What a file holds, as its hash; null where there is none. */
export const hashAt = (see: Look, path: string): string | null => {
  const bytes = see.kind(path) === 'file' ? see.read(path) : null;
  return bytes && sha256(bytes);
};

/** Files below a folder, by their paths from it with `/`. */
export function filesBelow(see: Look, folder: string, prefix = '', joined: (...parts: string[]) => string = join): string[] {
  return see.names(folder).flatMap((name) => {
    const path = joined(folder, name), own = `${prefix}${name}`;
    return see.kind(path) === 'folder' ? filesBelow(see, path, `${own}/`, joined) : [own];
  });
}
