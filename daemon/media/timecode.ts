// The time code of a recording's first frame, wherever the file keeps it.
import { AV_FRAME_DATA_S12M_TIMECODE, type Frame, type Stream } from 'node-av';
import type { Input } from './open.ts';
import type { Packets } from './scan.ts';

const timecode = /^\d{2}:\d{2}:\d{2}[:;.]\d{2,3}$/;

/** `HH:MM:SS:FF`, `;` before the frames when it drops: from the video stream's tags, a time code track, the container, the frames, the GOP headers. */
export function timecodeOf(input: Input, video: Stream, packets: Packets, frames: readonly Frame[]): string | null {
  const tags = [video, ...input.streams].map((stream) => tagOf(stream.metadata?.getAll() ?? {}));
  const found = [...tags, tagOf(input.metadata), ...frames.slice(0, 1).map(frameTimecode), groupTimecode(packets)].find((value) => value);
  return found?.replace('.', ';') ?? null;
}

const tagOf = (tags: Record<string, string>): string | null => {
  const value = Object.entries(tags).find(([key]) => key.toLowerCase() === 'timecode')?.[1];
  return value && timecode.test(value) ? value : null;
};

/** SMPTE ST 12-1 as FFmpeg keeps it: a count of one to three, then 32-bit words with BCD digits (av_timecode_make_smpte_tc_string2). */
function frameTimecode(frame: Frame): string | null {
  const data = frame.getSideData(AV_FRAME_DATA_S12M_TIMECODE);
  if (!data || data.length < 8 || data.readUInt32LE(0) === 0) return null;
  const word = data.readUInt32LE(4);
  const digits = (shift: number, tens: number): string => `${(word >>> (shift + 4)) & tens}${(word >>> shift) & 15}`;
  return `${digits(0, 3)}:${digits(8, 7)}:${digits(16, 7)}${word & (1 << 30) ? ';' : ':'}${digits(24, 3)}`;
}

/** Encoders without a time code write zeros into every GOP header, so zero says nothing. */
const groupTimecode = (packets: Packets): string | null => (packets.firstGroup && !/^00:00:00[:;]00$/.test(packets.firstGroup.timecode) ? packets.firstGroup.timecode : null);
