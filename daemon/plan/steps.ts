// Every stage asked in canonical order whether and how it works on this stream; the best method that can is chosen, and what was passed over is said.
import type { Analysis, ScanRun } from '../../shared/analysis.ts';
import type { Hardware } from '../../shared/hardware.ts';
import type { Media, StreamShape } from '../../shared/media.ts';
import type { Plan, Step } from '../../shared/plan.ts';
import type { Wish } from '../../shared/preset.ts';
import type { Cost, Method, Params, Scene, Stage, Use } from '../stages/stage.ts';
import { filterCost } from '../stages/costs.ts';
import type { Choice } from './choice.ts';
import type { Clip } from './clip.ts';
import { wallSeconds, type Machine } from './machine.ts';
import { framesScanned, shapeAfter, withoutCadence } from './scan.ts';
import { smallerTile, tileFor, type Tile } from './tile.ts';
import { bytes, duration } from '../../shared/words.ts';
import { pixelWords, sentence } from './words.ts';

export type PlannedStep = { readonly step: Step; /** Of one input frame. */ readonly cost: Cost; readonly tile: Tile | null };

export type StepsRequest = {
  readonly media: Media; readonly analysis: Analysis; readonly machine: Machine; readonly stages: readonly Stage[]; readonly choice: Choice;
  readonly source: StreamShape; readonly clip: Clip; readonly scan: readonly ScanRun[]; readonly target: Scene['target']; readonly tile: Wish['tile'];
  /** Takes the quickest method that can, whatever the order. */
  readonly quickest: boolean;
};

export type StepsPlan = { readonly steps: readonly PlannedStep[]; readonly skipped: Plan['skipped']; readonly tile: Tile | null; readonly shape: StreamShape; /** How stretches are taken to be scanned: a cadence that no step undoes is as good as interlaced. */ readonly scan: readonly ScanRun[] };

/** Decides every stage. The input is the stream as it arrives, already planar. */
export function planSteps(request: StepsRequest): StepsPlan {
  const empty: StepsPlan = { steps: [], skipped: [], tile: null, shape: request.source, scan: request.scan };
  return request.stages.reduce((plan, stage) => addStage(plan, stage, request), empty);
}

function addStage(plan: StepsPlan, stage: Stage, request: StepsRequest): StepsPlan {
  const scan = stage.scan === 'telecined' ? withoutCadence(plan.scan) : plan.scan;
  const skip = (why: string): StepsPlan => ({ ...plan, scan, skipped: [...plan.skipped, { stage: stage.id, title: stage.title, why: sentence(why) }] });
  const wish = request.choice.stages[stage.id];
  if (!wish) return skip(stage.id in request.choice.removed ? `${request.choice.removed[stage.id]} leaves it out` : 'nothing asks for it');
  const count = (kind: ScanRun['scan']): number => framesScanned(plan.scan, kind, request.clip);
  let grown = plan;
  for (let round = 0; round < (stage.repeats ?? 1); round++) {
    const use = stage.decide({
      media: request.media, analysis: request.analysis, hardware: request.machine.hardware, shape: grown.shape, wish, target: request.target,
      scan: { runs: grown.scan, frames: { progressive: count('progressive'), interlaced: count('interlaced'), telecined: count('telecined') } },
      before: grown.steps.map(({ step }) => step.stage),
    });
    if (!use.use) return round === 0 ? skip(use.why) : grown;
    const planned = planStep(stage, use, grown.shape, request);
    if ('why' in planned) return round === 0 ? skip(planned.why) : grown;
    const step = { ...planned, step: onStretches(planned.step, stage, grown, request.clip) };
    grown = { ...grown, steps: [...grown.steps, step], tile: smallerTile(grown.tile, step.tile), shape: step.step.output };
  }
  return grown;
}

/** The step kept to the stretches that its stage is for, where there are several kinds, with what that makes of the whole. */
function onStretches(step: Step, stage: Stage, { scan, steps }: StepsPlan, clip: Clip): Step {
  if (scan.length === 0) return step;
  const own = { ...step, scan: stage.scan ?? null };
  return { ...own, output: { ...own.output, ...shapeAfter(own, scan, steps.map((planned) => planned.step), clip) } };
}

/** A conversion as a planned step, at the cost of FFmpeg's scaling filters. */
export const asStep = (step: Step, hardware: Hardware): PlannedStep => ({ step, cost: filterCost('zscale', 60, step.output, hardware), tile: null });

type Candidate = { readonly method: Method; readonly cost: Cost; readonly tile: Tile | null; /** Why not; null when it can. */ readonly unable: string | null; readonly slow: string | null };

/** The stage with its method, or why none can do it. A slow method is taken only when every other one is slower still. */
function planStep(stage: Stage, use: Use<Params>, input: StreamShape, request: StepsRequest): PlannedStep | { readonly why: string } {
  const named = request.choice.stages[stage.id]?.method;
  const candidates = inOrder(stage, use, named).map((method) => consider(method, use.params, input, request, method.id === named));
  const able = candidates.filter(({ unable }) => unable === null);
  const bySpeed = [...able].sort((a, b) => wallSeconds(a.cost, request.machine) - wallSeconds(b.cost, request.machine));
  const forced = able.find(({ method }) => method.id === named);
  const chosen = forced ?? (request.quickest ? undefined : able.find(({ slow }) => slow === null)) ?? bySpeed[0];
  if (!chosen) return { why: `no method can do it here: ${candidates.map(({ method, unable }) => `${method.title} ${unable}`).join('; ')}` };
  const passed = candidates.slice(0, candidates.indexOf(chosen)).filter(({ method }) => !method.needs.byHandOnly)
    .map(({ method, unable, slow }) => sentence(`${method.title} ${unable ?? slow ?? 'would take longer'}`));
  return { step: stepOf(stage, chosen.method, use, input, [sentence(use.why), ...passed].join(' ')), cost: chosen.cost, tile: chosen.tile };
}

/** The method that was named first, then those the stage prefers for this input, then the rest, best first. */
function inOrder(stage: Stage, use: Use<Params>, named: string | undefined): Method[] {
  const first = [named, ...(use.prefer ?? [])].flatMap((id) => stage.methods.filter((method) => method.id === id));
  return [...new Set([...first, ...stage.methods])];
}

function consider(method: Method, params: Params, input: StreamShape, request: StepsRequest, named: boolean): Candidate {
  const { machine, choice } = request;
  const cost = method.cost(params, input, machine.hardware);
  const tile = method.needs.model === null ? null : tileFor(request.tile, input, (shape) => method.cost(params, shape, machine.hardware).memoryBytes, machine.modelBytes, request.choice.largestTile);
  const perSecond = wallSeconds(cost, machine) * (input.rate.num / input.rate.den);
  const slow = perSecond > choice.patience ? `would take ${duration(perSecond)} for each second of film here, more than the ${duration(choice.patience)} allowed` : null;
  return { method, cost, tile: tile === 'none' ? null : tile, unable: whyUnable(method, input, request, named, cost, tile), slow };
}

function whyUnable(method: Method, input: StreamShape, { machine, tile: wish }: StepsRequest, named: boolean, cost: Cost, tile: Tile | null | 'none'): string | null {
  if (method.needs.byHandOnly && !named) return 'is used only when it is named';
  if (input.frames === 1 && method.window.before + method.window.after > 0 && !named) return 'compares neighbouring pictures, and there is one';
  if (!method.accepts(input.pixel)) return `does not take ${pixelWords(input.pixel)}`;
  if (method.interlaced === 'whole-frames-only' && input.fieldOrder !== 'progressive' && input.fieldOrder !== 'unknown') return 'works on whole frames, and the video is interlaced';
  if (tile === 'none') return `needs ${bytes(cost.memoryBytes)} of memory${wish === 'auto' ? ' and does not fit in tiles either' : ' with this tile setting'}; ${bytes(machine.modelBytes)} are there for it`;
  return null;
}

function stepOf(stage: Stage, method: Method, use: Use<Params>, input: StreamShape, why: string): Step {
  const work = method.work(use.params, input, use.strength);
  return {
    stage: stage.id, title: stage.title, method: method.id, params: use.params, kind: work.kind, graph: work.kind === 'filter' ? work.graph : null,
    model: method.needs.model, window: method.window, warmup: method.warmup, input, output: method.shape?.(use.params, input) ?? stage.shape(use.params, input), map: stage.map(use.params), scan: null, strength: method.ignoresStrength ? null : use.strength, why,
  };
}
