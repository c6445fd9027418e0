// The program itself: a copy of the repository's tree with its packages, a link to the version that is used, and the command.
import type { Change } from '../shared/installing.ts';
import { shellArgument } from '../shared/words.ts';
import { joinOf, type Places, type Surroundings } from './places.ts';
import type { Look } from './look.ts';

/** What of the program is wanted. `name`: the folder of the version below `versions`; `from`: the tree it is copied of. */
export type WantedProgram = { readonly name: string; readonly version: string; readonly from: string; /** Whether it stands there complete. */ readonly complete: boolean };

const part = 'program';

/** Before anything points at it: the copy, which has to answer. */
export function copyChanges({ name, version, from, complete }: WantedProgram, daemonRuns: boolean, places: Places, see: Look): Change[] {
  const path = places.join(places.versions, name), own = (place: string): string => place.replace(places.current, path);
  if (complete && pointsAt(see, places, path)) return [];
  const stop: Change[] = daemonRuns ? [{ kind: 'run', part, words: [own(places.node), own(places.main), 'daemon', 'stop'], says: 'End the daemon that runs; its jobs go on with the new one:' }] : [];
  return [
    ...(complete ? [] : [{ kind: 'program', part, from, path, version, says: `Copy FrameWright ${version} from ${from} to ${path}.` } as const]),
    { kind: 'run', part, words: [own(places.node), own(places.main), '--version'], says: 'See that it runs:' }, ...stop,
  ];
}

const pointsAt = (see: Look, places: Places, path: string): boolean => see.target(places.current) === path;

/** What should be there beside the copies. */
export function programWanted({ name }: WantedProgram, places: Places, surroundings: Surroundings): Change[] {
  return [
    { kind: 'link', part, path: places.current, target: places.join(places.versions, name), says: `Use this version: ${places.current} points at ${name}.` },
    { kind: 'write', part, path: places.launcher, text: launcherText(places, surroundings), executable: true, says: `Write the command ${places.launcher}:` },
  ];
}

/** After everything else: the daemon runs again, older versions go. */
export function afterwards({ name, complete }: WantedProgram, daemonRuns: boolean, places: Places, see: Look, keep: (folder: string) => readonly string[]): Change[] {
  const path = places.join(places.versions, name), switched = !complete || !pointsAt(see, places, path);
  const old = [...new Set(see.names(places.versions).map((other) => other.replace(/\.(partial|replaced)$/, '')))].filter((other) => other !== name);
  return [
    ...(switched && daemonRuns ? [{ kind: 'run', part, words: [places.node, places.main, 'daemon', 'start'], says: 'Start the daemon again:' } as const] : []),
    ...old.flatMap((other) => removal(places.join(places.versions, other), keep)),
  ];
}

/** Removing one copy, with a word on what stays. */
export function removal(path: string, keep: (folder: string) => readonly string[]): Change[] {
  const kept = keep(path);
  return [
    ...(kept.length ? [{ kind: 'note', part, says: `These stay, because FrameWright did not write them so: ${kept.map((file) => `${path}/${file}`).join(', ')}` } as const] : []),
    { kind: 'remove-program', part, path, keep: kept, says: `Remove ${path}.` },
  ];
}

function launcherText(places: Places, surroundings: Surroundings): string {
  const { platform, home, homeIsNamed } = surroundings, join = joinOf(surroundings), cache = join(places.current, 'node_modules', '.cache', 'framewright', 'code');
  if (platform === 'win32') {
    // The user's name may hold letters that cmd does not read from a file; the variable holds them all.
    const plain = (path: string): string => path.replace(/^.*\\Programs\\FrameWright/, '%LOCALAPPDATA%\\Programs\\FrameWright');
    return ['@echo off', 'setlocal', ...(homeIsNamed ? [`if not defined FRAMEWRIGHT_HOME set "FRAMEWRIGHT_HOME=${home.replaceAll('%', '%%')}"`] : []), `if not defined NODE_COMPILE_CACHE set "NODE_COMPILE_CACHE=${plain(cache)}"`, `"${plain(places.node)}" "${plain(places.main)}" %* & exit /b`, ''].join('\r\n');
  }
  const usual = (name: string, value: string): string[] => [`[ -n "$${name}" ] || ${name}=${shellArgument(value)}`, `export ${name}`];
  return ['#!/bin/sh', '# FrameWright, as framewright install put it there.', ...(homeIsNamed ? usual('FRAMEWRIGHT_HOME', home) : []), ...usual('NODE_COMPILE_CACHE', cache), `exec ${shellArgument(places.node)} ${shellArgument(places.main)} "$@"`, ''].join('\n');
}
