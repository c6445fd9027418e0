// The delivered file against plan and map, packet by packet, without decoding it: read back by the same probe that reads any file.
import { createHash, type Hash } from 'node:crypto';
import type { FrameIndex, Media, PixelFormat } from '../../shared/media.ts';
import { frameFlag } from '../../shared/media.ts';
import type { Plan, StreamPlan } from '../../shared/plan.ts';
import { equal, formatRatio, ratio, secondsOf, type Rational } from '../../shared/time.ts';
import { isSamePlace } from '../media/chroma-position.ts';
import { containerTraits, labelOf } from '../media/containers.ts';
import { shiftChapters } from '../media/chapters.ts';
import { heldLanguage } from '../media/languages.ts';
import type { Muxed } from '../media/mux.ts';
import { storedText } from '../media/mux-payload.ts';
import { spanInNanoseconds, spanOf } from '../media/mux-range.ts';
import { readAttachment, readPackets } from '../media/packets.ts';
import { pixelFormatOf, planarEquivalent } from '../media/pixel.ts';
import { probe } from '../media/probe.ts';
import { carriesDynamicHdr, carriesUserData } from '../media/user-data.ts';
import { crowdedTimes, millisecond } from '../plan/crowded.ts';
import { resultPts } from '../plan/map.ts';
import { verifyWords } from './verify-words.ts';

export type VerifyRequest = {
  readonly plan: Plan;
  /** The source's index. */
  readonly index: FrameIndex;
  /** The finished file, under whatever name it has now. */
  readonly path: string;
  readonly home: string;
  readonly muxed: Pick<Muxed, 'streamHashes' | 'streams'>;
  readonly signal?: AbortSignal;
};

type Found = { readonly media: Media; readonly index: FrameIndex };
type Check = (request: VerifyRequest, found: Found) => readonly string[];

/** `differences` from what was planned, for which a result is not delivered, and `words` in which the file says something else, as sentences. */
export type Verified = { readonly differences: readonly string[]; readonly words: readonly string[] };

/** Reads the file back and compares everything. @throws what `probe` throws. */
export async function verifyFile(request: VerifyRequest): Promise<Verified> {
  const found = await probe(request.path, { home: request.home, signal: request.signal, interpretation: { parts: 'single' } });
  const checks: readonly Check[] = [checkTimes, checkKeys, checkPicture, checkColour, checkStreams, checkExtras, checkMessages];
  return { differences: [...checks.flatMap((check) => check(request, found)), ...await checkPayloads(request, found)], words: verifyWords(request.plan, request.muxed, found.media) };
}

/** Count, and each frame's time against the map, as exactly as the container's ticks allow; where frames crowd, against the tick that each was given. */
function checkTimes({ plan, index }: VerifyRequest, { media, index: found }: Found): string[] {
  if (found.frames !== plan.map.frames) return [`It has ${found.frames} frames; ${plan.map.frames} were planned.`];
  const { timeBase } = media.video, tolerance = timeBase.num / timeBase.den * (equal(timeBase, plan.map.timeBase) ? 0.01 : 0.501) + 1e-7;
  const moved = crowdedTimes(plan.map, index, plan.delivery.container);
  for (let r = 0; r < found.frames; r++) {
    const pts = resultPts(plan.map, index, r), tick = moved.get(pts), planned = tick === undefined ? secondsOf(pts, plan.map.timeBase) : secondsOf(tick, millisecond);
    const is = secondsOf(found.pts[r]!, timeBase);
    if (Math.abs(planned - is) > (tick === undefined ? tolerance : 1e-7)) return [`Frame ${r} is shown at ${is.toFixed(6)} s; ${planned.toFixed(6)} s was planned.`];
  }
  return [];
}

function checkKeys({ plan }: VerifyRequest, { index }: Found): string[] {
  const isKey = (flags: number): boolean => (flags & frameFlag.key) !== 0;
  if (!isKey(index.flags[0] ?? 0)) return ['It does not begin with a key frame.'];
  const wrong = plan.delivery.video.gop === 1 ? index.flags.findIndex((flags) => !isKey(flags)) : -1;
  return wrong < 0 ? [] : [`Frame ${wrong} is no key frame, though each should be.`];
}

function checkPicture({ plan }: VerifyRequest, { media: { video } }: Found): string[] {
  const { delivery: { video: encoder, rotation, mirrored } } = plan, { shape } = video;
  return differences([
    ['codec', encoder.codec, video.codec], ['width', encoder.width, shape.width], ['height', encoder.height, shape.height],
    ['pixel aspect', ratioText(encoder.sar), ratioText(shape.sar)], ['pixel format', encoder.pixel, holdsPixel(encoder.pixel, shape.pixel.name) ? encoder.pixel : shape.pixel.name],
    ['rotation', rotation, video.rotation], ['mirroring', mirrored, video.mirrored],
    // Codecs without a flag for it are read as unknown.
    ['field order', encoder.fieldOrder, shape.fieldOrder === 'unknown' ? encoder.fieldOrder : shape.fieldOrder],
  ]);
}

/** Decoders may give more bits than were coded (FFmpeg gives every ProRes 4444 as 12 bit); the kind, the sampling and alpha must be what was planned. */
function holdsPixel(planned: string, is: string): boolean {
  const [a, b] = [planned, is].map((name) => pixelFormatOf(planarEquivalent(name))) as [PixelFormat, PixelFormat];
  return a.family === b.family && a.chroma === b.chroma && a.alpha === b.alpha && b.depth >= a.depth;
}

/** A tag that was not planned may be filled in by the container; one that was must be there, except the chroma position, which few containers hold. */
function checkColour({ plan }: VerifyRequest, { media }: Found): string[] {
  const planned = plan.result.colour, is = media.video.shape.colour;
  // RGB is full without a word; MXF has none for it.
  const isPlain = plan.result.pixel.family === 'gbr' && planned.range === 'full' && is.range === 'unspecified';
  const tags = (['range', 'matrix', 'primaries', 'transfer'] as const).filter((tag) => planned[tag] !== 'unspecified' && !(tag === 'range' && isPlain));
  const chroma = is.chromaPosition !== 'unspecified' && !isSamePlace(plan.result.pixel, planned.chromaPosition, is.chromaPosition) && planned.chromaPosition !== 'unspecified' ? ['chromaPosition' as const] : [];
  const said = (tag: keyof typeof planned): string | null => (tag in { matrix: 0, primaries: 0, transfer: 0 } ? labelOf(containerTraits[plan.delivery.container], tag as 'matrix', planned[tag]) : planned[tag]);
  return differences([...tags, ...chroma].flatMap((tag) => (said(tag) === null ? [] : [[`colour ${tag}`, said(tag)!, is[tag]] as const])));
}

/** Every stream that was to be there is, in its place, with its codec and language. */
function checkStreams({ plan, muxed }: VerifyRequest, { media }: Found): string[] {
  const found = [...media.audio, ...media.subtitles, ...media.data], sources = [...plan.media.audio, ...plan.media.subtitles, ...plan.media.data];
  return plan.streams.filter(({ action }) => kept.has(action)).flatMap(({ index, type, becomes }) => {
    const result = muxed.streams.find(({ source }) => source === index)?.result, is = found.find((stream) => stream.index === result);
    const counted = type === 'video' || type === 'attachment';
    if (result === undefined || (!is && !counted)) return [`Stream ${index} of the source (${type}) is missing.`];
    const from = sources.find((stream) => stream.index === index);
    if (!is || !from) return [];
    return differences([
      [`codec of stream ${result}`, becomes, sameCodec(becomes, is.codec) ? becomes : is.codec],
      ...(containerTraits[plan.delivery.container].languages ? [[`language of stream ${result}`, heldLanguage(plan.delivery.container, from.language) ?? 'und', is.language ?? 'und'] as const] : []),
    ]);
  });
}

const kept: ReadonlySet<StreamPlan['action']> = new Set(['copy', 'convert', 'encode', 'restore']);
/** Codecs that share one name in a container. */
const namesakes = [['text', 'subrip'], ['ssa', 'ass'], ['mp1', 'mp2', 'mp3']];
const sameCodec = (planned: string, is: string): boolean => planned === is || namesakes.some((names) => names.includes(planned) && names.includes(is));

function checkExtras({ plan, index }: VerifyRequest, { media }: Found): string[] {
  const { epochNs, fromNs, toNs } = spanInNanoseconds(spanOf(plan, index));
  const chapters = plan.delivery.chapters === 'none' ? 0 : shiftChapters(plan.media.chapters, epochNs, fromNs, toNs).length;
  const attachments = plan.streams.filter(({ type, action }) => type === 'attachment' && action === 'copy').length;
  return differences([
    ['number of chapters', chapters, media.chapters.length], ['number of attachments', attachments, media.attachments.length],
    ['timecode', plan.delivery.timecode ?? 'none', media.video.timecode ?? 'none'],
  ]);
}

/** What travels inside the coded pictures: of the whole film some must be there, of a part there may be none. */
function checkMessages({ plan, index }: VerifyRequest, { media: { video } }: Found): string[] {
  const { hdr, closedCaptions } = plan.media.video, whole = plan.clip.in === 0 && plan.clip.out === index.frames;
  return [
    ...(whole && closedCaptions && carriesUserData(plan.delivery.video.codec) && !video.closedCaptions ? ['It has no closed captions; the source has, and they were to go with their pictures.'] : []),
    ...(whole && hdr.dynamic.includes('hdr10+') && carriesDynamicHdr(plan) && !video.hdr.dynamic.includes('hdr10+') ? ['It has no HDR10+ metadata; the source has, and it was to go with every picture.'] : []),
  ];
}

/** Every stream has the bytes that were encoded or read from the source. */
async function checkPayloads({ plan, path, muxed, signal }: VerifyRequest, { media }: Found): Promise<string[]> {
  const known = muxed.streams.filter(({ source }) => muxed.streamHashes[source] !== undefined);
  const hashes = new Map<number, Hash>(known.map(({ result }) => [result, createHash('sha256')]));
  const readable = [media.video, ...media.audio, ...media.subtitles, ...media.data, ...media.attachments].map((stream) => stream.index).filter((stream) => hashes.has(stream));
  const texts = new Set(media.subtitles.filter(({ codec }) => codec === 'mov_text').map(({ index }) => index));
  for await (const packet of readPackets(path, readable, signal)) {
    for (const part of texts.has(packet.stream) ? storedText(packet.data) : [packet.data]) hashes.get(packet.stream)!.update(part);
  }
  for (const file of media.attachments) if (file.kind === 'attachment' && hashes.has(file.index)) hashes.get(file.index)!.update(await readAttachment(path, file));
  return known.filter(({ source, result }) => hashes.get(result)!.digest('hex') !== muxed.streamHashes[source]).map(({ source }) => {
    const { type, action } = plan.streams.find(({ index }) => index === source)!;
    return action === 'copy' ? `Stream ${source} of the source was to be copied, but its bytes changed.` : `The bytes made of stream ${source} of the source (${type}) changed on their way into the file.`;
  });
}

const ratioText = ({ num, den }: Rational): string => formatRatio(ratio(num, den));

function differences(pairs: readonly (readonly [string, string | number | boolean, string | number | boolean])[]): string[] {
  return pairs.filter(([, planned, is]) => planned !== is).map(([what, planned, is]) => `Its ${what} is ${is}; ${planned} was planned.`);
}
