// Facts for the tests of decisions: a clean, progressive 1280×720 clip and a plain track, with what differs.
import type { Analysis, AudioFacts } from '../../../shared/analysis.ts';
import type { Hardware } from '../../../shared/hardware.ts';
import type { AudioStream, StreamShape } from '../../../shared/media.ts';
import type { StageWish } from '../../../shared/preset.ts';
import type { AudioScene, Scene } from '../../../daemon/stages/stage.ts';
import { shapeOf } from './pictures.ts';
import { plainContent } from '../../fixtures/content.ts';

export const hardware: Hardware = {
  platform: 'linux', architecture: 'x64', cpu: 'a CPU', cores: 4, memoryBytes: 16e9, freeBytes: 8e9, devices: [], encoders: [], throughput: [], filterMegapixels: {}, tier: 'cpu', measuredAt: '2026-01-01T00:00:00Z',
};

const clean: Analysis = {
  depth: 'glance', measuredFrames: 48, interlacing: { verdict: 'progressive', confidence: 1, combed: 0, container: 'progressive', evidence: [], runs: [] },
  duplicates: { share: 0, pattern: null, runs: [], runCount: 0 }, dropped: { frames: 0, gaps: [], gapCount: 0 },
  noise: { luma: 0.4, chroma: 0.2 }, blockiness: 1, blur: 4, banding: 0, bars: null, barScenes: [], aspect: null, luma: 110, saturation: 30, motion: 3, greyscale: false, content: plainContent,
  cuts: null, cutCount: 0, shots: [], audio: [], worst: [], notices: [],
};

export type SceneDiffers = { readonly analysis?: Partial<Analysis>; readonly shape?: Partial<StreamShape>; readonly wish?: StageWish; readonly target?: Partial<Scene['target']>; readonly before?: readonly string[]; readonly scan?: Scene['scan']; /** Bits per second of the source; null where nobody knows, as in uncompressed video. */ readonly bitRate?: number | null };

export function sceneOf({ analysis, shape, wish = {}, target, scan, before = [], bitRate = null }: SceneDiffers = {}): Scene {
  const arriving = shapeOf('yuv420p', { width: 1280, height: 720, ...shape });
  return { media: { video: { bitRate, rate: { average: { num: 25, den: 1 } }, shape: arriving } } as never, analysis: { ...clean, ...analysis }, hardware, shape: arriving, wish, target: { width: arriving.width, height: arriving.height, crop: null, cropWhy: 'It was not asked for.', canvas: null, fit: null, ...target }, scan: scan ?? { runs: [], frames: { progressive: 0, interlaced: 0, telecined: 0 } }, before };
}

const track: AudioStream = {
  index: 1, codec: 'aac', codecTag: null, timeBase: { num: 1, den: 48000 }, startPts: 0, duration: 480000, language: null, title: null, disposition: [], metadata: {},
  profile: null, sampleRate: 48000, channels: 2, layout: 'stereo', sampleFormat: 'fltp', bitDepth: 32, bitRate: null, initialPadding: 0,
};
export const trackOf = (differs: Partial<AudioStream> = {}): AudioStream => ({ ...track, ...differs });

const sound: AudioFacts = { stream: 1, integrated: -16, range: 6, truePeak: -3, noiseFloor: -75, clipped: 0, hum: null };

export type AudioDiffers = { readonly facts?: Partial<AudioFacts> | null; readonly wish?: StageWish; readonly before?: readonly string[] };
export const audioSceneOf = ({ facts, wish = {}, before = [] }: AudioDiffers = {}): AudioScene => ({ stream: track, facts: facts === null ? null : { ...sound, ...facts }, wish, before });
