// Every action of a user, through the built plugin, in the first Premiere with UXP and in the one that changed its rules.
import { afterEach, describe, expect, it } from 'vitest';
import { instant, premiereTicks, unitsOf } from '../../shared/panel/instant.ts';
import type { HostClip } from '../../shared/panel/host.ts';
import { binned, codes, picture, placement, setUp, versions, type Stand, type StandOptions } from './premiere/uxp-stand.ts';

const stands: Stand[] = [];
/** For what follows an event, on however busy a machine. */
const soon = { timeout: 30_000 };
afterEach(async () => { for (const stand of stands.splice(0)) await stand.close(); });
const original = 'V1 [50,100) a.mov from 10', sound = 'A1 [50,100) a.mov from 10';

describe.each(versions)('Premiere %s', (version) => {
  const open = (given: StandOptions = {}): Stand => {
    const stand = setUp({ version, ...given });
    stands.push(stand);
    return stand;
  };

  it('tells the selected clips as they lie, exactly, with the sequence around them', async () => {
    const stand = open({ rate: [30000n, 1001n] }), { host, premiere, sequence, source } = stand;
    premiere.edit(null, () => { source.reading = { rate: 0, pixelAspect: 1, fields: 2, removePulldown: true }; });
    sequence.dropFrame = true;
    const clip = await stand.selected(), frame = sequence.ticksPerFrame;
    expect(clip).toMatchObject({
      name: 'a.mov', kind: 'media', path: '/media/a.mov', offline: false, enabled: true, rate: '25', size: { width: 1920, height: 1080 }, hasAlpha: false, effects: 0, reversed: false,
      speed: { kind: 'constant', ratio: '1' }, track: { index: 0, name: 'Video 1' }, interpretation: { fieldOrder: 'tff', cadence: '3:2' }, mediaLength: { at: '2032128000000', rate: premiereTicks },
    });
    expect(clip.place).toEqual({ in: instant(50n * frame, premiereTicks), out: instant(100n * frame, premiereTicks) });
    expect(clip.source).toEqual({ in: instant(10n * frame, premiereTicks), out: instant(60n * frame, premiereTicks) });
    expect(await host.context()).toMatchObject({ project: { path: '/projects/film.prproj' }, sequence: { name: 'Cut', rate: '30000/1001', dropFrame: true, size: { width: 1920, height: 1080 }, marks: { in: null, out: null } } });
    expect(await host.describe()).toMatchObject({ id: 'premiere', version, engine: 'UXP 8.1.0', platform: 'macos', locale: 'en-US', appearance: { theme: 'dark' }, capabilities: { selection: 'event', undo: 'one-step', placesPictureAlone: version === '26.3.0' } });
  });

  it('says what a clip is that cannot be restored as it lies', async () => {
    const { host, premiere, sequence } = open({ media: { '/media/logo.png': picture(1), '/media/s.wav': picture(100, { picture: false, sound: true, size: null, rate: null }) } });
    const lay = (start: number, item: Parameters<Stand['premiere']['addClip']>[1], more: object = {}) => premiere.addClip(sequence, item, { track: 0, start, frames: 20 }, more).id;
    const file = premiere.addMedia('/media/a.mov', { name: 'b.mov' }), ramp = { match: 'AE.ADBE Time Remapping', name: 'Time Remapping', params: [{ name: 'Speed', value: 100, varying: true }] };
    const made = [
      lay(200, premiere.addMedia('/media/x.mov', { name: 'gone', offline: true, media: picture(100) })), lay(220, premiere.addMedia('', { name: 'nest', kind: 'sequence', path: null, media: picture(100), sequence: sequence.id })),
      lay(240, premiere.addMedia('', { name: 'angles', kind: 'sequence', path: null, media: picture(100), multicam: true })), lay(260, premiere.addMedia('', { name: 'layer', path: null, media: picture(100) }), { adjustment: true }),
      lay(280, premiere.addMedia('', { name: 'bars', path: null, media: picture(100) })), lay(300, premiere.addMedia('/media/logo.png', { media: { ...picture(1), duration: 0n } })),
      lay(320, file, { speed: 2, out: 40n * sequence.ticksPerFrame }), lay(340, file, { reversed: true }), lay(360, file, { components: [ramp] }), lay(380, premiere.addMedia('', { name: 'Title 01', path: null, media: picture(100) }), { components: [{ match: 'AE.ADBE Text', name: 'Text', params: [] }] }),
      lay(0, premiere.addMedia('/media/s.wav')),
    ];
    premiere.select(...made);
    const clips = await host.selection(), told = clips.map(({ name, kind, offline, speed, reversed }) => [name, kind, offline, speed.kind === 'constant' ? speed.ratio : speed.kind, reversed]);
    expect(told).toEqual([
      ['gone', 'media', true, '1', false], ['nest', 'nested', false, '1', false], ['angles', 'multicam', false, '1', false], ['layer', 'adjustment', false, '1', false], ['bars', 'generator', false, '1', false],
      ['logo.png', 'still', false, '1', false], ['b.mov', 'media', false, '2', false], ['b.mov', 'media', false, '1', true], ['b.mov', 'media', false, 'varying', false], ['Title 01', 'title', false, '1', false], ['s.wav', 'sound', false, '1', false],
    ]);
  });

  it('follows the selection, lists linked sound with its picture, and counts what the user laid on it', async () => {
    const { host, premiere, clip, events } = open(), audio = premiere.activeSequence().audio[0]!.items[0]!;
    await host.selection();
    premiere.select(clip.id, audio.id);
    await expect.poll(() => events.filter(({ kind }) => kind === 'selection').length, soon).toBeGreaterThan(0);
    premiere.edit(null, () => { clip.components.push({ match: 'AE.ADBE Lumetri', name: 'Lumetri Color', params: [] }); });
    premiere.drag(clip.id, 'end', 90n * premiere.activeSequence().ticksPerFrame);
    const last = (): readonly HostClip[] => events.filter((event) => event.kind === 'selection').at(-1)!.clips;
    await expect.poll(() => last().map(({ hasLinkedSound, effects, place }) => [hasLinkedSound, effects, unitsOf(place.out, '25')]), soon).toEqual([[true, 1, 90]]);
  });

  it('tells the gaps around a clip, trims an edge, and says when the media ends', async () => {
    const stand = open(), { host, premiere, sequence, source, clip, events } = stand;
    premiere.addClip(sequence, source, { track: 0, start: 20, frames: 10 });
    premiere.addClip(sequence, source, { track: 0, start: 137, frames: 10 });
    const sent = await stand.selected(), around = await host.surroundings(sent);
    expect([unitsOf(around.gapBefore, '25'), unitsOf(around.gapAfter!, '25')]).toEqual([20, 37]);
    const trimmed = await host.trim(sent, 'end', instant(114, '25'));
    expect(unitsOf(trimmed.place.out, '25')).toBe(114);
    expect(await host.trim(trimmed, 'start', instant(45, '25'))).toMatchObject({ source: { in: instant(5n * sequence.ticksPerFrame, premiereTicks) } });
    await expect(host.trim((await host.find(trimmed))!, 'start', instant(30, '25'))).rejects.toMatchObject({ code: 'host-failed' });
    premiere.drag(clip.id, 'start', 0n);
    await expect.poll(() => events.some((event) => event.kind === 'extend-reached' && event.edge === 'start'), soon).toBe(true);
  });

  it('places a result above its clip in one undo step, as long as the clip, the original untouched', async () => {
    const stand = open(), { host, premiere } = stand, placed = await host.place(placement(await stand.selected()));
    expect(stand.timeline()).toEqual([original, 'V2 [50,100) Restored a.mov from 0', sound]);
    expect(placed).toMatchObject({ mode: 'track-above', track: 1, place: { in: { at: String(50n * stand.sequence.ticksPerFrame) } }, notices: [] });
    expect(premiere.undoLabels()).toEqual(['FrameWright', 'Restored a.mov']);
    premiere.undo();
    expect(stand.timeline()).toEqual([original, sound]);
    expect(binned(stand)).toEqual(['/results/r.mov']);
    expect(premiere.inBin(premiere.bin('FrameWright')!.id)[0]!.label).toBe(0);
  });

  it('makes a track where every one above is taken, without moving anything', async () => {
    const stand = open(), { premiere, sequence, source } = stand;
    for (const track of [1, 2]) premiere.addClip(sequence, source, { track, start: 60, frames: 90 });
    const before = stand.timeline(), placed = await stand.host.place(placement(await stand.selected()));
    expect(codes(placed)).toEqual(['track-made']);
    expect(stand.timeline()).toEqual([...before.slice(0, 3), 'V4 [50,100) Restored a.mov from 0', ...before.slice(3)]);
  });

  it('replaces, appends into the gap, prepends, and puts into the bin alone', async () => {
    const zero = instant(0, '25'), seven = instant(7, '25');
    const replaced = open(), wanted = placement(await replaced.selected(), { mode: 'replace' }), placed = await replaced.host.place(wanted);
    expect(replaced.timeline()).toEqual(['V1 [50,100) Restored a.mov from 0', sound]);
    await replaced.host.revert(placed, wanted.clip!);
    expect(replaced.timeline()).toEqual([original, sound]);
    const appended = open(), tail = placement(await appended.selected(), { mode: 'append', shows: { from: 50, frames: 7, rate: '25' }, before: zero, after: seven, path: '/results/long.mov' });
    const long = open({ media: { '/results/long.mov': picture(57) } });
    await expect(appended.host.place(tail)).rejects.toMatchObject({ code: 'host-failed' });
    await long.host.place({ ...tail, clip: await long.selected() });
    expect(long.timeline()).toEqual([original, 'V1 [100,107) Restored a.mov from 50', sound]);
    const head = await long.host.place(placement(await long.selected(), { mode: 'prepend', before: seven, shows: { from: 0, frames: 7, rate: '25' }, path: '/results/long.mov' }));
    expect(long.timeline()).toContain('V1 [43,50) Restored a.mov from 0');
    await long.host.revert(head, (await long.host.selection())[0]!);
    expect(long.timeline()).not.toContain('V1 [43,50) Restored a.mov from 0');
    long.premiere.addClip(long.sequence, long.source, { track: 0, start: 110, frames: 10 });
    const lain = long.timeline(), again = await long.host.place({ ...tail, clip: await long.selected() });
    expect([again.mode, codes(again), long.timeline()], 'what lies there already is not laid twice').toEqual(['append', [], lain]);
    const full = await long.host.place({ ...tail, path: '/results/r.mov', shows: { from: 0, frames: 7, rate: '25' }, clip: await long.selected() });
    expect([full.mode, codes(full)]).toEqual(['bin', ['not-placed']]);
    const only = open();
    expect(await only.host.place(placement(null, { mode: 'bin' }))).toMatchObject({ mode: 'bin', key: null, notices: [] });
    expect([only.timeline(), binned(only)]).toEqual([[original, sound], ['/results/r.mov']]);
  });

  it('swaps the file behind every use, says so, and gives the old one back', async () => {
    const stand = open({ media: { '/results/whole.mov': picture(200, { sound: true }) } }), { host, premiere } = stand;
    const clip = await stand.selected(), placed = await host.place(placement(clip, { mode: 'swap', path: '/results/whole.mov', shows: { from: 0, frames: 200, rate: '25' } }));
    expect([placed.mode, codes(placed), stand.source.path]).toEqual(['swap', ['every-use', 'not-undoable'], '/results/whole.mov']);
    await host.revert(placed, clip);
    expect([stand.source.path, stand.timeline()]).toEqual(['/media/a.mov', [original, sound]]);
    const short = await host.place(placement(clip, { mode: 'swap' }));
    expect([short.mode, codes(short), premiere.undoLabels()]).toEqual(['bin', ['not-placed'], ['FrameWright']]);
  });

  it('follows a clip that the user moved, covers what is left of a trimmed one, and leaves the sequence alone when it is gone', async () => {
    const moved = open(), sent = await moved.selected(), frame = moved.sequence.ticksPerFrame;
    moved.premiere.edit('Move', () => { for (const items of [moved.sequence.video[0]!.items, moved.sequence.audio[0]!.items]) for (const one of items) { one.start += 30n * frame; one.end += 30n * frame; } });
    expect(codes(await moved.host.place(placement(sent)))).toEqual(['clip-moved']);
    expect(moved.timeline()).toContain('V2 [80,130) Restored a.mov from 0');
    const trimmed = open(), whole = await trimmed.selected();
    trimmed.premiere.drag(trimmed.clip.id, 'start', 60n * frame);
    expect(codes(await trimmed.host.place(placement(whole)))).toEqual(['clip-changed']);
    expect(trimmed.timeline()).toContain('V2 [60,100) Restored a.mov from 10');
    const gone = open(), last = await gone.selected();
    gone.premiere.edit('Delete', () => { gone.sequence.video[0]!.items.length = 0; });
    const placed = await gone.host.place(placement(last));
    expect([placed.mode, codes(placed), gone.timeline(), binned(gone)]).toEqual(['bin', ['clip-gone'], [sound], ['/results/r.mov']]);
    expect(await gone.host.find(last)).toBeNull();
    await expect(gone.host.reveal(last.key)).rejects.toMatchObject({ code: 'clip-gone' });
  });

  it('keeps the look of an upscaled result, and tells what stays on the lower clip', async () => {
    const large = picture(50, { size: { width: 3840, height: 2160 } }), stand = open({ media: { '/results/r.mov': large } }), { host, premiere, clip } = stand;
    premiere.edit(null, () => { clip.components[1]!.params[1]!.value = 150; clip.components[1]!.params[0]!.value = [0.25, 0.5]; clip.components.push({ match: 'AE.ADBE Lumetri', name: 'Lumetri Color', params: [] }); });
    const placed = await host.place(placement(await stand.selected())), above = stand.premiere.activeSequence().video[1]!.items[0]!;
    expect(codes(placed)).toEqual(['scaled', 'effects-stay-below']);
    expect([above.scaledToFrame, above.components[1]!.params[1]!.value, above.components[1]!.params[0]!.value]).toEqual([true, 150, [0.25, 0.5]]);
    const small = open({ media: { '/media/a.mov': picture(200, { size: { width: 960, height: 540 } }), '/results/r.mov': picture(50) } });
    expect(codes(await small.host.place(placement(await small.selected())))).toEqual(['scaled']);
    const result = small.premiere.activeSequence().video[1]!.items[0]!;
    expect([result.scaledToFrame, result.components[1]!.params[1]!.value]).toEqual([false, 50]);
    const hidden = open({ hidesColumns: true });
    expect(codes(await hidden.host.place(placement(await hidden.selected())))).toEqual(['not-scaled']);
    expect(hidden.premiere.activeSequence().video[1]!.items[0]!.scaledToFrame).toBe(false);
  });

  it('keeps its notes in the project; re-link, reveal, find and revert work after it was opened again', async () => {
    const stand = open({ media: { '/results/moved.mov': picture(50) } }), { host, premiere } = stand, clip = await stand.selected(), placed = await host.place(placement(clip));
    expect(await host.readNotes()).toBeNull();
    await host.writeNotes('{"version":1,"text":"ä"}');
    premiere.reopen();
    expect(await host.readNotes()).toBe('{"version":1,"text":"ä"}');
    await host.relink(placed, '/results/moved.mov');
    expect(binned(stand)).toEqual(['/results/moved.mov']);
    await host.reveal(placed.key!);
    const now = premiere.activeSequence();
    expect([now.playhead / now.ticksPerFrame, now.video[1]!.items[0]!.selected, now.video[0]!.items[0]!.selected]).toEqual([50n, true, false]);
    await host.revert(placed, clip);
    expect(stand.timeline()).toEqual([original, sound]);
    await host.revert(placed, clip);
  });

  it('exports the range of a clip and leaves the marks of the sequence as they were', async () => {
    const asked: unknown[] = [], stand = open({ exportFile: async ({ path, in: from, out, sequence }) => { asked.push([path, from / sequence.ticksPerFrame, out / sequence.ticksPerFrame]); return true; } });
    const clip = await stand.selected(), [path, other] = await Promise.all([stand.host.render(clip, '/projects/FrameWright/'), stand.host.render(clip, '/projects/FrameWright/')]);
    expect(asked).toEqual([[path, 50n, 100n], [other, 50n, 100n]]);
    expect(path).toMatch(/^\/projects\/FrameWright\/a-\w+\.mov$/);
    expect(other, 'an earlier export may be the source of a job').not.toBe(path);
    expect([stand.premiere.activeSequence().in, stand.premiere.activeSequence().out]).toEqual([null, null]);
    await expect.poll(() => stand.events.flatMap((event) => (event.kind === 'activity' ? [event.state] : [])), soon).toEqual(['rendering', 'idle', 'rendering', 'idle']);
  });

  it('leaves the sound of a result out, or lays it beside other sound', async () => {
    const stand = open({ media: { '/results/r.mov': picture(50, { sound: true }) } });
    await stand.host.place(placement(await stand.selected()));
    const with26 = [original, 'V2 [50,100) Restored a.mov from 0', sound];
    expect(stand.timeline()).toEqual(version === '26.3.0' ? with26 : [...with26, 'A2 [50,100) Restored a.mov from 0']);
  });

  it('places a restored sound below its clip', async () => {
    const wav = { picture: false, sound: true, size: null, rate: null }, stand = open({ media: { '/media/s.wav': picture(100, wav), '/results/s.wav': picture(50, wav) } }), { premiere, sequence, host } = stand;
    premiere.select(premiere.addClip(sequence, premiere.addMedia('/media/s.wav'), { track: 1, start: 10, frames: 50 }).id);
    const placed = await host.place(placement((await host.selection())[0]!, { path: '/results/s.wav' }));
    expect([placed.track, stand.timeline()]).toEqual([2, [original, sound, 'A2 [10,60) s.wav from 0', 'A3 [10,60) Restored a.mov from 0']]);
  });

  it('looks at itself and leaves nothing behind', async () => {
    const stand = open(), lines = await stand.host.check();
    expect(lines.filter(({ state }) => state !== 'good')).toEqual([]);
    expect(lines.map(({ id }) => id)).toEqual(['host', 'api', 'permissions', 'project', 'selection', 'notes', 'render', 'scratch']);
    expect([stand.premiere.state().sequences.length, stand.timeline()]).toEqual([1, [original, sound]]);
  });
});
