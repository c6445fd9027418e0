// What is handed to people: `node installer/build.ts [--system linux-x64 …] [--output dist]` makes an archive for each system, the panels by themselves, and checksums.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, lstatSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FrameWrightError } from '../shared/errors.ts';
import { writeTarGz, writeZip, fromFile, type Archived } from './archive.ts';
import { nodeFile, systems } from './libraries.ts';
import { filesBelow, look } from './look.ts';
import { builtPanels, type Panels } from './panels.ts';
import { builtFolders, shippedFrom, type Shipped } from './shipped.ts';
import { sign } from './signing.ts';
import { listingName, type Listed } from './tree.ts';

const root = join(import.meta.dirname, '..');

/** What is made for one system: the program under one folder, its listing, and a command that runs it from there. */
export async function* programEntries({ name, version, files }: Shipped, folder: string, system: string): AsyncGenerator<Archived> {
  const listed: Listed[] = [];
  for (const { path, from } of files) {
    const found = lstatSync(from);
    if (found.isSymbolicLink()) {
      const target = await readlink(from);
      if (!system.startsWith('win32')) listed.push({ path, target });
      yield { path: `${folder}/${path}`, target };
      continue;
    }
    const bytes = await readFile(from), executable = (found.mode & 0o111) !== 0;
    listed.push({ path, sha256: createHash('sha256').update(bytes).digest('hex'), executable });
    yield { path: `${folder}/${path}`, bytes: async () => bytes, executable };
  }
  yield { path: `${folder}/${listingName}`, bytes: async () => Buffer.from(JSON.stringify({ name, version, files: listed })), executable: false };
  yield starter(folder, system);
}

/** Runs the command line with the Node that came along, so that nothing has to be installed before. */
function starter(folder: string, system: string): Archived {
  const node = nodeFile(system);
  if (system.startsWith('win32')) return { path: `${folder}/framewright.cmd`, bytes: async () => Buffer.from(`@"%~dp0node_modules\\${node.replaceAll('/', '\\')}" "%~dp0daemon\\main.ts" %*\r\n`), executable: false };
  return { path: `${folder}/framewright`, bytes: async () => Buffer.from(`#!/bin/sh\nhere=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit\nexec "$here/node_modules/${node}" "$here/daemon/main.ts" "$@"\n`), executable: true };
}

/** A copy of the repository whose packages are those of another system. The package manager fetches them; nothing of them runs. */
async function rootFor(system: string, own: string): Promise<string> {
  if (system === own) return root;
  const [platform = '', architecture = ''] = system.split('-'), folder = await mkdtemp(join(os.tmpdir(), `framewright-${system}-`));
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) await copyFile(join(root, name), join(folder, name));
  const libc = platform === 'linux' ? ['--libc=glibc'] : [];
  const { status } = spawnSync('npm', ['ci', '--omit=dev', `--os=${platform}`, `--cpu=${architecture}`, ...libc], { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) throw new FrameWrightError('install-unsupported', { system, why: 'Its packages could not be fetched.' });
  await writeFile(join(folder, 'node_modules', '.framewright-installed'), createHash('sha256').update(await readFile(join(root, 'package-lock.json'))).digest('hex'));
  return folder;
}

async function writeProgram(system: string, version: string, output: string): Promise<void> {
  const packages = await rootFor(system, `${process.platform}-${process.arch}`), folder = `framewright-${version}-${system}`;
  try {
    const shipped = await shippedFrom({ root, packages, system, version, built: await builtFolders(root) }), entries = programEntries(shipped, folder, system);
    if (system.startsWith('win32')) await writeZip(entries, join(output, `${folder}.zip`));
    else await writeTarGz(entries, join(output, `${folder}.tar.gz`));
  } finally {
    if (packages !== root) await rm(packages, { recursive: true, force: true });
  }
}

async function* folderEntries(folder: string, prefix: string): AsyncGenerator<Archived> {
  for (const path of filesBelow(look, folder)) yield { path: `${prefix}${path}`, bytes: fromFile(join(folder, path)), executable: false };
}

/** The panels by themselves, for those who put them into place by hand. */
async function writePanels(panels: Panels, version: string, output: string): Promise<void> {
  const ccx = (await readdir(panels['premiere-uxp'])).find((name) => name.endsWith('.ccx'))!;
  await copyFile(join(panels['premiere-uxp'], ccx), join(output, `framewright-${version}-premiere.ccx`));
  await writeZip(folderEntries(panels['premiere-cep'], 'org.framewright.cep/'), join(output, `framewright-${version}-premiere-cep.zip`));
  await writeZip(folderEntries(panels.resolve, ''), join(output, `framewright-${version}-resolve.zip`));
}

/** One line for each file, as `sha256sum --check` reads them. */
export async function writeSums(output: string): Promise<void> {
  const lines: string[] = [];
  for (const name of (await readdir(output)).filter((one) => one !== 'SHA256SUMS').sort()) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(join(output, name))) hash.update(chunk as Buffer);
    lines.push(`${hash.digest('hex')}  ${basename(name)}\n`);
  }
  await writeFile(join(output, 'SHA256SUMS'), lines.join(''));
}

/** @throws FrameWrightError `install-unsupported` for a system that is not built for. */
export async function buildAll(wanted: readonly string[], output: string): Promise<void> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }, panels = await builtPanels(root);
  const stray = wanted.find((system) => !systems.includes(system));
  if (stray) throw new FrameWrightError('install-unsupported', { system: stray, why: `Archives are made for ${systems.join(', ')}.` });
  await mkdir(output, { recursive: true });
  await writePanels(panels, version, output);
  for (const system of wanted) await writeProgram(system, version, output);
  sign(output, panels['premiere-cep'], process.env, (command, environment) => { execFileSync(command, { stdio: 'inherit', shell: true, env: environment }); });
  await writeSums(output);
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { system: { type: 'string', multiple: true }, output: { type: 'string', default: join(root, 'dist') } } });
  await buildAll(values.system ?? [`${process.platform}-${process.arch}`], resolve(values.output));
}
