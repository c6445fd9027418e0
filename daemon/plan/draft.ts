// A plan at a fraction of its size, for a look that comes at once: the source is reduced first, and every step does to the small picture what it would do to the large one.
import type { StreamShape } from '../../shared/media.ts';
import type { Plan, Step } from '../../shared/plan.ts';
import { chromaStep } from '../media/plane-sizes.ts';
import { isInterlaced } from '../stages/fields.ts';
import { lanczos, resized, scalesFields, type Size } from '../stages/sizes.ts';
import { videoStages } from '../stages/index.ts';
import type { Params } from '../stages/stage.ts';
import { convertIn } from './conversion.ts';
import { sentence } from './words.ts';

/** `plan` as it is for the small picture, without steps that say nothing about it; `reduction` is the FFmpeg chain that makes it of a decoded frame. */
export type Draft = { readonly plan: Plan; readonly reduction: string; /** What a person should know. */ readonly notices: readonly string[] };

/** Sides below which chroma and windows have nothing left to work on. */
const smallest = 16;

/** The plan on a source reduced by `factor`; null where there is nothing to reduce. */
export function draftOf(plan: Plan, factor: number): Draft | null {
  const whole = convertIn(plan.source)?.output ?? plan.source, size = sizeBy(whole, factor);
  if (factor <= 1 || (size.width >= whole.width && size.height >= whole.height)) return null;
  const split = inFields(whole, size), source = resized(split, size);
  const steps: Step[] = [], notices: string[] = split === whole ? [] : [`The last of its ${whole.height} lines is left out of this draft: they do not split into two fields of equal height.`];
  for (const step of plan.steps) {
    const drafted = draftStep(step, steps.at(-1)?.output ?? source, factor);
    if (drafted?.step) steps.push(drafted.step);
    if (drafted?.notice) notices.push(drafted.notice);
  }
  const conversion = convertIn(plan.source)?.graph;
  return {
    plan: { ...plan, source, steps, result: { ...plan.result, ...shownOf(steps.at(-1)?.output ?? source) }, resources: { ...plan.resources, tile: null } },
    reduction: [...(conversion ? [conversion] : []), ...(split === whole ? [] : [`crop=w=${split.width}:h=${split.height}:x=0:y=0:exact=1`]), lanczos(split, size)].join(','), notices,
  };
}

/** What of the picture is reduced: FFmpeg takes no fields apart of which one has a line more. */
const inFields = (whole: StreamShape, size: Size): StreamShape => (scalesFields(whole, size) && whole.height % 2 === 1 ? { ...whole, height: whole.height - 1 } : whole);

/** Whole chroma samples, of both fields where there are two. */
function sizeBy(shape: StreamShape, factor: number): Size {
  const { x, y } = chromaStep(shape.pixel), lines = isInterlaced(shape) ? 2 * y : y;
  const side = (length: number, grid: number): number => Math.min(length, Math.max(smallest, Math.round(length / factor / grid) * grid));
  return { width: side(shape.width, x), height: side(shape.height, lines) };
}

const shownOf = ({ width, height, sar, pixel, colour, fieldOrder }: StreamShape): Pick<StreamShape, 'width' | 'height' | 'sar' | 'pixel' | 'colour' | 'fieldOrder'> => ({ width, height, sar, pixel, colour, fieldOrder });

/** The step for a small picture; null for what only the decoder's or the encoder's pixels need, and for the turn that a viewer does as well. */
function draftStep(step: Step, input: StreamShape, factor: number): { readonly step: Step | null; readonly notice: string | null } | null {
  const stage = videoStages.find(({ id }) => id === step.stage), method = stage?.methods.find(({ id }) => id === step.method);
  if (!stage || !method) return null;
  const asked = { params: step.params as Params, strength: step.strength }, use = stage.reduced?.(asked, factor) ?? { ...asked, notice: null };
  if ('why' in use) return { step: null, notice: sentence(`Left out of this draft: ${step.title}; ${use.why}`) };
  const work = method.work(use.params, input, use.strength), counted = { rate: step.output.rate, frames: step.output.frames, fieldOrder: step.output.fieldOrder };
  const output = { ...(method.shape?.(use.params, input) ?? stage.shape(use.params, input)), ...counted };
  return { step: { ...step, params: use.params, strength: use.strength, graph: work.kind === 'filter' ? work.graph : null, input, output }, notice: use.notice === null ? null : sentence(`${step.title}: ${use.notice}`) };
}

