// What the user knows better than the file: applied to the description and the index, and said in the notices.
import { FrameWrightError } from '../../shared/errors.ts';
import type { FrameIndex, VideoStream } from '../../shared/media.ts';
import type { Interpretation } from '../../shared/preset.ts';
import { formatRatio } from '../../shared/time.ts';
import { matrixNamed, primariesNamed, transferNamed } from './colour.ts';
import { retime } from './frame-index.ts';

export type Interpreted = { readonly video: VideoStream; readonly index: FrameIndex; readonly notices: readonly string[] };

/** @throws FrameWrightError bad-value for a matrix, primaries, transfer or time code that does not exist. */
export function interpret(video: VideoStream, index: FrameIndex, said: Interpretation): Interpreted {
  const { shape } = video;
  const colour = {
    ...shape.colour, range: said.range ?? shape.colour.range, matrix: said.matrix ? matrixNamed(said.matrix) : shape.colour.matrix,
    primaries: said.primaries ? primariesNamed(said.primaries) : shape.colour.primaries, transfer: said.transfer ? transferNamed(said.transfer) : shape.colour.transfer,
  };
  const told: VideoStream = {
    ...video, timecode: said.startTimecode ? checkedTimecode(said.startTimecode) : video.timecode,
    shape: { ...shape, fieldOrder: said.fieldOrder ?? shape.fieldOrder, sar: said.sar ?? shape.sar, colour },
  };
  const notices = differences(video, told, said);
  return said.rate ? { ...onRate(told, index, said.rate), notices } : { video: told, index, notices };
}

function onRate(video: VideoStream, index: FrameIndex, rate: NonNullable<Interpretation['rate']>): Pick<Interpreted, 'video' | 'index'> {
  const timed = retime(index, video.timeBase, rate);
  const duration = index.frames * rate.den;
  return {
    index: timed.index,
    video: { ...video, timeBase: timed.timeBase, startPts: timed.index.pts[0] ?? 0, duration, shape: { ...video.shape, rate }, rate: { average: rate, nominal: rate, constant: true } },
  };
}

function differences(tagged: VideoStream, told: VideoStream, said: Interpretation): string[] {
  const line = (what: string, file: string, user: string): string => `${what} read as ${user} because you said so; the file says ${file}.`;
  const { shape: file } = tagged, { shape: user } = told;
  return [
    ...(said.fieldOrder ? [line('Field order', file.fieldOrder, user.fieldOrder)] : []),
    ...(['range', 'matrix', 'primaries', 'transfer'] as const).flatMap((key) => (said[key] ? [line(key[0]!.toUpperCase() + key.slice(1), file.colour[key], user.colour[key])] : [])),
    ...(said.sar ? [line('Pixel aspect ratio', formatRatio(file.sar), formatRatio(user.sar))] : []),
    ...(said.rate ? [`${line('Frame rate', formatRatio(tagged.rate.nominal), formatRatio(said.rate))} The sound keeps its speed.`] : []),
    ...(said.startTimecode ? [line('Time code', tagged.timecode ?? 'nothing', said.startTimecode)] : []),
  ];
}

function checkedTimecode(text: string): string {
  if (/^\d{2}:[0-5]\d:[0-5]\d[:;]\d{2}$/.test(text)) return text;
  throw new FrameWrightError('bad-value', { key: 'start-tc', value: text, why: 'Write hours, minutes, seconds and frames: 01:00:00:00, or 01:00:00;00 with drop frames.' });
}
