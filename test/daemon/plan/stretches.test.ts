import { describe, expect, it } from 'vitest';
import type { ScanRun } from '../../../shared/analysis.ts';
import type { FrameIndex } from '../../../shared/media.ts';
import type { FrameMap, Step } from '../../../shared/plan.ts';
import { frameMap } from '../../../shared/plan.ts';
import { ratio, toNumber, type Rational } from '../../../shared/time.ts';
import { countChanges, isShown, originOf, resultDuration, resultPts, resultSpan } from '../../../daemon/plan/map.ts';
import { buildMap } from '../../../daemon/plan/mapmaking.ts';
import { cutSegments } from '../../../daemon/plan/segments.ts';
import { stretchesOf, withBorders } from '../../../daemon/plan/scan.ts';
import { makeClip } from '../../plans/builder.ts';
import { cadenceOf, telecined } from '../run/cadence.ts';

/** A small generator of numbers below `below`, the same on every run. */
function dice(seed: number): (below: number) => number {
  let state = seed * 2654435761 % 2 ** 32;
  return (below) => { state = (state * 1664525 + 1013904223) % 2 ** 32; return Math.floor((state / 2 ** 32) * below); };
}

const both: readonly Pick<Step, 'map' | 'scan'>[] = [{ map: 'cadence', scan: 'telecined' }, { map: 'fields', scan: 'interlaced' }];
const patterns = ['23', '2332', '222222222223', '32'];

type Made = { readonly map: FrameMap; readonly index: FrameIndex; readonly runs: readonly ScanRun[]; readonly clip: { in: number; out: number }; readonly cuts: Uint32Array };

/** Stretches of all kinds and lengths over a clip whose times may be uneven, with a range cut anywhere. */
function random(seed: number, rate: Rational | null = null): Made {
  const roll = dice(seed), frames = 60 + roll(300), uneven = roll(3) === 0, timeBase = [ratio(1, 90000), ratio(1, 1000), ratio(1001, 30000)][roll(3)]!;
  const usual = Math.max(1, Math.round(timeBase.den / timeBase.num / 29.97)), jumps = Array.from({ length: frames }, () => (uneven && roll(9) === 0 ? 1 + roll(5 * usual) : usual));
  const times = jumps.map((_, i) => jumps.slice(0, i).reduce((a, b) => a + b, 500 - roll(1)));
  const { index } = makeClip({ frames, timeBase, ptsOf: (i) => times[i]! });
  const runs: ScanRun[] = [];
  for (let first = 0; first < frames;) {
    const count = Math.min(frames - first, 1 + roll(60)), kind = roll(3);
    runs.push(kind === 0 ? { first, count, scan: 'progressive', order: null, cadence: null } : kind === 1 ? { first, count, scan: 'interlaced', order: 'tff', cadence: null } : telecined(first, count, { pattern: patterns[roll(4)]!, first: 'top' }, roll(5)));
    first += count;
  }
  const clip = { in: roll(frames / 2), out: frames - roll(frames / 3) }, cuts = Uint32Array.from(new Set([roll(frames - 1) + 1, roll(frames - 1) + 1])).sort();
  return { index, runs, clip, cuts, map: buildMap({ stretches: stretchesOf(clip, runs, both), index, timeBase, epoch: index.pts[clip.in]! - roll(2) * 777, constant: false, rate }) };
}

describe('maps of stretches', () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))('rise in time, leave nothing open and find their frames again (%i)', (seed) => {
    for (const rate of [null, ratio(25, 1), ratio(24000, 1001), ratio(60, 1)]) {
      const { map, index, runs, clip, cuts } = random(seed, rate);
      const pts = Array.from({ length: map.frames }, (_, r) => resultPts(map, index, r));
      pts.forEach((time, r) => {
        if (r > 0) expect(time).toBeGreaterThan(pts[r - 1]!);
        expect(time + resultDuration(map, index, r)).toBe(r + 1 < map.frames ? pts[r + 1] : map.end);
      });
      for (let r = 0; r < map.frames; r++) {
        const { frame } = originOf(map, index, r), { first, count } = resultSpan(map, index, frame, frame + 1);
        expect(r >= first && r < first + count, `frame ${r} of ${frame} in ${first}+${count}`).toBe(true);
        expect(isShown(map, frame)).toBe(true);
      }
      const segments = cutSegments(map, { clip, index, cuts: withBorders(cuts, runs, both), secondsPerFrame: 2, checkpointSeconds: 20, reach: 2 });
      expect(segments.map(({ first }) => first)).toEqual(segments.map((_, i) => segments.slice(0, i).reduce((sum, { count }) => sum + count, 0)));
      expect([segments[0]!.from, segments.at(-1)!.to, segments.reduce((sum, { count }) => sum + count, 0)]).toEqual([clip.in, clip.out, map.frames]);
      expect(segments.every(({ count }) => count > 0)).toBe(true);
      expect(frameMap.parse(JSON.parse(JSON.stringify(map)))).toEqual(map);
    }
  });
  it('show every frame of stretches that no cadence thins, and fields in order', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { map, index, runs, clip } = random(seed), seen = Array.from({ length: map.frames }, (_, r) => originOf(map, index, r));
      for (const run of runs) {
        for (let n = Math.max(run.first, clip.in); n < Math.min(run.first + run.count, clip.out); n++) {
          const fields = seen.filter(({ frame }) => frame === n).map(({ field }) => field);
          const kept = run.cadence && !run.cadence.drop.includes((n - run.first) % run.cadence.cycle);
          expect(fields).toEqual(run.scan === 'interlaced' ? ['first', 'second'] : run.scan === 'progressive' || kept ? ['both'] : []);
        }
      }
    }
  });
  it('of four hundred stretches stay small', () => {
    const runs = Array.from({ length: 400 }, (_, i) => telecined(i * 50, 50, { pattern: '222222222223', first: 'top' })), { index } = makeClip({ frames: 20000 });
    const map = buildMap({ stretches: stretchesOf({ in: 0, out: 20000 }, runs, both), index, timeBase: ratio(1, 25), epoch: 0, constant: true, rate: null });
    expect(JSON.stringify(map).length).toBeLessThan(64 * 1024);
  });
});

describe('a cadence', () => {
  const timeBase = ratio(1001, 30000), { index } = makeClip({ frames: 53, rate: ratio(30000, 1001), timeBase });
  const map = (clip: { in: number; out: number }): FrameMap => buildMap({ stretches: stretchesOf(clip, [telecined(0, 53, { pattern: '23', first: 'top' })], both), index, timeBase, epoch: index.pts[clip.in]!, constant: true, rate: null });
  it('is evenly spaced at the film\'s rate, also where the last cycle is cut short', () => {
    const whole = map({ in: 0, out: 53 });
    expect(whole).toMatchObject({ frames: 42, timeBase: ratio(1001, 120000), end: 53 * 4, even: true });
    for (let r = 0; r < 42; r++) expect(resultPts(whole, index, r)).toBe(5 * r);
    // Two film frames of the last cycle have three video frames' time.
    expect(resultDuration(whole, index, 41)).toBe(7);
  });
  it('begins anywhere', () => {
    const { drop } = cadenceOf('23');
    for (let from = 0; from < 10; from++) {
      const part = map({ in: from, out: 53 });
      expect(Array.from({ length: part.frames }, (_, r) => originOf(part, index, r).frame)).toEqual(Array.from({ length: 53 - from }, (_, i) => from + i).filter((n) => !drop.includes(n % 5)));
      expect(resultPts(part, index, 0)).toBe(0);
    }
  });
});

describe('a constant rate', () => {
  const at = (rate: Rational, clip: { index: FrameIndex }, timeBase: Rational, epoch = 0): FrameMap =>
    buildMap({ stretches: [{ from: 0, to: clip.index.frames, map: 'same', cadence: null }], index: clip.index, timeBase, epoch, constant: true, rate });
  it('repeats and leaves out by the middle of each frame\'s time', () => {
    const clip = makeClip({ frames: 24, rate: ratio(24, 1), timeBase: ratio(1, 24) });
    const up = at(ratio(30, 1), clip, ratio(1, 24)), down = at(ratio(12, 1), clip, ratio(1, 24));
    expect([up.frames, down.frames, up.timeBase, up.end]).toEqual([30, 12, ratio(1, 30), 30]);
    expect(countChanges(up, clip.index)).toEqual({ repeated: 6, left: 0 });
    expect(countChanges(down, clip.index)).toEqual({ repeated: 0, left: 12 });
    // Frames 2k and 2k + 1 share a slot; at its middle the second begins, which is too late for it.
    expect(Array.from({ length: 12 }, (_, k) => originOf(down, clip.index, k).frame)).toEqual(Array.from({ length: 12 }, (_, k) => 2 * k));
  });
  it('of a clip that has this rate changes nothing, whatever its clock rounds', () => {
    for (const [rate, timeBase] of [[ratio(24000, 1001), ratio(1, 1000)], [ratio(25, 1), ratio(1, 90000)], [ratio(60000, 1001), ratio(1, 1000)]] as const) {
      const clip = makeClip({ frames: 500, rate, timeBase });
      expect(countChanges(at(rate, clip, timeBase), clip.index)).toEqual({ repeated: 0, left: 0 });
    }
  });
  it('keeps the exact start beside the sound', () => {
    const clip = makeClip({ frames: 50, timeBase: ratio(1, 90000), ptsOf: (i) => 1234 + 3600 * i }), map = at(ratio(30000, 1001), clip, ratio(1, 90000));
    expect(resultPts(map, clip.index, 0) * toNumber(map.timeBase)).toBeCloseTo(1234 / 90000, 12);
    expect(map.frames).toBe(60);
    for (let k = 0; k + 1 < map.frames; k++) expect(ratio(resultDuration(map, clip.index, k) * map.timeBase.num, map.timeBase.den)).toEqual(ratio(1001, 30000));
  });
  it('fills gaps with what is on screen and ends when the last frame does', () => {
    const times = [0, 40, 80, 1080, 1120], clip = makeClip({ frames: 5, timeBase: ratio(1, 1000), ptsOf: (i) => times[i]! }), map = at(ratio(25, 1), clip, ratio(1, 1000));
    expect(map.frames).toBe(29);
    expect(Array.from({ length: 29 }, (_, k) => originOf(map, clip.index, k).frame)).toEqual([0, 1, ...Array.from({ length: 25 }, () => 2), 3, 4]);
  });
});
