// What Premieres were reported to do wrong: nothing is taken for done that was not read back, and nothing is lost.
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { instant } from '../../shared/panel/instant.ts';
import { buildUxp } from '../../plugin-premiere/uxp/build.ts';
import { connectBridge } from '../../shared/panel/bridge/connect.ts';
import { laid } from './premiere/seat.ts';
import { runPlugin } from './premiere/uxp-engine.ts';
import { binned, codes, picture, placement, setUp, versions, type Stand, type StandOptions } from './premiere/uxp-stand.ts';

const stands: Stand[] = [];
/** For what follows an event, on however busy a machine. */
const soon = { timeout: 30_000 };
afterEach(async () => { for (const stand of stands.splice(0)) await stand.close(); });
const original = 'V1 [50,100) a.mov from 10', sound = 'A1 [50,100) a.mov from 10';
const open = (given: StandOptions = {}): Stand => {
  const stand = setUp(given);
  stands.push(stand);
  return stand;
};

describe.each(versions)('Premiere %s', (version) => {
  it('overwrite and insert that report success and place nothing: the result is in the bin, and it is said', async () => {
    const stand = open({ version }), clip = await stand.selected();
    stand.premiere.faults.placesNothing = true;
    const placed = await stand.host.place(placement(clip));
    expect([placed.mode, codes(placed)]).toEqual(['bin', ['track-locked', 'track-locked', 'no-free-track', 'not-placed']]);
    expect([stand.timeline(), binned(stand)]).toEqual([[original, sound], ['/results/r.mov']]);
    expect((await stand.host.check()).find(({ id }) => id === 'scratch')).toMatchObject({ state: 'bad', detail: expect.stringContaining('placed nothing') });
    expect(stand.premiere.state().sequences.length).toBe(1);
  });

  it('an import that is done before its item is there is waited for; one that never arrives is told', async () => {
    const stand = open({ version }), clip = await stand.selected();
    stand.premiere.faults.importLateMs = 120;
    expect((await stand.host.place(placement(clip))).mode).toBe('track-above');
    const never = open({ version }), other = await never.selected();
    never.premiere.faults.importLateMs = null;
    await expect(never.host.place(placement(other))).rejects.toMatchObject({ code: 'host-failed', values: { what: 'import' } });
    const refused = open({ version }), third = await refused.selected();
    refused.premiere.faults.importRefused = true;
    await expect(refused.host.place(placement(third))).rejects.toMatchObject({ code: 'host-failed', values: { why: expect.stringContaining('/results/r.mov') } });
  });

  it('two results that are imported at once, with sound and by two panels, are laid each above its own clip', async () => {
    const withSound = picture(50, { sound: true }), stand = open({ version, media: { '/results/r.mov': withSound, '/results/s.mov': withSound } }), { premiere, sequence, source, host } = stand;
    const beside = runPlugin({ panel: (await buildUxp()).panel, premiere, speed: 20 }), other = connectBridge(beside.page);
    const first = await stand.selected();
    premiere.select(premiere.addClip(sequence, source, { track: 0, start: 120, frames: 50, from: 100 }).id);
    const [second] = await host.selection();
    premiere.faults.importLateMs = 50;
    await Promise.all([host.place(placement(first)), other.host.place(placement(second!, { path: '/results/s.mov' })), host.place(placement(second!, { path: '/results/s.mov' }))]);
    await other.transport.close();
    beside.unload();
    expect(laid(premiere).filter((line) => line.startsWith('V2'))).toEqual(['V2 [50,100) r.mov from 0', 'V2 [120,170) s.mov from 0']);
    expect(premiere.activeSequence().video.slice(2).flatMap(({ items }) => items)).toEqual([]);
  });

  it('a page that goes away while a result is laid: the next one finds it there', async () => {
    const stand = open({ version }), clip = await stand.selected();
    stand.premiere.faults.importLateMs = 50;
    const lost = stand.host.place(placement(clip)).catch((error: unknown) => error);
    await stand.link.transport.close();
    expect(await lost).toMatchObject({ code: 'cancelled' });
    const next = connectBridge(stand.engine.page), placed = await next.host.place(placement(clip));
    expect([placed.mode, placed.track, stand.timeline(), binned(stand)]).toEqual(['track-above', 1, [original, 'V2 [50,100) Restored a.mov from 0', sound], ['/results/r.mov']]);
    await next.host.revert(placed, clip);
    expect(stand.timeline()).toEqual([original, sound]);
    await next.transport.close();
  });

  it('a locked track is found out by trying, and the next one takes the result', async () => {
    const stand = open({ version }), clip = await stand.selected();
    stand.sequence.video[1]!.locked = true;
    const placed = await stand.host.place(placement(clip));
    expect([placed.track, codes(placed), stand.timeline()]).toEqual([2, ['track-locked'], [original, 'V3 [50,100) Restored a.mov from 0', sound]]);
    stand.sequence.video[0]!.locked = true;
    const replaced = await stand.host.place(placement(clip, { mode: 'replace' }));
    expect([replaced.mode, codes(replaced)]).toEqual(['bin', ['track-locked', 'not-placed']]);
    stand.sequence.video[2]!.locked = true;
    await expect(stand.host.revert(placed, clip)).rejects.toMatchObject({ code: 'host-failed' });
  });

  it('a clip that lacks its last frame is made as long as it was to be', async () => {
    const stand = open({ version }), clip = await stand.selected();
    stand.premiere.faults.offByOne = true;
    const placed = await stand.host.place(placement(clip));
    expect([codes(placed), stand.timeline()[1]]).toEqual([['length-corrected'], 'V2 [50,100) Restored a.mov from 0']);
    const short = open({ version, media: { '/results/r.mov': picture(48) } }), told = await short.host.place(placement(await short.selected()));
    expect([told.notices, short.timeline()[1]]).toEqual([[{ code: 'length-corrected', reason: 'It ends 2 frame(s) before the clip.' }], 'V2 [50,98) Restored a.mov from 0']);
  });

  it('a clip that a move made invisible is gone', async () => {
    const stand = open({ version }), { premiere, sequence, source, clip } = stand, sent = await stand.selected(), frame = sequence.ticksPerFrame;
    premiere.faults.movedVanishes = true;
    premiere.addClip(sequence, source, { track: 0, start: 120, frames: 50, from: 100 });
    const { move } = await import('./premiere/edits.ts');
    premiere.edit('Move', (state) => move(state, clip.id, 80n * frame, true));
    expect(await stand.host.find(sent)).toBeNull();
    expect(codes(await stand.host.place(placement(sent)))).toEqual(['clip-gone']);
    expect(premiere.calls).not.toContain('createMoveAction');
  });

  it('a size that Premiere does not take is told', async () => {
    const stand = open({ version, media: { '/media/a.mov': picture(200, { size: { width: 960, height: 540 } }) } }), clip = await stand.selected();
    stand.premiere.faults.paramsStay = true;
    expect((await stand.host.place(placement(clip))).notices).toEqual([{ code: 'not-scaled', reason: 'Premiere kept the size.' }]);
  });

  it('calls that are never answered or refused are told as such, and everything else goes on', async () => {
    const stand = open({ version }), clip = await stand.selected();
    stand.premiere.faults.silent.add('getSelection');
    await expect(stand.host.selection()).rejects.toMatchObject({ code: 'host-silent', values: { host: 'Premiere Pro', seconds: 10 } });
    stand.premiere.faults.silent.clear();
    stand.premiere.faults.refuses.add('changeMediaFilePath');
    await expect(stand.host.relink({ mode: 'bin', item: JSON.stringify({ item: stand.source.id, path: '/media/a.mov', old: null }), key: null, sequence: null, track: null, place: null, notices: [] }, '/results/r.mov')).rejects.toMatchObject({ code: 'host-failed' });
    expect((await stand.host.check()).map(({ state }) => state)).not.toContain('bad');
    expect((await stand.host.place(placement(clip))).mode).toBe('track-above');
  });

  it('an inserting that moves other tracks is told, with the one undo that takes it back', async () => {
    const stand = open({ version }), { premiere, sequence, source } = stand;
    for (const track of [1, 2]) premiere.addClip(sequence, source, { track, start: 40, frames: 90 });
    premiere.faults.insertShiftsAll = true;
    const before = stand.timeline();
    await expect(stand.host.place(placement(await stand.selected()))).rejects.toMatchObject({ code: 'host-failed', values: { why: expect.stringContaining('Undo once') } });
    premiere.undo();
    expect(stand.timeline()).toEqual(before);
  });

  it('an export that fails is told, and the marks are as they were', async () => {
    const stand = open({ version, exportFile: async () => false });
    await expect(stand.host.render(await stand.selected(), '/projects')).rejects.toMatchObject({ code: 'host-failed', values: { what: 'export' } });
    expect(stand.premiere.activeSequence().in).toBeNull();
  });
});

it('without a project or a sequence there is nothing to see, and nothing breaks', async () => {
  const stand = open();
  stand.premiere.state().active = null;
  expect([await stand.host.selection(), (await stand.host.context()).sequence]).toEqual([[], null]);
});

it('the network that Premiere refuses is told by the self-check, and the editor works on', async () => {
  const stand = open({ refusesDomains: true });
  await expect.poll(() => stand.link.connection.state().kind, soon).toBe('absent');
  expect((await stand.host.check()).find(({ id }) => id === 'permissions')).toMatchObject({ state: 'bad', detail: expect.stringContaining('Manifest entry not found') });
  expect(await stand.selected()).toMatchObject({ name: 'a.mov' });
});

it('somebody else on the port is not taken for the daemon', async () => {
  const server = createServer((_, response) => response.end('hello'));
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  const stand = open({ ports: new Map([[47800, (server.address() as { port: number }).port]]) });
  await expect.poll(() => stand.link.connection.state().kind, soon).toBe('absent');
  await new Promise((done) => { server.close(done); });
});

it('a start that the user refuses is told, and one that works asks for the registered link alone', async () => {
  const refused = open({ open: () => 'The user refused' });
  await expect(refused.link.connection.startDaemon()).rejects.toMatchObject({ code: 'daemon-failed', values: { why: 'The user refused' } });
  expect(refused.engine.opened).toEqual(['framewright://start']);
  await expect(refused.host.open({ kind: 'link', target: 'file:///etc/passwd' })).rejects.toMatchObject({ code: 'host-cannot' });
  await expect(refused.host.open({ kind: 'link', target: 'https://example.org/' })).rejects.toMatchObject({ code: 'host-failed' });
  const opens = open();
  await opens.host.open({ kind: 'folder-of', target: '/results/r.mov' });
  await opens.host.open({ kind: 'link', target: 'http://127.0.0.1:47800/#code=x' });
  expect(opens.engine.opened).toEqual(['/results', 'http://127.0.0.1:47800/#code=x']);
});

it('a panel that was never shown keeps the last command until its page is there; the flyout menu holds what the page puts into it', async () => {
  const { engine, host, events } = open();
  engine.command('extend');
  engine.command('restore');
  const commands = () => events.flatMap((event) => (event.kind === 'command' ? [event.command] : []));
  await expect.poll(commands, soon).toEqual([{ name: 'restore', preset: null }]);
  await host.setMenu([{ id: 'restore', label: 'Restore', items: [{ id: 'restore:best', label: 'Best', checked: true }] }, { id: 'self-check', label: 'Check' }]);
  expect(engine.menu).toEqual([{ id: 'restore', label: 'Restore', enabled: true, checked: false, submenu: [{ id: 'restore:best', label: 'Best', enabled: true, checked: true }] }, { id: 'self-check', label: 'Check', enabled: true, checked: false }]);
  await host.setMenu([{ id: 'open', label: 'Results' }]);
  expect(engine.menu.map(({ id }) => id)).toEqual(['open']);
  engine.flyout('restore:best');
  engine.flyout('nothing of ours');
  engine.command('self-check');
  await expect.poll(commands, soon).toEqual([{ name: 'restore', preset: null }, { name: 'restore', preset: 'best' }, { name: 'self-check', preset: null }]);
});

it('says when the editor plays, and asks for the playhead at most four times a second', async () => {
  const { premiere, events, sequence, host } = open({ speed: 1 }), asked = () => premiere.calls.filter((name) => name === 'getPlayerPosition').length, states = () => events.flatMap((event) => (event.kind === 'activity' ? [event.state] : []));
  await host.describe();
  const playing = setInterval(() => { premiere.activeSequence().playhead += sequence.ticksPerFrame; }, 10), began = performance.now(), before = asked();
  await expect.poll(() => states().includes('playing'), soon).toBe(true);
  clearInterval(playing);
  await expect.poll(() => states().at(-1), soon).toBe('idle');
  // Besides its own looks the context is read once when everything begins, and once for what changed.
  expect(asked() - before).toBeLessThanOrEqual((performance.now() - began) / 250 + 3);
  expect(events.some((event) => event.kind === 'context')).toBe(true);
});

it('tells the colours of the panel as they change', async () => {
  const { engine, events, host } = open({ theme: 'dark' });
  expect((await host.describe()).appearance).toEqual({ theme: 'dark', background: null, scale: 1 });
  engine.theme = 'light';
  await expect.poll(() => events.flatMap((event) => (event.kind === 'appearance' ? [event.appearance.theme] : [])), soon).toEqual(['light']);
});

it('times from 0 to a day stay exact at every rate', async () => {
  for (const [num, den] of [[24000n, 1001n], [25n, 1n], [30000n, 1001n], [60000n, 1001n]] as const) {
    const { host, premiere, sequence, source } = open({ rate: [num, den] }), at = 86_400n * num / den;
    premiere.select(premiere.addClip(sequence, source, { track: 1, start: Number(at), frames: 3 }).id);
    const clip = (await host.selection())[0]!;
    expect(clip.place.in).toEqual(instant(at * sequence.ticksPerFrame, '254016000000'));
    expect((await host.context()).sequence!.rate).toBe(den === 1n ? `${num}` : `${num}/${den}`);
  }
});
