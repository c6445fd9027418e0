// What would be changed on systems that this test does not run on, as text beside it.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installChanges, placesFor, uninstallChanges, type Situation } from '../../installer/install.ts';
import { entryOf, emptyLedger, withEntry, type Ledger } from '../../installer/ledger.ts';
import { demandSupported, libraries, systems } from '../../installer/libraries.ts';
import type { Look } from '../../installer/look.ts';
import type { Surroundings } from '../../installer/places.ts';
import type { Change } from '../../shared/installing.ts';
import { all, allAway, inWords, paper, paperMachine } from './support.ts';

const developer = {
  darwin: '/Library/Application Support/Blackmagic Design/DaVinci Resolve/Developer/Workflow Integrations/Examples/SamplePlugin/WorkflowIntegration.node',
  win32: 'C:\\ProgramData\\Blackmagic Design\\DaVinci Resolve\\Support\\Developer\\Workflow Integrations\\Examples\\SamplePlugin\\WorkflowIntegration.node',
};
const panelFiles = { 'uxp/FrameWright.ccx': 'zip', 'cep/CSXS/manifest.xml': '<xml/>', 'cep/index.html': '<p>', 'resolve/panel/manifest.xml': '<xml/>', 'resolve/panel/main.js': '//', 'resolve/scripts/Restore selection.lua': '-- An entry.\nlocal program = nil\n-- The rest.\n' };
const panelsAt = (folder: string, join: (...parts: string[]) => string): Record<string, string> => Object.fromEntries(Object.entries(panelFiles).map(([path, text]) => [join(folder, ...path.split('/')), text]));

const macFiles = { '/Applications/Adobe Premiere Pro 2025/x': '', '/Applications/Adobe Premiere Pro 2026/x': '', '/Applications/DaVinci Resolve/DaVinci Resolve.app/x': '', [developer.darwin]: 'module' };
const macAnswers = { 'defaults read /Applications/DaVinci Resolve/DaVinci Resolve.app/Contents/Info CFBundleShortVersionString': '21.0.4', 'defaults read com.adobe.CSXS.12 PlayerDebugMode': '1\n' };
const agent = '/Library/Application Support/Adobe/Adobe Desktop Common/RemoteComponents/UPI/UnifiedPluginInstallerAgent/UnifiedPluginInstallerAgent.app/Contents/MacOS/UnifiedPluginInstallerAgent';
const windowsFiles = { 'C:\\Program Files\\Adobe\\Adobe Premiere Pro 2024\\x': '', 'C:\\Program Files\\Adobe\\Adobe Premiere Pro 2026\\x': '', 'C:\\Program Files\\Blackmagic Design\\DaVinci Resolve\\Resolve.exe': '', [developer.win32]: 'module' };

function situationOf(surroundings: Surroundings, files: Record<string, string | null>, answers: Record<string, string> = {}, more: Partial<Situation> = {}): Situation {
  const { join } = placesFor(surroundings), panels = join(surroundings.root, 'built');
  return {
    surroundings, see: paperMachine({ [surroundings.userFolder]: null, ...files, ...panelsAt(panels, join) }, answers), daemonRuns: false, stays: () => [],
    panels: { 'premiere-uxp': join(panels, 'uxp'), 'premiere-cep': join(panels, 'cep'), resolve: join(panels, 'resolve') }, program: { name: '1.2.0-abc', version: '1.2.0', from: surroundings.root, complete: false }, ...more,
  };
}
const expected = (name: string): string => join(import.meta.dirname, 'expected', `${name}.txt`);

/** What a machine looks like after these changes, as far as the installer reads it again. */
function made(see: Look, changes: readonly Change[], ledgerPath: string): Look {
  const ledger = changes.reduce((all: Ledger, change) => { const entry = entryOf(change, see, all); return entry ? withEntry(all, entry) : all; }, emptyLedger);
  const files = new Map<string, Buffer>([[ledgerPath, Buffer.from(JSON.stringify(ledger))]]), links = new Map<string, string>();
  for (const change of changes) {
    if (change.kind === 'write') files.set(change.path, Buffer.from(change.utf16 ? `\uFEFF${change.text}` : change.text, change.utf16 ? 'utf16le' : 'utf8'));
    if (change.kind === 'copy') files.set(change.path, see.read(change.from)!);
    if (change.kind === 'edit') files.set(change.path, Buffer.from(change.after!));
    if (change.kind === 'link') links.set(change.path, change.target);
  }
  return { ...see, kind: (path) => (files.has(path) ? 'file' : links.has(path) ? 'link' : see.kind(path)), read: (path) => files.get(path) ?? see.read(path), target: (path) => links.get(path) ?? null };
}

describe.each([
  ['linux', paper('linux', { homeIsNamed: true }), { '/opt/resolve/bin/resolve': '' }, { 'systemctl --user show-environment': 'HOME=/users/ann lee' }],
  ['macos', paper('darwin'), { ...macFiles, [agent]: '' }, macAnswers],
  ['windows', paper('win32', { environment: { Path: 'C:\\Windows;C:\\Users\\Ann Lee\\AppData\\Local\\Microsoft\\WindowsApps\\' } }), windowsFiles, {}],
] as const)('%s', (name, surroundings, files, answers) => {
  const situation = situationOf(surroundings, files, answers), parts = name === 'linux' ? ['resolve', 'service'] as const : ['premiere', 'resolve', 'service'] as const;
  const changes = installChanges(situation, { parts, force: false });

  test('installing', async () => { await expect(inWords(changes)).toMatchFileSnapshot(expected(`${name}-install`)); });

  test('installed, there is nothing to do; what is found is what was asked for', () => {
    const see = made(situation.see, changes, placesFor(surroundings).ledger), again = { ...situation, see, program: { ...situation.program, complete: true } };
    expect(installChanges(again, { parts, force: false }).filter(({ kind }) => kind !== 'note')).toEqual([]);
    expect(installChanges(again, all).filter(({ kind }) => kind !== 'note')).toEqual([]);
  });

  test('uninstalling', async () => {
    const see = made(situation.see, changes, placesFor(surroundings).ledger);
    const away = uninstallChanges({ ...situation, see, daemonRuns: true, forget: [{ says: 'Forget the token:', words: ['daemon', 'forget'] }] }, allAway);
    await expect(inWords(away)).toMatchFileSnapshot(expected(`${name}-uninstall`));
  });
});

describe('editors', () => {
  const mac = paper('darwin');
  test('that are not here are refused by name, and passed over unasked', () => {
    const none = situationOf(mac, {});
    expect(() => installChanges(none, { parts: ['premiere'], force: false })).toThrow(expect.objectContaining({ code: 'editor-missing' }));
    expect(() => installChanges(none, { parts: ['resolve'], force: false })).toThrow(expect.objectContaining({ code: 'editor-missing' }));
    expect(new Set(installChanges(none, all).map(({ part }) => part))).toEqual(new Set(['program', 'link']));
    expect(() => installChanges(situationOf(paper('linux'), {}), { parts: ['premiere'], force: false })).toThrow(/Windows and macOS/);
  });
  test('Resolve without its own module, or with a folder that takes nothing, is told of', () => {
    const { [developer.darwin]: _, ...bare } = macFiles, without = situationOf(mac, bare, macAnswers);
    expect(() => installChanges(without, { parts: ['resolve'], force: false })).toThrow(/WorkflowIntegration\.node/);
    expect(installChanges(without, all).filter(({ part }) => part === 'resolve').map(({ kind }) => kind)).toEqual(['note']);
    const old = situationOf(mac, macFiles, { [Object.keys(macAnswers)[0]!]: '20.3' }), locked = { ...old, see: { ...old.see, writable: () => false } };
    expect(() => installChanges(locked, { parts: ['resolve'], force: false })).toThrow(/\/Library\/Application Support\/Blackmagic Design/);
  });
  test('Resolve\'s module is copied again after Resolve was updated', () => {
    const situation = situationOf(mac, macFiles, macAnswers), changes = installChanges(situation, { parts: ['resolve'], force: false }), see = made(situation.see, changes, placesFor(mac).ledger);
    const updated = { ...situation, program: { ...situation.program, complete: true }, see: { ...see, read: (path: string) => (path === developer.darwin ? Buffer.from('a newer module') : see.read(path)) } };
    expect(installChanges(updated, all).filter(({ part, kind }) => part === 'resolve' && kind !== 'note').map((change) => (change.kind === 'copy' ? change.from : change))).toEqual([developer.darwin]);
  });
  test('without Adobe\'s installer the user is told to double-click', () => {
    const note = installChanges(situationOf(mac, macFiles, macAnswers), { parts: ['premiere'], force: false }).find(({ kind, part }) => kind === 'note' && part === 'premiere');
    expect(note!.says).toMatch(/Double-click .*current\/panels\/premiere-uxp\/FrameWright\.ccx/);
  });
  test('unsigned extensions that were allowed before stay allowed', () => {
    const settings = installChanges(situationOf(mac, macFiles, macAnswers), { parts: ['premiere'], force: false }).flatMap((change) => (change.kind === 'run' && change.setting?.name.startsWith('PlayerDebugMode') ? [[change.setting.name, change.setting.undo.length]] : []));
    expect(settings).toEqual([['PlayerDebugMode of CSXS.11', 1], ['PlayerDebugMode of CSXS.12', 0]]);
  });
});

test('starting at login is refused where systemd does not run for this user', () => {
  const bare = situationOf(paper('linux'), {});
  expect(() => installChanges(bare, { parts: ['service'], force: false })).toThrow(expect.objectContaining({ code: 'login-missing' }));
});

describe('systems', () => {
  test('are those for which every library is built', () => { expect(systems).toEqual(['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64']); });
  test.each([['darwin', 'x64', null, /onnxruntime-node/], ['win32', 'arm64', null, /node\b/], ['linux', 'x64', 'musl', /musl/], ['freebsd', 'x64', null, /It runs on linux-x64/], ['linux', 'riscv64', 'glibc', /node, node-av, onnxruntime-node, sharp/]] as const)('%s-%s %s is refused with the reason', (platform, architecture, libc, why) => {
    expect(() => demandSupported({ platform, architecture, libc })).toThrow(expect.objectContaining({ code: 'install-unsupported', message: expect.stringMatching(why) }));
  });
  test('the libraries of this one lie where the table says', async () => {
    const { missingLibraries } = await import('../../installer/libraries.ts'), system = `${process.platform}-${process.arch}`;
    expect(Object.keys(libraries.node)).toContain(system);
    expect(missingLibraries(system, join(import.meta.dirname, '..', '..', 'node_modules'))).toEqual([]);
  });
});
