// A cut of another editor, restored: the new timeline shows the same pictures at the same places, out of the results.
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeClip } from '../fixtures/clip.ts';
import { openDesk, type Desk } from './support.ts';
import { openFilms, pictures, type Films } from './timeline-support.ts';

let desk: Desk, films: Films;
/** Nothing is changed, so every picture of a result is the source's, bit for bit. */
const untouched = ['--style', 'plain', '--quality', 'fast', '--delivery', 'ffv1', '--container', 'mkv', '--set', 'deblock.strength=off', '--set', 'denoise.strength=off', '--set', 'deband.strength=off'];
const noisy = (seed: number, rate: string): string => `testsrc2=size=64x48:rate=${rate},noise=alls=20:all_seed=${seed}:allf=t`;
beforeAll(async () => {
  desk = await openDesk();
  films = openFilms(desk.folder, desk.home);
  await makeClip(desk.path('A001.mov'), { video: noisy(1, '25'), frames: 60, codec: 'ffv1', videoMetadata: { timecode: '01:00:00:00' } });
  await makeClip(desk.path('plain b.mkv'), { video: noisy(2, '30000/1001'), frames: 60, codec: 'ffv1' });
}, 120_000);
afterAll(() => desk.clear());

const time = (value: number, rate: number) => ({ OTIO_SCHEMA: 'RationalTime.1', rate, value });
const range = (start: number, duration: number, rate: number, durationRate = rate) => ({ OTIO_SCHEMA: 'TimeRange.1', duration: time(duration, durationRate), start_time: time(start, rate) });
const clip = (name: string, target: string, source_range: unknown, more: object = {}, available: unknown = null) => ({
  OTIO_SCHEMA: 'Clip.2', metadata: { 'Resolve_OTIO': { 'Link Group ID': 7, exact: 12345678901234567890n } }, name, source_range, effects: [], markers: [], enabled: true,
  media_references: { DEFAULT_MEDIA: { OTIO_SCHEMA: 'ExternalReference.1', metadata: { keep: true }, name: target, available_range: available, available_image_bounds: null, target_url: target } }, active_media_reference_key: 'DEFAULT_MEDIA', ...more,
});
const effect = (schema: string, more: object = {}) => ({ effects: [{ OTIO_SCHEMA: schema, metadata: {}, name: '', effect_name: '', ...more }] });
const write = (value: unknown): string => JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `<<${one}>>` : one), 4).replace(/"<<(\d+)>>"/g, '$1');
const hour = 90_000;

type Shown = { readonly name: string; readonly source_range: { start_time: { value: number; rate: number }; duration: { value: number; rate: number } }; readonly media_references: { DEFAULT_MEDIA: { target_url: string; available_range: { start_time: { value: number; rate: number }; duration: { value: number; rate: number } } } } };
const tracksOf = (text: string): { children: Shown[] }[] => (JSON.parse(text) as { tracks: { children: { children: Shown[] }[] } }).tracks.children;

describe('OpenTimelineIO in the manner of Resolve', () => {
  const resolve = () => ({
    OTIO_SCHEMA: 'Timeline.1', metadata: { strange: [1.0, { deep: 'kept' }] }, name: 'Cut', global_start_time: time(hour, 25), unknown_field: 'stays',
    tracks: { OTIO_SCHEMA: 'Stack.1', metadata: {}, name: '', source_range: null, effects: [], markers: [{ OTIO_SCHEMA: 'Marker.2', metadata: {}, name: 'note', color: 'RED', marked_range: range(3, 1, 25) }], enabled: true, children: [
      { OTIO_SCHEMA: 'Track.1', metadata: {}, name: 'Video 1', kind: 'Video', source_range: null, effects: [], markers: [], enabled: true, children: [
        clip('first', desk.path('A001.mov'), range(hour + 10, 8, 25)),
        { OTIO_SCHEMA: 'Transition.1', metadata: {}, name: 'Cross Dissolve', transition_type: 'SMPTE_Dissolve', in_offset: time(2, 25), out_offset: time(3, 25) },
        clip('again', desk.path('A001.mov'), range(hour + 40, 6, 25)),
        { OTIO_SCHEMA: 'Gap.1', metadata: {}, name: '', source_range: range(0, 5, 25), effects: [], markers: [], enabled: true },
        clip('other rate', `file://${desk.path('plain b.mkv').replace(' ', '%20')}`, range(20, 10, 29.97, 25), {}, range(0, 60, 29.97)),
        clip('fast', desk.path('A001.mov'), range(hour + 2, 4, 25), effect('LinearTimeWarp.1', { time_scalar: 2.0 })),
        clip('backwards', desk.path('A001.mov'), range(hour + 20, 4, 25), effect('LinearTimeWarp.1', { time_scalar: -1.0 })),
        clip('ramped', desk.path('A001.mov'), range(hour + 20, 4, 25), effect('TimeEffect.1')),
        clip('offline', '/nowhere/gone.mov', range(0, 4, 25)),
        { OTIO_SCHEMA: 'Stack.1', metadata: {}, name: 'compound', source_range: range(0, 10, 25), effects: [], markers: [], enabled: true, children: [] },
      ] },
      { OTIO_SCHEMA: 'Track.1', metadata: {}, name: 'Audio 1', kind: 'Audio', source_range: null, effects: [], markers: [], enabled: true, children: [clip('sound', desk.path('A001.mov'), range(hour + 10, 8, 25))] },
    ] },
  });

  it('says what would be done and why, and touches nothing', async () => {
    await writeFile(desk.path('cut.otio'), write(resolve()));
    const before = await desk.files(), ran = await desk.run('timeline', 'cut.otio', '--dry-run', '--handles', '2', '--json');
    expect(ran.status, ran.err).toBe(0);
    const [plan] = ran.values<{ orders: { path: string; from: number; to: number; clips: { name: string }[] }[]; kept: { name: string; at: string; why: string }[]; sound: number }>();
    // The first clip and the one at twice the speed overlap with their handles; the second one lies apart.
    expect(plan!.orders.map(({ from, to, clips }) => [from, to, clips.map(({ name }) => name)])).toEqual([[2, 21, ['fast', 'first']], [38, 46, ['again']], [20, 32, ['other rate']]]);
    expect(plan!.kept.map(({ name, at }) => [name, at])).toEqual([['backwards', '01:00:01:08'], ['ramped', '01:00:01:12'], ['offline', '01:00:01:16'], ['compound', '01:00:01:20']]);
    expect(plan!.kept.map(({ why }) => why).join('\n')).toMatch(/backwards[^]*Its speed changes[^]*no file at \/nowhere\/gone\.mov[^]*timeline within the timeline/);
    expect(plan!.sound).toBe(1);
    expect(await desk.files()).toEqual(before);
  });

  it('shows the same pictures out of the results, and keeps all the rest', async () => {
    const old = write(resolve()), ran = await desk.run('timeline', 'cut.otio', '--handles', '2', ...untouched);
    expect(ran.status, ran.err).toBe(0);
    expect(await readFile(desk.path('cut.otio'), 'utf8')).toBe(old);
    const text = await readFile(desk.path('cut.restored.otio'), 'utf8'), [video, sound] = tracksOf(text), [was] = tracksOf(old);
    for (const part of ['"exact": 12345678901234567890', '"unknown_field": "stays"', '"deep": "kept"', '"time_scalar": -1', '"name": "note"']) expect(text).toContain(part);
    expect(sound!.children[0]!.media_references.DEFAULT_MEDIA.target_url).toBe(desk.path('A001.mov'));
    for (const name of ['backwards', 'ramped', 'offline']) expect(video!.children.find((one) => one.name === name)).toEqual(was!.children.find((one) => one.name === name));
    const expected = { first: ['A001.mov', 10, 8, 1], again: ['A001.mov', 40, 6, 1], 'other rate': ['plain b.mkv', 20, 12, 1], fast: ['A001.mov', 2, 4, 2] } as const;
    for (const [name, [file, from, count, step]] of Object.entries(expected)) {
      const { source_range: shown, media_references: { DEFAULT_MEDIA: reference } } = video!.children.find((one) => one.name === name)!, old = was!.children.find((one) => one.name === name)!;
      expect(shown.duration).toEqual(old.source_range.duration);
      expect(reference.target_url.startsWith('file:')).toBe(name === 'other rate');
      const path = decodeURIComponent(reference.target_url.replace(/^file:\/\//, ''));
      expect(path).toContain(desk.path('cut.restored'));
      const result = await films(path), { start_time: start, duration } = reference.available_range;
      expect([start.value, duration.value]).toEqual([result.firstFrame, result.hashes.length]);
      expect(pictures(result, shown.start_time.value - start.value, count, step), name).toEqual(pictures(await films(file), from, count, step));
    }
    // Handles and what the dissolve shows are there on both sides, where the source has them.
    const first = video!.children[0]!, start = first.source_range.start_time.value - first.media_references.DEFAULT_MEDIA.available_range.start_time.value;
    expect(start).toBe(10);
    expect((await films(first.media_references.DEFAULT_MEDIA.target_url)).hashes.length).toBe(23);
  });

  it('done again it is the same jobs and the same file; a result that has gone is made again', async () => {
    const results = (await desk.files()).filter((name) => name.endsWith('.mkv') && name.startsWith('cut.restored')), jobs = (await desk.run('jobs', '--json')).values<{ id: string }[]>()[0]!.length;
    expect(results.length).toBe(3);
    const again = await desk.run('timeline', 'cut.otio', '--handles', '2', ...untouched);
    expect(again.status, again.err).toBe(0);
    expect((await desk.run('jobs', '--json')).values<{ id: string }[]>()[0]!.length).toBe(jobs);
    expect((await desk.files()).filter((name) => name.endsWith('.otio'))).toEqual(['cut.otio', 'cut.restored.otio']);
    await rename(desk.path(results[0]!), desk.path('taken away.mkv'));
    const mended = await desk.run('timeline', 'cut.otio', '--handles', '2', ...untouched);
    expect(mended.status, mended.err).toBe(0);
    expect((await desk.run('jobs', '--json')).values<{ id: string }[]>()[0]!.length).toBe(jobs + 1);
  });
});

it('pictures of uneven times become even at the rate of the timeline, each where it was on screen', async () => {
  const pts = (i: number): number => i * 33 + (i % 3) * 9;
  await makeClip(desk.path('phone.mkv'), { video: noisy(3, '30'), frames: 60, codec: 'ffv1', timeBase: { num: 1, den: 1000 }, ptsOf: pts });
  const timeline = { OTIO_SCHEMA: 'Timeline.1', name: 'Phone', global_start_time: null, tracks: { OTIO_SCHEMA: 'Stack.1', children: [{ OTIO_SCHEMA: 'Track.1', kind: 'Video', children: [clip('walk', 'phone.mkv', range(20, 20, 25))] }] } };
  await writeFile(desk.path('phone.otio'), write(timeline));
  const ran = await desk.run('timeline', 'phone.otio', '--handles', '4', ...untouched);
  expect(ran.status, ran.err).toBe(0);
  const [video] = tracksOf(await readFile(desk.path('phone.restored.otio'), 'utf8')), { source_range: shown, media_references: { DEFAULT_MEDIA: reference } } = video!.children[0]!;
  const result = await films(reference.target_url), source = await films('phone.mkv');
  expect([result.media.video.rate, shown.duration.value]).toMatchObject([{ constant: true, nominal: { num: 25, den: 1 } }, 20]);
  expect(reference.available_range.duration.value).toBe(result.hashes.length);
  const from = shown.start_time.value / shown.start_time.rate;
  for (let k = 0; k < 20; k++) {
    const at = Math.floor((from + (k + 0.5) / 25) * 25), frame = source.hashes.indexOf(result.hashes[at]!), moment = 800 + (k + 0.5) * 40;
    // On screen at some moment of the timeline's frame.
    expect([pts(frame) <= moment + 20, pts(frame + 1) >= moment - 20], `frame ${k} shows ${frame}`).toEqual([true, true]);
  }
});

it('takes the pictures of a sequence by their numbers', async () => {
  await mkdir(desk.path('render'));
  await makeClip(desk.path('render', 'shot_%04d.png'), { video: 'testsrc2=size=64x48:rate=24', frames: 24, codec: 'png', pixel: 'gray', format: 'image2', muxerOptions: { start_number: '990' }, bFrames: 0, timeBase: { num: 1, den: 24 } });
  const reference = { OTIO_SCHEMA: 'ImageSequenceReference.1', metadata: {}, name: '', available_range: range(0, 10, 24), target_url_base: 'render', name_prefix: 'shot_', name_suffix: '.png', start_frame: 1001, frame_step: 1, rate: 24, frame_zero_padding: 4, missing_frame_policy: 'error' };
  const timeline = { OTIO_SCHEMA: 'Timeline.1', name: 'Render', global_start_time: null, tracks: { OTIO_SCHEMA: 'Stack.1', children: [{ OTIO_SCHEMA: 'Track.1', kind: 'Video', children: [clip('shot', '', range(2, 5, 24), { media_references: { DEFAULT_MEDIA: reference } })] }] } };
  await writeFile(desk.path('render.otio'), write(timeline));
  const ran = await desk.run('timeline', 'render.otio', '--handles', '3', ...untouched);
  expect(ran.status, ran.err).toBe(0);
  const [video] = tracksOf(await readFile(desk.path('render.restored.otio'), 'utf8')), { source_range: shown, media_references: { DEFAULT_MEDIA: made } } = video!.children[0]!;
  // Number 1001 is the twelfth picture there is, so the clip's first one is the fourteenth; three handles lie before it.
  const result = await films(decodeURIComponent(made.target_url.replace('file://', ''))), source = await films(desk.path('render', 'shot_%04d.png'));
  expect([shown.start_time.value, made.available_range.duration.value]).toEqual([3, 11]);
  expect(pictures(result, 0, 11)).toEqual(pictures(source, 10, 11));
});

describe('FCPXML', () => {
  it('shows the same pictures, also of what hangs on the storyline, and moves what lies in a clip with it', async () => {
    const source = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.10">
  <resources>
    <format id="r1" name="FFVideoFormat" frameDuration="1/25s" width="64" height="48"/>
    <format id="r9" frameDuration="1001/30000s" width="64" height="48"/>
    <asset id="r2" name="A001" start="3600s" duration="60/25s" hasVideo="1" format="r1"><media-rep kind="original-media" src="file://${desk.path('A001.mov')}"/></asset>
    <asset id="r3" name="b" start="0s" duration="60060/30000s" hasVideo="1" format="r9"><media-rep kind="original-media" src="./plain%20b.mkv"/></asset>
    <effect id="r4" name="Basic Title" uid="x"/>
  </resources>
  <library><event name="Day &amp; Night"><project name="Cut"><sequence format="r1" duration="4s" tcStart="3600s" tcFormat="NDF"><spine>
    <asset-clip ref="r2" offset="3600s" name="first" start="90010/25s" duration="8/25s" tcFormat="NDF"><note>kept</note>
      <asset-clip ref="r3" lane="1" offset="90012/25s" name="above" start="10010/30000s" duration="4/25s"/>
      <marker start="90013/25s" duration="1/25s" value="here"/>
    </asset-clip>
    <asset-clip ref="r3" offset="90008/25s" name="second" start="20020/30000s" duration="10/25s">
      <marker start="23023/30000s" duration="1/25s" value="there"/>
      <asset-clip ref="r2" lane="1" offset="25025/30000s" name="hung" start="90030/25s" duration="2/25s"/>
    </asset-clip>
    <title ref="r4" offset="90018/25s" name="The end" duration="1s"><text>kept &lt;too&gt;</text></title>
  </spine></sequence></project></event></library>
</fcpxml>
`;
    await writeFile(desk.path('cut.fcpxml'), source);
    const ran = await desk.run('timeline', 'cut.fcpxml', '--handles', '3', '--output', 'fcp results', ...untouched);
    expect(ran.status, ran.err).toBe(0);
    const text = await readFile(desk.path('cut.restored.fcpxml'), 'utf8');
    for (const part of ['<note>kept</note>', '<text>kept &lt;too&gt;</text>', '<event name="Day &amp; Night">', '<effect id="r4"', '<asset id="r2"']) expect(text).toContain(part);
    const attribute = (element: string, name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(element)![1]!;
    const seconds = (value: string): number => { const [num, den = '1'] = value.slice(0, -1).split('/'); return Number(num) / Number(den); };
    const expected = { first: ['A001.mov', 10, 8, 25], above: ['plain b.mkv', 10, 4, 29.97], second: ['plain b.mkv', 20, 12, 29.97], hung: ['A001.mov', 30, 2, 25] } as const;
    const starts: Record<string, number> = {};
    for (const [name, [file, from, count]] of Object.entries(expected)) {
      const element = new RegExp(`<asset-clip [^>]*name="${name}"[^>]*>`).exec(text)![0], asset = new RegExp(`<asset id="${attribute(element, 'ref')}"[^>]*>\\s*<media-rep[^>]*>`).exec(text)![0];
      const result = await films(decodeURIComponent(attribute(asset, 'src').replace('file://', ''))), { num, den } = result.media.video.rate.nominal;
      expect(seconds(attribute(asset, 'start'))).toBeCloseTo((result.firstFrame * den) / num, 6);
      starts[name] = seconds(attribute(element, 'start'));
      const into = ((starts[name] - seconds(attribute(asset, 'start'))) * num) / den;
      expect(into).toBeCloseTo(Math.round(into), 5);
      expect(pictures(result, Math.round(into), count), name).toEqual(pictures(await films(file), from, count));
    }
    // As far behind the clip's first picture as before.
    const there = /<marker start="([^"]*)"[^>]*value="there"/.exec(text)![1]!, hung = /<asset-clip [^>]*name="hung"[^>]*>/.exec(text)![0];
    expect(seconds(there) - starts.second!).toBeCloseTo(3003 / 30000, 9);
    expect(seconds(attribute(hung, 'offset')) - starts.second!).toBeCloseTo(5005 / 30000, 9);
    expect(attribute(/<marker [^>]*value="here"[^>]*>/.exec(text)![0], 'start')).toBe('90013/25s');
  });
});

describe('EDL', () => {
  it('finds files by name, counts at their rate, and shows the same pictures; ProRes unless asked otherwise', async () => {
    await mkdir(desk.path('cards', 'day 1'), { recursive: true });
    await mkdir(desk.path('edits'));
    await copyFile(desk.path('A001.mov'), desk.path('cards', 'day 1', 'A001.mov'));
    await copyFile(desk.path('plain b.mkv'), desk.path('cards', 'odd.mkv'));
    const list = ['TITLE: Cut', 'FCM: NON-DROP FRAME', '', '001  A001     V     C        01:00:00:10 01:00:00:18 10:00:00:00 10:00:00:08', '* FROM CLIP NAME: A001.mov', '* a remark', '',
      '002  A001     V     C        01:00:00:18 01:00:00:18 10:00:00:08 10:00:00:08', '002  A001     V     D    004 01:00:01:05 01:00:01:15 10:00:00:08 10:00:00:18', '* FROM CLIP NAME: A001.mov', '* TO CLIP NAME: A001.mov',
      '003  odd      V     C        00:00:00:00 00:00:00:05 10:00:00:18 10:00:00:23', '* FROM CLIP NAME: odd.mkv', '004  BL       V     C        00:00:00:00 00:00:00:05 10:00:00:23 10:00:01:03', ''].join('\r\n');
    await writeFile(desk.path('edits', 'cut.edl'), list);
    const ran = await desk.run('timeline', 'edits/cut.edl', '--media', 'cards', '--handles', '2:3', ...untouched);
    expect(ran.status, ran.err).toBe(0);
    expect(ran.out).toContain('a list does not say which of them it means');
    const lines = (await readFile(desk.path('edits', 'cut.restored.edl'), 'utf8')).split('\r\n');
    expect(lines).toEqual(expect.arrayContaining(['* a remark', '003  odd      V     C        00:00:00:00 00:00:00:05 10:00:00:18 10:00:00:23', '* FROM CLIP NAME: odd.mkv']));
    const events = lines.filter((line) => /^00[12]/.test(line)).map((line) => line.trim().split(/\s+/)), file = /^\* SOURCE FILE: (.*)$/.exec(lines.find((line) => line.startsWith('* SOURCE FILE'))!)![1]!;
    expect(events.map((event) => [event[1], event.at(-2), event.at(-1)])).toEqual([['FW001', '10:00:00:00', '10:00:00:08'], ['FW001', '10:00:00:08', '10:00:00:08'], ['FW002', '10:00:00:08', '10:00:00:18']]);
    // The first clip is shown for four frames more while the second comes: 8 to 25 of the source.
    const result = await films(file), frames = (timecode: string): number => { const [h, m, s, f] = timecode.split(':').map(Number); return ((h! * 60 + m!) * 60 + s!) * 25 + f!; };
    expect(result.hashes.length).toBe(17);
    expect(pictures(result, frames(events[0]!.at(-4)!) - result.firstFrame, 12)).toEqual(pictures(await films('A001.mov'), 10, 12));
  });

  it('becomes OpenTimelineIO, with ProRes in it, when that is asked for', async () => {
    await writeFile(desk.path('short.edl'), 'TITLE: Short\n001  AX       V     C        01:00:00:10 01:00:00:14 00:00:00:00 00:00:00:04\n* FROM CLIP NAME: A001.mov\n');
    const ran = await desk.run('timeline', 'short.edl', '--format', 'otio', '--handles', '0');
    expect(ran.status, ran.err).toBe(0);
    const [video] = tracksOf(await readFile(desk.path('short.restored.otio'), 'utf8')), { source_range: shown, media_references: { DEFAULT_MEDIA: reference } } = video!.children[0]!;
    const result = await films(decodeURIComponent(reference.target_url.replace('file://', '')));
    expect([result.media.video.codec, result.media.video.shape.width, result.hashes.length, shown.start_time.value, reference.available_range.start_time.value]).toEqual(['prores', 64, 4, hour + 10, hour + 10]);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['broken.otio', '{\n  "OTIO_SCHEMA": "Timeline.1",\n  "name" "x"\n}', 3, /Line 3: ":" is missing/], ['bare.otio', '{}', 3, /no OTIO_SCHEMA/], ['cut.edl', 'TITLE: x\n001 what is this\n', 3, /Line 2: This is no event/],
    ['bomb.fcpxml', '<?xml version="1.0"?>\n<!DOCTYPE fcpxml [<!ENTITY a "aaaa">]>\n<fcpxml version="1.10">&a;</fcpxml>', 3, /document type declares/], ['song.txt', 'la la la', 3, /none of otio, fcpxml, edl/],
  ])('%s', async (name, text, status, says) => {
    await writeFile(desk.path(name), text);
    const ran = await desk.run('timeline', name);
    expect([ran.status, ran.err.replaceAll(/\s+/g, ' ')]).toEqual([status, expect.stringMatching(says)]);
  });
});
