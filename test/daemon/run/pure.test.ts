import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Segment } from '../../../shared/plan.ts';
import { commit, ownerOf } from '../../../daemon/run/checkpoint.ts';
import { fuse, reachOf } from '../../../daemon/run/fuse.ts';
import { openRing } from '../../../daemon/run/ring.ts';
import { spansOf } from '../../../daemon/run/shots.ts';
import { halve, scaleTile, tilesOf } from '../../../daemon/run/tiles.ts';
import { slidingWindow } from '../../../daemon/run/window.ts';
import { filterStep, processStep, shapeOf } from './line.ts';

const segment = (from: number, to: number, warm = 0): Segment => ({ id: 0, first: from, count: to - from, from, to, warm });
const clip = { in: 0, out: 100 };
const ranges = (spans: ReturnType<typeof spansOf>): number[][] => spans.map((span) => [span.readFrom, span.from, span.to, span.readTo]);

describe('spans', () => {
  it('are the whole segment when nothing looks around', () => {
    expect(ranges(spansOf(segment(10, 60), Uint32Array.of(20, 40), clip, { before: 0, after: 0 }))).toEqual([[10, 10, 60, 60]]);
  });
  it('end at every cut, and read no neighbours across one', () => {
    expect(ranges(spansOf(segment(20, 60), Uint32Array.of(20, 40, 60), clip, { before: 3, after: 2 }))).toEqual([[20, 20, 40, 40], [40, 40, 60, 60]]);
  });
  it('read warm frames and the reach after a segment that is cut inside a shot', () => {
    expect(ranges(spansOf(segment(30, 50, 8), Uint32Array.of(25, 51), clip, { before: 8, after: 2 }))).toEqual([[25, 30, 50, 51]]);
    expect(ranges(spansOf(segment(30, 50, 3), Uint32Array.of(), clip, { before: 3, after: 2 }))).toEqual([[27, 30, 50, 52]]);
  });
  it('stay inside the clip', () => {
    expect(ranges(spansOf(segment(30, 50, 8), Uint32Array.of(), { in: 29, out: 51 }, { before: 8, after: 4 }))).toEqual([[29, 30, 50, 51]]);
  });
  it('mark the last one', () => {
    expect(spansOf(segment(0, 60), Uint32Array.of(20, 40), clip, { before: 1, after: 1 }).map((span) => span.last)).toEqual([false, false, true]);
  });
});

describe('fuse', () => {
  const filter = (graph: string, window = { before: 0, after: 0 }, warmup = 0) => filterStep(graph, { window, warmup });
  it('makes one graph of neighbouring filters and leaves a process alone', () => {
    const groups = fuse([filter('hqdn3d'), filter('deband'), processStep('upscale'), filter('unsharp')]);
    expect(groups.map((group) => group.graph)).toEqual(['hqdn3d,deband', null, 'unsharp']);
  });
  it('adds up what the groups behind still need', () => {
    const groups = fuse([filter('a', { before: 1, after: 1 }, 5), processStep('p', { window: { before: 1, after: 1 } }), filter('b', { before: 2, after: 0 })]);
    expect(groups.map((group) => group.demand)).toEqual([{ before: 3, after: 1 }, { before: 2, after: 0 }, { before: 0, after: 0 }]);
    expect(reachOf(groups.flatMap((group) => group.steps))).toEqual({ before: 9, after: 2 });
  });
  it('numbers what comes after a field doubler', () => {
    const shape = shapeOf({ width: 16, height: 16, rate: { num: 25, den: 1 } }), doubled = { ...shape, rate: { num: 50, den: 1 } };
    const groups = fuse([filterStep('bwdif=1', { input: shape, output: doubled }), processStep('p', { input: doubled, output: doubled })]);
    expect(groups.map((group) => [group.numbering, group.factor])).toEqual([[1, 2], [2, 1]]);
  });
});

describe('window', () => {
  const run = (count: number, before: number, after: number) => {
    const window = slidingWindow<number>(before, after);
    const seen: number[][] = [], gone: number[] = [];
    let most = 0, held = 0;
    for (let i = 0; i < count; i++) {
      held += 1;
      most = Math.max(most, held);
      const view = window.push(i);
      if (view) seen.push([...view.frames]);
      const retired = window.retire();
      held -= retired.length;
      gone.push(...retired);
    }
    for (const view of window.flush()) { seen.push([...view.frames]); gone.push(...window.retire()); }
    gone.push(...window.clear());
    return { seen, gone, most };
  };
  it('repeats the ends', () => {
    expect(run(4, 1, 1).seen).toEqual([[0, 0, 1], [0, 1, 2], [1, 2, 3], [2, 3, 3]]);
    expect(run(1, 1, 1).seen).toEqual([[0, 0, 0]]);
    expect(run(2, 2, 2).seen).toEqual([[0, 0, 0, 1, 1], [0, 0, 1, 1, 1]]);
    expect(run(3, 0, 0).seen).toEqual([[0], [1], [2]]);
  });
  it('lets every entry go exactly once and holds no more than it must', () => {
    for (const [count, before, after] of [[9, 1, 1], [9, 3, 0], [9, 0, 2], [1, 2, 2]] as const) {
      const { gone, most } = run(count, before, after);
      expect(gone).toEqual(Array.from({ length: count }, (_, i) => i));
      expect(most).toBeLessThanOrEqual(before + 1 + after);
    }
  });
});

describe('ring', () => {
  it('makes a waiting reader wait for a released slot', async () => {
    let made = 0;
    const ring = openRing(2, () => made++);
    const [a] = [await ring.acquire(), await ring.acquire()];
    const third = ring.acquire();
    let got = false;
    void third.then(() => { got = true; });
    await Promise.resolve();
    expect(got).toBe(false);
    ring.release(a);
    expect(await third).toBe(a);
    expect(made).toBe(2);
  });
});

describe('tiles', () => {
  it('keep every pixel exactly once, at even places, with overlap on every inner side', () => {
    for (const [width, height, size, overlap] of [[720, 576, 256, 32], [1273, 719, 256, 16], [160, 121, 64, 16], [97, 65, 64, 8], [64, 64, 128, 16]] as const) {
      const tiles = tilesOf({ width, height }, { size, overlap });
      const covered = new Uint8Array(width * height);
      for (const { source, inner } of tiles) {
        expect([source.left % 16, source.top % 16, inner.left % 4, inner.top % 4]).toEqual([0, 0, 0, 0]);
        expect([source.width, source.height]).toEqual([tiles[0]!.source.width, tiles[0]!.source.height]);
        const right = source.left + inner.left + inner.width, bottom = source.top + inner.top + inner.height;
        if (source.left > 0) expect(inner.left).toBeGreaterThanOrEqual(overlap / 2);
        if (right < width) expect(source.left + source.width - right).toBeGreaterThanOrEqual(overlap / 2);
        if (source.top > 0) expect(inner.top).toBeGreaterThanOrEqual(overlap / 2);
        for (let y = source.top + inner.top; y < bottom; y++) for (let x = source.left + inner.left; x < right; x++) covered[y * width + x]! += 1;
      }
      expect(covered.every((times) => times === 1)).toBe(true);
    }
  });
  it('grow with the step', () => {
    const tile = tilesOf({ width: 100, height: 60 }, { size: 64, overlap: 8 })[1]!;
    const scaled = scaleTile(tile, { width: 100, height: 60 }, { width: 200, height: 120 });
    expect(scaled.source).toEqual({ left: tile.source.left * 2, top: tile.source.top * 2, width: tile.source.width * 2, height: tile.source.height * 2 });
    expect(() => scaleTile(tile, { width: 100, height: 60 }, { width: 150, height: 90 })).toThrow('whole factor');
  });
  it('halve until they are too small', () => {
    const picture = { width: 1920, height: 1080 };
    const sizes: number[] = [];
    for (let rule = halve(null, picture, 16); rule; rule = halve(rule, picture, 16)) sizes.push(rule.size);
    expect(sizes).toEqual([960, 480, 240, 128]);
    expect(halve(null, { width: 64, height: 48 }, 8)).toBeNull();
  });
});

describe('checkpoint', () => {
  it('renames only for an owner that is still there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fw-commit-'));
    const temporary = join(folder, 'a.part'), path = join(folder, 'a');
    await writeFile(temporary, 'picture');
    const written = { sha256: createHash('sha256').update('picture').digest('hex'), bytes: 7 }, parent = { ppid: 7 };
    const alive = ownerOf(parent);
    parent.ppid = 1;
    await expect(commit(temporary, path, written, alive)).rejects.toMatchObject({ code: 'worker-died' });
    expect(await readdir(folder)).toEqual(['a.part']);
    parent.ppid = 7;
    expect(await commit(temporary, path, written, alive)).toEqual({ path, ...written });
    expect(await readdir(folder)).toEqual(['a']);
    expect(await readFile(path, 'utf8')).toBe('picture');
  });
});
