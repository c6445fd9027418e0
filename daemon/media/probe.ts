// Finding out what a file is: every packet is read once without decoding, then a few frames are decoded for what only frames tell.
import { avGetCodecName, type Stream } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import { media as mediaSchema, type Change, type FrameIndex, type Media } from '../../shared/media.ts';
import type { Interpretation } from '../../shared/preset.ts';
import { ratio, secondsOf, type Rational } from '../../shared/time.ts';
import { parameterChanges } from './changes.ts';
import { chaptersOf } from './chapters.ts';
import type { Source } from './feed.ts';
import { demandOpen } from './encryption.ts';
import { fingerprintOfAll } from './files.ts';
import { hasOpenGop, markUndecodable, ratesOf } from './frame-index.ts';
import { indexFrames, type Indexed } from './indexing.ts';
import { interpret } from './interpret.ts';
import { languagesOf, withTag } from './languages.ts';
import { demandMemory, thisMemory } from './memory.ts';
import { noticesOf } from './notices.ts';
import { isStillBrand, isVideo, mainVideo, openInput, type Input } from './open.ts';
import { findParts, type Found } from './parts.ts';
import { pictureFacts } from './pictures-facts.ts';
import { openingFrames, type Opening } from './opening.ts';
import { otherPrograms } from './programs.ts';
import { refuseRawCodec } from './raw-formats.ts';
import { scanPackets, type Packets } from './scan.ts';
import { otherStreams } from './streams.ts';
import { packIndex, writeTable } from './table.ts';
import { timecodeOf } from './timecode.ts';
import { turnOfOrientation } from './turn.ts';
import { describeVideo } from './video.ts';

export type ProbeOptions = { readonly home: string; readonly interpretation?: Interpretation; readonly signal?: AbortSignal; /** What the machine has, bytes. */ readonly memoryBytes?: number };

/**
 * Describes a file, or what a folder or pattern stands for, and indexes its frames; the index is kept under `home`. @throws FrameWrightError as
 * `findParts` and `openInput`, and input-no-video, input-codec, input-encrypted, input-too-large, input-undecodable, bad-value for an
 * interpretation that means nothing, and cancelled.
 */
export const probe = async (path: string, options: ProbeOptions): Promise<{ media: Media; index: FrameIndex }> => probeFound(await findParts(path, options.interpretation ?? {}), options);

/** The same for files that were found. */
export async function probeFound(found: Found, { home, interpretation = {}, signal, memoryBytes = thisMemory() }: ProbeOptions): Promise<{ media: Media; index: FrameIndex }> {
  const input = await openInput(found);
  try {
    await demandOpen(input);
    demandWhole(input);
    const stream = mainVideo(input);
    refuseRawCodec(input.path, avGetCodecName(stream.codecpar.codecId), stream.codecpar.codecTagString);
    demandMemory(input.path, stream.codecpar, memoryBytes);
    const source: Source = { path: found.path, parts: found.parts, container: input.container, video: { index: stream.index } };
    const packets = await scanPackets(input, stream, signal);
    refuseUnshown(input, packets);
    const { indexed, opening } = await indexAndOpen(source, stream, packets);
    try {
      return await describe({ found, input, stream, source, packets, indexed, opening, home, interpretation });
    } finally {
      for (const frame of opening.frames) frame.free();
    }
  } finally {
    await input.close();
  }
}

function refuseUnshown(input: Input, packets: Packets): void {
  const shown = packets.shown.reduce((count, is) => count + Number(is), 0);
  if (shown === 0) throw new FrameWrightError('input-undecodable', { path: input.path, why: 'Its video stream holds no pictures.' });
}

/** The index by the file's times; when its first frames come out in another order, by the decoder's. */
async function indexAndOpen(source: Source, stream: Stream, packets: Packets): Promise<{ indexed: Indexed; opening: Opening }> {
  const indexed = await indexFrames(source, stream, packets, false);
  const opening = await openingFrames(source, indexed.index);
  if (opening.inOrder) return { indexed, opening };
  for (const frame of opening.frames) frame.free();
  const relearned = await indexFrames(source, stream, packets, true);
  return { indexed: relearned, opening: await openingFrames(source, relearned.index) };
}

type Findings = {
  readonly found: Found; readonly input: Input; readonly stream: Stream; readonly source: Source; readonly packets: Packets; readonly indexed: Indexed; readonly opening: Opening;
  readonly home: string; readonly interpretation: Interpretation;
};

async function describe(findings: Findings): Promise<{ media: Media; index: FrameIndex }> {
  const { found: named, input, stream, source, packets, opening, indexed } = findings;
  const timeBase = { num: stream.timeBase.num, den: stream.timeBase.den };
  const counted = markUndecodable(indexed.index, opening.first);
  const seconds = secondsOf(counted.pts.at(-1)! + counted.duration.at(-1)! - counted.pts[0]!, timeBase);
  demandTimes(input.path, counted.frames, secondsOf(counted.pts.at(-1)! - counted.pts[0]!, timeBase), findings.interpretation);
  const described = describeVideo({
    stream, captions: packets.captions, frames: opening.frames, count: counted.frames, rates: ratesOf(counted, timeBase, claimedRates(stream)),
    timecode: timecodeOf(input, stream, packets, opening.frames), bitRate: Number(stream.codecpar.bitRate) || Math.round((packets.bytes * 8) / Math.max(seconds, 1e-3)),
  });
  const picture = input.pictures || isStillBrand(input) ? await pictureFacts(input.files[0]!.path, findings.home) : null;
  const upright = picture && input.pictures ? { ...described, ...turnOfOrientation(picture.facts.orientation) } : described;
  const { video, index, notices } = interpret(upright, counted, findings.interpretation);
  const programs = await otherPrograms(input, stream), streams = otherStreams(input, stream, packets.covers, programs.outside);
  const changes: Change[] = [...indexed.jumps, ...await parameterChanges(source, stream, counted, opening.frames[0]!)];
  // Of files read in turn, the headers that FFmpeg shows are the first one's.
  const tagged = withTag(await languagesOf(input)), marks = await chaptersOf(input);
  const whole = <Each extends { readonly index: number; readonly language: string | null; readonly duration: number | null }>(each: Each): Each => tagged(input.files.length > 1 ? { ...each, duration: null } : each);
  const found: Media = {
    path: named.path, fingerprint: await fingerprintOfAll(named), container: input.container, parts: named.parts, still: isStill(input, named, index), picture: picture?.facts ?? null,
    durationSeconds: secondsOf(index.pts.at(-1)! + index.duration.at(-1)! - index.pts[0]!, video.timeBase), bitRate: input.bitRate,
    metadata: input.metadata, video: whole(video), audio: streams.audio.map(whole), subtitles: streams.subtitles.map(whole), data: streams.data.map(whole), attachments: streams.attachments,
    chapters: marks.chapters, index: await writeTable(findings.home, 'index', packIndex(index)), changes,
    editList: packets.discarded > 0, openGop: hasOpenGop(index),
    notices: [...named.notices, ...programs.notices, ...notices, ...(picture?.notices ?? []), ...streams.notices, ...marks.notices, ...await noticesOf({ input, stream, packets, indexed, opening, changes })],
  };
  return { media: mediaSchema.parse(found), index };
}

/** HEIF stores large photos as tiles, each a stream of its own; FFmpeg gives no way to put them together here. @throws FrameWrightError input-codec. */
function demandWhole(input: Input): void {
  const tiles = isStillBrand(input) ? input.streams.filter(isVideo).length : 1;
  if (tiles > 2) throw new FrameWrightError('input-codec', { path: input.path, codec: `a picture of ${tiles} tiles (HEIF)`, why: 'Save it as TIFF, PNG or JPEG with the program that shows it.' });
}

/** Frames per second beyond which times mean nothing; high-speed cameras store what they took at rates that players show. */
const mostRate = 1000;

function demandTimes(path: string, frames: number, seconds: number, { rate }: Interpretation): void {
  if (frames > 1 && frames - 1 > seconds * mostRate && !rate) throw new FrameWrightError('input-timeless', { path, frames, seconds: seconds.toFixed(4) });
}

/** Photos, and animations of one picture. */
const isStill = (input: Input, { parts }: Found, { frames }: FrameIndex): boolean =>
  parts === null && (input.pictures !== null || isStillBrand(input) || (frames === 1 && /^(gif|apng)$/.test(input.container)));

/** What the container claims: FFmpeg's average and its least common rate, where they are plausible. */
const claimedRates = (stream: Stream): Rational[] =>
  [stream.avgFrameRate, stream.rFrameRate].filter(({ num, den }) => num > 0 && den > 0 && num / den <= 1000).map(({ num, den }) => ratio(num, den));

