// Makes changes, one after the other. The ledger says what is about to be there before it is, so nothing is ever written that it does not know.
import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, open, rename, rm, symlink, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { FrameWrightError } from '../shared/errors.ts';
import type { Change } from '../shared/installing.ts';
import { bytesOf, draftEnding, entryAt, entryOf, readLedger, withEntry, without, type Entry, type Ledger, type LedgerPlaces } from './ledger.ts';
import { look } from './look.ts';
import { ownLine } from './reconcile.ts';
import type { Shipped } from './shipped.ts';
import { copyProgram, removeEmpty, removeProgram } from './tree.ts';

export type Maker = {
  readonly places: LedgerPlaces; readonly version: string;
  /** What a copy of the program is made of. */ shipped(): Promise<Shipped>;
  /** Tells what a change that may fail came to. */ readonly failed: (change: Change, why: string) => void;
};

/** The longest that a program of the system may take, ms. */
const runMs = 300_000;

/** @throws FrameWrightError `install-failed`, with the change that could not be made. */
export async function makeChange(change: Change, maker: Maker): Promise<void> {
  try {
    await prepare(change, maker);
    await make(change, maker);
    await settle(change, maker);
  } catch (cause) {
    const why = await reason(cause);
    if (change.kind === 'run' && change.mayFail) {
      maker.failed(change, why);
      return change.setting ? undefined : settle(change, maker);
    }
    throw new FrameWrightError('install-failed', { what: change.says.replace(/[.:]$/, ''), why: `${why.replace(/[.\s]*$/, '')}.` }, { cause });
  }
}

/** Writes down what will be there, and the folders that are made for it. */
async function prepare(change: Change, { places, version }: Maker): Promise<void> {
  const ledger = readLedger(look, places), entry = entryOf(change, look, ledger);
  if (!entry) return;
  const folders = [...newFolders(dirname(places.ledger)), ...('path' in entry ? newFolders(dirname(entry.path)) : [])];
  // A setting has its value only when its command has succeeded; what takes it back is known before.
  const begun: Entry = entry.kind === 'setting' ? { ...entry, value: '' } : entry;
  const entries: Entry[] = [...folders.map((path): Entry => ({ kind: 'folder', part: entry.part, path })), begun];
  const known = entries.reduce((all, one) => withEntry(all, one), { ...ledger, version });
  if (!existsSync(places.ledger)) {
    await writeLedger(places.earlyLedger, known);
    await mkdir(dirname(places.ledger), { recursive: true });
    await moveFile(places.earlyLedger, places.ledger);
  } else await writeLedger(places.ledger, known);
  if ('path' in entry) await mkdir(dirname(entry.path), { recursive: true });
}

/** A folder and those above it that are not there yet, the highest first. */
const newFolders = (folder: string): string[] => (existsSync(folder) || dirname(folder) === folder ? [] : [...newFolders(dirname(folder)), folder]);

const writeLedger = (path: string, ledger: Ledger): Promise<void> => putFile(path, Buffer.from(`${JSON.stringify(ledger, null, 1)}\n`), false);

/** After the change: what was there before it is no longer to be known. */
async function settle(change: Change, { places }: Maker): Promise<void> {
  if (!existsSync(places.ledger)) return;
  const ledger = readLedger(look, places), settled = settledLedger(change, ledger);
  if (JSON.stringify(settled) !== JSON.stringify(ledger)) await writeLedger(places.ledger, settled);
}

function settledLedger(change: Change, ledger: Ledger): Ledger {
  if (change.kind === 'remove' || change.kind === 'remove-folder' || change.kind === 'remove-program') return without(ledger, change.path);
  if (change.kind === 'remove-empty') return existsSync(change.path) ? ledger : without(ledger, change.path);
  if (change.kind === 'edit') return change.after?.includes(ownLine) ? ledger : without(ledger, change.path);
  if (change.kind === 'run') return change.setting ? withEntry(ledger, entryOf(change, look, ledger)!) : withoutUndone(change.words, ledger);
  const entry = 'path' in change ? entryAt(ledger, change.path) : undefined;
  return entry && 'was' in entry ? withEntry(ledger, { ...entry, was: undefined }) : ledger;
}

/** Without the settings that a command has taken back: it is the last of theirs. */
const withoutUndone = (words: readonly string[], ledger: Ledger): Ledger =>
  ({ ...ledger, entries: ledger.entries.filter((entry) => entry.kind !== 'setting' || entry.undo.at(-1)?.join('\0') !== words.join('\0')) });

async function make(change: Change, { shipped, places }: Maker): Promise<void> {
  switch (change.kind) {
    case 'write': return putFile(change.path, bytesOf(change), change.executable ?? false);
    case 'copy': return putFile(change.path, readFileSync(change.from), false);
    case 'program': return copyProgram(await shipped(), change.path);
    case 'link': return putLink(change.path, change.target);
    case 'edit': return putEdit(change);
    case 'remove': await rm(`${change.path}${draftEnding}`, { recursive: true, force: true }); return removeOne(change.path);
    case 'remove-program': return removeProgram(change.path, change.keep);
    case 'remove-folder': return rm(change.path, { recursive: true, force: true });
    case 'remove-empty': return removeEmpty(change.path);
    case 'remove-ledger': return removeLedger(places, change.folders);
    case 'remove-later': return removeLater(change.path);
    case 'run': { await promisify(execFile)(change.words[0]!, change.words.slice(1), { timeout: runMs, windowsHide: true }); return; }
    case 'note': return;
  }
}

/** Whole or not at all, and on the disk. */
async function putFile(path: string, bytes: Buffer, executable: boolean): Promise<void> {
  const draft = `${path}${draftEnding}`;
  await rm(draft, { force: true });
  const file = await open(draft, 'wx', executable ? 0o755 : 0o644);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally { await file.close(); }
  if (executable) await chmod(draft, 0o755);
  await rename(draft, path);
}

/** On Windows a junction, which needs no rights and cannot be renamed over. */
async function putLink(path: string, target: string): Promise<void> {
  if (process.platform === 'win32') {
    await removeOne(path);
    return symlink(target, path, 'junction');
  }
  const draft = `${path}${draftEnding}`;
  await rm(draft, { force: true });
  await symlink(target, draft);
  await rename(draft, path);
}

/** @throws Error when somebody else wrote the file since it was read. */
async function putEdit({ path, before, after }: Extract<Change, { kind: 'edit' }>): Promise<void> {
  const now = existsSync(path) ? readFileSync(path, 'utf8') : null;
  if (now !== before) throw new Error('It was changed just now by another program; try again');
  if (after === null) await rm(path, { force: true });
  else await putFile(path, Buffer.from(after), false);
}

/** A link goes, never what it points at. */
const removeOne = (path: string): Promise<void> => unlink(path).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'ENOENT') throw error; });

/** The ledger goes last: until then it lies outside the folders that are removed. */
async function removeLedger({ ledger, earlyLedger }: LedgerPlaces, folders: readonly string[]): Promise<void> {
  await rm(`${ledger}${draftEnding}`, { force: true });
  if (existsSync(ledger)) await moveFile(ledger, earlyLedger);
  for (const folder of folders) await removeEmpty(folder);
  for (const path of [`${earlyLedger}${draftEnding}`, earlyLedger]) await rm(path, { force: true });
}

/** Also from one disk to another. */
const moveFile = (from: string, to: string): Promise<void> => rename(from, to).catch(async (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EXDEV') throw error;
  await putFile(to, readFileSync(from), false);
  await rm(from);
});

function removeLater(path: string): void {
  const quoted = `'${path.replaceAll('\'', '\'\'')}'`;
  const script = `Wait-Process -Id ${process.pid} -ErrorAction SilentlyContinue; Remove-Item -LiteralPath ${quoted} -Recurse -Force; $above = Split-Path -Parent ${quoted}; 1..2 | ForEach-Object { if ((Get-ChildItem -LiteralPath $above -Force | Measure-Object).Count -eq 0) { Remove-Item -LiteralPath $above }; $above = Split-Path -Parent $above }`;
  spawn('powershell', ['-NoProfile', '-NonInteractive', '-Command', script], { detached: true, stdio: 'ignore', windowsHide: true }).unref();
}

async function reason(cause: unknown): Promise<string> {
  const { message, stderr, path, code } = cause as NodeJS.ErrnoException & { stderr?: string };
  const lines = (stderr ?? '').split('\n').map((line) => line.trim()).filter(Boolean);
  // FrameWright's own commands say first what is wrong, others last.
  if (lines.length) return lines.find((line) => /error/i.test(line)) ?? (lines.at(-1)!.startsWith('More: ') ? lines[0]! : lines.at(-1)!);
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'The disk is full';
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? `You may not write there (${path?.replace(draftEnding, '') ?? message})` : message;
}
