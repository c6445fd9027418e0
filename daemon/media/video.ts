// The description of the picture stream, from its container, its packets and its first frames.
import {
  AV_FRAME_DATA_A53_CC, AV_FRAME_FLAG_INTERLACED, AV_FRAME_FLAG_TOP_FIELD_FIRST, avGetCodecName, avGetPixFmtName, Codec, type AVPixelFormat, type Frame, type Stream,
} from 'node-av';
import type { ColourTags, FieldOrder, StreamShape, VideoStream } from '../../shared/media.ts';
import { ratio, type Rational } from '../../shared/time.ts';
import { colourOf } from './colour.ts';
import type { Rates } from './frame-index.ts';
import { hdrOf, immersiveOf } from './hdr.ts';
import { keptFormat, pixelFormatOf } from './pixel.ts';
import { streamBase } from './streams.ts';
import { turnOf } from './turn.ts';

export type VideoFacts = { /** Whether packets carry captions, wherever in the film. */ readonly captions: boolean; readonly stream: Stream; readonly frames: readonly Frame[]; readonly count: number; readonly rates: Rates; readonly timecode: string | null; readonly bitRate: number | null };

/** The picture stream with its own tags; what the user knows better comes later. */
export function describeVideo(facts: VideoFacts): VideoStream {
  const { stream, frames, rates } = facts;
  const base = streamBase(stream), { rotation, mirrored } = turnOf(stream.codecpar, frames[0]!);
  return {
    ...base, profile: profileName(stream), shape: shapeOf(facts), rate: rates, rotation, mirrored, hdr: hdrOf(stream.codecpar, frames),
    closedCaptions: facts.captions || frames.some((frame) => frame.getSideData(AV_FRAME_DATA_A53_CC) !== null), immersive: immersiveOf(stream.codecpar), bitRate: facts.bitRate, timecode: facts.timecode,
  };
}

function shapeOf({ stream, frames, count, rates }: VideoFacts): StreamShape {
  const frame = frames[0]!;
  return { ...frameLook(frame), sar: sarOf(stream, frame), rate: rates.nominal, frames: count, fieldOrder: fieldOrderOf(stream, frames), colour: tagsOf(stream, frame) };
}

/** What of a frame may change from one to the next. */
export const frameLook = (frame: Frame): Pick<StreamShape, 'width' | 'height' | 'pixel'> =>
  ({ width: frame.width, height: frame.height, pixel: pixelFormatOf(keptFormat(avGetPixFmtName(frame.format as AVPixelFormat) ?? 'unknown')) });

/** The container's aspect ratio before the codec's, as players do; square where neither says one that can be believed. */
function sarOf(stream: Stream, frame: Frame): Rational {
  const said = saidSars(stream, frame).find((sar) => !isAbsurd(sar));
  return said ?? ratio(1, 1);
}

/** A pixel aspect that the file says and no picture has: damage. Null where there is none. */
export const absurdSarOf = (stream: Stream, frame: Frame): Rational | null => saidSars(stream, frame).find(isAbsurd) ?? null;

const saidSars = (stream: Stream, frame: Frame): Rational[] =>
  [stream.sampleAspectRatio, stream.codecpar.sampleAspectRatio, frame.sampleAspectRatio].flatMap(({ num, den }) => (num > 0 && den > 0 ? [ratio(num, den)] : []));

/** Pixels are never this many times as wide as high, or as high as wide: anamorphic film has 2, single fields and oversampled video up to 8. */
const mostStretch = 64;
const isAbsurd = ({ num, den }: Rational): boolean => num > den * mostStretch || den > num * mostStretch;

/** The container's colour tags, completed by the frames'; `yuvj` formats are full range by name. */
function tagsOf(stream: Stream, frame: Frame): ColourTags {
  const container = colourOf(stream.codecpar), decoded = colourOf(frame);
  const tags = Object.fromEntries(Object.entries(container).map(([key, value]) => [key, value === 'unspecified' ? decoded[key as keyof ColourTags] : value])) as ColourTags;
  return avGetPixFmtName(frame.format as AVPixelFormat)?.startsWith('yuvj') ? { ...tags, range: 'full' } : tags;
}

/** Codecs whose frames say themselves whether they are interlaced; elsewhere a progressive frame is only the absence of a flag. */
const saysFields = new Set(['h264', 'hevc', 'vvc', 'mpeg1video', 'mpeg2video', 'mpeg4', 'vc1', 'prores', 'dnxhd', 'vp8', 'vp9', 'av1', 'dvvideo', 'theora']);

/** From the frames' flags where the codec has them, else from the container (AVFieldOrder: 1 progressive, 2 and 5 show the top field first, 3 and 4 the bottom). */
function fieldOrderOf(stream: Stream, frames: readonly Frame[]): FieldOrder {
  const tag = Number(stream.codecpar.toJSON()['fieldOrder'] ?? 0);
  const container = (['unknown', 'progressive', 'tff', 'bff', 'bff', 'tff'] as const)[tag] ?? 'unknown';
  const interlaced = frames.filter((frame) => frame.hasFlags(AV_FRAME_FLAG_INTERLACED));
  if (interlaced.length) return interlaced.filter((frame) => frame.hasFlags(AV_FRAME_FLAG_TOP_FIELD_FIRST)).length * 2 >= interlaced.length ? 'tff' : 'bff';
  return container === 'unknown' && saysFields.has(avGetCodecName(stream.codecpar.codecId) ?? '') ? 'progressive' : container;
}

const profileName = (stream: Stream): string | null =>
  Codec.findDecoder(stream.codecpar.codecId)?.profiles?.find(({ profile }) => profile === stream.codecpar.profile)?.name ?? null;

/** The frame's own field order, for finding changes. */
export const frameFields = (frame: Frame): FieldOrder =>
  frame.hasFlags(AV_FRAME_FLAG_INTERLACED) ? (frame.hasFlags(AV_FRAME_FLAG_TOP_FIELD_FIRST) ? 'tff' : 'bff') : 'progressive';
