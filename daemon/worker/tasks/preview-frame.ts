// One frame before and after, by the plan for a wish: as a draft on the reduced source, or as the job would make it.
import type { Frame } from '../../media/frame.ts';
import { openPlaneSession } from '../../models/plane-session.ts';
import { openStage, type OpenProcess } from '../../run/line.ts';
import { renderFrame } from '../../run/one-frame.ts';
import type { TaskFunction } from '../contract.ts';
import type { WarmSource } from '../warm-source.ts';
import { warmSources } from '../warm-sources.ts';
import { planPreview, type PreviewPlan } from './preview-plan.ts';
import { demandFrame, show } from './show.ts';

export const previewFrameTask: TaskFunction<'previewFrame'> = async (request, { home, signal }) => {
  const began = performance.now(), { path, wish: { interpretation }, frame } = request;
  return warmSources.use({ path, interpretation, home }, signal, async (source) => {
    demandFrame(frame, source);
    const planned = await planPreview(source, request, signal), { before, after, origin, draft, sourceKey, resultKey } = planned;
    signal.throwIfAborted();
    const shown = await show({ home, key: sourceKey, view: before, exact: true, frame: () => frameOf(source, planned) });
    signal.throwIfAborted();
    const made = await show({ home, key: resultKey, view: after, exact: true, frame: () => resultOf(source, planned, signal) });
    return {
      frame: origin.frame, before: shown.ref, after: made.ref, draft: draft !== null, plan: planned.hash, title: planned.title, notices: planned.notices,
      cached: shown.cached && made.cached, seconds: (performance.now() - began) / 1000,
    };
  });
};

/** The frame as the steps would get it. */
async function frameOf(source: WarmSource, { draft, plan, origin }: PreviewPlan): Promise<Frame> {
  const read = draft ? source.reduced(draft.reduction, plan.source) : source.frames;
  const frames = read(origin.frame, origin.frame + 1);
  for await (const { frame } of frames) return frame;
  throw new Error(`frame ${origin.frame} did not come out of its reader`);
}

/** The frame as the encoder would get it. */
export async function resultOf(source: WarmSource, { draft, plan, cuts, origin, span }: Pick<PreviewPlan, 'draft' | 'plan' | 'cuts' | 'origin' | 'span'>, signal: AbortSignal): Promise<Frame> {
  const read = draft ? source.reduced(draft.reduction, plan.source) : source.frames;
  return renderFrame({ plan, cuts, origin, read, openProcess: warmProcess(source, plan.resources), signal }, span);
}

/** A step's process whose sessions stay open with the source. */
const warmProcess = (source: WarmSource, { provider, precision, threads }: PreviewPlan['plan']['resources']): OpenProcess => async (group, io) => openStage(group, {
  ...io,
  async session(card) {
    const { input, output } = io, options = { input, output, provider, precision, threads: threads.session };
    const { width, height, pixel, colour } = input;
    const session = await source.session(JSON.stringify([card, width, height, pixel.name, colour, provider, precision, threads.session]), () => openPlaneSession(card, options));
    return { run: session.run, close: async () => {} };
  },
});
