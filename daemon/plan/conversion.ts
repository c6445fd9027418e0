// Conversions as steps that anyone can read: packed formats into planes at the start, what the encoder needs at the end.
import type { ColourTags, PixelFormat, StreamShape } from '../../shared/media.ts';
import type { Step } from '../../shared/plan.ts';
import { pixelFormatOf, planarEquivalent } from '../media/pixel.ts';
import { chromaLines, placeOf } from '../stages/chroma.ts';
import { isInterlaced } from '../stages/fields.ts';
import { planar } from '../stages/formats.ts';
import { grown } from '../stages/frames.ts';
import { isHd } from './untagged.ts';
import { pixelWords, sizeWords } from './words.ts';
import { chromaStep } from '../media/plane-sizes.ts';

/** What the encoder takes; `width` and `height` may be one column or line larger than the picture. */
export type Wanted = { readonly pixel: PixelFormat; readonly width: number; readonly height: number; readonly range: ColourTags['range'];
  /** The only matrix that it takes; and whether colour is to be multiplied by transparency. */ readonly matrix?: string | undefined; readonly premultiplied?: boolean | undefined };

/** The step that gives every plane its own memory, or null where the decoder does so already. Values do not change. */
export function convertIn(source: StreamShape): Step | null {
  const name = planarEquivalent(source.pixel.name);
  if (name === source.pixel.name) return null;
  const output = { ...source, pixel: pixelFormatOf(name) };
  const keepsRange = source.pixel.family === 'yuv' ? `=in_range=${source.colour.range}:out_range=${source.colour.range}` : '';
  return conversion('convert-in', `Reading the pixels as ${name}`, source, output, `scale${keepsRange},format=pix_fmts=${name}`, `The file stores ${source.pixel.name}; planes of ${pixelWords(output.pixel)} hold the same values.`);
}

/** The step from the last picture to what the encoder takes, or null when they are the same. */
export function convertOut(from: StreamShape, to: Wanted): Step | null {
  const pads = to.width !== from.width || to.height !== from.height;
  const output = { ...from, pixel: to.pixel, width: to.width, height: to.height, colour: colourOut(from, to) };
  const changes = from.pixel.name !== to.pixel.name || from.colour.range !== output.colour.range || from.colour.matrix !== output.colour.matrix;
  const multiplies = to.premultiplied === true && from.pixel.alpha && to.pixel.alpha;
  if (!pads && !changes && !multiplies) return null;
  const graph = [...(pads ? [grown(from, to, 'out')] : []), ...(changes ? [convertPixels({ ...from, width: to.width, height: to.height }, output)] : []), ...(multiplies ? ['premultiply=inplace=1'] : [])].join(',');
  const why = [
    ...(changes ? [`The encoder takes ${pixelWords(to.pixel)}${output.colour.range === from.colour.range ? '' : ` in ${output.colour.range} range`}; the picture is ${pixelWords(from.pixel)}.`] : []),
    ...(pads ? [`Its chroma needs even sides, so the last line or column is repeated: ${sizeWords(from)} becomes ${sizeWords(to)}.`] : []),
    ...(multiplies ? ['Colour is multiplied by transparency, as this kind of file wants it.'] : []),
  ].join(' ');
  return conversion('convert-out', `Giving the encoder ${to.pixel.name}`, from, output, graph, why);
}

function conversion(stage: string, title: string, input: StreamShape, output: StreamShape, graph: string, why: string): Step {
  return { stage, title, method: graph.startsWith('zscale') ? 'zscale' : 'scale', params: {}, kind: 'filter', graph, model: null, window: { before: 0, after: 0 }, warmup: 0, input, output, map: 'same', scan: null, strength: null, why };
}

/**
 * RGB has its own matrix and full range; coming from it, YUV gets the matrix of its size and limited range, which is what players expect. Chroma that is made
 * coarser lies where its kind of video has it: on the first line and column for BT.2020 (BT.2100 table 2), on the first column otherwise.
 */
function colourOut({ colour, pixel, width, height }: StreamShape, to: Wanted): ColourTags {
  if (to.pixel.family === 'gbr') return { ...colour, matrix: 'gbr', range: 'full' };
  const isNew = to.pixel.chroma === '420' && pixel.chroma !== '420' && colour.chromaPosition === 'unspecified';
  const chromaPosition = isNew ? (colour.primaries === 'bt2020' ? 'topleft' : 'left') : colour.chromaPosition;
  if (pixel.family === 'gbr') return { ...colour, chromaPosition, matrix: to.matrix ?? (colour.primaries === 'bt2020' ? 'bt2020nc' : isHd({ width, height }) ? 'bt709' : 'smpte170m'), range: to.matrix ? to.range : 'limited' };
  return { ...colour, chromaPosition, matrix: matrixFor(colour.matrix, to), range: to.range === 'unspecified' ? colour.range : to.range };
}

/** Names of one matrix (ITU-T H.273, matrices 5 and 6) stay what they are. */
const sameMatrix = new Set(['bt470bg', 'smpte170m']);
const matrixFor = (matrix: string, to: Wanted): string => (to.matrix === undefined || (sameMatrix.has(matrix) && sameMatrix.has(to.matrix)) ? matrix : to.matrix);

/** Every property of both sides is named, so nothing is guessed; fewer bits are dithered. The lines of interlaced chroma change first or last, in a pass of their own. */
export function convertPixels(from: StreamShape, to: StreamShape): string {
  const [linesFrom, linesTo] = [from, to].map(({ pixel }) => chromaStep(pixel).y) as [number, number];
  if (!isInterlaced(from) || linesFrom === linesTo) return convertWhole(from, to);
  const before = linesFrom === 1 ? from : { ...from, pixel: fullLines(from.pixel, to.pixel) }, after = linesTo === 1 ? to : { ...to, pixel: fullLines(to.pixel, from.pixel) };
  const isSame = before.pixel.name === after.pixel.name && JSON.stringify(before.colour) === JSON.stringify(after.colour);
  return [...(linesFrom === 1 ? [] : [chromaLines(from, before)]), ...(isSame ? [] : [convertWhole(before, after)]), ...(linesTo === 1 ? [] : [chromaLines(after, to)])].join(',');
}

/** The same depth with chroma on every line: as fine across as the other side has it, 4:4:4 where there is no such format. */
function fullLines(pixel: PixelFormat, other: PixelFormat): PixelFormat {
  const depth = pixel.depth === 8 ? '' : `${pixel.depth}le`, stem = `yuv${pixel.alpha ? 'a' : ''}`;
  const names = [...(other.chroma === '422' ? [`${stem}422p${depth}`] : []), `${stem}444p${depth}`, `${stem}444p16le`];
  return pixelFormatOf(names.find((name) => planar.includes(name))!);
}

/** Formats that zimg does not know; swscale unpacks them without touching values. */
const notZimg = (pixel: PixelFormat): boolean => /^(bgr0|bgra|gray1[246]|yuv440p1)/.test(pixel.name);

function convertWhole(from: StreamShape, to: StreamShape): string {
  const name = planarEquivalent(to.pixel.name);
  // zimg writes planes only; packing them, or swapping their bytes, changes no value.
  if (name !== to.pixel.name && !to.pixel.name.startsWith('yuvj')) {
    const planes = { ...to, pixel: pixelFormatOf(name) };
    return [...(from.pixel.name === name ? [] : [convertWhole(from, planes)]), `scale,format=pix_fmts=${to.pixel.name}`].join(',');
  }
  return notZimg(from.pixel) || notZimg(to.pixel) ? withScale(from, to) : withZscale(from, to);
}

function withScale(from: StreamShape, to: StreamShape): string {
  const isYuv = from.pixel.family !== 'gbr' && to.pixel.family !== 'gbr';
  const sides = isYuv ? `=in_range=${from.colour.range}:out_range=${to.colour.range}:in_chroma_loc=${placeOf(from.colour)}:out_chroma_loc=${placeOf(to.colour)}` : '';
  return `scale${sides},format=pix_fmts=${to.pixel.name}`;
}

function withZscale(from: StreamShape, to: StreamShape): string {
  const sides = { matrixin: from.colour.matrix, rangein: from.colour.range, chromalin: placeOf(from.colour), matrix: to.colour.matrix, range: to.colour.range, chromal: placeOf(to.colour), filter: 'bicubic', dither: to.pixel.depth < from.pixel.depth ? 'error_diffusion' : 'none' };
  return `zscale=${Object.entries(sides).map(([key, value]) => `${key}=${value}`).join(':')},format=pix_fmts=${to.pixel.name}`;
}
