// A stream may change its picture size, pixel shape, colour or sampling midway, and some store floats. Everything after the decoder sees one shape, so
// such frames are brought to it here: fitted into the first's size with their own shape kept, bars around what is left, colours by their own tags.
import { AV_FRAME_FLAG_INTERLACED, AV_FRAME_FLAG_TOP_FIELD_FIRST, avGetPixFmtName, type Frame } from 'node-av';
import type { ColourTags, Media, StreamShape } from '../../shared/media.ts';
import { invert, parseRatio, toNumber, type Rational } from '../../shared/time.ts';
import { colourNumbers, colourOf } from './colour.ts';
import { scaledFieldsAtOnce, splitsIntoFields, unmovable } from './field-lines.ts';
import { openFilter, type VideoFilter } from './filter.ts';
import { keptFormat, pixelFormatOf } from './pixel.ts';

/** Gives back the frame itself when it has the shape already, else a converted one (the frame is freed). */
export type Conform = { (frame: Frame): Promise<Frame>; close(): void };

/** How a stream's own frames begin, where that changes midway: the container's tags, which the shape has, may differ. */
type Beginning = { readonly sar: Rational | null; readonly colour: Omit<ColourTags, 'chromaPosition'> | null };

/** Opens a conversion to the shape of `media`; its filters open when the first different frame comes. */
export function openConform({ video: { shape }, changes }: Pick<Media, 'video' | 'changes'>): Conform {
  const filters = new Map<string, VideoFilter>();
  const first = (kind: string): string | undefined => changes.find(({ what }) => what === kind)?.from;
  const sar = first('sar'), colour = first('colour');
  const beginning: Beginning = { sar: sar ? parseRatio(sar) : null, colour: colour ? tagsIn(colour) : null };
  const conform = async (frame: Frame): Promise<Frame> => {
    const graph = graphFor(shape, frame, beginning);
    if (!graph) return frame;
    const name = formatOf(frame), fieldOrder = orderOf(shape, frame), key = `${frame.width}x${frame.height} ${name} ${fieldOrder} ${graph}`;
    const filter = filters.get(key) ?? await openFilter(graph, { shape: { ...shape, width: frame.width, height: frame.height, fieldOrder, pixel: { ...pixelFormatOf(keptFormat(name)), name } }, timeBase: invert(shape.rate) }, { threads: 1 });
    filters.set(key, filter);
    return (await filter.push(frame))[0]!;
  };
  return Object.assign(conform, { close: () => { for (const filter of filters.values()) filter.close(); } });
}

const formatOf = (frame: Frame): string => avGetPixFmtName(frame.format as never) ?? '';

function tagsIn(words: string): Beginning['colour'] {
  const [range, matrix, primaries, transfer] = words.split(' ');
  return { range: range as ColourTags['range'], matrix: matrix!, primaries: primaries!, transfer: transfer! };
}

/** The chain that gives a frame the shape; null where it has it. Floats go through zimg, plane by plane, since swscale would go through YUV. */
function graphFor(shape: StreamShape, frame: Frame, { sar, colour }: Beginning): string | null {
  const name = formatOf(frame), stretch = stretchOf(frame, sar);
  const integers = keptFormat(name) === name ? [] : ['zscale=rangein=full:range=full:dither=none', `format=${keptFormat(name)}`];
  const colours = colour ? recolouring(colour, colourOf(frame)) : [];
  const same = frame.width === shape.width && frame.height === shape.height && stretch === 1;
  const fitted = same && keptFormat(name) === shape.pixel.name ? [] : [...(same ? [resampled(shape)] : fitting(shape, frame, stretch)), `format=${shape.pixel.name}`];
  const steps = [...integers, ...colours, ...fitted];
  return steps.length ? [...steps, `setsar=${shape.sar.num}/${shape.sar.den}`].join(',') : null;
}

/** How much wider the frame's pixels are than those of the first. */
function stretchOf({ sampleAspectRatio: { num, den } }: Frame, sar: Rational | null): number {
  return sar && num > 0 && den > 0 ? num / den / toNumber(sar) : 1;
}

/** Another sampling; the chroma of fields apart where a frame is marked interlaced. Without being told, FFmpeg's scaler takes chroma for the middle of its pixels. */
const resampled = ({ colour }: StreamShape): string => `scale=interl=-1${chromaAt(placeOf(colour))}`;
const chromaAt = (place: string): string => `:in_chroma_loc=${place}:out_chroma_loc=${place}`;
const placeOf = ({ chromaPosition }: ColourTags): string => (chromaPosition === 'unspecified' ? 'left' : chromaPosition);

/** Bars are even, so that chroma and fields stay where they are. */
function fitting(shape: StreamShape, frame: Frame, stretch: number): string[] {
  const { width, height, pixel } = shape, wide = (frame.width * stretch) / frame.height, room = width / height;
  const even = (length: number, most: number): number => (Math.abs(length - most) < 2 ? most : Math.max(4, Math.round(length / 4) * 4));
  const w = wide >= room ? width : even(height * wide, width), h = wide >= room ? even(width / wide, height) : height;
  const scale = scaling(shape, frame, { width: w, height: h });
  return w === width && h === height ? scale : [...scale, `format=${pixel.name}`, `pad=w=${width}:h=${height}:x=${Math.floor((width - w) / 4) * 2}:y=${Math.floor((height - h) / 8) * 4}`];
}

/** Fields each for itself, onto the lines where they lie in the first size; `interl=-1` is for chroma alone, since it leaves luma a quarter of a line off its place. */
function scaling(shape: StreamShape, frame: Frame, size: { readonly width: number; readonly height: number }): string[] {
  const input = { ...shape, width: frame.width, height: frame.height, fieldOrder: orderOf(shape, frame) }, place = placeOf(shape.colour), to = `w=${size.width}:h=`;
  if (!isApart(input, size)) return [`${resampled(shape)}:${to}${size.height}`];
  const field = `scale=${to}${size.height / 2}${chromaAt(/left/.test(place) ? 'left' : 'center')}`;
  return [...(formatOf(frame) === shape.pixel.name ? [] : [resampled(shape), `format=${shape.pixel.name}`]), scaledFieldsAtOnce(field, input, size)];
}

const isApart = (input: StreamShape, size: Pick<StreamShape, 'height'>): boolean => ['tff', 'bff'].includes(input.fieldOrder) && input.height !== size.height && canBeApart(input) && canBeApart({ ...input, ...size });

/** Whether fields of such pictures are scaled without mixing. */
const canBeApart = (shape: Pick<StreamShape, 'height' | 'pixel'>): boolean => splitsIntoFields(shape) && !unmovable.includes(shape.pixel.name);

/** What is known of the whole stream; where that has no fields, what the frame says. */
function orderOf({ fieldOrder }: StreamShape, frame: Frame): StreamShape['fieldOrder'] {
  if (fieldOrder === 'tff' || fieldOrder === 'bff' || !frame.hasFlags(AV_FRAME_FLAG_INTERLACED)) return fieldOrder;
  return frame.hasFlags(AV_FRAME_FLAG_TOP_FIELD_FIRST) ? 'tff' : 'bff';
}

const sameTags = (a: NonNullable<Beginning['colour']>, b: NonNullable<Beginning['colour']>): boolean => (['range', 'matrix', 'primaries', 'transfer'] as const).every((key) => a[key] === b[key]);

/** Whether zimg turns colours of one kind into the other: both tagged throughout, neither RGB nor HDR, which needs judgement and not arithmetic. */
export function isRecoloured(from: Omit<ColourTags, 'chromaPosition'>, to: Omit<ColourTags, 'chromaPosition'>): boolean {
  const plain = ({ range, matrix, primaries, transfer }: Omit<ColourTags, 'chromaPosition'>): boolean =>
    ![range, matrix, primaries, transfer].includes('unspecified') && matrix !== 'gbr' && !/smpte2084|arib-std-b67/.test(transfer);
  return plain(from) && plain(to);
}

/** The same for the words of a change. */
export const isRecolouredChange = (from: string, to: string): boolean => isRecoloured(tagsIn(from)!, tagsIn(to)!);

function recolouring(first: NonNullable<Beginning['colour']>, tags: ColourTags): string[] {
  if (sameTags(first, tags) || !isRecoloured(tags, first)) return [];
  const from = colourNumbers(tags), to = colourNumbers({ ...tags, ...first });
  return [`zscale=rin=${tags.range}:min=${from.colorSpace}:pin=${from.colorPrimaries}:tin=${from.colorTrc}:r=${first.range}:m=${to.colorSpace}:p=${to.colorPrimaries}:t=${to.colorTrc}`];
}
