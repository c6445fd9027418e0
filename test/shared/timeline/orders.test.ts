// Which pictures a timeline needs, each restored once, and where they lie in the results.
import { describe, expect, it } from 'vitest';
import { add, fraction, multiply, subtract, type Fraction } from '../../../shared/timeline/fraction.ts';
import { secondsAt, type Clip, type Item, type Media, type Span, type Timeline } from '../../../shared/timeline/model.ts';
import { linkOf, ordersOf, shownOf, useOf, withLinks, type Footage, type Result, type Use } from '../../../shared/timeline/orders.ts';

const pal = fraction(25), film = fraction(24000, 1001), hour = fraction(3600);
const frames = (count: number, rate: Fraction = pal): Fraction => secondsAt(count, rate);
let id = 0;
const clip = (source: Fraction, duration: Fraction, more: Partial<Clip> = {}): Clip => ({ kind: 'clip', id: id++, name: 'c', enabled: true, duration, source, speed: fraction(1), media: { kind: 'file', path: 'a.mov', available: null }, markers: [], ...more });
const told = (available: Span): { media: Media } => ({ media: { kind: 'file', path: 'a.mov', available } });
const footage = (more: Partial<Footage> = {}): Footage => ({ path: '/a.mov', rate: pal, frames: 100, isEven: true, timecode: null, firstNumber: null, ...more });
const timeline = (...items: Item[]): Timeline => ({ name: '', rate: pal, start: hour, drop: false, size: null, tracks: [{ kind: 'video', name: '', items }] });
const used = (one: Clip, file: Footage): Use | null => { const [shown] = shownOf(timeline(one)).shown; return useOf(shown!, file); };

describe('where a clip lies in its file', () => {
  it.each<[string, Clip, Footage, [number, number] | null]>([
    ['from the first frame, without a timecode', clip(frames(10), frames(5)), footage(), [10, 15]],
    ['by the file\'s timecode', clip(add(hour, frames(10)), frames(5)), footage({ timecode: hour }), [10, 15]],
    ['from the first frame, although the file has a timecode', clip(frames(10), frames(5)), footage({ timecode: hour }), [10, 15]],
    ['by what the timeline says that its file begins with', clip(frames(1010), frames(5), told({ start: frames(1000), duration: frames(100) })), footage({ timecode: hour }), [10, 15]],
    ['by the timecode where the timeline says something that does not fit', clip(add(hour, frames(10)), frames(5), told({ start: fraction(0), duration: frames(100) })), footage({ timecode: hour }), [10, 15]],
    ['up to the end, for a last frame that was rounded up', clip(frames(90), frames(11)), footage(), [90, 100]],
    ['nowhere', clip(frames(90), frames(20)), footage({ timecode: hour }), null],
    ['nowhere before its first frame', clip(frames(5), frames(2), told({ start: frames(10), duration: frames(10) })), footage({ timecode: frames(20), frames: 3 }), null],
    ['at another rate than the timeline, every frame that is shown', clip(frames(24, film), frames(25)), footage({ rate: film }), [24, 48]],
    ['at another rate, between two frames', clip(frames(10), frames(1)), footage({ rate: film }), [9, 11]],
    ['quicker, with one to spare', clip(frames(10), frames(5), { speed: fraction(2) }), footage(), [10, 21]],
    ['in pictures by number', clip(frames(2), frames(3), { media: { kind: 'pictures', path: 's.%04d.png', first: 1001, rate: pal, available: null } }), footage({ firstNumber: 991 }), [12, 15]],
  ])('%s', (_, one, file, expected) => {
    const use = used(one, file);
    expect(use && [use.from, use.to]).toEqual(expected);
  });
  it('with what transitions show of it, as far as there is any', () => {
    const dissolve = { kind: 'transition', name: '', before: frames(4), after: frames(6) } as const;
    const all = shownOf(timeline(clip(frames(50), frames(10)), dissolve, clip(frames(2), frames(20)), dissolve, clip(frames(70), frames(28), { speed: fraction(1) }))).shown.map((one) => useOf(one, footage())!);
    expect(all.map(({ from, to }) => [from, to])).toEqual([[50, 66], [0, 28], [66, 98]]);
  });
});

it('what stays says why, where it stands on the timeline', () => {
  const { shown, kept } = shownOf(timeline(clip(frames(0), frames(10)), { kind: 'gap', duration: frames(5) }, clip(frames(0), frames(10), { enabled: false }), clip(frames(0), frames(10), { speed: null }), clip(frames(0), frames(1), { speed: fraction(0) }), clip(frames(0), frames(1), { speed: fraction(-1) }), clip(frames(0), frames(1), { media: { kind: 'generator', name: 'bars' } }), { kind: 'other', name: 'title', duration: frames(3), why: 'A title.' }));
  expect(shown.length).toBe(1);
  expect(kept.map(({ at, why }) => [Number(multiply(at, pal).num), why.slice(0, 18)])).toEqual([[15, 'It is switched off'], [25, 'Its speed changes '], [35, 'It is one picture '], [36, 'It runs backwards;'], [37, 'It is no file but '], [38, 'A title.']]);
});

describe('orders', () => {
  const use = (from: number, to: number, path = '/a.mov'): Use => ({ clip: clip(frames(from), frames(to - from)), at: fraction(0), footage: footage({ path }), base: fraction(0), from, to });
  const spans = (uses: readonly Use[], before = 0, after = before): unknown => ordersOf(uses, { before, after }).map(({ footage: { path }, from, to, uses: all }) => [path, from, to, all.length]);
  it('take the same part once', () => { expect(spans([use(10, 20), use(10, 20)])).toEqual([['/a.mov', 10, 20, 2]]); });
  it('take what overlaps or follows as one, what lies apart as two', () => { expect(spans([use(30, 40), use(10, 20), use(20, 25), use(12, 15)])).toEqual([['/a.mov', 30, 40, 1], ['/a.mov', 10, 25, 3]]); });
  it('take parts as one whose handles overlap', () => {
    expect(spans([use(10, 20), use(30, 40)], 5)).toEqual([['/a.mov', 10, 40, 2]]);
    expect(spans([use(10, 20), use(31, 40)], 5)).toEqual([['/a.mov', 10, 20, 1], ['/a.mov', 31, 40, 1]]);
    expect(spans([use(10, 20), use(30, 40)], 0, 10)).toEqual([['/a.mov', 10, 40, 2]]);
  });
  it('keep files apart', () => { expect(spans([use(10, 20), use(10, 20, '/b.mov')], 24)).toEqual([['/a.mov', 10, 20, 1], ['/b.mov', 10, 20, 1]]); });
  it('hold every use, whatever the uses are', () => {
    let state = 7;
    const random = (below: number): number => { state = (state * 48271) % 2147483647; return state % below; };
    for (let round = 0; round < 200; round++) {
      const uses = Array.from({ length: 1 + random(12) }, () => { const from = random(200); return use(from, from + 1 + random(40), `/${random(2)}`); }), handles = { before: random(6), after: random(6) }, orders = ordersOf(uses, handles);
      expect(orders.flatMap((order) => order.uses).length).toBe(uses.length);
      for (const { from, to, uses: all, footage: { path } } of orders) for (const one of all) expect([one.footage.path, one.from >= from, one.to <= to]).toEqual([path, true, true]);
      // No picture is restored twice, handles included.
      for (const one of orders) for (const other of orders) if (one !== other && one.footage.path === other.footage.path) expect(one.from - handles.before > other.to + handles.after || other.from - handles.before > one.to + handles.after).toBe(true);
    }
  });
});

describe('links', () => {
  const result = (more: Partial<Result> = {}): Result => ({ path: '/r/a.mov', name: 'a.mov', number: 1, rate: pal, frames: 30, timecode: null, begins: frames(6), width: 64, height: 48, sound: null, ...more });
  it.each<[string, Clip, Footage, Result, { start: Fraction; source: Fraction }]>([
    ['from the first picture', clip(frames(10), frames(5)), footage(), result(), { start: fraction(0), source: frames(4) }],
    ['by timecode, which then stays what it was', clip(add(hour, frames(10)), frames(5)), footage({ timecode: hour }), result({ timecode: add(hour, frames(6)) }), { start: add(hour, frames(6)), source: add(hour, frames(10)) }],
    ['from the first picture where the timeline counted so, although there is a timecode', clip(frames(10), frames(5)), footage({ timecode: hour }), result({ timecode: add(hour, frames(6)) }), { start: fraction(0), source: frames(4) }],
    ['by a timecode that a container must have', clip(frames(10), frames(5)), footage(), result({ timecode: fraction(0) }), { start: fraction(0), source: frames(4) }],
    ['at twice the rate', clip(frames(10), frames(5)), footage(), result({ rate: fraction(50), frames: 60 }), { start: fraction(0), source: frames(4) }],
    ['in the middle of a frame', clip(frames(10), frames(5)), footage({ rate: film }), result({ rate: film, begins: frames(9, film) }), { start: fraction(0), source: subtract(frames(10), frames(9, film)) }],
  ])('%s', (_, one, file, made, expected) => {
    const link = linkOf(used(one, file)!, made);
    expect({ start: link.available.start, source: link.source }).toEqual(expected);
    expect(link.available.duration).toEqual(secondsAt(made.frames, made.rate));
  });
  it('replace media and nothing else', () => {
    const one = clip(frames(10), frames(5)), cut = timeline(one, { kind: 'gap', duration: frames(1) }), link = linkOf(used(one, footage())!, result());
    expect(withLinks(cut, new Map([[one.id, link]])).tracks[0]!.items).toEqual([{ ...one, source: frames(4), media: { kind: 'file', path: '/r/a.mov', available: link.available } }, { kind: 'gap', duration: frames(1) }]);
  });
});
