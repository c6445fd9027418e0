import { describe, expect, it } from 'vitest';
import { isSamePlace } from '../../../daemon/media/chroma-position.ts';
import { containerTraits } from '../../../daemon/media/containers.ts';
import { legalDelivery, mayHold } from '../../../daemon/media/legality.ts';
import { pixelFormatOf } from '../../../daemon/media/pixel.ts';

describe('what a container may hold', () => {
  it.each([
    ['h264', 'mp4', 'yuv420p', true], ['h264', 'mkv', 'yuv422p10le', true], ['h264', 'mp4', 'yuv420p12le', false], ['h264', 'mp4', 'yuva420p', false], ['h264', 'mp4', 'gbrp', false],
    ['av1', 'mov', 'yuv420p', false], ['av1', 'mp4', 'yuv422p10le', false], ['prores', 'mp4', 'yuv422p10le', false], ['prores', 'mov', 'yuv422p10le', true], ['prores', 'mov', 'yuva444p10le', true],
    ['prores', 'mov', 'yuv420p', false], ['dnxhd', 'mkv', 'yuv422p10le', true], ['dnxhd', 'mp4', 'yuv422p10le', false], ['ffv1', 'mkv', 'yuva444p16le', true], ['ffv1', 'mkv', 'gbrp', false], ['ffv1', 'mkv', 'bgr0', true],
    ['ffv1', 'mp4', 'yuv420p', false], ['vp9', 'mkv', 'yuv420p', false],
  ] as const)('%s in %s with %s: %s, and why', (codec, container, pixel, ok) => {
    const legal = legalDelivery(codec, container, pixelFormatOf(pixel));
    expect(legal.ok).toBe(ok);
    if (!ok) expect(legal.why).toMatch(/\.$/);
  });

  it.each([
    ['mp4', 'audio', 'aac', 'copy'], ['mp4', 'audio', 'pcm_s16le', 'encode'], ['mov', 'audio', 'flac', 'encode'], ['mkv', 'audio', 'truehd', 'copy'],
    ['mp4', 'subtitle', 'subrip', 'convert'], ['mkv', 'subtitle', 'mov_text', 'convert'], ['mkv', 'subtitle', 'ass', 'copy'], ['mov', 'subtitle', 'hdmv_pgs_subtitle', 'sidecar'], ['mp4', 'subtitle', 'eia_608', 'sidecar'], ['mov', 'subtitle', 'eia_608', 'copy'], ['mkv', 'subtitle', 'dvb_teletext', 'sidecar'],
    ['mp4', 'attachment', 'ttf', 'sidecar'], ['mp4', 'attachment', 'mjpeg', 'copy'], ['mov', 'attachment', 'mjpeg', 'sidecar'], ['mkv', 'attachment', 'ttf', 'copy'],
    ['mov', 'data', 'tmcd', 'regenerate'], ['mp4', 'data', 'bin_data', 'sidecar'], ['mkv', 'data', 'klv', 'sidecar'], ['mkv', 'video', 'mpeg2video', 'copy'], ['mp4', 'video', 'theora', 'sidecar'], ['mov', 'video', 'indeo5', 'drop'],
  ] as const)('%s, %s, %s: %s', (container, type, codec, action) => {
    const held = mayHold(container, type, { codec, index: 3, codecTag: codec === 'bin_data' ? 'camm' : null });
    expect(held.action).toBe(action);
    expect(held.why === null).toBe(action === 'copy' && type !== 'video');
  });

  it('counts chapters', () => expect([containerTraits.mp4.chapterLimit, containerTraits.mkv.chapterLimit]).toEqual([255, Infinity]));

  it.each([
    ['yuv422p', 'topleft', 'left', true], ['yuv420p', 'topleft', 'left', false], ['yuv422p', 'top', 'left', false], ['yuv440p', 'top', 'topleft', true], ['yuv444p', 'bottom', 'left', true], ['yuv420p', 'unspecified', 'left', true],
  ] as const)('chroma of %s lies at %s as at %s: %s', (pixel, a, b, same) => expect(isSamePlace(pixelFormatOf(pixel), a, b)).toBe(same));
});
