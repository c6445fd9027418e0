// The decision, from top to bottom: what the source is, what is wanted, how each stage does it here, what comes out, and what it costs.
import type { Analysis, ScanRun } from '../../shared/analysis.ts';
import type { Hardware } from '../../shared/hardware.ts';
import type { FrameIndex, Media, StreamShape } from '../../shared/media.ts';
import { plan as planSchema, type Plan, type Step } from '../../shared/plan.ts';
import type { Wish } from '../../shared/preset.ts';
import { ratio, secondsOf, toNumber, type Rational } from '../../shared/time.ts';
import { containerTraits } from '../media/containers.ts';
import { isInterlaced } from '../stages/fields.ts';
import { audioStages, videoStages } from '../stages/index.ts';
import { chooseStages, type Choice } from './choice.ts';
import { clipOf, withHandles, type Clip } from './clip.ts';
import { convertIn, convertOut } from './conversion.ts';
import { frameSeconds, jobSeconds } from './cost.ts';
import { chooseDelivery, type ChosenDelivery } from './delivery.ts';
import { planEncoding } from './encoding.ts';
import { cropOf, cropped, shapeAsTold, type Cropping } from './geometry.ts';
import { legalSize } from './format.ts';
import { interpret, type Interpreted } from './interpret.ts';
import { chooseMachine, type Machine } from './machine.ts';
import { resultSpan } from './map.ts';
import { buildMap, epochOf } from './mapmaking.ts';
import { noticesFor } from './notices.ts';
import { planDelivery } from './outcome.ts';
import type { PresetLibrary } from './presets.ts';
import { memoryFor } from './resources.ts';
import { scanWithin, spreadOf, stretchesOf, withBorders } from './scan.ts';
import { cutSegments } from './segments.ts';
import { asStep, planSteps, type PlannedStep, type StepsPlan } from './steps.ts';
import { planStreams } from './streams.ts';
import { chooseStyle } from './style.ts';
import { targetOf, type Target } from './target.ts';
import { turnStep } from './turn.ts';
import { efforts, meets, type Effort, withinNotice } from './within.ts';

export type PlanRequest = {
  readonly media: Media; readonly index: FrameIndex; readonly analysis: Analysis;
  /** First frame of every shot but the first, index frames. */
  readonly cuts: Uint32Array;
  readonly hardware: Hardware; readonly wish: Wish; readonly presets: PresetLibrary;
  /** 1 for the first plan of a job, then counting up. */
  readonly revision: number;
};

/**
 * The whole plan as frozen JSON. Pure: the same request gives the same plan. With `withinSeconds` quality gives way until the time is met; where
 * even the fastest way takes longer, that way is planned and `overTime` is true.
 * @throws FrameWrightError `unknown-name`, `bad-value`, `bad-config`, `range-empty`, `range-outside`, `illegal-delivery`, `device-missing`, `input-codec`.
 */
export function makePlan(request: PlanRequest): Plan {
  const { withinSeconds } = request.wish;
  const usual = draft(request, efforts[0]);
  if (withinSeconds === null || meets(usual, withinSeconds)) return planSchema.parse(usual);
  let quickest = usual;
  for (const effort of efforts.slice(1)) {
    quickest = draft(request, effort);
    if (meets(quickest, withinSeconds)) break;
  }
  const overTime = !meets(quickest, withinSeconds);
  return planSchema.parse({ ...quickest, overTime, notices: [withinNotice(usual, quickest, withinSeconds), ...quickest.notices] });
}

/** One plan at one effort. */
function draft(request: PlanRequest, effort: Effort): Plan {
  const { media, index, wish } = request;
  const said = interpret(media, request.analysis, wish.interpretation), shaped = shapeAsTold(said.source, wish, media.video.rotation, said.analysis.aspect);
  const asked = clipOf(wish.range, index, media.video.timeBase, { first: wish.interpretation.startTimecode ?? media.video.timecode, rate: wish.interpretation.rate ?? media.video.rate.nominal, constant: media.video.rate.constant });
  const clip = withHandles(asked, wish.handles, index.frames);
  const machine = chooseMachine(request.hardware, wish.device);
  const styled = chooseStyle(wish, said.analysis.content, request.presets);
  const chosen = chooseStages(styled.wish, request.presets, request.hardware.tier, [...videoStages, ...audioStages]);
  const choice = { ...chosen, patience: Math.min(chosen.patience, effort.patience) };
  const scan = scanWithin(said.analysis, clip);
  const source = { ...shaped.source, fieldOrder: scan.fieldOrder ?? shaped.source.fieldOrder, frames: clip.out - clip.in, rate: wish.interpretation.rate ?? shownRate(media) };
  const cropping = cropOf(wish.crop, said.analysis, source), read = { ...said, notices: [...styled.notices, ...said.notices, ...shaped.notices, ...cropping.notices] };
  const situation = { read, clip, asked, scan: scan.runs, source, cropping, choice, machine, effort };
  return assemble(request, { ...situation, ...decidePicture(request, situation) });
}

type Situation = { readonly read: Interpreted; readonly clip: Clip; /** Without handles. */ readonly asked: Clip; readonly scan: readonly ScanRun[]; readonly source: StreamShape; readonly cropping: Cropping; readonly choice: Choice; readonly machine: Machine; readonly effort: Effort };
type Aim = { readonly target: Target; readonly first: Step | null; readonly planned: StepsPlan };
type Picture = Omit<Aim, 'first'> & { readonly steps: readonly PlannedStep[]; readonly chosen: ChosenDelivery; readonly result: StreamShape };

/** Every step from the decoder's pixels to the encoder's, and the delivery that takes them. */
function decidePicture(request: PlanRequest, situation: Situation): Picture {
  const { media, wish, presets } = request, { choice, machine } = situation, whole = aim(request, situation, false);
  // Only the steps say whether the video stays interlaced, and then its lines come in other numbers.
  const { target, first, planned } = isInterlaced(whole.planned.shape) ? aim(request, situation, true) : whole;
  const chosen = chooseDelivery({ media, shape: { ...planned.shape, rate: wish.constantRate ?? planned.shape.rate }, wish, choice, library: presets, encoders: machine.hardware.encoders });
  const turn = turnStep(planned.shape, media, chosen), shape = turn?.output ?? planned.shape;
  const last = convertOut(shape, { pixel: chosen.pixel, ...legalSize(shape, chosen.pixel, chosen.delivery.oddSizes), range: chosen.delivery.range === 'any' ? shape.colour.range : chosen.delivery.range, matrix: chosen.delivery.matrix, premultiplied: chosen.delivery.pictures?.premultiplied });
  const made = (step: Step | null): PlannedStep[] => (step ? [asStep(step, machine.hardware)] : []);
  return { steps: [...made(first), ...planned.steps, ...made(turn), ...made(last)], target, planned, chosen, result: last?.output ?? shape };
}

/** The size to reach, for a result of whole frames or of fields, and the steps there. */
function aim({ media, wish }: PlanRequest, { read, clip, scan, source, cropping, choice, machine, effort }: Situation, fields: boolean): Aim {
  const first = convertIn(source);
  const target = targetOf(cropped(source, cropping.crop), { ...wish, scale: choice.scale, rotation: media.video.rotation, cpuOnly: machine.device.kind === 'cpu', fields });
  const planned = planSteps({
    media, analysis: read.analysis, machine, stages: videoStages, choice, clip, scan, source: first?.output ?? source, target: { ...target, crop: cropping.crop, cropWhy: cropping.why }, tile: wish.tile, quickest: effort.quickest,
  });
  return { target, first, planned };
}

/** Times, streams, settings, units of work and cost of a decided picture. */
function assemble(request: PlanRequest, situation: Situation & Picture): Plan {
  const { media, index, cuts, wish, analysis } = request;
  const { read, clip, asked, machine, choice, source, target, effort, steps, planned, chosen } = situation;
  const { hardware } = machine, { delivery, container } = chosen;
  const partial = clip.in > 0 || clip.out < index.frames;
  const sound = planStreams({ media, analysis, silent: !wish.sound, choice, stages: audioStages, delivery, container, partial });
  const kept = media.audio.filter((stream) => sound.streams.some((row) => row.index === stream.index && row.action !== 'drop'));
  const held = { before: wish.extend.before, after: wish.extend.after, rate: wish.constantRate ?? situation.result.rate };
  const epoch = epochOf({ timeBase: media.video.timeBase, firstPts: index.pts[clip.in]!, cut: clip.in > 0 || !containerTraits[container].timed }, kept, held);
  const stretches = stretchesOf(clip, planned.scan, steps.map(({ step }) => step));
  const map = buildMap({ stretches, index, timeBase: media.video.timeBase, epoch, constant: media.video.rate.constant, rate: wish.constantRate, held });
  const result = { ...situation.result, frames: map.frames, rate: wish.constantRate ?? situation.result.rate };
  const seconds = filmSeconds(index, clip, media.video.timeBase);
  const encoding = planEncoding({ media, wish, library: request.presets, chosen, hardware, source, result, steps, sound, timeBase: map.timeBase, seconds, quick: effort.quickEncoder });
  const { load, threads, bytes, diskBytes } = encoding;
  const memoryBytes = memoryFor(source, result, steps, threads, delivery, machine.device.kind === 'cpu');
  const reach = steps.reduce((sum, { step }) => sum + step.window.before + step.warmup, 0) * spreadOf(planned.scan);
  return {
    version: 1, revision: request.revision, wish, media, analysis, interpretation: wish.interpretation, clip: asked.in === clip.in && held.before === 0 ? clip : { ...clip, point: asked.in === clip.in ? held.before : resultSpan(map, index, clip.in, asked.in).count }, source, result,
    steps: steps.map(({ step }) => step), skipped: [...planned.skipped, ...sound.skipped], map, scan: planned.scan, index: media.index,
    segments: cutSegments(map, { clip, index, cuts: withBorders(cuts, planned.scan, steps.map(({ step }) => step)), secondsPerFrame: frameSeconds(load, hardware.cores), checkpointSeconds: wish.checkpointSeconds, reach }),
    streams: sound.streams, delivery: planDelivery({ media, chosen, encoding, map, clip, streams: sound.streams, wish }),
    resources: {
      device: machine.device.id, provider: machine.device.provider, precision: machine.precision, threads, tile: planned.tile, memoryBytes, diskBytes,
    },
    estimate: { seconds: jobSeconds(load, { frames: source.frames, source, cores: hardware.cores, surveyed: analysis.depth === 'survey', otherSeconds: sound.cpuPerSecond * seconds + encoding.afterSeconds, bytes }), bytes },
    overTime: false, seed: Number.parseInt(media.index.sha256.slice(0, 7), 16),
    notices: noticesFor({ media, map, index, wish, steps: steps.map(({ step }) => step), read, encoding, source, target, result, chosen, streams: sound.streams, hardware, memoryBytes, choice }),
  };
}

const filmSeconds = (index: FrameIndex, clip: Clip, timeBase: Rational): number =>
  secondsOf(index.pts[clip.out - 1]! + index.duration[clip.out - 1]! - index.pts[clip.in]!, timeBase);

/** Frames per second as shown: the nominal rate, or the average where times vary, since nominal rates of such files can be absurd. */
function shownRate({ video: { rate } }: Media): Rational {
  if (rate.constant) return rate.nominal;
  // FFmpeg keeps rates in 32 bits; a thousandth is finer than anything that uses this rate.
  return Math.max(rate.average.num, rate.average.den) < 2 ** 31 ? rate.average : ratio(Math.max(1, Math.round(toNumber(rate.average) * 1000)), 1000);
}
