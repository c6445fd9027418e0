// Packets of the video stream from any key frame on, each with its number in coding order. Seeking by time is late by up to a GOP in transport and
// program streams, so every arrival is checked against the index; when nothing fits, the file is read from its start, which always does.
import { AVSEEK_FLAG_BACKWARD, AVSEEK_FLAG_BYTE, Packet, type Stream } from 'node-av';
import { frameFlag, type FrameIndex } from '../../shared/media.ts';
import { readPacket, selectStreams } from './demux.ts';
import { openInput, type Input, type InputRef } from './open.ts';
import { ticks } from './scan.ts';

export type Feed = {
  /** Makes `next` give packet `coding`. Seeks to it when it is a key frame's, else reads on or from the start. */
  to(coding: number): Promise<void>;
  /** Fills `packet` and gives its number in coding order, which is its time too. Null at the end. */
  next(packet: Packet): Promise<number | null>;
  /** The stream as the demuxer describes it. */
  stream(): Stream;
  close(): Promise<void>;
};

/** As much of a Media as reading its packets takes. `container` is FFmpeg's demuxer name. */
export type Source = Exclude<InputRef, string> & { readonly container: string; readonly video: { readonly index: number } };

/** Packets after which a seek that met no known key frame counts as failed. */
const patience = 4096;
/** Containers whose byte positions a seek reaches exactly. */
const byteSeekable = new Set(['mpegts', 'mpeg']);

type Cursor = {
  readonly media: Source; readonly index: FrameIndex; readonly entries: ReadonlyMap<number, number>;
  /** Coding numbers of key frames, rising. */
  readonly keys: readonly number[];
  /** The packet that a seek met, given next while `waiting`. */
  readonly held: Packet;
  input: Input; at: number; sought: boolean; waiting: boolean;
};

/** Opens the file of `media` for reading its video packets; `input`, when given, is taken over. @throws FrameWrightError as `openInput`. */
export async function openFeed(media: Source, index: FrameIndex, input?: Input): Promise<Feed> {
  const held = allocated();
  const cursor: Cursor = {
    media, index, held, entries: entryOfCoding(index), keys: keyCodings(index), input: input ?? await openVideo(media), at: 0, sought: false, waiting: false,
  };
  return {
    to: (coding) => to(cursor, coding), next: (packet) => next(cursor, packet), stream: () => cursor.input.streams[media.video.index]!,
    close: async () => { held.free(); await cursor.input.close(); },
  };
}

async function to(cursor: Cursor, coding: number): Promise<void> {
  const ahead = coding - cursor.at;
  if (ahead < 0 || ahead > cursor.input.nearby) await seek(cursor, coding);
  await skipTo(cursor, coding);
}

async function next(cursor: Cursor, packet: Packet): Promise<number | null> {
  const coding = cursor.at;
  if (!(await take(cursor, packet))) return null;
  if (cursor.sought && !agrees(cursor, packet)) {
    await rewind(cursor);
    await skipTo(cursor, coding);
    if (!(await take(cursor, packet))) return null;
  }
  cursor.at++;
  packet.pts = BigInt(coding);
  packet.dts = BigInt(coding);
  return coding;
}

/** Goes to a key frame at or before `coding`, further back as long as a seek comes out behind it, at last to the start. */
async function seek(cursor: Cursor, coding: number): Promise<void> {
  const place = cursor.keys.findLastIndex((key) => key <= coding);
  for (let back = 0; place - back > 0; back = back * 2 + 1) {
    const found = await land(cursor, cursor.keys[place - back]!);
    if (found === null || found > coding) continue;
    Object.assign(cursor, { at: found, sought: true, waiting: true });
    return;
  }
  await rewind(cursor);
}

/** Seeks towards a key frame; the number of the first key packet met that the index knows, or null. That packet is held. */
async function land(cursor: Cursor, key: number): Promise<number | null> {
  const { index, input, held, media } = cursor;
  const n = cursor.entries.get(key)!;
  const byte = byteSeekable.has(media.container) ? byteBefore(cursor, key) : -1;
  const target = byte >= 0 ? byte : Number.isNaN(index.dts[n]!) ? index.pts[n]! : index.dts[n]!;
  const code = await input.seek(byte >= 0 ? -1 : media.video.index, BigInt(target), byte >= 0 ? AVSEEK_FLAG_BYTE : AVSEEK_FLAG_BACKWARD);
  for (let looked = 0; code >= 0 && looked < patience && await advance(cursor, held); looked++) {
    const found = held.isKeyframe ? matching(cursor, held) : null;
    if (found !== null) return found;
  }
  return null;
}

/** Where in the file the packet starts, or the last one before it that says so: packets that begin inside another's have no position. */
function byteBefore(cursor: Cursor, coding: number): number {
  for (let at = coding; at >= 0 && at > coding - cursor.input.nearby; at--) {
    const n = cursor.entries.get(at);
    if (n !== undefined && cursor.index.position[n]! >= 0) return cursor.index.position[n]!;
  }
  return -1;
}

/** The one key frame of the index that a packet can be: same position and time; null when none or several fit. */
function matching(cursor: Cursor, packet: Packet): number | null {
  const position = Number(packet.pos), pts = ticks(packet.pts), dts = ticks(packet.dts);
  const { index, entries } = cursor;
  const fits = cursor.keys.filter((key) => {
    const n = entries.get(key)!;
    const sameTime = index.dts[n] === dts || index.pts[n] === pts;
    return position >= 0 ? index.position[n] === position && (sameTime || Number.isNaN(index.dts[n]!) || Number.isNaN(dts)) : sameTime;
  });
  return fits.length === 1 ? fits[0]! : null;
}

function agrees(cursor: Cursor, packet: Packet): boolean {
  const n = cursor.entries.get(cursor.at);
  const position = n === undefined ? -1 : cursor.index.position[n]!;
  return position < 0 || packet.pos < 0n || Number(packet.pos) === position;
}

async function rewind(cursor: Cursor): Promise<void> {
  await cursor.input.close();
  Object.assign(cursor, { input: await openVideo(cursor.media), at: 0, sought: false, waiting: false });
}

async function skipTo(cursor: Cursor, coding: number): Promise<void> {
  const packet = allocated();
  while (cursor.at < coding && await take(cursor, packet)) cursor.at++;
  packet.free();
}

async function take(cursor: Cursor, packet: Packet): Promise<boolean> {
  if (!cursor.waiting) return advance(cursor, packet);
  cursor.waiting = false;
  packet.unref();
  packet.ref(cursor.held);
  cursor.held.unref();
  return true;
}

async function advance(cursor: Cursor, packet: Packet): Promise<boolean> {
  while (await readPacket(cursor.input, packet)) if (packet.streamIndex === cursor.media.video.index) return true;
  return false;
}

async function openVideo(media: Source): Promise<Input> {
  const input = await openInput(media);
  selectStreams(input, [media.video.index]);
  return input;
}

function allocated(): Packet {
  const packet = new Packet();
  packet.alloc();
  return packet;
}

/** Index entry of every coding number that has one. */
export const entryOfCoding = (index: FrameIndex): Map<number, number> => new Map(Array.from(index.coding, (coding, n) => [coding, n]));

const keyCodings = (index: FrameIndex): number[] =>
  Array.from(index.coding).filter((_, n) => (index.flags[n]! & frameFlag.key) !== 0).sort((a, b) => a - b);
