// A Matroska file with everything that travels beside the picture: text and picture subtitles, a font, a cover, chapters, tags.
import { AV_CODEC_ID_ASS, AV_CODEC_ID_HDMV_PGS_SUBTITLE, AV_CODEC_ID_MJPEG, AV_CODEC_ID_SUBRIP, AV_CODEC_ID_TTF, AV_DISPOSITION_FORCED, AVMEDIA_TYPE_ATTACHMENT, AVMEDIA_TYPE_SUBTITLE, FormatContext, Packet } from 'node-av';
import { finishFile } from '../../../daemon/media/mux-finish.ts';
import { openOutput } from '../../../daemon/media/mux-output.ts';
import type { Moving, Track } from '../../../daemon/media/mux-track.ts';
import { readPacket, readParameters, writeParameters, type EncodedPacket } from '../../../daemon/media/parameters.ts';
import { makeClip } from '../../fixtures/clip.ts';

const milliseconds = { num: 1, den: 1000 };
export const font = Buffer.from('not really a font, but its bytes must arrive');
export const cover = Buffer.from('/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=', 'base64');
export const subtitles = [[100, 300, 'Hello <i>there</i>'], [450, 400, 'Zwei Zeilen\nhier'], [900, 600, 'Past the cut']] as const;
/** A picture subtitle: a composition without objects, and its end. Nobody here decodes it, its bytes must stay. */
export const picture = Buffer.from('16000b00400030100001800000008000' + '00', 'hex');

const subtitle = (codecId: number, metadata: Record<string, string>, extradata?: Buffer, disposition = 0): Track => ({
  source: 0, timeBase: milliseconds, metadata, disposition, describe: (to) => { to.codecType = AVMEDIA_TYPE_SUBTITLE; to.codecId = codecId as never; if (extradata) to.extradata = extradata; },
});
const attachment = (codecId: number, extradata: Buffer, metadata: Record<string, string>): Track => ({
  source: 0, timeBase: milliseconds, metadata, disposition: 0, describe: (to) => { to.codecType = AVMEDIA_TYPE_ATTACHMENT; to.codecId = codecId as never; to.extradata = extradata; },
});
const cue = (pts: number, duration: number, data: Buffer): EncodedPacket => ({ pts, dts: pts, duration, flags: 1, data, sideData: [] });

/** Writes it: two seconds of picture and sound, then the rest. */
export async function makeRich(path: string): Promise<void> {
  const plain = `${path}.plain.mkv`;
  await makeClip(plain, { video: 'testsrc2=size=64x48:rate=25', frames: 50, bFrames: 0, codecOptions: { preset: 'ultrafast' }, audio: [{ source: 'sine=sample_rate=48000', codec: 'aac', language: 'ger' }] });
  const { tracks, packets } = await readAll(plain);
  const ass = Buffer.from('[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n');
  const all = [
    ...tracks, subtitle(AV_CODEC_ID_SUBRIP, { language: 'eng', title: 'English' }, undefined, AV_DISPOSITION_FORCED), subtitle(AV_CODEC_ID_ASS, { language: 'fre' }, ass), subtitle(AV_CODEC_ID_HDMV_PGS_SUBTITLE, { language: 'spa' }),
    attachment(AV_CODEC_ID_TTF, font, { filename: 'font.ttf', mimetype: 'font/ttf' }), attachment(AV_CODEC_ID_MJPEG, cover, { filename: 'cover.jpg', mimetype: 'image/jpeg' }),
  ];
  const more: Moving[] = [
    ...subtitles.map(([pts, duration, text]) => ({ track: 2, packet: cue(pts, duration, Buffer.from(text)) })),
    { track: 3, packet: cue(200, 500, Buffer.from('0,0,Default,,0,0,0,,{\\i1}Salut{\\i0}, toi')) }, { track: 4, packet: cue(500, 0, picture) },
  ];
  const output = await openOutput({ path, muxer: 'matroska', options: {}, metadata: { title: 'A film' }, tracks: all });
  for (const moving of [...packets, ...more].sort((a, b) => (a.packet.dts ?? a.packet.pts) - (b.packet.dts ?? b.packet.pts))) await output.write(moving);
  await output.finish();
  await finishFile(path, { container: 'mkv', chapters: [{ startNs: 0, endNs: 800_000_000, title: 'One', language: 'eng' }, { startNs: 800_000_000, endNs: 2_000_000_000, title: 'Two', language: 'eng' }], runIns: [], languages: [], range: 'unspecified' });
}

/** Every track and packet of a file, as they are; times in milliseconds. */
export async function readAll(path: string): Promise<{ tracks: Track[]; packets: Moving[] }> {
  const input = new FormatContext(), packet = new Packet(), packets: Moving[] = [];
  await input.openInput(path);
  await input.findStreamInfo();
  packet.alloc();
  while (await input.readFrame(packet) >= 0) {
    packets.push({ track: packet.streamIndex, packet: readPacket(packet) });
    packet.unref();
  }
  const tracks = input.streams.map((stream): Track => {
    const parameters = { ...readParameters(stream.codecpar, stream.timeBase), codecTag: 0 };
    return { source: stream.index, timeBase: milliseconds, metadata: stream.metadata?.getAll() ?? {}, disposition: stream.disposition, runIn: parameters.initialPadding, describe: (to) => writeParameters(to, parameters) };
  });
  await input.closeInput();
  return { tracks, packets };
}
