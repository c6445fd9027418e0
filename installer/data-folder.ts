// What FrameWright keeps in its data folder, by name: uninstalling removes these and nothing else that may lie there.
import type { Change } from '../shared/installing.ts';
import type { Look } from './look.ts';
import { joinOf, type Surroundings } from './places.ts';

const files = /^(jobs\.db(-wal|-shm|-journal)?|settings\.json|hardware\.json|panels\.json|daemon\.json|token|daemon\.log(\.1)?|trial-\d+)$/;
/** Files are written beside their names first. */
const drafts = /^\.?(jobs|settings|hardware|panels|daemon|token)[\w.-]*\.(tmp|new|partial|\d+)$/;
const folders = new Set(['tables', 'previews', 'panels']);

/** What a daemon makes that is started to forget jobs. */
const madeMeanwhile = ['daemon.json', 'daemon.log', 'jobs.db-shm', 'jobs.db-wal', 'token'];

/** Removes the data folder's contents that are ours, then the folder where it is empty. `used`: a daemon runs there before. */
export function dataChanges(surroundings: Surroundings, see: Look, used: boolean): Change[] {
  const { home } = surroundings, join = joinOf(surroundings), names = [...new Set([...see.names(home), ...(used ? madeMeanwhile : [])])].sort(), part = 'program';
  if (see.kind(home) === null) return [];
  const strange = names.filter((name) => !files.test(name) && !drafts.test(name) && !folders.has(name));
  return [
    ...names.filter((name) => !strange.includes(name)).map((name): Change => (folders.has(name)
      ? { kind: 'remove-folder', part, path: join(home, name), says: `Remove ${join(home, name)} and what is in it.` } : { kind: 'remove', part, path: join(home, name), says: `Remove ${join(home, name)}.` })),
    ...(strange.length ? [{ kind: 'note', part, says: `These in the data folder are not FrameWright's, and stay: ${strange.map((name) => join(home, name)).join(', ')}` } as const] : []),
    { kind: 'remove-empty', part, path: home, says: `Remove the folder ${home} if nothing is left in it.` },
  ];
}
