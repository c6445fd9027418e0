// Conversions as steps that anyone can read: packed formats into planes at the start, what the encoder needs at the end.
import type { ColourTags, PixelFormat, StreamShape } from '../../shared/media.ts';
import type { Step } from '../../shared/plan.ts';
import { pixelFormatOf, planarEquivalent } from '../media/pixel.ts';
import { isInterlaced, onFields, whyNoFields } from '../stages/fields.ts';
import { grown } from '../stages/frames.ts';
import { pixelWords, sizeWords } from './words.ts';

/** What the encoder takes; `width` and `height` may be one column or line larger than the picture. */
export type Wanted = { readonly pixel: PixelFormat; readonly width: number; readonly height: number; readonly range: ColourTags['range'] };

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
  if (!pads && !changes) return null;
  const graph = [...(pads ? [grown(from, to, 'out')] : []), ...(changes ? [convertPixels({ ...from, width: to.width, height: to.height }, output)] : [])].join(',');
  const why = [
    ...(changes ? [`The encoder takes ${pixelWords(to.pixel)}${output.colour.range === from.colour.range ? '' : ` in ${output.colour.range} range`}; the picture is ${pixelWords(from.pixel)}.`] : []),
    ...(pads ? [`Its chroma needs even sides, so the last line or column is repeated: ${sizeWords(from)} becomes ${sizeWords(to)}.`] : []),
  ].join(' ');
  return conversion('convert-out', `Giving the encoder ${to.pixel.name}`, from, output, graph, why);
}

function conversion(stage: string, title: string, input: StreamShape, output: StreamShape, graph: string, why: string): Step {
  return { stage, title, method: graph.startsWith('zscale') ? 'zscale' : 'scale', params: {}, kind: 'filter', graph, model: null, window: { before: 0, after: 0 }, warmup: 0, input, output, map: 'same', scan: null, strength: null, why };
}

/** RGB has its own matrix and full range; coming from it, YUV gets the matrix of its size and limited range. */
function colourOut({ colour, pixel, height }: StreamShape, to: Wanted): ColourTags {
  if (to.pixel.family === 'gbr') return { ...colour, matrix: 'gbr', range: 'full' };
  if (pixel.family === 'gbr') return { ...colour, matrix: colour.primaries.startsWith('bt2020') ? 'bt2020nc' : height > 576 ? 'bt709' : 'smpte170m', range: to.range === 'unspecified' ? 'limited' : to.range };
  return { ...colour, range: to.range === 'unspecified' ? colour.range : to.range };
}

/** Formats that zimg does not know; swscale unpacks them without touching values. */
const notZimg = (pixel: PixelFormat): boolean => /^(bgr0|bgra|gray1[246]|yuv440p1)/.test(pixel.name);

/** Every property of both sides is named, so nothing is guessed; fewer bits are dithered. */
function convertPixels(from: StreamShape, to: StreamShape): string {
  const swscale = notZimg(from.pixel) || notZimg(to.pixel);
  const graph = swscale ? withScale(from, to) : withZscale(from, to);
  const linesOfChromaChange = from.pixel.chroma !== to.pixel.chroma && [from, to].some(({ pixel }) => ['420', '440', '410'].includes(pixel.chroma));
  return isInterlaced(from) && linesOfChromaChange && whyNoFields(from) === null ? onFields(graph, from) : graph;
}

function withScale(from: StreamShape, to: StreamShape): string {
  const ranges = from.pixel.family === 'gbr' || to.pixel.family === 'gbr' ? '' : `=in_range=${from.colour.range}:out_range=${to.colour.range}`;
  return `scale${ranges},format=pix_fmts=${to.pixel.name}`;
}

function withZscale(from: StreamShape, to: StreamShape): string {
  const place = from.colour.chromaPosition === 'unspecified' ? 'left' : from.colour.chromaPosition;
  const sides = { matrixin: from.colour.matrix, rangein: from.colour.range, chromalin: place, matrix: to.colour.matrix, range: to.colour.range, chromal: place, filter: 'bicubic', dither: to.pixel.depth < from.pixel.depth ? 'error_diffusion' : 'none' };
  return `zscale=${Object.entries(sides).map(([key, value]) => `${key}=${value}`).join(':')},format=pix_fmts=${to.pixel.name}`;
}
