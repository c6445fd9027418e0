// The arithmetic of edges and results, for rates and speeds against each other: held against plain fractions.
import { describe, expect, it } from 'vitest';
import { extensionOf, type Target } from '../../shared/panel/editor/extension.ts';
import { askedOf } from '../../shared/panel/editor/orders.ts';
import { showsOf } from '../../shared/panel/editor/placements.ts';
import type { HostClip, HostContext, Surroundings } from '../../shared/panel/host.ts';
import { convert, instant, unitsOf } from '../../shared/panel/instant.ts';
import { parseRatio, type Rational } from '../../shared/time.ts';
import { hostClip, hostContext, timeOf, type PaperClip, type PaperSequence, type Units } from '../hosts/paper/timeline.ts';

const rates = ['24000/1001', '25', '30000/1001', '50', '60000/1001'], speeds = ['1', '2', '1/2', '3/4', '4'];
const combinations = rates.flatMap((source) => rates.flatMap((sequence) => speeds.flatMap((speed) => (['ticks', 'frames'] as const).map((units) => ({ source, sequence, speed, units })))));

type Scene = { readonly clip: HostClip; readonly context: HostContext; readonly around: Surroundings; readonly laid: PaperClip };
function scene({ source, sequence, speed, units }: { source: string; sequence: string; speed: string; units: Units }, more: Partial<PaperClip> = {}, gaps: { before: number; after: number | null } = { before: 200, after: null }, seat: Partial<PaperSequence> = {}): Scene {
  const seq: PaperSequence = { id: 's', name: 's', rate: sequence, dropFrame: false, width: 64, height: 48, playhead: 0, markIn: null, markOut: null, ...seat };
  const laid: PaperClip = { id: 'a', from: 300, frames: 50, sourceFrom: 20, mediaFrames: 400, rate: source, speed: { kind: 'constant', ratio: speed }, ...more };
  const sheet = { tracks: [{ name: 'V1', locked: false }], clips: [laid], bin: [] };
  const gap = (frames: number) => timeOf(frames, sequence, units);
  return { laid, clip: hostClip(laid, sheet, seq, units), context: hostContext({ id: 'p', name: 'p', path: null }, seq, sheet, units), around: { gapBefore: gap(gaps.before), gapAfter: gaps.after === null ? null : gap(gaps.after) } };
}
const frames = (count: number): Target => ({ kind: 'frames', frames: count });

// Plain fractions of seconds, apart from the code that is tested.
type Fraction = { n: bigint; d: bigint };
const fraction = (n: bigint | number, d: bigint | number = 1n): Fraction => ({ n: BigInt(n), d: BigInt(d) });
const times = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d });
const over = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d, d: a.d * b.n });
const minus = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d - b.n * a.d, d: a.d * b.d });
const floor = ({ n, d }: Fraction): number => Number(n >= 0n || n % d === 0n ? n / d : n / d - 1n);
const ceil = (a: Fraction): number => -floor({ n: -a.n, d: a.d });
const of = (text: string): Fraction => { const { num, den }: Rational = parseRatio(text); return fraction(num, den); };
const exact = ({ at, rate }: { at: string; rate: string }): Fraction => over(fraction(BigInt(at)), of(rate));

describe('an edge that goes outwards', () => {
  it('at the end takes what the media has left, and has the rest made on the grid of the source', () => {
    for (const one of combinations) {
      const { clip, context, around } = scene(one), left = minus(exact(clip.mediaLength!), exact(clip.source!.out));
      const perFrame = over(of(one.speed), of(one.sequence));
      for (const asked of [1, 14, 37, 400]) {
        const found = extensionOf(clip, around, context, 'end', frames(asked))!;
        const handle = Math.max(0, floor(over(left, perFrame))), made = Math.max(0, ceil(times(minus(times(fraction(asked), perFrame), left.n < 0n ? fraction(0) : left), of(one.source))));
        expect({ one, asked, handle: found.handle, made: found.made, kind: found.kind }).toEqual({ one, asked, handle, made, kind: made > 0 ? 'make' : 'trim' });
        expect(found.fromHandle).toBe(Math.min(asked, handle));
        expect(unitsOf(found.to, one.sequence)).toBe(350 + asked);
      }
    }
  });

  it('at the start counts what lies before the in point', () => {
    for (const one of combinations) {
      const { clip, context, around } = scene(one), perFrame = over(of(one.speed), of(one.sequence)), left = exact(clip.source!.in);
      for (const asked of [3, 100]) {
        const found = extensionOf(clip, around, context, 'start', frames(asked))!;
        expect({ one, made: found.made, handle: found.handle, side: found.side }).toEqual({ one, made: Math.max(0, ceil(times(minus(times(fraction(asked), perFrame), left), of(one.source)))), handle: floor(over(left, perFrame)), side: 'before' });
        expect(unitsOf(found.to, one.sequence)).toBe(300 - asked);
      }
    }
  });

  it('needs no frame more than it says: what is made and what is left cover the edge, and one frame less would not', () => {
    for (const one of combinations) {
      const { clip, context, around } = scene(one, { mediaFrames: 20 + 230 });
      const found = extensionOf(clip, around, context, 'end', frames(300))!;
      if (found.kind !== 'make') continue;
      const wanted = exact(found.media), perFrame = over(fraction(1), of(one.source));
      const left = minus(exact(clip.mediaLength!), exact(clip.source!.out)), unused = left.n < 0n ? fraction(0) : left;
      const short = (made: number): boolean => minus(minus(wanted, unused), times(fraction(made), perFrame)).n > 0n;
      expect({ one, covered: !short(found.made), spare: !short(found.made - 1) }).toEqual({ one, covered: true, spare: false });
    }
  });

  it('of a reversed clip looks at the other side of its source', () => {
    const at = { source: '25', sequence: '25', speed: '1', units: 'ticks' as const }, { clip, context, around } = scene(at, { reversed: true });
    expect(extensionOf(clip, around, context, 'end', frames(37))).toMatchObject({ side: 'before', handle: 20, made: 17 });
    expect(extensionOf(clip, around, context, 'start', frames(37))).toMatchObject({ side: 'after', handle: 330, made: 0, kind: 'trim' });
  });
});

describe('limits', () => {
  const even = { source: '25', sequence: '25', speed: '1', units: 'frames' as const };
  it('are the neighbour, the beginning of the sequence and the last frame of the clip', () => {
    const { clip, context, around } = scene(even, {}, { before: 7, after: 12 });
    expect(extensionOf(clip, around, context, 'end', frames(30))).toMatchObject({ asked: 12, limited: true, room: 12 });
    expect(extensionOf(clip, around, context, 'start', frames(30))).toMatchObject({ asked: 7, limited: true, room: 7 });
    expect(extensionOf(clip, around, context, 'end', frames(-80))).toMatchObject({ asked: -49, limited: true, kind: 'shorten', made: 0, fromHandle: 0 });
    expect(extensionOf(clip, around, context, 'end', frames(0))).toMatchObject({ asked: 0, limited: false, kind: 'none' });
  });

  it('are met by the gap, the playhead and the marks, outwards and inwards', () => {
    const { clip, context, around } = scene(even, { mediaFrames: 75 }, { before: 7, after: 12 }, { playhead: 340, markIn: 296, markOut: 356 });
    expect(extensionOf(clip, around, context, 'end', { kind: 'fill-gap' })).toMatchObject({ asked: 12, handle: 5, made: 7 });
    expect(extensionOf(clip, around, context, 'start', { kind: 'fill-gap' })).toMatchObject({ asked: 7, kind: 'trim' });
    expect(extensionOf(clip, around, context, 'end', { kind: 'to-playhead' })).toMatchObject({ asked: -10, kind: 'shorten' });
    expect(extensionOf(clip, around, context, 'end', { kind: 'to-mark' })).toMatchObject({ asked: 6, made: 1 });
    expect(extensionOf(clip, around, context, 'start', { kind: 'to-mark' })).toMatchObject({ asked: 4, kind: 'trim' });
  });

  it('are not guessed: without a gap, a mark, a length, a source or a steady speed there is no answer', () => {
    const { clip, context, around } = scene(even);
    expect(extensionOf(clip, around, context, 'end', { kind: 'fill-gap' })).toBeNull();
    expect(extensionOf(clip, around, context, 'end', { kind: 'to-mark' })).toBeNull();
    expect(extensionOf({ ...clip, mediaLength: null }, around, context, 'end', frames(1))).toBeNull();
    expect(extensionOf({ ...clip, mediaLength: null }, around, context, 'start', frames(1))).toMatchObject({ kind: 'trim' });
    expect(extensionOf({ ...clip, source: null }, around, context, 'end', frames(1))).toBeNull();
    expect(extensionOf({ ...clip, speed: { kind: 'varying' } }, around, context, 'end', frames(1))).toBeNull();
    expect(extensionOf(clip, around, { project: null, sequence: null }, 'end', frames(1))).toBeNull();
  });

  it('take the last whole frame where a gap ends between two', () => {
    const { clip, context } = scene(even);
    const gap = instant(10, '24');
    expect(extensionOf(clip, { gapBefore: gap, gapAfter: gap }, context, 'end', { kind: 'fill-gap' })).toMatchObject({ asked: 10, room: 10 });
  });
});

describe('what of a result is shown', () => {
  const nothing = { frames: 1000, rate: { num: 25, den: 1 } };
  it('is as long as the clip for every rate and speed, and begins at the in point', () => {
    for (const one of combinations) {
      const { clip } = scene(one), asked = askedOf(clip, 'track-above', 'none', null)!, rate = parseRatio(one.source);
      const playing = { num: rate.num * parseRatio(one.speed).num, den: rate.den * parseRatio(one.speed).den };
      const shows = showsOf({ path: '', clip, mode: 'track-above', extension: null, asked, result: { inFrame: 6, frames: 5000, rate: playing }, sequenceRate: one.sequence, scale: 'as-is', label: '' });
      // In the time of the sequence the result covers the clip, and by less than a frame more.
      const shown = over(fraction(shows.frames), fraction(playing.num, playing.den)), length = over(fraction(50), of(one.sequence));
      expect({ one, from: shows.from, covers: minus(shown, length).n >= 0n, spare: ceil(times(minus(shown, length), fraction(playing.num, playing.den))) <= 1 }).toEqual({ one, from: 6, covers: true, spare: true });
    }
  });

  it('follows a clip that was trimmed within what was sent', () => {
    const { clip } = scene({ source: '25', sequence: '25', speed: '1', units: 'ticks' }), asked = askedOf(clip, 'track-above', 'none', null)!;
    const later = (by: number) => ({ ...clip, place: { in: convert(instant(300 + by, '25'), clip.place.in.rate), out: clip.place.out }, source: { in: convert(instant(20 + by, '25'), clip.source!.in.rate), out: clip.source!.out } });
    expect(showsOf({ path: '', clip: later(10), mode: 'track-above', extension: null, asked, result: { ...nothing, inFrame: 0, frames: 50 }, sequenceRate: '25', scale: 'as-is', label: '' })).toEqual({ from: 10, frames: 40, rate: '25' });
  });

  it.each([
    ['append', 'end', 37, { from: 50, frames: 37 }], ['track-above', 'end', 37, { from: 0, frames: 87 }], ['prepend', 'start', 30, { from: 0, frames: 30 }], ['track-above', 'start', 30, { from: 0, frames: 80 }],
  ] as const)('%s at the %s by %i frames', (mode, edge, count, expected) => {
    const { clip, context, around } = scene({ source: '25', sequence: '25', speed: '1', units: 'frames' }, { mediaFrames: 80 });
    const extension = extensionOf(clip, around, context, edge, frames(count))!, asked = askedOf(clip, mode, 'none', extension);
    expect(extension.made).toBe(edge === 'end' ? 27 : 10);
    // Made frames before the in point of what was asked for count as before it.
    const result = { inFrame: edge === 'start' ? 10 : 0, frames: 50 + count, rate: { num: 25, den: 1 } };
    expect(showsOf({ path: '', clip, mode, extension, asked, result, sequenceRate: '25', scale: 'as-is', label: '' })).toMatchObject(expected);
  });

  it('begins with the frame that is on screen there, where the grids do not meet', () => {
    const { clip, context, around } = scene({ source: '30000/1001', sequence: '25', speed: '1', units: 'ticks' }, { sourceFrom: 10 });
    const extension = extensionOf(clip, around, context, 'start', frames(20))!, asked = askedOf(clip, 'prepend', 'none', extension);
    // 0.8 s are 23.98 frames, of which 10 are there and 14 are made: 0.02 frames of the first are not shown.
    expect(showsOf({ path: '', clip, mode: 'prepend', extension, asked, result: { inFrame: 14, frames: 200, rate: { num: 30000, den: 1001 } }, sequenceRate: '25', scale: 'as-is', label: '' })).toEqual({ from: 0, frames: 24, rate: '30000/1001' });
  });

  it('is all of it in the bin, and what the clip lasts for sound', () => {
    const { clip } = scene({ source: '25', sequence: '25', speed: '1', units: 'ticks' }), facts = { path: '', clip, extension: null, asked: null, sequenceRate: '30000/1001', scale: 'as-is' as const, label: '' };
    expect(showsOf({ ...facts, mode: 'bin', result: { inFrame: 9, frames: 77, rate: { num: 25, den: 1 } } })).toEqual({ from: 0, frames: 77, rate: '25' });
    expect(showsOf({ ...facts, mode: 'replace', result: null })).toEqual({ from: 0, frames: 60, rate: '30000/1001' });
  });
});
