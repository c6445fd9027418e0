// When each stage works, how strongly, and the sentence that says so: every answer has the measured number in it.
import { describe, expect, it } from 'vitest';
import { FrameWrightError } from '../../../shared/errors.ts';
import { audioStages, videoStages } from '../../../daemon/stages/index.ts';
import type { Params, Skip, Use } from '../../../daemon/stages/stage.ts';
import { audioSceneOf, sceneOf, type AudioDiffers, type SceneDiffers } from './scenes.ts';

type Expected = { readonly why: RegExp; readonly strength?: number | null; readonly params?: Params; readonly prefer?: readonly string[] };
type Row<D> = readonly [what: string, stage: string, facts: D, use: boolean, expected: Expected];

function check(answer: Use<Params> | Skip, use: boolean, { why, strength, params, prefer }: Expected): void {
  expect(answer.why).toMatch(why);
  expect(answer.use).toBe(use);
  if (!answer.use) return;
  if (strength !== undefined) expect(answer.strength).toBe(strength);
  if (params) expect(answer.params).toMatchObject(params);
  if (prefer) expect(answer.prefer).toEqual(prefer);
}

const interlaced = { verdict: 'tff', confidence: 1, combed: 0.82, container: 'tff', evidence: [], runs: [] } as const;
const tff = { fieldOrder: 'tff' } as const, bff = { fieldOrder: 'bff' } as const;
const pq = { colour: { range: 'limited', matrix: 'bt2020nc', primaries: 'bt2020', transfer: 'smpte2084', chromaPosition: 'topleft' } } as const;
const hd = { width: 1920, height: 1080 }, uhd = { width: 3840, height: 2160 };

const video: readonly Row<SceneDiffers>[] = [
  ['progressive', 'deinterlace', {}, false, { why: /progressive; 0 % of the measured frames are combed/ }],
  ['top field first', 'deinterlace', { shape: tff, analysis: { interlacing: interlaced } }, true, { why: /top field first; 82 %/, params: { parity: 'tff', rate: 'field' } }],
  ['bottom field first', 'deinterlace', { shape: bff, analysis: { interlacing: { ...interlaced, verdict: 'bff' } } }, true, { why: /bottom field first/, params: { parity: 'bff' } }],
  ['a flag that the picture denies', 'deinterlace', { shape: { fieldOrder: 'progressive' }, analysis: { interlacing: { ...interlaced, verdict: 'progressive', combed: 0.01 } } }, false, { why: /progressive; 1 %/ }],
  ['telecine stays at its rate', 'deinterlace', { shape: tff, analysis: { interlacing: { ...interlaced, verdict: 'telecine', combed: 0.4 } } }, true, { why: /3:2 pulldown.*40 %/, params: { rate: 'single' } }],
  ['mixed', 'deinterlace', { shape: tff, analysis: { interlacing: { ...interlaced, verdict: 'mixed', combed: 0.3 } } }, true, { why: /parts of the video/ }],
  ['single rate', 'deinterlace', { shape: tff, analysis: { interlacing: interlaced }, wish: { rate: 'single' } }, true, { why: /82 %/, params: { rate: 'single' } }],
  ['a given order', 'deinterlace', { wish: { parity: 'bff' } }, true, { why: /given/, params: { parity: 'bff' } }],

  ['neutral', 'deblock', {}, false, { why: /blockiness of 1 was measured.*below 3/ }],
  ['blocky', 'deblock', { analysis: { blockiness: 3 } }, true, { why: /blockiness of 3/, strength: 0.5 }],
  ['very blocky', 'deblock', { analysis: { blockiness: 20 } }, true, { why: /blockiness of 20/, strength: 1 }],
  ['by hand', 'deblock', { wish: { strength: 0.3 } }, true, { why: /given/, strength: 0.3 }],
  ['lines that do not split', 'deblock', { shape: { ...tff, height: 486 }, analysis: { blockiness: 9 } }, false, { why: /486 lines/ }],

  ['clean', 'denoise', {}, false, { why: /noise of 0.4 code values.*below 1.5/ }],
  ['noisy', 'denoise', { analysis: { noise: { luma: 5, chroma: 2 } } }, true, { why: /noise of 5 code values/, strength: 0.45 }],
  ['noisy colour', 'denoise', { analysis: { noise: { luma: 1, chroma: 4 } } }, true, { why: /noise of 4 code values/, strength: 0.36 }],
  ['noise that a codec hides', 'denoise', { analysis: { noise: { luma: 5, chroma: 2 } }, bitRate: 0.2 * 1280 * 720 * 25 }, true, { why: /at 0.2 bits per pixel the codec hides some/, strength: 0.65, params: { noise: 5 } }],
  ['very noisy', 'denoise', { analysis: { noise: { luma: 30, chroma: 2 } } }, true, { why: /30/, strength: 1 }],
  ['a strength of nothing', 'denoise', { wish: { strength: 0 }, analysis: { noise: { luma: 5, chroma: 2 } } }, false, { why: /turned off/ }],
  ['HDR', 'denoise', { shape: pq, analysis: { noise: { luma: 5, chroma: 2 } } }, true, { why: /PQ.*learned from ordinary video/, prefer: ['nlmeans', 'atadenoise', 'hqdn3d'] }],
  ['lines that do not split', 'denoise', { shape: { ...tff, height: 486 }, analysis: { noise: { luma: 5, chroma: 2 } } }, true, { why: /486 lines/, prefer: ['atadenoise', 'hqdn3d'] }],

  ['smooth', 'deband', {}, false, { why: /0 % of the smooth gradients.*below 10 %/ }],
  ['banded', 'deband', { analysis: { banding: 0.4 } }, true, { why: /40 %/, strength: 0.65 }],

  ['large enough', 'upscale', {}, false, { why: /1280×720, 1 times/ }],
  ['a little larger', 'upscale', { target: { width: 1366, height: 768 } }, false, { why: /1.07 times/ }],
  ['larger', 'upscale', { target: hd }, true, { why: /1920×1080, 1.5 times the 1280×720/, params: hd, strength: 0.04 }],
  ['after denoising', 'upscale', { target: hd, before: ['denoise'] }, true, { why: /1.5 times/, strength: 0.15 }],
  ['again', 'upscale', { target: uhd, shape: hd, before: ['upscale'] }, true, { why: /2 times/, strength: 0 }],
  ['not again for a little', 'upscale', { target: { width: 2560, height: 1440 }, shape: hd, before: ['upscale'] }, false, { why: /1.33 times/ }],
  ['interlaced', 'upscale', { target: hd, shape: tff }, false, { why: /interlaced/ }],
  ['HDR', 'upscale', { target: uhd, shape: pq }, true, { why: /PQ/, prefer: ['lanczos'] }],
  ['by hand', 'upscale', { wish: { width: 2560, height: 1440, strength: 0.5 } }, true, { why: /2560×1440, 2 times/, params: { width: 2560, height: 1440 }, strength: 0.5 }],

  ['exact already', 'resize', {}, false, { why: /already is 1280×720/ }],
  ['from a doubling', 'resize', { shape: { width: 1440, height: 1152 }, target: hd }, true, { why: /from 1440×1152 to the 1920×1080/, params: hd }],
  ['interlaced', 'resize', { shape: tff, target: hd }, true, { why: /each field is scaled by itself/, params: hd }],
  ['fields of unequal height', 'resize', { shape: { ...tff, height: 719 }, target: hd }, false, { why: /719 lines do not split/ }],

  ['nobody asks', 'sharpen', { analysis: { blur: 9 } }, false, { why: /only when a strength is asked for/ }],
  ['soft', 'sharpen', { wish: { strength: 'auto' }, analysis: { blur: 9 } }, true, { why: /edges are 9 pixels wide/, strength: 0.25 }],
  ['crisp', 'sharpen', { wish: { strength: 'auto' } }, false, { why: /edges are 4 pixels wide.*begins at 5/ }],
  ['by hand', 'sharpen', { wish: { strength: 0.6 } }, true, { why: /asked for; edges are 4/, strength: 0.6 }],
];

const audio: readonly Row<AudioDiffers>[] = [
  ['clean', 'declip', {}, false, { why: /no sample is clipped/ }],
  ['clipped', 'declip', { facts: { clipped: 0.004 } }, true, { why: /0.4 % of the samples are clipped.*3 dB quieter/ }],
  ['a few', 'declip', { facts: { clipped: 0.00002 } }, true, { why: /20 in a million/ }],
  ['hopeless', 'declip', { facts: { clipped: 0.3 } }, false, { why: /30 % of the samples.*above 10 %/ }],
  ['unmeasured', 'declip', { facts: null }, false, { why: /not measured/ }],

  ['none', 'hum', {}, false, { why: /no mains hum/ }],
  ['50 Hz', 'hum', { facts: { hum: { hertz: 50, db: 18 } } }, true, { why: /hum at 50 Hz stands 18 dB/, params: { hertz: 50 } }],
  ['faint', 'hum', { facts: { hum: { hertz: 60, db: 3 } } }, false, { why: /3 dB.*below 6 dB/ }],
  ['by hand', 'hum', { wish: { hertz: 60 } }, true, { why: /named/, params: { hertz: 60 } }],

  ['quiet', 'denoise-audio', {}, false, { why: /-75 dBFS.*below -60/ }],
  ['hiss', 'denoise-audio', { facts: { noiseFloor: -48 } }, true, { why: /-48 dBFS/, params: { floor: -48 }, strength: 0.5 }],
  ['music without a pause', 'denoise-audio', { facts: { noiseFloor: -22 } }, false, { why: /only 6 dB below the programme \(-16 LUFS\)/ }],
  ['silent', 'denoise-audio', { facts: { noiseFloor: null } }, false, { why: /silent/ }],
  ['asked for', 'denoise-audio', { wish: { strength: 1 } }, true, { why: /-75 dBFS/, strength: 1 }],

  ['right already', 'loudness', {}, false, { why: /-16 LUFS to -16 LUFS/ }],
  ['loud', 'loudness', { facts: { integrated: -9, truePeak: 0.5 } }, true, { why: /-9 LUFS to -16 LUFS: -7 dB/, params: { gain: -7 } }],
  ['quiet', 'loudness', { facts: { integrated: -26, truePeak: -14 } }, true, { why: /-26 LUFS to -16 LUFS: \+10 dB/, params: { gain: 10 } }],
  ['held back by peaks', 'loudness', { facts: { integrated: -26, truePeak: -4 } }, true, { why: /peaks of -4 dBTP.*\+3 dB/, params: { gain: 3 } }],
  ['no room', 'loudness', { facts: { integrated: -26, truePeak: -1.2 } }, false, { why: /peaks of -1.2 dBTP.*\+0.2 dB would not be heard/ }],
  ['limited when asked', 'loudness', { facts: { integrated: -26, truePeak: -4 }, wish: { limiter: true } }, true, { why: /\+10 dB/, params: { gain: 10, limiter: true } }],
  ['at most', 'loudness', { facts: { integrated: -50, truePeak: -40 } }, true, { why: /at most 20 dB/, params: { gain: 20 } }],
  ['after declipping', 'loudness', { facts: { integrated: -10, truePeak: 0 }, before: ['declip'] }, true, { why: /-13 LUFS after declipping to -16 LUFS: -3 dB/, params: { gain: -3 } }],
  ['rebuilt peaks keep their room', 'loudness', { facts: { integrated: -14, truePeak: 0 }, before: ['declip'] }, false, { why: /-17 LUFS after declipping.*peaks of 0 dBTP/ }],
  ['silent', 'loudness', { facts: { integrated: null } }, false, { why: /silent or too short/ }],
];

describe('video stages decide from what was measured', () => {
  it.each(video)('%s: %s', (_what, id, facts, use, expected) => check(videoStages.find((stage) => stage.id === id)!.decide(sceneOf(facts)), use, expected));
});

describe('audio stages decide from what was measured', () => {
  it.each(audio)('%s: %s', (_what, id, facts, use, expected) => check(audioStages.find((stage) => stage.id === id)!.decide(audioSceneOf(facts)), use, expected));
});

describe('every stage', () => {
  const nothing = ['off', 0] as const;
  it.each(videoStages.map((stage) => [stage.id, stage] as const))('%s can be turned off', (_id, stage) => {
    for (const strength of nothing) expect(stage.decide(sceneOf({ wish: { strength }, shape: tff, target: uhd, analysis: { blockiness: 9, banding: 1, noise: { luma: 9, chroma: 9 } } }))).toEqual({ use: false, why: 'it was turned off' });
  });

  it.each(audioStages.map((stage) => [stage.id, stage] as const))('%s can be turned off', (_id, stage) => {
    for (const strength of nothing) expect(stage.decide(audioSceneOf({ wish: { strength }, facts: { clipped: 0.01, integrated: -30, noiseFloor: -40, hum: { hertz: 50, db: 20 } } }))).toEqual({ use: false, why: 'it was turned off' });
  });

  it.each([...videoStages, ...audioStages].map((stage) => [stage.id, stage] as const))('%s refuses a setting that it does not have', (id, stage) => {
    const wish = { strength: 1, colour: 'red' };
    const decide = () => ('shape' in stage ? stage.decide(sceneOf({ wish })) : stage.decide(audioSceneOf({ wish })));
    expect(decide).toThrow(FrameWrightError);
    expect(decide).toThrow(`${id}.colour`);
  });
});
