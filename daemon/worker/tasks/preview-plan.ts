// What a preview of one frame is made by: the plan for the wish, the frame of the result, and the draft of it where one is wanted.
import { createHash } from 'node:crypto';
import type { Plan } from '../../../shared/plan.ts';
import type { Wish } from '../../../shared/preset.ts';
import { draftOf, type Draft } from '../../plan/draft.ts';
import { originOf, resultSpan, type Origin } from '../../plan/map.ts';
import { loadPresetFile, loadPresets } from '../../plan/presets.ts';
import { makePlan } from '../../plan/plan.ts';
import { turnOfStep } from '../../plan/turn.ts';
import { isHdr } from '../../quality/display-colour.ts';
import { viewsOf, type View } from '../../quality/before-after.ts';
import { sizeShown } from '../../quality/shown.ts';
import { frameSpan, neighbourhood, type FrameSpan } from '../../run/one-frame.ts';
import type { PreviewFrameRequest } from '../contract.ts';
import type { WarmSource } from '../warm-source.ts';
import { measured } from './hardware.ts';

export type PreviewPlan = {
  /** The plan of the picture: the draft's, or the real one. */
  readonly plan: Plan; readonly origin: Origin; readonly draft: Draft | null; readonly cuts: Uint32Array; readonly span: FrameSpan;
  readonly before: View; readonly after: View;
  /** What the pixels of frame and result depend on. */
  readonly sourceKey: unknown; readonly resultKey: unknown;
  readonly hash: string; readonly title: string; readonly notices: readonly string[];
};

/** Plans for the wish before this one that are still known. */
const mostPlans = 8;

/** @throws FrameWrightError as `makePlan`; `cancelled`. */
export async function planPreview(source: WarmSource, request: PreviewFrameRequest, signal: AbortSignal): Promise<PreviewPlan> {
  const { plan: whole, notices } = await planFor(source, request), { frame, size } = request;
  const { first } = resultSpan(whole.map, source.index, frame, frame + 1), origin = originOf(whole.map, source.index, Math.min(first, whole.map.frames - 1));
  const shown = sizeShown(whole.result, whole.result, whole.delivery, size), factor = size === null ? 1 : shortestOf(whole) / size;
  const draft = request.draft ? draftOf(whole, factor) : null, plan = draft?.plan ?? whole;
  const around = neighbourhood(plan, origin.frame), cuts = await (draft ? source.cuts(0, 0, signal) : source.cuts(around.from, around.to, signal));
  const span = frameSpan(plan, cuts, origin.frame);
  // A turn that the draft leaves to the viewer is the source's own.
  const turn = draft && whole.steps.some((step) => turnOfStep(step) !== null) ? whole.media.video : whole.delivery;
  const { before, after } = viewsOf(plan, turn, shown);
  const sourceKey = [source.print, draft?.reduction ?? null, origin.frame], resultKey = keyOf(plan, sourceKey, origin, span);
  return {
    plan, origin, draft, cuts, span, before, after, sourceKey, resultKey, hash: createHash('sha256').update(JSON.stringify([resultKey, after.size])).digest('hex'), title: titleOf(whole.wish),
    notices: [...notices, ...(isHdr(plan.source) || isHdr(plan.result) ? ['HDR is shown tone-mapped; the result stays what it is.'] : []), ...(draft?.notices ?? []), ...(draft === null && isAutomatic(whole) ? ['Strengths chosen by measurement are those of the first look; a job measures every frame first and may choose others.'] : []), ...(span.exact ? [] : ['Steps that remember earlier frames begin a little before this one; the result may differ by a code value.'])],
  };
}

/** The longest side on screen of the source or of the result, whichever has the shorter one: reduced by what is left of it, a draft has no less than the picture that is wanted. */
function shortestOf({ source, result, media, delivery }: Plan): number {
  return Math.min(...[sizeShown(source, source, media.video, null), sizeShown(result, result, delivery, null)].map(({ width, height }) => Math.max(width, height)));
}

/** Whether a step's strength was measured rather than asked for. */
const isAutomatic = ({ steps, wish }: Plan): boolean => steps.some(({ stage, strength }) => strength !== null && typeof wish.stages[stage]?.strength !== 'number');

type Planned = { readonly plan: Plan; readonly notices: readonly string[] };

/** The plan for the wish; that of the whole clip where the frame lies outside the wish's range. */
async function planFor(source: WarmSource, { wish, config, frame }: PreviewFrameRequest): Promise<Planned> {
  const full: Wish = config === undefined ? wish : { ...wish, config: await loadPresetFile(config) };
  const plan = await plannedOnce(source, full);
  if (frame >= plan.clip.in && frame < plan.clip.out) return { plan, notices: [] };
  return { plan: await plannedOnce(source, { ...full, range: null }), notices: [`Frame ${frame} lies outside the range that was asked for, which is from ${plan.clip.in} to ${plan.clip.out}.`] };
}

async function plannedOnce(source: WarmSource, wish: Wish): Promise<Plan> {
  const plans = source.kept as Map<string, Plan>, key = JSON.stringify(wish), known = plans.get(key);
  if (known) return known;
  const { media, index, home } = source, cuts = await source.cuts(0, 0, new AbortController().signal);
  const made = makePlan({ media, index, analysis: await source.analysis(), cuts, hardware: await measured(home), wish, presets: await loadPresets(), revision: 1 });
  plans.set(key, made);
  for (const oldest of plans.keys()) if (plans.size > mostPlans) plans.delete(oldest);
  return made;
}

/** All of a plan that the pixels of one frame depend on. */
function keyOf({ steps, scan, source, result, resources }: Plan, sourceKey: unknown, { field }: Origin, { span: { readFrom, readTo, run } }: FrameSpan): unknown {
  const work = steps.map(({ stage, method, params, graph, model, strength, scan: only, input, output }) => [stage, method, params, graph, model, strength, only, input, output]);
  const { provider, precision, tile, threads } = resources;
  return [sourceKey, source, result, work, steps.some((step) => step.scan !== null) ? scan : [], field, readFrom, readTo, run, provider, precision, tile, threads.session];
}

const titleOf = ({ preset, quality, style }: Wish): string => [preset ?? quality, ...(style ? [style] : [])].join(', ');
