// What the container says of every stream that is not the picture.
import {
  AV_CHANNEL_ORDER_UNSPEC, AV_CODEC_PROP_BITMAP_SUB, AVMEDIA_TYPE_ATTACHMENT, AVMEDIA_TYPE_AUDIO, AVMEDIA_TYPE_SUBTITLE, AVMEDIA_TYPE_VIDEO,
  avChannelLayoutDescribe, avGetBytesPerSample, avGetCodecName, avGetSampleFmtName, type AVSampleFormat, type Stream,
} from 'node-av';
import * as dispositions from 'node-av/constants';
import type { Attachment, AudioStream, DataStream, SubtitleStream } from '../../shared/media.ts';
import { hasHeader } from './codec-headers.ts';
import { isCover, isStillBrand, type Input } from './open.ts';
import { ticks } from './scan.ts';

export type OtherStreams = { readonly audio: AudioStream[]; readonly subtitles: SubtitleStream[]; readonly data: DataStream[]; readonly attachments: Attachment[]; readonly notices: string[] };

/** All streams but `video`, sorted by what they are; `covers` gives the bytes of covers by stream. Further video streams count as data, with a notice; those of `outside` belong to other programs. */
export function otherStreams(input: Input, video: Stream | null, covers: ReadonlyMap<number, number>, outside: ReadonlySet<number> = new Set()): OtherStreams {
  const found: OtherStreams = { audio: [], subtitles: [], data: [], attachments: [], notices: [] };
  for (const stream of input.streams) if (stream.index !== video?.index && !outside.has(stream.index)) sortStream(stream, found, covers);
  if (isStillBrand(input) && found.data.some(({ kind }) => kind === 'video')) found.notices.push('Its transparency is a picture of its own, which FFmpeg does not read with it; the result is opaque.');
  return found;
}

function sortStream(stream: Stream, found: OtherStreams, covers: ReadonlyMap<number, number>): void {
  const { codecpar } = stream;
  if (codecpar.codecType === AVMEDIA_TYPE_ATTACHMENT || isCover(stream)) found.attachments.push(describeAttachment(stream, covers));
  else if (codecpar.codecType === AVMEDIA_TYPE_AUDIO && soundFault(stream) === null) found.audio.push(describeAudio(stream));
  else if (codecpar.codecType === AVMEDIA_TYPE_SUBTITLE) found.subtitles.push({ ...streamBase(stream), kind: codecpar.hasProperties(AV_CODEC_PROP_BITMAP_SUB) ? 'bitmap' : 'text' });
  else {
    const kind = codecpar.codecType === AVMEDIA_TYPE_VIDEO ? 'video' : codecpar.codecType === AVMEDIA_TYPE_AUDIO ? 'audio' : 'data';
    found.data.push({ ...streamBase(stream), kind });
    if (codecpar.codecType === AVMEDIA_TYPE_VIDEO) found.notices.push(`Stream ${stream.index} is another video (${codecpar.width}×${codecpar.height}), which is not restored.`);
    if (codecpar.codecType === AVMEDIA_TYPE_AUDIO) found.notices.push(`Stream ${stream.index} is sound ${soundFault(stream)}, so it cannot be used.`);
  }
}

/** What damage has taken from a stream of sound that it cannot do without. */
function soundFault({ codecpar }: Stream): string | null {
  const codec = avGetCodecName(codecpar.codecId) ?? 'unknown';
  return codecpar.sampleRate <= 0 || codecpar.channels <= 0 ? 'without a sample rate or channels' : hasHeader(codec, codecpar.extradata) ? null : `(${codec}) without its codec's header`;
}

type StreamBase = Omit<DataStream, 'kind'>;

/** What every stream has. Times in ticks of its own time base. */
export function streamBase(stream: Stream): StreamBase {
  const metadata = stream.metadata?.getAll() ?? {};
  return {
    index: stream.index, codec: avGetCodecName(stream.codecpar.codecId) ?? 'unknown', codecTag: printable(stream.codecpar.codecTagString),
    timeBase: { num: stream.timeBase.num, den: stream.timeBase.den }, startPts: known(stream.startTime), duration: known(stream.duration),
    language: metadata['language'] ?? null, title: metadata['title'] ?? metadata['name'] ?? null, disposition: dispositionNames(stream), metadata,
  };
}

const known = (time: bigint): number | null => { const value = ticks(time); return Number.isSafeInteger(value) ? value : null; };
/** FFmpeg writes bytes that are no letters as `[0]`. */
const printable = (tag: string | null): string | null => (tag && !tag.includes('[') ? tag : null);

const dispositionFlags = Object.entries(dispositions).flatMap(([name, value]) => (name.startsWith('AV_DISPOSITION_') && typeof value === 'number' ? [{ name: name.slice(15).toLowerCase(), value }] : []));
const dispositionNames = (stream: Stream): string[] => dispositionFlags.filter(({ value }) => stream.disposition & value).map(({ name }) => name);

function describeAudio(stream: Stream): AudioStream {
  const { codecpar } = stream;
  const format = codecpar.format as AVSampleFormat;
  return {
    ...streamBase(stream), profile: null, sampleRate: codecpar.sampleRate, channels: codecpar.channels,
    layout: layoutName(codecpar.channelLayout, codecpar.channels), sampleFormat: avGetSampleFmtName(format) ?? 'unknown',
    bitDepth: codecpar.bitsPerRawSample || codecpar.bitsPerCodedSample || avGetBytesPerSample(format) * 8,
    bitRate: Number(codecpar.bitRate) || null, initialPadding: codecpar.initialPadding,
  };
}

/** PCM in AVI, Matroska and many others says only how many channels there are: then the usual order for that count (`av_channel_layout_default`), as players take it.
 * More than eight stay without one, which FFmpeg writes as `64C`. */
const layoutName = (layout: Parameters<typeof avChannelLayoutDescribe>[0], channels: number): string =>
  (layout.order === AV_CHANNEL_ORDER_UNSPEC ? usualLayouts[channels - 1] : avChannelLayoutDescribe(layout)) ?? `${channels}C`;
const usualLayouts = ['mono', 'stereo', '2.1', '4.0', '5.0', '5.1', '6.1', '7.1'];

function describeAttachment(stream: Stream, covers: ReadonlyMap<number, number>): Attachment {
  const metadata = stream.metadata?.getAll() ?? {};
  const cover = isCover(stream);
  return {
    index: stream.index, kind: cover ? 'cover' : 'attachment', codec: avGetCodecName(stream.codecpar.codecId) ?? 'unknown',
    filename: metadata['filename'] ?? null, mimeType: metadata['mimetype'] ?? null, bytes: cover ? (covers.get(stream.index) ?? 0) : stream.codecpar.extradataSize,
  };
}
