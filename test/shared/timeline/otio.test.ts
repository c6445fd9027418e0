// OpenTimelineIO as its writers differ, and files that are none.
import { describe, expect, it } from 'vitest';
import { readTimeline, writeTimeline } from '../../../shared/timeline/formats.ts';
import { fraction } from '../../../shared/timeline/fraction.ts';
import { clipsOf, type Clip, type Link } from '../../../shared/timeline/model.ts';

const time = (value: number | string, rate: number | string): string => `{"OTIO_SCHEMA":"RationalTime.1","rate":${rate},"value":${value}}`;
const range = (start: number | string, duration: number, rate: number | string): string => `{"OTIO_SCHEMA":"TimeRange.1","duration":${time(duration, rate)},"start_time":${time(start, rate)}}`;
const clip = (more: string, source = range(10, 20, 24)): string => `{"OTIO_SCHEMA":"Clip.1","name":"shot","source_range":${source},"effects":[],"markers":[],"metadata":{},${more}}`;
const track = (...items: string[]): string => `{"OTIO_SCHEMA":"Track.1","name":"V1","kind":"Video","children":[${items.join(',')}]}`;
const timeline = (...items: string[]): string => `{"OTIO_SCHEMA":"Timeline.1","name":"cut","global_start_time":null,"tracks":{"OTIO_SCHEMA":"Stack.1","children":[${track(...items)}]}}`;
const file = (target: string): string => `"media_reference":{"OTIO_SCHEMA":"ExternalReference.1","target_url":${JSON.stringify(target)},"available_range":null,"metadata":{"kept":1.50}}`;
const read = (text: string) => readTimeline('otio', text, '/cuts/a.otio');
const firstClip = (more: string, source?: string): Clip => clipsOf(read(timeline(clip(more, source))).timelines[0]!)[0]!;
const link: Link = { path: '/r/x.mov', name: 'x.mov', number: 1, available: { start: fraction(0), duration: fraction(2) }, source: fraction(1, 24), rate: fraction(24), width: 64, height: 48, sound: null };

describe('what clips point at', () => {
  it.each([
    ['file:///clips/a%20b.mov', '/clips/a b.mov'], ['file://localhost/clips/a.mov', '/clips/a.mov'], ['file:///C:/clips/a.mov', 'C:/clips/a.mov'], ['file://server/share/a.mov', '//server/share/a.mov'],
    ['D:\\clips\\a.mov', 'D:\\clips\\a.mov'], ['/clips/100%.mov', '/clips/100%.mov'], ['media/a.mov', 'media/a.mov'], ['file:///clips/100%.mov', '/clips/100%.mov'],
  ])('%s is a file', (target, path) => { expect(firstClip(file(target)).media).toEqual({ kind: 'file', path, available: null }); });
  it.each([
    ['"media_reference":null', { kind: 'missing', names: ['shot'] }], ['"media_reference":{"OTIO_SCHEMA":"MissingReference.1","name":"lost"}', { kind: 'missing', names: ['lost', 'shot'] }],
    ['"media_reference":{"OTIO_SCHEMA":"GeneratorReference.1","generator_kind":"SMPTEBars"}', { kind: 'generator', name: 'SMPTEBars' }], [file('https://example.com/a.mov'), { kind: 'generator', name: 'the address https://example.com/a.mov' }],
    ['"media_reference":{"OTIO_SCHEMA":"Studio.3"}', { kind: 'generator', name: 'Studio' }],
  ])('%s', (more, media) => { expect(firstClip(more).media).toEqual(media); });
  it('is a sequence of pictures, by number', () => {
    const sequence = '"media_reference":{"OTIO_SCHEMA":"ImageSequenceReference.1","target_url_base":"file:///renders/","name_prefix":"shot_","name_suffix":".exr","start_frame":1001,"frame_step":1,"rate":23.976,"frame_zero_padding":4,"available_range":null}';
    expect(firstClip(sequence).media).toEqual({ kind: 'pictures', path: '/renders/shot_%04d.exr', first: 1001, rate: fraction(24000, 1001), available: null });
    expect(firstClip(sequence.replace('"frame_step":1', '"frame_step":2')).media.kind).toBe('generator');
  });
});

describe('times', () => {
  it.each([['23.976', 24000, 1001], ['23.976024627685547', 24000, 1001], ['23.98', 24000, 1001], ['29.97002997002997', 30000, 1001], ['59.94', 60000, 1001], ['12.5', 25, 2], ['25', 25, 1]])('a rate of %s is exact', (rate, num, den) => {
    expect(firstClip(file('a.mov'), range(10, 20, rate)).duration).toEqual(fraction(20 * den, num));
  });
  it('of another rate come as doubles', () => { expect(firstClip(file('a.mov'), range('47.99999999999999', 20, 24)).source).toEqual(fraction(2)); });
  it('come from the media where the clip is not trimmed', () => {
    const whole = `"media_reference":{"OTIO_SCHEMA":"ExternalReference.1","target_url":"a.mov","available_range":${range(86400, 48, 24)}}`;
    expect(firstClip(whole, 'null')).toMatchObject({ source: fraction(3600), duration: fraction(2) });
    const text = read(timeline(clip(whole, 'null'))).rewrite(new Map([[0, link]]));
    expect(clipsOf(read(text).timelines[0]!)[0]).toMatchObject({ source: fraction(1, 24), duration: fraction(2) });
  });
});

describe('speed', () => {
  const effects = (...all: string[]): Clip => clipsOf(read(timeline(clip(file('a.mov')).replace('"effects":[]', `"effects":[${all.join(',')}]`))).timelines[0]!)[0]!;
  it.each([
    [['{"OTIO_SCHEMA":"LinearTimeWarp.1","time_scalar":1.5}'], fraction(3, 2)], [['{"OTIO_SCHEMA":"LinearTimeWarp.1","time_scalar":-1}'], fraction(-1)], [['{"OTIO_SCHEMA":"FreezeFrame.1"}'], fraction(0)],
    [['{"OTIO_SCHEMA":"TimeEffect.1"}'], null], [['{"OTIO_SCHEMA":"Effect.1","effect_name":"Blur"}'], fraction(1)], [['{"OTIO_SCHEMA":"LinearTimeWarp.1","time_scalar":2,"enabled":false}'], fraction(1)],
    [['{"OTIO_SCHEMA":"LinearTimeWarp.1","time_scalar":2}', '{"OTIO_SCHEMA":"LinearTimeWarp.1","time_scalar":2}'], fraction(4)],
  ])('%s', (all, speed) => { expect(effects(...all).speed).toEqual(speed); });
});

describe('what is not understood', () => {
  it('stays, digit by digit', () => {
    const strange = '{"OTIO_SCHEMA":"Studio.7","big":123456789012345678901,"small":1.50,"none":NaN,"much":-Infinity,"text":"é\\u0000\\"","list":[{}, []]}';
    const text = read(timeline(clip(file('a.mov')), strange)).rewrite(new Map([[0, link]]));
    for (const part of ['123456789012345678901', '1.50', 'NaN', '-Infinity', '\\u0000', '"kept": 1.50']) expect(text).toContain(part);
    expect(read(text).timelines[0]!.tracks[0]!.items[1]).toMatchObject({ kind: 'other', why: 'It is a Studio that FrameWright does not know.' });
  });
  it('keeps every other reference of a clip with several', () => {
    const several = '{"OTIO_SCHEMA":"Clip.2","name":"s","source_range":' + range(0, 5, 24) + ',"active_media_reference_key":"proxy","media_references":{"full":{"OTIO_SCHEMA":"MissingReference.1"},"proxy":{"OTIO_SCHEMA":"ExternalReference.1","target_url":"/p.mov"}}}';
    const made = JSON.parse(read(timeline(several)).rewrite(new Map([[0, link]]))) as { tracks: { children: { children: { media_references: Record<string, { target_url?: string }> }[] }[] } };
    expect(made.tracks.children[0]!.children[0]!.media_references).toMatchObject({ full: { OTIO_SCHEMA: 'MissingReference.1' }, proxy: { target_url: '/r/x.mov' } });
  });
  it('reads every timeline of a collection', () => {
    const both = `\uFEFF{"OTIO_SCHEMA":"SerializableCollection.1","children":[${timeline(clip(file('a.mov')))},${timeline(clip(file('b.mov')))}]}`;
    expect(read(both).timelines.flatMap(clipsOf).map(({ id, media }) => [id, media.kind === 'file' && media.path])).toEqual([[0, 'a.mov'], [1, 'b.mov']]);
  });
});

describe('files that are none', () => {
  const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  it.each([
    ['', /Line 1: The file ends/], ['{"OTIO_SCHEMA": "Timeline.1",\n"tracks": {', /Line 2: The file ends in the middle/], ['{"a": 1,\n\n "b": tru}', /Line 3: This is no JSON: "tru}"/], ['{"a": 01}', /Line 1/], ['{"a": 1} x', /something after the end/],
    [deep(100_000), /nested more than 200 deep/], ['{"OTIO_SCHEMA":"Timeline.1","tracks":null}', /no tracks/], ['{"OTIO_SCHEMA":"Clip.2"}', /holds a Clip and no Timeline/], ['[]', /no OTIO_SCHEMA/],
    [timeline('\n\n' + clip(file('a.mov'), range(1, 2, -24))), /Line 3: -24 is no rate/], [timeline(clip(file('a.mov'), range(1, 2, 'NaN'))), /"NaN" is not a number/],
  ])('%#', (text, says) => { expect(() => read(text)).toThrow(says); });
  it('names the file', () => { try { read('{'); expect.unreachable(); } catch (error) { expect((error as { values: unknown }).values).toMatchObject({ path: '/cuts/a.otio' }); } });
});

it('what is written as new is what the schema says', () => {
  const made = JSON.parse(writeTimeline('otio', read(timeline(clip(file('/a b.mov')))).timelines[0]!)) as { tracks: { children: { children: Record<string, unknown>[] }[] } };
  expect(made.tracks.children[0]!.children[0]).toMatchObject({ OTIO_SCHEMA: 'Clip.2', active_media_reference_key: 'DEFAULT_MEDIA', media_references: { DEFAULT_MEDIA: { OTIO_SCHEMA: 'ExternalReference.1', target_url: 'file:///a%20b.mov' } }, source_range: { start_time: { rate: 24, value: 10 }, duration: { value: 20 } } });
});
