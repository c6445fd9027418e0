// From what should be there to what has to be changed for it; and from what was written to what takes it back. Pure but for looking.
import { FrameWrightError } from '../shared/errors.ts';
import type { Change, InstallPart } from '../shared/installing.ts';
import { bytesOf, draftEnding, entryAt, nameOf, standingOf, type Entry, type Ledger } from './ledger.ts';
import { hashAt, sha256, type Look } from './look.ts';

export type Known = { readonly ledger: Ledger; readonly see: Look; /** Also what is not as FrameWright wrote it. */ readonly force: boolean };

/** Changes that bring about `wanted`, for parts that are installed anew or again; what they had and no longer want is taken back. @throws FrameWrightError `install-blocked`. */
export function changesTo(wanted: readonly Change[], parts: readonly InstallPart[], known: Known): Change[] {
  const names = new Set(wanted.map(wantedName));
  const stale = known.ledger.entries.filter((entry) => parts.includes(entry.part) && !['folder', 'program'].includes(entry.kind) && !names.has(nameOf(entry)));
  return [...stale.toReversed().flatMap((entry) => takeBack(entry, known)), ...wanted.flatMap((change) => needed(change, known))];
}

const wantedName = (change: Change): string => ('path' in change ? change.path : change.kind === 'run' && change.setting ? `setting ${change.setting.name}` : '');

function needed(change: Change, known: Known): Change[] {
  const { ledger, see, force } = known;
  if (change.kind === 'run' && change.setting) {
    const kept = entryAt(ledger, `setting ${change.setting.name}`);
    return kept?.kind === 'setting' && kept.value === change.setting.value && !force ? [] : [change];
  }
  if (change.kind === 'edit') return change.before === change.after && (!force || entryAt(ledger, change.path)) ? [] : [change];
  if (change.kind !== 'write' && change.kind !== 'copy' && change.kind !== 'link') return [change];
  const standing = standingOf(see, ledger, change.path);
  if (standing === 'ours' && isAsWanted(change, see)) return [];
  if (standing === 'free' || standing === 'ours' || force) return [change];
  if (standing === 'changed') return [{ kind: 'note', part: change.part, says: `${change.path} was changed since FrameWright wrote it, and stays as it is. --force writes it anew.` }];
  throw new FrameWrightError('install-blocked', { path: change.path, why: 'FrameWright did not write it. Move it away, or let --force replace it.' });
}

function isAsWanted(change: Extract<Change, { kind: 'write' | 'copy' | 'link' }>, see: Look): boolean {
  if (change.kind === 'link') return see.target(change.path) === change.target;
  return hashAt(see, change.path) === (change.kind === 'write' ? sha256(bytesOf(change)) : hashAt(see, change.from));
}

/** Takes back everything of some parts, the last first. */
export const changesFrom = (parts: readonly InstallPart[], known: Known): Change[] => {
  const ours = known.ledger.entries.filter((entry) => parts.includes(entry.part) && entry.kind !== 'program').toReversed();
  return [...ours.filter(({ kind }) => kind !== 'folder'), ...ours.filter(({ kind }) => kind === 'folder').sort((a, b) => nameOf(b).length - nameOf(a).length)].flatMap((entry) => takeBack(entry, known));
};

function takeBack(entry: Entry, { ledger, see, force }: Known): Change[] {
  const { part } = entry;
  if (entry.kind === 'setting') return entry.undo.map((words) => ({ kind: 'run', part, words, mayFail: true, says: `Take back: ${entry.name}.` }));
  if (entry.kind === 'folder') return see.kind(entry.path) === 'folder' ? [{ kind: 'remove-empty', part, path: entry.path, says: `Remove the folder ${entry.path} if nothing is left in it.` }] : [];
  if (entry.kind === 'edit') return takeLinesBack(entry, see);
  if (see.kind(entry.path) === null && see.kind(`${entry.path}${draftEnding}`) === null) return [];
  if (standingOf(see, ledger, entry.path) === 'changed' && !force) return [{ kind: 'note', part, says: `${entry.path} was changed since FrameWright wrote it, and stays. --force removes it, too.` }];
  return [{ kind: 'remove', part, path: entry.path, says: `Remove ${entry.path}.` }];
}

/** The lines of ours start with this. */
export const ownLine = 'x-scheme-handler/framewright=';

function takeLinesBack({ path, part, made }: Extract<Entry, { kind: 'edit' }>, see: Look): Change[] {
  const before = see.read(path)?.toString('utf8') ?? null;
  if (before === null || !before.includes(ownLine)) return [];
  const rest = before.split('\n').filter((line) => !line.startsWith(ownLine)).join('\n');
  const bare = made && rest.split('\n').every((line) => line.trim() === '' || line.trim() === '[Default Applications]');
  return [{ kind: 'edit', part, path, before, after: bare ? null : rest, says: bare ? `Remove ${path}, which held nothing else.` : `Take FrameWright's line out of ${path}.` }];
}
