// Plans for video whose fields stay fields.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../../shared/plan.ts';
import type { WishInput } from '../../../shared/preset.ts';
import { makePlan } from '../../../daemon/plan/plan.ts';
import { loadPresets, type PresetLibrary } from '../../../daemon/plan/presets.ts';
import { machine, makeClip, makeWish, type Clip, type ClipWish } from '../../plans/builder.ts';
import { contents } from '../../plans/contents.ts';

let presets: PresetLibrary;
beforeAll(async () => { presets = await loadPresets(); });

const planFor = (clip: Clip | ClipWish, wish: WishInput): Plan => makePlan({ ...('index' in clip ? clip : makeClip(clip)), hardware: machine('cpu'), wish: makeWish(wish), presets, revision: 1 });
const fields = { verdict: 'tff', confidence: 0.9, combed: 0.5, container: 'tff', evidence: [], runs: [] } as const;

describe('interlaced video that stays so', () => {
  const plan = () => planFor(contents['dvd-576i']!, { scale: '2', stages: { deinterlace: { strength: 'off' } } });
  it('is scaled field by field, keeps its order and says so', () => {
    expect(plan().result).toMatchObject({ width: 1440, height: 1152, fieldOrder: 'tff' });
    expect(plan().delivery.video.fieldOrder).toBe('tff');
    expect(plan().notices.join(' ')).toMatch(/stays interlaced, top field first/);
    expect(plan().steps.find(({ stage }) => stage === 'resize')).toMatchObject({ why: expect.stringMatching(/each field is scaled by itself/), graph: expect.stringContaining('separatefields') });
    expect(plan().skipped.find(({ stage }) => stage === 'upscale')?.why).toMatch(/works on whole frames/);
  });
  it('has as many lines as two fields of whole chroma samples have, and says so', () => {
    const { result, notices } = planFor(contents['dvd-576i']!, { scale: '1.1', stages: { deinterlace: { strength: 'off' } } });
    expect([result.width, result.height]).toEqual([792, 632]);
    expect(notices.join(' ')).toMatch(/792×634 becomes 792×632, because both fields/);
  });
  it('keeps its size unasked, and where its lines do not split', () => {
    expect(planFor(contents['dvd-576i']!, { stages: { deinterlace: { strength: 'off' } } }).result).toMatchObject({ width: 720, height: 576 });
    const odd = planFor({ pixel: 'yuv422p', width: 720, height: 575, fieldOrder: 'tff', analysis: { interlacing: fields } }, { scale: '2', stages: { deinterlace: { strength: 'off' } } });
    expect(odd.result.height).toBe(575);
    expect(odd.skipped.find(({ stage }) => stage === 'resize')?.why).toMatch(/575 lines do not split into two fields/);
  });
  it('is denoised field by field or not at all', () => { for (const { graph, model } of plan().steps) { expect(model).toBeNull(); expect(graph).toMatch(/separatefields|atadenoise|hqdn3d/); } });
});
