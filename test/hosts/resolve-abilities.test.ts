// What the adapter can do beside reading and placing in a simulated Resolve: notes, renders, its self-check, and what becomes of calls that are not answered.
import { afterEach, describe, expect, it } from 'vitest';
import { addSequence, track } from './resolve/model.ts';
import { openStand, result, resultOf, type Stand, type StandOptions } from './resolve/stand.ts';

const stands: Stand[] = [];
const open = (options?: StandOptions): Stand => { const stand = openStand(options); stands.push(stand); return stand; };
afterEach(() => { for (const { close } of stands.splice(0)) close(); });

describe('notes', () => {
  it('are kept in one marker, beside the user\'s own, in whichever timeline is open', async () => {
    const { host, studio, sequence } = open();
    expect(await host.readNotes()).toBeNull();
    sequence.markers.set(0, { color: 'Blue', name: 'Mine', note: '', duration: 1, customData: '' });
    await host.writeNotes('{"version":1}');
    expect([[...sequence.markers.keys()], await host.readNotes()]).toEqual([[0, 1], '{"version":1}']);
    const other = addSequence(studio, { name: 'Other' });
    other.markers.set(4, { ...sequence.markers.get(1)! });
    await host.writeNotes('{"version":2}');
    expect([other.markers.size, sequence.markers.size, await host.readNotes()]).toEqual([0, 2, '{"version":2}']);
  });
  it('that are not kept whole are an error', async () => {
    const { host, studio } = open();
    studio.quirks.faults.set('Timeline.AddMarker', 'false');
    await expect(host.writeNotes('x')).rejects.toMatchObject({ code: 'host-failed' });
  });
});

describe('what it can do', () => {
  it.each([['18.5', 'playhead', 'inferred'], ['20.1', 'playhead', 'inferred'], ['21.0.4', 'poll', 'inferred'], ['21.1', 'poll', 'told']] as const)('%s', async (version, selection, speed) => {
    const { host, studio } = open({ version }), { capabilities, ...info } = await host.describe();
    expect([info.id, info.name, capabilities.selection, capabilities.speed, capabilities.places[0], capabilities.swaps]).toEqual(['resolve', 'DaVinci Resolve Studio', selection, speed, 'track-above', 'every-use']);
    // Without a timeline there is nothing to look at but the version.
    studio.current = null;
    expect((await host.describe()).capabilities).toEqual(capabilities);
  });

  it('checks itself on a timeline of its own, and leaves nothing', async () => {
    const { host, studio, sequence } = open({ quirks: { endFrame: 'inclusive' } }), checks = await host.check();
    expect(checks.map(({ id, state }) => [id, state])).toEqual([['version', 'good'], ['page', 'good'], ['timeline', 'good'], ['timeline-calls', 'good'], ['timeline-calls-later', 'good'], ['item-calls', 'good'], ['item-calls-later', 'good'], ['dry-run', 'good']]);
    expect(checks.at(-1)?.detail).toContain('inclusive');
    expect([studio.sequences, studio.current]).toEqual([[sequence], sequence]);
    studio.quirks.faults.set('MediaPool.AppendToTimeline', 'null');
    expect((await host.check()).at(-1)).toMatchObject({ id: 'dry-run', state: 'bad' });
    expect(studio.sequences).toEqual([sequence]);
  });

  it('shows a clip by moving the playhead, also on another timeline', async () => {
    const { host, studio, sequence, item, clip } = open(), { key } = await clip();
    addSequence(studio, { name: 'Other' });
    sequence.playhead = sequence.start;
    await host.reveal(key);
    expect([studio.current, sequence.playhead]).toEqual([sequence, item.start]);
  });

  it('cannot move edges, and says so', async () => {
    const { host, clip } = open(), sent = await clip();
    await expect(host.trim(sent, 'end', sent.place.out)).rejects.toMatchObject({ code: 'host-cannot' });
  });

  it('renders what a clip shows, to its last frame, and brings the page\'s settings back', async () => {
    const marks: unknown[] = [], stand = open({ render: async (path, asked) => { marks.push(asked); stand.studio.files.set(path, stand.media.file); } }), { host, studio, item, clip } = stand;
    const path = await host.render(await clip(), '/renders');
    expect([path, marks]).toEqual([expect.stringMatching(/^\/renders\/framewright-\w+\.mov$/), [{ in: item.start, out: item.start + item.duration - 1 }]]);
    expect([studio.renderFormat, studio.renders.size]).toEqual([{ format: 'mp4', codec: 'H264' }, 0]);
    const broken = open();
    await expect(broken.host.render(await broken.clip(), '/renders')).rejects.toMatchObject({ code: 'host-failed' });
    expect(broken.studio.renders.size).toBe(0);
  });
});

describe('a Resolve that does not answer', () => {
  it('is silent, failed or odd, and the next call works again', async () => {
    const { host, studio, clip } = open({ timeoutMs: 60, promises: true });
    for (const [fault, code] of [['silent', 'host-silent'], ['throws', 'host-failed'], ['null', 'host-failed'], ['text', 'host-failed']] as const) {
      studio.quirks.faults.set('Resolve.GetProjectManager', fault);
      await expect(host.context(), fault).rejects.toMatchObject({ code });
    }
    studio.quirks.faults.clear();
    expect((await clip()).name).toBe('harbour.mov');
  });

  it('a selection that is no list is none', async () => {
    const { host, studio } = open({ timeoutMs: 60, promises: true });
    for (const fault of ['null', 'text', 'false'] as const) {
      studio.quirks.faults.set('Timeline.GetSelectedClips', fault);
      expect(await host.selection(), fault).toEqual([]);
    }
    studio.quirks.faults.set('Timeline.GetSelectedClips', 'silent');
    await expect(host.selection()).rejects.toMatchObject({ code: 'host-silent' });
  });

  it('things are done one after the other', async () => {
    const { host, studio, sequence, clip } = open({ promises: true }), sent = await clip();
    sequence.tracks.video.push(track('Video 2'));
    const [first, second] = await Promise.all([host.place(resultOf(studio, sent)), host.place(resultOf(studio, sent))]);
    expect([first.track, second.track, studio.root.bins[0]!.media.map(({ path }) => path)]).toEqual([1, 2, [result]]);
  });
});
