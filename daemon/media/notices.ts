// Sentences for people about what was odd in a file and how it was read.
import { AV_FRAME_FLAG_INTERLACED, avGetPixFmtName, type AVPixelFormat, type Frame, type Stream } from 'node-av';
import { frameFlag, type Change } from '../../shared/media.ts';
import { formatRatio, type Rational } from '../../shared/time.ts';
import { isRecolouredChange } from './conform.ts';
import { splitsIntoFields } from './field-lines.ts';
import type { Indexed } from './indexing.ts';
import { isoCut } from './iso-boxes.ts';
import type { Input } from './open.ts';
import type { Opening } from './opening.ts';
import { keptFormat, pixelFormatOf } from './pixel.ts';
import type { Packets } from './scan.ts';
import { turnOf } from './turn.ts';
import { absurdSarOf } from './video.ts';

type Findings = { readonly input: Input; readonly stream: Stream; readonly packets: Packets; readonly indexed: Indexed; readonly opening: Opening; readonly changes: readonly Change[] };

/** Everything a person should know before the work begins, in the order of the file. */
export async function noticesOf({ input, stream, packets, indexed, opening, changes }: Findings): Promise<string[]> {
  const cut = (await Promise.all(input.files.map(({ path }) => isoCut(path)))).find((found) => found) ?? null;
  const missing = Number(stream.nbFrames) - packets.pts.length;
  const corrupt = indexed.index.flags.filter((flags) => flags & frameFlag.corrupt).length;
  const visible = changes.filter(({ what }) => what in midway);
  return [
    ...(cut ? [`The file is cut off. ${cut}`] : []),
    ...(cut && missing > 0 ? [`${missing} of ${stream.nbFrames} frames that its index names are not there.`] : []),
    ...(packets.whole ? [] : ['Parts of the file are damaged; reading went on behind them where it could.']),
    ...(corrupt ? [`${frames(corrupt)} arrived damaged; the decoder patches them up and each is listed.`] : []),
    ...(opening.first > 0 ? [`The first ${frames(opening.first)} lean on pictures before the file begins; they show the first whole frame instead.`] : []),
    ...(packets.discarded ? [`The edit list leaves out ${packets.discarded} stored pictures.`] : []),
    ...timeNotice[indexed.times],
    ...indexed.jumps.map((jump) => `The clock jumps from ${jump.from} to ${jump.to} at frame ${jump.frame}; the picture runs on without a gap.`),
    ...visible.map((change) => `From frame ${change.frame} ${midway[change.what]!(change)}${mixesFields(change, opening.frames[0]!) ? ', but as a whole, which mixes its fields: its lines do not split into two fields' : ''}.`),
    ...absurdNotice(absurdSarOf(stream, opening.frames[0]!)),
    ...(isFloat(opening.frames[0]!) ? ['Its float samples are kept as 16-bit integers from 0 to 1; what lies below or above is clipped.'] : []),
    ...(turnOf(stream.codecpar, opening.frames[0]!).exact ? [] : ['The file asks players to turn the picture by less than a quarter, or to bend it; it is taken as the nearest quarter turn.']),
  ];
}

/** Whether pictures of either size have no two fields of equal height. */
function mixesFields({ what, from, to }: Change, first: Frame): boolean {
  const pixel = pixelFormatOf(keptFormat(avGetPixFmtName(first.format as AVPixelFormat) ?? ''));
  return what === 'size' && first.hasFlags(AV_FRAME_FLAG_INTERLACED) && [from, to].some((size) => !splitsIntoFields({ height: Number(size.split('×')[1]), pixel }));
}

const absurdNotice = (sar: Rational | null): string[] => (sar ? [`The file says that its pixels are ${formatRatio(sar)}, which no picture's are; that is not believed. Say what they are with --interpret sar=16:15.`] : []);

function isFloat(frame: Frame): boolean {
  const name = avGetPixFmtName(frame.format as AVPixelFormat) ?? '';
  return keptFormat(name) !== name;
}

/** What a change is called and what becomes of it. */
const midway: Partial<Readonly<Record<Change['what'], (change: Change) => string>>> = {
  size: ({ from, to }) => `the picture size changes from ${from} to ${to}; it is fitted into the first size with its shape kept`,
  sar: ({ from, to }) => `the pixel aspect ratio changes from ${from} to ${to}; the picture is fitted into the first size with its shape kept`,
  'pixel-format': ({ from, to }) => `the sampling changes from ${from} to ${to}; it is converted to the first`,
  'field-order': ({ from, to }) => `the field order changes from ${from} to ${to}`,
  colour: ({ from, to }) => `the colour tags change from ${from} to ${to}; the picture ${isRecolouredChange(to, from) ? 'is converted to the first' : 'keeps its values under the first tags, since there is no plain conversion between the two'}`,
};

const timeNotice: Readonly<Record<Indexed['times'], readonly string[]>> = {
  own: [],
  anchors: ['The file gives no times for pictures that others are predicted from; they were worked out from the decoding times.'],
  decoded: ['The file has no usable presentation times; the order of its frames was learnt by decoding all of them.'],
};

const frames = (count: number): string => (count === 1 ? '1 frame' : `${count} frames`);
