// What the source is taken to be: the file's tags, what the user knows better, and a stated rule where both are silent.
import type { Analysis } from '../../shared/analysis.ts';
import type { ColourTags, FieldOrder, Media, StreamShape } from '../../shared/media.ts';
import type { Interpretation } from '../../shared/preset.ts';
import { formatRatio } from '../../shared/time.ts';
import { matrixNamed, primariesNamed, transferNamed } from '../media/colour.ts';
import { hdr10, sizeReason, untaggedColour, type Untagged } from './untagged.ts';

export type Interpreted = {
  readonly source: StreamShape;
  /** The analysis as the stages are to see it: an interpreted field order stands in for the measured one. */
  readonly analysis: Analysis;
  readonly notices: readonly string[];
};

/**
 * Reads the source's shape. Everything that was assumed or overridden is in the notices; what probing has applied already, it has said already.
 * @throws FrameWrightError `bad-value` for a colour name that does not exist.
 */
export function interpret(media: Media, analysis: Analysis, said: Interpretation): Interpreted {
  const told = withNames(said);
  const shape = media.video.shape;
  const { colour, assumed } = completeColour(media.video, told);
  const fieldOrder = fieldOrderOf(analysis, shape.fieldOrder, told.fieldOrder);
  const source: StreamShape = {
    ...shape, colour, fieldOrder, sar: told.sar ?? shape.sar, rate: told.rate ?? shape.rate,
  };
  return { source, analysis: told.fieldOrder ? believe(analysis, told.fieldOrder) : analysis, notices: [...overrides(media, analysis, told), ...assumed] };
}

/** FFmpeg's names for what people write: 601, 709, pq. */
function withNames(said: Interpretation): Interpretation {
  return {
    ...said, ...(said.matrix ? { matrix: matrixNamed(said.matrix) } : {}), ...(said.primaries ? { primaries: primariesNamed(said.primaries) } : {}),
    ...(said.transfer ? { transfer: transferNamed(said.transfer) } : {}),
  };
}

/** Tags with the user's word first, the file's second, and the size rule for what neither says. */
function completeColour({ shape, hdr }: Media['video'], told: Interpretation): { readonly colour: ColourTags; readonly assumed: readonly string[] } {
  const tags = shape.colour;
  const isHdr = hdr.masteringDisplay !== null || hdr.contentLight !== null || hdr.dynamic.length > 0;
  const guess = isHdr ? hdr10 : untaggedColour(shape, { matrix: told.matrix ?? tags.matrix, primaries: told.primaries ?? tags.primaries, transfer: told.transfer ?? tags.transfer });
  const choose = (user: string | undefined, file: string, assumed: string): string => user ?? (file === 'unspecified' ? assumed : file);
  const colour: ColourTags = {
    range: told.range ?? (shape.pixel.name.startsWith('yuvj') ? 'full' : tags.range === 'unspecified' ? guess.range : tags.range),
    matrix: choose(told.matrix, tags.matrix, guess.matrix), primaries: choose(told.primaries, tags.primaries, guess.primaries),
    transfer: choose(told.transfer, tags.transfer, guess.transfer), chromaPosition: tags.chromaPosition,
  };
  const open = (['matrix', 'primaries', 'transfer', 'range'] as const).filter((key) => tags[key] === 'unspecified' && told[key] === undefined && colour[key] !== 'unspecified');
  return { colour, assumed: open.length === 0 ? [] : [sayAssumed(open, colour, isHdr ? 'its HDR metadata' : sizeReason(shape))] };
}

function sayAssumed(open: readonly (keyof Untagged)[], colour: ColourTags, by: string): string {
  const parts = open.map((key) => `${key} ${colour[key]}`).join(', ');
  return `The file does not say its ${open.join(', ')}; by ${by} it is read as ${parts}, and the result says so. Override with --interpret.`;
}

/** What stays interlaced has the measured order; where nothing was found the picture counts as progressive. */
function fieldOrderOf({ interlacing }: Analysis, tagged: FieldOrder, told: FieldOrder | undefined): FieldOrder {
  if (told) return told;
  switch (interlacing.verdict) {
    case 'progressive': case 'tff': case 'bff': return interlacing.verdict;
    case 'telecine': case 'mixed': return tagged === 'bff' || interlacing.container === 'bff' ? 'bff' : 'tff';
    case 'unknown': return tagged === 'unknown' ? 'progressive' : tagged;
  }
}

/** The analysis with the user's field order in place of the measured verdict. */
function believe(analysis: Analysis, fieldOrder: 'progressive' | 'tff' | 'bff'): Analysis {
  const evidence = [{ says: `You said that the field order is ${fieldOrder}.`, from: 'interpretation' }, ...analysis.interlacing.evidence];
  return { ...analysis, interlacing: { ...analysis.interlacing, verdict: fieldOrder, confidence: 1, evidence, runs: [] } };
}

/** One sentence for each thing that the user knows better than this media says. */
function overrides(media: Media, analysis: Analysis, told: Interpretation): string[] {
  const { shape, timecode } = media.video;
  const rows: readonly (readonly [string, string | undefined, string])[] = [
    ['its field order', told.fieldOrder, shape.fieldOrder],
    ...(['range', 'matrix', 'primaries', 'transfer'] as const).map((key) => [`its ${key}`, told[key], shape.colour[key]] as const),
    ['its pixel aspect ratio', told.sar && formatRatio(told.sar), formatRatio(shape.sar)], ['its frame rate', told.rate && formatRatio(told.rate), formatRatio(shape.rate)],
    ['its start timecode', told.startTimecode, timecode ?? 'unknown'],
  ];
  const verdict = analysis.interlacing.verdict;
  const against = told.fieldOrder && verdict !== told.fieldOrder && verdict !== 'unknown' ? [`You said that the field order is ${told.fieldOrder}; the analysis found ${verdict}. Your word counts.`] : [];
  return [...rows.flatMap(([what, said, file]) => (said === undefined || said === file ? [] : [say(what, said, file)])), ...against];
}

const say = (what: string, told: string, file: string): string =>
  `As you said, ${what} is taken to be ${told}; ${file === 'unspecified' || file === 'unknown' ? 'the file says nothing' : `the file says ${file}`}.`;
