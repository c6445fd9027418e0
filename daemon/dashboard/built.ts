// The dashboard's files for the daemon, built when they are not there: the daemon itself loads no build tool.
import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { buildFolder } from './sources.ts';

let asked: Promise<string | null> | null = null;

/** Folder with `index.html` and what it names; null when it is not there and could not be built. Looked for once, then again only while there is none. */
export function dashboardFolder(): Promise<string | null> {
  asked ??= find().then((folder) => {
    if (folder === null) asked = null;
    return folder;
  });
  return asked;
}

async function find(): Promise<string | null> {
  const folder = await buildFolder();
  if (await isThere(folder) || await buildApart()) return await isThere(folder) ? folder : null;
  return null;
}

const isThere = (folder: string): Promise<boolean> => access(join(folder, 'index.html')).then(() => true, () => false);

/** In a process of its own, which takes the memory of the build along when it ends. */
function buildApart(): Promise<boolean> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'build.ts')], { stdio: 'ignore', windowsHide: true });
  return new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}
