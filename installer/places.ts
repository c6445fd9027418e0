// Where everything goes on each system. Pure: paths out of what the system says of itself.
import { posix, win32 } from 'node:path';
import { systemOf, type Machine } from './libraries.ts';

/** This machine and this user, as the plan of changes needs to know them. */
export type Surroundings = Machine & {
  /** The user's own folder and name; on Windows `DOMAIN\\name`. */ readonly userFolder: string; readonly user: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The data folder, and whether `FRAMEWRIGHT_HOME` named it. */ readonly home: string; readonly homeIsNamed: boolean;
  /** The tree that this program runs from. */ readonly root: string; readonly version: string;
  /** What Node is told when it runs the daemon. */ readonly daemonFlags: readonly string[];
};

export type Places = {
  readonly system: string;
  /** Everything of the program: `versions/<version>-<hash>`, `current`, `install.json`. */ readonly program: string;
  readonly versions: string; readonly current: string; readonly ledger: string;
  /** Where the ledger lies while the folders that will hold it are made or removed. */ readonly earlyLedger: string; /** Who installs or removes at the moment. */ readonly turn: string;
  /** Through `current`: Node, the command line, the daemon. */ readonly node: string; readonly main: string; readonly daemon: string;
  readonly launcher: string; readonly panels: string;
  join(...parts: string[]): string;
};

export const joinOf = ({ platform }: Pick<Surroundings, 'platform'>): Places['join'] => (platform === 'win32' ? win32.join : posix.join);

/** `%LOCALAPPDATA%` and its kind, asked for by name. */
export function windowsFolder({ environment, userFolder }: Pick<Surroundings, 'environment' | 'userFolder'>, name: 'LOCALAPPDATA' | 'APPDATA' | 'PROGRAMDATA' | 'PROGRAMFILES'): string {
  const usual = { LOCALAPPDATA: win32.join(userFolder, 'AppData', 'Local'), APPDATA: win32.join(userFolder, 'AppData', 'Roaming'), PROGRAMDATA: 'C:\\ProgramData', PROGRAMFILES: 'C:\\Program Files' };
  return environment[name] || usual[name];
}

/** `nodePath`: Node's file below `node_modules`. */
export function placesOf(surroundings: Surroundings, nodePath: string): Places {
  const join = joinOf(surroundings), program = programFolder(surroundings), current = join(program, 'current');
  return {
    system: systemOf(surroundings), join, program, current, versions: join(program, 'versions'), ledger: join(program, 'install.json'), earlyLedger: join(surroundings.userFolder, '.framewright-install.json'), turn: join(surroundings.userFolder, '.framewright-install.lock'),
    node: join(current, 'node_modules', ...nodePath.split('/')), main: join(current, 'daemon', 'main.ts'), daemon: join(current, 'daemon', 'daemon.ts'),
    panels: join(current, 'panels'), launcher: launcherOf(surroundings),
  };
}

function programFolder(surroundings: Surroundings): string {
  const { platform, userFolder } = surroundings;
  if (platform === 'win32') return win32.join(windowsFolder(surroundings, 'LOCALAPPDATA'), 'Programs', 'FrameWright');
  if (platform === 'darwin') return posix.join(userFolder, 'Library', 'Application Support', 'org.framewright.program');
  return posix.join(userFolder, '.local', 'lib', 'framewright');
}

/** On Windows a folder that every user's PATH holds. */
function launcherOf(surroundings: Surroundings): string {
  if (surroundings.platform === 'win32') return win32.join(windowsFolder(surroundings, 'LOCALAPPDATA'), 'Microsoft', 'WindowsApps', 'framewright.cmd');
  return posix.join(surroundings.userFolder, '.local', 'bin', 'framewright');
}

/** Whether a typed `framewright` finds the launcher. */
export function isOnPath({ platform, environment }: Pick<Surroundings, 'platform' | 'environment'>, folder: string): boolean {
  const name = Object.keys(environment).find((key) => key.toUpperCase() === 'PATH');
  const same = (a: string): boolean => (platform === 'win32' ? a.toLowerCase().replace(/\\$/, '') === folder.toLowerCase() : a.replace(/\/$/, '') === folder);
  return (name ? environment[name] ?? '' : '').split(platform === 'win32' ? ';' : ':').some(same);
}
