import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FrameWrightError } from '../../../shared/errors.ts';
import { openDecoder } from '../../../daemon/media/decode.ts';
import { allocatePlanes, copyOut } from '../../../daemon/media/planes.ts';
import type { Processor } from '../../../daemon/stages/stage.ts';
import { decodeUnits, h264, planOf, runPlan, sourceOf, type Picture, type PlanSpec, type Source } from './job.ts';
import { countFrames, filterStep, processStep } from './line.ts';

let clip: Source;
let original: Picture[];
let frames: ReturnType<typeof countFrames>;
const cutsAt = [17, 31];
beforeAll(async () => {
  clip = await sourceOf('clip.mkv', { video: 'testsrc2=size=160x120:rate=25', frames: 48, codecOptions: { crf: '10', preset: 'ultrafast' }, colour: { matrix: 1, primaries: 1, transfer: 1, range: 1 } });
  original = await decodeSource(clip);
});
beforeEach(() => { frames = countFrames(); });
afterEach(() => frames.restore());

async function decodeSource({ media, index }: Source): Promise<Picture[]> {
  const decoder = await openDecoder(media, index, { threads: 1 });
  const pictures: Picture[] = [];
  for (let read = await decoder.read(); read; read = await decoder.read()) {
    const planes = allocatePlanes(media.video.shape);
    copyOut(read.frame, planes);
    read.frame.free();
    pictures.push({ pts: index.pts[read.n]! - index.pts[0]!, planes: planes.planes.map(({ data }) => new Uint8Array(data.buffer.slice(0) as unknown as ArrayBuffer)) });
  }
  await decoder.close();
  return pictures;
}

const copy: Processor = { push: async ({ frames: window, current }, into) => into.planes.forEach((plane, p) => plane.data.set(window[current]!.planes[p]!.data)), close: async () => {} };
const withProcess = (over: Partial<Processor> = {}): { spec: PlanSpec; openProcess: () => Promise<Processor> } => {
  const shape = clip.media.video.shape;
  return { spec: { steps: [processStep('fake', { input: shape, output: shape, title: 'Guessing' })] }, openProcess: async () => ({ ...copy, ...over }) };
};
const denoise = () => filterStep('hqdn3d=4', { input: clip.media.video.shape, output: clip.media.video.shape, window: { before: 0, after: 0 }, warmup: 12 });
const mix = () => filterStep('tmix=frames=3', { input: clip.media.video.shape, output: clip.media.video.shape, window: { before: 2, after: 0 } });

describe('an identity run', () => {
  it('to FFV1 gives the very planes and times of the source', async () => {
    const { units, concealed } = await runPlan(clip, planOf(clip, { segmentsAt: [17, 31] }));
    expect(units.map(({ unit }) => unit)).toEqual(['video-0', 'video-1', 'video-2']);
    expect(await decodeUnits(units, clip.media.video.shape)).toEqual(original);
    expect(concealed).toEqual([]);
    expect(frames.alive()).toBe(0);
  });
  it('to H.264 keeps the picture above 45 dB and every time', async () => {
    const made = await decodeUnits((await runPlan(clip, planOf(clip, { encoder: h264, segmentsAt: [20] }))).units, clip.media.video.shape);
    expect(made.map(({ pts }) => pts)).toEqual(original.map(({ pts }) => pts));
    const error = made.map(({ planes }, i) => planes[0]!.reduce((sum, value, at) => sum + (value - original[i]!.planes[0]![at]!) ** 2, 0) / planes[0]!.length);
    expect(10 * Math.log10(255 ** 2 / (error.reduce((sum, value) => sum + value) / error.length))).toBeGreaterThan(45);
  });
  it('gives the same bytes every time, and says their hash', async () => {
    const [a, b] = [await runPlan(clip, planOf(clip, { encoder: h264 })), await runPlan(clip, planOf(clip, { encoder: h264 }))];
    expect(a.units.map(({ sha256 }) => sha256)).toEqual(b.units.map(({ sha256 }) => sha256));
    for (const { path, sha256, bytes } of a.units) expect([createHash('sha256').update(await readFile(path)).digest('hex'), (await readFile(path)).length]).toEqual([sha256, bytes]);
  });
});

describe('segments', () => {
  it('that begin at cuts equal the whole, whatever filters remember', async () => {
    for (const steps of [[denoise()], [mix()], [denoise(), mix()]]) {
      const whole = await runPlan(clip, planOf(clip, { steps }), { cutsAt });
      const parts = await runPlan(clip, planOf(clip, { steps, segmentsAt: cutsAt, cutsAt }), { cutsAt });
      expect(await decodeUnits(parts.units, clip.media.video.shape)).toEqual(await decodeUnits(whole.units, clip.media.video.shape));
    }
  });
  it('inside a shot equal the whole for finite windows, and nearly for recursive filters', async () => {
    const run = async (spec: PlanSpec) => decodeUnits((await runPlan(clip, planOf(clip, spec), { cutsAt })).units, clip.media.video.shape);
    expect(await run({ steps: [mix()], segmentsAt: [9, 24], warm: 2 })).toEqual(await run({ steps: [mix()] }));
    const [whole, parts] = [await run({ steps: [denoise()] }), await run({ steps: [denoise()], segmentsAt: [9, 24], warm: 12 })];
    const worst = Math.max(...whole.flatMap(({ planes }, i) => planes.map((plane, p) => plane.reduce((most, value, at) => Math.max(most, Math.abs(value - parts[i]!.planes[p]![at]!)), 0))));
    expect(worst).toBeLessThanOrEqual(1);
  });
  it('come out the same when only some are asked for, in one worker or in several', async () => {
    const plan = planOf(clip, { steps: [denoise()], segmentsAt: [9, 17, 31], warm: 12, cutsAt, encoder: h264 });
    const whole = await runPlan(clip, plan, { cutsAt });
    const some = await runPlan(clip, plan, { cutsAt, pending: [1, 3] });
    expect(some.units.map(({ unit, sha256 }) => [unit, sha256])).toEqual([1, 3].map((id) => [whole.units[id]!.unit, whole.units[id]!.sha256]));
  });
  it('of fields have two frames for each of the source', async () => {
    const input = { ...clip.media.video.shape, fieldOrder: 'tff' as const }, output = { ...input, fieldOrder: 'progressive' as const, rate: { num: 50, den: 1 } };
    const steps = [filterStep('bwdif=mode=send_field:parity=tff', { input, output, window: { before: 1, after: 1 } })];
    const { units } = await runPlan(clip, planOf(clip, { steps, kind: 'fields', segmentsAt: [17], cutsAt: [17] }), { cutsAt });
    const made = await decodeUnits(units, output);
    expect(made).toHaveLength(96);
    expect(made.every(({ pts }, i) => i === 0 || pts > made[i - 1]!.pts)).toBe(true);
  });
});

describe('a run that goes wrong', () => {
  it('leaves nothing that counts when a step fails, and says where', async () => {
    const { spec, openProcess } = withProcess({ push: async (window, into) => { if (into.frame === 25) throw new Error('no luck'); await copy.push(window, into); } });
    const units: string[] = [];
    let folder = '';
    await expect(runPlan(clip, planOf(clip, { ...spec, segmentsAt: [17] }), { openProcess, onBegin: () => {}, onUnit: ({ unit, path }) => { units.push(unit); folder = path.slice(0, path.lastIndexOf('/')); } })).rejects.toMatchObject({ code: 'step-failed', values: { title: 'Guessing', frame: 25 } });
    expect(units).toEqual(['video-0']);
    expect(await readdir(folder)).toEqual(['video-0.packets']);
    expect(frames.alive()).toBe(0);
  });
  it('answers a cancel within 200 ms while a step is busy for seconds', async () => {
    const controller = new AbortController();
    const { spec, openProcess } = withProcess({ push: () => sleep(2000) });
    const running = runPlan(clip, planOf(clip, spec), { openProcess, signal: controller.signal });
    running.catch(() => {});
    await sleep(300);
    const began = performance.now();
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - began).toBeLessThan(200);
    await sleep(2100);
    expect(frames.alive()).toBe(0);
  });
  it('answers a cancel at once while a step is still being opened', async () => {
    const controller = new AbortController(), { spec } = withProcess();
    let closed = false;
    const openProcess = async (): Promise<Processor> => { await sleep(600); return { ...copy, close: async () => { closed = true; } }; };
    const running = runPlan(clip, planOf(clip, spec), { openProcess, signal: controller.signal });
    running.catch(() => {});
    await sleep(100);
    const began = performance.now();
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - began).toBeLessThan(200);
    await sleep(800);
    expect([closed, frames.alive()]).toEqual([true, 0]);
  });
  it('is caught when the picture is gone', async () => {
    const black: Processor = { ...copy, push: async (_window, into) => { into.planes.forEach((plane, p) => plane.data.fill(p === 0 ? 16 : 128)); } };
    const green: Processor = { ...copy, push: async (_window, into) => { into.planes.forEach((plane) => plane.data.fill(0)); } };
    const { spec } = withProcess();
    for (const processor of [black, green]) {
      await expect(runPlan(clip, planOf(clip, spec), { openProcess: async () => processor })).rejects.toMatchObject({ code: 'verify-failed' });
      expect(frames.alive()).toBe(0);
    }
  });
  it('goes on with smaller tiles when memory runs out, and writes that down', async () => {
    const sizes: number[] = [];
    let pushes = 0;
    const openProcess: NonNullable<Parameters<typeof runPlan>[2]>['openProcess'] = async (_group, { input }) => {
      sizes.push(input.width);
      return { ...copy, push: async (window, into) => { if (++pushes === 25) throw new FrameWrightError('out-of-memory', { title: 'Guessing', why: 'test', pathArgument: '' }); await copy.push(window, into); } };
    };
    const { spec } = withProcess();
    const plan = planOf(clip, { ...spec, segmentsAt: [17, 31], resources: { tile: { size: 144, overlap: 16 } } });
    const { units, revisions, plan: last } = await runPlan(clip, plan, { openProcess });
    expect([last.revision, last.resources.tile, revisions.length]).toEqual([2, { size: 80, overlap: 16 }, 1]);
    expect(sizes).toEqual([144, 80]);
    expect(units.map(({ unit }) => unit)).toEqual(['video-0', 'video-1', 'video-2']);
    expect(await decodeUnits(units, clip.media.video.shape)).toEqual(original);
    expect(frames.alive()).toBe(0);
  });
});

describe('the thread that pumps', () => {
  it('is never held up for long', async () => {
    // Its own CPU time between two ticks, so that what else runs on this machine does not count; the design allows gaps of 50 ms.
    let longest = 0, last = process.threadCpuUsage();
    const ticking = setInterval(() => {
      const spent = process.threadCpuUsage(last);
      longest = Math.max(longest, (spent.user + spent.system) / 1000);
      last = process.threadCpuUsage();
    }, 2);
    await runPlan(clip, planOf(clip, { steps: [denoise()], segmentsAt: [17, 31], encoder: h264 }));
    clearInterval(ticking);
    expect(longest).toBeLessThan(50);
  });
});
