// Puts the finished picture into a frame of another shape: between bars, between its own blurred edges, or cut to it. The picture itself is scaled before, once.
import { z } from 'zod';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Rect, StreamShape } from '../../../shared/media.ts';
import { filterCost } from '../costs.ts';
import { isInterlaced, onFields } from '../fields.ts';
import { blurredSides, margins, reducedSide, wholeChroma } from '../frames.ts';
import { scalable, side, sizeOf, sizeText, type Size } from '../sizes.ts';
import type { Covers, Scene, Skip, Stage, Use } from '../stage.ts';
import { isOff, readParams, turnedOff } from '../wishes.ts';
import { chromaStep } from '../../media/plane-sizes.ts';

const params = z.strictObject({
  width: side.describe('Width of the frame in pixels; auto: what --scale and --aspect give.').meta({ title: 'Frame width', unit: 'px' }),
  height: side.describe('Height of the frame in pixels; auto: what --scale and --aspect give.').meta({ title: 'Frame height', unit: 'px' }),
  how: z.enum(['auto', 'pad', 'blur', 'crop']).default('auto').describe('pad: black bars, transparent where the picture has transparency; blur: the picture\'s own edges, enlarged and blurred; crop: what does not fit is cut off evenly; auto: as --fit says.').meta({ title: 'How to fit' }),
});
type P = z.infer<typeof params>;

const words = { pad: 'with bars', blur: 'between its own blurred edges', crop: 'cut off evenly' } as const;

function decide({ shape, target, wish }: Scene): Use<P> | Skip {
  if (isOff(wish)) return turnedOff;
  const set = Object.keys(wish).find((key) => key in readParams('fit', params, wish));
  if (set !== undefined) throw new FrameWrightError('bad-value', { key: `fit.${set}`, value: String(wish[set]), why: 'It decides every size before it, so it is said by --fit together with --scale or --aspect.' });
  const { canvas, fit } = target;
  if (canvas === null || fit === null) return { use: false, why: 'no frame of another shape was asked for' };
  if (shape.width !== target.width || shape.height !== target.height) return { use: false, why: `the picture is ${sizeText(shape)} and not the ${sizeText(target)} that would fit into ${sizeText(canvas)}` };
  if (canvas.width === shape.width && canvas.height === shape.height) return { use: false, why: `the picture fills ${sizeText(canvas)} already` };
  return { use: true, params: { ...canvas, how: fit }, strength: null, why: `the ${sizeText(shape)} picture goes into ${sizeText(canvas)}, ${words[fit]}` };
}

/** The lines and columns that fields and chroma samples come in. */
const gridOf = (input: StreamShape): { readonly x: number; readonly y: number } => {
  const { x, y } = chromaStep(input.pixel);
  return { x, y: isInterlaced(input) ? 2 * y : y };
};

/** The picture in the middle of the frame, on whole samples; a frame that is smaller cuts it on the same samples. */
function covers(wanted: P, input: StreamShape): Covers {
  const size = sizeOf(wanted, input), grid = gridOf(input);
  const across = margins(input.width, size.width, grid.x), down = margins(input.height, size.height, grid.y);
  const common = { width: Math.min(input.width, size.width), height: Math.min(input.height, size.height) };
  return { input: { ...common, left: across.cut, top: down.cut }, output: { ...common, left: across.before, top: down.before } };
}

const cut = ({ left, top, width, height }: Rect): string => `crop=w=${width}:h=${height}:x=${left}:y=${top}:exact=1`;

function graphOf(wanted: P, input: StreamShape): string {
  const size = sizeOf(wanted, input), { input: kept, output } = covers(wanted, input);
  const inner = { ...input, width: kept.width, height: kept.height };
  const before = kept.width < input.width || kept.height < input.height ? [cut(kept)] : [];
  if (output.width === size.width && output.height === size.height) return before.join(',') || 'null';
  const whole = wholeChroma(inner, 'fit');
  if (wanted.how === 'blur') return [...before, ...whole.graph, onFields(surrounded({ ...inner, ...whole.size }, size, output), input)].join(',');
  return [...before, ...whole.graph, bars({ ...inner, ...whole.size }, size, output)].join(',');
}

/** fillborders takes every planar YUV and grey format but this. */
const noFill = 'yuv440p10le';

/**
 * Black bars. FFmpeg's pad puts true black around RGB and full range, but in limited range 0 around grey and, above eight bits, eight-bit codes stretched to the depth, which tints (514 for 512);
 * fillborders has limited range exactly. test/e2e/geometry.test.ts holds both to it.
 */
function bars({ pixel, colour, width, height }: StreamShape, size: Size, { left, top }: Rect): string {
  const black = `black@${pixel.alpha ? 0 : 1}`, pad = `pad=w=${size.width}:h=${size.height}:x=${left}:y=${top}:color=${black}`;
  if (pixel.family === 'gbr' || colour.range === 'full' || pixel.name === noFill) return pad;
  return `${pad},fillborders=left=${left}:top=${top}:right=${size.width - width - left}:bottom=${size.height - height - top}:mode=fixed:color=${black}`;
}

/** The sides of the frame, or of each of its fields. */
function surrounded(picture: StreamShape, size: Size, at: Rect): string {
  if (!isInterlaced(picture)) return blurredSides(picture, size, at);
  return blurredSides({ ...picture, height: picture.height / 2 }, { ...size, height: size.height / 2 }, { ...at, top: at.top / 2, height: at.height / 2 });
}

const reduced: NonNullable<Stage<P>['reduced']> = ({ params: wanted, strength }, factor) =>
  ({ params: { ...wanted, width: reducedSide(wanted.width, factor), height: reducedSide(wanted.height, factor) }, strength, notice: null });

export const fit: Stage<P> = {
  id: 'fit', title: 'Fitting the frame', ignoresStrength: true, params, decide, covers, reduced, map: () => 'same',
  shape: (wanted, input) => ({ ...input, ...sizeOf(wanted, input) }),
  methods: [{
    id: 'canvas', title: 'Bars, blurred edges or a cut', needs: { model: null }, accepts: scalable, window: { before: 0, after: 0 }, warmup: 0, interlaced: 'per-field',
    cost: (wanted, input, hardware) => filterCost('pad', wanted.how === 'blur' ? 150 : 1500, { ...input, ...sizeOf(wanted, input) }, hardware),
    work: (wanted, input) => ({ kind: 'filter', graph: graphOf(wanted, input) }),
  }],
};
