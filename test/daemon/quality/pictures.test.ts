// Pictures as results, in one process: folders of them, single ones, what they carry, and what lies beside them.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../../shared/plan.ts';
import type { WishInput } from '../../../shared/preset.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { hasAlpha } from '../../../daemon/media/webp-alpha.ts';
import { verifyPictures } from '../../../daemon/quality/verify-pictures.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { material } from '../../fixtures/shared.ts';
import { planPictures, restorePictures, type WholePictures } from './whole-pictures.ts';

let folder: string, home: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'fw-pictures-')); home = join(folder, 'home'); });
afterAll(() => rm(folder, { recursive: true }));

const restore = (source: string, asked: WishInput): Promise<WholePictures> => restorePictures(source, asked, folder);
const planOf = (source: string, asked: WishInput): Promise<Plan> => planPictures(source, asked, home);

const clip = async (name: string, pixel = 'yuv420p'): Promise<string> => {
  const path = join(folder, name);
  await makeClip(path, { video: 'testsrc2=size=64x48:rate=25', frames: 6, codec: 'ffv1', pixel, audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'flac', language: 'deu' }] });
  return path;
};

describe('a film as pictures', () => {
  it.each([['png', 'png', 'rgb24'], ['tiff', 'tif', 'rgb24'], ['tiff16', 'tif', 'rgb48le'], ['exr', 'exr', 'gbrp16le'], ['jpeg', 'jpg', 'yuvj420p'], ['webp', 'webp', 'yuv420p']])('%s: numbered from 1, read back as planned, sound beside them', async (delivery, ending, pixel) => {
    const { plan, path, muxed, wrong } = await restore(await clip('film.mkv'), { delivery });
    expect(wrong).toEqual([]);
    expect((await readdir(path)).sort()).toEqual(Array.from({ length: 6 }, (_, n) => `film_00000${n + 1}.${ending}`));
    expect((await probe(path, { home })).media.video.shape.pixel.name).toBe(pixel);
    expect(muxed.sidecarFiles.map(({ suffix }) => suffix)).toEqual(['.streams.mka', '.timecodes.txt']);
    expect(plan.notices.join(' ')).toMatch(/streams\.mka/);
    expect(muxed.pictures).toHaveLength(6);
  });

  it('keeps depth and transparency; OpenEXR has colour multiplied', async () => {
    const source = await clip('deep.mkv', 'yuva444p10le');
    for (const [delivery, pixel] of [['png', 'rgba64be'], ['tiff16', 'rgba64le'], ['exr', 'gbrap16le']] as const) {
      const { path, wrong, plan } = await restore(source, { delivery });
      expect(wrong).toEqual([]);
      expect((await probe(path, { home })).media.video.shape.pixel.name).toBe(pixel);
      expect(plan.steps.at(-1)!.graph!.includes('premultiply')).toBe(delivery === 'exr');
    }
  });

  it('lists when uneven pictures are shown, and says what is missing or changed', async () => {
    const source = join(folder, 'uneven.mkv');
    await makeClip(source, { video: 'testsrc2=size=64x48:rate=25', frames: 4, codec: 'ffv1', timeBase: { num: 1, den: 1000 }, ptsOf: (n) => n * 40 + (n % 2) * 9 });
    const { plan, path, muxed } = await restore(source, { delivery: 'png' });
    expect((await readFile(`${path}.timecodes.txt`, 'utf8')).split('\n').slice(0, 5)).toEqual(['# timecode format v2', '0.000000', '49.000000', '80.000000', '129.000000']);
    await writeFile(join(path, 'uneven_000002.png'), 'x');
    expect(await verifyPictures({ plan, path, home, muxed }).catch((error: Error) => [error.message])).toEqual(expect.arrayContaining([expect.stringMatching(/uneven_000002/)]));
  });
});

const tagged = material('testdata/fate/hdr10tags-both.mkv');
it.skipIf(!tagged)('attached files lie beside pictures one by one; without tracks there is no Matroska file, and what only it could hold is said', async () => {
  const { plan, muxed, wrong } = await restore(tagged!, { delivery: 'png', range: { unit: 'frames', in: 0, out: 1 } });
  expect(wrong).toEqual([]);
  expect(muxed.sidecarFiles.map(({ suffix }) => suffix)).toEqual([expect.stringMatching(/blarg\.xpm$/), '.timecodes.txt']);
  expect(plan.delivery.chapters).toBe('none');
  expect(plan.notices.join(' ')).toMatch(/Chapters.* stay in the source: nothing else goes beside the pictures/);
});

describe('pictures as pictures', () => {
  it('a sequence keeps its kind, names and numbers, also of a part; a film can be made of it', async () => {
    const shots = join(folder, 'shots');
    await mkdir(shots);
    for (let n = 7; n < 12; n++) await sharp({ create: { width: 64, height: 48, channels: 3, background: { r: n * 9, g: 80, b: 120 } } }).png().toFile(join(shots, `shot_${String(n).padStart(4, '0')}.png`));
    const whole = await restore(shots, {}), part = await restore(join(shots, 'shot_%04d.png'), { range: { unit: 'frames', in: 1, out: 3 }, delivery: 'tiff16' });
    expect([...whole.wrong, ...part.wrong]).toEqual([]);
    expect((await readdir(whole.path)).sort()).toEqual([7, 8, 9, 10, 11].map((n) => `shot_${String(n).padStart(4, '0')}.png`));
    expect((await readdir(part.path)).sort()).toEqual(['shot_0008.tif', 'shot_0009.tif']);
    for (let n = 7; n < 12; n++) expect((await sharp(join(whole.path, `shot_${String(n).padStart(4, '0')}.png`)).stats()).channels[0]!.mean).toBe(n * 9);
    expect((await planOf(shots, { delivery: 'tiff', pictureNames: 'new_###_a.tiff', range: { unit: 'frames', in: 2, out: 4 } })).delivery.pictures).toEqual({ ending: 'tif', pattern: 'new_%03d_a.tiff', first: 9 });
    expect((await planOf(shots, { container: 'mkv' })).delivery).toMatchObject({ name: 'h264', container: 'mkv', pictures: null });
  });

  const photo = (options: { bits?: 8 | 16; alpha?: boolean } = {}) => {
    const plain = sharp({ create: { width: 64, height: 48, channels: options.alpha ? 4 : 3, background: { r: 200, g: 90, b: 40, alpha: 0.5 } } });
    return (options.bits === 16 ? plain.toColourspace('rgb16') : plain.withIccProfile('p3').withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>').withExif({ IFD0: { Copyright: 'Me', Make: 'Camera' } }).withMetadata({ orientation: 6 }));
  };

  it.each([['jpg', 'jpeg'], ['png', 'png'], ['webp', 'webp']] as const)('a photo.%s keeps profile, Exif, XMP and which way is up', async (ending, format) => {
    const source = join(folder, `photo.${ending}`);
    await photo().toFormat(format).toFile(source);
    const { path, wrong, plan, muxed } = await restore(source, {});
    expect(wrong).toEqual([]);
    expect(basename(path)).toBe(`result.${ending}`);
    const [before, after] = await Promise.all([sharp(source).metadata(), sharp(path).metadata()]);
    expect(after).toMatchObject({ format, width: 64, height: 48, orientation: 6 });
    expect(after.icc!.equals(before.icc!)).toBe(true);
    expect(after.xmp!.equals(before.xmp!)).toBe(true);
    expect(after.exif!.includes('Camera')).toBe(true);
    expect(plan.notices.join(' ')).toMatch(/orientation tag is kept/);
    // Its header still says what was planned; its pixels are gone.
    const whole = await readFile(path), cut = whole.subarray(0, whole.length - 60);
    await writeFile(path, cut);
    const found = await verifyPictures({ plan, path, home, muxed: { ...muxed, pictures: [{ ...muxed.pictures[0]!, sha256: createHash('sha256').update(cut).digest('hex') }] } }).catch((error: Error) => [error.message]);
    expect(found).toHaveLength(1);
  });

  it.each([['lossless', 'webp', 1], ['lossless', 'webp', 0.5], ['an opaque', 'png', 1], ['a half transparent', 'png', 0.5]] as const)('%s photo.%s with an alpha of %d becomes WebP, whose encoder drops transparency that nothing has', async (what, ending, alpha) => {
    const source = join(folder, `${what}-${alpha}.${ending}`), picture = sharp({ create: { width: 64, height: 48, channels: 4, background: { r: 200, g: 90, b: 40, alpha } } });
    await (ending === 'webp' ? picture.webp({ lossless: true }) : picture.png()).toFile(source);
    const { path, wrong, plan } = await restore(source, { delivery: 'webp' });
    expect([plan.delivery.video.pixel, wrong]).toEqual(['yuva420p', []]);
    expect(hasAlpha(await readFile(source)) || ending === 'png').toBe(alpha < 1 || ending === 'png');
    expect([hasAlpha(await readFile(path)), (await sharp(path).metadata()).hasAlpha]).toEqual([alpha < 1, alpha < 1]);
    if (alpha < 1) expect((await sharp(path).stats()).channels[3]!.mean).toBeCloseTo(128, 0);
  });

  it('TIFF holds profile and XMP, and says that Exif stays behind; its kind can be changed', async () => {
    const source = join(folder, 'other.jpg');
    await photo().jpeg().toFile(source);
    const tiff = await restore(source, { delivery: 'tiff' }), exr = await planOf(source, { delivery: 'exr' });
    expect(tiff.wrong).toEqual([]);
    expect(await sharp(tiff.path).metadata()).toMatchObject({ format: 'tiff', orientation: 6, icc: expect.anything(), xmp: expect.anything() });
    expect(tiff.plan.notices.join(' ')).toMatch(/Exif data cannot be written into \.tif/);
    expect(exr.notices.join(' ')).toMatch(/colour profile and Exif data and XMP data cannot|Colour profile and Exif data and XMP data cannot/);
  });

  it('16 bits with transparency stay so, grey stays grey, a larger one says its size in Exif', async () => {
    const deep = join(folder, 'deep.png'), grey = join(folder, 'grey.png'), big = join(folder, 'big.jpg');
    await photo({ bits: 16, alpha: true }).png().toFile(deep);
    await sharp({ create: { width: 64, height: 48, channels: 3, background: '#777' } }).toColourspace('b-w').png().toFile(grey);
    await sharp({ create: { width: 64, height: 48, channels: 3, background: '#777' } }).withExif({ IFD2: { PixelXDimension: '64', PixelYDimension: '48' } }).jpeg().toFile(big);
    expect(await sharp((await restore(deep, {})).path).metadata()).toMatchObject({ depth: 'ushort', channels: 4 });
    expect(await sharp((await restore(grey, {})).path).metadata()).toMatchObject({ channels: 1 });
    const { path } = await restore(big, { scale: '2' }), { exif, width } = await sharp(path).metadata();
    expect(width).toBe(128);
    expect(exif!.includes(Buffer.from([0x02, 0xa0, 4, 0, 1, 0, 0, 0, 128, 0, 0, 0]))).toBe(true);
  });
});
