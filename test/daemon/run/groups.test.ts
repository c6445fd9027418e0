import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StreamShape } from '../../../shared/media.ts';
import type { PlaneFrame } from '../../../shared/planes.ts';
import type { Segment, Step } from '../../../shared/plan.ts';
import { allocatePlanes, copyIn, copyOut, createFrame } from '../../../daemon/media/planes.ts';
import { filterGroup } from '../../../daemon/run/filter-group.ts';
import { fuse, type Group } from '../../../daemon/run/fuse.ts';
import { processGroup } from '../../../daemon/run/process-group.ts';
import { spansOf, type Span } from '../../../daemon/run/shots.ts';
import { tilesOf } from '../../../daemon/run/tiles.ts';
import type { Token } from '../../../daemon/run/token.ts';
import type { Processor } from '../../../daemon/stages/stage.ts';
import { countFrames, filterStep, processStep, shapeOf } from './line.ts';

const never = new AbortController().signal;
const small = shapeOf({ width: 64, height: 48 });
let frames: ReturnType<typeof countFrames>;
beforeEach(() => { frames = countFrames(); });
afterEach(() => frames.restore());

/** Tokens of spans; frame n is filled by `paint`. */
async function* feed(spans: readonly Span[], shape: StreamShape, paint = flat): AsyncGenerator<Token, void> {
  for (const span of spans) {
    yield { kind: 'open', span };
    for (let n = span.readFrom; n < span.readTo; n++) {
      const frame = createFrame(shape), planes = allocatePlanes(shape);
      paint(planes, n);
      copyIn(planes, frame);
      yield { kind: 'frame', number: n, frame };
    }
    yield { kind: 'end', span };
  }
}
const flat = ({ planes }: PlaneFrame, n: number): void => planes.forEach((plane) => { plane.data.fill(n + 1); });
const noise = ({ planes }: PlaneFrame, n: number): void => planes.forEach(({ data }, p) => { for (let i = 0; i < data.length; i++) data[i] = (i * 7919 + n * 104729 + p * 31 + ((i * i) % 251)) % 256; });

const segmentOf = (from: number, to: number, warm = 0): Segment => ({ id: 0, first: from, count: to - from, from, to, warm });
const spans = (to: number, cuts: readonly number[], reach = { before: 1, after: 1 }, from = 0, warm = 0): Span[] => spansOf(segmentOf(from, to, warm), Uint32Array.from(cuts), { in: 0, out: 100 }, reach);

async function collect(tokens: AsyncIterable<Token>, shape: StreamShape): Promise<{ number: number; planes: Uint8Array[] }[]> {
  const found = [];
  for await (const token of tokens) {
    if (token.kind !== 'frame') continue;
    const planes = allocatePlanes(shape);
    copyOut(token.frame, planes);
    expect(Number(token.frame.pts)).toBe(token.number);
    token.frame.free();
    found.push({ number: token.number, planes: planes.planes.map(({ data }) => new Uint8Array(data)) });
  }
  return found;
}
const groupOf = (...steps: Step[]): Group => fuse(steps)[0]!;
const processOf = (over: Partial<Step> = {}): Group => groupOf(processStep('fake', { input: small, ...over }));

/** Remembers the frame numbers of every window and answers with the current frame. */
function recorder(): Processor & { readonly windows: number[][] } {
  const windows: number[][] = [];
  return {
    windows,
    push: async ({ frames: window, current }, into) => {
      windows.push(window.map(({ frame }) => frame));
      into.planes.forEach((plane, p) => plane.data.set(window[current]!.planes[p]!.data));
    },
    close: async () => {},
  };
}

describe('a process', () => {
  it('sees windows that repeat the ends of a shot and never cross a cut', async () => {
    const processor = recorder(), group = processOf({ window: { before: 1, after: 1 } });
    const made = await collect(processGroup(group, processor, tilesOf(small, null), never)(feed(spans(5, [3, 5]), small)), small);
    expect(made.map(({ number, planes }) => [number, planes[0]![0]])).toEqual([[0, 1], [1, 2], [2, 3], [3, 4], [4, 5]]);
    expect(processor.windows).toEqual([[0, 0, 1], [0, 1, 2], [1, 2, 2], [3, 3, 4], [3, 4, 4]]);
    expect(frames.alive()).toBe(0);
  });
  it('is given neighbours but spared the work of frames that nobody wants', async () => {
    const processor = recorder(), group = processOf({ window: { before: 1, after: 1 } });
    await collect(processGroup(group, processor, tilesOf(small, null), never)(feed(spans(6, [], undefined, 4, 1), small)), small);
    expect(processor.windows).toEqual([[3, 4, 5], [4, 5, 6]]);
  });
  it('gives the same picture in tiles as whole, beyond the model\'s reach', async () => {
    const shape = shapeOf({ width: 149, height: 131 }), group = processOf({ input: shape, output: shape });
    const whole = await collect(processGroup(group, blur(), tilesOf(shape, null), never)(feed(spans(2, []), shape, noise)), shape);
    const tiles = tilesOf(shape, { size: 80, overlap: 16 });
    expect(tiles.length).toBeGreaterThan(3);
    expect(await collect(processGroup(group, blur(), tiles, never)(feed(spans(2, []), shape, noise)), shape)).toEqual(whole);
    expect(frames.alive()).toBe(0);
  });
  it('enlarges in tiles as it does whole', async () => {
    const input = shapeOf({ width: 149, height: 131 }), output = { ...input, width: 298, height: 262 }, group = processOf({ input, output });
    const run = async (rule: { size: number; overlap: number } | null) => collect(processGroup(group, double(), tilesOf(input, rule), never)(feed(spans(1, []), input, noise)), output);
    expect(await run({ size: 96, overlap: 16 })).toEqual(await run(null));
  });
  it('that fails is named with its frame, and nothing leaks', async () => {
    const processor: Processor = { push: async (_window, into) => { if (into.frame === 2) throw new Error('no such luck'); }, close: async () => {} };
    const run = collect(processGroup(processOf({ title: 'Guessing' }), processor, tilesOf(small, null), never)(feed(spans(6, []), small)), small);
    await expect(run).rejects.toMatchObject({ code: 'step-failed', values: { title: 'Guessing', frame: 2, why: 'no such luck' } });
    expect(frames.alive()).toBe(0);
  });
  it('whose reader leaves frees everything in hand', async () => {
    for (const most of [1, 2, 3]) {
      let taken = 0;
      for await (const token of processGroup(processOf({ window: { before: 1, after: 1 } }), recorder(), tilesOf(small, null), never)(feed(spans(9, []), small))) {
        if (token.kind !== 'frame') continue;
        token.frame.free();
        taken += 1;
        if (taken === most) break;
      }
      expect(frames.alive()).toBe(0);
    }
  });
});

describe('fused filters', () => {
  it('give every frame once, with its number', async () => {
    const made = await collect(filterGroup(groupOf(filterStep('hqdn3d=0', { input: small }), filterStep('null', { input: small })), 1)(feed(spans(5, [2]), small)), small);
    expect(made.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4]);
    expect(frames.alive()).toBe(0);
  });
  it('make two numbered frames of a frame\'s fields, for any length of shot', async () => {
    const doubled = { ...small, rate: { num: 50, den: 1 } };
    for (const method of ['bwdif', 'yadif', 'w3fdif', 'estdif']) {
      const graph = { bwdif: 'bwdif=mode=send_field', yadif: 'yadif=mode=send_field', w3fdif: 'w3fdif=mode=field', estdif: 'estdif=mode=field' }[method]!;
      const group = groupOf(filterStep(graph, { input: small, output: doubled, window: { before: 1, after: 1 } }));
      const made = await collect(filterGroup(group, 1)(feed(spans(7, [1, 3, 7]), small)), small);
      expect(made.map(({ number }) => number), method).toEqual(Array.from({ length: 14 }, (_, i) => i));
      expect(frames.alive(), method).toBe(0);
    }
  });
  it('that lose a frame are caught', async () => {
    await expect(collect(filterGroup(groupOf(filterStep('select=not(eq(n\\,2))', { input: small })), 1)(feed(spans(5, []), small)), small)).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('frame 2') });
    await expect(collect(filterGroup(groupOf(filterStep('select=lt(n\\,4)', { input: small })), 1)(feed(spans(5, []), small)), small)).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('frame 4') });
    await expect(collect(filterGroup(groupOf(filterStep('fps=50', { input: small })), 1)(feed(spans(5, []), small)), small)).rejects.toMatchObject({ code: 'internal' });
    expect(frames.alive()).toBe(0);
  });
  it('that change the size unplanned are caught', async () => {
    await expect(collect(filterGroup(groupOf(filterStep('scale=32:24', { input: small })), 1)(feed(spans(2, []), small)), small)).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('32×24') });
    expect(frames.alive()).toBe(0);
  });
  it('start afresh at a cut and settle the same wherever a shot is cut', async () => {
    const group = groupOf(filterStep('tmix=frames=3:weights=1 2 1', { input: small, window: { before: 2, after: 0 } }));
    const reach = { before: 2, after: 0 };
    const whole = await collect(filterGroup(group, 1)(feed(spans(12, [5], reach), small, noise)), small);
    const parts = [spans(8, [5], reach), spans(12, [5], reach, 8, 2)];
    const cut = (await Promise.all(parts.map((part) => collect(filterGroup(group, 1)(feed(part, small, noise)), small)))).flat();
    expect(cut).toEqual(whole);
  });
});

/** A 3×3 mean with zeros outside, as a convolution pads: tiles differ from the whole only within one pixel of their own edges. */
function blur(): Processor {
  return { close: async () => {}, push: async ({ frames: [frame] }, into) => into.planes.forEach((plane, p) => smooth(frame!.planes[p]!, plane.data, 1)) };
}
function double(): Processor {
  return { close: async () => {}, push: async ({ frames: [frame] }, into) => into.planes.forEach((plane, p) => smooth(frame!.planes[p]!, plane.data, 2)) };
}
function smooth({ width, height, data }: PlaneFrame['planes'][number], into: Uint8Array | Uint16Array, factor: number): void {
  const outWidth = into.length % (width * factor) === 0 ? width * factor : width * factor - 1;
  const outHeight = into.length / outWidth;
  for (let oy = 0; oy < outHeight; oy++) {
    for (let ox = 0; ox < outWidth; ox++) {
      let sum = 0;
      for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) {
        const x = Math.floor(ox / factor) + dx, y = Math.floor(oy / factor) + dy;
        if (x >= 0 && y >= 0 && x < width && y < height) sum += data[y * width + x]!;
      }
      into[oy * outWidth + ox] = Math.round(sum / 9);
    }
  }
}
