// FrameWright itself is installed for a user, works from there without the checkout, and goes without a trace.
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { leftOut, shippedSources } from '../../installer/shipped.ts';
import { newFolder, say, treeOf } from './support.ts';

const root = join(import.meta.dirname, '..', '..'), version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;

test('the program is copied with its packages, restores from there, and leaves only the result', async () => {
  const user = newFolder(), home = join(user, '.local', 'share', 'framewright'), command = join(user, '.local', 'bin', 'framewright'), program = join(user, '.local', 'lib', 'framewright');
  const environment = { PATH: `${join(user, '.local', 'bin')}:${process.env.PATH}`, HOME: user, FRAMEWRIGHT_KEYCHAIN: 'off', FRAMEWRIGHT_PORT: '0' };
  mkdirSync(join(user, 'Videos'));
  copyFileSync(join(root, 'sample', 'sample.mp4'), join(user, 'Videos', 'clip.mp4'));
  const before = treeOf(user);
  const told = JSON.parse(await say(process.execPath, [join(root, 'daemon', 'main.ts'), 'install', '--dry-run', '--json'], environment)) as { changes: unknown };
  expect(treeOf(user)).toEqual(before);
  const made = JSON.parse(await say(process.execPath, [join(root, 'daemon', 'main.ts'), 'install', '--json'], environment)) as { changes: unknown };
  expect(made.changes).toEqual(told.changes);

  expect(await say(command, ['--version'], environment)).toBe(`${version}\n`);
  const copy = join(program, 'current');
  expect(existsSync(join(copy, 'test'))).toBe(false);
  expect(existsSync(join(copy, 'node_modules', 'webpack'))).toBe(false);
  expect(existsSync(join(copy, 'panels', 'premiere-cep', 'CSXS', 'manifest.xml'))).toBe(true);
  const media = JSON.parse((await say(command, ['analyze', join(user, 'Videos', 'clip.mp4'), '--json'], environment)).split('\n')[0]!) as object;
  expect(JSON.stringify(media)).toContain('clip.mp4');
  // The dashboard's pages came along: there is nothing here that could build them.
  const { port } = JSON.parse(readFileSync(join(home, 'daemon.json'), 'utf8')) as { port: number }, page = await fetch(`http://127.0.0.1:${port}/`);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('main.js')]);
  const status = JSON.parse(await say(command, ['status', '--json'], environment)) as { installed: string; parts: { part: string; current: boolean }[] };
  expect({ installed: status.installed, current: status.parts.flatMap(({ part, current }) => (current ? [part] : [])) }).toEqual({ installed: version, current: ['program', 'link'] });
  expect(existsSync(join(home, 'jobs.db'))).toBe(true);

  const { stdout, stderr } = await promisify(execFile)(command, ['uninstall'], { env: environment });
  expect(stderr).toBe('');
  expect(stdout).toContain('Done.');
  expect(treeOf(user)).toEqual(before);
}, 300_000);

test('everything at the top of the repository is either shipped or left out on purpose', async () => {
  const { stdout } = await promisify(execFile)('git', ['ls-files'], { cwd: root });
  const tops = [...new Set(stdout.split('\n').filter(Boolean).map((path) => path.split('/')[0]!))];
  expect(tops.filter((name) => !shippedSources.includes(name) && !leftOut.includes(name))).toEqual([]);
  expect(shippedSources.filter((name) => !readdirSync(root).includes(name))).toEqual([]);
});
