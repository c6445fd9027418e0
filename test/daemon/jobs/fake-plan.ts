// A small plan that the fake worker can carry out: every segment is a file of known bytes.
import { createHash } from 'node:crypto';
import type { Analysis } from '../../../shared/analysis.ts';
import type { Container } from '../../../shared/container.ts';
import type { Fingerprint } from '../../../shared/media.ts';
import type { Plan } from '../../../shared/plan.ts';
import { wish } from '../../../shared/preset.ts';
import { plainContent } from '../../fixtures/content.ts';

const table = (kind: 'index' | 'cuts') => ({ kind, sha256: createHash('sha256').update(kind).digest('hex'), bytes: 1 });
const one = { num: 1, den: 1 }, rate = { num: 25, den: 1 };
const colour = { range: 'limited', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', chromaPosition: 'left' } as const;
const pixel = { name: 'yuv420p', family: 'yuv', chroma: '420', depth: 8, alpha: false } as const;

export const fakeAnalysis = (depth: Analysis['depth']): Analysis => ({
  depth, measuredFrames: 60, interlacing: { verdict: 'progressive', confidence: 1, combed: 0, container: 'progressive', evidence: [], runs: [] },
  duplicates: { share: 0, pattern: null, runs: [], runCount: 0 }, dropped: { frames: 0, gaps: [], gapCount: 0 },
  noise: { luma: 2, chroma: 1 }, blockiness: 1, blur: 2, banding: 0, bars: null, barScenes: [], aspect: null, luma: 100, saturation: 40, motion: 3, greyscale: false, content: plainContent,
  cuts: table('cuts'), cutCount: 0, shots: [], audio: [], worst: [], notices: [],
});

/** 60 frames in `segments` segments and one restored audio track. */
export function fakePlan(path: string, fingerprint: Fingerprint, { segments = 6, diskBytes = 1000, container = 'mp4' as Container } = {}): Plan {
  const frames = 60, size = frames / segments;
  const shape = { width: 96, height: 64, pixel, sar: one, rate, frames, fieldOrder: 'progressive', colour } as const;
  const base = { codec: 'h264', codecTag: null, timeBase: { num: 1, den: 25 }, startPts: 0, duration: frames, language: null, title: null, disposition: [], metadata: {} };
  const audio = { ...base, index: 1, codec: 'aac', profile: null, sampleRate: 48000, channels: 2, layout: 'stereo', sampleFormat: 'fltp', bitDepth: 0, bitRate: null, initialPadding: 0 };
  return {
    version: 1, revision: 1, wish: wish.parse({}), analysis: fakeAnalysis('glance'), interpretation: {}, clip: { in: 0, out: frames }, source: shape, result: shape,
    media: {
      path, fingerprint, container: 'mp4', durationSeconds: 2.4, bitRate: null, metadata: {}, audio: [audio], subtitles: [], data: [], attachments: [], chapters: [],
      video: { ...base, index: 0, profile: null, shape, rate: { average: rate, nominal: rate, constant: true }, rotation: 0, mirrored: false, hdr: { masteringDisplay: null, contentLight: null, dynamic: [] }, closedCaptions: false, immersive: [], bitRate: null, timecode: null },
      index: table('index'), changes: [], editList: false, openGop: false, parts: null, still: false, picture: null, notices: [],
    },
    steps: [], skipped: [], scan: [], map: { timeBase: { num: 1, den: 25 }, sourceTimeBase: { num: 1, den: 25 }, epoch: 0, frames, constantRate: null, end: frames, even: true, runs: [{ kind: 'source', first: 0, count: frames }] }, index: table('index'),
    segments: Array.from({ length: segments }, (_, id) => ({ id, first: id * size, count: size, from: id * size, to: (id + 1) * size, warm: 0 })),
    streams: [
      { index: 0, type: 'video', action: 'restore', becomes: 'h264', steps: [], encoder: null, why: null },
      { index: 1, type: 'audio', action: 'encode', becomes: 'aac', steps: [], encoder: null, why: null },
    ],
    delivery: {
      name: 'h264', title: 'H.264', container, muxer: container, muxerOptions: {}, timecode: null, rotation: 0, mirrored: false, chapters: 'none', metadata: {}, checkpoint: null, target: null, archive: false, pictures: null, xmp: false,
      video: { codec: 'h264', encoder: 'libx264', profile: null, level: null, pixel: 'yuv420p', width: 96, height: 64, sar: one, rate, timeBase: one, fieldOrder: 'progressive', gop: 12, bFrames: 0, threads: 1, globalHeader: true, rateControl: { kind: 'crf', value: 16 }, options: {} },
    },
    resources: { device: 'cpu', provider: 'cpu', precision: 'fp32', threads: { decode: 1, filter: 1, encode: 1, session: 1 }, tile: null, memoryBytes: 1, diskBytes },
    estimate: { seconds: { low: 1, high: 3 }, bytes: 1000 }, overTime: false, seed: 1, notices: [],
  };
}
