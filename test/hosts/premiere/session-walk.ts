// What a user does in the panel, carried to Premiere's timeline: the same list for each of the two plugins.
import { afterEach, expect, it } from 'vitest';
import { usualForm } from '../../../shared/panel/form.ts';
import { paperMedia } from '../../panel/daemon.ts';
import { binned, deleteClip, laid, media, moveClip, patient, sitDown, takeSeat, type Given, type OpenPlugin, type Seat } from './seat.ts';

const ends: (() => void | Promise<void>)[] = [];
const original = 'V1 [50,100) a.mov from 10', sound = 'A1 [50,100) a.mov from 10';

/** The tests, for a plugin. */
export function walkSession(openPlugin: OpenPlugin): void {
  const open = (given?: Given): Promise<Seat> => takeSeat(openPlugin, ends, given);
  afterEach(async () => { for (const end of ends.splice(0).reverse()) await end(); });
  walkOrders(open);
  walkEdges(open);
  walkLater(open);
  walkTogether(open);
}
type Open = (given?: Given) => Promise<Seat>;

function walkOrders(open: Open): void {
  it('several clips at once come back above each of them', async () => {
    const seat = await open(), { premiere, plugin, daemon } = seat, other = premiere.addClip(plugin.sequence, plugin.source, { track: 0, start: 120, frames: 50, from: 100 });
    await seat.select(plugin.clip, other);
    await seat.session.restore();
    expect(daemon.submitted().map(({ path, wish }) => [path, wish.delivery])).toEqual([['/media/a.mov', 'prores-422-hq'], ['/media/a.mov', 'prores-422-hq']]);
    daemon.finish('job-2');
    daemon.finish('job-1');
    await expect.poll(seat.states, patient).toEqual(['placed', 'placed']);
    expect(laid(premiere).filter((line) => line.startsWith('V2'))).toEqual(['V2 [50,100) job-1.mov from 0', 'V2 [120,170) job-2.mov from 0']);
  });

  it('the same as last time, by a command of Premiere\'s own menu, and restore by another', async () => {
    const seat = await open(), { premiere, plugin, daemon } = seat, other = premiere.addClip(plugin.sequence, plugin.source, { track: 0, start: 120, frames: 50, from: 100 });
    await seat.select(plugin.clip);
    seat.session.choose({ form: { ...usualForm, quality: 'best' } });
    plugin.choose('restore');
    await expect.poll(() => daemon.submitted().length, patient).toBe(1);
    seat.session.choose({ form: usualForm });
    await seat.select(other);
    plugin.choose('same-as-last');
    await expect.poll(() => daemon.submitted().map(({ wish }) => wish.quality), patient).toEqual(['best', 'best']);
  });

  it('what only Premiere can read is exported by it, restored, and laid above', async () => {
    const exported: string[] = [], seat = await open({ exportFile: async ({ path }) => exported.push(path) > 0 }), { premiere, plugin, daemon } = seat;
    daemon.answers.set('probe', ({ path }: { path: string }) => paperMedia(path));
    const nest = premiere.addClip(plugin.sequence, premiere.addMedia('/media/a.mov', { kind: 'sequence', path: null, name: 'nest' }), { track: 0, start: 300, frames: 50 });
    premiere.select(nest.id);
    const refused = () => seat.session.state().cards.find(({ refusal }) => refusal);
    await expect.poll(() => refused()?.refusal, patient).toMatchObject({ code: 'nested', ways: expect.arrayContaining(['render']) });
    await seat.session.wayOut(refused()!.id, 'render');
    expect(seat.session.state().cards.flatMap(({ failure }) => failure ?? [])).toEqual([]);
    expect([exported, daemon.submitted().map(({ path }) => path)]).toEqual([[expect.stringMatching(/^\/projects\/nest-\w+\.mov$/)], exported]);
    daemon.finish('job-1');
    await expect.poll(seat.states, patient).toEqual(['placed']);
    expect(laid(premiere)).toContain('V2 [300,350) job-1.mov from 0');
  });
}

function walkEdges(open: Open): void {
  it('an edge is trimmed as far as the media goes; beyond that frames are made, and lie in the gap', async () => {
    const seat = await open({ media: { '/media/a.mov': media(65, true), '/results/job-1.mov': media(67) } }), { premiere, plugin, daemon } = seat;
    premiere.addClip(plugin.sequence, plugin.source, { track: 0, start: 112, frames: 10 });
    await seat.select(plugin.clip);
    const [card] = seat.session.state().cards, toFill = () => seat.session.extension(card!.id, 'end', { kind: 'fill-gap' });
    await expect.poll(toFill, patient).toMatchObject({ asked: 12, handle: 5, fromHandle: 5, made: 7, kind: 'make' });
    await seat.session.extend(card!.id, 'end', { kind: 'frames', frames: 4 });
    expect([laid(premiere)[0], daemon.submitted()]).toEqual(['V1 [50,104) a.mov from 10', []]);
    await expect.poll(toFill, patient).toMatchObject({ asked: 8, handle: 1, made: 7 });
    await seat.session.extend(card!.id, 'end', { kind: 'fill-gap' });
    expect(daemon.submitted()).toMatchObject([{ wish: { extend: { before: 0 } } }]);
    daemon.change('job-1', { state: 'done', output: '/results/job-1.mov', clip: { asked: null, from: 0, to: 65, inFrame: 0, frames: 67, rate: { num: 25, den: 1 } } });
    await expect.poll(seat.states, patient).toEqual(['placed']);
    expect(laid(premiere)[1]).toMatch(/^V1 \[104,112\) job-1\.mov from \d+$/);
  });

  it('the user went on editing: a result follows its clip, and lies in the bin when that is gone', async () => {
    const seat = await open(), { premiere, plugin, daemon } = seat;
    await seat.select(plugin.clip);
    await seat.session.restore();
    moveClip(premiere, 30);
    daemon.finish('job-1');
    await expect.poll(seat.states, patient).toEqual(['placed']);
    expect(laid(premiere)).toEqual(['V1 [80,130) a.mov from 10', 'V2 [80,130) job-1.mov from 0', 'A1 [80,130) a.mov from 10']);
    expect(seat.session.state().works[0]!.entry.placed!.notices.map(({ code }) => code)).toEqual(['clip-moved']);
    await seat.session.again(seat.session.state().works[0]!.entry.id);
    deleteClip(premiere);
    daemon.finish('job-2');
    await expect.poll(seat.states, patient).toEqual(['binned', 'placed']);
    expect([laid(premiere), binned(premiere)]).toEqual([['V2 [80,130) job-1.mov from 0'], ['/results/job-1.mov', '/results/job-2.mov']]);
  });
}

function walkLater(open: Open): void {
  it('the panel is closed while it works; what is ready then waits, is placed, re-linked and taken back', async () => {
    const seat = await open({ media: { '/elsewhere/job-1.mov': media(50) } }), { premiere, plugin, daemon } = seat, other = premiere.addClip(plugin.sequence, plugin.source, { track: 0, start: 120, frames: 50, from: 100 });
    await seat.select(plugin.clip, other);
    await seat.session.restore();
    await expect.poll(async () => (await seat.session.host.readNotes())?.includes('job-2'), patient).toBe(true);
    await seat.close();
    daemon.finish('job-1');
    daemon.finish('job-2');
    premiere.reopen();
    await seat.reopen();
    await expect.poll(seat.states, patient).toEqual(['ready', 'ready']);
    await seat.session.placeAll();
    await expect.poll(seat.states, patient).toEqual(['placed', 'placed']);
    expect(laid(premiere).filter((line) => line.startsWith('V2'))).toEqual(['V2 [50,100) job-1.mov from 0', 'V2 [120,170) job-2.mov from 0']);
    const first = () => seat.session.state().works.find(({ entry }) => entry.job === 'job-1')!;
    await seat.session.relink(first().entry.id, '/elsewhere/job-1.mov');
    expect([first().failure, first().entry.output, binned(premiere)]).toEqual([null, '/elsewhere/job-1.mov', ['/elsewhere/job-1.mov', '/results/job-2.mov']]);
    for (const { entry } of seat.session.state().works) await seat.session.revert(entry.id);
    expect([seat.states(), laid(premiere).filter((line) => line.startsWith('V'))]).toEqual([['reverted', 'reverted'], [original, 'V1 [120,170) a.mov from 100']]);
  });

  it('a line that is cut while a result is laid changes nothing: it is laid once, and the next one comes after', async () => {
    const seat = await open(), { premiere, plugin, daemon } = seat;
    await seat.select(plugin.clip);
    await seat.session.restore();
    premiere.faults.importLateMs = 60;
    daemon.finish('job-1');
    daemon.line('waiting');
    await expect.poll(seat.states, patient).toEqual(['placed']);
    daemon.line('open');
    daemon.tell({ kind: 'lost', count: null });
    await seat.session.again(seat.session.state().works[0]!.entry.id);
    expect(daemon.submitted()).toHaveLength(2);
    expect(laid(premiere)).toEqual([original, 'V2 [50,100) job-1.mov from 0', sound]);
  });
}

function walkTogether(open: Open): void {
  for (const mode of ['track-above', 'replace'] as const) {
    it(`two panels that know of one order lay its result once (${mode})`, async () => {
      const seat = await open(), { premiere, plugin, daemon } = seat;
      seat.session.choose({ mode });
      await seat.select(plugin.clip);
      await seat.session.restore();
      await expect.poll(async () => (await seat.session.host.readNotes())?.includes('job-1'), patient).toBe(true);
      const second = await sitDown(plugin, daemon, ends, plugin.beside);
      await expect.poll(second.states, patient).toEqual(['sent']);
      await expect.poll(() => second.session.state().works[0]!.waits, patient).toBe(false);
      premiere.faults.importLateMs = 40;
      daemon.finish('job-1');
      await expect.poll(() => [...seat.states(), ...second.states()], patient).toEqual(['placed', 'placed']);
      expect(laid(premiere)).toEqual(mode === 'replace' ? ['V1 [50,100) job-1.mov from 0', sound] : [original, 'V2 [50,100) job-1.mov from 0', sound]);
    });
  }
}
