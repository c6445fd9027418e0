// The plan from every frame beside the one from the first look.
import { beforeAll, describe, expect, it } from 'vitest';
import type { ScanRun } from '../../../shared/analysis.ts';
import type { Plan } from '../../../shared/plan.ts';
import type { WishInput } from '../../../shared/preset.ts';
import { contradiction } from '../../../daemon/plan/contradiction.ts';
import { makePlan } from '../../../daemon/plan/plan.ts';
import { loadPresets, type PresetLibrary } from '../../../daemon/plan/presets.ts';
import { revisionReason } from '../../../daemon/plan/revision.ts';
import { machine, makeWish, type Clip } from '../../plans/builder.ts';
import { contents } from '../../plans/contents.ts';
import { telecined } from '../run/cadence.ts';

let presets: PresetLibrary;
beforeAll(async () => { presets = await loadPresets(); });

const planFor = (clip: Clip, wish: WishInput = {}, revision = 1): Plan => makePlan({ ...clip, hardware: machine('cpu'), wish: makeWish(wish), presets, revision });

describe('a contradiction', () => {
  const dvd = contents['dvd-576i']!;
  const surveyed = (verdict: 'progressive' | 'bff' | 'tff', noise = 2.6): Clip => ({ ...dvd, analysis: { ...dvd.analysis, depth: 'survey', measuredFrames: 1500, noise: { luma: noise, chroma: 2 }, interlacing: { ...dvd.analysis.interlacing, verdict, combed: verdict === 'progressive' ? 0.01 : 0.7 } } });
  it('is none where only strengths change', () => { expect(contradiction(planFor(dvd), planFor(surveyed('tff', 1), {}, 2))).toBeNull(); });
  it('shows both looks and the override', () => {
    expect(contradiction(planFor(dvd), planFor(surveyed('progressive'), {}, 2))).toEqual({ step: 'Turning fields into frames', glance: expect.stringMatching(/top field first \(62 % of 96/), survey: expect.stringMatching(/whole frames \(1 % of 1500/), override: 'field-order=progressive' });
    expect(contradiction(planFor(dvd), planFor(surveyed('bff'), {}, 2))).toMatchObject({ override: 'field-order=bff' });
  });
  it('is none where stretches, which only all frames show, change count and rate', () => {
    const film = (first: number, count: number, phase = 0): ScanRun => telecined(first, count, { pattern: '23', first: 'top' }, phase);
    const looked = (depth: 'glance' | 'survey', verdict: 'telecine' | 'mixed', runs: readonly ScanRun[]): Clip => ({ ...dvd, analysis: { ...dvd.analysis, depth, interlacing: { ...dvd.analysis.interlacing, verdict, runs } } });
    const glance = planFor(looked('glance', 'telecine', [film(0, 1500)])), broken = planFor(looked('survey', 'telecine', [film(0, 702), film(702, 798, 3)]), {}, 2);
    expect(glance).toMatchObject({ result: { rate: { num: 20, den: 1 } }, map: { frames: 1200 } });
    expect(glance.notices.join(' ')).toMatch(/where the cadence breaks; the number of frames and the rate given here are estimates/);
    expect(contradiction(glance, broken)).toBeNull();
    expect(revisionReason(glance, broken)).toMatch(/the result has 1201 frames at 20 per second instead of 1200 frames at 20 per second/);
    const half = planFor(looked('survey', 'mixed', [film(0, 700), { first: 700, count: 800, scan: 'interlaced', order: 'tff', cadence: null }]), {}, 2);
    expect(half.result.rate).toEqual({ num: 50, den: 1 });
    expect(contradiction(glance, half)).toBeNull();
    expect(contradiction(planFor(dvd), broken)).not.toBeNull();
  });
  it('is none about fields that no step touches', () => {
    const off = { scale: '1', stages: { deinterlace: { strength: 'off' } } } as const;
    const [first, second] = [planFor(dvd, off), planFor(surveyed('bff'), off, 2)];
    expect(contradiction(first, second)).toBeNull();
    expect(revisionReason(first, second)).toMatch(/marked as interlaced, bottom field first instead of interlaced, top field first/);
  });
  it('cannot be where the user has said it', () => { expect(contradiction(planFor(dvd, { interpretation: { fieldOrder: 'tff' } }), planFor(surveyed('progressive'), { interpretation: { fieldOrder: 'tff' } }))).toBeNull(); });
});

describe('a revision', () => {
  const noisy = contents['sd-noisy']!;
  it('names the steps that came and went', () => {
    const clean: Clip = { ...noisy, analysis: { ...noisy.analysis, depth: 'survey', noise: { luma: 0.3, chroma: 0.2 }, banding: 0.6 } };
    expect(revisionReason(planFor(noisy), planFor(clean))).toMatch(/^Every frame was looked at: Smoothing gradients was added, Cleaning up noise was dropped\.$/);
    expect(revisionReason(planFor(noisy), planFor(noisy))).toBe('Every frame was looked at; the steps stay the same.');
  });
});
