// What installing and uninstalling change, from what is wanted and what is there. Reads, and changes nothing.
import { FrameWrightError } from '../shared/errors.ts';
import { installParts, type Change, type InstallPart, type InstallWish, type UninstallWish } from '../shared/installing.ts';
import { dataChanges } from './data-folder.ts';
import { draftEnding, readLedger, type Ledger } from './ledger.ts';
import { demandSupported, nodeFile, systemOf } from './libraries.ts';
import type { Look } from './look.ts';
import { isOnPath, placesOf, type Places, type Surroundings } from './places.ts';
import type { Panels } from './panels.ts';
import { demandPremiere, premieres, premiereWanted } from './premiere.ts';
import { afterwards, copyChanges, programWanted, removal, type WantedProgram } from './program.ts';
import { changesFrom, changesTo, type Known } from './reconcile.ts';
import { demandResolve, hasResolve, resolveWanted } from './resolve.ts';
import { schemeWanted } from './scheme.ts';
import { demandLogin, serviceWanted } from './service.ts';

/** What has to be asked of the world before the changes can be told. */
export type Standing = {
  readonly surroundings: Surroundings; readonly see: Look; readonly daemonRuns: boolean;
  /** Files in a copy of the program that stay when it is removed: those that are not of it and, without force, those that are not as they were written. */ stays(folder: string): readonly string[];
};
export type Situation = Standing & { readonly program: WantedProgram; readonly panels: Panels };
export type LeavingSituation = Standing & {
  /** Commands that forget what lies outside: unfinished jobs' folders, the token in the keychain. */ readonly forget: readonly { readonly says: string; readonly words: readonly string[] }[];
};

export const placesFor = (surroundings: Surroundings): Places => placesOf(surroundings, nodeFile(systemOf(surroundings)));

/** @throws FrameWrightError `install-unsupported`, `editor-missing` for an editor that was asked for, `install-blocked`. */
export function installChanges({ surroundings, see, program, panels, daemonRuns, stays }: Situation, { parts: asked, force }: InstallWish): Change[] {
  demandSupported(surroundings);
  const places = placesFor(surroundings), ledger = readLedger(see, places), known: Known = { ledger, see, force };
  const { parts, notes } = chosen(asked, ledger, surroundings, see);
  const wanted = {
    program: () => programWanted(program, places, surroundings), link: () => schemeWanted(surroundings, places, see), premiere: () => premiereWanted(surroundings, places, see, panels),
    resolve: () => resolveWanted(surroundings, places, see, panels), service: () => serviceWanted(surroundings, places),
  } satisfies Record<InstallPart, () => Change[]>;
  return [
    ...copyChanges(program, daemonRuns, places, see), ...changesTo(parts.flatMap((part) => wanted[part]()), parts, known),
    ...notes, ...pathNote(places, surroundings), ...afterwards(program, daemonRuns, places, see, stays),
  ];
}

export const partsOf = ({ entries }: Ledger): Set<InstallPart> => new Set(entries.filter(({ kind }) => kind !== 'folder').map(({ part }) => part));

/** Parts to install, in order: those asked for; without asking, what was installed before and what this machine has editors for. */
function chosen(asked: readonly InstallPart[] | null, ledger: Ledger, surroundings: Surroundings, see: Look): { parts: InstallPart[]; notes: Change[] } {
  if (asked?.includes('premiere')) demandPremiere(surroundings, see);
  if (asked?.includes('resolve')) demandResolve(surroundings, see);
  if (asked?.includes('service')) demandLogin(surroundings, see);
  const had = partsOf(ledger), notes: Change[] = [];
  const found = asked ?? [...(premieres(surroundings, see).length ? ['premiere' as const] : []), ...(hasResolve(surroundings, see) ? resolveOrNote(surroundings, see, notes) : [])];
  const service = asked === null && had.has('service') ? serviceOrNote(surroundings, see, notes) : [];
  const want = new Set<InstallPart>(['program', 'link', ...found, ...service]);
  return { parts: installParts.filter((part) => want.has(part)), notes };
}

/** What was not asked for by name and cannot be served is told of, and ends nothing. */
function orNote(part: InstallPart, demand: () => void, before: string, notes: Change[]): InstallPart[] {
  try {
    demand();
    return [part];
  } catch (error) {
    if (!(error instanceof FrameWrightError) || !['editor-missing', 'login-missing'].includes(error.code)) throw error;
    notes.push({ kind: 'note', part, says: `${before} ${error.message}` });
    return [];
  }
}
const resolveOrNote = (surroundings: Surroundings, see: Look, notes: Change[]): InstallPart[] => orNote('resolve', () => demandResolve(surroundings, see), 'DaVinci Resolve is here, but its panel is left out.', notes);
const serviceOrNote = (surroundings: Surroundings, see: Look, notes: Change[]): InstallPart[] => orNote('service', () => demandLogin(surroundings, see), 'Its start at login was installed, and stays as it is.', notes);

function pathNote({ join, launcher }: Places, surroundings: Surroundings): Change[] {
  const folder = join(launcher, '..');
  return isOnPath(surroundings, folder) ? [] : [{ kind: 'note', part: 'program', says: `${folder} is not on your PATH, so type ${launcher}, or add that folder to PATH.` }];
}

/** @throws FrameWrightError never: what cannot be taken back is told. */
export function uninstallChanges({ surroundings, see, daemonRuns, stays, forget }: LeavingSituation, { parts, force, keepData }: UninstallWish): Change[] {
  const places = placesFor(surroundings), ledger = readLedger(see, places), known: Known = { ledger, see, force }, part = 'program';
  if (!ledger.entries.length && [places.program, places.earlyLedger, `${places.earlyLedger}${draftEnding}`].every((path) => see.kind(path) === null)) return [{ kind: 'note', part, says: `FrameWright is not installed: there is no ${places.program}.` }];
  if (parts) return changesFrom(parts.filter((one) => one !== 'program'), known);
  const own = (words: readonly string[]): string[] => [places.node, places.main, ...words];
  const runs = see.kind(places.current) !== null;
  const talk = runs ? [...(keepData ? [] : forget.map(({ says, words }): Change => ({ kind: 'run', part, words: own(words), mayFail: true, says }))), ...(daemonRuns || forget.length ? [{ kind: 'run', part, words: own(['daemon', 'stop']), mayFail: true, says: 'End the daemon:' } as const] : [])] : [];
  const folders = changesFrom(installParts, known), left = folders.some(({ kind }) => kind === 'note'), isAround = (path: string): boolean => `${places.ledger}/`.startsWith(path) || path === places.versions;
  return [
    ...folders.filter(({ kind, part: one }) => kind !== 'remove-empty' && one !== 'program'), ...talk,
    ...(keepData ? [{ kind: 'note', part, says: `The data folder ${surroundings.home} is kept.` } as const] : dataChanges(surroundings, see, talk.length > 0)),
    ...folders.filter(({ kind, part: one }) => kind !== 'remove-empty' && one === 'program'), ...programRemovals(places, see, stays, surroundings),
    ...folders.filter((change) => change.kind === 'remove-empty' && !isAround(change.path)), ledgerRemoval(places, left, folders.flatMap((change) => (change.kind === 'remove-empty' && isAround(change.path) ? [change.path] : []))),
  ];
}

function ledgerRemoval({ ledger, versions, program }: Places, left: boolean, made: readonly string[]): Change {
  if (left) return { kind: 'note', part: 'program', says: `${ledger} stays for as long as the files that stay: framewright install and framewright uninstall --force know by it that they are FrameWright's.` };
  const folders = [...new Set([versions, program, ...made])];
  return { kind: 'remove-ledger', part: 'program', path: ledger, folders, says: `Remove ${ledger}, and the folders ${folders.join(', ')} if nothing is left in them.` };
}

/** Every copy, also those that an interrupted run left. Windows removes no program that runs, so its Node goes when this process has ended. */
function programRemovals(places: Places, see: Look, stays: Standing['stays'], { platform, root }: Surroundings): Change[] {
  const names = [...new Set(see.names(places.versions).map((name) => name.replace(/\.(partial|replaced)$/, '')))];
  const paths = names.map((name) => places.join(places.versions, name));
  const late = platform === 'win32' ? paths.filter((path) => root.toLowerCase().startsWith(path.toLowerCase())) : [];
  return [...paths.filter((path) => !late.includes(path)).flatMap((path) => removal(path, stays)), ...late.map((path): Change => ({ kind: 'remove-later', part: 'program', path, says: `Remove ${path} as soon as this command has ended.` }))];
}
