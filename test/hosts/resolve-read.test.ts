// What the adapter reads of a simulated Resolve: clips, timelines and selections, by version.
import { afterEach, describe, expect, it } from 'vitest';
import type { HostEvent } from '../../shared/panel/host.ts';
import { addMedia, addSequence, layClip, type File, type StudioOptions } from './resolve/model.ts';
import { openStand, type Stand, type StandOptions } from './resolve/stand.ts';

const stands: Stand[] = [];
const open = (options?: StandOptions): Stand => { const stand = openStand(options); stands.push(stand); return stand; };
afterEach(() => { for (const { close } of stands.splice(0)) close(); });
const soon = <Value>(look: () => Value) => expect.poll(look, { timeout: 30_000 });
const ofKind = <Kind extends HostEvent['kind']>(stand: Stand, kind: Kind) => stand.events.filter((event): event is Extract<HostEvent, { kind: Kind }> => event.kind === kind);

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
