// What the daemon is asked for, and what is refused with which ways out.
import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../shared/client.ts';
import type { AnyMedia } from '../../shared/media.ts';
import { usualForm } from '../../shared/panel/form.ts';
import { extensionOf } from '../../shared/panel/editor/extension.ts';
import { orderOf, outputFolder, type OrderFacts } from '../../shared/panel/editor/orders.ts';
import { refusalOf } from '../../shared/panel/editor/refusals.ts';
import { usualSettings } from '../../shared/panel/editor/settings.ts';
import type { ParsedRequestOf } from '../../shared/operations.ts';
import { hostClip, hostContext, timeOf, type PaperClip, type PaperSequence, type Units } from '../hosts/paper/timeline.ts';
import { paperCapabilities } from '../hosts/paper/paper.ts';
import { paperMedia } from './daemon.ts';

const seq: PaperSequence = { id: 's', name: 's', rate: '25', dropFrame: false, width: 64, height: 48, playhead: 0, markIn: null, markOut: null };
const sheet = { tracks: [{ name: 'V1', locked: false }], clips: [], bin: [] };
const clipOf = (more: Partial<PaperClip> = {}, units: Units = 'ticks', sequence = seq) => hostClip({ id: 'a', from: 0, frames: 50, sourceFrom: 10, ...more }, sheet, sequence, units);
const host = { id: 'paper', capabilities: paperCapabilities };
const media = (video: object | null = {}): AnyMedia => paperMedia('/footage/a.mov', video) as AnyMedia;
const vfr = { rate: { average: { num: 2997, den: 100 }, nominal: { num: 30, den: 1 }, constant: false } };
const facts = (more: Partial<OrderFacts> = {}): OrderFacts => ({
  clip: clipOf(), host, context: hostContext({ id: 'p', name: 'p', path: '/films/cut.prproj' }, seq, sheet, 'ticks'), settings: usualSettings, mode: 'track-above', media: media(), extension: null, steps: [], resultRate: null, key: 'k', ...more,
});
/** As the daemon reads it. */
const order = (more: Partial<OrderFacts> = {}): ParsedRequestOf<'submit'> => parseRequest('submit', orderOf(facts(more))) as ParsedRequestOf<'submit'>;

describe('an order', () => {
  it('is picture alone in ProRes 422 HQ, into the folder beside the project, under the panel\'s name', () => {
    expect(order()).toMatchObject({ path: '/footage/a.mov', output: '/films/FrameWright/', client: 'panel-paper', key: 'k', planned: false, wish: { delivery: 'prores-422-hq', sound: false, extend: { before: 0, after: 0 }, range: { unit: 'ticks', in: '101606400000', out: '609638400000', perSecond: '254016000000' } } });
  });

  it('keeps transparency, what the user knows better, handles, and everything chosen', () => {
    const settings = { ...usualSettings, handles: { before: 12, after: 8 }, form: { ...usualForm, quality: 'best', style: 'film', scale: '2', stages: { denoise: { strength: 0.5 } }, better: { range: 'full' as const } } };
    const { wish } = order({ clip: { ...clipOf({ hasAlpha: true }), interpretation: { fieldOrder: 'tff', range: 'limited' } }, settings });
    expect(wish).toMatchObject({ delivery: 'prores-4444', quality: 'best', style: 'film', scale: '2', stages: { denoise: { strength: 0.5 } }, handles: { before: 12, after: 8 }, interpretation: { fieldOrder: 'tff', range: 'full' } });
    expect(order({ settings: { ...settings, form: { ...usualForm, delivery: 'ffv1' } } }).wish.delivery).toBe('ffv1');
    expect(order({ settings: { ...settings, form: { ...usualForm, more: { purpose: 'web' } } } }).wish).toMatchObject({ delivery: null, purpose: 'web' });
  });

  it('counts frames at their own rate where the editor does', () => {
    expect(order({ clip: clipOf({ rate: '30000/1001', frames: 25 }, 'frames') }).wish.range).toEqual({ unit: 'frames', in: 10, out: 40, rate: { num: 30000, den: 1001 } });
    expect(order({ clip: clipOf({}, 'frames') }).wish.range).toEqual({ unit: 'ticks', in: '10', out: '60', perSecond: '25' });
  });

  it('delivers a clip at another speed at another rate, so that it lasts as long on the timeline', () => {
    const { wish } = order({ clip: clipOf({ speed: { kind: 'constant', ratio: '3/4' } }) });
    // 50 frames at 25 are two seconds; three quarters of that pass in the media, which then plays slower by as much.
    expect(wish.interpretation.rate).toEqual({ num: 75, den: 4 });
    expect(wish.range).toEqual({ unit: 'ticks', in: '406425600000', out: '1930521600000', perSecond: '762048000000' });
    expect(order({ clip: clipOf({ speed: { kind: 'constant', ratio: '2' } }, 'frames'), mode: 'take' }).wish.interpretation).toEqual({});
    expect(order({ clip: clipOf({ rate: '30000/1001', speed: { kind: 'constant', ratio: '2' } }, 'frames') }).wish.range).toMatchObject({ unit: 'frames', in: 10, rate: { num: 60000, den: 1001 } });
  });

  it('makes uneven sources even, as the editor reads them', () => {
    expect(order({ media: media(vfr) }).wish.constantRate).toEqual({ num: 25, den: 1 });
    expect(order({ media: media(vfr), clip: { ...clipOf(), rate: null } }).wish.constantRate).toEqual({ num: 30, den: 1 });
    expect(order().wish.constantRate).toBeNull();
  });

  it('keeps the sound of sound, of results that stand for their media, and where the host can leave it out', () => {
    expect(order({ clip: clipOf({ kind: 'sound' }), media: media(null) }).wish).toMatchObject({ sound: true, delivery: null });
    expect(order({ mode: 'bin' }).wish.sound).toBe(true);
    const swapping = { id: 'paper', capabilities: { ...paperCapabilities, swaps: 'every-use' as const } };
    expect(order({ mode: 'swap', host: swapping }).wish).toMatchObject({ sound: true, range: null });
    expect(order({ host: { id: 'paper', capabilities: { ...paperCapabilities, placesPictureAlone: true } } }).wish.sound).toBe(true);
  });

  it('has frames made beyond the media, counted at the rate of the result', () => {
    const clip = clipOf({ mediaFrames: 65 }), around = { gapBefore: timeOf(0, '25', 'ticks'), gapAfter: null };
    const extension = extensionOf(clip, around, facts().context, 'end', { kind: 'frames', frames: 12 })!;
    expect(extension).toMatchObject({ handle: 5, made: 7 });
    expect(order({ clip, extension }).wish).toMatchObject({ extend: { before: 0, after: 7 }, range: { in: '101606400000', out: null } });
    expect(order({ clip, extension, resultRate: { num: 50, den: 1 } }).wish.extend).toMatchObject({ before: 0, after: 14 });
    const earlier = extensionOf(clip, { gapBefore: timeOf(40, '25', 'ticks'), gapAfter: null }, facts().context, 'start', { kind: 'frames', frames: 25 })!;
    expect(order({ clip, extension: earlier }).wish).toMatchObject({ extend: { before: 15, after: 0 }, range: { in: '0', out: '609638400000' } });
  });

  it('sets one strength for the steps that are used, not over one that was set', () => {
    const settings = { ...usualSettings, strength: 0.4, form: { ...usualForm, stages: { deblock: { strength: 0.9 } } } };
    expect(order({ settings, steps: ['denoise', 'deblock'] }).wish.stages).toEqual({ denoise: { strength: 0.4 }, deblock: { strength: 0.9 } });
  });

  it('goes beside the source before the project was saved, and into folders of either kind of system', () => {
    expect([outputFolder(null), outputFolder('/films/a.prproj'), outputFolder('C:\\films\\a.prproj'), outputFolder('C:\\a.prproj'), outputFolder('/a.prproj')]).toEqual([null, '/films/FrameWright/', 'C:\\films\\FrameWright\\', 'C:\\FrameWright\\', '/FrameWright/']);
  });
});

describe('a refusal', () => {
  const poor = { capabilities: { ...paperCapabilities, renders: false, places: ['track-above' as const, 'bin' as const] } };
  it.each([
    ['offline', { offline: true }, ['relink'], ['relink']], ['nested', { kind: 'nested', path: null }, ['render', 'open-nested'], ['open-nested']], ['multicam', { kind: 'multicam' }, ['render'], []], ['adjustment', { kind: 'adjustment' }, ['render'], []],
    ['title', { kind: 'title' }, ['render'], []], ['generator', { kind: 'generator' }, ['render'], []], ['still', { kind: 'still' }, ['render', 'bin-only'], ['bin-only']], ['no-path', { path: null }, ['render'], []],
    ['ramped', { speed: { kind: 'varying' } }, ['render', 'bin-only'], ['bin-only']], ['speed-hidden', { speed: { kind: 'hidden' } }, ['render', 'bin-only'], ['bin-only']], ['reversed', { reversed: true }, ['render', 'take', 'bin-only'], ['bin-only']],
  ] as const)('%s names the ways that the host has', (code, more, rich, bare) => {
    const clip = { ...clipOf(), ...more };
    expect(refusalOf(clip, host, 'track-above')).toEqual({ code, ways: rich, format: null });
    expect(refusalOf(clip, poor, 'track-above')).toEqual({ code, ways: bare, format: null });
  });

  it('tells what RAW it is and what develops it', () => {
    for (const ending of ['braw', 'R3D', 'ari', 'crm', 'nev']) expect(refusalOf({ ...clipOf(), path: `/a/b.${ending}` }, host, 'bin')).toMatchObject({ code: 'raw', ways: ['render'], format: { way: expect.stringContaining('Resolve') } });
  });

  it('is lifted by a way of placing that needs no speed or direction', () => {
    expect(refusalOf(clipOf({ reversed: true }), host, 'take')).toBeNull();
    expect(refusalOf(clipOf({ speed: { kind: 'varying' } }), host, 'bin')).toBeNull();
    expect(refusalOf(clipOf({ speed: { kind: 'varying' }, reversed: true }), host, 'swap')).toBeNull();
    expect(refusalOf(clipOf({ kind: 'still' }), host, 'bin')).toBeNull();
    expect(refusalOf(clipOf({ offline: true }), host, 'bin')).toMatchObject({ code: 'offline' });
  });

  it('of other speeds comes only where frames are uneven or there is sound', () => {
    const fast = clipOf({ speed: { kind: 'constant', ratio: '2' } });
    expect(refusalOf(fast, host, 'track-above', media())).toBeNull();
    expect(refusalOf(fast, host, 'track-above', media(vfr))).toMatchObject({ code: 'retimed', ways: ['render', 'take', 'bin-only'] });
    expect(refusalOf({ ...fast, kind: 'sound' }, host, 'track-above', media(null))).toMatchObject({ code: 'retimed' });
    expect(refusalOf(clipOf({ kind: 'sound' }), host, 'track-above', media())).toMatchObject({ code: 'sound-in-picture' });
    expect(refusalOf(clipOf(), host, 'track-above', media())).toBeNull();
  });
});
