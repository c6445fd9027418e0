import type { VideoEncoder } from '../../../shared/plan.ts';

type Deliverable = { readonly codec: string; readonly pixels: readonly string[]; readonly settings: Omit<Partial<VideoEncoder>, 'pixel'> & { readonly encoder: string }; readonly profileOf?: (pixel: string) => string };

const none = { kind: 'fixed', value: 0 } as const;
/** Every codec that is delivered, with the formats it takes. */
export const deliverables: readonly Deliverable[] = [
  { codec: 'h264', pixels: ['yuv420p', 'yuv420p10le'], settings: { encoder: 'libx264', level: 30, gop: 12, bFrames: 2, rateControl: { kind: 'crf', value: 16 }, options: { preset: 'veryfast' } }, profileOf: (pixel) => (pixel.includes('10') ? 'high10' : 'high') },
  { codec: 'hevc', pixels: ['yuv420p', 'yuv420p10le'], settings: { encoder: 'libx265', level: 30, gop: 12, bFrames: 3, rateControl: { kind: 'crf', value: 16 }, options: { preset: 'ultrafast' } }, profileOf: (pixel) => (pixel.includes('10') ? 'main10' : 'main') },
  { codec: 'av1', pixels: ['yuv420p', 'yuv420p10le'], settings: { encoder: 'libsvtav1', level: null, gop: 12, bFrames: 0, rateControl: { kind: 'crf', value: 20 }, options: { preset: '10' } } },
  { codec: 'prores', pixels: ['yuv422p10le'], settings: { encoder: 'prores_ks', gop: 1, bFrames: 0, rateControl: none }, profileOf: () => 'hq' },
  { codec: 'prores', pixels: ['yuv444p10le', 'yuva444p10le'], settings: { encoder: 'prores_ks', gop: 1, bFrames: 0, rateControl: none }, profileOf: () => '4444' },
  { codec: 'dnxhd', pixels: ['yuv422p10le'], settings: { encoder: 'dnxhd', gop: 1, bFrames: 0, rateControl: none }, profileOf: () => 'dnxhr_hqx' },
  { codec: 'ffv1', pixels: ['yuv420p', 'yuv422p10le', 'yuv444p12le', 'yuva444p16le', 'bgr0', 'gbrap12le', 'gray10le'], settings: { encoder: 'ffv1', level: 3, gop: 1, bFrames: 0, rateControl: { kind: 'lossless', value: 0 }, options: { slicecrc: '1', slices: '4', coder: '1', context: '1' } } },
];

/** The plan's settings for one of them; 25 fps, 256×144. */
export const settingsOf = (of: Deliverable, pixel: string, differs: Partial<VideoEncoder> = {}): VideoEncoder => ({
  codec: of.codec, profile: of.profileOf?.(pixel) ?? null, level: null, pixel, width: 256, height: 144, sar: { num: 1, den: 1 }, rate: { num: 25, den: 1 },
  timeBase: { num: 1, den: 12800 }, fieldOrder: 'progressive', gop: 12, bFrames: 0, threads: 2, globalHeader: true, rateControl: none, options: {}, ...of.settings, ...differs,
});
