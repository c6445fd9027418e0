// Archives: what system tools unpack is what was put in, and the same files make the same bytes.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { writeTarGz, writeZip, type Archived } from '../../installer/archive.ts';
import { programEntries, writeSums } from '../../installer/build.ts';
import { shippedFrom } from '../../installer/shipped.ts';
import { sign } from '../../installer/signing.ts';
import { readListing } from '../../installer/tree.ts';
import { newFolder, newStage, say, standIn } from './support.ts';

const deep = `${'a-long-folder/'.repeat(12)}file.txt`, deepest = `${'x'.repeat(180)}.txt`, odd = 'Grüße/日本.txt';
async function* entries(): AsyncGenerator<Archived> {
  for (const path of ['plain.txt', deep, deepest, odd]) yield { path: `top/${path}`, bytes: async () => Buffer.from(`holds ${path}`), executable: false };
  yield { path: 'top/empty', bytes: async () => Buffer.alloc(0), executable: false };
  yield { path: 'top/run', bytes: async () => Buffer.from('#!/bin/sh\n'), executable: true };
  yield { path: 'top/link', target: `${'b/'.repeat(60)}plain.txt` };
}

test('tar: names of any length, rights and links survive', async () => {
  const folder = newFolder(), [first, second] = [join(folder, '1.tar.gz'), join(folder, '2.tar.gz')];
  await writeTarGz(entries(), first);
  await writeTarGz(entries(), second);
  expect(readFileSync(first).equals(readFileSync(second))).toBe(true);
  execFileSync('tar', ['xzf', first, '-C', folder]);
  for (const path of ['plain.txt', deep, deepest, odd]) expect(readFileSync(join(folder, 'top', path), 'utf8')).toBe(`holds ${path}`);
  expect([statSync(join(folder, 'top/run')).mode & 0o777, statSync(join(folder, 'top/plain.txt')).mode & 0o777, statSync(join(folder, 'top/empty')).size]).toEqual([0o755, 0o644, 0]);
  expect(readlinkSync(join(folder, 'top/link'))).toBe(`${'b/'.repeat(60)}plain.txt`);
});

test('zip: the same files, without links', async () => {
  const folder = newFolder(), [first, second] = [join(folder, '1.zip'), join(folder, '2.zip')];
  await writeZip(entries(), first);
  await writeZip(entries(), second);
  expect(readFileSync(first).equals(readFileSync(second))).toBe(true);
  const held = unzipSync(readFileSync(first));
  expect(Object.keys(held)).toEqual(['plain.txt', deep, deepest, odd, 'empty', 'run'].map((name) => `top/${name}`));
  expect(Buffer.from(held[`top/${odd}`]!).toString()).toBe(`holds ${odd}`);
});

test('an archive of the program runs where it is unpacked, and installs from there', async () => {
  const folder = newFolder(), from = join(folder, 'from'), log = join(folder, 'said.txt');
  standIn(from, '1.0.0', log);
  const shipped = await shippedFrom({ root: from, system: 'linux-x64', version: '1.0.0', built: {} });
  await writeTarGz(programEntries(shipped, 'framewright-1.0.0', 'linux-x64'), join(folder, 'program.tar.gz'));
  rmSync(from, { recursive: true });
  execFileSync('tar', ['xzf', join(folder, 'program.tar.gz'), '-C', folder]);
  const unpacked = join(folder, 'framewright-1.0.0');
  expect(await say(join(unpacked, 'framewright'), ['--version'], { PATH: process.env.PATH })).toBe('1.0.0\n');
  expect(readListing(unpacked)!.files.map(({ path }) => path)).toEqual(shipped.files.map(({ path }) => path));
  await writeTarGz(programEntries(await shippedFrom({ root: unpacked, system: 'linux-x64', version: '1.0.0', built: {} }), 'framewright-1.0.0', 'linux-x64'), join(folder, 'again.tar.gz'));
  expect(readFileSync(join(folder, 'again.tar.gz')).equals(readFileSync(join(folder, 'program.tar.gz')))).toBe(true);
  const stage = newStage(join(folder, 'stage'));
  expect((await stage.installer().installChanges({ parts: null, force: false })).length).toBeGreaterThan(3);
});

test('commands that sign are given their files, and what they change is what is summed', async () => {
  const folder = newFolder(), said: Record<string, string | undefined>[] = [];
  mkdirSync(join(folder, 'cep'));
  for (const name of ['framewright-1.0.0-premiere.ccx', 'framewright-1.0.0-win32-x64.zip', 'framewright-1.0.0-linux-x64.tar.gz']) writeFileSync(join(folder, name), name);
  sign(folder, join(folder, 'cep'), { FRAMEWRIGHT_SIGN_ZXP: 'zxp', FRAMEWRIGHT_SIGN_WINDOWS: 'windows' }, (command, { FILE, FOLDER, OUTPUT }) => said.push({ command, FILE, FOLDER, OUTPUT }));
  expect(said).toEqual([{ command: 'zxp', FOLDER: join(folder, 'cep'), OUTPUT: join(folder, 'framewright-1.0.0-premiere-cep.zxp') }, { command: 'windows', FILE: join(folder, 'framewright-1.0.0-win32-x64.zip') }]);
  rmSync(join(folder, 'cep'), { recursive: true });
  await writeSums(folder);
  expect(execFileSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' }).match(/: OK/g)).toHaveLength(3);
});
