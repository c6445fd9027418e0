// Results on a simulated Resolve's timeline, in every way and version, read back frame by frame.
import { afterEach, describe, expect, it } from 'vitest';
import { instant } from '../../shared/panel/instant.ts';
import { addMedia, addSequence, layClip, pictures, shown, track, type StudioOptions } from './resolve/model.ts';
import { codes, openStand, result, resultOf, type Stand, type StandOptions } from './resolve/stand.ts';

const stands: Stand[] = [];
const open = (options?: StandOptions): Stand => { const stand = openStand(options); stands.push(stand); return stand; };
afterEach(() => { for (const { close } of stands.splice(0)) close(); });

const versions: readonly StudioOptions[] = [{ version: '18.5' }, { version: '20.1', promises: true }, { version: '21.0.4', promises: true, quirks: { nullIds: true } }, { version: '21.1', promises: true, quirks: { endFrame: 'inclusive', sourceEnd: 'inclusive' } }];

describe.each(versions)('Resolve $version', (options) => {
  it('lays a result above its clip, exactly as long, and leaves everything else as it was', async () => {
    const { host, studio, sequence, clip } = open(options), sent = await clip();
    const placed = await host.place(resultOf(studio, sent));
    expect(shown(sequence)).toEqual([['harbour.mov@10+50<20'], ['harbour.restored.mov@10+50<0']]);
    expect(pictures(sequence).slice(9, 12)).toEqual([null, 'harbour.restored.mov:0', 'harbour.restored.mov:1']);
    expect(placed).toMatchObject({ mode: 'track-above', track: 1, place: { in: { at: '10' }, out: { at: '60' } } });
    expect(codes(placed)).toEqual(['track-made']);
    expect([studio.page, studio.bin.name, studio.root.bins.map(({ name, media }) => [name, media.map(({ path }) => path)])]).toEqual(['edit', 'Master', [['FrameWright', [result]]]]);
    expect(sequence.tracks.video[1]!.items[0]!.colour).toBe('Teal');
    await host.revert(placed, sent);
    expect(shown(sequence)).toEqual([['harbour.mov@10+50<20']]);
  });

  it('shows it as a take of the clip, beside which the original stays', async () => {
    const { host, studio, sequence, item, clip } = open(options), sent = await clip();
    // What its last frame means is learned from something laid before.
    await host.check();
    const placed = await host.place(resultOf(studio, sent, 'take'));
    expect([codes(placed), placed.mode, shown(sequence), item.takes.length]).toEqual([[], 'take', [['harbour.restored.mov@10+50<0']], 2]);
    await host.revert(placed, sent);
    expect([shown(sequence), item.takes.length]).toEqual([[['harbour.mov@10+50<20']], 0]);
  });

  it('appends into a gap and never onto the next clip', async () => {
    const { host, studio, sequence, media, clip } = open(options), sent = await clip();
    layClip(sequence, media, { start: sequence.start + 72, duration: 10 });
    const made = { shows: { from: 50, frames: 12, rate: '25' }, after: instant(12, '25'), file: { frames: 62 } };
    const placed = await host.place(resultOf(studio, sent, 'append', made));
    expect([placed.mode, shown(sequence)]).toEqual(['append', [['harbour.mov@10+50<20', 'harbour.restored.mov@60+12<50', 'harbour.mov@72+10<0']]]);
    const again = await host.place(resultOf(studio, sent, 'append', made));
    expect([again.mode, again.notices.at(-1)]).toEqual(['bin', { code: 'not-placed', reason: 'The gap has 0 frames, 12 are needed.' }]);
  });

  it('replaces the clip and keeps it switched off above, with a copy of the timeline', async () => {
    const { host, studio, sequence, clip } = open(options), sent = await clip();
    const placed = await host.place(resultOf(studio, sent, 'replace'));
    expect(shown(sequence)).toEqual([['harbour.restored.mov@10+50<0'], ['harbour.mov@10+50<20 off']]);
    expect(placed.notices.at(-1)).toEqual({ code: 'not-undoable', reason: 'Timeline 1 (before FrameWright)' });
    expect([studio.current, studio.sequences.map(({ name }) => name)]).toEqual([sequence, ['Timeline 1', 'Timeline 1 (before FrameWright)']]);
    await host.revert(placed, sent);
    expect(shown(sequence)).toEqual([['harbour.mov@10+50<20'], []]);
  });

  it('swaps the media of every use, only where the result is as long', async () => {
    const { host, studio, sequence, media, clip } = open(options), sent = await clip();
    layClip(sequence, media, { start: sequence.start + 80, duration: 5, from: 3 });
    const short = await host.place(resultOf(studio, sent, 'swap'));
    expect([short.mode, codes(short)]).toEqual(['bin', ['not-placed']]);
    const placed = await host.place(resultOf(studio, sent, 'swap', { shows: { from: 0, frames: 100, rate: '25' }, file: { frames: 100 } }));
    expect([placed.mode, codes(placed), media.path]).toEqual(['swap', ['every-use', 'not-undoable'], result]);
    await host.revert(placed, sent);
    expect(media.path).toBe(sent.path);
  });

  it('prepends, and puts into the bin alone', async () => {
    const { host, studio, sequence, clip } = open(options), sent = await clip();
    const placed = await host.place(resultOf(studio, sent, 'prepend', { shows: { from: 0, frames: 8, rate: '25' }, before: instant(8, '25') }));
    expect([placed.mode, shown(sequence)]).toEqual(['prepend', [['harbour.mov@10+50<20', 'harbour.restored.mov@2+8<0'].sort((a) => (a.includes('@2') ? -1 : 1))]]);
    const bin = await host.place(resultOf(studio, sent, 'bin'));
    expect([bin.mode, bin.key, bin.notices]).toEqual(['bin', null, []]);
  });
});

describe('while the user goes on editing', () => {
  it('follows a clip that moved, also to another track', async () => {
    const { host, studio, sequence, item, clip } = open(), sent = await clip();
    sequence.tracks.video.push(track('Video 2'));
    sequence.tracks.video[0]!.items.pop();
    sequence.tracks.video[1]!.items.push(Object.assign(item, { start: sequence.start + 200 }));
    const placed = await host.place(resultOf(studio, sent));
    expect([shown(sequence)[2], codes(placed)]).toEqual([['harbour.restored.mov@200+50<0'], ['clip-moved', 'track-made']]);
  });

  it('shows of the result what is left of a clip that was trimmed', async () => {
    const { host, studio, sequence, item, clip } = open(), sent = await clip();
    Object.assign(item, { start: item.start + 5, from: item.from + 5, duration: 40 });
    const placed = await host.place(resultOf(studio, sent));
    expect([shown(sequence)[1], codes(placed)]).toEqual([['harbour.restored.mov@15+40<5'], ['clip-moved', 'clip-changed', 'track-made']]);
    const tail = await host.place(resultOf(studio, sent, 'append', { shows: { from: 50, frames: 5, rate: '25' }, after: instant(5, '25') }));
    expect([tail.mode, codes(tail)]).toEqual(['bin', ['clip-moved', 'clip-changed']]);
  });

  it('puts the result of a clip that is gone into the bin, and says so', async () => {
    const { host, studio, sequence, clip } = open(), sent = await clip();
    sequence.tracks.video[0]!.items.pop();
    const placed = await host.place(resultOf(studio, sent));
    expect([placed.mode, codes(placed), shown(sequence), await host.find(sent)]).toEqual(['bin', ['clip-gone'], [[]], null]);
  });

  it('writes to the clip\'s own timeline, and brings the open one back with its page', async () => {
    const { host, studio, sequence, clip } = open(), sent = await clip();
    const other = addSequence(studio, { name: 'Other' });
    studio.page = 'fairlight';
    const placed = await host.place(resultOf(studio, sent));
    expect([placed.mode, shown(sequence)[1]?.length, shown(other), studio.current, studio.page]).toEqual(['track-above', 1, [[]], other, 'fairlight']);
  });
});

describe('what Resolve was seen to do', () => {
  it('tracks that are locked or taken are passed over', async () => {
    const { host, studio, sequence, media, clip } = open(), sent = await clip();
    sequence.tracks.video.push({ ...track('Video 2'), locked: true }, track('Video 3'), track('Video 4'));
    layClip(sequence, media, { track: 3, start: sequence.start, duration: 11 });
    const placed = await host.place(resultOf(studio, sent));
    expect([placed.track, codes(placed), sequence.tracks.video.length]).toEqual([3, [], 4]);
  });

  it('appending onto a locked track is told and nothing is written', async () => {
    const { host, studio, sequence, clip } = open(), sent = await clip();
    sequence.tracks.video[0]!.locked = true;
    const placed = await host.place(resultOf(studio, sent, 'append', { shows: { from: 0, frames: 5, rate: '25' }, after: instant(5, '25') }));
    expect([placed.mode, codes(placed), shown(sequence)]).toEqual(['bin', ['track-locked'], [['harbour.mov@10+50<20']]]);
  });

  it.each(['drop', 'slide'] as const)('a clip that it would %s is not left beside its place', async (overlap) => {
    const { host, studio, sequence, media, clip } = open({ quirks: { overlap } }), sent = await clip();
    sequence.tracks.video.push(track('Video 2'));
    const placing = host.place(resultOf(studio, sent));
    // Between reading and writing somebody lays another clip there.
    studio.calls.push = (...names: string[]) => {
      if (names[0] === 'MediaPool.AppendToTimeline' && sequence.tracks.video[1]!.items.length === 0) layClip(sequence, media, { track: 2, start: sequence.start, duration: 30 });
      return Array.prototype.push.apply(studio.calls, names);
    };
    const placed = await placing;
    expect([placed.mode, placed.track, shown(sequence)[1]]).toEqual(['track-above', 2, ['harbour.mov@0+30<0']]);
    expect(codes(placed)).toContain('track-made');
  });

  it('a new track that does not appear leaves the result in the bin', async () => {
    const { host, studio, clip } = open(), sent = await clip();
    studio.quirks.faults.set('Timeline.AddTrack', 'false');
    expect(codes(await host.place(resultOf(studio, sent)))).toEqual(['no-free-track']);
  });

  it('a take that is not selected is removed again', async () => {
    const { host, studio, sequence, item, clip } = open(), sent = await clip();
    studio.quirks.faults.set('TimelineItem.SelectTakeByIndex', 'false');
    const placed = await host.place(resultOf(studio, sent, 'take'));
    expect([placed.mode, placed.notices.at(-1), shown(sequence), item.takes.length]).toEqual(['bin', { code: 'not-placed', reason: 'Resolve did not select the take.' }, [['harbour.mov@10+50<20']], 0]);
  });

  it('nothing is taken for done that it only says: append null, text, silence', async () => {
    for (const fault of ['null', 'text', 'silent', 'throws'] as const) {
      const { host, studio, sequence, clip } = open({ timeoutMs: 100 }), sent = await clip();
      studio.quirks.faults.set('MediaPool.AppendToTimeline', fault);
      const outcome = await host.place(resultOf(studio, sent)).catch((error: { code: string }) => error.code);
      expect(typeof outcome === 'string' ? outcome : outcome.mode).toBe({ null: 'bin', text: 'bin', silent: 'host-silent', throws: 'host-failed' }[fault]);
      expect(shown(sequence).flat()).toEqual(['harbour.mov@10+50<20']);
    }
  });

  it('an import that brings nothing is an error that names the file', async () => {
    const { host, studio, clip } = open(), sent = await clip(), placement = resultOf(studio, sent);
    studio.quirks.faults.set('MediaPool.ImportMedia', 'null');
    await expect(host.place(placement)).rejects.toMatchObject({ code: 'host-failed', values: { why: `It did not import ${result}.` } });
    expect(studio.bin.name).toBe('Master');
  });

  it('mixed rates: a part of a frame that it cuts off is said', async () => {
    const { host, studio, sequence, clip } = open({ file: { rate: '24' }, place: { start: 10, duration: 40, from: 0 } }), sent = await clip();
    expect([sent.rate, sent.speed, sent.source?.out.at]).toEqual(['24', { kind: 'constant', ratio: '1' }, '38']);
    const placed = await host.place(resultOf(studio, sent, 'track-above', { file: { rate: '24' } }));
    expect([shown(sequence)[1], codes(placed)]).toEqual([['harbour.restored.mov@10+39<0'], ['length-corrected', 'track-made']]);
  });
});

describe('how it looks', () => {
  it('copies placement and turns; where every pixel is shown as one, the zoom shrinks with the size', async () => {
    const { host, studio, sequence, item, clip } = open(), sent = await clip();
    item.properties.set('Pan', 12).set('ZoomX', 1.5).set('ZoomY', 1.5);
    sequence.settings.set('timelineInputResMismatchBehavior', 'centerCrop');
    expect(codes(await host.place(resultOf(studio, sent)))).toContain('scaled');
    expect(Object.fromEntries(sequence.tracks.video[1]!.items[0]!.properties)).toMatchObject({ Pan: 12, ZoomX: 0.75, ZoomY: 0.75 });
  });

  it('says what stays below: effects of the clip, and sound of the result', async () => {
    const { host, studio, sequence, item, clip } = open(), sent = await clip();
    item.compositions = 1;
    const placed = await host.place(resultOf(studio, sent, 'track-above', { file: { sound: true } }));
    expect([codes(placed), shown(sequence, 'audio')]).toEqual([['sound-left-out', 'track-made', 'effects-stay-below'], [[]]]);
  });

  it('points the item in the bin to a file that was moved', async () => {
    const { host, studio, clip } = open(), sent = await clip(), placed = await host.place(resultOf(studio, sent));
    addMedia(studio, '/elsewhere/harbour.restored.mov', { frames: 50 });
    await host.relink(placed, '/elsewhere/harbour.restored.mov');
    expect(studio.root.bins[0]!.media[0]!.path).toBe('/elsewhere/harbour.restored.mov');
    await expect(host.relink(placed, '/nowhere.mov')).rejects.toMatchObject({ code: 'host-failed' });
  });

  it('is taken back after its file was moved, also where new items have no id', async () => {
    const { host, studio, sequence, clip } = open({ quirks: { nullIds: true } }), sent = await clip(), placed = await host.place(resultOf(studio, sent));
    addMedia(studio, '/elsewhere/harbour.restored.mov', { frames: 50 });
    await host.relink(placed, '/elsewhere/harbour.restored.mov');
    await host.revert(placed, sent);
    expect(shown(sequence)).toEqual([['harbour.mov@10+50<20']]);
  });

  it('a replaced clip shows again when the user has deleted the result', async () => {
    const { host, studio, sequence, clip } = open(), sent = await clip(), placed = await host.place(resultOf(studio, sent, 'replace'));
    sequence.tracks.video[0]!.items.pop();
    await host.revert(placed, sent);
    expect(shown(sequence)).toEqual([[], ['harbour.mov@10+50<20']]);
  });

  it('what lies on a locked track is not said to be taken back', async () => {
    const { host, studio, sequence, clip } = open(), sent = await clip(), placed = await host.place(resultOf(studio, sent));
    sequence.tracks.video[1]!.locked = true;
    await expect(host.revert(placed, sent)).rejects.toMatchObject({ code: 'host-failed' });
    await expect(host.revert({ ...placed, item: 'torn' }, sent)).rejects.toMatchObject({ code: 'host-failed' });
  });
});
