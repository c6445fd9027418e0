// The restored picture as one track: segments joined, every decoding time computed from the presentation times and the reorder depth.
import { AV_DISPOSITION_DEFAULT, AV_PKT_DATA_CONTENT_LIGHT_LEVEL, AV_PKT_DATA_DISPLAYMATRIX, AV_PKT_DATA_MASTERING_DISPLAY_METADATA, type CodecParameters } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Plan } from '../../shared/plan.ts';
import { rescale } from '../../shared/time.ts';
import { containerTraits } from './containers.ts';
import { addImmersive } from './hdr.ts';
import { hasShapeOf } from './immersive.ts';
import { storedPicture } from './mux-payload.ts';
import { contentLightBytes, masteringDisplayBytes } from './mux-side-data.ts';
import { streamMetadata, type Track } from './mux-track.ts';
import { openPacketFile, type PacketReader } from './packet-file.ts';
import { isUpright, turnBytes } from './turn.ts';
import { writeParameters, type EncodedPacket, type EncodedParameters } from './parameters.ts';

export type VideoUnits = { readonly parameters: EncodedParameters; readonly reorder: number; readonly readers: readonly PacketReader[] };

/** Opens all segments. @throws FrameWrightError `verify-failed` when one is damaged, `internal` when their headers differ or frames are missing. */
export async function openVideoUnits(paths: readonly string[], plan: Plan): Promise<VideoUnits> {
  const readers: PacketReader[] = [];
  try {
    for (const path of paths) readers.push(await openPacketFile(path));
    const first = readers[0]?.parameters;
    if (!first) throw fault('there is no segment');
    readers.forEach(({ parameters }, i) => { if (JSON.stringify(parameters) !== JSON.stringify(first)) throw fault(`segment ${i} was encoded with another header than the first`); });
    const frames = readers.reduce((sum, reader) => sum + reader.packets, 0);
    if (frames !== plan.map.frames) throw fault(`the segments hold ${frames} frames, the plan ${plan.map.frames}`);
    return { parameters: first, reorder: readers.reduce((most, reader) => Math.max(most, reader.reorder), 0), readers };
  } catch (error) {
    for (const reader of readers) await reader.close();
    throw error;
  }
}

/** The track of the result's picture, with the tags that the plan says. */
export function videoTrack({ parameters, reorder }: VideoUnits, plan: Plan): Track {
  const { delivery, media } = plan;
  const hvc1 = parameters.codecTag === 0 && delivery.video.codec === 'hevc' && containerTraits[delivery.container].iso;
  return {
    source: media.video.index, timeBase: plan.map.timeBase, disposition: AV_DISPOSITION_DEFAULT, sar: delivery.video.sar,
    stored: storedPicture(delivery.video.codec, parameters.extradata === null ? null : Buffer.from(parameters.extradata, 'base64'), hvc1),
    // A rate is only said where it is true, or where a timecode is counted by it.
    frameRate: plan.map.even || delivery.timecode ? delivery.video.rate : undefined,
    metadata: { ...streamMetadata(media.video.metadata, delivery.container), ...(delivery.timecode ? { timecode: delivery.timecode } : {}) },
    describe: (to) => {
      writeParameters(to, { ...parameters, videoDelay: reorder });
      // Apple's players want HEVC headers outside the stream, as they are here, under this name.
      if (hvc1) to.codecTag = 'hvc1';
      addSideData(to, plan);
    },
  };
}

function addSideData(to: CodecParameters, { delivery, media, source, result }: Plan): void {
  const { masteringDisplay, contentLight } = media.video.hdr;
  if (!isUpright(delivery)) to.addCodedSideData(AV_PKT_DATA_DISPLAYMATRIX, turnBytes(delivery, result));
  if (containerTraits[delivery.container].immersive && hasShapeOf(source, result)) addImmersive(to, media.video.immersive);
  if (masteringDisplay) to.addCodedSideData(AV_PKT_DATA_MASTERING_DISPLAY_METADATA, masteringDisplayBytes(masteringDisplay));
  if (contentLight) to.addCodedSideData(AV_PKT_DATA_CONTENT_LIGHT_LEVEL, contentLightBytes(contentLight));
}

/**
 * All packets in coding order. Sorted presentation times, `reorder` places late, are the decoding times: with d places of reordering the k-th packet
 * is decoded when the (k − d)-th picture is shown; the first d lie before the first picture, a frame's length apart.
 * @throws FrameWrightError `internal` when times repeat or a picture would be shown before it is decoded.
 */
export async function* videoPackets({ readers, reorder }: VideoUnits, plan: Plan): AsyncGenerator<EncodedPacket> {
  const nominal = Math.max(1, rescale(1, { num: plan.delivery.video.rate.den, den: plan.delivery.video.rate.num }, plan.map.timeBase));
  const order = openOrder(reorder, nominal), waiting: EncodedPacket[] = [];
  for (const reader of readers) {
    for await (const packet of reader.read()) {
      waiting.push(packet);
      order.add(packet.pts);
      // One frame further than the depth is known, so every frame's length is known too.
      if (waiting.length > reorder + 1) yield timed(waiting.shift()!, order);
    }
  }
  order.end(plan.map.end);
  for (const packet of waiting) yield timed(packet, order);
}

function timed(packet: EncodedPacket, order: Order): EncodedPacket {
  const dts = order.nextDts(), duration = order.durationOf(packet.pts);
  if (dts > packet.pts) throw fault(`the frame at ${packet.pts} is decoded only at ${dts}`);
  return { ...packet, dts, duration };
}

type Order = { add(pts: number): void; /** The time at which the last frame is no longer shown. */ end(time: number): void; nextDts(): number; durationOf(pts: number): number };

/** Presentation times near the current packet, sorted. */
function openOrder(reorder: number, nominal: number): Order {
  const times: number[] = [];
  let first = NaN, given = 0, dropped = 0, closing = NaN;
  return {
    add: (pts) => {
      const at = times.findLastIndex((time) => time < pts) + 1;
      if (times[at] === pts || (at === 0 && dropped > 0)) throw fault(`two frames claim the time ${pts}`);
      times.splice(at, 0, pts);
      first = Number.isNaN(first) ? pts : Math.min(first, pts);
    },
    end: (time) => { closing = time; },
    nextDts: () => {
      const place = given++ - reorder;
      const dts = place < 0 ? first + place * nominal : times[place - dropped]!;
      // Frames far behind the decoder are no longer asked for.
      while (dropped < place - 2 * reorder - 2) { times.shift(); dropped++; }
      return dts;
    },
    durationOf: (pts) => (times[times.indexOf(pts) + 1] ?? (closing > pts ? closing : pts + nominal)) - pts,
  };
}

const fault = (why: string): FrameWrightError => new FrameWrightError('internal', { what: 'the segments do not fit together', why });
