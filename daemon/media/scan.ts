// One pass over the packets of the video stream, without decoding: everything an index can be made of.
import { AV_NOPTS_VALUE, AV_PKT_DATA_NEW_EXTRADATA, AV_PKT_DATA_PARAM_CHANGE, AV_PKT_FLAG_CORRUPT, AV_PKT_FLAG_DISCARD, AV_PKT_FLAG_KEY, avGetCodecName, type Packet, type Stream } from 'node-av';
import { frameFlag } from '../../shared/media.ts';
import { groupHeader, isHiddenPicture, nalLengthSize, parameterBytes } from './bitstream.ts';
import { selectStreams, visitPackets } from './demux.ts';
import { openFieldPairing, type FieldPairing } from './field-pairs.ts';
import { isCover, type Input } from './open.ts';
import { pictureSizes, type PictureFile } from './open-pictures.ts';
import { carriesUserData, hasCaptions } from './user-data.ts';

/** Columns over all packets of the video stream in coding order. Times in ticks, NaN where the file says none; `position` -1 likewise. */
export type Packets = {
  readonly pts: number[]; readonly dts: number[]; readonly duration: number[]; readonly position: number[];
  /** Bits of `frameFlag`. */
  readonly flags: number[];
  /** False for second fields, pictures that are never shown and those that an edit list leaves out. */
  readonly shown: boolean[];
  bytes: number;
  /** Packets that an edit list leaves out. */
  discarded: number;
  /** False when reading stopped at damage before the end. */
  whole: boolean;
  /** Bytes of each cover, by stream. */
  readonly covers: Map<number, number>;
  firstGroup: { readonly timecode: string; readonly closed: boolean } | null;
  /** Whether a key packet carries caption data. */
  captions: boolean;
};

/** Reads all of the stream's packets. @throws FrameWrightError input-unreadable when the disk fails, cancelled. */
export async function scanPackets(input: Input, stream: Stream, signal?: AbortSignal): Promise<Packets> {
  if (input.pictures) return picturePackets(input.pictures);
  const packets: Packets = { pts: [], dts: [], duration: [], position: [], flags: [], shown: [], bytes: 0, discarded: 0, whole: true, covers: new Map(), firstGroup: null, captions: false };
  const covers = input.streams.filter(isCover).map((cover) => cover.index);
  selectStreams(input, [stream.index, ...covers]);
  const look = openLook(stream);
  const { whole } = await visitPackets(input, (packet) => {
    if (covers.includes(packet.streamIndex)) packets.covers.set(packet.streamIndex, packet.size);
    if (packet.streamIndex !== stream.index) return;
    const { changed, shown } = look(packet, packets);
    addRow(packets, packet, changed, shown);
  }, signal);
  packets.whole = whole;
  return packets;
}

/** Each picture is a key frame; its file need not be read to know that. */
async function picturePackets(pictures: readonly PictureFile[]): Promise<Packets> {
  const sizes = await pictureSizes(pictures), numbers = pictures.map((_, n) => n);
  return {
    pts: numbers, dts: numbers, duration: pictures.map(() => 1), position: pictures.map(({ number }) => number), flags: pictures.map(() => frameFlag.key),
    shown: pictures.map(() => true), bytes: sizes.reduce((sum, size) => sum + size, 0), discarded: 0, whole: true, covers: new Map(), firstGroup: null, captions: false,
  };
}

function addRow(packets: Packets, packet: Packet, changed: boolean, shown: boolean): void {
  const flags = packet.flags;
  const discarded = (flags & AV_PKT_FLAG_DISCARD) !== 0;
  packets.pts.push(ticks(packet.pts));
  packets.dts.push(ticks(packet.dts));
  packets.duration.push(Number(packet.duration));
  packets.position.push(Number(packet.pos));
  packets.flags.push((flags & AV_PKT_FLAG_KEY ? frameFlag.key : 0) | (flags & AV_PKT_FLAG_CORRUPT ? frameFlag.corrupt : 0) | (changed ? frameFlag.parameterChange : 0));
  packets.shown.push(shown && !discarded);
  packets.bytes += packet.size;
  if (discarded) packets.discarded++;
}

/** A packet's time as a number; NaN when it has none. */
export const ticks = (time: bigint): number => (time === AV_NOPTS_VALUE ? NaN : Number(time));

type Look = (packet: Packet, packets: Packets) => { changed: boolean; shown: boolean };

/** Looks into packets only as far as their codec makes it necessary. */
function openLook(stream: Stream): Look {
  const codec = avGetCodecName(stream.codecpar.codecId) ?? '';
  const extradata = stream.codecpar.extradata;
  const lengthSize = nalLengthSize(codec, extradata);
  let parameters: string | null = null;
  let pairing: FieldPairing | null | undefined;
  return (packet, packets) => {
    let changed = packets.pts.length > 0 && (packet.getSideData(AV_PKT_DATA_NEW_EXTRADATA) !== null || packet.getSideData(AV_PKT_DATA_PARAM_CHANGE) !== null);
    const key = (packet.flags & AV_PKT_FLAG_KEY) !== 0;
    const data = key || pairing !== null || codec === 'vp8' ? (packet.data ?? Buffer.alloc(0)) : null;
    if (key && data) {
      const now = parameterBytes(codec, data, lengthSize);
      changed ||= now !== null && parameters !== null && now !== parameters;
      parameters = now ?? parameters;
      packets.captions ||= carriesUserData(codec) && hasCaptions(data);
      if (!packets.firstGroup && codec === 'mpeg2video') packets.firstGroup = groupHeader(data);
    }
    if (data && pairing === undefined) pairing = openFieldPairing(codec, extradata, data);
    const second = data && pairing ? pairing(data) : false;
    return { changed, shown: !second && !(data && isHiddenPicture(codec, data)) };
  };
}
