// Everything a run has open at once: decoder → groups → writer, each working ahead of the next on a bounded queue.
import type { FrameIndex } from '../../shared/media.ts';
import type { Plan, Segment } from '../../shared/plan.ts';
import { openDecoder } from '../media/decode.ts';
import { openPlaneSession } from '../models/plane-session.ts';
import { isShown } from '../plan/map.ts';
import { spreadOf } from '../plan/scan.ts';
import type { Params, Processor, StageIo } from '../stages/stage.ts';
import { videoStages } from '../stages/index.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import { openLooker, sampleStep, type CheckDepth, type Look, type Looker } from './check.ts';
import { coveredParts } from './covered.ts';
import { filterGroup } from './filter-group.ts';
import { ahead } from './flow.ts';
import { fuse, reachOf, type Group } from './fuse.ts';
import { keepMessages, noMessages, type Messages } from './messages.ts';
import { openMeter, type Meter } from './meter.ts';
import { processGroup } from './process-group.ts';
import { writeSegments, type Unit } from './segment-writer.ts';
import { spansOf, type Span } from './shots.ts';
import { readSpans } from './source.ts';
import { scaleTile, tilesOf, tileShape, type Tile } from './tiles.ts';
import { dropToken, leaveOut, type Token, type Transform } from './token.ts';

/** Opens what a process step runs; tests give their own. */
export type OpenProcess = (group: Group, io: StageIo) => Promise<Processor>;

export type Order = {
  readonly plan: Plan; readonly index: FrameIndex; readonly cuts: Uint32Array; readonly segments: readonly Segment[]; readonly folder: string;
  readonly ownerAlive: () => boolean; readonly openProcess?: OpenProcess;
  onBegin(unit: string): void; onFrame(): void;
};

export type Line = {
  /** Pulls everything through; yields each segment as it is finished. */
  readonly units: AsyncGenerator<Unit & { readonly segment: number }, void>;
  /** Ends whatever still runs and frees everything. Resolves when nothing is left. */
  close(): Promise<void>;
};

/** Frames that may wait between two parts: enough to even out their speeds, few enough for 2160p. */
const queueDepth = 3;

/** @throws FrameWrightError what opening any part throws; nothing stays open then. */
export async function openLine(order: Order, signal: AbortSignal): Promise<Line> {
  const { plan } = order, { threads } = plan.resources;
  const spread = spreadOf(plan.scan), groups = fuse(plan.steps, spread), reach = reachOf(plan.steps, spread);
  const factorOn = (run: Span['run']): number => groups.reduce((product, group) => product * group.on(run).factor, 1);
  const depth: CheckDepth = groups.some(({ kind }) => kind === 'process') ? 'every' : 'sample';
  const looks = new Map<number, Look>(), concealed = new Set<number>(), messages = noMessages();

  await using parts = new AsyncDisposableStack();
  const decoder = await openDecoder(plan.media, order.index, { threads: threads.decode });
  parts.defer(() => decoder.close());
  const looker = await openLooker(plan.source, coveredParts(plan.source, plan.steps).source);
  parts.defer(() => looker.close());
  const meter = openMeter(order);
  parts.defer(() => meter.close());
  const { transforms, processors } = await openTransforms(groups, order, parts, signal);

  const runs = plan.steps.some(({ scan }) => scan !== null) ? plan.scan : [];
  const spans = order.segments.flatMap((segment) => spansOf(segment, order.cuts, plan.clip, reach, runs));
  const queue = (stream: AsyncIterable<Token>): AsyncIterable<Token> => ahead(stream, queueDepth, dropToken, signal);
  const source = queue(watch(listen(readSpans(decoder, spans, (n) => concealed.add(n)), plan, messages), looker, looks, meter, depth === 'every' ? 1 : Math.ceil(sampleStep((plan.delivery.checkpoint ?? plan.delivery.video).gop) / factorOn(null))));
  const made = transforms.reduce((stream, transform) => queue(transform(stream)), source);
  const units = writeSegments(made, { ...order, depth, looks, concealed, messages, meter, factorOn, onBegin: (unit) => order.onBegin(unit), onFrame: () => order.onFrame() });

  const owned = parts.move();
  return {
    units,
    async close() {
      // A process that is still working must not keep the stream waiting.
      await Promise.all(processors.map((processor) => processor.close()));
      await units.return();
      await owned.disposeAsync();
    },
  };
}

/** What the groups do to frames, in order, and the processes among them. What they hold open is given to `parts`. */
export async function openTransforms(groups: readonly Group[], order: Pick<Order, 'plan' | 'openProcess'>, parts: AsyncDisposableStack, signal: AbortSignal): Promise<{ readonly transforms: readonly Transform[]; readonly processors: readonly Processor[] }> {
  const { plan } = order, transforms: Transform[] = [], processors: Processor[] = [];
  for (const group of groups) {
    if (group.kind === 'filter') { transforms.push(filterGroup(group, plan.resources.threads.filter)); continue; }
    const tiles = tilesOf(group.input, plan.resources.tile);
    const processor = await openProcessor(group, tiles[0]!, order);
    processors.push(processor);
    parts.defer(() => processor.close());
    transforms.push(processGroup(group, processor, tiles, signal));
    if (group.steps.some(({ map }) => map === 'cadence')) transforms.push(leaveOut(group, (frame) => isShown(plan.map, frame)));
  }
  return { transforms, processors };
}

function openProcessor(group: Group, tile: Tile, { plan, openProcess = openStage }: Pick<Order, 'plan' | 'openProcess'>): Promise<Processor> {
  const [step] = group.steps;
  const input = tileShape(group.input, tile), output = tileShape(group.output, scaleTile(tile, group.input, group.output));
  const { provider, precision, threads } = plan.resources;
  return openProcess(group, { input, output, strength: step!.strength, scan: plan.scan, session: (card) => openPlaneSession(card, { input, output, provider, precision, threads: threads.session }) });
}

/** The process that the step's stage and method declare. */
export async function openStage(group: Group, io: StageIo): Promise<Processor> {
  const step = group.steps[0]!;
  const stage = videoStages.find(({ id }) => id === step.stage), method = stage?.methods.find(({ id }) => id === step.method);
  const work = method?.work(step.params as Params, group.input, step.strength);
  if (work?.kind !== 'process') throw new FrameWrightError('internal', { what: `${step.stage} with ${step.method} is no process.`, why: 'The plan names a process that this version does not have.' });
  return work.open(io);
}

/** Takes what is said along with pictures off all frames, and keeps that of the frames that are shown. */
async function* listen(input: AsyncIterable<Token>, plan: Plan, messages: Messages): AsyncGenerator<Token, void> {
  let shown = { from: 0, to: 0 };
  for await (const token of input) {
    if (token.kind === 'open') shown = token.span;
    if (token.kind === 'frame') keepMessages(messages, plan, token.number, token.frame, token.number >= shown.from && token.number < shown.to);
    yield token;
  }
}

/** Notes how frames look as they come from the source, for the check of what is made of them and for what is measured on it. */
async function* watch(input: AsyncIterable<Token>, looker: Looker, looks: Map<number, Look>, meter: Meter, step: number): AsyncGenerator<Token, void> {
  let first = 0, shown = { from: 0, to: 0 };
  for await (const token of input) {
    if (token.kind === 'open') {
      first = token.span.segment.from;
      shown = token.span;
    }
    if (token.kind === 'frame' && (token.number - first) % step === 0) looks.set(token.number, await looker.look(token.frame));
    if (token.kind === 'frame' && token.number >= shown.from && token.number < shown.to) await meter.source(token.number, token.frame);
    yield token;
  }
}
