// The first plan of a file.
import { glance } from '../../analyse/glance.ts';
import { probe } from '../../media/probe.ts';
import { startOf } from '../../plan/clip.ts';
import { loadPresetFile, loadPresets } from '../../plan/presets.ts';
import { makePlan } from '../../plan/plan.ts';
import type { PlanRequest, TaskFunction } from '../contract.ts';
import { measured } from './hardware.ts';
import { cutsOf } from './tables.ts';

/** A plan from the first look. */
export const planTask: TaskFunction<'plan'> = async (request, { home, signal }) => {
  const wish = await withConfig(request);
  const presets = await loadPresets();
  const { media, index } = await probe(request.path, { home, interpretation: wish.interpretation });
  const range = wish.range ?? (request.firstSeconds === undefined ? null : startOf(request.firstSeconds, index, media.video.timeBase));
  const analysis = await glance(media, index, { home, signal });
  const hardware = request.hardware ?? await measured(home);
  return makePlan({ media, index, analysis, cuts: await cutsOf(analysis, home), hardware, wish: { ...wish, range }, presets, revision: 1 });
};

const withConfig = async ({ wish, config }: PlanRequest) => (config === undefined ? wish : { ...wish, config: await loadPresetFile(config) });
