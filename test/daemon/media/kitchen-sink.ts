// Files that hold something of everything that travels beside a picture, as far as their container goes: made by FFmpeg's own muxers.
import {
  AV_CODEC_ID_ASS, AV_CODEC_ID_BIN_DATA, AV_CODEC_ID_DVB_TELETEXT, AV_CODEC_ID_EIA_608, AV_CODEC_ID_HDMV_PGS_SUBTITLE, AV_CODEC_ID_MJPEG, AV_CODEC_ID_MOV_TEXT, AV_CODEC_ID_SMPTE_KLV, AV_CODEC_ID_SUBRIP,
  AV_CODEC_ID_TIMED_ID3, AV_CODEC_ID_TTF, AV_DISPOSITION_ATTACHED_PIC, AV_DISPOSITION_COMMENT, AV_DISPOSITION_FORCED, AV_DISPOSITION_HEARING_IMPAIRED, AVMEDIA_TYPE_ATTACHMENT, AVMEDIA_TYPE_DATA, AVMEDIA_TYPE_SUBTITLE, AVMEDIA_TYPE_VIDEO,
} from 'node-av';
import { finishFile } from '../../../daemon/media/mux-finish.ts';
import { openOutput, writeAll } from '../../../daemon/media/mux-output.ts';
import type { Moving, Track } from '../../../daemon/media/mux-track.ts';
import { sampleDescription } from '../../../daemon/media/subtitle-text.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { cover, font, picture, readAll } from './rich.ts';

export type Sink = 'mkv' | 'mov' | 'mp4' | 'ts';
type Extra = { readonly track: Track; readonly at: readonly (readonly [number, number, Buffer])[] };

const milliseconds = { num: 1, den: 1000 };
const extra = (codecType: number, codecId: number, metadata: Record<string, string>, at: Extra['at'], more: { readonly extradata?: Buffer; readonly tag?: string; readonly disposition?: number } = {}): Extra => ({
  at, track: { source: 0, timeBase: milliseconds, metadata, disposition: more.disposition ?? 0, describe: (to) => {
    Object.assign(to, { codecType, codecId, ...(more.extradata ? { extradata: more.extradata } : {}), ...(more.tag ? { codecTag: more.tag } : {}), ...(codecType === AVMEDIA_TYPE_VIDEO ? { width: 1, height: 1 } : {}) });
  } },
});
const bytes = (text: string): Buffer => Buffer.from(text);
const timed = (text: string): Buffer => Buffer.concat([Buffer.of(0, text.length), bytes(text)]);
const ass = bytes('[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n');

const measurements = (id: number, tag?: string): Extra => extra(AVMEDIA_TYPE_DATA, id, {}, [[0, 500, bytes(`${tag ?? id} one, padded to some bytes`)], [500, 500, bytes(`${tag ?? id} two, padded to some bytes`)]], tag ? { tag } : {});
const captionTrack = extra(AVMEDIA_TYPE_SUBTITLE, AV_CODEC_ID_EIA_608, { language: 'eng' }, [[200, 100, Buffer.from('fc9420fc942c', 'hex')], [600, 100, Buffer.from('fcc8e5fc6c6c', 'hex')]]);

const extras: Readonly<Record<Sink, readonly Extra[]>> = {
  mkv: [
    extra(AVMEDIA_TYPE_SUBTITLE, AV_CODEC_ID_SUBRIP, { language: 'eng', title: 'English' }, [[100, 300, bytes('Hello <i>there</i>')]], { disposition: AV_DISPOSITION_FORCED }),
    extra(AVMEDIA_TYPE_SUBTITLE, AV_CODEC_ID_ASS, { language: 'fre' }, [[200, 500, bytes('0,0,Default,,0,0,0,,{\\i1}Salut{\\i0}, toi')]], { extradata: ass, disposition: AV_DISPOSITION_HEARING_IMPAIRED }),
    extra(AVMEDIA_TYPE_SUBTITLE, AV_CODEC_ID_HDMV_PGS_SUBTITLE, { language: 'spa' }, [[500, 0, picture]], { disposition: AV_DISPOSITION_COMMENT }),
    extra(AVMEDIA_TYPE_ATTACHMENT, AV_CODEC_ID_TTF, { filename: 'font.ttf', mimetype: 'font/ttf' }, [], { extradata: font }),
    extra(AVMEDIA_TYPE_ATTACHMENT, AV_CODEC_ID_MJPEG, { filename: 'cover.jpg', mimetype: 'image/jpeg' }, [], { extradata: cover }),
  ],
  mov: [
    extra(AVMEDIA_TYPE_SUBTITLE, AV_CODEC_ID_MOV_TEXT, { language: 'eng' }, [[0, 100, timed('')], [100, 300, timed('Hello')]], { extradata: sampleDescription }),
    captionTrack, measurements(AV_CODEC_ID_BIN_DATA, 'gpmd'),
  ],
  mp4: [
    extra(AVMEDIA_TYPE_SUBTITLE, AV_CODEC_ID_MOV_TEXT, { language: 'ger' }, [[0, 100, timed('')], [100, 300, timed('Hallo')]], { extradata: sampleDescription, disposition: AV_DISPOSITION_FORCED }),
    measurements(AV_CODEC_ID_BIN_DATA, 'gpmd'), extra(AVMEDIA_TYPE_VIDEO, AV_CODEC_ID_MJPEG, {}, [[0, 0, cover]], { disposition: AV_DISPOSITION_ATTACHED_PIC }),
  ],
  ts: [
    measurements(AV_CODEC_ID_SMPTE_KLV), measurements(AV_CODEC_ID_TIMED_ID3),
    extra(AVMEDIA_TYPE_SUBTITLE, AV_CODEC_ID_DVB_TELETEXT, { language: 'ger' }, [[300, 100, Buffer.concat([Buffer.of(0x10), Buffer.alloc(45, 0x55)])]], { extradata: Buffer.of(0x10, 0) }),
  ],
};

const muxers = { mkv: 'matroska', mov: 'mov', mp4: 'mp4', ts: 'mpegts' } as const;
/** Tags of the film and of the camera. */
export const filmTags = { title: 'A film', artist: 'Somebody', date: '1999-05-01', creation_time: '2011-03-04T05:06:07.000000Z', location: '+48.1371+011.5754/', make: 'Camera', 'com.apple.quicktime.model': 'iPhone 12', reel: 'A001' };

/** Writes such a file: a second and a half of picture with captions, two tracks of sound, a further picture, and the rest. */
export async function makeSink(path: string, sink: Sink): Promise<void> {
  const parts = [`${path}.main.mkv`, `${path}.further.mkv`] as const, rate = '30000/1001';
  const captions = (frame: number): Buffer => Buffer.of(0xfc, 0x94, 0x20 + (frame % 16), 0xff, frame, frame);
  await makeClip(parts[0], { video: `testsrc2=size=64x48:rate=${rate}`, frames: 45, bFrames: 2, gop: 15, captions, codecOptions: { preset: 'ultrafast' }, audio: [{ source: 'sine=sample_rate=48000', codec: 'aac', language: 'ger' }, { source: 'sine=sample_rate=48000:frequency=800', codec: 'ac3', language: 'eng' }] });
  await makeClip(parts[1], { video: `testsrc=size=32x32:rate=${rate}`, frames: 45, bFrames: 1, gop: 15, codecOptions: { preset: 'ultrafast' } });
  const read = await Promise.all(parts.map((part) => readAll(part)));
  const main = read[0]!, further = read[1]!, added = extras[sink];
  const first = main.tracks[0]!, picture: Track = { ...first, disposition: 1, frameRate: { num: 30000, den: 1001 }, metadata: sink === 'mov' || sink === 'mp4' ? { timecode: '01:00:00;10' } : sink === 'mkv' ? { timecode: '01:00:00;10' } : {} };
  const tracks = [picture, ...main.tracks.slice(1).map((track, i) => ({ ...track, metadata: { ...track.metadata, title: i === 0 ? 'Ton' : 'Comments' }, disposition: i === 0 ? 1 : AV_DISPOSITION_COMMENT })), { ...further.tracks[0]!, disposition: 0 }, ...added.map(({ track }) => track)];
  const at = main.tracks.length;
  const packets: Moving[] = [
    ...main.packets, ...further.packets.map(({ packet }) => ({ track: at, packet })),
    ...added.flatMap(({ at: cues }, i) => cues.map(([pts, duration, data]) => ({ track: at + 1 + i, packet: { pts, dts: pts, duration, flags: 1, data, sideData: [] } }))),
  ];
  const start = sink === 'ts' ? 2000 : 0, shifted = packets.map(({ track, packet }) => ({ track, packet: { ...packet, pts: packet.pts + start, dts: (packet.dts ?? packet.pts) + start } }));
  const output = await openOutput({ path, muxer: muxers[sink], options: sink === 'mov' ? { movflags: 'use_metadata_tags', video_track_timescale: '30000' } : sink === 'mp4' ? { video_track_timescale: '30000' } : {}, metadata: sink === 'ts' ? {} : filmTags, tracks });
  await writeAll(sorted(shifted), output);
  const chapters = [{ startNs: 0, endNs: 800_000_000, title: 'One', language: 'eng' }, { startNs: 800_000_000, endNs: 1_500_000_000, title: 'Two', language: 'eng' }];
  if (sink === 'mkv' || sink === 'mp4') await finishFile(path, { container: sink, chapters, runIns: [], languages: [], range: 'unspecified' });
}

async function* sorted(packets: readonly Moving[]): AsyncGenerator<Moving> {
  yield* [...packets].sort((a, b) => (a.packet.dts ?? a.packet.pts) - (b.packet.dts ?? b.packet.pts));
}
