// The first plan of a file.
import type { SoundMedia } from '../../../shared/media.ts';
import type { SoundPlan } from '../../../shared/plan.ts';
import type { Wish } from '../../../shared/preset.ts';
import { glance } from '../../analyse/glance.ts';
import { glanceSound } from '../../analyse/sound.ts';
import { demandTaken } from '../../media/mux-trial.ts';
import { probeAny } from '../../media/probe-sound.ts';
import { startOf } from '../../plan/clip.ts';
import { loadPresetFile, loadPresets, type PresetLibrary } from '../../plan/presets.ts';
import { makeSoundPlan, startOfSound } from '../../plan/plan-sound.ts';
import { makePlan } from '../../plan/plan.ts';
import type { PlanRequest, TaskFunction, TaskIo } from '../contract.ts';
import { usable } from './hardware.ts';
import { cutsOf } from './tables.ts';

/** A plan from the first look. */
export const planTask: TaskFunction<'plan'> = async (request, { home, signal }) => {
  const wish = await withConfig(request);
  const presets = await loadPresets();
  const probed = await probeAny(request.path, { home, interpretation: wish.interpretation });
  if (probed.index === null) return planSound(request, wish, probed.media, presets, { home, signal });
  const { media, index } = probed;
  const range = wish.range ?? (request.firstSeconds === undefined ? null : startOf(request.firstSeconds, index, media.video.timeBase));
  const analysis = await glance(media, index, { home, told: wish.interpretation, signal });
  const hardware = request.hardware ?? await usable(home, request.makeWay);
  const plan = makePlan({ media, index, analysis, cuts: await cutsOf({ analysis, media }, home), hardware, wish: { ...wish, range }, presets, revision: 1 });
  await demandTaken(plan, index);
  return plan;
};

async function planSound({ firstSeconds, hardware, makeWay }: PlanRequest, wish: Wish, media: SoundMedia, presets: PresetLibrary, { home, signal }: Pick<TaskIo<'plan'>, 'home' | 'signal'>): Promise<SoundPlan> {
  const range = wish.range ?? (firstSeconds === undefined ? null : startOfSound(firstSeconds, media));
  return makeSoundPlan({ media, analysis: await glanceSound(media, { signal }), hardware: hardware ?? await usable(home, makeWay), wish: { ...wish, range }, presets, revision: 1 });
}

const withConfig = async ({ wish, config }: PlanRequest) => (config === undefined ? wish : { ...wish, config: await loadPresetFile(config) });
