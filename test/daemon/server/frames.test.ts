// Pictures as clients get them: how frames look, what is kept of them, and what is refused.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInProcessTransport } from '../../../daemon/server/in-process.ts';
import { createClient, type Client } from '../../../shared/client.ts';
import { operations } from '../../../shared/operations.ts';
import { spread } from '../../../daemon/worker/tasks/frames.ts';
import { makeClip, type ClipSpec } from '../../fixtures/clip.ts';
import { borrowMeasurement, lendMeasurement } from '../../fixtures/measured.ts';

let folder: string, client: Client, clip: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fw-frames-'));
  clip = join(folder, 'clip.mkv');
  await makeClip(clip, { video: 'testsrc2=size=96x64:rate=25', frames: 30, codec: 'ffv1' });
  await borrowMeasurement(join(folder, 'home'));
  client = createClient(createInProcessTransport({ home: join(folder, 'home') }));
  // Measured once, before anything that needs it has to be in time.
  await client.hardware({});
}, 300_000);
afterAll(async () => {
  await client.close();
  await lendMeasurement(join(folder, 'home'));
  await rm(folder, { recursive: true });
});

type Seen = { readonly width: number; readonly height: number; readonly channels: number; at(x: number, y: number): number[] };
async function seen(picture: { readonly id: string }): Promise<Seen> {
  const { data, info } = await sharp(await client.bytes(picture.id)).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels, at: (x, y) => [...data.subarray((y * info.width + x) * info.channels, (y * info.width + x + 1) * info.channels)] };
}
const near = (found: readonly number[], wanted: readonly number[], tolerance: number): boolean => wanted.every((value, i) => Math.abs(found[i]! - value) <= tolerance);
const made = async (name: string, spec: ClipSpec): Promise<string> => {
  await makeClip(join(folder, name), spec);
  return join(folder, name);
};

describe('a frame looks as a viewer shows it', () => {
  const red = 'color=c=0xC81E1E:size=64x96:rate=25,scale=out_color_matrix=bt709:out_range=limited', tags = { matrix: 1, primaries: 1, transfer: 1, range: 1 };
  it('with square pixels and its own matrix and range', async () => {
    const picture = await seen(await client.frame({ path: await made('red.mkv', { video: red, frames: 2, sar: { num: 2, den: 1 }, codec: 'ffv1', colour: tags }), frame: 1 }));
    expect([picture.width, picture.height, near(picture.at(60, 50), [0xC8, 0x1E, 0x1E], 3)]).toEqual([128, 96, true]);
  });
  it('upright', async () => {
    const path = await made('halves.mov', { video: 'color=c=0xC81E1E:size=64x96:rate=25,drawbox=x=32:y=0:w=32:h=96:color=0x1E1EC8:t=fill', frames: 2, codecOptions: { crf: '4' }, rotation: 90 });
    const picture = await seen(await client.frame({ path, frame: 0 }));
    expect([picture.width, picture.height]).toEqual([96, 64]);
    expect([picture.at(48, 10)[0]! > 150, picture.at(48, 54)[2]! > 150]).toEqual([true, true]);
  });
  it('with the light of HDR brought to the screen, as the before/after picture does', async () => {
    // 203 cd/m², diffuse white, in HLG (BT.2408 table 1), by FFmpeg's mobius and IEC 61966-2-1.
    const path = await made('hlg.mkv', { video: 'color=c=gray:size=32x32:rate=25,format=yuv420p10le,geq=lum=721:cb=512:cr=512', pixel: 'yuv420p10le', codec: 'ffv1', frames: 2, colour: { matrix: 9, primaries: 9, transfer: 18, range: 1 } });
    const picture = await seen(await client.frame({ path, frame: 0 })), peak = 1000 / 203, j = 0.3, a = (-j * j * (peak - 1)) / (j * j - 2 * j + peak), b = (j * j - 2 * j * peak + peak) / (peak - 1);
    const bent = ((b * b + 2 * b * j + j * j) / (b - a)) * ((1 + a) / (1 + b)), wanted = 255 * (1.055 * bent ** (1 / 2.4) - 0.055);
    expect(near(picture.at(16, 16), [wanted, wanted, wanted], 3)).toBe(true);
  });
  it('with its transparency, also where it is HDR', async () => {
    for (const colour of [tags, { ...tags, primaries: 9, transfer: 16 }]) {
      const path = await made(`alpha-${colour.transfer}.mkv`, { video: 'color=c=red:size=32x32:rate=25,format=gbrap,geq=r=200:g=30:b=30:a=if(lt(X\\,16)\\,0\\,255)', pixel: 'yuva444p10le', codec: 'ffv1', frames: 2, colour });
      const picture = await seen(await client.frame({ path, frame: 0 }));
      expect([picture.channels, picture.at(4, 4)[3], picture.at(28, 4)[3]! >= 254]).toEqual([4, 0, true]);
    }
  });
  it('of odd sides, and with both fields', async () => {
    const odd = await seen(await client.frame({ path: await made('odd.mkv', { video: 'testsrc2=size=34x28:rate=25,format=yuv444p,crop=33:27:exact=1', pixel: 'yuv420p', codec: 'ffv1', frames: 2 }), frame: 1 }));
    expect([odd.width, odd.height]).toEqual([33, 27]);
    const lines = await seen(await client.frame({ path: await made('lines.mkv', { video: 'color=c=black:size=32x32:rate=25,geq=lum=if(mod(Y\\,2)\\,235\\,16):cb=128:cr=128', interlaced: 'tff', codec: 'ffv1', pixel: 'yuv444p', frames: 2 }), frame: 0 }));
    expect([lines.at(9, 8)[0]! < 10, lines.at(9, 9)[0]! > 245]).toEqual([true, true]);
  });
  it('as large as asked for and no larger than it is', async () => {
    expect(await client.frame({ path: clip, frame: 3, size: 48 })).toMatchObject({ width: 48, height: 32, type: 'image/png' });
    expect(await client.frame({ path: clip, frame: 3, size: 4000 })).toMatchObject({ width: 96, height: 64 });
  });
});

describe('thumbnails and moments', () => {
  it('are spread over the length, small, and no more than there are frames', async () => {
    const found = operations.thumbnails.response.parse(await client.thumbnails({ path: clip, count: 5, size: 32 }));
    expect(found.map(({ frame }) => frame)).toEqual([3, 9, 15, 21, 27]);
    expect(spread({ frames: 1000, flags: Uint8Array.from({ length: 1000 }, (_, n) => Number(n % 90 === 0)) }, 2)).toEqual([270, 720]);
    expect(found[0]!.picture).toMatchObject({ width: 32, type: 'image/webp' });
    expect(await client.thumbnails({ path: clip, count: 64, size: 32 })).toHaveLength(30);
  });
  it('are found by number; there is always the middle', async () => {
    const path = await made('moments.mkv', { video: 'testsrc2=size=96x64:rate=25,lutyuv=y=(val-16)/6+20:enable=between(n\\,8\\,10)', codec: 'ffv1', frames: 30 });
    const found = operations.moments.response.parse(await client.moments({ path }));
    expect(found.at(-1)).toMatchObject({ frame: 15, kind: 'middle', seconds: 0.6 });
    const darkest = found.find(({ kind }) => kind === 'darkest')!;
    expect([darkest.frame >= 8 && darkest.frame <= 10, /\d/.test(darkest.why)]).toEqual([true, true]);
  });
});

describe('previews', () => {
  const wish = { quality: 'fast', scale: '1', stages: { denoise: { strength: 0.5, method: 'hqdn3d' } } };
  it('before and after lie on each other, whatever is cut off or put around', async () => {
    const made = operations.previewFrame.response.parse(await client.previewFrame({ path: clip, frame: 4, draft: false, wish: { ...wish, crop: { left: 16, top: 0, width: 64, height: 64 }, scale: '120x60', fit: 'pad' } }));
    const [before, after] = [await seen(made.before), await seen(made.after)];
    expect([before.width, before.height, after.width, after.height]).toEqual([120, 60, 120, 60]);
    for (const picture of [before, after]) expect(picture.at(4, 30).slice(0, 3).every((value) => value < 4)).toBe(true);
    expect(near(before.at(60, 50), after.at(60, 50), 24)).toBe(true);
  });
  it('several wishes share the source, and a sheet shows all of them', async () => {
    const compared = operations.compare.response.parse(await client.compare({ path: clip, frame: 4, draft: false, sheet: true, wishes: [{ title: 'hqdn3d', wish }, { title: 'none', wish: { ...wish, stages: { denoise: { strength: 'off' } } } }] }));
    expect(compared.columns.map(({ title, preview }) => [title, preview.before.id])).toEqual([['hqdn3d', compared.before.id], ['none', compared.before.id]]);
    const sheet = await seen(compared.sheet!);
    expect([sheet.width, sheet.height]).toEqual([2 * 96 + 4, 2 * 64 + 4]);
    expect((await client.compare({ path: clip, frame: 4, wishes: [{ title: 'one', wish }] })).sheet).toBeNull();
  });
  it('a later one with the same word replaces those that wait', async () => {
    const ask = (strength: number): Promise<unknown> => client.previewFrame({ path: clip, frame: 20, size: 64, replaces: 'slider', wish: { ...wish, stages: { denoise: { strength, method: 'hqdn3d' } } } });
    const asked = [0.11, 0.12, 0.13, 0.14].map(ask), settled = await Promise.allSettled(asked);
    expect(settled.map((one) => (one.status === 'fulfilled' ? 'made' : (one.reason as { code: string }).code))).toEqual(['cancelled', 'cancelled', 'cancelled', 'made']);
  });
  it('many at once are all made', async () => {
    const frames = Array.from({ length: 30 }, (_, frame) => frame);
    const pictures = await Promise.all(frames.map((frame) => client.frame({ path: clip, frame, size: 40 })));
    expect(new Set(pictures.map(({ id }) => id)).size).toBe(30);
  });
});

describe('what is kept', () => {
  it('is made again when it is damaged or gone', async () => {
    const asked = { path: clip, frame: 12, size: null }, { id } = await client.frame(asked), kept = join(folder, 'home', 'previews', id);
    const whole = await readFile(kept);
    await writeFile(kept, Buffer.concat([whole.subarray(0, whole.length - 9), Buffer.alloc(9)]));
    await expect(client.bytes(id)).rejects.toMatchObject({ code: 'picture-gone' });
    expect((await client.frame(asked)).id).toBe(id);
    expect((await seen({ id })).width).toBe(96);
    await rm(kept);
    await client.frame(asked);
    expect((await seen({ id })).width).toBe(96);
    expect((await readdir(join(folder, 'home', 'previews'))).every((name) => name.length === 64)).toBe(true);
  });
});

describe('what cannot be shown', () => {
  it('is refused with its reason', async () => {
    const sound = await made('sound.wav', { audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'pcm_s16le' }] });
    const silent = { path: sound, frame: 0 }, late = { path: clip, frame: 30 };
    for (const ask of [() => client.frame(silent), () => client.thumbnails({ path: sound }), () => client.moments({ path: sound }), () => client.previewFrame({ ...silent, wish: {} })]) await expect(ask()).rejects.toMatchObject({ code: 'input-no-video' });
    for (const ask of [() => client.frame(late), () => client.previewFrame({ ...late, wish: {} })]) await expect(ask()).rejects.toMatchObject({ code: 'range-outside' });
    await expect(client.frame({ path: join(folder, 'missing.mkv'), frame: 0 })).rejects.toMatchObject({ code: 'input-missing' });
    for (const of of [{}, { path: clip, job: 'abc' }]) await expect(client.frame({ ...of, frame: 0 })).rejects.toMatchObject({ code: 'bad-value' });
    await expect(client.frame({ job: 'nothing', frame: 0 })).rejects.toMatchObject({ code: 'job-missing' });
    await expect(client.bytes('../../etc/passwd')).rejects.toMatchObject({ code: 'picture-gone' });
  });
});
