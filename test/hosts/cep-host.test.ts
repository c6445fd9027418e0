// What an editor does with the CEP panel, through the host contract: the real host script on a simulated Premiere of both ends of the range.
import { afterEach, describe, expect, test } from 'vitest';
import { instant, sameTime } from '../../shared/panel/instant.ts';
import type { HostEvent } from '../../shared/panel/host.ts';
import { timelineOf } from './premiere/premiere.ts';
import { codes, picture, placement, setUp as makeStand, versions, type Stand, type StandOptions } from './premiere/cep-stand.ts';

const stands: Stand[] = [];
afterEach(() => { for (const stand of stands.splice(0)) stand.close(); });
async function setUp(options?: StandOptions): Promise<Stand> {
  const stand = await makeStand(options);
  stands.push(stand);
  return stand;
}
const before = ['V1 [50,100) a.mov from 10', 'A1 [50,100) a.mov from 10'];
const after = ['V1 [50,100) a.mov from 10', 'V2 [50,100) Restored a.mov from 0', 'A1 [50,100) a.mov from 10'];
/** A timeline by the names of its clips. */
const shown = ({ premiere }: Stand): string[] => timelineOf(premiere).map((line) => line);
const results = after.map((line) => line.replace('Restored a.mov', 'r.mov'));

describe.each(versions)('Premiere %s', (version) => {
  test('says what it can do', async () => {
    const { host } = await setUp({ version });
    expect(await host.describe()).toMatchObject({
      id: 'premiere', name: 'Premiere Pro', version, engine: version.startsWith('24') ? 'CEP 11' : 'CEP 12', platform: 'macos', locale: 'en-US', appearance: { theme: 'dark', background: 'rgb(35, 35, 35)', scale: 1 },
      capabilities: { selection: 'event', clipIds: 'weak', undo: 'each-call', makesTracks: true, places: ['track-above', 'replace', 'append', 'prepend', 'swap', 'bin'], swaps: 'every-use', tellsExtendReached: false, renders: false, dragType: 'com.adobe.cep.dnd.file.0' },
    });
  });

  test('a selected clip is a card: one for picture and linked sound', async () => {
    const stand = await setUp({ version }), clip = await stand.selected();
    expect(await stand.host.selection()).toHaveLength(1);
    expect(clip).toMatchObject({
      name: 'a.mov', kind: 'media', path: '/media/a.mov', offline: false, track: { index: 0, name: 'Video 1', locked: false }, rate: '25', size: { width: 640, height: 480 }, speed: { kind: 'constant', ratio: '1' }, reversed: false, effects: 0,
      interpretation: {}, hasAlpha: false, hasLinkedSound: true,
    });
    expect([clip.place.in, clip.place.out, clip.source!.in, clip.source!.out, clip.mediaLength!].map((time, i) => sameTime(time, instant([50, 100, 10, 60, 200][i]!, '25')))).toEqual([true, true, true, true, true]);
    expect(await stand.host.surroundings(clip)).toMatchObject({ gapBefore: instant(254016000000n * 2n, '254016000000'), gapAfter: null });
  });

  test('a result comes back above the original, of the same place and length, and goes again', async () => {
    const stand = await setUp({ version }), clip = await stand.selected(), placed = await stand.host.place(placement(clip));
    expect(shown(stand)).toEqual(results);
    expect(placed).toMatchObject({ mode: 'track-above', track: 1, notices: [] });
    expect(sameTime(placed.place!.in, clip.place.in) && sameTime(placed.place!.out, clip.place.out)).toBe(true);
    expect(stand.premiere.inBin(stand.premiere.bin('FrameWright')!.id).map(({ path, label }) => [path, label])).toEqual([['/results/r.mov', 4]]);
    await stand.host.revert(placed, clip);
    expect(shown(stand)).toEqual(before);
  });

  test('each call is an undo step of its own', async () => {
    const stand = await setUp({ version });
    await stand.host.place(placement(await stand.selected()));
    expect(stand.premiere.undoLabels()).toEqual(['Create bin', 'Overwrite', 'Rename', 'Label']);
    stand.premiere.undo();
    stand.premiere.undo();
    stand.premiere.undo();
    expect(shown(stand)).toEqual(before);
  });

  test('replaced in place, and brought back without its sound being laid again', async () => {
    const stand = await setUp({ version }), clip = await stand.selected(), placed = await stand.host.place(placement(clip, { mode: 'replace' }));
    expect(shown(stand)).toEqual(['V1 [50,100) r.mov from 0', 'A1 [50,100) a.mov from 10']);
    await stand.host.revert(placed, clip);
    expect(shown(stand)).toEqual(before);
  });

  test('a tail goes into the gap after the clip, a head into the one before', async () => {
    const stand = await setUp({ version, media: { '/results/t.mov': picture(12, 25) } }), clip = await stand.selected();
    const tail = { path: '/results/t.mov', shows: { from: 2, frames: 10, rate: '25' } };
    const end = await stand.host.place(placement(clip, { ...tail, mode: 'append', after: instant(10, '25') }));
    const start = await stand.host.place(placement(clip, { ...tail, mode: 'prepend', before: instant(10, '25') }));
    expect(shown(stand)).toEqual(['V1 [40,50) t.mov from 2', 'V1 [50,100) a.mov from 10', 'V1 [100,110) t.mov from 2', 'A1 [50,100) a.mov from 10']);
    expect(stand.premiere.inBin(stand.premiere.bin('FrameWright')!.id).map((item) => [item.in, item.out])).toEqual([[null, null]]);
    await stand.host.revert(end, clip);
    await stand.host.revert(start, clip);
    expect(shown(stand)).toEqual(before);
  });

  test('what lies in the gap is not written over', async () => {
    const stand = await setUp({ version }), clip = await stand.selected();
    stand.premiere.addClip(stand.sequence, stand.source, { track: 0, start: 105, frames: 20, from: 100 });
    const placed = await stand.host.place(placement(clip, { mode: 'append', shows: { from: 0, frames: 10, rate: '25' }, after: instant(10, '25') }));
    expect([placed.mode, codes(placed)]).toEqual(['bin', ['not-placed']]);
    expect(await stand.host.surroundings(clip)).toMatchObject({ gapAfter: instant(254016000000n / 5n, '254016000000') });
  });

  test('the media behind a clip is swapped for every use, and back', async () => {
    const stand = await setUp({ version, media: { '/results/whole.mov': picture(200, 25) } }), clip = await stand.selected();
    const placed = await stand.host.place(placement(clip, { mode: 'swap', path: '/results/whole.mov' })), path = (): string | null => stand.premiere.state().items.find(({ id }) => id === stand.source.id)!.path;
    expect([placed.mode, codes(placed), path()]).toEqual(['swap', ['every-use', 'not-undoable'], '/results/whole.mov']);
    await stand.host.revert(placed, clip);
    expect(path()).toBe('/media/a.mov');
    const short = await stand.host.place(placement(clip, { mode: 'swap' }));
    expect([short.mode, codes(short), path()]).toEqual(['bin', ['not-placed'], '/media/a.mov']);
  });

  test('bin only touches no sequence', async () => {
    const stand = await setUp({ version }), placed = await stand.host.place(placement(await stand.selected(), { mode: 'bin', clip: null }));
    expect([placed.mode, placed.notices, shown(stand)]).toEqual(['bin', [], before]);
  });

  test('edges are trimmed, and the playhead goes to a clip', async () => {
    const stand = await setUp({ version }), clip = await stand.selected(), longer = await stand.host.trim(clip, 'end', instant(114, '25'));
    expect(shown(stand)[0]).toBe('V1 [50,114) a.mov from 10');
    expect(sameTime(longer.source!.out, instant(74, '25'))).toBe(true);
    await stand.host.trim(longer, 'start', instant(45, '25'));
    expect(shown(stand)[0]).toBe('V1 [45,114) a.mov from 5');
    await expect(stand.host.trim(longer, 'end', instant(999, '25'))).rejects.toMatchObject({ code: 'host-failed' });
    await stand.host.reveal(clip.key);
    expect(stand.premiere.activeSequence().playhead).toBe(45n * stand.sequence.ticksPerFrame);
  });

  test('notes are in the project after it was opened again, and in the copies of deleted sequences', async () => {
    const stand = await setUp({ version }), text = '{"film":"Ärger & <Lücke>  漢 😀"}';
    expect(await stand.host.readNotes()).toBeNull();
    await stand.host.writeNotes('old');
    const second = stand.premiere.addSequence('Second', [24n, 1n]);
    await stand.host.writeNotes(text);
    stand.premiere.reopen();
    expect(await stand.host.readNotes()).toBe(text);
    stand.premiere.edit(null, (state) => { state.sequences = state.sequences.filter(({ id }) => id === second.id); });
    expect(await stand.host.readNotes()).toBe(text);
  });

  test('the selection, the sequence and the playhead are followed, with or without Premiere telling', async () => {
    for (const deaf of [false, true]) {
      const stand = await setUp({ version }), events: HostEvent[] = [];
      stand.cep.faults.deaf = deaf;
      const stop = stand.host.subscribe((event) => events.push(event));
      await new Promise((resolve) => { setTimeout(resolve, 300); });
      stand.premiere.select(stand.clip.id);
      await expect.poll(() => events.some((event) => event.kind === 'selection' && event.clips.length === 1), { timeout: 10_000 }).toBe(true);
      stand.premiere.edit(null, (state) => { state.sequences[0]!.playhead = 7n * stand.sequence.ticksPerFrame; });
      await expect.poll(() => events.some((event) => event.kind === 'context' && event.context.sequence?.playhead?.at === String(7n * stand.sequence.ticksPerFrame)), { timeout: 10_000 }).toBe(true);
      stop();
      const heard = events.length;
      stand.premiere.select();
      await new Promise((resolve) => { setTimeout(resolve, 50); });
      expect(events).toHaveLength(heard);
    }
  });

  test('menus send commands', async () => {
    const stand = await setUp({ version }), events: HostEvent[] = [], stop = stand.host.subscribe((event) => events.push(event));
    await stand.host.setMenu([{ id: 'restore', label: 'Restore <&> "all"' }, { id: 'with', label: 'Restore with', items: [{ id: 'restore:film', label: 'Film', checked: true }] }]);
    expect(stand.cep.menus.flyout).toBe('<Menu><MenuItem Id="restore" Label="Restore &#60;&#38;&#62; &#34;all&#34;" Enabled="true" Checked="false"/><MenuItem Label="Restore with"><MenuItem Id="restore:film" Label="Film" Enabled="true" Checked="true"/></MenuItem></Menu>');
    expect(JSON.parse(stand.cep.menus.context)).toMatchObject({ menu: [{ id: 'restore' }, { menu: [{ id: 'restore:film', checked: true }] }] });
    stand.cep.dispatch({ type: 'com.adobe.csxs.events.flyoutMenuClicked', data: { menuId: 'restore', menuName: 'Restore' } });
    stand.cep.choose('restore:film');
    stop();
    expect(events.filter(({ kind }) => kind === 'command')).toEqual([{ kind: 'command', command: { name: 'restore', preset: null } }, { kind: 'command', command: { name: 'restore', preset: 'film' } }]);
  });

  test('a range is exported through Premiere, and the marks are as they were', async () => {
    const preset = '/Applications/Premiere.app/Contents/MediaIO/systempresets/4D6F6F56_4D6F6F56/ProRes 422 HQ.epr', asked: string[] = [];
    const stand = await setUp({ version, files: [preset], exportFile: async ({ path, in: from, out }) => { asked.push(`${path} ${from} ${out}`); return true; } });
    const clip = await stand.selected();
    expect((await stand.host.describe()).capabilities.renders).toBe(true);
    const first = await stand.host.render(clip, '/exports'), second = await stand.host.render(clip, '/exports');
    expect([first, second]).toEqual([expect.stringMatching(/^\/exports\/a-\w+\.mov$/), expect.stringMatching(/^\/exports\/a-\w+\.mov$/)]);
    expect(second, 'an earlier export may be the source of a job').not.toBe(first);
    expect(asked).toEqual([first, second].map((path) => `${path} ${clip.place.in.at} ${clip.place.out.at}`));
    expect([stand.premiere.activeSequence().in, stand.premiere.activeSequence().out]).toEqual([null, null]);
  });

  test('the self-check places and removes on a sequence of its own and leaves nothing', async () => {
    const stand = await setUp({ version }), items = stand.premiere.state().items.length, lines = await stand.host.check();
    expect(lines.filter(({ state }) => state === 'bad')).toEqual([]);
    expect(lines.map(({ id }) => id)).toEqual(['host', 'api', 'selection', 'events', 'tracks', 'notes', 'render', 'permissions', 'program', 'scratch', 'place', 'remove']);
    expect([stand.premiere.state().items.length, stand.premiere.activeSequence().id, shown(stand)]).toEqual([items, stand.sequence.id, before]);
  });

  test('folders and links are opened by the system, nothing else is', async () => {
    const { host, launched } = await setUp({ version });
    await host.open({ kind: 'folder-of', target: '/results/r.mov' });
    await host.open({ kind: 'link', target: 'https://example.org/a?b=c' });
    expect(launched).toEqual([['/usr/bin/open', '-R', '/results/r.mov'], ['/usr/bin/open', 'https://example.org/a?b=c']]);
    for (const target of ['file:///etc/passwd', 'javascript:alert(1)', 'https://a b']) await expect(host.open({ kind: 'link', target })).rejects.toMatchObject({ code: 'host-cannot' });
    await expect(host.open({ kind: 'folder-of', target: '-a Calculator' })).rejects.toMatchObject({ code: 'host-cannot' });
  });
});
