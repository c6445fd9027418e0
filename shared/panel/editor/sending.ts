// Orders on their way to the daemon, and their jobs as the daemon tells of them.
import { FrameWrightError, toFrameWrightError, type ErrorData } from '../../errors.ts';
import type { AnyEvent } from '../../events.ts';
import type { Client } from '../../client.ts';
import { endStates, type JobSummary } from '../../job.ts';
import type { AnyMedia } from '../../media.ts';
import type { AnyPlan } from '../../plan.ts';
import type { HostClip, PlaceMode } from '../host.ts';
import { instant, lengthOf } from '../instant.ts';
import type { Extension } from './extension.ts';
import type { Entry, Rendered } from './ledger.ts';
import type { Looks } from './looks.ts';
import { newWork } from './model.ts';
import { clientOf, orderOf, type Order } from './orders.ts';
import { cutTo, type Portion } from './portion.ts';
import { changeEntry, changeFace, changeWork, doing, workOf, type Room } from './room.ts';
import type { EditorSettings } from './settings.ts';
import type { Work } from './state.ts';

export type NewOrder = { readonly clip: HostClip; readonly settings: EditorSettings; readonly mode: PlaceMode; readonly extension: Extension | null; readonly rendered: Rendered | null; readonly portion?: Portion | null };
export type Sending = {
  /** Notes the order and gives it to the daemon; failures are the order's. `face` shows it. */ send(order: NewOrder, face: string | null, as?: string): Promise<void>;
  /** Once more with the same key, after the daemon never answered or has forgotten the job. */ resend(work: string): Promise<void>;
  hear(event: AnyEvent): void;
  /** What the daemon says of a job now. */ apply(job: JobSummary): void;
  /** Asks for the jobs of all orders that are under way, after events were missed. */ resync(): Promise<void>;
};

/** The clip as the daemon is asked for it: cut to its portion; what the host exported stands for what it shows. */
export function orderedClip({ clip, rendered, portion }: Pick<Entry, 'clip' | 'rendered' | 'portion'>): HostClip {
  if (portion) return cutTo(clip, portion);
  if (rendered === null) return clip;
  const length = lengthOf(clip.place);
  return {
    ...clip, kind: clip.kind === 'sound' ? 'sound' : 'media', path: rendered.path, rate: rendered.rate, offline: false, source: { in: instant(0, length.rate), out: length }, mediaLength: length,
    speed: { kind: 'constant', ratio: '1' }, reversed: false, interpretation: {}, hasAlpha: null,
  };
}

/** `onDone` is called once for every order whose result is there. */
export function createSending(room: Room, looks: Looks, onDone: (work: Work) => void): Sending {
  const { client, store } = room;
  const strangers = new Map<string, JobSummary>();
  const apply = (job: JobSummary): void => {
    const work = store.state().works.find(({ entry }) => entry.job === job.id);
    if (!work) return void strangers.set(job.id, job);
    const ended = endStates.includes(job.state);
    changeWork(room, work.entry.id, (one) => ({ ...one, job, waits: one.waits && ended }));
    if (work.entry.state !== 'sent' || !ended) return;
    changeEntry(room, work.entry.id, endOf(job));
    const done = workOf(room, work.entry.id);
    if (done?.entry.state === 'ready') onDone(done);
  };
  const submit = (id: string): Promise<void> => doing(room, id, 'sending', async ({ entry }) => {
    try {
      const clip = orderedClip(entry), job = await client.submit(await orderFor(room, entry, clip, await looks.media(clip)));
      changeEntry(room, id, { job: job.id, state: 'sent', error: null });
      apply(newest(job, strangers.get(job.id)));
    } catch (error) {
      const failure = toFrameWrightError(error);
      // Where the daemon is away, the same order can still be given.
      if (failure.code !== 'daemon-gone') changeEntry(room, id, { state: 'failed', error: failure.toData() });
      throw failure;
    } finally { if (!store.state().works.some(({ busy, entry: other }) => busy === 'sending' && other.id !== id)) strangers.clear(); }
  });
  return {
    apply, resend: submit,
    async send(order, face, as) {
      const entry: Entry = { ...order, id: as ?? room.newId(), job: null, state: 'sent', at: room.now(), output: null, result: null, placed: null, error: null };
      store.change((model) => ({ ...model, last: order.settings, works: [...model.works, newWork(entry)] }));
      if (face !== null) changeFace(room, face, { entry: entry.id });
      room.save();
      await submit(entry.id);
    },
    hear(event) {
      if (event.kind === 'job') apply(event.summary);
      else if (event.kind === 'progress' || event.kind === 'removed') hearOf(room, event);
    },
    resync: () => resync(room, apply, submit),
  };
}

function hearOf(room: Room, event: Extract<AnyEvent, { kind: 'progress' | 'removed' }>): void {
  const work = room.store.state().works.find(({ entry }) => entry.job === event.job);
  if (!work) return;
  if (event.kind === 'progress') return changeWork(room, work.entry.id, (one) => ({ ...one, progress: event }));
  changeWork(room, work.entry.id, (one) => ({ ...one, job: null, progress: null }));
  if (work.entry.state === 'sent') changeEntry(room, work.entry.id, { state: 'failed', error: { code: 'job-missing', values: { job: event.job, why: 'It was removed from the queue.' } } });
}

const newest = (answered: JobSummary, heard: JobSummary | undefined): JobSummary => (heard && heard.updatedAt >= answered.updatedAt ? heard : answered);

/** What the end of a job makes of its order. */
function endOf(job: JobSummary): Partial<Entry> {
  if (job.state === 'done') return { state: 'ready', output: job.output, error: null, result: job.clip && { inFrame: job.clip.inFrame, frames: job.clip.frames, rate: job.clip.rate } };
  const error: ErrorData = job.error ? job.error as ErrorData : { code: 'cancelled', values: { job: job.id } };
  return { state: 'failed', error };
}

async function orderFor({ store, client }: Room, { settings, mode, extension, id }: Entry, clip: HostClip, media: AnyMedia): Promise<Order> {
  const { host, context } = store.state();
  if (!host) throw new FrameWrightError('host-silent', { host: 'The editor', seconds: 0 });
  const facts = { clip, host, context, settings, mode, media, extension, key: id, steps: [], resultRate: null }, order = orderOf(facts);
  if (settings.strength === null && (extension === null || extension.made === 0)) return order;
  const plan = await client.plan({ path: order.path, wish: order.wish });
  const resultRate = plan.source === null ? null : plan.map.constantRate ?? plan.result.rate;
  return orderOf({ ...facts, resultRate, steps: settings.strength === null ? [] : await strengthened(client, plan) });
}

/** Steps of a plan that take a strength. */
async function strengthened(client: Client, { steps, streams }: AnyPlan): Promise<string[]> {
  const takes = new Set((await client.stages({})).filter(({ takesStrength }) => takesStrength).map(({ id }) => id));
  const used = [...steps, ...streams.flatMap((stream) => stream.steps)].map(({ stage }) => stage);
  return [...new Set(used)].filter((stage) => takes.has(stage));
}

async function resync(room: Room, apply: (job: JobSummary) => void, submit: (id: string) => Promise<void>): Promise<void> {
  const sent = room.store.state().works.filter(({ entry, busy }) => entry.state === 'sent' && busy === null), { host } = room.store.state();
  if (sent.length === 0 || !host) return;
  const found = new Map((await room.client.jobs({ client: clientOf(host.id) })).map((job) => [job.id, job]));
  for (const { entry: { id, job } } of sent) {
    if (job === null) await submit(id);
    else if (found.has(job)) apply(found.get(job)!);
    else await doing(room, id, 'asking', () => missing(room, id, job, apply));
  }
}

/** Older than what is listed, or no longer there. */
async function missing(room: Room, id: string, job: string, apply: (job: JobSummary) => void): Promise<void> {
  try { apply(await room.client.job({ job })); } catch (error) {
    const failure = toFrameWrightError(error);
    if (failure.code !== 'job-missing') throw failure;
    changeEntry(room, id, { state: 'failed', error: failure.toData() });
  }
}
