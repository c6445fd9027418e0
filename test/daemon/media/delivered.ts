// The way from a source to a result without any restoring: decode, encode in segments, mux. For tests of the output side.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAudio } from '../../../daemon/media/audio.ts';
import { openDecoder } from '../../../daemon/media/decode.ts';
import { openEncoder } from '../../../daemon/media/encode.ts';
import { openFilter } from '../../../daemon/media/filter.ts';
import { mayHold } from '../../../daemon/media/legality.ts';
import { secondsOfSpan, spanOf } from '../../../daemon/media/mux-range.ts';
import { mux, type Muxed, type MuxRequest } from '../../../daemon/media/mux.ts';
import { createPacketFile } from '../../../daemon/media/packet-file.ts';
import { pixelFormatOf } from '../../../daemon/media/pixel.ts';
import { probe } from '../../../daemon/media/probe.ts';
import type { FrameIndex, Media } from '../../../shared/media.ts';
import type { AudioEncoder, Plan, StreamPlan, VideoEncoder } from '../../../shared/plan.ts';
import { encoders } from './sound.ts';

export type Source = { readonly media: Media; readonly index: FrameIndex; readonly home: string };
export async function openSource(path: string): Promise<Source> {
  const home = await mkdtemp(join(tmpdir(), 'home-'));
  return { ...await probe(path, { home }), home };
}

export type Delivery = {
  readonly container: 'mp4' | 'mov' | 'mkv'; readonly video: VideoEncoder; readonly clip?: { in: number; out: number };
  /** First frames of segments after the first. */
  readonly cuts?: readonly number[]; readonly audio?: AudioEncoder; readonly delivery?: Partial<Plan['delivery']>;
};

/** As much of a plan as the output side reads. */
export function planFor({ media, index }: Source, { container, video, clip = { in: 0, out: index.frames }, audio, delivery }: Delivery): Plan {
  const pixel = pixelFormatOf(video.pixel), epoch = clip.in > 0 ? index.pts[clip.in]! : Math.min(0, index.pts[0]!);
  const muxer = { mp4: 'mp4', mov: 'mov', mkv: 'matroska' }[container];
  return {
    media, clip, source: media.video.shape, result: { ...media.video.shape, pixel },
    map: { timeBase: media.video.timeBase, sourceTimeBase: media.video.timeBase, constantRate: null, even: media.video.rate.constant, end: (clip.out < index.frames ? index.pts[clip.out]! : index.pts.at(-1)! + index.duration.at(-1)!) - epoch, epoch, frames: clip.out - clip.in, runs: [{ kind: 'source', first: clip.in, count: clip.out - clip.in }] },
    streams: streamPlans(media, container, audio), delivery: {
      name: 'test', title: 'Test', container, video, muxer, muxerOptions: container === 'mkv' ? {} : { movflags: '+faststart' }, timecode: null, rotation: 0, mirrored: false,
      chapters: container === 'mkv' ? 'matroska' : 'chpl', metadata: {}, ...delivery,
    },
  } as unknown as Plan;
}

function streamPlans(media: Media, container: Delivery['container'], audio: AudioEncoder | undefined): StreamPlan[] {
  const rows = [...media.audio.map((each) => ({ each, type: 'audio' as const })), ...media.subtitles.map((each) => ({ each, type: 'subtitle' as const })), ...media.data.map((each) => ({ each, type: 'data' as const })), ...media.attachments.map((each) => ({ each, type: 'attachment' as const }))];
  return rows.map(({ each, type }) => {
    const held = audio && type === 'audio' ? { action: 'encode' as const, becomes: audio.codec } : mayHold(container, type, each);
    return { index: each.index, type, action: held.action, becomes: held.becomes, steps: [], encoder: held.action === 'encode' ? (audio ?? encoders['aac']!) : null, why: null };
  });
}

/** Settings whose size, rate and time base are the source's. */
export const fitted = (settings: VideoEncoder, { media }: Source): VideoEncoder =>
  ({ ...settings, width: media.video.shape.width, height: media.video.shape.height, sar: media.video.shape.sar, rate: media.video.rate.nominal, timeBase: media.video.timeBase });

/** Makes the result; returns its path. */
export async function deliver(source: Source, delivery: Delivery, name = 'result'): Promise<{ path: string; plan: Plan; muxed: Muxed; request: MuxRequest }> {
  const plan = planFor(source, delivery), folder = await mkdtemp(join(tmpdir(), 'deliver-'));
  const { path: original } = source.media, into = join(folder, `${name}.${delivery.container}`);
  const videoUnits = await encodeSegments(source, plan, delivery.cuts ?? [], folder);
  const audioUnits: Record<number, string> = {};
  const span = secondsOfSpan(spanOf(plan, source.index));
  for (const each of plan.streams.filter(({ action, type }) => action === 'encode' && type === 'audio')) {
    audioUnits[each.index] = join(folder, `audio-${each.index}.packets`);
    await runAudio({ source: original, stream: source.media.audio.find(({ index }) => index === each.index)!, plan: each, ...span, into: audioUnits[each.index]! });
  }
  const request = { plan, index: source.index, source: original, videoUnits, audioUnits, moved: new Map<number, number>(), into };
  return { path: into, plan, muxed: await mux(request), request };
}

async function encodeSegments({ media, index }: Source, plan: Plan, cuts: readonly number[], folder: string): Promise<string[]> {
  const decoder = await openDecoder(media, index, { threads: 1 }), { pixel } = plan.delivery.video;
  const filter = await openFilter(`${media.video.shape.pixel.name === pixel ? 'null' : `scale,format=${pixel}`}`, { shape: media.video.shape, timeBase: { num: 1, den: 25 } }, { threads: 1 });
  const bounds = [plan.clip.in, ...cuts, plan.clip.out], paths: string[] = [];
  for (const [i, first] of bounds.slice(0, -1).entries()) {
    const encoder = await openEncoder(plan.delivery.video, plan.result.colour, media.video.hdr);
    const path = join(folder, `video-${i}.packets`), file = await createPacketFile(path, encoder.parameters);
    await decoder.from(first);
    for (let n = first; n < bounds[i + 1]!; n++) {
      const read = (await decoder.read())!;
      read.frame.pts = BigInt(n);
      for (const frame of await filter.push(read.frame)) for (const packet of await encoder.push(frame, index.pts[n]! - plan.map.epoch)) await file.write(packet);
    }
    for (const packet of await encoder.flush()) await file.write(packet);
    await file.finish();
    encoder.close();
    paths.push(path);
  }
  filter.close();
  await decoder.close();
  return paths;
}
