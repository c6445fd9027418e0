import { describe, expect, it } from 'vitest';
import type { FrameMap } from '../../../shared/plan.ts';
import { crowdedTimes } from '../../../daemon/plan/crowded.ts';
import { originOf, resultDuration, resultPts, resultSpan } from '../../../daemon/plan/map.ts';
import { buildMap, epochOf } from '../../../daemon/plan/mapmaking.ts';
import { stretchesOf } from '../../../daemon/plan/scan.ts';
import { cutSegments } from '../../../daemon/plan/segments.ts';
import { makeClip } from '../../plans/builder.ts';

const { index } = makeClip({ frames: 100, timeBase: { num: 1, den: 90000 }, ptsOf: (i) => 7200 + 3600 * i + (i % 3) * 11 });
const timeBase = { num: 1, den: 90000 };
const mapOf = (clip: { in: number; out: number }, base: { num: number; den: number }, epoch: number, kind: 'source' | 'fields', of = index): FrameMap =>
  buildMap({ stretches: stretchesOf(clip, [], [{ map: kind === 'fields' ? 'fields' : 'same', scan: null }]), index: of, timeBase: base, epoch, constant: false, rate: null });

describe('the map of whole frames', () => {
  const map = mapOf({ in: 10, out: 90 }, timeBase, 7200, 'source');
  it('gives every frame its own time less the epoch', () => {
    for (let r = 0; r < map.frames; r++) {
      expect(originOf(map, index, r)).toEqual({ frame: r + 10, field: 'both' });
      expect(resultPts(map, index, r)).toBe(index.pts[r + 10]! - 7200);
    }
  });
  it('shows each frame until the next, so durations add up without a gap', () => {
    for (let r = 0; r + 1 < map.frames; r++) expect(resultPts(map, index, r) + resultDuration(map, index, r)).toBe(resultPts(map, index, r + 1));
  });
  it('refuses frames outside', () => { expect(() => originOf(map, index, 80)).toThrow(RangeError); expect(() => originOf(map, index, -1)).toThrow(RangeError); });
});

describe('times that a container rounds', () => {
  const moved = (times: readonly number[]) => {
    const crowd = makeClip({ frames: times.length, timeBase, ptsOf: (i) => times[i]! }).index;
    return [...crowdedTimes(mapOf({ in: 0, out: times.length }, timeBase, 0, 'source', crowd), crowd, 'mkv')];
  };
  it('are none of a rule where frames lie a millisecond apart', () => { expect(moved([-45, 45, 135, 3600])).toEqual([]); });
  it('take the next free tick one after the other', () => { expect(moved([0, 30, 60, 90, 300, 450])).toEqual([[30, 1], [60, 2], [90, 3], [300, 4]]); });
  it('are left alone where the neighbours round apart', () => { expect(moved([0, 50, 180])).toEqual([]); });
});

describe('the map of fields', () => {
  const map = mapOf({ in: 0, out: 100 }, timeBase, 7200, 'fields');
  it('counts twice as many frames on ticks half as long', () => { expect(map).toMatchObject({ frames: 200, timeBase: { num: 1, den: 180000 } }); });
  it('puts the second field in the middle, also where frames are not equally long', () => {
    for (let r = 0; r < 198; r += 2) {
      const first = resultPts(map, index, r), second = resultPts(map, index, r + 1), next = resultPts(map, index, r + 2);
      expect(second - first).toBe(Math.floor((next - first) / 2));
      expect(first + resultDuration(map, index, r)).toBe(second);
      expect(second + resultDuration(map, index, r + 1)).toBe(next);
    }
    expect(originOf(map, index, 7)).toEqual({ frame: 3, field: 'second' });
  });
  it('keeps a time base whose numerator is not 1', () => { expect(mapOf({ in: 0, out: 1 }, { num: 1001, den: 30000 }, 0, 'fields').timeBase).toEqual({ num: 1001, den: 60000 }); });
});

it('finds the result frames of index frames', () => {
  expect(resultSpan(mapOf({ in: 10, out: 90 }, timeBase, 0, 'source'), index, 20, 30)).toEqual({ first: 10, count: 10 });
  expect(resultSpan(mapOf({ in: 10, out: 90 }, timeBase, 0, 'fields'), index, 20, 30)).toEqual({ first: 20, count: 20 });
  expect(mapOf({ in: 5, out: 5 }, timeBase, 0, 'source')).toMatchObject({ frames: 0, runs: [] });
});

describe('the epoch', () => {
  const video = { timeBase, firstPts: 9000, cut: false };
  it.each([
    ['picture first', [{ startPts: 48000, timeBase: { num: 1, den: 48000 } }], 9000],
    ['sound first', [{ startPts: 0, timeBase: { num: 1, den: 48000 } }], 0],
    ['sound with run-in of an AAC decoder', [{ startPts: -1024, timeBase: { num: 1, den: 48000 } }], 0],
    ['sound that really starts before', [{ startPts: -48000, timeBase: { num: 1, den: 48000 } }], -90000],
    ['no known start', [{ startPts: null, timeBase: { num: 1, den: 48000 } }], 9000],
  ])('%s', (_name, audio, ticks) => { expect(epochOf(video, audio)).toBe(ticks); });
  it('of a range is its first frame', () => { expect(epochOf({ ...video, cut: true }, [{ startPts: 0, timeBase: { num: 1, den: 48000 } }])).toBe(9000); });
});

describe('segments', () => {
  const clip = { in: 0, out: 1000 }, { index: long } = makeClip({ frames: 1000, timeBase });
  const cut = (secondsPerFrame: number, cuts: number[], checkpointSeconds = 60, reach = 3, kind: 'source' | 'fields' = 'source') =>
    cutSegments(mapOf(clip, timeBase, 0, kind, long), { clip, index: long, cuts: Uint32Array.from(cuts), secondsPerFrame, checkpointSeconds, reach });
  it('are one when there is little work', () => { expect(cut(0.01, [500])).toEqual([{ id: 0, first: 0, count: 1000, from: 0, to: 1000, warm: 0 }]); });
  it('hold whole shots of about the wanted work', () => {
    const segments = cut(0.5, [100, 200, 300, 400, 500, 600, 700, 800, 900]);
    expect(segments.map(({ from, to }) => [from, to])).toEqual([[0, 100], [100, 200], [200, 300], [300, 400], [400, 500], [500, 600], [600, 700], [700, 800], [800, 900], [900, 1000]]);
    expect(segments.every(({ warm }) => warm === 0)).toBe(true);
  });
  it('leave a shot whole up to two minutes of work', () => { expect(cut(0.119, [])).toHaveLength(1); });
  it('cut a longer one, with warm-up from the same shot only', () => {
    const segments = cut(0.3, [2], 60, 5);
    expect(segments.map(({ from, warm }) => [from, warm])).toEqual([[0, 0], [202, 5], [401, 5], [601, 5], [800, 5]].map(([from, warm]) => [from, warm]));
  });
  it('count result frames where fields become frames', () => { expect(cut(0.3, [], 60, 5, 'fields').map(({ first, from }) => first - 2 * from)).toEqual([0, 0, 0, 0, 0]); });
  it.each([0.001, 0.05, 0.3, 1, 7, 100])('partition the clip at %s s per frame, for many cut lists', (seconds) => {
    for (let seed = 1; seed < 40; seed++) {
      const cuts = [...new Set(Array.from({ length: seed }, (_, i) => 1 + ((i * 7919 * seed) % 998)))].sort((a, b) => a - b);
      const segments = cut(seconds, cuts, 20, 40);
      const starts = [0, ...cuts];
      expect(segments.map(({ from }) => from)).toEqual([0, ...segments.slice(0, -1).map(({ to }) => to)]);
      expect(segments.at(-1)!.to).toBe(1000);
      for (const { from, warm, count } of segments) {
        const shot = starts.findLast((start) => start <= from)!;
        expect(warm).toBe(Math.min(40, from - shot));
        expect(count).toBeGreaterThan(0);
      }
    }
  });
});
