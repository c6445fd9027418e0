// What a user does in the panel, carried by the CEP host to Premiere's timeline; the daemon does as it is told.
import { afterEach, expect, test } from 'vitest';
import { createSession } from '../../shared/panel/editor/session.ts';
import type { Session } from '../../shared/panel/editor/state.ts';
import { createPaperDaemon, paperMedia, type PaperDaemon } from '../panel/daemon.ts';
import { picture, setUp, type Stand, type StandOptions } from './premiere/cep-stand.ts';
import { picturesOf } from './premiere/pictures.ts';
import { timelineOf } from './premiere/premiere.ts';

const ends: (() => void)[] = [];
afterEach(() => { for (const end of ends.splice(0).reverse()) end(); });
/** For what goes through Premiere's one queue of calls, ms. */
const patient = { timeout: 20_000 };

type Seat = { readonly stand: Stand; readonly daemon: PaperDaemon; session: Session; /** The panel, closed and opened again. */ reopen(): Promise<void>; close(): void };
let ids = 0;

async function open(options: StandOptions = {}, daemon = createPaperDaemon()): Promise<Seat> {
  const stand = await setUp({ media: Object.fromEntries(['1', '2', '3'].map((n) => [`/results/job-${n}.mov`, picture(50, 25)])), ...options });
  const begin = (): { session: Session; end: () => void } => {
    const session = createSession({ link: { host: stand.host, transport: daemon.transport, connection: daemon.connection }, label: (clip) => `Restored ${clip}`, newId: () => `id-${++ids}` });
    return { session, end: session.start() };
  };
  let { session, end } = begin();
  ends.push(stand.close, () => end());
  const seat: Seat = {
    stand, daemon, session, close: () => end(),
    async reopen() {
      ({ session, end } = begin());
      seat.session = session;
      await expect.poll(() => session.state().host !== null, patient).toBe(true);
    },
  };
  await expect.poll(() => session.state().host !== null, patient).toBe(true);
  return seat;
}
async function select({ stand, session }: Seat, ...wanted: string[]): Promise<void> {
  stand.premiere.select(...wanted);
  await expect.poll(() => session.state().cards.filter(({ selected, look }) => selected && look.state === 'known').length, patient).toBe(wanted.length);
}
const states = ({ session }: Seat): string[] => session.state().works.map(({ entry }) => entry.state);

test('several clips at once come back above each of them', async () => {
  const seat = await open(), { stand, daemon } = seat, other = stand.premiere.addClip(stand.sequence, stand.source, { track: 0, start: 120, frames: 50, from: 100 });
  await select(seat, stand.clip.id, other.id);
  await seat.session.restore();
  expect(daemon.submitted().map(({ path, wish }) => [path, wish.delivery, wish.sound])).toEqual([['/media/a.mov', 'prores-422-hq', false], ['/media/a.mov', 'prores-422-hq', false]]);
  daemon.finish('job-2');
  daemon.finish('job-1');
  await expect.poll(() => states(seat), patient).toEqual(['placed', 'placed']);
  expect(timelineOf(stand.premiere).filter((line) => line.startsWith('V2'))).toEqual(['V2 [50,100) job-1.mov from 0', 'V2 [120,170) job-2.mov from 0']);
  const shown = picturesOf(stand.premiere);
  expect([shown[49], shown[50], shown[99], shown[100], shown[120], shown[169]]).toEqual([null, 'job-1.mov:0', 'job-1.mov:49', null, 'job-2.mov:0', 'job-2.mov:49']);
});

test('an edge goes on beyond its media: frames are made, and lie in the gap', async () => {
  const seat = await open({ media: { '/media/a.mov': picture(65, 25, { sound: true }), '/results/job-1.mov': picture(67, 25) } }), { stand, daemon } = seat;
  stand.premiere.addClip(stand.sequence, stand.source, { track: 0, start: 112, frames: 10 });
  await select(seat, stand.clip.id);
  const [card] = seat.session.state().cards;
  await expect.poll(() => seat.session.extension(card!.id, 'end', { kind: 'fill-gap' }), patient).toMatchObject({ asked: 12, handle: 5, fromHandle: 5, made: 7, kind: 'make' });
  await seat.session.extend(card!.id, 'end', { kind: 'frames', frames: 4 });
  expect(timelineOf(stand.premiere)[0]).toBe('V1 [50,104) a.mov from 10');
  await expect.poll(() => seat.session.extension(card!.id, 'end', { kind: 'fill-gap' }), patient).toMatchObject({ asked: 8, handle: 1, made: 7 });
  await seat.session.extend(card!.id, 'end', { kind: 'fill-gap' });
  daemon.change('job-1', { state: 'done', output: '/results/job-1.mov', clip: { asked: null, from: 0, to: 65, inFrame: 0, frames: 67, rate: { num: 25, den: 1 } } });
  await expect.poll(() => states(seat), patient).toEqual(['placed']);
  expect(timelineOf(stand.premiere)[1]).toMatch(/^V1 \[104,112\) job-1\.mov from \d+$/);
});

test('what only Premiere can read is exported by it, restored, and laid above', async () => {
  const preset = '/Applications/Premiere.app/Contents/MediaIO/systempresets/ProRes 422 HQ.epr';
  const seat = await open({ files: [preset], exportFile: async () => true }), { stand, daemon } = seat;
  daemon.answers.set('probe', ({ path }: { path: string }) => paperMedia(path));
  const nest = stand.premiere.addClip(stand.sequence, stand.premiere.addMedia('/media/a.mov', { kind: 'sequence', path: null, name: 'nest' }), { track: 0, start: 300, frames: 50 });
  stand.premiere.select(nest.id);
  await expect.poll(() => seat.session.state().cards.at(-1)?.refusal, patient).toMatchObject({ code: 'nested', ways: expect.arrayContaining(['render']) });
  await seat.session.wayOut(seat.session.state().cards.find(({ refusal }) => refusal)!.id, 'render');
  expect(seat.session.state().cards.map(({ failure }) => failure)).toEqual(seat.session.state().cards.map(() => null));
  expect(daemon.submitted().map(({ path }) => path)).toEqual([expect.stringMatching(/^\/projects\/nest-\w+\.mov$/)]);
  daemon.finish('job-1');
  await expect.poll(() => states(seat), patient).toEqual(['placed']);
  expect(timelineOf(stand.premiere)).toContain('V2 [300,350) job-1.mov from 0');
});

test('the panel is closed while it works, and finds the result waiting in the project that was opened again', async () => {
  const seat = await open(), { stand, daemon } = seat;
  await select(seat, stand.clip.id);
  await seat.session.restore();
  await expect.poll(async () => (await stand.host.readNotes())?.includes('job-1'), patient).toBe(true);
  seat.close();
  daemon.finish('job-1');
  stand.premiere.reopen();
  await seat.reopen();
  await expect.poll(() => states(seat), patient).toEqual(['ready']);
  await seat.session.placeAll();
  await expect.poll(() => states(seat), patient).toEqual(['placed']);
  expect(timelineOf(stand.premiere)).toContain('V2 [50,100) job-1.mov from 0');
  await seat.session.revert(seat.session.state().works[0]!.entry.id);
  await expect.poll(() => states(seat), patient).toEqual(['reverted']);
  expect(timelineOf(stand.premiere)).toEqual(['V1 [50,100) a.mov from 10', 'A1 [50,100) a.mov from 10']);
});

test('a command of Premiere\'s own menu of the panel restores what is selected', async () => {
  const seat = await open(), { stand, daemon } = seat;
  await select(seat, stand.clip.id);
  seat.session.setMenu([{ id: 'restore:film', label: 'Film' }]);
  await expect.poll(() => stand.cep.menus.flyout, patient).toContain('restore:film');
  stand.cep.dispatch({ type: 'com.adobe.csxs.events.flyoutMenuClicked', data: JSON.stringify({ menuId: 'restore', menuName: 'Restore' }) });
  await expect.poll(() => daemon.submitted().length, patient).toBe(1);
  expect(timelineOf(stand.premiere)).toHaveLength(2);
});
