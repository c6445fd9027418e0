import { beforeAll, describe, expect, it } from 'vitest';
import { FrameWrightError } from '../../../shared/errors.ts';
import { plan as planSchema, type Plan } from '../../../shared/plan.ts';
import type { WishInput } from '../../../shared/preset.ts';
import type { Hardware } from '../../../shared/hardware.ts';
import { ratio } from '../../../shared/time.ts';
import { explainPlan } from '../../../daemon/plan/explain.ts';
import { levelFor } from '../../../daemon/plan/level.ts';
import { makePlan } from '../../../daemon/plan/plan.ts';
import { loadPresets, type PresetLibrary } from '../../../daemon/plan/presets.ts';
import { framesToTimecode, timecodeAfter, timecodeAtRate } from '../../../shared/timecode.ts';
import { withinNotice } from '../../../daemon/plan/within.ts';
import { machine, makeClip, makeWish, type Clip, type ClipWish } from '../../plans/builder.ts';
import { contents } from '../../plans/contents.ts';

let presets: PresetLibrary;
beforeAll(async () => { presets = await loadPresets(); });

const planFor = (clip: Clip | ClipWish, wish: WishInput = {}, hardware: Hardware = machine('cpu'), revision = 1): Plan =>
  makePlan({ ...('index' in clip ? clip : makeClip(clip)), hardware, wish: makeWish(wish), presets, revision });
const code = (call: () => unknown): string => { try { call(); return 'nothing'; } catch (error) { return error instanceof FrameWrightError ? error.code : String(error); } };
const fields = { verdict: 'tff', confidence: 0.9, combed: 0.5, container: 'tff', evidence: [], runs: [] } as const;

describe('interpretation', () => {
  it('overrides tags and analysis, and says so', () => {
    const plan = planFor({ width: 720, height: 480 }, { interpretation: { fieldOrder: 'bff', range: 'full', matrix: 'smpte170m', sar: { num: 8, den: 9 }, startTimecode: '10:00:00:00' }, scale: '1' });
    expect(plan.source).toMatchObject({ fieldOrder: 'bff', sar: { num: 8, den: 9 }, colour: { range: 'full', matrix: 'smpte170m' } });
    expect(plan.steps[0]).toMatchObject({ stage: 'deinterlace', params: { parity: 'bff' } });
    expect(plan.delivery.timecode).toBe('10:00:00:00');
    expect(plan.notices.filter((says) => says.startsWith('As you said'))).toHaveLength(5);
    expect(plan.notices.join(' ')).toMatch(/the analysis found progressive\. Your word counts/);
    expect(plan.analysis.interlacing.verdict).toBe('progressive');
  });
  it('takes the names that people write, and says nothing twice', () => {
    expect(planFor({}, { interpretation: { matrix: '601' } }).source.colour.matrix).toBe('smpte170m');
    expect(planFor({}, { interpretation: { matrix: '709' } }).notices.join(' ')).not.toMatch(/As you said/);
    expect(code(() => planFor({}, { interpretation: { matrix: 'nonsense' } }))).toBe('bad-value');
  });
  it('of progressive keeps the deinterlacer away', () => {
    expect(planFor({ fieldOrder: 'tff', analysis: { interlacing: fields } }, { interpretation: { fieldOrder: 'progressive' } }).steps.map(({ stage }) => stage)).not.toContain('deinterlace');
  });
  it.each([
    [720, 576, 'yuv420p', 'bt470bg', 'limited'], [720, 480, 'yuv420p', 'smpte170m', 'limited'], [1280, 720, 'yuv420p', 'bt709', 'limited'], [3840, 2160, 'yuv420p10le', 'bt709', 'limited'], [720, 480, 'yuvj420p', 'smpte170m', 'full'], [640, 480, 'gbrp', 'gbr', 'full'],
  ])('untagged %ix%i %s is read as %s, %s', (width, height, pixel, matrix, range) => {
    const untagged = { range: 'unspecified', matrix: 'unspecified', primaries: 'unspecified', transfer: 'unspecified' } as const;
    const plan = planFor({ width, height, pixel, colour: untagged }, { scale: '1' });
    expect(plan.source.colour).toMatchObject({ matrix, range });
    expect(plan.notices.join(' ')).toMatch(/The file does not say its matrix/);
  });
});

it('untagged video with HDR metadata is PQ, so no network touches it', () => {
  const plan = planFor({ width: 1280, height: 720, pixel: 'yuv420p10le', colour: { matrix: 'unspecified', primaries: 'unspecified', transfer: 'unspecified' }, hdr: { dynamic: ['hdr10+'] } });
  expect(plan.source.colour).toMatchObject({ matrix: 'bt2020nc', primaries: 'bt2020', transfer: 'smpte2084' });
  expect(plan.steps.map(({ method }) => method)).toEqual(['lanczos']);
  expect(plan.notices.join(' ')).toMatch(/by its HDR metadata.*HDR10\+ metadata goes with every picture/s);
});

describe('delivery', () => {
  const named = (pixel: string, wish: WishInput = {}) => { const { delivery, notices } = planFor({ pixel, colour: pixel.startsWith('gb') ? { matrix: 'gbr', range: 'full' } : {} }, { scale: '1', ...wish }); return { video: `${delivery.name} ${delivery.video.pixel} ${delivery.video.profile}`, notices: notices.join(' ') }; };
  it.each([
    ['yuv420p', 'h264 yuv420p high'], ['yuv422p', 'h264 yuv422p high422'], ['yuv444p', 'h264 yuv444p high444'], ['yuv411p', 'h264 yuv422p high422'], ['gray', 'h264 yuv420p high'], ['gbrp', 'h264 yuv444p high444'],
    ['yuv420p10le', 'hevc yuv420p10le main10'], ['yuv422p10le', 'hevc yuv422p10le main422-10'], ['yuv444p10le', 'hevc yuv444p10le main444-10'], ['yuv420p12le', 'hevc yuv420p10le main10'],
  ])('of %s is %s unasked', (pixel, video) => { expect(named(pixel).video).toBe(video); });
  it('says what it cannot hold and what would', () => {
    expect(named('yuv420p12le').notices).toMatch(/12 bits become 10.*Deliveries that can: .*ffv1/);
    expect(named('yuva444p10le').notices).toMatch(/Transparency is lost.*ffv1.*prores-4444/);
    expect(named('yuv422p', { delivery: 'av1' }).notices).toMatch(/Colour is reduced from 8-bit 4:2:2 to 8-bit 4:2:0/);
    expect(named('yuv422p').notices).toMatch(/many televisions and phones do not/);
  });
  it('keeps ten bits in H.264 when it was named', () => { expect(named('yuv420p10le', { delivery: 'h264' }).video).toBe('h264 yuv420p10le high10'); });
  it('keeps transparency in ProRes 4444 and everything in FFV1', () => {
    expect(named('yuva444p10le', { delivery: 'prores-4444' }).video).toBe('prores-4444 yuva444p10le 4444');
    expect(named('gbrap12le', { delivery: 'ffv1' }).video).toBe('ffv1 gbrap12le null');
    expect(named('gbrp', { delivery: 'ffv1' }).video).toBe('ffv1 bgr0 null');
  });
  it('of full range becomes limited where editors expect it', () => {
    expect(planFor({ colour: { range: 'full' } }, { scale: '1', delivery: 'prores-422-hq' }).result.colour.range).toBe('limited');
    expect(planFor({ colour: { range: 'full' } }, { scale: '1' }).result.colour.range).toBe('full');
  });
  it('refuses what does not fit together', () => {
    expect(code(() => planFor({}, { delivery: 'prores-422-hq', container: 'mp4' }))).toBe('illegal-delivery');
    expect(code(() => planFor({ width: 64, height: 64 }, { scale: '1', delivery: 'dnxhr-hqx' }))).toBe('illegal-delivery');
    expect(code(() => planFor({ fieldOrder: 'tff', analysis: { interlacing: fields } }, { delivery: 'hevc', stages: { deinterlace: { strength: 'off' } } }))).toBe('illegal-delivery');
    expect(code(() => planFor({}, { delivery: 'h265' }))).toBe('unknown-name');
    expect(code(() => planFor({ timeBase: { num: 1, den: 3_000_000_000 } }))).toBe('illegal-delivery');
  });
  it('of 10-bit fields that stay fields is H.264, which keeps both', () => {
    expect(planFor({ pixel: 'yuv422p10le', fieldOrder: 'tff', analysis: { interlacing: fields } }, { stages: { deinterlace: { strength: 'off' } } }).delivery.video).toMatchObject({ encoder: 'libx264', pixel: 'yuv422p10le', fieldOrder: 'tff' });
  });
});

describe('streams', () => {
  const rows = (made: ClipWish, wish: WishInput = {}) => planFor(made, { scale: '1', ...wish }).streams.map(({ type, action, becomes }) => `${type} ${action} ${becomes}`);
  it('are copied whole, and cut to the sample with a range', () => {
    expect(rows({ audio: [{}] })).toEqual(['video restore h264', 'audio copy aac']);
    expect(rows({ audio: [{}] }, { range: { unit: 'frames', in: 10, out: 20 } })).toEqual(['video restore h264', 'audio encode aac']);
  });
  it('are encoded where the container cannot hold them, with every setting', () => {
    const { streams, notices } = planFor({ audio: [{ codec: 'pcm_s24le', bitDepth: 24, sampleRate: 44056, channels: 6, layout: '5.1' }] }, { scale: '1' });
    expect(streams[1]).toMatchObject({ action: 'encode', encoder: { codec: 'aac', sampleRate: 44100, layout: '5.1', bitRate: 768000 }, why: expect.stringMatching(/cannot hold pcm_s24le/) });
    expect(notices.join(' ')).toMatch(/audio stream 1 is encoded anew as aac/);
  });
  it('keep 24 bits in lossless deliveries', () => {
    expect(planFor({ audio: [{ codec: 'pcm_s24le', bitDepth: 24 }] }, { scale: '1', delivery: 'ffv1', container: 'mkv', range: { unit: 'frames', in: 0, out: 9 } }).streams[1]!.encoder).toMatchObject({ codec: 'flac', sampleFormat: 's32', bitRate: null });
  });
  it('of text, data and attachments say what becomes of them', () => {
    const base = { codecTag: null, timeBase: { num: 1, den: 1000 }, startPts: 0, duration: null, language: null, title: null, disposition: [], metadata: {} };
    const media = { subtitles: [{ ...base, index: 5, codec: 'subrip', kind: 'text' as const }, { ...base, index: 6, codec: 'hdmv_pgs_subtitle', kind: 'bitmap' as const }], data: [{ ...base, index: 7, codec: 'unknown', codecTag: 'tmcd', kind: 'data' as const }], attachments: [{ index: 8, kind: 'attachment' as const, codec: 'ttf', filename: 'a.ttf', mimeType: null, bytes: 5 }] };
    expect(rows({ audio: [], media })).toEqual(['video restore h264', 'subtitle convert mov_text', 'subtitle sidecar subtitles.mks', 'data regenerate timecode', 'attachment sidecar 8-a.ttf']);
    expect(rows({ audio: [], media }, { container: 'mkv' })).toEqual(['video restore h264', 'subtitle copy subrip', 'subtitle copy hdmv_pgs_subtitle', 'data regenerate timecode', 'attachment copy ttf']);
  });
  it('of sound are restored when the style asks', () => {
    const audio = planFor(contents['vfr-phone']!, { style: 'home-video' }).streams[1]!;
    expect(audio).toMatchObject({ action: 'encode', encoder: { codec: 'aac' } });
    expect(audio.steps.map(({ stage }) => stage)).toEqual(['declip', 'hum', 'denoise-audio']);
  });
});

describe('time', () => {
  it('stays VFR, in the ticks of the source, or half of them for fields', () => {
    expect(planFor(contents['vfr-phone']!).map.timeBase).toEqual({ num: 1, den: 90000 });
    expect(planFor(contents['dvd-576i']!).map).toMatchObject({ timeBase: { num: 1, den: 180000 }, frames: 3000, runs: [{ kind: 'fields', first: 0, count: 3000 }] });
  });
  it('given by interpretation is the result\'s rate', () => { expect(planFor({}, { interpretation: { rate: ratio(24000, 1001) } }).delivery.video.rate).toEqual(ratio(24000, 1001)); });
  it('starts with the earliest track, and a range with its first frame', () => {
    const late = { ptsOf: (i: number) => 100 + i, timeBase: { num: 1, den: 25 }, audio: [{ startPts: 96000 }] };
    expect(planFor(late).map.epoch).toBe(50);
    expect(planFor(late, { range: { unit: 'frames', in: 10, out: 20 } }).map).toMatchObject({ epoch: 110, frames: 10 });
  });
  it.each([
    ['01:00:00:00', 25, 25, '01:00:01:00'], ['00:00:59;28', 2, 30, '00:01:00;02'], ['00:09:59;29', 1, 30, '00:10:00;00'], ['00:00:00;00', 17982, 30, '00:10:00;00'], ['00:00:00;00', 1800, 30, '00:01:00;02'], ['23:59:59:24', 1, 25, '00:00:00:00'], ['00:00:59;59', 1, 60, '00:01:00;04'], ['01:00:00:00', 0, 24, '01:00:00:00'],
  ])('%s plus %i frames at %i is %s', (from, frames, rate, to) => { expect(timecodeAfter(from, frames, rate)).toBe(to); });
  it('counts every drop-frame number once in a day', () => {
    for (let frame = 0; frame < 2_589_408; frame += 10_007) {
      const [now, next] = [timecodeAfter('00:00:00;00', frame, 30), timecodeAfter('00:00:00;00', frame + 1, 30)];
      expect(timecodeAfter(now, 1, 30)).toBe(next);
    }
  });
  it.each([
    ['01:00:00;14', 30, 60, '01:00:00;28'], ['01:00:00:12', 25, 50, '01:00:00:24'], ['00:00:10:00', 30, 24, '00:00:10:00'], ['00:10:00;00', 30, 24, '00:09:59:09'], ['00:01:00;02', 30, 30, '00:01:00;02'], ['none', 30, 24, 'none'],
  ])('%s counted by %i is, by %i, %s', (timecode, from, to, is) => { expect(timecodeAtRate(timecode, from, to)).toBe(is); });
  it.each([
    ['01:00:00:00', '01:00:10:12', 25, 262], ['00:00:59;28', '00:01:00;02', 30, 2], ['00:00:59;28', '00:01:00:02', 30, 2], ['00:00:59;28', '00:01:00;00', 30, null], ['01:00:00:00', '01:00:00;02', 25, null],
    ['01:00:00:00', '01:00:00:25', 25, null], ['23:59:59:24', '00:00:00:00', 25, 1],
  ])('from %s to %s at %i are %s frames', (start, wanted, rate, frames) => { expect(framesToTimecode(start, wanted, rate)).toBe(frames); });
});

describe('levels', () => {
  it.each([['h264', 320, 240, 25, 13], ['h264', 720, 576, 25, 30], ['h264', 1280, 720, 25, 31], ['h264', 1920, 1080, 30, 40], ['h264', 1920, 1080, 60, 42], ['h264', 3840, 2160, 30, 51], ['h264', 3840, 2160, 60, 52], ['hevc', 1920, 1080, 30, 40], ['hevc', 1920, 1080, 60, 41], ['hevc', 3840, 2160, 60, 51], ['h264', 32000, 32000, 30, null]] as const)('%s %ix%i at %i is %s', (table, width, height, rate, level) => {
    expect(levelFor(table, { width, height, rate, fields: false })).toBe(level);
  });
  it('of interlaced H.264 start at 2.1', () => { expect(levelFor('h264', { width: 64, height: 64, rate: 25, fields: true })).toBe(21); });
});

describe('resources', () => {
  const gpu = (freeBytes: number): Hardware => { const base = machine('gpu-8gb'); return { ...base, devices: base.devices.map((device) => (device.kind === 'gpu' ? { ...device, freeBytes } : device)) }; };
  it('tile what does not fit, and use filters where not even tiles fit', () => {
    expect(planFor(contents['2160p']!, {}, gpu(8e9)).resources.tile).toBeNull();
    expect(planFor(contents['2160p']!, {}, gpu(1e9)).resources.tile).toMatchObject({ overlap: 64 });
    const small = planFor(contents['2160p']!, {}, gpu(1e7));
    expect(small.steps[0]!.method).not.toBe('denoise-lite');
    expect(small.steps[0]!.why).toMatch(/does not fit in tiles either/);
  });
  it('tile large frames unasked on machines with little memory, and leave small ones whole', () => {
    const small = { ...gpu(8e9), tier: 'gpu-small' as const };
    expect(planFor(contents['2160p']!, {}, small).resources.tile).toEqual({ size: 1024, overlap: 64 });
    expect(planFor(contents['2160p']!, { tile: 'off' }, small).resources.tile).toBeNull();
    expect(planFor(contents['dvd-576i']!, { scale: '2' }, small).resources.tile).toBeNull();
  });
  it('take the tile that was asked for', () => {
    expect(planFor(contents['2160p']!, { tile: 250 }, gpu(8e9)).resources.tile).toEqual({ size: 256, overlap: 64 });
    expect(planFor(contents['2160p']!, { tile: 'off' }, gpu(1e9)).steps[0]!.why).toMatch(/with this tile setting/);
  });
  it('use the device that was named, or say which there are', () => {
    expect(planFor({}, { device: 'cpu' }, machine('gpu-8gb')).resources.provider).toBe('cpu');
    expect(planFor({}, { device: 'gpu' }, machine('gpu-8gb')).resources.provider).toBe('cuda');
    expect(code(() => planFor({}, { device: 'coreml' }))).toBe('device-missing');
    const two = machine('gpu-8gb'), cuda = two.devices.find(({ kind }) => kind === 'gpu')!;
    expect(planFor({}, { device: 'gpu' }, { ...two, devices: [{ ...cuda, id: 'webgpu', provider: 'webgpu', proven: false }, ...two.devices] }).resources.provider).toBe('cuda');
    const broken = machine('gpu-8gb');
    expect(code(() => planFor({}, { device: 'cuda' }, { ...broken, devices: broken.devices.map((device) => ({ ...device, proven: device.kind === 'cpu' })) }))).toBe('device-missing');
  });
});

describe('a time limit', () => {
  const seconds = (plan: Plan): number => plan.estimate.seconds.high;
  it('that is met changes nothing', () => { expect(planFor(contents['sd-noisy']!, { withinSeconds: 86400 }).steps).toEqual(planFor(contents['sd-noisy']!).steps); });
  it('makes the plan give way, and says how', () => {
    const usual = planFor(contents['sd-noisy']!), within = seconds(usual) / 3;
    const plan = planFor(contents['sd-noisy']!, { withinSeconds: within });
    expect(seconds(plan)).toBeLessThanOrEqual(within);
    expect(plan.overTime).toBe(false);
    expect(plan.notices[0]).toMatch(/^To be done within .*instead of.*Without a limit it would take/);
  });
  it('says what became of every step of a stage that repeats, and what went', () => {
    const usual = planFor(contents['sd-noisy']!, { quality: 'best', scale: '4', style: 'animation' }, machine('gpu-8gb'));
    const [upscale] = usual.steps.filter(({ stage }) => stage === 'upscale');
    const instead = { ...usual, steps: usual.steps.filter(({ stage }) => stage !== 'upscale' && stage !== 'sharpen').concat({ ...upscale!, method: 'lanczos' }) };
    expect(withinNotice(usual, instead, 1e9)).toMatch(/Enlarging the picture: lanczos instead of upscale-lite and upscale-lite; Sharpening edges: left out\. Without/);
  });
  it('that cannot be met names the fastest', () => {
    const plan = planFor(contents['sd-noisy']!, { withinSeconds: 1 });
    expect(plan.overTime).toBe(true);
    expect(plan.notices[0]).toMatch(/cannot be done within 1 s.*fastest way, planned here, takes/);
    expect(plan.delivery.video.options['preset']).toBe('veryfast');
  });
});

it('a three-hour film with 3000 cuts stays under 256 KiB and is planned quickly', () => {
  const frames = 270_000, cuts = Array.from({ length: 3000 }, (_, i) => (i + 1) * 89 + (i % 17));
  const clip = makeClip({ width: 1920, height: 1080, frames, cuts, analysis: { noise: { luma: 5, chroma: 3 } } });
  const started = performance.now();
  for (const scale of ['1', '2160p']) {
    const plan = planFor(clip, { quality: 'best', scale });
    expect(JSON.stringify(plan).length).toBeLessThan(256 * 1024);
    expect(plan.segments.reduce((sum, { count }) => sum + count, 0)).toBe(frames);
    expect(planSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
  }
  expect(performance.now() - started).toBeLessThan(5000);
});

describe('the size', () => {
  const notices = (clip: ClipWish, wish: WishInput, hardware?: Hardware): string => planFor(clip, wish, hardware).notices.join(' ');
  it('that is missed after doubling is said as the result', () => {
    expect(notices({ width: 64, height: 48 }, { scale: '1.5', stages: { resize: { strength: 'off' }, upscale: { method: 'upscale-lite' } } })).toMatch(/The result is 128×96 instead of 96×72: no stage/);
    expect(notices({ width: 64, height: 48 }, { scale: '1.5', stages: { resize: { strength: 0 }, upscale: { strength: 0 } } })).toMatch(/The size stays 64×48 instead of 96×72/);
  });
  it('that is padded is said beside what auto chose', () => {
    expect(notices({ width: 1921, height: 1081 }, {})).toMatch(/is large already.*The result is 1922×1082 instead of 1921×1081, a line or column more/);
  });
});

describe('an explanation', () => {
  it.each(Object.keys(contents))('of %s reads in whole sections', (name) => {
    const sections = explainPlan(planFor(contents[name]!, { style: 'home-video' }));
    expect(sections.map(({ heading }) => heading)).toEqual(expect.arrayContaining(['Source', 'What is done', 'What is not done', 'Streams', 'Result', 'Cost']));
    expect(sections.flatMap(({ lines }) => lines).join('\n')).not.toMatch(/undefined|null|NaN|\[object|\.\./);
  });
});
