// Finding out what a sound file is: every packet is read once without decoding, for the length to the sample and the size of covers.
import type { Stream } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import { soundMedia, type AudioStream, type FrameIndex, type Media, type SoundMedia } from '../../shared/media.ts';
import { secondsOf } from '../../shared/time.ts';
import { chaptersOf } from './chapters.ts';
import { selectStreams, visitPackets } from './demux.ts';
import { fingerprintOf } from './files.ts';
import { languagesOf, withTag } from './languages.ts';
import { isCover, isVideo, openInput, type Input } from './open.ts';
import { findParts } from './parts.ts';
import { probeFound, type ProbeOptions } from './probe.ts';
import { ticks } from './scan.ts';
import { otherStreams } from './streams.ts';
import { countedChunks } from './wav-chunks.ts';

/**
 * Describes a file of either kind: one with moving picture and its index, or one of sound alone. @throws FrameWrightError as `probe`, and input-no-video
 * when there is neither.
 */
export async function probeAny(path: string, options: ProbeOptions): Promise<{ media: Media; index: FrameIndex } | { media: SoundMedia; index: null }> {
  const found = await findParts(path, options.interpretation ?? {}), input = await openInput(found);
  try {
    if (isSound(input)) return { media: await probeSound(input, options.signal), index: null };
  } finally {
    await input.close();
  }
  return probeFound(found, options);
}

const hasSound = (stream: Stream): boolean => stream.codecpar.sampleRate > 0 && stream.codecpar.channels > 0;
const isSound = (input: Input): boolean => !input.pictures && !input.streams.some(isVideo) && input.streams.some(hasSound);

async function probeSound(input: Input, signal?: AbortSignal): Promise<SoundMedia> {
  const tracks = input.streams.filter(hasSound).map(({ index }) => index), covers = new Map<number, number>(), spans = new Map<number, { first: number; end: number }>();
  selectStreams(input, [...tracks, ...input.streams.filter(isCover).map(({ index }) => index)]);
  const { whole } = await visitPackets(input, (packet) => {
    if (!tracks.includes(packet.streamIndex)) return void covers.set(packet.streamIndex, packet.size);
    const span = spans.get(packet.streamIndex), pts = ticks(packet.pts), first = Number.isNaN(pts) ? span?.end ?? 0 : pts;
    spans.set(packet.streamIndex, { first: span?.first ?? first, end: Math.max(span?.end ?? 0, first + Number(packet.duration)) });
  }, signal);
  const streams = otherStreams(input, null, covers), marks = await chaptersOf(input), tagged = withTag(await languagesOf(input));
  const audio = streams.audio.filter(({ index }) => spans.has(index)).map((stream) => measured(tagged(stream), spans.get(stream.index)!));
  if (!audio.length) throw new FrameWrightError('input-undecodable', { path: input.path, why: 'Its sound holds no packets.' });
  return soundMedia.parse({
    path: input.path, fingerprint: await fingerprintOf(input.path), container: input.container, parts: null, still: false, picture: null,
    durationSeconds: Math.max(...audio.map(({ duration, timeBase }) => secondsOf(duration ?? 0, timeBase))), bitRate: input.bitRate, metadata: input.metadata,
    video: null, audio, subtitles: streams.subtitles.map(tagged), data: streams.data.map(tagged), attachments: streams.attachments, chapters: marks.chapters,
    index: null, changes: [], editList: false, openGop: false,
    notices: [...streams.notices, ...marks.notices, ...await wavNotices(input), ...(whole ? [] : ['Parts of the file are damaged; reading went on behind them where it could.'])],
  } satisfies SoundMedia);
}

/** What counts samples is true only for the whole sound. */
async function wavNotices({ container, path }: Input): Promise<string[]> {
  const found = container === 'wav' ? await countedChunks(path) : [];
  return found.length ? [`The file marks places in its sound (${found.join(', ')}): they go on with all of it in a WAV, not with a part of it or into another kind of file.`] : [];
}

/** The start that players use lies behind the encoder's run-in; the end that the container gives before its filling. */
function measured(stream: AudioStream, { first, end }: { readonly first: number; readonly end: number }): AudioStream {
  const start = stream.startPts ?? first;
  return { ...stream, startPts: start, duration: Math.min(end - start, stream.duration ?? Infinity) };
}
