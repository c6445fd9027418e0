// The pure parts of reading: names, tables, timelines and rates.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { avGetPixFmtName, type AVPixelFormat } from 'node-av';
import { afterAll, describe, expect, it } from 'vitest';
import { groupHeader, isHiddenPicture, nalUnits, parameterBytes } from '../../../daemon/media/bitstream.ts';
import { colourNumbers, colourOf, matrixNamed, primariesNamed, transferNamed } from '../../../daemon/media/colour.ts';
import { buildIndex, hasOpenGop, ratesOf } from '../../../daemon/media/frame-index.ts';
import { pixelFormatOf, planarEquivalent } from '../../../daemon/media/pixel.ts';
import type { Packets } from '../../../daemon/media/scan.ts';
import { packCuts, packIndex, readTable, unpackCuts, unpackIndex, writeTable } from '../../../daemon/media/table.ts';
import { completePts, layTimeline, orderedPts } from '../../../daemon/media/timeline.ts';
import { frameFlag } from '../../../shared/media.ts';
import { avPixelFormat } from '../../../daemon/media/pixel-code.ts';

const folder = mkdtempSync(join(tmpdir(), 'framewright-parts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('pixel formats', () => {
  it.each([
    ['nv12', 'yuv420p'], ['p010le', 'yuv420p10le'], ['p010be', 'yuv420p10le'], ['p216le', 'yuv422p16le'], ['p412be', 'yuv444p12le'], ['yuvj420p', 'yuv420p'], ['yuyv422', 'yuv422p'],
    ['rgb24', 'gbrp'], ['bgra', 'gbrap'], ['rgb0', 'gbrp'], ['rgba64be', 'gbrap16le'], ['pal8', 'gbrp'], ['gray10be', 'gray10le'], ['yuv444p10msble', 'yuv444p10le'], ['yuva444p12le', 'yuva444p12le'], ['v30xle', 'yuv444p10le'], ['ya8', 'yuva444p'],
  ])('%s is held by %s', (name, planar) => expect(planarEquivalent(name)).toBe(planar));

  it('mean what their names say', () => {
    expect(pixelFormatOf('yuv420p10le')).toEqual({ name: 'yuv420p10le', family: 'yuv', chroma: '420', depth: 10, alpha: false });
    expect(pixelFormatOf('gbrap12le')).toEqual({ name: 'gbrap12le', family: 'gbr', chroma: '444', depth: 12, alpha: true });
    expect(pixelFormatOf('gray')).toEqual({ name: 'gray', family: 'grey', chroma: 'none', depth: 8, alpha: false });
    expect(pixelFormatOf('nv12')).toEqual({ name: 'nv12', family: 'yuv', chroma: '420', depth: 8, alpha: false });
  });

  it('of FFmpeg are all understood or refused, and every twin exists and is its own twin', () => {
    const names = Array.from({ length: 300 }, (_, number) => avGetPixFmtName(number as AVPixelFormat)).filter((name) => name !== null);
    const refused = names.filter((name) => { try { planarEquivalent(name); return false; } catch { return true; } });
    expect(refused.filter((name) => !/f(16|32)|^bayer|xyz|96|128|32|vaapi|dxva|vdpau|qsv|mmal|d3d1|cuda|videotoolbox|mediacodec|drm|opencl|vulkan|amf|ohcodec/.test(name))).toEqual([]);
    for (const name of names.filter((each) => !refused.includes(each))) {
      const twin = planarEquivalent(name);
      expect(avPixelFormat(twin), `${name} → ${twin}`).toBeGreaterThanOrEqual(0);
      expect(planarEquivalent(twin)).toBe(twin);
    }
    expect(() => avPixelFormat('nonsense')).toThrow(/nonsense/);
  });
});

describe('colour names', () => {
  it('go to numbers and back', () => {
    const tags = { range: 'limited', matrix: 'bt2020nc', primaries: 'smpte432', transfer: 'arib-std-b67', chromaPosition: 'topleft' } as const;
    expect(colourOf(colourNumbers(tags))).toEqual(tags);
    expect([matrixNamed('601'), primariesNamed('pal'), transferNamed('pq')]).toEqual(['smpte170m', 'bt470bg', 'smpte2084']);
    expect(() => matrixNamed('bt1')).toThrow(/"bt1" is not a value for matrix\. Known: gbr/);
  });
});

/** Packets with times; NaN where left out. */
const packetsOf = (rows: readonly { pts?: number; dts?: number; key?: boolean; shown?: boolean }[]): Packets => ({
  pts: rows.map((row) => row.pts ?? NaN), dts: rows.map((row) => row.dts ?? NaN), duration: rows.map(() => 0), position: rows.map(() => -1),
  flags: rows.map((row) => (row.key ? frameFlag.key : 0)), shown: rows.map((row) => row.shown ?? true), bytes: 0, discarded: 0, whole: true, covers: new Map(), firstGroup: null, captions: false,
});
const indexOf = (pts: readonly number[]) => buildIndex(packetsOf(pts.map((time) => ({ pts: time }))), pts.map((time, coding) => ({ coding, pts: time, discontinuity: false })), 1);

describe('timelines', () => {
  it('give anchors without a time the next anchor’s decoding time', () => {
    // I P B B P B B as AVI keeps it: only B pictures have times.
    const packets = packetsOf([{ dts: 0 }, { dts: 1 }, { pts: 2, dts: 2 }, { pts: 3, dts: 3 }, { dts: 4 }, { pts: 5, dts: 5 }, { pts: 6, dts: 6 }]);
    expect(completePts(packets, 1, 1)).toEqual([1, 4, 2, 3, 7, 5, 6]);
    expect(completePts(packetsOf([{ dts: 0 }, { dts: 1 }]), 1, 0)).toEqual([0, 1]);
  });

  it('count on from known times in the decoder’s order, or rank decoding times', () => {
    expect(orderedPts(packetsOf([{ pts: 100 }, {}, {}, {}]), [0, 2, 3, 1], 10, false)).toEqual([100, 130, 110, 120]);
    expect(orderedPts(packetsOf([{ dts: 0 }, { dts: 1 }, { dts: 2 }, { dts: 3 }]), [0, 2, 3, 1], 1, false)).toEqual([1, 4, 2, 3]);
    expect(orderedPts(packetsOf([{ dts: 0 }, { dts: 1 }, { dts: 2 }]), [0, 2, 1], 1, true)).toEqual([0, 2, 1]);
    expect(orderedPts(packetsOf([{}, { pts: 50 }, {}]), [0, 2, 1], 10, false)).toEqual([30, 50, 40]);
  });

  it('rise strictly, and run on over a jump of the clock', () => {
    const packets = packetsOf([{ pts: 0, dts: 0 }, { pts: 40, dts: 40 }, { pts: 40, dts: 40 }, { pts: 5, dts: 5 }, { pts: 45, dts: 45 }]);
    const { entries, jumps } = layTimeline(packets, packets.pts, 40, Infinity, 20);
    expect(entries.map((entry) => entry.pts)).toEqual([0, 40, 41, 81, 121]);
    expect(entries.map((entry) => entry.discontinuity)).toEqual([false, false, false, true, false]);
    expect(jumps).toEqual([{ coding: 3, from: 41, to: 5 }]);
  });

  it('leave out what is not shown', () => {
    const packets = packetsOf([{ pts: 0, dts: 0 }, { pts: 1, dts: 1, shown: false }, { pts: 2, dts: 2 }]);
    expect(layTimeline(packets, packets.pts, 1, Infinity, 1).entries.map((entry) => entry.coding)).toEqual([0, 2]);
  });
});

describe('rates', () => {
  it('of a clock of milliseconds are the usual ones behind it', () => {
    const film = indexOf(Array.from({ length: 240 }, (_, i) => Math.round((i * 1001) / 24)));
    expect(ratesOf(film, { num: 1, den: 1000 }, [{ num: 19001, den: 792 }])).toEqual({ average: { num: 24000, den: 1001 }, nominal: { num: 24000, den: 1001 }, constant: true });
  });
  it('that vary have an exact average and the usual rate of most frames', () => {
    const rates = ratesOf(indexOf([0, 33, 67, 100, 133, 900, 933]), { num: 1, den: 1000 }, []);
    expect(rates).toMatchObject({ constant: false, average: { num: 3500, den: 467 } });
    expect(rates.nominal.num / rates.nominal.den).toBeCloseTo(30, 0);
  });
});

describe('an index', () => {
  it('is packed and unpacked, and its table is checked when read', async () => {
    const index = indexOf([0, 40, 80]);
    expect(unpackIndex(packIndex(index))).toEqual(index);
    expect(unpackCuts(packCuts(Uint32Array.of(3, 70_000)))).toEqual(Uint32Array.of(3, 70_000));
    const ref = await writeTable(folder, 'index', packIndex(index));
    expect(await writeTable(folder, 'index', packIndex(index))).toEqual(ref);
    expect(unpackIndex(await readTable(folder, ref))).toEqual(index);
    writeFileSync(join(folder, 'tables', ref.sha256), 'broken');
    await expect(readTable(folder, ref)).rejects.toMatchObject({ code: 'input-unreadable', message: expect.stringContaining('damaged on disk') });
    await expect(readTable(folder, { ...ref, sha256: 'f'.repeat(64) })).rejects.toMatchObject({ message: expect.stringContaining('is gone') });
    expect(() => unpackIndex(new Uint8Array([9, 0, 0, 0, 0, 0, 0, 0]))).toThrow(RangeError);
  });

  it('shows open GOPs by pictures that come after a key frame and are shown before it', () => {
    const open = packetsOf([{ pts: 0, key: true }, { pts: 3, key: true }, { pts: 1 }, { pts: 2 }]);
    expect(hasOpenGop(buildIndex(open, layTimeline(open, open.pts, 1, Infinity, 9).entries, 1))).toBe(true);
    const closed = packetsOf([{ pts: 0, key: true }, { pts: 2 }, { pts: 1 }, { pts: 3, key: true }]);
    expect(hasOpenGop(buildIndex(closed, layTimeline(closed, closed.pts, 1, Infinity, 9).entries, 1))).toBe(false);
  });
});

describe('compressed bytes', () => {
  it('are cut into units at start codes and by lengths', () => {
    expect([...nalUnits(Buffer.of(0, 0, 0, 1, 7, 8, 0, 0, 1, 9), null)].map((unit) => unit[0])).toEqual([7, 9]);
    expect([...nalUnits(Buffer.of(0, 0, 0, 2, 7, 8, 0, 0, 0, 1, 9), 4)].map((unit) => [...unit])).toEqual([[7, 8], [9]]);
  });
  it('tell parameter sets, groups and hidden pictures', () => {
    expect(parameterBytes('h264', Buffer.of(0, 0, 1, 0x67, 1, 2, 0, 0, 1, 0x65, 3), null)).toBe(Buffer.of(0x67, 1, 2).toString('base64'));
    expect(parameterBytes('h264', Buffer.of(0, 0, 1, 0x65, 3), null)).toBe(null);
    expect(parameterBytes('av1', Buffer.of(0x12, 0, 0x0a, 2, 5, 6, 0x32, 1, 9), null)).toBe(Buffer.of(0x0a, 2, 5, 6).toString('base64'));
    expect(parameterBytes('prores', Buffer.of(1, 2, 3), null)).toBe(null);
    expect(groupHeader(Buffer.of(0, 0, 1, 0xb8, 0x84, 0x18, 0x46, 0x40, 0))).toEqual({ timecode: '01:01:02;12', closed: true });
    expect(isHiddenPicture('vp8', Buffer.of(0x00))).toBe(true);
    expect(isHiddenPicture('vp8', Buffer.of(0x10))).toBe(false);
  });
});
