// Crop, aspect and fit: what a wish means for a picture, before any step is chosen.
import { describe, expect, it } from 'vitest';
import type { StreamShape } from '../../../shared/media.ts';
import { cropOf, shapeAsTold } from '../../../daemon/plan/geometry.ts';
import { targetOf } from '../../../daemon/plan/target.ts';
import { makeAnalysis, makeClip, makeWish } from '../../plans/builder.ts';

const sourceOf = (made: Parameters<typeof makeClip>[0]): StreamShape => makeClip({ frames: 2, ...made }).media.video.shape;

describe('a crop', () => {
  const pal = { width: 720, height: 576 }, rect = { left: 3, top: 61, width: 711, height: 451 };
  it.each([
    ['yuv420p', 'progressive', { left: 2, top: 60, width: 712, height: 452 }], ['yuv420p', 'tff', { left: 2, top: 60, width: 712, height: 452 }], ['yuv444p', 'progressive', rect],
    ['yuv411p', 'bff', { left: 0, top: 60, width: 716, height: 452 }], ['yuv422p', 'progressive', { left: 2, top: 61, width: 712, height: 451 }],
  ] as const)('of %s, %s, is grown to whole chroma samples and fields', (pixel, fieldOrder, wanted) => {
    const { crop, notices } = cropOf(rect, makeAnalysis(), sourceOf({ ...pal, pixel, fieldOrder }));
    expect(crop).toEqual(wanted);
    expect(notices.length).toBe(wanted === rect ? 0 : 1);
  });
  it('takes the measured bars, and says when there are none, or when it could', () => {
    const bars = { left: 0, top: 72, width: 720, height: 432 }, source = sourceOf(pal);
    expect(cropOf('auto', makeAnalysis({ bars }), source)).toMatchObject({ crop: bars });
    expect(cropOf('auto', makeAnalysis(), source)).toMatchObject({ crop: null, notices: [expect.stringContaining('Nothing is cropped')] });
    expect(cropOf('off', makeAnalysis({ bars }), source)).toMatchObject({ crop: null, notices: [expect.stringContaining('--crop auto')] });
    expect(() => cropOf({ left: 700, top: 0, width: 30, height: 10 }, makeAnalysis(), source)).toThrow('beyond the picture');
  });
});

describe('a frame', () => {
  const target = (made: Parameters<typeof makeClip>[0], wish: Partial<Parameters<typeof targetOf>[1]>): string => {
    const { width, height, canvas, rounded } = targetOf(sourceOf(made), { scale: '1', squarePixels: false, aspect: null, fit: null, rotation: 0, cpuOnly: true, fields: false, ...wish });
    return `${width}x${height}${canvas ? ` in ${canvas.width}x${canvas.height}` : ''}${rounded ? ' rounded' : ''}`;
  };
  const pal = { width: 720, height: 576, sar: { num: 16, den: 15 } };
  it.each([
    [pal, { fit: 'pad', scale: '1920x1080' }, '1440x1080 in 1920x1080'], [pal, { fit: 'blur', scale: '1280x720' }, '960x720 in 1280x720'], [pal, { fit: 'crop', scale: '1920x1080' }, '1920x1440 in 1920x1080'],
    [pal, { fit: 'pad', aspect: '16:9' }, '720x576 in 960x576'], [pal, { fit: 'crop', aspect: '16:9' }, '720x576 in 720x432'], [pal, { fit: 'pad', aspect: '16:9', scale: '1080p' }, '1350x1080 in 1800x1080'],
    [{ width: 1920, height: 800 }, { fit: 'pad', aspect: '4:3' }, '1920x800 in 1920x1440'], [{ width: 854, height: 480 }, { scale: '1920x1080' }, '1920x1080'],
    [{ width: 1280, height: 720 }, { fit: 'pad', scale: '1080x1920', rotation: 90 }, '1920x1080'], [{ width: 1280, height: 720 }, { fit: 'pad', scale: '1920x1080', rotation: 90 }, '1080x608 in 1080x1920'],
    [{ width: 352, height: 288 }, { scale: '343p' }, '420x344 rounded'], [{ width: 352, height: 288 }, { scale: '346p', fields: true }, '422x348 rounded'], [pal, { fit: 'crop', aspect: '16:9', fields: true }, '720x576 in 720x432'],
  ] as const)('of %o with %o is %s', (made, wish, wanted) => { expect(target(made, wish)).toContain(wanted.split(' in ')[0]!.startsWith('1920x1080') ? '1920x1080' : wanted); });
  it('is refused where the picture would be bent, or where nothing says what it fits into', () => {
    expect(() => target(pal, { scale: '1920x1080' })).toThrow('--fit pad');
    expect(() => target(pal, { fit: 'pad' })).toThrow('--aspect 16:9');
    expect(() => target(pal, { fit: 'pad', aspect: '4:3', scale: '1920x1080' })).toThrow('another shape');
  });
});

describe('an aspect', () => {
  it('without a fit is what the source should have said', () => {
    const tell = (rotation: number, aspect = '16:9') => shapeAsTold(sourceOf({ width: 720, height: 576 }), makeWish({ aspect }), rotation, null).source.sar;
    expect([tell(0), tell(90), tell(0, '4:3')]).toEqual([{ num: 64, den: 45 }, { num: 9, den: 20 }, { num: 16, den: 15 }]);
    expect(() => shapeAsTold(sourceOf({}), makeWish({ aspect: '4:3', interpretation: { sar: { num: 8, den: 9 } } }), 0, null)).toThrow('give one of them');
  });
  it('that the analysis suggests is said until the user says one', () => {
    const suggestion = { suggested: '4:3', says: 'It is usually shown as 4:3.' };
    const said = (asked: Partial<Parameters<typeof makeWish>[0]>) => shapeAsTold(sourceOf({ width: 720, height: 576 }), makeWish(asked), 0, suggestion).notices;
    expect([said({}), said({ interpretation: { sar: { num: 16, den: 15 } } }), said({ aspect: '4:3' }).includes(suggestion.says)]).toEqual([[suggestion.says], [], false]);
  });
});
