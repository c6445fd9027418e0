// The launcher, with a program in the place of the command line: it ends when its child ends, and as its child does.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** Says where it runs, then waits; says how it was stopped. */
const program = `
process.on('SIGTERM', () => { console.log('terminated'); process.exit(7); });
process.on('SIGUSR2', () => process.kill(process.pid, 'SIGKILL'));
console.log(JSON.stringify({ cwd: process.cwd(), pid: process.pid }));
setInterval(() => {}, 1000);
`;

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'fw start '));
  await mkdir(join(root, 'daemon'));
  await mkdir(join(root, 'node_modules'));
  await mkdir(join(root, 'elsewhere'));
  await copyFile('start.mjs', join(root, 'start.mjs'));
  await writeFile(join(root, 'package-lock.json'), '{}');
  await writeFile(join(root, 'node_modules', '.framewright-installed'), createHash('sha256').update(await readFile(join(root, 'package-lock.json'))).digest('hex'));
  await writeFile(join(root, 'daemon', 'main.ts'), program);
});
afterAll(async () => { await rm(root, { recursive: true }); });

type Launched = { readonly launcher: ChildProcess; readonly cwd: string; readonly pid: number; readonly ended: Promise<unknown[]>; said(): string };

async function launch(environment: NodeJS.ProcessEnv = {}): Promise<Launched> {
  const { INIT_CWD: _folder, npm_package_name: _package, ...rest } = process.env;
  const launcher = spawn(process.execPath, [join(root, 'start.mjs')], { cwd: root, env: { ...rest, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(launcher, 'close');
  let text = '';
  const first = new Promise<string>((found) => launcher.stdout.on('data', (piece) => { text += String(piece); if (text.includes('\n')) found(text); }));
  return { launcher, ended, said: () => text, ...JSON.parse((await first).split('\n')[0]!) as { cwd: string; pid: number } };
}

test.skipIf(process.platform === 'win32')('passes SIGTERM on and ends with the status of its child', async () => {
  const { launcher, ended, said } = await launch();
  launcher.kill('SIGINT');
  launcher.kill('SIGTERM');
  expect(await ended).toEqual([7, null]);
  expect(said()).toContain('terminated');
});

test.skipIf(process.platform === 'win32')('ends by the signal that ended its child', async () => {
  const { pid, ended } = await launch();
  process.kill(pid, 'SIGUSR2');
  expect(await ended).toEqual([null, 'SIGKILL']);
});

test.skipIf(process.platform === 'win32')('works where the command was typed, unless that was in another package', async () => {
  for (const [name, folder] of [['framewright', join(root, 'elsewhere')], ['other', root]] as const) {
    const { launcher, cwd, ended } = await launch({ INIT_CWD: join(root, 'elsewhere'), npm_package_name: name });
    expect(resolve(cwd)).toBe(folder);
    launcher.kill('SIGTERM');
    await ended;
  }
});
