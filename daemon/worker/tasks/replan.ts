// The plan again, from every frame.
import { showsPicture } from '../../../shared/analysis.ts';
import { FrameWrightError } from '../../../shared/errors.ts';
import { contradiction } from '../../plan/contradiction.ts';
import { makeSoundPlan } from '../../plan/plan-sound.ts';
import { makePlan } from '../../plan/plan.ts';
import { loadPresets } from '../../plan/presets.ts';
import type { TaskFunction } from '../contract.ts';
import { usable } from './hardware.ts';
import { cutsOf, indexOf } from './tables.ts';

/** The next revision, from all frames. @throws FrameWrightError `analysis-contradicted`. */
export const replanTask: TaskFunction<'replan'> = async ({ plan, analysis, makeWay }, { home }) => {
  const common = { hardware: await usable(home, makeWay), wish: plan.wish, presets: await loadPresets(), revision: plan.revision + 1 };
  if (plan.source === null) return makeSoundPlan({ ...common, media: plan.media, analysis });
  if (!showsPicture(analysis)) throw new FrameWrightError('internal', { what: 'a video was planned from sound alone', why: 'Its analysis has no picture.' });
  const index = await indexOf(plan, home);
  const revised = makePlan({ media: plan.media, index, analysis, cuts: await cutsOf({ analysis, media: plan.media }, home), ...common });
  const differs = contradiction(plan, revised);
  if (differs) throw new FrameWrightError('analysis-contradicted', { ...differs });
  return revised;
};
