// The brightness of source and result as planes that can be compared: the part that both show, at one size, in one range, one field of it where fields are apart.
import { FrameWrightError } from '../../shared/errors.ts';
import type { Rect, StreamShape } from '../../shared/media.ts';
import type { Plan } from '../../shared/plan.ts';
import type { Luma } from '../kernels/likeness.ts';
import { openFilter, type VideoFilter } from '../media/filter.ts';
import type { Frame } from '../media/frame.ts';
import { isPlanar, pixelFormatOf, planarEquivalent } from '../media/pixel.ts';
import { allocatePlanes, copyOut } from '../media/planes.ts';
import { backGraph, turnOfStep } from '../plan/turn.ts';
import { isInterlaced } from '../stages/fields.ts';
import { coveredParts } from './covered.ts';
import type { Shown } from './pairs.ts';

/** What of a frame is compared: all lines, or those of one field. */
export type Lines = 'all' | 'top' | 'bottom';
type Size = { readonly width: number; readonly height: number };

/** One side of the comparison; `to` is the size at which all lines are compared. */
type Side = { readonly shape: StreamShape; readonly part: Rect; readonly full: boolean; readonly matrix: string; readonly before: Size | null; readonly to: Size; /** What turns it back to how the source stores it. */ readonly back: string | null };

export type LumaReader = { /** Leaves the frame to the caller. One call at a time. */ read(frame: Frame, lines: Lines): Promise<Luma>; close(): void };

/** Readers of frames as they come from the decoder and as they go to the encoder; graphs are opened when first needed. */
export function openReaders(plan: Plan): { readonly source: LumaReader; readonly result: LumaReader } {
  const { source, result } = sidesOf(plan);
  return { source: openReader(source), result: openReader(result) };
}

function sidesOf({ source, result, steps }: Plan): { readonly source: Side; readonly result: Side } {
  // A last line or column that only the encoder asks for is no part of the picture.
  const parts = coveredParts(source, steps.filter((step) => !turnOfStep(step)).map((step) => (step.stage === 'convert-out' ? { ...step, output: { ...step.output, width: step.input.width, height: step.input.height } } : step)));
  const to = { width: Math.min(parts.source.width, parts.result.width), height: Math.min(parts.source.height, parts.result.height) };
  const full = [source, result].filter(({ pixel }) => pixel.family !== 'gbr').every(({ colour }) => colour.range === 'full') && [source, result].some(({ pixel }) => pixel.family !== 'gbr');
  const matrix = [result, source].map(({ colour }) => matrices[colour.matrix]).find((name) => name !== undefined) ?? 'bt709';
  // Lines of one field are lines of the source: a result that is no longer interlaced is brought to them first.
  const before = isInterlaced(result) || parts.result.height === parts.source.height ? null : { width: to.width, height: parts.source.height };
  return { source: { shape: source, part: parts.source, full, matrix, before: null, to, back: null }, result: { shape: result, part: parts.result, full, matrix, before, to, back: backGraph(steps) } };
}

/** FFmpeg's names of matrices as its scaler takes them. */
const matrices: Readonly<Record<string, string>> = { bt709: 'bt709', smpte170m: 'smpte170m', bt470bg: 'smpte170m', bt2020nc: 'bt2020', smpte240m: 'smpte240m', fcc: 'fcc' };

function openReader(side: Side): LumaReader {
  const graphs = new Map<Lines, VideoFilter>();
  let next = 0n;
  return {
    async read(frame, lines) {
      const copy = frame.clone();
      if (!copy) throw new FrameWrightError('internal', { what: 'a frame could not be referenced', why: 'FFmpeg had no memory for it.' });
      let graph = graphs.get(lines);
      if (!graph) graphs.set(lines, graph = await openFilter(graphOf(side, lines), { shape: side.shape, timeBase: { num: 1, den: 25 } }, { threads: 1 }));
      copy.pts = next++;
      const [made] = await graph.push(copy);
      return { plane: planeOf(made!, graph.output, depthOf(side.shape)), depth: depthOf(side.shape), full: side.full };
    },
    close: () => graphs.forEach((graph) => graph.close()),
  };
}

/** Bits of a value as it is compared; float samples are read as 16. */
const depthOf = ({ pixel }: StreamShape): number => Math.min(16, pixel.depth);

function planeOf(frame: Frame, size: Size, depth: number): Luma['plane'] {
  try {
    const planes = allocatePlanes({ ...size, pixel: pixelFormatOf(depth === 8 ? 'gray' : `gray${depth}le`) });
    copyOut(frame, planes);
    return planes.planes[0]!;
  } finally {
    frame.free();
  }
}

/** Grey throughout, so that only brightness is worked on and no chroma has to fit. */
function graphOf({ shape, part, full, matrix, before, to, back }: Side, lines: Lines): string {
  const { pixel, colour } = shape, isRgb = pixel.family === 'gbr', cut = lines === 'all' ? part : { ...part, top: part.top & ~1, height: part.height & ~1 };
  const size = (wanted: Size, from: Size): string[] => (wanted.width === from.width && wanted.height === from.height ? [] : [`scale=w=${wanted.width}:h=${wanted.height}:flags=bicubic`]);
  const fields = before ? { ...before, height: before.height & ~1 } : cut, field = { width: fields.width, height: fields.height / 2 };
  return [
    ...(isRgb || isPlanar(pixel.name) ? [] : [`scale=in_range=${colour.range}:out_range=${colour.range},format=pix_fmts=${planarEquivalent(pixel.name)}`]),
    ...(isRgb ? [`scale=out_color_matrix=${matrix}:out_range=${full ? 'full' : 'limited'},format=pix_fmts=yuv444p${pixel.depth === 8 ? '' : `${depthOf(shape)}le`}`] : []),
    ...(pixel.family === 'grey' ? [] : ['extractplanes=planes=y']),
    ...(!isRgb && (colour.range === 'full') !== full ? [toLimited(pixel.depth)] : []),
    ...(back === null ? [] : [back]),
    `crop=w=${cut.width}:h=${cut.height}:x=${cut.left}:y=${cut.top}:exact=1`,
    ...(lines === 'all' ? size(to, cut) : [...size(fields, cut), `field=type=${lines}`, ...size({ width: to.width, height: Math.max(1, to.height >> 1) }, field)]),
  ].join(',');
}

/** Full range becomes limited (BT.601, BT.709, BT.2100); the other way round never happens, since both are limited unless both are full. */
const toLimited = (depth: number): string => `lut=c0='round(${16 * 2 ** (depth - 8)}+val*${219 * 2 ** (depth - 8)}/${2 ** depth - 1})'`;

/**
 * The lines of index frame `n` that a result frame shows unchanged where nothing else is done: all of a picture that was taken at one moment; else those of the
 * field it was made of, which deinterlacing keeps and inverse telecine leaves in their frame.
 */
export function linesOf({ scan, source, steps }: Pick<Plan, 'scan' | 'source' | 'steps'>, { frame, field }: Shown): Lines {
  const run = scan.find(({ first, count }) => frame >= first && frame < first + count);
  const isWhole = run ? run.scan === 'progressive' : !isInterlaced(source);
  if (isWhole || source.height < 4) return 'all';
  const given = steps.map(({ params }) => params['parity']).find((parity) => parity === 'tff' || parity === 'bff');
  const order = given ?? run?.order ?? source.fieldOrder;
  return (order === 'bff') === (field === 'second') ? 'top' : 'bottom';
}
