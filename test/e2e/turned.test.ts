// Pictures that are stored turned or mirrored come out as they are shown, by tag or turned themselves, and never both: all eight ways, for video and photos.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AV_PKT_DATA_DISPLAYMATRIX, FormatContext } from 'node-av';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WishInput } from '../../shared/preset.ts';
import { openDecoder } from '../../daemon/media/decode.ts';
import { allocatePlanes, copyOut } from '../../daemon/media/planes.ts';
import { probe } from '../../daemon/media/probe.ts';
import { verifyFile } from '../../daemon/quality/verify.ts';
import { makeClip, type ClipSpec } from '../fixtures/clip.ts';
import { distance, matrices, orientations, shownAs, type Samples } from '../fixtures/turned.ts';
import { restorePictures } from '../daemon/quality/whole-pictures.ts';
import { restoreWhole } from '../daemon/quality/whole.ts';

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'fw-turned-')); });
afterAll(() => rm(folder, { recursive: true }));

const untouched = { style: 'plain', quality: 'fast', scale: '1', stages: { deblock: { strength: 'off' }, denoise: { strength: 'off' }, deband: { strength: 'off' } } } as const satisfies WishInput;
type Orientation = (typeof orientations)[number];
const containers = ['mp4', 'mov', 'mkv'] as const;

/** Without loss, with chroma on every pixel unless another format is asked for. */
async function clip(name: string, differs: Partial<ClipSpec> = {}): Promise<string> {
  const path = join(folder, name);
  await makeClip(path, { video: 'testsrc2=size=96x64:rate=25', frames: 3, pixel: 'yuv444p', codecOptions: { qp: '0', preset: 'ultrafast' }, bFrames: 0, ...differs });
  return path;
}
const stored = (container: string, orientation: Orientation, differs: Partial<ClipSpec> = {}): Promise<string> => clip(`${orientation}-${Object.values(differs).length}.${container}`, { matrix: matrices[orientation], ...differs });

/** Planes of a frame as the file codes them. */
async function coded(path: string, n = 1): Promise<Samples[]> {
  const { media, index } = await probe(path, { home: join(folder, 'home') }), decoder = await openDecoder(media, index, { threads: 1 });
  await decoder.from(n);
  const { frame } = (await decoder.read())!, planes = allocatePlanes(media.video.shape);
  copyOut(frame, planes);
  frame.free();
  await decoder.close();
  return planes.planes.map((plane) => plane);
}

async function matrixOf(path: string): Promise<number[]> {
  const input = new FormatContext();
  await input.openInput(path);
  const data = input.streams.find(({ codecpar }) => codecpar.width > 0)!.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX);
  await input.closeInput();
  return [0, 4, 12, 16].map((at) => (data ? data.readInt32LE(at) / 65536 : Number(at % 16 === 0)));
}

const rgb = async (picture: Sharp): Promise<Samples> => {
  const { data, info } = await picture.raw({ depth: 'ushort' }).toBuffer({ resolveWithObject: true });
  return { ...info, data: new Uint16Array(data.buffer, data.byteOffset, data.length / 2) };
};

describe('a video that is to be shown otherwise than it is stored', () => {
  it.each(orientations)('is read alike from MP4, MOV and MKV: %i', async (orientation) => {
    const turns = await Promise.all(containers.map(async (container) => {
      const { media: { video: { rotation, mirrored }, notices } } = await probe(await stored(container, orientation), { home: join(folder, 'home') });
      expect(notices).toEqual([]);
      return { rotation, mirrored };
    }));
    expect(turns).toEqual(Array.from(containers, () => turns[0]));
  });

  it.each(orientations.flatMap((orientation) => containers.map((container, i) => [orientation, containers[(i + orientation) % 3]!, container] as const)))('%i from %s: %s keeps the picture and its matrix', async (orientation, from, container) => {
    const source = await stored(from, orientation), whole = await restoreWhole(source, { ...untouched, delivery: container === 'mkv' ? 'ffv1' : 'h264', container });
    expect(whole.plan.steps.map(({ stage }) => stage)).not.toContain('turn');
    expect((await verifyFile(whole)).differences).toEqual([]);
    expect((await matrixOf(whole.path)).map((value) => value + 0)).toEqual(matrices[orientation].map((value) => value + 0));
    expect(distance((await coded(whole.path))[0]!, (await coded(source))[0]!)).toBeLessThan(container === 'mkv' ? 1e-9 : 4);
    const { plan } = whole, wrong = { ...whole, plan: { ...plan, delivery: { ...plan.delivery, mirrored: !plan.delivery.mirrored } } };
    expect((await verifyFile(wrong)).differences).toEqual([expect.stringMatching(/^Its mirroring is/)]);
  });

  it.each(orientations)('%i is turned itself in MXF and as pictures, once, sample by sample', async (orientation) => {
    const from = containers[orientation % 3]!, source = await stored(from, orientation), expected = (await coded(source)).map((plane) => shownAs(orientation, plane));
    const mxf = await restoreWhole(source, { ...untouched, delivery: 'ffv1', container: 'mxf' });
    expect((await verifyFile(mxf)).differences).toEqual([]);
    expect(mxf.units[0]!.quality).toMatchObject({ similarity: 1, clipped: 0 });
    expect(await coded(mxf.path).then((planes) => planes.map((plane, i) => distance(plane, expected[i]!)))).toEqual([0, 0, 0]);
    expect(mxf.plan.steps.filter(({ stage }) => stage === 'turn').map(({ why }) => why)).toEqual(orientation === 1 ? [] : [expect.stringMatching(/asks viewers to show the picture (mirrored|turned).*MXF has no tag for that/)]);
    const pictures = await restorePictures(source, { ...untouched, delivery: 'png' }, folder), plain = await restorePictures(await clip('plain.mkv'), { ...untouched, delivery: 'png' }, folder);
    expect(pictures.wrong).toEqual([]);
    const second = (made: typeof pictures): Promise<Samples> => rgb(sharp(join(made.path, made.muxed.pictures[1]!.name)).autoOrient());
    expect(distance(await second(pictures), shownAs(orientation, await second(plain)))).toBe(0);
  });

  it('has its pixel shape and fitted size turned too', async () => {
    const source = await stored('mkv', 7, { sar: { num: 4, den: 3 } });
    const { plan, path } = await restoreWhole(source, { ...untouched, delivery: 'ffv1', container: 'mxf', fit: 'pad', aspect: '1:1' });
    const { video: { shape } } = (await probe(path, { home: join(folder, 'home') })).media;
    // 96 columns of 4:3 and 64 lines are 128 by 64 on screen, a square of which is 128 lines of the turned picture's 3:4.
    expect([shape.width, shape.height, shape.sar]).toEqual([128, 96, { num: 3, den: 4 }]);
    expect(plan.notices.filter((notice) => /The size|The result is/.test(notice))).toEqual([]);
  });

  it('goes into DNxHD as wide as that takes, though it is stored upright', async () => {
    const source = await clip('tall.mov', { video: 'testsrc2=size=720x1280:rate=25', frames: 2, pixel: 'yuv420p', matrix: matrices[8] });
    const { plan, path } = await restoreWhole(source, { ...untouched, delivery: 'dnxhd', container: 'mxf' });
    expect(plan.result).toMatchObject({ width: 1280, height: 720 });
    const [is] = await coded(path), [was] = await coded(source);
    expect(distance(is!, shownAs(8, was!))).toBeLessThan(2);
  });

  it('with fields turns upside down with the other field first, and does not stand on end', async () => {
    const fields = { frames: 3, pixel: 'yuv422p', codec: 'ffv1', interlaced: 'tff', video: 'testsrc2=size=96x64:rate=50,interlace=scan=tff' } as const satisfies Partial<ClipSpec>;
    const wish = { ...untouched, delivery: 'ffv1', container: 'mxf', interpretation: { fieldOrder: 'tff' }, stages: { ...untouched.stages, deinterlace: { strength: 'off' } } } as const satisfies WishInput;
    const source = await stored('mkv', 3, fields), { plan, path, units } = await restoreWhole(source, wish);
    expect(units[0]!.quality).toMatchObject({ similarity: 1, clipped: 0 });
    expect([plan.result.fieldOrder, plan.delivery.video.fieldOrder]).toEqual(['bff', 'bff']);
    expect(plan.steps.at(-1)!.why).toMatch(/bottom field comes first/);
    expect(distance((await coded(path))[0]!, shownAs(3, (await coded(source))[0]!))).toBe(0);
    await expect(restoreWhole(await stored('mkv', 6, fields), wish)).rejects.toMatchObject({ code: 'illegal-delivery', message: expect.stringMatching(/fields cannot stand on end/) });
    expect((await restoreWhole(await stored('mkv', 6, fields), { ...wish, container: 'mkv' })).plan.delivery).toMatchObject({ rotation: 90, mirrored: false, video: { fieldOrder: 'tff' } });
  });
});

/** A picture no two of whose quarters are alike, on sides of different length; 4:4:4 or RGB, so that no chroma blurs the comparison. */
const drawn = (deep = false, alpha = false): Sharp => {
  const width = 40, height = 24, channels = alpha ? 4 : 3, top = deep ? 65_535 : 255;
  const values = Array.from({ length: width * height * channels }, (_, i) => {
    const at = Math.floor(i / channels), x = at % width, y = Math.floor(at / width);
    return top * [x / width, y / height, (x > 8 && y < 8 ? 0.9 : 0.2), 0.4 + 0.5 * (y / height)][i % channels]!;
  });
  const raw = { raw: { width, height, channels } } as const;
  return deep ? sharp(Uint16Array.from(values), raw).toColourspace('rgb16') : sharp(Uint8Array.from(values), raw);
};

describe('a photo whose orientation is kept or applied, once', () => {
  /** `most`: by how many code values a lossy kind may differ on average. */
  const rows = [
    [orientations, 'jpg', 'jpeg', true, 3], [orientations, 'png', 'png', true, 0], [orientations, 'tif', 'tiff', true, 0], [orientations, 'tif', 'png', false, 0],
    [[4, 5], 'jpg', 'tiff', true, 1], [[2, 7, 8], 'jpg', 'exr', false, 0], [[2, 5], 'webp', 'webp', true, 4], [[6, 7], 'tif', 'jpeg', false, 3],
  ] as const;
  it.each(rows.flatMap(([which, ...row]) => which.map((orientation) => [orientation, ...row] as const)))('%i: %s → %s', async (orientation, from, delivery, kept, most) => {
    const source = join(folder, `photo-${orientation}.${from}`), picture = drawn().withMetadata({ orientation }).withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><r tiff:Orientation="${orientation}"/></x:xmpmeta>`);
    await (from === 'jpg' ? picture.jpeg({ quality: 100, chromaSubsampling: '4:4:4' }) : from === 'png' ? picture.png() : from === 'webp' ? picture.webp({ quality: 100 }) : picture.tiff({ compression: 'none' })).toFile(source);
    const { path, plan, wrong } = await restorePictures(source, { ...untouched, delivery }, folder);
    expect(wrong).toEqual([]);
    expect(plan.notices.filter((notice) => /orientation tag is kept/.test(notice))).toHaveLength(Number(kept && orientation > 1));
    expect(plan.steps.filter(({ stage }) => stage === 'turn')).toHaveLength(Number(!kept && orientation > 1));
    const expected = shownAs(orientation, await rgb(sharp(source)));
    if (delivery === 'exr') {
      const [green] = await coded(path, 0), greens = { ...expected, channels: 1, data: Array.from({ length: expected.width * expected.height }, (_, i) => expected.data[i * expected.channels! + 1]!) };
      expect(distance(green!, { ...greens, data: greens.data.map((value) => value * 257) })).toBeLessThan(257);
      return;
    }
    const { orientation: said, xmp } = await sharp(path).metadata();
    expect(said ?? 1).toBe(kept ? orientation : 1);
    if (xmp) expect(xmp.toString()).toContain(`tiff:Orientation="${kept ? orientation : 1}"`);
    expect(distance(await rgb(sharp(path).autoOrient()), expected)).toBeLessThanOrEqual(most);
  });

  it.each([1, 2, 5, 7, 8] as const)('%i: 16 bits with transparency, every value', async (orientation) => {
    const source = join(folder, `deep-${orientation}.tif`);
    await drawn(true, true).withMetadata({ orientation }).tiff({ compression: 'none' }).toFile(source);
    const { path, wrong } = await restorePictures(source, { ...untouched, delivery: 'png' }, folder);
    expect(wrong).toEqual([]);
    expect(await sharp(path).metadata()).toMatchObject({ depth: 'ushort', channels: 4 });
    expect(distance(await rgb(sharp(path).autoOrient()), shownAs(orientation, await rgb(sharp(source))))).toBe(0);
  });

  it.each([2, 5, 7] as const)('%i: as a video it is tagged, and turned where there is no tag', async (orientation) => {
    const source = join(folder, `still-${orientation}.png`);
    await drawn().withMetadata({ orientation }).png().toFile(source);
    expect(await matrixOf((await restoreWhole(source, { ...untouched, delivery: 'ffv1', container: 'mkv' })).path)).toEqual(matrices[orientation].map((value) => value + 0));
    const mxf = await restoreWhole(source, { ...untouched, delivery: 'ffv1', container: 'mxf' });
    expect(mxf.plan.result).toMatchObject(orientation > 4 ? { width: 24, height: 40 } : { width: 40, height: 24 });
  });
});
