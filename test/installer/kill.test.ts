// Killed anywhere, installing and uninstalling are completed by doing them again, and nothing is left that nobody knows of.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { install, newFolder, newStage, say, treeOf, uninstall } from './support.ts';

/** Runs a stand-in's installing or uninstalling in a process of its own, and kills it when it is about to make change number `at`, or a moment later. Answers whether it was killed. */
async function killed(folder: string, what: 'install' | 'uninstall', at: number, laterMs: number, version = '1.0.0'): Promise<boolean> {
  const child = fork(join(import.meta.dirname, 'killed-process.ts'), [folder, what, version], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  let dead = false;
  child.on('message', (number) => {
    if (number === at) setTimeout(() => { dead = child.kill('SIGKILL'); }, laterMs);
    child.send('go on');
  });
  await once(child, 'exit');
  return dead;
}

test.each([0, 1, 3, 5])('installing, killed at change %i', async (at) => {
  for (const laterMs of [0, 4]) {
    const folder = newFolder(), stage = newStage(folder);
    await killed(folder, 'install', at, laterMs);
    if (laterMs) await install(stage.installer());
    else await uninstall(stage.installer());
    if (laterMs) expect(await say(join(stage.user, '.local/bin/framewright'), ['--version'], { PATH: process.env.PATH })).toBe('1.0.0\n');
    await uninstall(stage.installer());
    expect(treeOf(stage.user)).toEqual({});
  }
});

test.each([0, 1, 3, 4, 5])('upgrading, killed at change %i, there is always a version that answers', async (at) => {
  const folder = newFolder(), stage = newStage(folder), command = join(stage.user, '.local/bin/framewright');
  await install(stage.installer());
  await killed(folder, 'install', at, at, '1.1.0');
  expect(await say(command, ['--version'], { PATH: process.env.PATH })).toMatch(/^1\.[01]\.0\n$/);
  await install(stage.installer('1.1.0'));
  expect(await say(command, ['--version'], { PATH: process.env.PATH })).toBe('1.1.0\n');
  expect(readdirSync(join(stage.user, '.local/lib/framewright/versions'))).toEqual(['1.1.0-abc']);
  await uninstall(stage.installer('1.1.0'));
  expect(treeOf(stage.user)).toEqual({});
});

test.each([0, 3, 8])('uninstalling, killed at change %i', async (at) => {
  const folder = newFolder(), stage = newStage(folder);
  await install(stage.installer());
  expect(await killed(folder, 'uninstall', at, at % 4)).toBe(true);
  await uninstall(stage.installer());
  expect(treeOf(stage.user)).toEqual({});
});
