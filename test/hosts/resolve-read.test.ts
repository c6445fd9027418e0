// What the adapter reads of a simulated Resolve: clips, timelines, selections, notes and what it can do, by version.
import { afterEach, describe, expect, it } from 'vitest';
import { formatTimecode, parseTimecode, readFrameRate } from '../../plugin-resolve/timecode.ts';
import type { HostEvent } from '../../shared/panel/host.ts';
import { addMedia, addSequence, layClip, track, type File, type StudioOptions } from './resolve/model.ts';
import { openStand, result, resultOf, type Stand, type StandOptions } from './resolve/stand.ts';

const stands: Stand[] = [];
const open = (options?: StandOptions): Stand => { const stand = openStand(options); stands.push(stand); return stand; };
afterEach(() => { for (const { close } of stands.splice(0)) close(); });
const soon = <Value>(look: () => Value) => expect.poll(look, { timeout: 30_000 });
const ofKind = <Kind extends HostEvent['kind']>(stand: Stand, kind: Kind) => stand.events.filter((event): event is Extract<HostEvent, { kind: Kind }> => event.kind === kind);

describe('times', () => {
  it.each([['29.97 DF', '30000/1001', true], ['29.97', '30000/1001', false], ['23.976', '24000/1001', false], ['23.98', '24000/1001', false], ['59.94 DF', '60000/1001', true], ['47.952', '48000/1001', false], ['25', '25', false], ['24.0', '24', false], ['12.5', '25/2', false]])('%s is %s', (text, rate, dropFrame) => {
    expect(readFrameRate(text)).toEqual({ rate, dropFrame });
  });
  it('what is no rate is none', () => { expect([readFrameRate(''), readFrameRate('0'), readFrameRate('fast')]).toEqual([null, null, null]); });

  // SMPTE ST 12-1, annex: the minute's first two numbers are left out, but not in each tenth.
  it.each([[1799, '00:00:59;29'], [1800, '00:01:00;02'], [17981, '00:09:59;29'], [17982, '00:10:00;00'], [107892, '01:00:00;00'], [107892 + 1800, '01:01:00;02']])('frame %i is %s', (frame, text) => {
    expect(formatTimecode(frame, '30000/1001', true)).toBe(text);
    expect(parseTimecode(text, '30000/1001')).toEqual({ frame, dropFrame: true });
  });
  it('four numbers are left out at 59.94, none without drop frame', () => {
    expect([formatTimecode(3600, '60000/1001', true), formatTimecode(90_000, '25', false), parseTimecode('01:00:00:00', '25')?.frame, parseTimecode('01:00:00:25', '25')]).toEqual(['00:01:00;04', '01:00:00:00', 90_000, null]);
  });
  it('every frame of an hour comes back', () => {
    for (let frame = 0; frame < 108_000; frame += 7) if (parseTimecode(formatTimecode(frame, '30000/1001', true), '30000/1001')?.frame !== frame) expect.fail(`frame ${frame}`);
  });
});

describe('a clip', () => {
  const versions: readonly StudioOptions[] = [{ version: '18.5' }, { version: '20.1', promises: true, quirks: { sourceEnd: 'inclusive' } }, { version: '21.1', promises: true, quirks: { nullIds: true } }];
  it.each(versions)('is read whole in $version', async (options) => {
    const { clip, sequence } = open(options);
    expect(await clip()).toMatchObject({
      name: 'harbour.mov', kind: 'media', path: '/media/harbour.mov', offline: false, enabled: true, track: { index: 0, name: 'Video 1', locked: false }, sequence: sequence.id,
      place: { in: { at: '10', rate: '25' }, out: { at: '60', rate: '25' } }, source: { in: { at: '20', rate: '25' }, out: { at: '70', rate: '25' } }, mediaLength: { at: '100', rate: '25' },
      rate: '25', size: { width: 320, height: 240 }, speed: { kind: 'constant', ratio: '1' }, reversed: false, interpretation: {}, hasAlpha: false, hasLinkedSound: false,
    });
  });

  it.each<[string, Partial<File> | null, string]>([['Compound', { type: 'Compound' }, 'nested'], ['Timeline', { type: 'Timeline' }, 'nested'], ['Multicam', { type: 'Multicam' }, 'multicam'], ['a fusion clip', { type: 'Fusion' }, 'nested'], ['Still', { type: 'Still', frames: 1 }, 'still'], ['numbered pictures', { type: 'Still', frames: 20 }, 'media'], ['Adjustment Clip', null, 'adjustment'], ['Text+', null, 'title'], ['Solid Color', null, 'generator']])('%s is what it is', async (name, file, kind) => {
    const { host, studio, sequence } = open(), media = file && addMedia(studio, '/media/other', file);
    sequence.selected = [layClip(sequence, media, { start: sequence.start + 100, duration: file?.frames === 1 ? 1 : 20, name })];
    expect((await host.selection())[0]).toMatchObject({ kind, name });
  });

  it('passes on what the user told Resolve of its media', async () => {
    const { clip } = open({ file: { field: 'Upper Field', levels: 'Full', alpha: 'Straight' } });
    expect(await clip()).toMatchObject({ interpretation: { fieldOrder: 'tff', range: 'full' }, hasAlpha: true });
  });

  it('stands for all pictures of a numbered sequence by its first', async () => {
    const { host, studio, sequence } = open(), media = addMedia(studio, '/media/shot_[0001-0100].dpx');
    studio.files.set('/media/shot_0001.dpx', media.file);
    sequence.selected = [layClip(sequence, media, { start: sequence.start + 100, duration: 20 })];
    expect((await host.selection())[0]).toMatchObject({ path: '/media/shot_0001.dpx', offline: false });
  });

  it('is offline when its file is not there', async () => {
    const { studio, clip } = open();
    studio.files.clear();
    expect((await clip()).offline).toBe(true);
  });

  it('tells its speed since 21.1; before that only that it is not the usual one', async () => {
    for (const [version, percent, expected] of [['21.1', 200, { speed: { kind: 'constant', ratio: '2' }, reversed: false, source: { in: { at: '20' }, out: { at: '100' } } }], ['21.1', -100, { speed: { kind: 'constant', ratio: '1' }, reversed: true, source: { in: { at: '20' }, out: { at: '60' } } }],
      ['21.1', 0, { speed: { kind: 'varying' } }], ['20.1', 200, { speed: { kind: 'hidden' } }], ['20.1', -100, { speed: { kind: 'constant', ratio: '1' }, reversed: true }]] as const) {
      const { item, clip } = open({ version, place: { duration: 40 } });
      item.speed = percent;
      expect(await clip()).toMatchObject(expected);
    }
  });

  it('counts what lies on it: Fusion compositions and tools of the colour page; null where nodes cannot be asked', async () => {
    const old = open({ version: '18.5' }), late = open({ version: '21.1' });
    late.item.compositions = 1;
    Object.assign(late.item, { tools: ['Primaries', 'Blur'] });
    expect([(await old.clip()).effects, (await late.clip()).effects]).toEqual([null, 3]);
  });

  it('is found again wherever it went, also without an id', async () => {
    const { host, studio, sequence, media, clip, item } = open(), sent = await clip();
    item.start += 40;
    expect((await host.find(sent))?.place.in.at).toBe('50');
    const nameless = layClip(sequence, media, { start: sequence.start + 200, duration: 10, from: 3, id: null });
    sequence.selected = [nameless];
    const other = (await host.selection())[0]!;
    nameless.start += 7;
    addSequence(studio, { name: 'Other' });
    expect((await host.find(other))?.place.in.at).toBe('207');
    sequence.tracks.video[0]!.items.pop();
    expect(await host.find(other)).toBeNull();
    await expect(host.surroundings(other)).rejects.toMatchObject({ code: 'clip-gone' });
  });

  it('knows the gaps around it', async () => {
    const { host, sequence, media, clip } = open(), sent = await clip();
    expect(await host.surroundings(sent)).toEqual({ gapBefore: { at: '10', rate: '25' }, gapAfter: null });
    layClip(sequence, media, { start: sequence.start, duration: 4 });
    layClip(sequence, media, { start: sequence.start + 75, duration: 4 });
    expect(await host.surroundings(sent)).toEqual({ gapBefore: { at: '6', rate: '25' }, gapAfter: { at: '15', rate: '25' } });
  });
});

describe('the timeline', () => {
  it('is told with its drop-frame timecode, playhead and marks', async () => {
    const { host, studio } = open(), sequence = addSequence(studio, { rate: '29.97 DF', start: 107_892 });
    Object.assign(sequence, { playhead: sequence.start + 1800, marks: { in: sequence.start + 10, out: sequence.start + 19 } });
    expect(await host.context()).toMatchObject({
      project: { id: studio.projectId, name: 'Harbour', path: null },
      sequence: { id: sequence.id, rate: '30000/1001', dropFrame: true, startsAt: { at: '107892' }, size: { width: 320, height: 240 }, playhead: { at: '1800' }, marks: { in: { at: '10' }, out: { at: '20' } }, end: { at: '0' } },
    });
  });

  it('may be missing, as may the project', async () => {
    const { host, studio } = open();
    studio.current = null;
    expect([(await host.context()).sequence, await host.selection()]).toEqual([null, []]);
    studio.quirks.faults.set('ProjectManager.GetCurrentProject', 'null');
    expect(await host.context()).toEqual({ project: null, sequence: null });
    await expect(host.writeNotes('x')).rejects.toMatchObject({ code: 'host-failed' });
  });
});

describe('the selection', () => {
  it('since 21.0.4 is what is selected: pictures before sound, linked sound left out', async () => {
    const { host, sequence, media, item } = open({ file: { sound: true } }), second = layClip(sequence, media, { start: sequence.start, duration: 5 });
    const linked = layClip(sequence, media, { start: item.start, duration: 50, kind: 'audio' }), alone = layClip(sequence, media, { start: sequence.start + 80, duration: 5, kind: 'audio' });
    Object.assign(item, { linked: [linked] });
    Object.assign(linked, { linked: [item] });
    sequence.selected = [alone, item, second];
    expect((await host.selection()).map(({ kind, place }) => [kind, place.in.at])).toEqual([['media', '0'], ['media', '10'], ['sound', '80']]);
  });

  it('before that is the clip under the playhead, or all that are painted lime', async () => {
    const { host, sequence, media, item } = open({ version: '20.1' }), others = [80, 90].map((at) => layClip(sequence, media, { start: sequence.start + at, duration: 5 }));
    expect((await host.selection()).map(({ place }) => place.in.at)).toEqual(['10']);
    for (const other of others) other.colour = 'Lime';
    expect((await host.selection()).map(({ place }) => place.in.at)).toEqual(['80', '90']);
    for (const other of others) other.colour = '';
    sequence.playhead = item.start - 1;
    expect(await host.selection()).toEqual([]);
  });

  it('is followed: each change is told once, and what is placed does not disturb it', async () => {
    const stand = open({ promises: true }), { host, studio, sequence, media } = stand;
    await soon(() => ofKind(stand, 'selection').at(-1)?.clips.length).toBe(1);
    sequence.selected = [];
    await soon(() => ofKind(stand, 'selection').at(-1)?.clips.length).toBe(0);
    sequence.selected = [layClip(sequence, media, { start: sequence.start + 80, duration: 5 })];
    await soon(() => ofKind(stand, 'selection').at(-1)?.clips[0]?.place.in.at).toBe('80');
    const told = ofKind(stand, 'selection').length;
    await host.context();
    await host.context();
    expect(ofKind(stand, 'selection').length).toBe(told);
    expect(ofKind(stand, 'context').at(-1)?.context.project?.id).toBe(studio.projectId);
  });

  it('before 21.0.4 is followed by playhead and colour', async () => {
    const stand = open({ version: '18.5' }), { sequence, media } = stand, other = layClip(sequence, media, { start: sequence.start + 80, duration: 5 });
    await soon(() => ofKind(stand, 'selection').at(-1)?.clips[0]?.place.in.at).toBe('10');
    sequence.playhead = other.start;
    await soon(() => ofKind(stand, 'selection').at(-1)?.clips[0]?.place.in.at).toBe('80');
    for (const item of sequence.tracks.video[0]!.items) item.colour = 'Lime';
    await soon(() => ofKind(stand, 'selection').at(-1)?.clips.length).toBe(2);
    for (const item of sequence.tracks.video[0]!.items) item.colour = '';
    await soon(() => ofKind(stand, 'selection').at(-1)?.clips.length).toBe(1);
  });

  it('playing and rendering are noticed', async () => {
    const stand = open(), { sequence } = stand, playing = setInterval(() => { sequence.playhead++; }, 5);
    await soon(() => ofKind(stand, 'activity').at(-1)?.state).toBe('playing');
    clearInterval(playing);
    await soon(() => ofKind(stand, 'activity').at(-1)?.state).toBe('idle');
    stand.simulated.events.emit('RenderStart');
    expect(ofKind(stand, 'activity').at(-1)?.state).toBe('rendering');
    stand.simulated.events.emit('RenderStop');
    await soon(() => ofKind(stand, 'activity').at(-1)?.state).toBe('idle');
  });
});

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

  it('things are done one after the other', async () => {
    const { host, studio, sequence, clip } = open({ promises: true }), sent = await clip();
    sequence.tracks.video.push(track('Video 2'));
    const [first, second] = await Promise.all([host.place(resultOf(studio, sent)), host.place(resultOf(studio, sent))]);
    expect([first.track, second.track, studio.root.bins[0]!.media.map(({ path }) => path)]).toEqual([1, 2, [result]]);
  });
});
