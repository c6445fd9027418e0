// The built main process in a simulated Resolve and Electron: what it starts, refuses, opens and shows, and the editor as its page sees it through the bridge.
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'acorn';
import { full } from 'acorn-walk';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SaxesParser } from 'saxes';
import program from '../../package.json' with { type: 'json' };
import { buildResolve } from '../../plugin-resolve/build.ts';
import { channel } from '../../plugin-resolve/channel.ts';
import { connectBridge } from '../../shared/panel/bridge/connect.ts';
import { menuId } from '../../shared/panel/menu.ts';
import type { HostEvent } from '../../shared/panel/host.ts';
import type { PanelLink } from '../../shared/panel/link.ts';
import { createElectron, runScript, type Electron } from './resolve/electron.ts';
import { addMedia, addSequence, createStudio, layClip, shown, type Studio, type StudioOptions } from './resolve/model.ts';
import { simulate, type Simulated } from './resolve/resolve.ts';
import { codes, resultOf } from './resolve/stand.ts';

const soon = <Value>(look: () => Value) => expect.poll(look, { timeout: 60_000 });
let folder: string, panel: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'main-'));
  panel = join(folder, 'org.framewright.panel');
  await cp(join(await buildResolve(), 'panel'), panel, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Running = { readonly electron: Electron; readonly studio: Studio; readonly simulated: Simulated; readonly link: PanelLink };
const running: Running[] = [];
afterEach(async () => {
  for (const { link, electron } of running.splice(0)) {
    await link.transport.close();
    electron.window.emit('closed');
  }
});

/** Its page is this test: it speaks over the same channel. */
async function start(options: StudioOptions = {}, change: (simulated: Simulated) => unknown = () => undefined): Promise<Running> {
  const electron = createElectron(), studio = createStudio(options), simulated = simulate(studio), listeners = new Set<(text: string) => void>();
  change(simulated);
  electron.toPage = (_channel, text) => { for (const hear of listeners) hear(text); };
  runScript(join(panel, 'main.js'), { electron: electron.exports, './WorkflowIntegration.node': simulated.module });
  await soon(electron.page).toBe(join(panel, 'index.html'));
  const link = connectBridge({ post: (text) => electron.fromPage(channel, text), listen: (hear) => { listeners.add(hear); return () => { listeners.delete(hear); }; } });
  running.push({ electron, studio, simulated, link });
  return running.at(-1)!;
}

describe.each<StudioOptions>([{ version: '18.5' }, { version: '20.1', promises: true }, { version: '21.0.4', promises: true }, { version: '21.1', promises: true }])('in Resolve $version', (options) => {
  it('its page sees the editor, and what it asks for is done', async () => {
    const { studio, link: { host } } = await start(options), source = join(folder, 'harbour.mov');
    await writeFile(source, 'not read');
    const sequence = addSequence(studio), item = layClip(sequence, addMedia(studio, source), { start: sequence.start + 10, duration: 50, from: 20 });
    Object.assign(sequence, { selected: [item], playhead: item.start });
    expect((await host.describe()).engine).toBe('Workflow Integration');
    const [clip] = await host.selection(), placed = await host.place(resultOf(studio, clip!));
    expect([codes(placed), shown(sequence)]).toEqual([['track-made'], [['harbour.mov@10+50<20'], ['harbour.restored.mov@10+50<0']]]);
    await host.revert(placed, clip!);
    expect(shown(sequence)).toEqual([['harbour.mov@10+50<20']]);
    await expect(host.find({ ...clip!, key: '{}' })).resolves.toBeNull();
    await expect(host.trim(clip!, 'end', clip!.place.out)).rejects.toMatchObject({ code: 'host-cannot' });
  });
});

describe('the main process', () => {
  it('without Resolve\'s module says what to do, and ends', async () => {
    const electron = createElectron();
    runScript(join(panel, 'main.js'), { electron: electron.exports, './WorkflowIntegration.node': () => new Error('Cannot find module') });
    await soon(() => electron.quits).toBe(1);
    expect(electron.boxes).toEqual([['FrameWright', expect.stringContaining('framewright install --resolve')]]);
    expect(electron.page()).toBeNull();
  });

  it('says that Studio is needed where Resolve lets it not in', async () => {
    const electron = createElectron(), { module } = simulate(createStudio());
    runScript(join(panel, 'main.js'), { electron: electron.exports, './WorkflowIntegration.node': { ...module, Initialize: () => false, InitializePromise: async () => false } });
    await soon(() => electron.boxes[0]?.[1] ?? '').toContain('DaVinci Resolve Studio');
  });

  it('takes a module without promises as well as one with', async () => {
    let timeouts = 0;
    const { link } = await start({ version: '18.5' }, ({ module }) => Object.assign(module, { SetAPITimeout: () => { timeouts++; return true; } }));
    expect([(await link.host.describe()).version, timeouts]).toEqual(['18.5.1.6', 1]);
  });

  it('shows its menu, whose items are commands', async () => {
    const { electron, link: { host } } = await start(), heard: HostEvent[] = [];
    host.subscribe((event) => heard.push(event));
    await host.setMenu([{ id: menuId({ name: 'restore', preset: null }), label: 'Restore' }, { id: 'with', label: 'Restore with', items: [{ id: menuId({ name: 'restore', preset: 'film' }), label: 'Film', checked: true }] }, { id: menuId({ name: 'open', preset: null }), label: 'Results' }]);
    const items = electron.menu![0]!.submenu!;
    expect(items.map(({ label, type }) => [label, type])).toEqual([['Restore', 'normal'], ['Restore with', undefined], ['Results', 'normal']]);
    items[1]!.submenu![0]!.click!();
    await soon(() => heard.filter(({ kind }) => kind === 'command')).toEqual([{ kind: 'command', command: { name: 'restore', preset: 'film' } }]);
    Object.assign(electron.window, { visible: true, minimised: true, focused: false });
    items[2]!.click!();
    expect(electron.window).toMatchObject({ minimised: false, focused: true });
    await expect(host.setMenu([{ id: 'format-disk', label: 'x' }])).rejects.toMatchObject({ code: 'unknown-name' });
  });

  it('opens folders and web pages, and nothing that could start a program', async () => {
    const { electron, link: { host } } = await start();
    await host.open({ kind: 'folder-of', target: '/media/harbour.mov' });
    await host.open({ kind: 'link', target: 'https://example.org/' });
    for (const target of ['file:///bin/sh', 'framewright://start', 'javascript:alert(1)']) await expect(host.open({ kind: 'link', target })).rejects.toMatchObject({ code: 'host-failed' });
    expect(electron.opened).toEqual(['/media/harbour.mov', 'https://example.org/']);
  });

  it('hears its own page only', async () => {
    const { electron, link: { host } } = await start();
    const ipc = electron.exports.ipcMain as { emit(channel: string, event: unknown, text: unknown): void };
    ipc.emit(channel, { sender: {} }, '{"framewright":1,"kind":"hello","page":"other"}');
    ipc.emit(channel, { sender: {} }, 17);
    expect((await host.describe()).id).toBe('resolve');
  });

  it('ends with its window, and cleans up before', async () => {
    const order: string[] = [], { electron } = await start({}, ({ module }) => Object.assign(module, { CleanUp: () => { order.push(`cleaned up, quits ${electronOf()}`); return true; } }));
    const electronOf = (): number => electron.quits;
    electron.window.emit('closed');
    await soon(() => electron.quits).toBe(1);
    expect(order).toEqual(['cleaned up, quits 0']);
  });

  it('cannot start the program that no installer has named', async () => {
    const { link } = await start();
    expect((await link.host.describe()).capabilities.startsDaemon).toBe('none');
    await expect(link.connection.startDaemon()).rejects.toMatchObject({ code: 'daemon-failed' });
  });

  it('stops looking while nobody can see the panel', async () => {
    const { electron, studio, link } = await start();
    link.host.subscribe(() => undefined);
    await soon(() => studio.calls.length).toBeGreaterThan(0);
    electron.window.visible = false;
    await new Promise((resolve) => { setTimeout(resolve, 1500); });
    const calls = studio.calls.length;
    await new Promise((resolve) => { setTimeout(resolve, 2500); });
    expect(studio.calls.length).toBe(calls);
  });
});

describe('what is built', () => {
  it('is the plugin as Resolve wants it, without Resolve\'s own module', async () => {
    const names = await readdir(panel), tags: Record<string, string> = {}, open: string[] = [], parser = new SaxesParser();
    expect(names).toEqual(expect.arrayContaining(['manifest.xml', 'package.json', 'main.js', 'preload.js', 'index.html', 'page.js', 'page.css']));
    expect(names.filter((name) => /\.(node|dylib|dll|so)$/.test(name))).toEqual([]);
    parser.on('opentag', ({ name }) => open.push(name));
    parser.on('text', (text) => { if (text.trim()) tags[open.join('/')] = text; });
    parser.on('closetag', () => { open.pop(); });
    parser.write(await readFile(join(panel, 'manifest.xml'), 'utf8')).close();
    expect(tags).toMatchObject({ 'BlackmagicDesign/Plugin/Id': 'org.framewright.panel', 'BlackmagicDesign/Plugin/Name': 'FrameWright', 'BlackmagicDesign/Plugin/FilePath': 'main.js' });
    expect(JSON.parse(await readFile(join(panel, 'package.json'), 'utf8'))).toMatchObject({ main: 'main.js', version: tags['BlackmagicDesign/Plugin/Version'] });
    expect(tags['BlackmagicDesign/Plugin/Version']).toBe(program.version);
    expect((await stat(join(panel, 'main.js'))).size).toBeLessThan(600_000);
  });

  it('runs in Resolve 18.5: nothing of it is younger than Node 18 and Chrome 88, and it makes no code out of text', async () => {
    const young = new Set(['toSorted', 'toReversed', 'toSpliced', 'groupBy', 'fromAsync', 'isWellFormed', 'difference', 'isSubsetOf', 'getBuiltinModule', 'waitAsync']), found: string[] = [];
    for (const name of ['main.js', 'preload.js']) {
      full(parse(await readFile(join(panel, name), 'utf8'), { ecmaVersion: 2022, sourceType: 'script', allowHashBang: true }), (node) => {
        const { callee } = node as unknown as { callee?: { property?: { name?: string }; object?: { name?: string }; name?: string } };
        if (node.type === 'CallExpression' && callee?.property?.name && young.has(callee.property.name)) found.push(`${name}: ${callee.property.name}`);
        if (/^(Call|New)Expression$/.test(node.type) && (callee?.name === 'eval' || callee?.name === 'Function')) found.push(`${name}: ${callee.name}`);
      });
    }
    expect(found).toEqual([]);
    // A global of Node 19.
    expect((await readFile(join(panel, 'main.js'), 'utf8')).match(/(?<![\w.$])crypto\.(randomUUID|subtle|getRandomValues)/g) ?? []).toEqual([]);
    expect((await readFile(join(panel, 'main.js'), 'utf8')).match(/withResolvers/g)?.length).toBeGreaterThan(1);
  });

  it('has a page without a script or style of its own, closed to the network', async () => {
    const page = await readFile(join(panel, 'index.html'), 'utf8');
    expect(page.match(/<script(?![^>]*\bsrc=)|<style|\son\w+=/g) ?? []).toEqual([]);
    expect(page).toContain("default-src 'none'");
  });

  it('is found again without building', async () => { expect(await buildResolve()).toBe(await buildResolve()); });
});
