// Which delivery is chosen, how it is varied, and the arithmetic of a size.
import { beforeAll, describe, expect, it } from 'vitest';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { HardwareEncoder } from '../../../shared/hardware.ts';
import type { Plan } from '../../../shared/plan.ts';
import type { WishInput } from '../../../shared/preset.ts';
import { makePlan } from '../../../daemon/plan/plan.ts';
import { loadPresets, type PresetLibrary } from '../../../daemon/plan/presets.ts';
import { machine, makeClip, makeWish, type ClipWish } from '../../plans/builder.ts';

let presets: PresetLibrary;
beforeAll(async () => { presets = await loadPresets(); });

const planned = (clip: ClipWish, wish: WishInput, encoders: readonly HardwareEncoder[] = []): Plan =>
  makePlan({ ...makeClip(clip), hardware: { ...machine('cpu'), encoders }, wish: makeWish({ scale: '1', ...wish }), presets, revision: 1 });
const failure = (call: () => unknown): FrameWrightError => {
  try { call(); } catch (error) { if (error instanceof FrameWrightError) return error; throw error; }
  throw new Error('nothing was thrown');
};
const full = { width: 1920, height: 1080 };
const videoOf = ({ delivery: { name, container, video } }: Plan) => ({ name, container, encoder: video.encoder, profile: video.profile, pixel: video.pixel });

describe('a purpose', () => {
  it('for the web is 8-bit 4:2:0 H.264 with AAC in MP4, whatever the source is', () => {
    const plan = planned({ pixel: 'yuv422p10le', codec: 'prores', audio: [{ codec: 'pcm_s24le' }, { codec: 'ac3' }, { codec: 'aac' }] }, { purpose: 'web' });
    expect(videoOf(plan)).toEqual({ name: 'h264', container: 'mp4', encoder: 'libx264', profile: 'high', pixel: 'yuv420p' });
    expect(plan.delivery.video.gop).toBe(50);
    expect(plan.streams.filter(({ type }) => type === 'audio').map(({ becomes, action }) => `${action} ${becomes}`)).toEqual(['encode aac', 'encode aac', 'copy aac']);
    expect(plan.notices.join(' ')).toMatch(/For the web.*10 bits become 8/s);
  });
  it('for editing is ProRes 422 HQ, and 4444 for what that would lose', () => {
    expect(videoOf(planned({}, { purpose: 'editing' }))).toMatchObject({ name: 'prores-422-hq', container: 'mov' });
    expect(videoOf(planned({ pixel: 'yuva444p10le' }, { purpose: 'editing' }))).toMatchObject({ name: 'prores-4444', pixel: 'yuva444p10le' });
    expect(planned({}, { purpose: 'editing', delivery: 'h264' }).delivery.video).toMatchObject({ gop: 1, bFrames: 0 });
  });
  it('for archive is FFV1 with every proof', () => { expect(planned({}, { purpose: 'archive' }).delivery).toMatchObject({ name: 'ffv1', archive: true, video: { gop: 1, level: 3 } }); });
  it('without settings of its own is said', () => { expect(planned({}, { purpose: 'archive', delivery: 'h264' }).notices.join(' ')).toMatch(/no settings of its own for archive/); });
});

describe('DNxHD', () => {
  it.each([
    [{ ...full, rate: { num: 25, den: 1 } }, 185, 'yuv422p'], [{ ...full, rate: { num: 24000, den: 1001 }, pixel: 'yuv422p10le' }, 175, 'yuv422p10le'],
    [{ width: 1280, height: 720, rate: { num: 50, den: 1 } }, 180, 'yuv422p'],
  ] as const)('%j is coded at %i Mbit/s as %s', (clip, mbit, pixel) => {
    const { video } = planned(clip, { delivery: 'dnxhd' }).delivery;
    expect(video).toMatchObject({ profile: 'dnxhd', rateControl: { kind: 'bitrate', value: mbit * 1e6 }, pixel });
  });
  it.each([[{}], [{ ...full, rate: { num: 48, den: 1 } }]])('refuses %j and names what takes it', (clip) => {
    const { code, values } = failure(() => planned(clip, { delivery: 'dnxhd' }));
    expect([code, values.why]).toEqual(['illegal-delivery', expect.stringMatching(/1280×720 at .*50.*dnxhr-hqx takes any/)]);
  });
});

describe('match', () => {
  it.each([
    [{ codec: 'h264' }, null, 'h264'], [{ codec: 'hevc', pixel: 'yuv420p10le' }, 'Main 10', 'hevc'], [{ codec: 'prores', pixel: 'yuv422p10le' }, 'Standard', 'prores-422'],
    [{ codec: 'prores', pixel: 'yuv422p10le' }, 'HQ', 'prores-422-hq'], [{ codec: 'prores', pixel: 'yuva444p12le' }, '4444', 'prores-4444'], [{ codec: 'dnxhd', pixel: 'yuv422p', ...full }, 'DNXHD', 'dnxhd'],
    [{ codec: 'dnxhd', pixel: 'yuv422p' }, 'DNXHD', 'dnxhr-hqx'], [{ codec: 'dnxhd', pixel: 'yuv444p10le' }, 'DNXHR 444', 'dnxhr-444'], [{ codec: 'utvideo' }, null, 'ffv1'], [{ codec: 'mpeg2video' }, 'Main', 'h264'],
    [{ codec: 'h264', pixel: 'yuv420p10le' }, 'High 10', 'h264'],
  ] as const)('%j of profile %s is %s', (clip, profile, name) => {
    const made = makeClip(clip), media = { ...made.media, video: { ...made.media.video, profile } };
    const plan = makePlan({ ...made, media, hardware: machine('cpu'), wish: makeWish({ scale: '1', delivery: 'match' }), presets, revision: 1 });
    expect(plan.delivery.name).toBe(name);
    expect(plan.notices.join(' ')).toMatch(/^.*The source is/s);
  });
  it.each([['matroska,webm', {}, 'mkv'], ['mov,mp4,m4a,3gp,3g2,mj2', { major_brand: 'isom' }, 'mp4'], ['mov,mp4,m4a,3gp,3g2,mj2', { major_brand: 'qt  ' }, 'mov'], ['mpegts', {}, 'mp4']])('%s %j goes into %s', (container, metadata, wanted) => {
    const plan = planned({ media: { container, metadata } }, { delivery: 'match' });
    expect(plan.delivery.container).toBe(wanted);
    expect(plan.notices.some((notice) => notice.includes('does not hold it here'))).toBe(container === 'mpegts');
  });
  it('says what is nearest to a codec that is not written', () => { expect(planned({ codec: 'mpeg2video' }, { delivery: 'match' }).notices.join(' ')).toMatch(/mpeg2video itself is not written here; H\.264 is nearest/); });
});

describe('an encoder of a graphics device', () => {
  const row = (encoder: string, device: string, proven: boolean, codec = 'h264'): HardwareEncoder => ({ encoder, codec, device, proven, why: proven ? 'It encoded.' : 'No driver.' });
  const encoders = [row('h264_nvenc', 'nvenc', false), row('h264_qsv', 'qsv', true), row('hevc_qsv', 'qsv', true, 'hevc')];
  it('is used only when asked for, and only when it proved itself', () => {
    expect(planned({}, {}, encoders).delivery.video.encoder).toBe('libx264');
    const plan = planned({}, { encoder: 'hardware' }, encoders);
    expect(videoOf(plan)).toMatchObject({ encoder: 'h264_qsv', pixel: 'nv12' });
    expect(plan.notices.join(' ')).toMatch(/less quality for each bit/);
    expect(planned({}, { config: { title: 'Quick', description: '', kind: 'quality', inherits: [], remove: [], stages: {}, tiers: {}, encoder: 'qsv' } }, encoders).delivery.video.encoder).toBe('h264_qsv');
  });
  it('keeps ten bits where the device can', () => { expect(videoOf(planned({ pixel: 'yuv420p10le' }, { encoder: 'qsv' }, encoders))).toMatchObject({ encoder: 'hevc_qsv', pixel: 'p010le' }); });
  it('that does not work is refused with its reason', () => {
    expect(failure(() => planned({}, { encoder: 'nvenc' }, encoders))).toMatchObject({ code: 'device-missing', values: { why: 'h264_nvenc: No driver.' } });
    expect(failure(() => planned({}, { encoder: 'hardware', delivery: 'prores-422' }, encoders))).toMatchObject({ code: 'device-missing', values: { why: expect.stringMatching(/No graphics device encodes ProRes 422/) } });
  });
});

describe('a quality', () => {
  it('is set in the codec\'s own scale', () => { expect(planned({}, { crf: 23 }).delivery.video.rateControl).toEqual({ kind: 'crf', value: 23 }); });
  it.each([[{ crf: 60 }], [{ crf: 5, delivery: 'prores-422' }], [{ crf: 20, size: { bytes: 1e7 } }]])('%j is refused', (wish) => { expect(failure(() => planned({}, wish)).code).toBe('bad-value'); });
});

describe('a size', () => {
  const ten = { frames: 250 };
  it('is the sound, the container and what is left for the picture', () => {
    const plan = planned(ten, { size: { bytes: 5_000_000 } }), { target, video, checkpoint } = plan.delivery;
    expect(target!.fileBytes).toBe(5_000_000);
    expect(target!.videoBytes).toBeLessThan(5_000_000 - 240_000);
    expect(target!.videoBytes).toBeGreaterThan(5_000_000 - 280_000);
    expect(video.rateControl).toEqual({ kind: 'bitrate', value: Math.floor((target!.videoBytes * 8) / 10) });
    expect(checkpoint).toMatchObject({ encoder: 'ffv1', gop: 1, pixel: video.pixel, rateControl: { kind: 'lossless' } });
    expect(plan.notices.join(' ')).toMatch(/5\.0 MB less 240 kB of sound and about \d+ kB of container leave 4\.7 MB for 10 s of picture/);
    expect(plan.resources.diskBytes).toBeGreaterThan(planned(ten, {}).resources.diskBytes);
  });
  it('as a bit rate counts the picture alone', () => { expect(planned(ten, { size: { bitRate: 4e6 } }).delivery.target).toMatchObject({ videoBytes: 5e6, fileBytes: null }); });
  it.each([{ bytes: 1e12 }, { bitRate: 9e11 }])('of more than uncompressed pictures is planned as those, and says so: %o', (size) => {
    const plan = planned(ten, { size }), { width, height } = plan.result;
    expect(plan.delivery.target!.videoBytes).toBe(width * height * 250 * 1.5);
    expect(plan.notices.join(' ')).toMatch(/more than the picture takes uncompressed .*stays smaller/);
  });
  it('that cannot be is refused with the least that can', () => {
    const { code, values } = failure(() => planned(ten, { size: { bytes: 250_000 } }));
    expect([code, values.leastArgument]).toEqual(['size-too-small', '0.3MB']);
  });
  it.each(['prores-422', 'ffv1', 'dnxhr-hqx'])('is not for %s', (delivery) => { expect(failure(() => planned(ten, { delivery, size: { bytes: 1e7 } }))).toMatchObject({ code: 'bad-value', values: { key: '--size' } }); });
  it('is not for hardware', () => { expect(failure(() => planned(ten, { encoder: 'qsv', size: { bytes: 1e7 } }, [{ encoder: 'h264_qsv', codec: 'h264', device: 'qsv', proven: true, why: '' }])).code).toBe('bad-value'); });
});

describe('MXF', () => {
  it('has a timecode, PCM at 48 kHz and no tags of the film', () => {
    const plan = planned({ audio: [{ sampleRate: 44100 }], media: { metadata: { title: 'A film' } } }, { delivery: 'prores-422', container: 'mxf' });
    expect(plan.delivery).toMatchObject({ muxer: 'mxf', timecode: '00:00:00:00', metadata: {}, chapters: 'none' });
    expect(plan.streams[1]).toMatchObject({ action: 'encode', becomes: 'pcm_s16le', encoder: { sampleRate: 48000 }, why: expect.stringMatching(/counts no times/) });
    expect(plan.notices.join(' ')).toMatch(/title/);
  });
  it.each([
    [{ ptsOf: (i: number) => i * 2 + (i % 3 === 0 ? 1 : 0), timeBase: { num: 1, den: 50 } }, /not equally spaced/], [{ rate: { num: 15, den: 1 } }, /knows 24000\/1001.*this has 15/],
  ] as const)('refuses what it cannot count', (clip, why) => { expect(failure(() => planned(clip, { delivery: 'prores-422', container: 'mxf' }))).toMatchObject({ code: 'illegal-delivery', values: { why: expect.stringMatching(why) } }); });
  it.each(['h264', 'hevc', 'av1', 'dnxhr-444'])('does not hold %s', (delivery) => { expect(failure(() => planned({}, { delivery, container: 'mxf' })).code).toBe('illegal-delivery'); });
});
