// What was written where: `install.json`, kept ahead of every change, so that a run cut off anywhere can be completed or taken back.
import { FrameWrightError } from '../shared/errors.ts';
import type { Change, InstallPart, Setting } from '../shared/installing.ts';
import { hashAt, sha256, type Look } from './look.ts';

/** `was`: what stood there of ours before, until the new one is written. */
export type Entry = { readonly part: InstallPart } & (
  | { readonly kind: 'file'; readonly path: string; readonly sha256: string; readonly was?: string }
  | { readonly kind: 'link'; readonly path: string; readonly target: string; readonly was?: string }
  | { readonly kind: 'edit'; readonly path: string; /** Whether the file was made for it. */ readonly made: boolean }
  | { readonly kind: 'program'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'setting' } & Setting
);
export type Ledger = { readonly format: 1; readonly version: string; readonly entries: readonly Entry[] };

/** Files are written beside their names first. */
export const draftEnding = '.framewright-new';

export const emptyLedger: Ledger = { format: 1, version: '', entries: [] };

export type LedgerPlaces = { /** Absolute. */ readonly ledger: string; readonly earlyLedger: string };

/** @throws FrameWrightError `install-blocked` when the file is there and cannot be understood. */
export function readLedger(see: Look, { ledger, earlyLedger }: LedgerPlaces): Ledger {
  for (const path of [ledger, earlyLedger]) {
    const bytes = see.read(path);
    if (bytes) return ledgerFrom(bytes.toString('utf8'), path);
  }
  return emptyLedger;
}

function ledgerFrom(text: string, path: string): Ledger {
  try {
    const ledger = JSON.parse(text) as Ledger;
    if (ledger.format === 1 && Array.isArray(ledger.entries)) return ledger;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new FrameWrightError('install-blocked', { path, why: 'It should tell what is installed, and is damaged or of a newer FrameWright. Delete it; then framewright install --force writes everything anew and knows it again.' });
}

/** What names an entry: its path or its setting. */
export const nameOf = (entry: Entry): string => (entry.kind === 'setting' ? `setting ${entry.name}` : entry.path);

export const entryAt = ({ entries }: Ledger, name: string): Entry | undefined => entries.find((entry) => nameOf(entry) === name);

/** With `entry` in place of the one of that name, which keeps its turn. */
export function withEntry(ledger: Ledger, entry: Entry): Ledger {
  const at = ledger.entries.findIndex((one) => nameOf(one) === nameOf(entry));
  return { ...ledger, entries: at === -1 ? [...ledger.entries, entry] : ledger.entries.with(at, entry) };
}

export const without = (ledger: Ledger, name: string): Ledger => ({ ...ledger, entries: ledger.entries.filter((entry) => nameOf(entry) !== name) });

/** What stands at a path: ours as written, ours but changed since, somebody else's, or nothing. */
export type Standing = 'free' | 'ours' | 'changed' | 'foreign';
export function standingOf(see: Look, ledger: Ledger, path: string): Standing {
  const kind = see.kind(path), entry = entryAt(ledger, path);
  if (kind === null) return 'free';
  if (!entry) return 'foreign';
  if (entry.kind === 'file') return kind === 'file' && [entry.sha256, entry.was].includes(hashAt(see, path)!) ? 'ours' : 'changed';
  if (entry.kind === 'link') return kind === 'link' && [entry.target, entry.was].includes(see.target(path)!) ? 'ours' : 'changed';
  return 'ours';
}

/** Bytes that a file is written with. */
export const bytesOf = ({ text, utf16 }: Pick<Extract<Change, { kind: 'write' }>, 'text' | 'utf16'>): Buffer => (utf16 ? Buffer.from(`\uFEFF${text}`, 'utf16le') : Buffer.from(text));

/** The entry that a change leaves, known before it is made; null for those that leave none. */
export function entryOf(change: Change, see: Look, ledger: Ledger): Entry | null {
  const { part } = change;
  if (change.kind === 'write' || change.kind === 'copy') {
    const { path } = change, hash = change.kind === 'write' ? sha256(bytesOf(change)) : hashAt(see, change.from)!;
    const old = entryAt(ledger, path), standing = hashAt(see, path);
    return { part, kind: 'file', path, sha256: hash, ...(old && standing && standing !== hash ? { was: standing } : {}) };
  }
  if (change.kind === 'link') return { part, kind: 'link', path: change.path, target: change.target, ...(see.target(change.path) ? { was: see.target(change.path)! } : {}) };
  if (change.kind === 'program') return { part, kind: 'program', path: change.path };
  if (change.kind === 'edit' && change.after !== null) {
    const old = entryAt(ledger, change.path);
    return { part, kind: 'edit', path: change.path, made: change.before === null || old?.kind === 'edit' && old.made };
  }
  return change.kind === 'run' && change.setting ? settingEntry(part, change.setting, ledger) : null;
}

/** What takes it back was known when it was first set: later it looks as if it had always been so. */
function settingEntry(part: InstallPart, setting: Setting, ledger: Ledger): Entry {
  const old = entryAt(ledger, `setting ${setting.name}`);
  return { part, kind: 'setting', ...setting, undo: setting.undo.length || old?.kind !== 'setting' ? setting.undo : old.undo };
}
