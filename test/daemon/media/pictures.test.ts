// Pictures as media: numbered runs where file n is frame n, folders, single files, and what they carry beside their pixels.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame } from 'node-av';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDecoder } from '../../../daemon/media/decode.ts';
import { fingerprintOfAll } from '../../../daemon/media/files.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { readTable } from '../../../daemon/media/table.ts';
import { makeClip, pull, type ClipSpec } from '../../fixtures/clip.ts';
import { readAll, readAt } from './reading.ts';

const home = mkdtempSync(join(tmpdir(), 'framewright-pictures-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const at = (...names: string[]): string => join(home, ...names);

/** Files `name` with %d in it, one a frame, by FFmpeg's own encoders. */
const run = (name: string, codec: string, pixel: string, frames = 6, more: ClipSpec = {}): Promise<void> =>
  makeClip(at(name), { video: 'testsrc2=size=96x64:rate=24', frames, codec, pixel, bFrames: 0, gop: 1, codecOptions: {}, format: 'image2', ...more });

const kinds: readonly [string, string, string, { readonly depth: number; readonly alpha: boolean; readonly family: string }][] = [
  ['png', 'png', 'rgb24', { depth: 8, alpha: false, family: 'gbr' }], ['png', 'png', 'rgba64be', { depth: 16, alpha: true, family: 'gbr' }], ['png', 'png', 'gray16be', { depth: 16, alpha: false, family: 'grey' }],
  ['tiff', 'tiff', 'rgb48le', { depth: 16, alpha: false, family: 'gbr' }], ['tiff', 'tiff', 'rgba', { depth: 8, alpha: true, family: 'gbr' }], ['dpx', 'dpx', 'gbrp10be', { depth: 10, alpha: false, family: 'gbr' }],
  ['dpx', 'dpx', 'gbrp12be', { depth: 12, alpha: false, family: 'gbr' }], ['dpx', 'dpx', 'rgb48be', { depth: 16, alpha: false, family: 'gbr' }], ['jpg', 'mjpeg', 'yuvj422p', { depth: 8, alpha: false, family: 'yuv' }],
  ['bmp', 'bmp', 'bgr24', { depth: 8, alpha: false, family: 'gbr' }], ['tga', 'targa', 'bgra', { depth: 8, alpha: true, family: 'gbr' }], ['jp2', 'jpeg2000', 'gbrp', { depth: 8, alpha: false, family: 'gbr' }], ['webp', 'libwebp', 'yuv420p', { depth: 8, alpha: false, family: 'yuv' }],
];

describe('a numbered run', () => {
  it.each(kinds)('%s (%s, %s)', async (ending, codec, pixel, wanted) => {
    mkdirSync(at(pixel), { recursive: true });
    await run(`${pixel}/shot_%04d.${ending}`, codec, pixel);
    const { media, index } = await probe(at(pixel, `shot_%04d.${ending}`), { home });
    expect(media.video.shape).toMatchObject({ width: 96, height: 64, frames: 6, pixel: wanted });
    expect([...index.position]).toEqual([1, 2, 3, 4, 5, 6]);
    const all = await readAll(media, index, 2), decoder = await openDecoder(media, index, { threads: 2 });
    expect(all.some((read) => read.concealed)).toBe(false);
    for (const n of [5, 0, 3]) expect(await readAt(decoder, n)).toEqual(all[n]);
    await decoder.close();
  });

  beforeAll(async () => {
    mkdirSync(at('gaps'));
    await run('gaps/a%d.png', 'png', 'rgb24', 12);
    for (const n of [4, 9, 10]) rmSync(at('gaps', `a${n}.png`));
  });

  it('is also named by its folder or with #, and its rate is said', async () => {
    const [folder, hashes] = [await probe(at('rgb24'), { home }), await probe(at('rgb24', 'shot_####.png'), { home, interpretation: { rate: { num: 25, den: 1 } } })];
    expect(folder.media.path).toBe(at('rgb24', 'shot_%04d.png'));
    expect(folder.media.notices.join('\n')).toMatch(/24 frames per second; --interpret rate=25/);
    expect(hashes.media.video.rate).toMatchObject({ average: { num: 25, den: 1 }, constant: true });
    expect(await readAll(hashes.media, hashes.index, 1)).toEqual(await readAll(folder.media, folder.index, 1));
  });

  it('one of its files is a single picture', async () => {
    const { media, index } = await probe(at('rgb24', 'shot_0002.png'), { home });
    expect([media.still, index.frames, media.parts]).toEqual([true, 1, null]);
  });

  it('with gaps is refused with the list, held or closed up', async () => {
    await expect(probe(at('gaps'), { home })).rejects.toMatchObject({ code: 'input-gaps', values: { missing: '4, 9, 10', count: 3, first: 1, last: 12 } });
    const held = await probe(at('gaps'), { home, interpretation: { gaps: 'hold' } }), closed = await probe(at('gaps'), { home, interpretation: { gaps: 'close' } });
    expect([...held.index.position]).toEqual([1, 2, 3, 3, 5, 6, 7, 8, 8, 8, 11, 12]);
    expect([...closed.index.position]).toEqual([1, 2, 3, 5, 6, 7, 8, 11, 12]);
    const reads = await readAll(held.media, held.index, 1);
    expect(reads[3]!.hash).toBe(reads[2]!.hash);
    expect(reads.map(({ hash }) => hash).filter((_, n) => ![3, 8, 9].includes(n))).toEqual((await readAll(closed.media, closed.index, 1)).map(({ hash }) => hash));
    expect(held.media.parts).toMatchObject({ kind: 'pictures', first: 1, last: 12, missing: [4, 9, 10], missingCount: 3, gaps: 'hold' });
    writeFileSync(at('gaps', 'a4.png'), 'x');
    expect((await fingerprintOfAll(held.media)).edges).not.toBe(held.media.fingerprint.edges);
    rmSync(at('gaps', 'a4.png'));
  });

  it('of mixed sizes or kinds is refused with the odd files', async () => {
    mkdirSync(at('mixed'));
    await run('mixed/b_%03d.dpx', 'dpx', 'gbrp10be', 4);
    await makeClip(at('mixed', 'b_003.dpx'), { video: 'testsrc2=size=64x64:rate=24', frames: 1, codec: 'dpx', pixel: 'gbrp10be', bFrames: 0, codecOptions: {}, format: 'image2', muxerOptions: { update: '1' } });
    await expect(probe(at('mixed'), { home })).rejects.toMatchObject({ code: 'input-mixed', message: expect.stringMatching(/Most are 96×64 DPX.*b_003\.dpx \(64×64 DPX/) });
    await run('mixed/c_%03d.png', 'png', 'rgb24', 2);
    await expect(probe(at('mixed'), { home })).rejects.toMatchObject({ code: 'bad-value', message: expect.stringMatching(/2 runs of pictures.*b_%03d\.dpx, c_%03d\.png/) });
  });

  it.skipIf(platform() !== 'linux')('whose disk fails midway says which file', async () => {
    mkdirSync(at('failing'));
    await run('failing/d_%d.tga', 'targa', 'bgr24', 3);
    const { media, index } = await probe(at('failing'), { home });
    rmSync(at('failing', 'd_2.tga'));
    // Address 0 of a process cannot be read: EIO, as a broken sector gives.
    symlinkSync('/proc/self/mem', at('failing', 'd_2.tga'));
    const decoder = await openDecoder(media, index, { threads: 1 });
    await expect(readAt(decoder, 1)).rejects.toMatchObject({ code: 'input-unreadable', message: expect.stringMatching(/d_2\.tga.*midway/) });
    await decoder.close();
  });
});

describe('OpenEXR', () => {
  /** The same picture as 16-bit integers. */
  const integers = async (): Promise<Frame> => (await pull('testsrc2=size=96x64:rate=24,format=gbrp,format=gbrp16le', 'buffersink', 1)).frames[0]!;

  it.each(['half', 'float'])('%s is kept as 16-bit integers, to the precision that it has', async (format) => {
    mkdirSync(at(format));
    await makeClip(at(format, 'e_%d.exr'), { video: 'testsrc2=size=96x64:rate=24,format=gbrp,format=gbrp16le,setparams=range=full,zscale=rangein=full:range=full,format=gbrpf32le', frames: 2, codec: 'exr', pixel: 'gbrpf32le', bFrames: 0, gop: 1, codecOptions: { format }, format: 'image2' });
    const { media, index } = await probe(at(format), { home });
    expect(media.video.shape.pixel).toMatchObject({ name: 'gbrp16le', depth: 16 });
    expect(media.notices.join('\n')).toMatch(/kept as 16-bit integers from 0 to 1/);
    const decoder = await openDecoder(media, index, { threads: 1 }), wanted = await integers();
    const { frame } = (await decoder.read())!;
    const values = (of: Frame, plane: number): Uint16Array => new Uint16Array(Uint8Array.from(of.data![plane]!).buffer).slice(0, 96);
    // A half has 11 bits, and FFmpeg's encoder cuts off the rest: a step of 1/2048 of 65535 is 32.
    for (const plane of [0, 1, 2]) values(frame, plane).forEach((value, x) => expect(Math.abs(value - values(wanted, plane)[x]!)).toBeLessThanOrEqual(format === 'half' ? 32 : 1));
    frame.free();
    wanted.free();
    await decoder.close();
  });
});

describe('a single picture', () => {
  it('turns as Exif says, and its profile, Exif and XMP are kept', async () => {
    const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>';
    await sharp({ create: { width: 48, height: 32, channels: 3, background: '#a40' } }).withIccProfile('p3').withExif({ IFD0: { Artist: 'Nobody' } }).withXmp(xmp).withMetadata({ orientation: 6 }).jpeg().toFile(at('photo.jpg'));
    const { media } = await probe(at('photo.jpg'), { home });
    expect(media).toMatchObject({ still: true, picture: { orientation: 6, icc: { kind: 'icc' }, exif: { kind: 'exif' } }, video: { rotation: 90, shape: { width: 48, height: 32 } } });
    expect(Buffer.from(await readTable(home, media.picture!.exif!)).includes('Nobody')).toBe(true);
    expect(media.picture!.xmp === null || Buffer.from(await readTable(home, media.picture!.xmp)).includes('xmpmeta')).toBe(true);
  });

  it('larger than the machine’s memory is refused by its header', async () => {
    const { media, index } = await probe(at('photo.jpg'), { home, memoryBytes: 1 << 20 });
    expect([media.still, index.frames]).toEqual([true, 1]);
    await expect(probe(at('photo.jpg'), { home, memoryBytes: 1 << 13 })).rejects.toMatchObject({ code: 'input-too-large', values: { width: 48, height: 32 } });
  });
});

describe('a picture that FFmpeg reads wrongly or not', () => {
  /** A slope in each colour, which every way of storing it must give back. */
  const slopes = Buffer.from(Array.from({ length: 96 * 64 * 3 }, (_, i) => [Math.floor(i / 3) % 96 * 2, Math.floor(i / 288) * 3, Math.floor(i / 3) % 96 + Math.floor(i / 288)][i % 3]!));
  const picture = () => sharp(slopes, { raw: { width: 96, height: 64, channels: 3 } });
  /** Largest difference from the slopes, or where colours are converted from what libvips makes of them. */
  const missed = async (name: string, recoloured: boolean): Promise<number> => {
    const wanted = recoloured ? await sharp(at(name)).raw().toBuffer() : slopes;
    const { media, index } = await probe(at(name), { home }), decoder = await openDecoder(media, index, { threads: 1 });
    const { frame } = (await decoder.read())!, step = media.video.shape.pixel.depth > 8 ? 257 : 1;
    let most = 0;
    for (let i = 0; i < slopes.length; i += 101) {
      const at = Math.floor(i / 288) * frame.linesize[0]! + (i % 288) * (step > 1 ? 2 : 1), row = frame.data![0]!;
      most = Math.max(most, Math.abs((step > 1 ? row.readUInt16LE(at) : row[at]!) / step - wanted[i]!));
    }
    frame.free();
    await decoder.close();
    return most;
  };

  it.each([
    ['in tiles', 'tiles.tif', () => picture().tiff({ compression: 'deflate', tile: true, tileWidth: 32, tileHeight: 32 }), 0], ['in tiles of 16 bits', 'tiles16.tif', () => picture().toColourspace('rgb16').tiff({ compression: 'lzw', tile: true, tileWidth: 32, tileHeight: 32 }), 1],
    ['compressed by JPEG', 'jpeg.tif', () => picture().tiff({ quality: 100 }), 4], ['in CMYK', 'inks.tif', () => picture().toColourspace('cmyk').tiff({ compression: 'lzw' }), 0], ['in CMYK', 'inks.jpg', () => picture().toColourspace('cmyk').jpeg({ quality: 100 }), 0],
  ] as const)('%s (%s) is read by libvips, and that is said', async (says, name, made, most) => {
    await made().toFile(at(name));
    expect(await missed(name, says === 'in CMYK')).toBeLessThanOrEqual(most);
    expect((await probe(at(name), { home })).media.notices.join('\n')).toContain(says.replace(' of 16 bits', ''));
  });

  it('of floating-point Lab is refused with the way out', async () => {
    await picture().toColourspace('lab').tiff({ compression: 'lzw' }).toFile(at('lab.tif'));
    await expect(probe(at('lab.tif'), { home })).rejects.toMatchObject({ code: 'input-not-media', message: expect.stringMatching(/CIELab.*Save it as PNG/) });
  });

  it('with tags that are not written again says that they stay behind', async () => {
    await makeClip(at('plain.tif'), { video: 'testsrc2=size=96x64:rate=24', frames: 1, codec: 'tiff', pixel: 'rgb24', bFrames: 0, codecOptions: {}, format: 'image2', muxerOptions: { update: '1' } });
    const bytes = readFileSync(at('plain.tif')), directory = bytes.readUInt32LE(4), count = bytes.readUInt16LE(directory);
    // FFmpeg's own tag for the software becomes one for the author.
    for (let i = 0; i < count; i++) if (bytes.readUInt16LE(directory + 2 + i * 12) === 305) bytes.writeUInt16LE(315, directory + 2 + i * 12);
    writeFileSync(at('plain.tif'), bytes);
    expect((await probe(at('plain.tif'), { home })).media.notices.join('\n')).toMatch(/tags for author cannot be taken along/);
  });
});

it('an animation stays video', async () => {
  await makeClip(at('moving.gif'), { video: 'testsrc2=size=32x32:rate=10', frames: 3, codec: 'gif', pixel: 'rgb8', bFrames: 0, codecOptions: {} });
  const pages = await Promise.all(['#a00', '#0a0', '#00a'].map((background) => sharp({ create: { width: 32, height: 32, channels: 3, background } }).png().toBuffer()));
  await sharp(pages, { join: { animated: true } }).webp({ loop: 0, delay: [100, 100, 100] }).toFile(at('moving.webp'));
  for (const name of ['moving.gif', 'moving.webp']) {
    const { media, index } = await probe(at(name), { home });
    expect([name, media.still, index.frames]).toEqual([name, false, 3]);
  }
});

it('says when what a photo carries cannot be read', async () => {
  const { pictureFacts } = await import('../../../daemon/media/pictures-facts.ts');
  const { mkdtemp, rm, writeFile } = await import('node:fs/promises'), { tmpdir } = await import('node:os'), { join } = await import('node:path');
  const folder = await mkdtemp(join(tmpdir(), 'framewright-photo-')), path = join(folder, 'hurt.jpg');
  await writeFile(path, Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 2, 0, 0]));
  const { facts, notices } = await pictureFacts(path, folder);
  expect(facts).toEqual({ orientation: 1, icc: null, exif: null, xmp: null });
  expect(notices).toEqual([expect.stringMatching(/^Colour profile, Exif, XMP and orientation cannot be read from it/)]);
  await rm(folder, { recursive: true });
});
