// Hand-made media, indexes and analyses, so that plans are tested without a file or a decoder.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analysis as analysisSchema, type Analysis } from '../../shared/analysis.ts';
import { hardware as hardwareSchema, type Hardware } from '../../shared/hardware.ts';
import { media as mediaSchema, type AudioStream, type FrameIndex, type Media } from '../../shared/media.ts';
import { wish as wishSchema, type Wish, type WishInput } from '../../shared/preset.ts';
import { multiply, ratio, type Rational } from '../../shared/time.ts';
import { pixelFormatOf } from '../../daemon/media/pixel.ts';
import { plainContent } from '../fixtures/content.ts';

export type Clip = { readonly media: Media; readonly index: FrameIndex; readonly analysis: Analysis; readonly cuts: Uint32Array };

export type ClipWish = {
  readonly width?: number; readonly height?: number; readonly pixel?: string; readonly rate?: Rational; readonly timeBase?: Rational; readonly frames?: number;
  readonly sar?: Rational; readonly codec?: string; readonly rotation?: number; readonly mirrored?: boolean; readonly timecode?: string | null;
  readonly colour?: Partial<Media['video']['shape']['colour']>; readonly fieldOrder?: Media['video']['shape']['fieldOrder'];
  readonly hdr?: Partial<Media['video']['hdr']>; readonly audio?: readonly Partial<AudioStream>[];
  /** Ticks of frame i; constant rate without. */
  readonly ptsOf?: (i: number) => number;
  readonly media?: Partial<Media>; readonly analysis?: Partial<Analysis>; readonly cuts?: readonly number[];
};

const hex = (digit: string): string => digit.repeat(64);
const streamBase = { codecTag: null, startPts: 0, duration: null, language: null, title: null, disposition: [], metadata: {} };

export function makeClip(made: ClipWish = {}): Clip {
  const { width = 720, height = 480, pixel = 'yuv420p', rate = { num: 25, den: 1 }, frames = 250, audio = [{}] } = made;
  const timeBase = made.timeBase ?? ratio(rate.den, rate.num);
  const index = makeIndex(frames, made.ptsOf ?? ((i) => Math.round((i * rate.den * timeBase.den) / (rate.num * timeBase.num))), timeBase, rate);
  const shape = {
    width, height, pixel: pixelFormatOf(pixel), sar: made.sar ?? { num: 1, den: 1 }, rate, frames, fieldOrder: made.fieldOrder ?? 'progressive',
    colour: { range: 'limited', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', chromaPosition: 'left', ...made.colour },
  };
  const seconds = ((index.pts[frames - 1]! - index.pts[0]!) * timeBase.num) / timeBase.den;
  const media = mediaSchema.parse({
    path: '/clips/clip.mp4', fingerprint: { size: 1e6, mtimeMs: 0, edges: hex('a') }, container: 'mov,mp4,m4a,3gp,3g2,mj2', durationSeconds: seconds, bitRate: 4e6, metadata: {},
    video: {
      ...streamBase, index: 0, codec: made.codec ?? 'h264', timeBase, profile: null, shape, startPts: index.pts[0],
      rate: made.ptsOf ? { average: multiply(ratio(frames - 1, Math.round(index.pts[frames - 1]! - index.pts[0]!)), { num: timeBase.den, den: timeBase.num }), nominal: rate, constant: false } : { average: rate, nominal: rate, constant: true },
      rotation: made.rotation ?? 0, mirrored: made.mirrored ?? false, hdr: { masteringDisplay: null, contentLight: null, dynamic: [], ...made.hdr }, closedCaptions: false, immersive: [], bitRate: 4e6, timecode: made.timecode ?? null,
    },
    audio: audio.map((stream, i) => ({
      ...streamBase, index: i + 1, codec: 'aac', timeBase: { num: 1, den: 48000 }, profile: null, sampleRate: 48000, channels: 2, layout: 'stereo', sampleFormat: 'fltp', bitDepth: 16, bitRate: 192000, initialPadding: 1024, ...stream,
    })),
    subtitles: [], data: [], attachments: [], chapters: [], index: { kind: 'index', sha256: hex('b'), bytes: frames * 45 }, changes: [], editList: false, openGop: false, parts: null, still: false, picture: null, notices: [], ...made.media,
  });
  return { media, index, analysis: makeAnalysis(made.analysis), cuts: Uint32Array.from(made.cuts ?? []) };
}

function makeIndex(frames: number, ptsOf: (i: number) => number, timeBase: Rational, rate: Rational): FrameIndex {
  const pts = Float64Array.from({ length: frames }, (_, i) => ptsOf(i));
  const usual = Math.max(1, Math.round((timeBase.den * rate.den) / (timeBase.num * rate.num)));
  const duration = pts.map((value, i) => (i + 1 < frames ? pts[i + 1]! - value : usual));
  return { frames, pts, dts: pts.slice(), duration, position: new Float64Array(frames), coding: Uint32Array.from({ length: frames }, (_, i) => i), flags: new Uint8Array(frames).fill(1, 0, 1) };
}

export const makeAnalysis = (facts: Partial<Analysis> = {}): Analysis => analysisSchema.parse({
  depth: 'glance', measuredFrames: 96, interlacing: { verdict: 'progressive', confidence: 0.95, combed: 0.01, container: 'progressive', evidence: [{ says: 'No combing.', from: 'frames' }], runs: [] },
  duplicates: { share: 0, pattern: null, runs: [], runCount: 0 }, dropped: { frames: 0, gaps: [], gapCount: 0 },
  noise: { luma: 0.6, chroma: 0.4 }, blockiness: 1.1, blur: 3, banding: 0.02, bars: null, barScenes: [], aspect: null, luma: 110, saturation: 40, motion: 4, greyscale: false, content: plainContent, cuts: null, cutCount: 0, shots: [],
  audio: [{ stream: 1, integrated: -20, range: 8, truePeak: -3, noiseFloor: -70, clipped: 0, hum: null }], worst: [], notices: [], ...facts,
});

export const makeWish = (wish: WishInput = {}): Wish => wishSchema.parse(wish);

export const machines = ['cpu-small', 'cpu', 'gpu-8gb', 'gpu-24gb'] as const;
export const machine = (name: (typeof machines)[number]): Hardware =>
  hardwareSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'machines', `${name}.json`), 'utf8')));
