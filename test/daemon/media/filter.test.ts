import { AV_FRAME_FLAG_INTERLACED, AV_FRAME_FLAG_TOP_FIELD_FIRST, avGetPixFmtName } from 'node-av';
import { describe, expect, it } from 'vitest';
import { frameMetadata, openFilter } from '../../../daemon/media/filter.ts';
import { pixelFormatOf } from '../../../daemon/media/pixel.ts';
import { pull } from '../../fixtures/clip.ts';
import { shapeOf } from './shape.ts';

const timeBase = { num: 1, den: 25 };
const frames = async (count: number, pixel = 'yuv420p') => (await pull(`testsrc2=size=160x120:rate=25,format=${pixel}`, 'buffersink', count)).frames;

describe('openFilter', () => {
  it('gives one frame per frame, numbered as they went in, and what a window held back on flush', async () => {
    const filter = await openFilter('atadenoise=s=5', { shape: shapeOf(), timeBase }, { threads: 1 });
    const out = [];
    for (const [n, frame] of (await frames(8)).entries()) {
      frame.pts = BigInt(n + 100);
      out.push(...await filter.push(frame));
    }
    expect(out.length).toBeLessThan(8);
    out.push(...await filter.flush());
    expect(out.map((frame) => Number(frame.pts))).toEqual([100, 101, 102, 103, 104, 105, 106, 107]);
    expect(filter.timeBase).toEqual(timeBase);
    for (const frame of out) frame.free();
    filter.close();
    filter.close();
  });

  it('gives frames the tags that the shape says, not the file\'s', async () => {
    const shape = shapeOf({ fieldOrder: 'tff', sar: { num: 16, den: 15 }, colour: { ...shapeOf().colour, matrix: 'smpte170m', range: 'full' } });
    const filter = await openFilter('null', { shape, timeBase }, { threads: 1 });
    const [frame] = await filter.push((await frames(1))[0]!);
    expect(frame!.hasFlags(AV_FRAME_FLAG_INTERLACED, AV_FRAME_FLAG_TOP_FIELD_FIRST)).toBe(true);
    expect([frame!.colorSpace, frame!.colorRange, frame!.sampleAspectRatio.num]).toEqual([6, 2, 16]);
    frame!.free();
    filter.close();
  });

  it('refuses a graph that FFmpeg would convert inside, and says which', async () => {
    const input = { shape: shapeOf({ pixel: pixelFormatOf('yuv420p10le') }), timeBase };
    await expect(openFilter('nlmeans', input, { threads: 1 })).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('auto_scale') });
    await expect(openFilter('nosuchfilter', input, { threads: 1 })).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('nosuchfilter') });
  });

  it('keeps the depth of a written conversion and reports the shape that leaves', async () => {
    const filter = await openFilter('scale=80:60:flags=lanczos,format=yuv422p10le', { shape: shapeOf({ pixel: pixelFormatOf('yuv422p10le') }), timeBase }, { threads: 2 });
    const [frame] = await filter.push((await frames(1, 'yuv422p10le'))[0]!);
    expect([frame!.width, frame!.height, avGetPixFmtName(frame!.format as never)]).toEqual([80, 60, 'yuv422p10le']);
    expect(filter.output).toMatchObject({ width: 80, height: 60, rate: { num: 25, den: 1 } });
    frame!.free();
    filter.close();
  });

  it('hands over what a measuring filter wrote', async () => {
    const filter = await openFilter('signalstats', { shape: shapeOf(), timeBase }, { threads: 1 });
    const [frame] = await filter.push((await frames(1))[0]!);
    expect(Number(frameMetadata(frame!)['lavfi.signalstats.YAVG'])).toBeGreaterThan(16);
    frame!.free();
    filter.close();
  });
});
