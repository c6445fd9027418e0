// The way of a job: source unchanged → survey → plan from all frames → units → build → deliver. Each step asks the store what is done and goes on from there.
import { rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import type { AnyPlan } from '../../shared/plan.ts';
import { fingerprintOfAll, sameBytes } from '../media/files.ts';
import { revisionReason } from '../plan/revision.ts';
import type { Delivered, RequestOf, ResponseOf, RunEvent, SourceHash, TaskName, UnitFile } from '../worker/contract.ts';
import type { CallOptions } from '../worker/handle.ts';
import { moveIntoPlace } from './deliver.ts';
import { announce } from './ending.ts';
import type { Drive } from './owner.ts';
import { phasesOf } from './progress.ts';
import type { UnitRecord } from './store.ts';
import { factsOf, summaryOf } from './summary.ts';

export async function followFlow(drive: Drive): Promise<void> {
  const { store, id } = drive;
  if (store.job(id).delivery === null) await demandSameSource(drive);
  let plan = store.plan(id)!;
  if (plan.delivery.archive) await hashSource(drive, plan);
  if (plan.analysis.depth === 'glance') plan = await surveyAndPlan(drive, plan);
  // Once more when the finished file was lost between being built and being moved.
  for (let delivered = false; !delivered;) {
    const delivery = store.job(id).delivery ?? await runAndBuild(drive);
    delivered = await moveIntoPlace(delivery, store.job(id).overwrite);
    if (delivered) await finish(drive, delivery);
    else {
      store.transition(id, 'running', { delivery: null });
      await demandSameSource(drive);
    }
  }
}

/** @throws FrameWrightError `input-changed`, `input-missing`. */
async function demandSameSource({ store, id }: Drive): Promise<void> {
  const { source } = store.job(id);
  const { media } = store.plan(id)!, planned = media.fingerprint;
  const now = await fingerprintOfAll(media).catch((cause: NodeJS.ErrnoException) => {
    throw new FrameWrightError(cause.code === 'ENOENT' ? 'input-missing' : 'input-unreadable', { path: source, why: cause.code === 'ENOENT' ? 'It was there when the job was planned; it was moved, renamed or deleted since.' : cause.message }, { cause });
  });
  if (!sameBytes(planned, now)) throw new FrameWrightError('input-changed', { path: source, why: planned.size === now.size ? 'Its content was changed since.' : `It had ${planned.size} bytes and now has ${now.size}.` });
}

async function surveyAndPlan(drive: Drive, plan: AnyPlan): Promise<AnyPlan> {
  const { store, id, meter } = drive;
  const frames = plan.clip.out - plan.clip.in;
  let count = partsOf(drive).length, begun = drive.now();
  meter.enter('survey');
  const analysis = await callWorker(drive, 'survey', () => ({ plan, parts: partsOf(drive) }), (event) => {
    if (event.kind === 'frames') return meter.advance(event.done / frames);
    store.addPart(id, `survey-${count}`, count++, event.part, (drive.now() - begun) / 1000);
    begun = drive.now();
  });
  const revised = await callWorker(drive, 'replan', () => ({ plan, analysis, makeWay: drive.makeWay() }), () => {});
  addRevision(drive, revised, revisionReason(plan, revised));
  return revised;
}

const partsOf = ({ store, id }: Drive): Uint8Array[] => store.units(id).flatMap(({ unit, data }) => (data && unit !== beforeUnit ? [data] : []));

/** The hashes of the source before anything was done, kept as a unit of their own. */
const beforeUnit = 'source-before';
const hashesBefore = ({ store, id }: Drive): readonly SourceHash[] | null => {
  const kept = store.units(id).find(({ unit }) => unit === beforeUnit)?.data;
  return kept ? JSON.parse(Buffer.from(kept).toString()) as SourceHash[] : null;
};

/** Once for a job, before anything else reads the source. */
async function hashSource(drive: Drive, { media: { path, parts } }: AnyPlan): Promise<void> {
  if (hashesBefore(drive)) return;
  const begun = drive.now(), hashes = await callWorker(drive, 'hash', () => ({ media: { path, parts } }), () => {});
  drive.store.addPart(drive.id, beforeUnit, 0, Buffer.from(JSON.stringify(hashes)), (drive.now() - begun) / 1000);
}

function addRevision({ store, id, meter, emit }: Drive, plan: AnyPlan, why: string): void {
  store.atomically(() => {
    store.addPlan(id, plan, why);
    store.update(id, factsOf(plan));
  });
  meter.replan(phasesOf(plan));
  emit({ kind: 'revision', job: id, revision: plan.revision, why });
  emit({ kind: 'job', job: id, summary: summaryOf(store.job(id)) });
}

async function runAndBuild(drive: Drive): Promise<Delivered> {
  const { store, id, signal, meter } = drive;
  await runUnits(drive);
  if (drive.drain.aborted) throw new FrameWrightError('cancelled');
  meter.enter('deliver');
  await demandSameSource(drive);
  const job = store.job(id);
  const units = store.units(id).flatMap(({ unit, file, sha256, bytes, seconds, concealed, quality }) => (file ? [{ unit, file: join(drive.work, file), sha256: sha256!, bytes: bytes!, seconds: seconds!, concealed, quality: quality ?? undefined }] : []));
  const request = { plan: store.plan(id)!, units, parts: partsOf(drive), before: hashesBefore(drive), output: job.output, folder: drive.folder, revisions: store.reasons(id), seconds: meter.report('', null).secondsDone };
  const delivery = await callWorker(drive, 'deliver', () => request, ({ fraction }) => meter.advance(fraction));
  // What is copied from the source was read while the result was put together.
  await demandSameSource(drive);
  signal.throwIfAborted();
  store.transition(id, 'delivering', { delivery });
  announce(drive, id);
  return delivery;
}

async function runUnits(drive: Drive): Promise<void> {
  const { store, id, meter } = drive;
  const plan = store.plan(id)!;
  const audio = plan.streams.filter(({ type, action }) => type === 'audio' && action === 'encode');
  store.addUnits(id, [...audio.map((stream) => `audio-${stream.index}`), ...plan.segments.map((segment) => `video-${segment.id}`)]);
  await reopenLost(drive);
  const pending = (kind: string): number[] => store.units(id).filter((unit) => unit.state === 'pending' && unit.unit.startsWith(kind)).map((unit) => Number(unit.unit.slice(kind.length)));
  if (pending('audio-').length + pending('video-').length === 0) return;
  meter.enter(pending('audio-').length ? 'audio' : 'video', pending('audio-').length ? 0 : framesDone(drive, plan) / plan.map.frames);
  const listener = listenToRun(drive, plan, audio.length);
  await callWorker(drive, 'run', () => {
    listener.begin();
    return { plan: store.plan(id)!, segments: pending('video-'), audio: pending('audio-'), folder: drive.folder };
  }, listener.onEvent);
}

/** Result frames in finished segments. */
function framesDone({ store, id }: Drive, plan: AnyPlan): number {
  const done = new Set(store.units(id).filter((unit) => unit.state === 'done').map((unit) => unit.unit));
  return plan.segments.reduce((frames, segment) => frames + (done.has(`video-${segment.id}`) ? segment.count : 0), 0);
}

/** Commits what the worker reports. `begin` is called before every start of the worker, which counts frames from 0 again. */
function listenToRun(drive: Drive, plan: AnyPlan, tracks: number): { begin(): void; onEvent(event: RunEvent): void } {
  const { store, id, meter } = drive;
  let video = false, earlier = 0, tracksDone = 0;
  const advance = (fraction: number, isVideo: boolean): void => {
    if (isVideo && !video) meter.enter('video', fraction);
    video = isVideo;
    meter.advance(fraction);
  };
  const commit = (unit: UnitFile): void => {
    store.finishUnit(id, { ...unit, file: relative(drive.work, unit.file) });
    if (unit.unit.startsWith('audio-')) tracksDone++;
    drive.emit({ kind: 'unit', job: id, unit: unit.unit, seconds: unit.seconds });
    if (unit.quality) drive.emit({ kind: 'quality', job: id, segment: segmentOf(unit.unit), ...unit.quality });
  };
  return {
    begin: () => { earlier = framesDone(drive, plan); },
    onEvent(event) {
      if (event.kind === 'begin') store.beginUnit(id, event.unit);
      else if (event.kind === 'unit') commit(event.unit);
      else if (event.kind === 'revision') addRevision(drive, event.plan, event.why);
      else if (event.kind === 'audio') advance((tracksDone + event.fraction) / tracks, false);
      else advance((earlier + event.done) / plan.map.frames, true);
    },
  };
}

/** The segment of a unit of picture. */
export const segmentOf = (unit: string): number => Number(unit.slice('video-'.length));

/** A finished unit whose file is gone or cut short is done again, and said. */
async function reopenLost({ store, id, work, say }: Drive): Promise<void> {
  const present = async ({ file, bytes }: UnitRecord): Promise<boolean> => file === null || (await stat(join(work, file)).catch(() => null))?.size === bytes;
  for (const unit of store.units(id).filter(({ state }) => state === 'done')) {
    if (await present(unit)) continue;
    say(`The file of ${unit.unit} is gone; it is made again.`);
    store.reopenUnit(id, unit.unit);
  }
}

async function finish({ store, id, work, meter, clock }: Drive, delivery: Delivered): Promise<void> {
  meter.advance(1);
  // Before the commit: a kill in between finds the delivered bytes and comes here again.
  await rm(work, { recursive: true, force: true });
  const { fraction, secondsDone } = meter.report('', null);
  store.transition(id, 'done', { finishedAt: clock(), sidecar: delivery.sidecar, wanted: null, error: null, progress: Math.max(1, fraction), secondsDone });
}

/**
 * Calls the worker. A run that is drained ends after its unit in hand, everything else at once: what it has finished is kept. When the worker dies, once
 * more with what is still to do, as long as each death comes after new work was finished. A crash that repeats itself at the same place is reported at its second time.
 */
async function callWorker<Name extends TaskName>(drive: Drive, task: Name, request: () => RequestOf<Name>, onEvent: NonNullable<CallOptions<Name>['onEvent']>): Promise<ResponseOf<Name>> {
  const stops = task === 'run' ? { signal: drive.signal, drain: drive.drain } : { signal: AbortSignal.any([drive.signal, drive.drain]) };
  for (let finished = -1; ;) {
    try {
      return await drive.worker.call(task, request(), { ...stops, onEvent });
    } catch (error) {
      const done = drive.store.unitsDone(drive.id).count;
      if (!(error instanceof FrameWrightError) || error.code !== 'worker-died' || done === finished || stops.signal.aborted || drive.drain.aborted) throw error;
      finished = done;
      drive.say(`The worker ended unexpectedly and is started again; what was finished is kept. ${error.values.why}`);
    }
  }
}
