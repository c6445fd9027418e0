// How far a job is, as one number that never falls, and how long it may still take, as an interval.
import type { Progress } from '../../shared/events.ts';
import type { AnyPlan, Plan, SoundPlan } from '../../shared/plan.ts';
import { listTitles } from './summary.ts';

export type PhaseId = 'survey' | 'audio' | 'video' | 'deliver';
/** `seconds` is what the plan expects; `frames` what the phase counts, 0 where it does not. */
export type Phase = { readonly id: PhaseId; readonly title: string; readonly seconds: { readonly low: number; readonly high: number }; readonly frames: number };

/** Survey: seconds per frame and megapixel of a reduced decode with its filters, on one 3 GHz core. Only the bar's proportions depend on it. */
const surveySecondsPerMegapixel = 0.006;
/** Copying packets and reading the result once, seconds per result frame. */
const deliverSecondsPerFrame = 0.0005;
/** An archive's every frame is decoded and hashed (measured: FFV1 of 4:2:0 at 8 bits). */
const proofSecondsPerMegapixel = 0.027;

/** What a job of this plan will do, in order. */
export function phasesOf(plan: AnyPlan): Phase[] {
  const audio = plan.streams.filter((stream) => stream.type === 'audio' && stream.action === 'encode');
  if (plan.source === null) return soundPhases(plan, audio.length);
  const { width, height } = plan.source;
  const frames = plan.clip.out - plan.clip.in;
  const survey = frames * width * height * 1e-6 * surveySecondsPerMegapixel;
  return [
    { id: 'survey', title: 'Looking at every frame', seconds: expected(survey), frames },
    ...(audio.length ? [{ id: 'audio' as const, title: audioTitle(plan), seconds: expected(0.02 * plan.media.durationSeconds * audio.length), frames: 0 }] : []),
    { id: 'video', title: videoTitle(plan), seconds: plan.estimate.seconds, frames: plan.map.frames },
    plan.delivery.checkpoint
      ? { id: 'deliver', title: 'Encoding it to the size and checking it', seconds: plan.estimate.seconds, frames: 0 }
      : { id: 'deliver', title: 'Putting it together and checking it', seconds: expected(0.5 + plan.map.frames * deliverSecondsPerFrame + proofSeconds(plan)), frames: 0 },
  ];
}

/** Listening to all of it takes about as long as working on it. */
const soundPhases = (plan: SoundPlan, tracks: number): Phase[] => [
  { id: 'survey', title: 'Listening to all of it', seconds: plan.estimate.seconds, frames: 0 },
  ...(tracks ? [{ id: 'audio' as const, title: audioTitle(plan), seconds: plan.estimate.seconds, frames: 0 }] : []),
  { id: 'deliver', title: 'Putting it together and checking it', seconds: expected(0.5), frames: 0 },
];

const proofSeconds = ({ delivery, map, result }: Plan): number => (delivery.archive ? map.frames * result.width * result.height * 1e-6 * proofSecondsPerMegapixel : 0);
const expected = (seconds: number): Phase['seconds'] => ({ low: 0.5 * seconds, high: 2 * seconds });
const audioTitle = (plan: AnyPlan): string => listTitles(plan.streams.flatMap((stream) => stream.steps.map((step) => step.title))) || 'Preparing the sound';
const videoTitle = (plan: AnyPlan): string => listTitles(plan.steps.map((step) => step.title)) || 'Encoding';

export type ProgressMeter = {
  /** Begins a phase, of which `fraction` was done before. */
  enter(phase: PhaseId, fraction?: number): void;
  /** 0 to 1 of the current phase. */
  advance(fraction: number): void;
  /** A new plan revision: other phases, the same job. */
  replan(phases: readonly Phase[]): void;
  report(device: string, load: number | null): Progress;
};

type Sample = { readonly at: number; readonly fraction: number };
const recentMs = 8000;

/** `floor` and `secondsBefore` are where earlier attempts of the job got to; `now` in milliseconds. */
export function createMeter(job: string, first: readonly Phase[], { now, floor = 0, secondsBefore = 0 }: { readonly now: () => number; readonly floor?: number; readonly secondsBefore?: number }): ProgressMeter {
  const begun = now();
  let phases = first, current = 0, highest = floor;
  let samples: Sample[] = [{ at: begun, fraction: 0 }];
  const latest = (): Sample => samples.at(-1)!;

  return {
    enter(id, fraction = 0) {
      current = Math.max(0, phases.findIndex((phase) => phase.id === id));
      samples = [{ at: now(), fraction }];
    },
    advance(fraction) {
      const at = now();
      samples.push({ at, fraction: Math.min(1, Math.max(fraction, latest().fraction)) });
      // The phase's first sample stays: the rate over all of it is one end of the interval.
      while (samples.length > 2 && at - samples[1]!.at > recentMs) samples.splice(1, 1);
    },
    replan(next) {
      const { id } = phases[current]!;
      phases = next;
      current = Math.max(0, phases.findIndex((phase) => phase.id === id));
    },
    report(device, load) {
      const phase = phases[current]!;
      highest = Math.max(highest, Math.min(1, wholeFraction(phases, current, latest().fraction)));
      return {
        kind: 'progress', job, fraction: highest, title: phase.title, step: current + 1, steps: phases.length, next: phases[current + 1]?.title ?? null,
        frames: Math.round(latest().fraction * phase.frames), framesTotal: phase.frames, fps: framesPerSecond(samples, phase.frames),
        secondsDone: secondsBefore + (now() - begun) / 1000, secondsLeft: secondsLeft(samples, phases.slice(current + 1)), device, load,
      };
    },
  };
}

const middle = ({ seconds }: Phase): number => (seconds.low + seconds.high) / 2;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function wholeFraction(phases: readonly Phase[], current: number, fraction: number): number {
  const total = sum(phases.map(middle));
  return total === 0 ? 0 : (sum(phases.slice(0, current).map(middle)) + fraction * middle(phases[current]!)) / total;
}

/** Fraction per millisecond between two samples; null when nothing moved. */
function rate(from: Sample | undefined, to: Sample): number | null {
  const gained = from ? to.fraction - from.fraction : 0;
  return gained > 0 && to.at > from!.at ? gained / (to.at - from!.at) : null;
}

function framesPerSecond(samples: readonly Sample[], frames: number): number | null {
  const recent = rate(samples[1] ?? samples[0], samples.at(-1)!) ?? rate(samples[0], samples.at(-1)!);
  return recent === null || frames === 0 ? null : recent * 1000 * frames;
}

/** From the slower and the faster of this phase's whole and recent rate, and what the plan expects of the phases to come. */
function secondsLeft(samples: readonly Sample[], coming: readonly Phase[]): Progress['secondsLeft'] {
  const last = samples.at(-1)!;
  const later = { low: sum(coming.map((phase) => phase.seconds.low)), high: sum(coming.map((phase) => phase.seconds.high)) };
  if (last.fraction >= 1) return later;
  const rates = [rate(samples[0], last), rate(samples[1], last)].filter((value) => value !== null);
  if (rates.length === 0) return null;
  const left = (perMs: number): number => (1 - last.fraction) / perMs / 1000;
  return { low: left(Math.max(...rates)) + later.low, high: left(Math.min(...rates)) + later.high };
}
