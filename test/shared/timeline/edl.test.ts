// CMX3600 as its writers differ, and files that are none.
import { describe, expect, it } from 'vitest';
import { readTimeline, writeTimeline } from '../../../shared/timeline/formats.ts';
import { fraction, type Fraction } from '../../../shared/timeline/fraction.ts';
import { clipsOf, framesAt, secondsAt, type Clip, type Item, type Link, type Timeline } from '../../../shared/timeline/model.ts';

const ntsc = fraction(30000, 1001);
const read = (text: string, rate: Fraction = fraction(24)) => readTimeline('edl', text, '/cuts/a.edl', rate);
const clips = (text: string, rate?: Fraction): Clip[] => clipsOf(read(text, rate).timelines[0]!);
const link = (number: number, source: Fraction): Link => ({ path: `/r/${number}.mov`, name: `${number}.mov`, number, available: { start: fraction(0), duration: fraction(100) }, source, rate: fraction(24), width: 64, height: 48, sound: null });

describe('events', () => {
  it('count frames, of drop-frame lists without the numbers that are left out', () => {
    const text = 'TITLE: d\nFCM: DROP FRAME\n001 R1 V C 01:00:59:28 01:01:00:04 10:00:00:00 10:00:00:04\n002 R1 V C 00;10;00;00 00;10;00;10 10;00;00;04 10;00;00;14\n';
    const { timelines: [timeline] } = read(text, ntsc), all = clipsOf(timeline!);
    expect([timeline!.drop, ...all.map(({ source, duration }) => [framesAt(source, ntsc), framesAt(duration, ntsc)])]).toEqual([true, [107_892 + 1798, 4], [17_982, 10]]);
    // 01:00:59:28 is followed by :29 and then by 01:01:00:02, so there are four pictures up to 01:01:00:04.
    expect(clips(text, ntsc)[0]!.speed).toEqual(fraction(1));
  });
  it.each([
    ['M2 R1 048.0 01:00:00:00', fraction(2)], ['M2   R1       012.0                01:00:00:00 ', fraction(1, 2)], ['M2 R1 -024.0 01:00:00:00', fraction(-1)], ['M2   R1       000.0                01:00:00:00', fraction(0)],
  ])('%s', (line, speed) => { expect(clips(`001  R1 V C 01:00:00:00 01:00:02:00 00:00:00:00 00:00:01:00\n${line}\n`)[0]!.speed).toEqual(speed); });
  it('say by their lengths how quick a clip is where nothing else does', () => { expect(clips('001  R1 V C 01:00:00:00 01:00:02:00 00:00:00:00 00:00:01:00')[0]!.speed).toEqual(fraction(2)); });
  it('name files in the ways that programs have', () => {
    const named = (...lines: string[]) => clips(['001  REEL_7 V C 01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00', ...lines].join('\n'))[0]!;
    expect(named('* FROM CLIP NAME:  A001.mov ').media).toEqual({ kind: 'missing', names: ['A001.mov', 'REEL_7'] });
    expect(named('*FROM CLIP NAME: shot (LAY3)', '*SOURCE FILE: shot.LAY3').media).toEqual({ kind: 'missing', names: ['shot.LAY3', 'shot (LAY3)', 'REEL_7'] });
    expect(named('* FROM CLIP NAME: a', '* SOURCE FILE: /clips/a.mov')).toMatchObject({ name: 'a', media: { kind: 'file', path: '/clips/a.mov' } });
    expect(named('* FROM CLIP NAME: C:\\clips\\a.mov').media).toEqual({ kind: 'file', path: 'C:\\clips\\a.mov', available: null });
    expect(named('* LOC: 00:00:00:12 RED     FIX THIS').markers).toEqual([{ name: 'FIX THIS', at: fraction(1, 2), duration: fraction(1, 24) }]);
  });
  it('lie in gaps and over each other', () => {
    const text = '1 A V C 00:00:00:00 00:00:01:00 00:00:10:00 00:00:11:00\n2 B V C 00:00:00:00 00:00:01:00 00:00:12:00 00:00:13:00\n3 C V2 C 00:00:00:00 00:00:01:00 00:00:12:12 00:00:13:12\n4 D A2 C 00:00:00:00 00:00:01:00 00:00:10:00 00:00:11:00\n5 BL V C 00:00:00:00 00:00:01:00 00:00:13:00 00:00:14:00\n6 K V K B 010 00:00:00:00 00:00:01:00 00:00:14:00 00:00:15:00\n';
    const [timeline] = read(text).timelines, shape = (item: Item): string => (item.kind === 'transition' ? item.kind : `${item.kind} ${framesAt(item.duration, fraction(24))}`);
    expect([timeline!.start, ...timeline!.tracks.map(({ kind, items }) => [kind, ...items.map(shape)])]).toEqual([fraction(10), ['video', 'clip 24', 'gap 24', 'clip 24', 'gap 24', 'other 24'], ['video', 'gap 60', 'clip 24'], ['audio', 'clip 24']]);
  });
});

describe('dissolves', () => {
  const list = 'TITLE: d\n001  TST V     C        01:00:04:05 01:00:04:10 01:00:00:00 01:00:00:05 \n* FROM CLIP NAME:  clip_A\n002  TST V     C        01:00:04:10 01:00:04:10 01:00:00:05 01:00:00:05 \n002  TST V     D    010 01:00:08:04 01:00:08:14 01:00:00:05 01:00:00:15 \n* BLEND, DISSOLVE \n* FROM CLIP NAME:  clip_A\n* TO CLIP NAME:  clip_B\n';
  it('show the clip that goes for as long as they last', () => {
    const { items } = read(list).timelines[0]!.tracks[0]!;
    expect(items).toMatchObject([{ kind: 'clip', name: 'clip_A' }, { kind: 'transition', before: fraction(0), after: secondsAt(10, fraction(24)) }, { kind: 'clip', name: 'clip_B', duration: secondsAt(10, fraction(24)) }]);
  });
  it('name both results', () => {
    const text = read(list).rewrite(new Map([[0, link(1, fraction(1))], [1, link(2, fraction(2))]]));
    expect(text.split('\n').filter((line) => /^0|CLIP NAME/.test(line))).toEqual([
      '001  FW001    V     C        00:00:01:00 00:00:01:05 01:00:00:00 01:00:00:05', '* FROM CLIP NAME: 1.mov', '002  FW001    V     C        00:00:01:05 00:00:01:05 01:00:00:05 01:00:00:05',
      '002  FW002    V     D    010 00:00:02:00 00:00:02:10 01:00:00:05 01:00:00:15', '* FROM CLIP NAME: 1.mov', '* TO CLIP NAME: 2.mov',
    ]);
    expect(text).toContain('* BLEND, DISSOLVE ');
    // One of the two alone.
    expect(read(list).rewrite(new Map([[1, link(2, fraction(2))]])).split('\n')).toEqual(expect.arrayContaining(['001  TST V     C        01:00:04:05 01:00:04:10 01:00:00:00 01:00:00:05 ', '* FROM CLIP NAME:  clip_A', '* TO CLIP NAME: 2.mov']));
  });
  it('begin where they are seen first, also those that another format lays over the middle of a cut', () => {
    const clip = (id: number, source: number): Clip => ({ kind: 'clip', id, name: `c${id}`, enabled: true, duration: fraction(2), source: fraction(source), speed: fraction(1), media: { kind: 'file', path: `/c${id}.mov`, available: null }, markers: [] });
    const made: Timeline = { name: 't', rate: fraction(24), start: fraction(0), drop: false, size: null, tracks: [{ kind: 'video', name: '', items: [clip(0, 10), { kind: 'transition', name: '', before: fraction(1, 2), after: fraction(1, 4) }, clip(1, 20)] }] };
    const [a, transition, b] = read(writeTimeline('edl', made)).timelines[0]!.tracks[0]!.items;
    expect([a, transition, b]).toMatchObject([{ duration: fraction(3, 2) }, { before: fraction(0), after: fraction(3, 4) }, { duration: fraction(5, 2), source: fraction(39, 2) }]);
  });
});

describe('files that are none', () => {
  it.each([
    ['TITLE: x\n\n001 R V C 01:00:00:24 01:00:01:00 00:00:00:00 00:00:01:00', /Line 3: 01:00:00:24 is no timecode at 24/], ['001 R V C 01:61:00:00 01:00:01:00 00:00:00:00 00:00:01:00', /Line 1: 01:61/], ['001 R V C 01:00:00:00', /Line 1: This is no event/],
    ['001 R V C 01:00:00:00 01:00:01:00 00:00:02:00 00:00:01:00', /ends before it begins/], ['TITLE: nothing else', /no event/],
  ])('%#', (text, says) => { expect(() => read(text)).toThrow(says); });
});
