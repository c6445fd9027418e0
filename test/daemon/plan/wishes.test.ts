// What a person writes: ranges, scales, presets, settings; and what is answered to slips of the pen.
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Preset, Range } from '../../../shared/preset.ts';
import { parseSeconds } from '../../../shared/time.ts';
import { chooseStages } from '../../../daemon/plan/choice.ts';
import { clipOf, withHandles } from '../../../daemon/plan/clip.ts';
import { describePresets, loadPresetFile, loadPresets, type PresetLibrary } from '../../../daemon/plan/presets.ts';
import { targetOf } from '../../../daemon/plan/target.ts';
import { audioStages, videoStages } from '../../../daemon/stages/index.ts';
import { makeClip, makeWish } from '../../plans/builder.ts';

const stages = [...videoStages, ...audioStages];
let presets: PresetLibrary, folder: string;
beforeAll(async () => { presets = await loadPresets(); folder = await mkdtemp(join(tmpdir(), 'presets-')); });
afterAll(() => rm(folder, { recursive: true }));

/** The code and values of what a call throws. */
const failure = (call: () => unknown): { code: string; values: Record<string, unknown> } => {
  try { call(); } catch (error) { if (error instanceof FrameWrightError) return { code: error.code, values: { ...error.values } }; throw error; }
  throw new Error('nothing was thrown');
};

describe('a range', () => {
  const { index, media } = makeClip({ frames: 250, rate: { num: 25, den: 1 }, timeBase: { num: 1, den: 90000 } });
  const clock = { first: null, rate: media.video.rate.nominal, constant: true };
  const seconds = (from: string, to: string | null) => clipOf({ unit: 'seconds', in: parseSeconds(from), out: to === null ? null : parseSeconds(to) }, index, media.video.timeBase, clock);
  const frames = (from: number, to: number | null) => clipOf({ unit: 'frames', in: from, out: to }, index, media.video.timeBase, clock);
  it('of nothing is the clip', () => { expect(clipOf(null, index, media.video.timeBase, clock)).toEqual({ in: 0, out: 250 }); });
  it.each([['0', '10', 0, 250], ['1', '2', 25, 50], ['0.04', '0.08', 1, 2], ['9.96', null, 249, 250], ['0.01', '0.05', 1, 2]] as const)('from %s to %s s is [%i, %i)', (from, to, first, end) => { expect(seconds(from, to)).toEqual({ in: first, out: end }); });
  it('in frames is itself', () => { expect(frames(3, null)).toEqual({ in: 3, out: 250 }); });
  it.each([[() => frames(5, 5), 'range-empty'], [() => frames(9, 5), 'range-empty'], [() => frames(250, null), 'range-outside'], [() => frames(0, 251), 'range-outside'], [() => seconds('0.01', '0.03'), 'range-empty'], [() => seconds('11', null), 'range-outside'], [() => seconds('1', '99'), 'range-outside']])('refuses %s', (call, code) => { expect(failure(call).code).toBe(code); });
  const at = (range: Range, rate = clock.rate) => clipOf(range, index, media.video.timeBase, { ...clock, rate });
  const ticks = (from: number, to: number | null) => at({ unit: 'ticks', in: String(from), out: to === null ? null : String(to), perSecond: '254016000000' });
  const tick = 254016000000 / 25;
  it.each([[0, 10, 0, 10], [3, 4, 3, 4], [3.5, 4, 3, 4], [3, 4.5, 3, 5], [249, 250.9, 249, 250]])('in ticks from frame %d to %d of an editor shows what is on screen: [%i, %i) is taken', (from, to, first, end) => {
    expect(ticks(from * tick, to * tick)).toEqual({ in: first, out: end });
  });
  it('in ticks may leave the end open, and ends where the clip ends', () => {
    expect(ticks(3 * tick, null)).toEqual({ in: 3, out: 250 });
    expect(failure(() => ticks(0, 252 * tick)).code).toBe('range-outside');
    expect(failure(() => ticks(251 * tick, null)).code).toBe('range-outside');
  });
  it('in frames of another rate is a time; of the own rate a count', () => {
    expect(at({ unit: 'frames', in: 50, out: 100, rate: { num: 50, den: 1 } })).toEqual({ in: 25, out: 50 });
    expect(at({ unit: 'frames', in: 24, out: 48, rate: { num: 24, den: 1 } })).toEqual({ in: 25, out: 50 });
    expect(at({ unit: 'frames', in: 7, out: 9, rate: { num: 25, den: 1 } })).toEqual({ in: 7, out: 9 });
  });
  it('of NTSC rates falls on frames at any length', () => {
    const ntsc = makeClip({ frames: 200_000, rate: { num: 30000, den: 1001 }, timeBase: { num: 1, den: 30000 } });
    for (const frame of [1, 1001, 107_892, 199_999]) {
      expect(clipOf({ unit: 'ticks', in: String(frame * 8_475_667_200), out: String((frame + 1) * 8_475_667_200), perSecond: '254016000000' }, ntsc.index, ntsc.media.video.timeBase, clock)).toEqual({ in: frame, out: frame + 1 });
    }
  });
  it('takes ticks that no fraction of numbers holds', () => { expect(ticks(12_345_678_901, null).in).toBe(1); expect(at({ unit: 'ticks', in: '9007199254740993', out: null, perSecond: '9007199254740997' })).toEqual({ in: 25, out: 250 }); });
  it('grows by handles as far as there are frames', () => {
    expect(withHandles({ in: 5, out: 10 }, { before: 3, after: 2 }, 250)).toEqual({ in: 2, out: 12 });
    expect(withHandles({ in: 5, out: 249 }, { before: 9, after: 9 }, 250)).toEqual({ in: 0, out: 250 });
  });
  it('says how long the clip is', () => { expect(failure(() => seconds('11', null)).values).toMatchObject({ extent: '250 frames', duration: '10 s', in: '11 s', out: 'the end' }); });
});

describe('a scale', () => {
  const size = (width: number, height: number, scale: string, more: Partial<Parameters<typeof targetOf>[1]> = {}, sar = { num: 1, den: 1 }) => {
    const { media } = makeClip({ width, height, sar, frames: 2 });
    const target = targetOf(media.video.shape, { scale, squarePixels: false, aspect: null, fit: null, rotation: 0, cpuOnly: false, fields: false, ...more });
    return `${target.width}x${target.height}`;
  };
  it.each([
    [640, 480, '2560x1920'], [720, 576, '2700x2160'], [1280, 720, '3840x2160'], [1920, 1080, '1920x1080'], [1920, 800, '1920x800'], [1440, 1080, '1440x1080'], [3840, 2160, '3840x2160'], [720, 1280, '2160x3840'], [176, 144, '704x576'],
  ])('auto of %ix%i is %s', (width, height, wanted) => { expect(size(width, height, 'auto')).toBe(wanted); });
  it('auto doubles at most on a CPU', () => { expect(size(640, 480, 'auto', { cpuOnly: true })).toBe('1280x960'); });
  it.each([['2', '1440x960'], ['x1.5', '1080x720'], ['2x', '1440x960'], ['0.5', '360x240'], ['1', '720x480'], ['1080p', '1620x1080']])('%s of 720x480 is %s', (scale, wanted) => { expect(size(720, 480, scale)).toBe(wanted); });
  it('counts lines as displayed', () => { expect(size(1280, 720, '1080p', { rotation: 90 })).toBe('1080x608'); });
  it('makes even sizes, and leaves an unscaled one alone', () => { expect([size(321, 241, '1.5'), size(321, 241, '1')]).toEqual(['482x362', '321x241']); });
  it('of two fields has lines that split into both, and leaves those alone that stay', () => {
    expect([size(720, 576, '1.1', { fields: true }), size(720, 576, '0.7', { fields: true }), size(720, 576, 'auto', { fields: true })]).toEqual(['792x632', '504x404', '720x576']);
    expect([size(720, 576, '1440x1152', { fields: true }), size(1440, 810, '1920x1080', { fields: true }), size(720, 540, '1080x810', { fields: true })]).toEqual(['1440x1152', '1920x1080', '1080x812']);
    expect([size(720, 486, '1', { squarePixels: true, fields: true }, { num: 10, den: 11 }), size(704, 486, '1', { squarePixels: true, fields: true }, { num: 16, den: 15 })]).toEqual(['720x536', '750x486']);
  });
  it('makes pixels square without losing a line or column', () => {
    expect(size(720, 576, '1', { squarePixels: true }, { num: 16, den: 15 })).toBe('768x576');
    expect(size(720, 480, '1', { squarePixels: true }, { num: 8, den: 9 })).toBe('720x540');
    expect(size(720, 480, '1080p', { squarePixels: true }, { num: 8, den: 9 })).toBe('1440x1080');
  });
  it.each(['huge', '0', '9', '4p', '99999p', '-2', ''])('refuses %j with the range', (scale) => { expect(failure(() => size(64, 64, scale))).toMatchObject({ code: 'bad-value', values: { key: '--scale', value: scale, why: expect.stringMatching(/0\.1 to 8/) } }); });
});

describe('presets', () => {
  const choose = (wish: Parameters<typeof makeWish>[0], tier: Parameters<typeof chooseStages>[2] = 'gpu', library = presets) => chooseStages(makeWish(wish), library, tier, stages);
  const custom = (preset: Partial<Preset>): Preset => ({ title: 'Mine', description: '', kind: 'preset', inherits: [], remove: [], stages: {}, footage: [], tiers: {}, ...preset });
  it('name only stages, methods and settings that exist, on every tier', () => {
    for (const tier of ['cpu-small', 'cpu', 'gpu-small', 'gpu', 'gpu-large'] as const) {
      for (const [name, { kind }] of Object.entries(presets.presets)) expect(() => choose(kind === 'quality' ? { quality: name } : kind === 'style' ? { style: name } : { preset: name }, tier)).not.toThrow();
    }
  });
  it('have a variant for little memory and one for much', () => {
    const [small, usual, large] = (['cpu-small', 'gpu', 'gpu-large'] as const).map((tier) => choose({}, tier));
    expect(small).toMatchObject({ largestTile: 1024, patience: 10, stages: { deflicker: { method: 'short-window' } } });
    expect(usual).toMatchObject({ largestTile: Infinity, patience: 10, stages: { deflicker: {} } });
    expect(large).toMatchObject({ largestTile: Infinity, patience: 15, stages: { deflicker: { method: 'long-window' } } });
  });
  it('are listed with a title and a sentence', async () => {
    const infos = await describePresets();
    expect(infos.map(({ name }) => name)).toEqual(expect.arrayContaining(['fast', 'balanced', 'best', 'film', 'animation', 'home-video', 'archive', 'h264', 'hevc', 'av1', 'prores-422-hq', 'prores-4444', 'dnxhr-hqx', 'ffv1']));
    expect(infos.filter(({ title, description }) => !title || !/\.$/.test(description))).toEqual([]);
  });
  it('lie over each other: quality, style, preset, config, command line', () => {
    const library = { ...presets, presets: { ...presets.presets, mine: custom({ stages: { denoise: { strength: 0.7 } }, remove: ['deband'] }) } };
    const { stages: asked, removed } = choose({ style: 'film', preset: 'mine', config: custom({ stages: { sharpen: { strength: 0.1 } } }), stages: { sharpen: { method: 'cas' } } }, 'gpu', library);
    expect(asked).toMatchObject({ denoise: { strength: 0.7 }, sharpen: { strength: 0.1, method: 'cas' } });
    expect(removed).toEqual({ deband: 'Mine' });
  });
  it('inherit first, and override by tier last', () => {
    const library = { ...presets, presets: { ...presets.presets, base: custom({ stages: { denoise: { strength: 0.1 } } }), mine: custom({ inherits: ['base'], stages: { denoise: { visible: 2 } }, tiers: { cpu: { remove: [], stages: { denoise: { strength: 0.9 } }, scale: '1' } } }) } };
    expect(choose({ preset: 'mine' }, 'gpu', library).stages['denoise']).toEqual({ strength: 0.1, visible: 2 });
    expect(choose({ preset: 'mine' }, 'cpu', library)).toMatchObject({ scale: '1', stages: { denoise: { strength: 0.9, visible: 2 } } });
  });
  it('that inherit themselves are refused', () => {
    const library = { ...presets, presets: { ...presets.presets, a: custom({ inherits: ['b'] }), b: custom({ inherits: ['a'] }) } };
    expect(failure(() => choose({ preset: 'a' }, 'gpu', library)).code).toBe('bad-config');
  });
  it('give way to a scale that was said, auto included', () => {
    expect([choose({ config: custom({ scale: '1' }) }).scale, choose({ config: custom({ scale: '1' }), scale: 'auto' }).scale, choose({}).scale]).toEqual(['1', 'auto', 'auto']);
  });
  it('take a strength only where it means something; 0 is off everywhere', () => {
    for (const { id, ignoresStrength } of stages) {
      expect(() => choose({ stages: { [id]: { strength: 0 } } })).not.toThrow();
      if (ignoresStrength) expect(failure(() => choose({ stages: { [id]: { strength: 0.5 } } }))).toMatchObject({ code: 'bad-value', values: { key: `${id}.strength`, value: '0.5' } });
      else expect(() => choose({ stages: { [id]: { strength: 0.5 } } })).not.toThrow();
    }
    expect(stages.filter((stage) => stage.ignoresStrength).map(({ id }) => id)).toEqual(['inverse-telecine', 'deinterlace', 'crop', 'resize', 'fit', 'dejudder', 'declip', 'hum', 'loudness']);
  });
  it('limit how long a step may take; best does not', () => { expect([choose({ quality: 'balanced' }).patience, choose({ quality: 'best' }).patience]).toEqual([10, Infinity]); });
  it.each([
    [{ quality: 'fst' }, { kind: 'quality', nearest: 'fast' }], [{ style: 'animatoin' }, { kind: 'style', nearest: 'animation' }], [{ style: 'fast' }, { kind: 'style', name: 'fast' }], [{ preset: 'flim' }, { nearest: 'film' }],
    [{ stages: { denoize: {} } }, { kind: 'stage', nearest: 'denoise' }], [{ stages: { denoise: { strenght: 1 } } }, { kind: 'setting of denoise', nearest: 'strength' }], [{ stages: { denoise: { method: 'nlmean' } } }, { kind: 'method of denoise', nearest: 'nlmeans' }],
  ])('answers %j with the nearest name', (wish, values) => { expect(failure(() => choose(wish))).toMatchObject({ code: 'unknown-name', values }); });
  it('answer a bad value with what is allowed', () => { expect(failure(() => choose({ stages: { deband: { radius: 99 } } }))).toMatchObject({ code: 'bad-value', values: { key: 'deband.radius', value: '99', why: expect.stringMatching(/32/) } }); });
});

describe('a preset file', () => {
  const write = async (text: string): Promise<string> => { const path = join(folder, 'my.yaml'); await writeFile(path, text); return path; };
  const why = async (path: string): Promise<string> => loadPresetFile(path).then(() => 'nothing', (error: FrameWrightError) => `${error.code}: ${String(error.values['why'])}`);
  it('is read', async () => { expect(await loadPresetFile(await write('title: Mine\ndescription: Test.\nstages:\n  denoise: { strength: 0.4 }\n'))).toMatchObject({ title: 'Mine', kind: 'preset', stages: { denoise: { strength: 0.4 } } }); });
  it.each([
    ['title: A\ndescription: B\nstage: {}\n', /^bad-config: Line 3, stage: There is no such key; the nearest is stages\.$/],
    ['title: A\ndescription: B\nstages:\n  denoise:\n    strength: 2\n', /^bad-config: Line 5, stages\.denoise\.strength: /],
    ['title: A\n', /description: /], ['title: [\n', /line 2/i], ['- 1\n', /the whole file/], ['', /the whole file/],
  ])('with a fault names line and key: %j', async (text, says) => { expect(await why(await write(text))).toMatch(says); });
  it('that is not there is said', async () => { expect(await why(join(folder, 'none.yaml'))).toBe('bad-config: There is no such file.'); });
  it('in a further folder replaces a shipped one', async () => {
    await mkdir(join(folder, 'more', 'styles'), { recursive: true });
    await writeFile(join(folder, 'more', 'styles', 'film.yaml'), 'kind: style\ntitle: My film\ndescription: Mine.\n');
    expect((await loadPresets([join(folder, 'more')])).presets['film']!.title).toBe('My film');
  });
});
