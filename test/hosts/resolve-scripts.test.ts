// The built entries of the menu Workspace ▸ Scripts, in a Lua of our own and in LuaJIT, which Resolve has: an open panel is told; with none open the clips are sent.
import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { placesFor } from '../../installer/install.ts';
import { look } from '../../installer/look.ts';
import { resolveWanted } from '../../installer/resolve.ts';
import { buildResolve } from '../../plugin-resolve/build.ts';
import { paper } from '../installer/support.ts';
import { commands } from '../../daemon/cli/commands/index.ts';

type Clip = { readonly name: string; readonly path?: string; readonly from?: number; readonly to?: number; readonly length?: number; readonly type?: string; readonly track?: string; readonly rate?: string };
const fake = join(import.meta.dirname, 'resolve', 'fake-resolve.lua'), fengari = join(import.meta.dirname, 'resolve', 'fengari.mjs');
const hasLuaJit = ((): boolean => { try { execFileSync('luajit', ['-v'], { stdio: 'ignore' }); return true; } catch { return false; } })();
if (!hasLuaJit) process.stderr.write('SKIPPED: script entries in LuaJIT: it is not installed here.\n');
const engines: readonly (readonly [string, string, readonly string[]])[] = [['fengari', process.execPath, [fengari]], ['LuaJIT', 'luajit', []]];

let built: string, folder: string;
beforeAll(async () => { built = join(await buildResolve(), 'scripts'); });
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'it\'s scripts-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Entries as the installer writes them; the program writes down what it is told, and has a panel or not. */
async function install({ hasPanel }: { readonly hasPanel: boolean }): Promise<string> {
  const place = join(folder, 'Utility', 'FrameWright'), program = join(folder, 'program.mjs');
  await mkdir(place, { recursive: true });
  await writeFile(program, `import { appendFileSync } from 'node:fs';\nconst words = process.argv.slice(2);\nappendFileSync(${JSON.stringify(join(folder, 'told'))}, JSON.stringify([process.env.FRAMEWRIGHT_HOME, ...words]) + '\\n');\nif (words[0] === 'panel' && !${hasPanel}) { console.error('No panel of resolve is connected.'); process.exit(7); }\n`);
  const surroundings = paper('linux', { userFolder: folder, home: join(folder, 'home') }), places = { ...placesFor(surroundings), node: process.execPath, main: program };
  for (const change of resolveWanted(surroundings, places, look, { 'premiere-uxp': '', 'premiere-cep': '', resolve: join(built, '..') })) if (change.kind === 'write') await writeFile(join(place, basename(change.path)), change.text);
  return place;
}
const lua = (value: unknown): string => (Array.isArray(value) ? `{ ${value.map(lua).join(', ')} }` : typeof value === 'object' && value !== null ? `{ ${Object.entries(value).map(([name, one]) => `${name} = ${lua(one)}`).join(', ')} }` : JSON.stringify(value));

describe.each(engines)('%s', (name, engine, first) => {
  async function run(place: string, entry: string, clips: readonly Clip[], tellsSelection = true): Promise<{ readonly said: string; readonly told: string[][] }> {
    const main = join(folder, 'main.lua');
    await writeFile(main, `clips = ${lua(clips)}\ntellsSelection = ${tellsSelection}\ndofile(${JSON.stringify(fake)})\ndofile(${JSON.stringify(join(place, `${entry}.lua`))})\n`);
    const { stdout } = await promisify(execFile)(engine, [...first, main], { timeout: 60_000 });
    const told = await readFile(join(folder, 'told'), 'utf8').catch(() => '');
    return { said: stdout, told: told.split('\n').filter(Boolean).map((line) => (JSON.parse(line) as string[]).slice(1)) };
  }
  const here = it.skipIf(name === 'LuaJIT' && !hasLuaJit);
  const harbour: Clip = { name: 'harbour', path: '/media/it\'s "the" harbour & more; $HOME.mov', from: 20, to: 70, length: 50 };

  here('tells the panel that is open, and does nothing else', async () => {
    const place = await install({ hasPanel: true });
    const { said, told } = await run(place, 'Restore as film', [harbour]);
    expect([told, said]).toEqual([[['panel', 'restore', '--host', 'resolve', '--preset', 'film']], 'FrameWright: The panel was told: restore.\n']);
    expect(JSON.parse((await readFile(join(folder, 'told'), 'utf8')).split('\n')[0]!)[0]).toBe(join(folder, 'home'));
  });

  here('without a panel sends what the selected clips show, and says so', async () => {
    const place = await install({ hasPanel: false }), inclusive = { ...harbour, name: 'quay', path: '/media/quay.mov', to: 69 };
    const { said, told } = await run(place, 'Restore as film', [harbour, inclusive, { name: 'sound', path: '/media/a.wav', track: 'audio' }]);
    const words = (path: string): string[] => [path, '--from', '20f', '--to', '70f', '--delivery', 'prores-422-hq', '--no-sound', '--detach', '--style', 'film'];
    expect(told.slice(1)).toEqual([words(harbour.path!), words('/media/quay.mov')]);
    expect(said).toContain('No panel is open: "harbour" is restored in the background.');
  });

  here('takes the clip under the playhead where the selection is not told', async () => {
    const { told } = await run(await install({ hasPanel: false }), 'Restore selection', [harbour, { ...harbour, name: 'other' }], false);
    expect(told.slice(1).map(([path]) => path)).toEqual([harbour.path]);
  });

  here('says why it does not send a clip, and why nothing else happened', async () => {
    const place = await install({ hasPanel: false });
    const { said, told } = await run(place, 'Restore selection', [{ ...harbour, name: 'fast', to: 120 }, { name: 'title' }, { ...harbour, name: 'both', type: 'Compound' }, { ...harbour, name: 'film', rate: '23.976' }]);
    expect(told).toHaveLength(1);
    expect([...said.matchAll(/"(\w+)" was not sent: ([^.]+)\./g)].map(([, clip, why]) => [clip, why])).toEqual([['fast', 'it is retimed'], ['title', 'it has no media'], ['both', 'it is a Compound'], ['film', 'its rate is not the timeline\'s']]);
    expect((await run(place, 'Place results', [])).said).toContain('No panel of resolve is connected.');
    expect((await run(place, 'Restore selection', [])).said).toContain('no clip is selected');
  });

  here('says how to mend a program that is not there', async () => {
    expect((await run(built, 'Show panel', [])).said).toBe('FrameWright: The program was not found. Run: framewright install --resolve\n');
  });
});

it('every entry asks for something that the command line knows', async () => {
  const panel = commands.find(({ name }) => name === 'panel')!, entries = (await readdir(built)).filter((file) => file.endsWith('.lua'));
  expect(entries).toContain('Restore selection.lua');
  for (const entry of entries) {
    const [, name] = /framewright\.tell\("([\w-]+)"/.exec(await readFile(join(built, entry), 'utf8')) ?? [];
    expect(panel.usage, entry).toContain(name);
  }
});
