// Previews of one frame against the frame of a real job, and what makes them quick.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamShape } from '../../../shared/media.ts';
import type { AnyPlan, Plan } from '../../../shared/plan.ts';
import { wish, type WishInput } from '../../../shared/preset.ts';
import { openDecoder } from '../../../daemon/media/decode.ts';
import type { Frame } from '../../../daemon/media/frame.ts';
import { rawBytes } from '../../../daemon/media/planes.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { resultSpan } from '../../../daemon/plan/map.ts';
import type { EventOf, RequestOf, ResponseOf, TaskFunction, TaskName, UnitFile } from '../../../daemon/worker/contract.ts';
import { planPreview } from '../../../daemon/worker/tasks/preview-plan.ts';
import { resultOf } from '../../../daemon/worker/tasks/preview-frame.ts';
import { tasks } from '../../../daemon/worker/tasks/table.ts';
import { FrameWrightError } from '../../../shared/errors.ts';
import { openWarmSource, type WarmSource } from '../../../daemon/worker/warm-source.ts';
import { createWarmSources, warmSources, type WarmSources } from '../../../daemon/worker/warm-sources.ts';
import { makeClip, type ClipSpec } from '../../fixtures/clip.ts';

let folder: string, home: string;
const still = new AbortController().signal;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fw-preview-'));
  home = join(folder, 'home');
  // Measured once, before anything that needs it has to be in time.
  await ask('hardware', { measure: false });
}, 300_000);
afterAll(async () => {
  await warmSources.close();
  await rm(folder, { recursive: true });
});

async function ask<Name extends TaskName>(name: Name, request: RequestOf<Name>, emit: (event: EventOf<Name>) => void = () => {}): Promise<ResponseOf<Name>> {
  const task = await tasks[name]() as unknown as TaskFunction<Name>;
  return task(request, { home, signal: still, emit });
}

/** A job from the first look to the delivered file, survey and second plan included. */
async function restore(source: string, asked: WishInput, name: string): Promise<{ readonly plan: Plan; readonly result: string }> {
  const first = await ask('plan', { path: source, wish: wish.parse(asked) });
  const plan: AnyPlan = await ask('replan', { plan: first, analysis: await ask('survey', { plan: first, parts: [] }) }), units: UnitFile[] = [];
  await ask('run', { plan, segments: plan.segments.map(({ id }) => id), audio: [], folder: join(folder, name) }, (event) => { if (event.kind === 'unit') units.push(event.unit); });
  const { files } = await ask('deliver', { plan, units, parts: [], before: null, output: join(folder, `${name}.result.mkv`), folder: join(folder, name), revisions: [], seconds: 0 });
  return { plan: plan as Plan, result: files.at(-1)!.from };
}

function taken(frame: Frame): Buffer {
  const bytes = rawBytes(frame);
  frame.free();
  return bytes;
}

async function frameOf(path: string, n: number): Promise<Buffer> {
  const { media, index } = await probe(path, { home, interpretation: { parts: 'single' } }), decoder = await openDecoder(media, index, { threads: 1 });
  try {
    await decoder.from(n);
    return taken((await decoder.read())!.frame);
  } finally {
    await decoder.close();
  }
}

const cut = 'testsrc2=size=96x64:rate=25,format=yuv420p,noise=alls=14:allf=t+u:all_seed=7', scene = 'lutyuv=y=val/3+90:enable=gte(n\\,14)';
const lossless = { codec: 'ffv1', frames: 26 } satisfies Partial<ClipSpec>;
type Case = readonly [name: string, clip: ClipSpec, asked: WishInput, frames: readonly number[]];
const cases: readonly Case[] = [
  ['a filter with a memory, across a cut', { ...lossless, video: `${cut},${scene}` }, { stages: { denoise: { strength: 0.5, method: 'hqdn3d' } } }, [9, 14, 20]],
  ['a filter that looks both ways, across a cut', { ...lossless, video: `${cut},${scene}` }, { stages: { denoise: { strength: 0.5, method: 'atadenoise' } } }, [0, 13, 14, 25]],
  ['a network over three frames', { ...lossless, video: cut, frames: 8 }, { stages: { deblock: { strength: 'off' }, denoise: { strength: 0.5, method: 'denoise-lite' } } }, [0, 4]],
  ['fields that become frames', { ...lossless, video: 'testsrc2=size=96x64:rate=50,tinterlace=interleave_top,fieldorder=tff', interlaced: 'tff' }, { interpretation: { fieldOrder: 'tff' }, stages: { deinterlace: {} } }, [6, 25]],
  ['a crop, another size and bars, of odd sides at ten bits', { ...lossless, video: 'testsrc2=size=97x65:rate=25', pixel: 'yuv422p10le' }, { crop: { left: 4, top: 3, width: 80, height: 56 }, scale: '120x120', fit: 'pad' }, [7]],
  ['film that was shown as video', { ...lossless, video: 'testsrc2=size=96x64:rate=24,telecine=pattern=23', interlaced: 'tff', frames: 60 }, { interpretation: { cadence: '3:2' }, stages: { 'inverse-telecine': {}, sharpen: { strength: 0.5 } } }, [2, 3, 4, 31]],
  ['frames at uneven times, and a constant rate', { ...lossless, video: cut, timeBase: { num: 1, den: 1000 }, ptsOf: (n) => n * 40 + (n % 3) * 7 }, { constantRate: { num: 30, den: 1 }, stages: { deblock: { strength: 'off' }, denoise: { strength: 'off' }, sharpen: { strength: 0.6 } } }, [11]],
];

describe('a preview that is no draft', () => {
  it.each(cases)('is the frame of the job, bit by bit: %s', async (name, clip, asked, frames) => {
    const source = join(folder, `${cases.findIndex(([known]) => known === name)}.mkv`), full = { quality: 'fast', scale: '1', delivery: 'ffv1', container: 'mkv' as const, ...asked };
    await makeClip(source, clip);
    const { plan, result } = await restore(source, full, `job-${cases.findIndex(([known]) => known === name)}`);
    const warm = await openWarmSource(source, plan.wish.interpretation, home);
    try {
      for (const frame of frames) {
        const previewed = await planPreview(warm, { path: source, wish: wish.parse(full), frame, draft: false, size: 48 }, still);
        const made = taken(await resultOf(warm, previewed, still)), r = Math.min(plan.map.frames - 1, resultSpan(plan.map, warm.index, frame, frame + 1).first);
        expect(made.equals(await frameOf(result, r))).toBe(true);
        expect([previewed.span.exact, previewed.plan.steps.length > 0]).toEqual([true, true]);
      }
    } finally {
      await warm.close();
    }
  }, 300_000);
});

describe('a draft', () => {
  const size = 48, request = (asked: WishInput, frame = 5) => ({ path: join(folder, 'draft.mkv'), wish: wish.parse({ quality: 'fast', scale: '1', ...asked }), frame, draft: true, size });
  beforeAll(() => makeClip(join(folder, 'draft.mkv'), { ...lossless, video: 'testsrc2=size=192x128:rate=25,noise=alls=14:allf=t+u:all_seed=7' }));

  it('is made on the reduced source, by steps that suit its size, and says what it leaves out', async () => {
    const warm = await openWarmSource(join(folder, 'draft.mkv'), {}, home);
    try {
      const sizeOf = ({ width, height }: StreamShape): number[] => [width, height];
      const { plan, notices } = await planPreview(warm, request({ crop: { left: 32, top: 0, width: 128, height: 128 }, scale: '4', stages: { deblock: { strength: 0.5 }, denoise: { strength: 0.8, method: 'hqdn3d' }, upscale: { method: 'lanczos' } } }), still);
      expect(sizeOf(plan.source)).toEqual([48, 32]);
      expect(plan.steps.map(({ stage, output }) => [stage, ...sizeOf(output)])).toEqual([['crop', 32, 32], ['denoise', 32, 32], ['upscale', 128, 128]]);
      expect(plan.steps[1]!.strength).toBe(0.2);
      const small = await planPreview(warm, request({ scale: '0.5', stages: { sharpen: { strength: 0.5 } } }), still);
      expect([sizeOf(small.plan.source), sizeOf(small.plan.result), small.after.size]).toEqual([[96, 64], [48, 32], { width: 48, height: 32 }]);
      expect(notices.join(' ')).toMatch(/Left out of this draft: Smoothing compression blocks/);
    } finally {
      await warm.close();
    }
  });

  it('keeps pictures by all that they depend on, and makes only what is new', async () => {
    const first = await ask('previewFrame', request({ stages: { denoise: { strength: 0.5, method: 'hqdn3d' } } }));
    expect(first).toMatchObject({ frame: 5, draft: true, cached: false, before: { width: 48, height: 32, type: 'image/png' }, after: { width: 48, height: 32 } });
    expect(await ask('previewFrame', request({ stages: { denoise: { strength: 0.5, method: 'hqdn3d' } } }))).toMatchObject({ plan: first.plan, after: first.after, cached: true });
    const other = await ask('previewFrame', request({ stages: { denoise: { strength: 0.9, method: 'hqdn3d' } } }));
    expect([other.before.id, other.cached]).toEqual([first.before.id, false]);
    expect(new Set([first.after.id, other.after.id, first.before.id]).size).toBe(3);
    expect((await ask('previewFrame', request({ stages: { denoise: { strength: 0.5, method: 'hqdn3d' } } }, 6))).plan).not.toBe(first.plan);
    expect((await ask('previewFrame', { ...request({ stages: { denoise: { strength: 0.5, method: 'hqdn3d' } } }), draft: false })).draft).toBe(false);
  });

  it('deinterlaces fields that were reduced apart', async () => {
    const path = join(folder, 'fields.mkv');
    await makeClip(path, { ...lossless, video: 'testsrc2=size=192x128:rate=50,tinterlace=interleave_top,fieldorder=tff', interlaced: 'tff', frames: 12 });
    const made = await ask('previewFrame', { ...request({ interpretation: { fieldOrder: 'tff' }, stages: { deinterlace: {} } }), path });
    expect(made).toMatchObject({ draft: true, before: { width: 48, height: 32 }, after: { width: 48, height: 32 } });
  });

  it('frames outside the range of the wish are planned with the whole clip, and that is said', async () => {
    const made = await ask('previewFrame', request({ range: { unit: 'frames', in: 10, out: 20 } }));
    expect(made.notices.join(' ')).toContain('outside the range');
  });
});

it('cuts that a first look jumped over are found where one picture needs them', async () => {
  const path = join(folder, 'long.mkv'), at = 130;
  await makeClip(path, { codec: 'ffv1', frames: 600, video: `testsrc2=size=48x32:rate=25,lutyuv=y=255-val:u=255-val:enable=gte(n\\,${at})` });
  const warm = await openWarmSource(path, {}, home);
  try {
    expect([...await warm.cuts(0, 0, still)]).not.toContain(at);
    expect([...await warm.cuts(at - 5, at + 2, still)]).toContain(at);
    const { cuts, span: { span } } = await planPreview(warm, { path, wish: wish.parse({ quality: 'fast', scale: '1', stages: { denoise: { strength: 0.5, method: 'hqdn3d' } } }), frame: at + 3, draft: false, size: null }, still);
    expect([[...cuts].includes(at), span.readFrom]).toEqual([true, at]);
  } finally {
    await warm.close();
  }
});

describe('warm sources', () => {
  const use = (sources: WarmSources, path: string, signal = still, work: (source: WarmSource) => Promise<unknown> = async (source) => source): Promise<unknown> => sources.use({ path, interpretation: {}, home }, signal, work);
  it('stay the same while they are asked for, and are closed after', async () => {
    const sources = createWarmSources(), hasty = createWarmSources(1), path = join(folder, 'warm.mkv');
    await makeClip(path, { ...lossless, video: 'color=c=red:size=32x32:rate=25', frames: 2 });
    const first = await use(sources, path), brief = await use(hasty, path);
    expect(await use(sources, path)).toBe(first);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await use(hasty, path)).not.toBe(brief);
    for (const pool of [sources, hasty]) await pool.close();
  });
  it('are worked on one after the other; who waits and gives up is answered at once, and nobody else is held up', async () => {
    const sources = createWarmSources(), path = join(folder, 'warm.mkv'), busy = Promise.withResolvers<void>(), stop = new AbortController(), order: string[] = [];
    const first = use(sources, path, still, async () => { await busy.promise; order.push('first'); }), second = use(sources, path, stop.signal, async () => { order.push('second'); }), third = use(sources, path, still, async () => { order.push('third'); });
    stop.abort(new FrameWrightError('cancelled'));
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    busy.resolve();
    await Promise.all([first, third]);
    expect(order).toEqual(['first', 'third']);
    await sources.close();
  });
  it('that cannot be opened hold nobody up', async () => {
    const sources = createWarmSources();
    await expect(use(sources, join(folder, 'nothing.mkv'))).rejects.toMatchObject({ code: 'input-missing' });
    await expect(use(sources, join(folder, 'nothing.mkv'))).rejects.toMatchObject({ code: 'input-missing' });
    await use(sources, join(folder, 'warm.mkv'));
    await sources.close();
  });
});

it('what a file holds now is shown', async () => {
  const path = join(folder, 'changing.mkv');
  await makeClip(path, { ...lossless, video: 'color=c=red:size=32x32:rate=25', frames: 3 });
  const red = await ask('frame', { path, frame: 1, size: null });
  await makeClip(path, { ...lossless, video: 'color=c=blue:size=32x32:rate=25', frames: 4 });
  const blue = await ask('frame', { path, frame: 3, size: null });
  expect(blue.id).not.toBe(red.id);
});
