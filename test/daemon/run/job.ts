// Whole runs for tests: a clip, a plan made by hand, and what comes out of it.
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameIndex, Media, StreamShape } from '../../../shared/media.ts';
import type { Plan, Segment, Step, VideoEncoder } from '../../../shared/plan.ts';
import { openPacketDecoder } from '../../../daemon/media/packet-decode.ts';
import { openPacketFile } from '../../../daemon/media/packet-file.ts';
import { allocatePlanes, copyOut } from '../../../daemon/media/planes.ts';
import { probe } from '../../../daemon/media/probe.ts';
import { buildMap } from '../../../daemon/plan/mapmaking.ts';
import { stretchesOf } from '../../../daemon/plan/scan.ts';
import { runVideo, type VideoResult, type VideoRun } from '../../../daemon/run/run.ts';
import type { Unit } from '../../../daemon/run/segment-writer.ts';
import { makeClip, type ClipSpec } from '../../fixtures/clip.ts';
import { filterStep } from './line.ts';

export type Source = { readonly folder: string; readonly path: string; readonly media: Media; readonly index: FrameIndex };

export async function sourceOf(name: string, spec: ClipSpec): Promise<Source> {
  const folder = await mkdtemp(join(tmpdir(), 'fw-run-')), path = join(folder, name);
  await makeClip(path, spec);
  return openSource(path, folder);
}

export async function openSource(path: string, folder: string): Promise<Source> {
  return { folder, path, ...await probe(path, { home: join(folder, 'home') }) };
}

/** FFV1 as the archive delivery has it; H.264 as the default one. */
export const ffv1 = (shape: StreamShape): Partial<VideoEncoder> => ({ codec: 'ffv1', encoder: 'ffv1', profile: null, level: 3, pixel: shape.pixel.name, gop: 1, bFrames: 0, rateControl: { kind: 'lossless', value: 0 }, options: { slicecrc: '1', slices: '4', coder: '1', context: '0' } });
export const h264 = (shape: StreamShape): Partial<VideoEncoder> => ({ codec: 'h264', encoder: 'libx264', profile: 'high', level: 40, pixel: shape.pixel.name, gop: 250, bFrames: 3, rateControl: { kind: 'crf', value: 16 }, options: { preset: 'veryfast' } });

export type PlanSpec = { readonly steps?: readonly Step[]; readonly cutsAt?: readonly number[]; readonly segmentsAt?: readonly number[]; readonly warm?: number; readonly encoder?: (shape: StreamShape) => Partial<VideoEncoder>; readonly kind?: 'source' | 'fields'; readonly resources?: Partial<Plan['resources']> };

/** A plan over the whole clip, segments beginning at the frames given. */
export function planOf({ media, index }: Source, spec: PlanSpec = {}): Plan {
  const { steps = [], segmentsAt = [], warm = 0, encoder = ffv1, kind = 'source' } = spec;
  const source = media.video.shape, result = { ...(steps.at(-1)?.output ?? source) };
  const stretches = stretchesOf({ in: 0, out: index.frames }, [], [{ map: kind === 'fields' ? 'fields' : 'same', scan: null }]);
  const map = buildMap({ stretches, index, timeBase: media.video.timeBase, epoch: index.pts[0]!, constant: true, rate: null }), factor = kind === 'fields' ? 2 : 1;
  const starts = [0, ...segmentsAt];
  const segments: Segment[] = starts.map((from, id) => {
    const to = starts[id + 1] ?? index.frames;
    return { id, from, to, first: from * factor, count: (to - from) * factor, warm: (spec.cutsAt ?? []).includes(from) ? 0 : Math.min(from, warm) };
  });
  const video: VideoEncoder = {
    codec: '', encoder: '', profile: null, level: null, pixel: result.pixel.name, width: result.width, height: result.height, sar: result.sar, rate: result.rate, timeBase: map.timeBase,
    fieldOrder: result.fieldOrder === 'unknown' ? 'progressive' : result.fieldOrder, gop: 1, bFrames: 0, threads: 2, globalHeader: true, rateControl: { kind: 'lossless', value: 0 }, options: {}, ...encoder(result),
  };
  return {
    version: 1, revision: 1, media, source, result, steps, map, scan: [], segments, clip: { in: 0, out: index.frames }, notices: [], skipped: [], streams: [],
    delivery: { name: 'test', title: 'a test', container: 'mkv', video, rotation: 0, mirrored: false },
    resources: { device: 'cpu', provider: 'cpu', precision: 'fp32', threads: { decode: 2, filter: 2, encode: 2, session: 2 }, tile: null, memoryBytes: 0, diskBytes: 0, ...spec.resources },
  } as unknown as Plan;
}

export type Ran = VideoResult & { readonly units: readonly Unit[]; readonly folder: string; readonly revisions: readonly string[] };
let attempts = 0;

/** Runs a plan in a folder of its own. */
export async function runPlan(source: Source, plan: Plan, over: Partial<VideoRun> & { readonly cutsAt?: readonly number[] } = {}): Promise<Ran> {
  const folder = join(source.folder, `attempt-${++attempts}`);
  await mkdir(folder);
  const units: Unit[] = [], revisions: string[] = [];
  const result = await runVideo({
    plan, index: source.index, cuts: Uint32Array.from(over.cutsAt ?? []), pending: plan.segments.map(({ id }) => id), folder, signal: new AbortController().signal,
    onUnit: (unit) => units.push(unit), onRevision: (_plan, why) => revisions.push(why), ...over,
  });
  return { ...result, units, folder, revisions };
}

export type Picture = { readonly pts: number; readonly planes: Uint8Array[] };

/** Every frame of finished units, in order. */
export async function decodeUnits(units: readonly Unit[], shape: StreamShape): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const { path } of units) {
    const reader = await openPacketFile(path);
    const decoder = await openPacketDecoder(reader.parameters, { threads: 1 });
    const take = (frames: Awaited<ReturnType<typeof decoder.flush>>): void => {
      for (const frame of frames) {
        const planes = allocatePlanes(shape);
        copyOut(frame, planes);
        pictures.push({ pts: Number(frame.pts), planes: planes.planes.map(({ data }) => new Uint8Array(data.buffer.slice(0) as unknown as ArrayBuffer)) });
        frame.free();
      }
    };
    for await (const packet of reader.read()) take(await decoder.push(packet));
    take(await decoder.flush());
    decoder.close();
    await reader.close();
  }
  return pictures;
}

/** What the test of kills runs in both processes: a filter that remembers, H.264, four segments, one beginning inside a shot. */
export function killablePlan(source: Source): Plan {
  const { shape } = source.media.video;
  return planOf(source, { steps: [filterStep('hqdn3d=4', { input: shape, output: shape, warmup: 12 })], segmentsAt: [9, 17, 31], warm: 12, cutsAt: [17, 31], encoder: h264 });
}
