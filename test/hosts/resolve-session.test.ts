// What a user does in the panel, over a simulated Resolve in its first and its last versions: the panel's own conductor, and a daemon that does as it is told.
import { afterEach, describe, expect, it } from 'vitest';
import { createSession } from '../../shared/panel/editor/session.ts';
import type { Session } from '../../shared/panel/editor/state.ts';
import { createPaperDaemon, type PaperDaemon } from '../panel/daemon.ts';
import { layClip, shown, type StudioOptions } from './resolve/model.ts';
import { openStand, type Stand, type StandOptions } from './resolve/stand.ts';

type Panel = Stand & { readonly daemon: PaperDaemon; readonly session: Session; finish(job: string, frames: number, inFrame?: number): void; reopen(): Panel; end(): void };
const panels: Panel[] = [];
afterEach(() => { for (const panel of panels.splice(0)) { panel.end(); panel.close(); } });
const soon = <Value>(look: () => Value) => expect.poll(look, { timeout: 30_000 });

function open(options: StandOptions = {}, stand = openStand(options), daemon = createPaperDaemon()): Panel {
  daemon.answers.set('plan', () => ({ source: { rate }, steps: [], streams: [], map: { constantRate: null }, result: { rate } }));
  const session = createSession({ link: { host: stand.host, transport: daemon.transport, connection: daemon.connection }, label: (clip) => `Restore ${clip}`, now: () => '2026-11-20T10:00:00.000Z' }), end = session.start();
  const finish = (job: string, frames: number, inFrame = 0): void => {
    stand.studio.files.set(`/results/${job}.mov`, { frames, rate: '25', width: 640, height: 480 });
    daemon.finish(job, frames, inFrame);
  };
  const panel: Panel = { ...stand, daemon, session, finish, end, reopen() { end(); return open(options, stand, daemon); } };
  panels.push(panel);
  return panel;
}
const rate = { num: 25, den: 1 };
const states = ({ session }: Panel): unknown[] => session.state().works.map(({ entry }) => [entry.state, entry.error?.code ?? null]);
/** A card for each selected clip, looked at. */
const ready = (panel: Panel, count: number) => soon(() => panel.session.state().cards.filter(({ selected, look }) => selected && look.state === 'known').length).toBe(count);

describe.each<StudioOptions>([{ version: '18.5' }, { version: '21.1', promises: true }])('Resolve $version', (options) => {
  it('several clips at once: each has its card, its order and its place', async () => {
    const panel = open(options), { sequence, media, item, session, daemon } = panel, second = layClip(sequence, media, { start: sequence.start + 80, duration: 10, from: 5 });
    sequence.selected = [item, second];
    if (options.version === '18.5') for (const one of [item, second]) one.colour = 'Lime';
    await session.refresh();
    await ready(panel, 2);
    await session.restore();
    expect(daemon.submitted().map(({ path, wish }) => [path, wish.range, wish.delivery])).toEqual([['20', '70'], ['5', '15']].map(([from, to]) => ['/media/harbour.mov', { unit: 'ticks', in: from, out: to, perSecond: '25' }, 'prores-422-hq']));
    panel.finish('job-2', 10);
    panel.finish('job-1', 50);
    await soon(() => shown(sequence)[1]?.toSorted()).toEqual(['job-1.mov@10+50<0', 'job-2.mov@80+10<0']);
    await soon(() => states(panel)).toEqual([['placed', null], ['placed', null]]);
    await soon(() => [...sequence.markers.values()].map(({ name, customData }) => [name, customData.match(/"state":"placed"/g)?.length])).toEqual([['FrameWright', 2]]);
  });

  it('the panel is closed, the job goes on, and its result waits until it is placed; it can be taken back after that', async () => {
    const first = open(options);
    await ready(first, 1);
    await first.session.restore();
    await soon(() => first.sequence.markers.size).toBe(1);
    first.end();
    first.finish('job-1', 50);
    const second = first.reopen();
    await soon(() => second.session.state().overall.ready).toBe(1);
    expect(shown(second.sequence)).toHaveLength(1);
    await second.session.placeAll();
    await soon(() => shown(second.sequence)[1]).toEqual(['job-1.mov@10+50<0']);
    await soon(() => states(second)).toEqual([['placed', null]]);
    await soon(() => [...second.sequence.markers.values()][0]!.customData).toContain('"state":"placed"');
    const third = second.reopen();
    await soon(() => states(third)).toEqual([['placed', null]]);
    await third.session.reveal({ work: third.session.state().works[0]!.entry.id });
    expect(third.sequence.playhead).toBe(third.item.start);
    await third.session.revert(third.session.state().works[0]!.entry.id);
    await soon(() => shown(third.sequence)).toEqual([['harbour.mov@10+50<20']]);
    await soon(() => states(third)).toEqual([['reverted', null]]);
  });

  it('an edge is dragged over a gap: what the media has not is made, and lies in the gap', async () => {
    const panel = open({ ...options, place: { start: 10, duration: 50, from: 50 } }), { sequence, media, session, daemon } = panel;
    layClip(sequence, media, { start: sequence.start + 72, duration: 10 });
    await session.refresh();
    await ready(panel, 1);
    const { id } = session.state().cards[0]!;
    await soon(() => session.state().cards[0]!.surroundings?.gapAfter?.at).toBe('12');
    expect(session.extension(id, 'end', { kind: 'fill-gap' })).toMatchObject({ asked: 12, made: 12 });
    await session.extend(id, 'end', { kind: 'fill-gap' });
    const [order] = daemon.submitted();
    expect(order!.wish.extend).toMatchObject({ before: 0, after: 12 });
    // The job makes the clip's own frames and those behind them.
    panel.finish('job-1', 62);
    await soon(() => states(panel)).toEqual([['placed', null]]);
    expect(shown(sequence)).toEqual([['harbour.mov@10+50<50', 'job-1.mov@60+12<50', 'harbour.mov@72+10<0']]);
  });

  it('the user went on editing: the result follows its clip, or lies in the bin when it is gone', async () => {
    const panel = open(options), { sequence, item, studio, session } = panel;
    await ready(panel, 1);
    await session.restore();
    item.start += 100;
    panel.finish('job-1', 50);
    await soon(() => shown(sequence)[1]).toEqual(['job-1.mov@110+50<0']);
    await soon(() => session.state().works[0]!.busy).toBe(null);
    await session.again(session.state().works[0]!.entry.id);
    await soon(() => panel.daemon.jobs().length).toBe(2);
    sequence.tracks.video[0]!.items.pop();
    panel.finish('job-2', 50);
    await soon(() => session.state().works[0]!.entry.state).toBe('binned');
    expect([studio.root.bins[0]!.media.map(({ path }) => path), shown(sequence).flat()]).toEqual([['/results/job-1.mov', '/results/job-2.mov'], ['job-1.mov@110+50<0']]);
  });

  it('a compound clip is refused with its way out: rendered through Resolve, and that restored', async () => {
    const panel: Panel = open({ ...options, file: { type: 'Compound' }, render: async (path) => { panel.studio.files.set(path, panel.media.file); } }), { session, daemon } = panel;
    await soon(() => session.state().cards[0]?.refusal?.code).toBe('nested');
    await session.restore();
    expect(daemon.submitted()).toEqual([]);
    await session.wayOut(session.state().cards[0]!.id, 'render');
    await soon(() => daemon.submitted().length).toBe(1);
    expect(daemon.submitted()[0]!.path).toMatch(/framewright-\w+\.mov$/);
  });

  it('comes back as a take where that was chosen, and the original take shows again when it is taken back', async () => {
    const panel = open(options), { sequence, item, session } = panel;
    await ready(panel, 1);
    session.choose({ mode: 'take' });
    await session.restore();
    panel.finish('job-1', 50);
    await soon(() => shown(sequence)).toEqual([['job-1.mov@10+50<0']]);
    expect(item.takes).toHaveLength(2);
    await soon(() => states(panel)).toEqual([['placed', null]]);
    await session.revert(session.state().works[0]!.entry.id);
    await soon(() => shown(sequence)[0]![0]).toBe('harbour.mov@10+50<20');
  });
});
