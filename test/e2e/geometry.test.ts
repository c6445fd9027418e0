// Geometry from a file to a file: the picture's own samples lie where the plan says, untouched, and what surrounds them is what was asked for.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FrameIndex, Media, Rect } from '../../shared/media.ts';
import type { Plan } from '../../shared/plan.ts';
import type { WishInput } from '../../shared/preset.ts';
import { openDecoder } from '../../daemon/media/decode.ts';
import { allocatePlanes, copyOut } from '../../daemon/media/planes.ts';
import { probe } from '../../daemon/media/probe.ts';
import { makeClip, type ClipSpec } from '../fixtures/clip.ts';
import { restoreWhole } from '../daemon/quality/whole.ts';

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'fw-geometry-')); });
afterAll(async () => { await rm(folder, { recursive: true }); });

type Opened = { readonly media: Media; readonly index: FrameIndex; /** The planes of a part of frame n. */ part(n: number, rect?: Rect): Promise<number[][]> };

async function open(path: string): Promise<Opened> {
  const { media, index } = await probe(path, { home: join(folder, 'home') }), { shape } = media.video;
  return {
    media, index,
    async part(n, rect = { left: 0, top: 0, width: shape.width, height: shape.height }) {
      const decoder = await openDecoder(media, index, { threads: 1 });
      await decoder.from(n);
      const { frame } = (await decoder.read())!, planes = allocatePlanes({ ...shape, width: rect.width, height: rect.height });
      copyOut(frame, planes, rect);
      frame.free();
      await decoder.close();
      return planes.planes.map(({ data }) => [...data]);
    },
  };
}

const untouched = { style: 'plain', quality: 'fast', scale: '1', delivery: 'ffv1', stages: { deblock: { strength: 'off' }, denoise: { strength: 'off' }, deband: { strength: 'off' } } } as const satisfies WishInput;
let made = 0;
async function restored(spec: ClipSpec, wish: WishInput): Promise<{ readonly plan: Plan; readonly before: Opened; readonly after: Opened }> {
  const path = join(folder, `${++made}.mkv`);
  await makeClip(path, { frames: 3, codec: 'ffv1', ...spec });
  const whole = await restoreWhole(path, { ...untouched, ...wish });
  return { plan: whole.plan, before: await open(path), after: await open(whole.path) };
}

const size = ({ media: { video: { shape } } }: Opened): string => `${shape.width}×${shape.height} ${shape.sar.num}:${shape.sar.den}`;
const tff = { interlaced: 'tff' } as const, wide = { fit: 'pad', aspect: '16:9' } as const, tall = { fit: 'pad', aspect: '4:3' } as const;
const bt2020pq = { matrix: 9, primaries: 9, transfer: 16, range: 1 }, full = { matrix: 1, primaries: 1, transfer: 1, range: 2 };
const test = (w: number, h: number): string => `testsrc2=size=${w + w % 2}x${h + h % 2}:rate=25,format=yuv444p,crop=w=${w}:h=${h}:exact=1`;

type Row = readonly [string, ClipSpec, WishInput, wanted: string, at: Rect, from: Rect, sides: readonly number[] | 'blur' | null];
const at = (left: number, top: number, width: number, height: number): Rect => ({ left, top, width, height });
const rows: readonly Row[] = [
  ['pad', { video: test(96, 72) }, wide, '128×72 1:1', at(16, 0, 96, 72), at(0, 0, 96, 72), [16, 128, 128]],
  ['pad, odd', { video: test(95, 71) }, wide, '126×72 1:1', at(14, 0, 94, 70), at(0, 0, 94, 70), [16, 128, 128]],
  ['pad, 10 bit 4:2:2 PQ', { video: test(96, 72), pixel: 'yuv422p10le', colour: bt2020pq }, wide, '128×72 1:1', at(16, 0, 96, 72), at(0, 0, 96, 72), [64, 512, 512]],
  ['pad, full range 4:4:4 16', { video: test(96, 72), pixel: 'yuv444p16le', colour: full }, wide, '128×72 1:1', at(16, 0, 96, 72), at(0, 0, 96, 72), [0, 32768, 32768]],
  ['pad, limited 4:4:4 16', { video: test(96, 72), pixel: 'yuv444p16le', colour: bt2020pq }, wide, '128×72 1:1', at(16, 0, 96, 72), at(0, 0, 96, 72), [4096, 32768, 32768]],
  ['pad, grey', { video: test(96, 72), pixel: 'gray' }, wide, '128×72 1:1', at(16, 0, 96, 72), at(0, 0, 96, 72), [16]],
  ['pad, grey full', { video: test(96, 72), pixel: 'gray', colour: { range: 2 } }, wide, '128×72 1:1', at(16, 0, 96, 72), at(0, 0, 96, 72), [0]],
  ['pad, rgb', { video: test(96, 72), pixel: 'gbrp10le' }, wide, '128×72 1:1', at(16, 0, 96, 72), at(0, 0, 96, 72), [0, 0, 0]],
  ['pad, rgba', { video: test(96, 72), pixel: 'gbrap10le' }, wide, '128×72 1:1', at(16, 0, 96, 72), at(0, 0, 96, 72), [0, 0, 0, 0]],
  ['pad, alpha', { video: test(96, 72), pixel: 'yuva444p10le' }, wide, '128×72 1:1', at(16, 0, 96, 72), at(0, 0, 96, 72), [64, 512, 512, 0]],
  ['pad, interlaced', { video: test(128, 72), ...tff }, tall, '128×96 1:1', at(0, 12, 128, 72), at(0, 0, 128, 72), [16, 128, 128]],
  ['blur grey', { video: test(96, 72), pixel: 'gray12le' }, { ...wide, fit: 'blur' }, '128×72 1:1', at(16, 0, 96, 72), at(0, 0, 96, 72), 'blur'],
  ['blur rgb', { video: test(96, 72), pixel: 'gbrp16le' }, { ...wide, fit: 'blur' }, '128×72 1:1', at(16, 0, 96, 72), at(0, 0, 96, 72), 'blur'],
  ['blur alpha', { video: test(96, 72), pixel: 'yuva444p10le' }, { ...wide, fit: 'blur' }, '128×72 1:1', at(16, 0, 96, 72), at(0, 0, 96, 72), 'blur'],
  ['blur interlaced', { video: test(128, 72), ...tff }, { ...tall, fit: 'blur' }, '128×96 1:1', at(0, 12, 128, 72), at(0, 0, 128, 72), 'blur'],
  ['crop', { video: test(128, 72) }, { ...tall, fit: 'crop' }, '96×72 1:1', at(0, 0, 96, 72), at(16, 0, 96, 72), null],
  ['crop interlaced', { video: test(96, 72), ...tff }, { ...wide, fit: 'crop' }, '96×56 1:1', at(0, 0, 96, 56), at(0, 8, 96, 56), null],
  ['crop by hand', { video: test(128, 72) }, { crop: at(9, 7, 51, 31) }, '52×32 1:1', at(0, 0, 52, 32), at(8, 6, 52, 32), null],
  ['aspect', { video: test(96, 72) }, { aspect: '16:9' }, '96×72 4:3', at(0, 0, 96, 72), at(0, 0, 96, 72), null],
  ['anamorphic pad', { video: test(90, 72), sar: { num: 16, den: 15 } }, wide, '120×72 16:15', at(14, 0, 90, 72), at(0, 0, 90, 72), [16, 128, 128]],
  ['rotated pad', { video: test(72, 96), rotation: 90 }, { fit: 'pad', aspect: '16:9' }, '72×128 1:1', at(0, 16, 72, 96), at(0, 0, 72, 96), [16, 128, 128]],
];

const stripsOf = ({ media }: Opened, to: Rect): Rect[] => {
  const { width, height } = media.video.shape;
  return [at(0, 0, to.left, height), at(to.left + to.width + 2, 0, width - to.left - to.width - 2, height), at(0, 0, width, to.top)].filter((strip) => strip.width > 0 && strip.height > 0);
};

describe('geometry', () => {
  it.each(rows)('%s', async (_name, spec, wish, wanted, to, from, sides) => {
    const fields = { interpretation: { fieldOrder: spec.interlaced }, stages: { ...untouched.stages, deinterlace: { strength: 'off' } } } as const;
    const { before, after } = await restored(spec, spec.interlaced ? { ...wish, ...fields } : wish);
    expect(size(after)).toBe(wanted);
    expect(await after.part(1, to)).toEqual(await before.part(1, from));
    expect(after.media.video).toMatchObject({ rotation: spec.rotation ?? 0, shape: { fieldOrder: spec.interlaced ?? 'progressive' } });
    for (const strip of sides ? stripsOf(after, to) : []) {
      const planes = (await after.part(1, strip)).map((plane) => new Set(plane));
      if (sides === 'blur') expect(planes[0]!.size).toBeGreaterThan(3);
      else expect(planes.map((values) => [...values])).toEqual(sides!.map((value) => [value]));
    }
  });
  it('of fields that become frames: twice as many, in a frame of another shape', async () => {
    const { plan, after } = await restored({ video: test(96, 72), interlaced: 'bff' }, { ...wide, interpretation: { fieldOrder: 'bff' }, stages: { ...untouched.stages, deinterlace: { rate: 'field' } } });
    expect(plan.steps.map(({ stage }) => stage)).toEqual(['deinterlace', 'fit']);
    expect([size(after), after.index.frames, after.media.video.shape.fieldOrder]).toEqual(['128×72 1:1', 6, 'progressive']);
  });
  it('of fields that stay fields, of two pictures, with more lines and fewer', async () => {
    const two = "color=c=gray:size=96x72:rate=25,format=yuv420p,geq=lum='if(mod(Y,2),200,60)':cb='if(mod(Y,2),90,150)':cr=128";
    for (const [scale, wanted] of [['2', '192×144 1:1'], ['0.8', '76×56 1:1']] as const) {
      const { plan, after } = await restored({ video: two, interlaced: 'bff' }, { scale, interpretation: { fieldOrder: 'bff' }, stages: { ...untouched.stages, deinterlace: { strength: 'off' }, sharpen: { strength: 'off' } } });
      expect([size(after), after.index.frames, after.media.video.shape.fieldOrder, plan.steps.map(({ stage }) => stage)]).toEqual([wanted, 3, 'bff', ['resize']]);
      const { width, height } = after.media.video.shape, [luma, cb] = await after.part(1);
      const field = (plane: readonly number[], columns: number, parity: number) => [...new Set(plane.filter((_, at) => Math.floor(at / columns) % 2 === parity))];
      expect([0, 1].map((parity) => [field(luma!, width, parity), field(cb!, width / 2, parity)])).toEqual([[[60], [150]], [[200], [90]]]);
      expect(plan.result).toMatchObject({ width, height });
    }
  });
  it.each([[{ scale: '90p' }, '90×90 4:3'], [{ scale: '90p', squarePixels: true }, '120×90 1:1'], [{ scale: '90p', squarePixels: true, ...wide, fit: 'blur' }, '160×90 1:1']] as const)('of pixels 4:3 with %j is %s', async (wish, wanted) => {
    expect(size((await restored({ video: test(72, 72), sar: { num: 4, den: 3 } }, wish)).after)).toBe(wanted);
  });
  it('crops bars off, but not the words in one of them, once', async () => {
    const letterbox = 'testsrc2=size=96x48:rate=25,pad=w=96:h=72:x=0:y=12:color=black';
    const wish: WishInput = { crop: 'auto', scale: '2', quality: 'fast' };
    const bars = await restored({ video: letterbox, frames: 8 }, wish);
    expect([size(bars.after), bars.plan.steps.map(({ stage }) => stage)]).toEqual(['192×96 1:1', ['crop', 'upscale']]);
    const words = await restored({ video: `${letterbox},drawbox=x=30:y=64:w=30:h=4:color=white:t=fill:enable='eq(n,5)'`, frames: 8 }, wish);
    expect(size(words.after)).toMatch(/^192×1[12]\d 1:1$/);
  });
});
