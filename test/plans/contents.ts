// The footage that plans are tested with: one clip for each kind that people bring.
import { ratio } from '../../shared/time.ts';
import { makeClip, type Clip } from './builder.ts';

const fields = { verdict: 'tff', confidence: 0.97, combed: 0.62, container: 'tff', evidence: [{ says: 'Combed, top field first.', from: 'frames' }], runs: [] } as const;
const hdr10 = { range: 'limited', matrix: 'bt2020nc', primaries: 'bt2020', transfer: 'smpte2084', chromaPosition: 'topleft' } as const;
const sd = { matrix: 'smpte170m', primaries: 'smpte170m', transfer: 'smpte170m' } as const;

export const contents: Readonly<Record<string, Clip>> = {
  'sd-noisy': makeClip({ width: 640, height: 480, colour: sd, rate: ratio(30000, 1001), timeBase: ratio(1, 30000), frames: 3000, cuts: [400, 1200, 2500], analysis: { noise: { luma: 6.2, chroma: 4.1 }, blockiness: 2.9 } }),
  'dvd-576i': makeClip({
    width: 720, height: 576, sar: ratio(16, 15), codec: 'mpeg2video', fieldOrder: 'tff', colour: { range: 'unspecified', matrix: 'unspecified', primaries: 'unspecified', transfer: 'unspecified' }, timeBase: ratio(1, 90000), frames: 1500,
    media: { container: 'mpeg' }, audio: [{ codec: 'ac3', channels: 6, layout: '5.1(side)', bitRate: 448000 }], analysis: { interlacing: fields, noise: { luma: 2.4, chroma: 2 }, blockiness: 1.6 },
  }),
  '1080p-clean': makeClip({ width: 1920, height: 1080, rate: ratio(24000, 1001), timeBase: ratio(1, 24000), frames: 1440, timecode: '01:00:00:00' }),
  '2160p': makeClip({ width: 3840, height: 2160, codec: 'hevc', rate: ratio(25, 1), frames: 500, analysis: { noise: { luma: 1.9, chroma: 1.2 } } }),
  'hdr10': makeClip({ width: 1920, height: 1080, codec: 'hevc', pixel: 'yuv420p10le', colour: hdr10, frames: 250, hdr: { contentLight: { maxCll: 1000, maxFall: 400 } }, analysis: { noise: { luma: 3, chroma: 2 } } }),
  'prores-4444-alpha': makeClip({ width: 1280, height: 720, codec: 'prores', pixel: 'yuva444p12le', frames: 120, audio: [{ codec: 'pcm_s24le', bitDepth: 24, sampleFormat: 's32' }] }),
  'vfr-phone': makeClip({
    width: 720, height: 1280, rate: ratio(30, 1), timeBase: ratio(1, 90000), frames: 900, rotation: 90, ptsOf: (i) => 3000 * i + (i % 7) * 130 + (i > 400 ? 9000 : 0),
    colour: { matrix: 'smpte170m', range: 'full', chromaPosition: 'center' }, analysis: { noise: { luma: 2.2, chroma: 1.5 }, audio: [{ stream: 1, integrated: -26, range: 5, truePeak: 0, noiseFloor: -42, clipped: 0.002, hum: { hertz: 50, db: 14 } }] },
  }),
  'animation': makeClip({ width: 720, height: 480, sar: ratio(8, 9), codec: 'mpeg4', colour: sd, rate: ratio(24000, 1001), timeBase: ratio(1001, 24000), frames: 2000, analysis: { noise: { luma: 1, chroma: 1 }, banding: 0.34, blockiness: 2.5 } }),
  'greyscale-odd': makeClip({ width: 321, height: 241, pixel: 'gray', codec: 'ffv1', rate: ratio(18, 1), timeBase: ratio(1, 1000), frames: 300, audio: [], media: { container: 'matroska,webm' }, analysis: { greyscale: true, noise: { luma: 4, chroma: 0 }, saturation: 0, audio: [] } }),
};
