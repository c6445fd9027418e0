// What a user asks for in the panel: restore, extend, ways out, and everything about orders that were given.
import { FrameWrightError } from '../../errors.ts';
import type { HostClip, PlaceMode } from '../host.ts';
import { folderName } from '../naming.ts';
import type { Bringing } from './bringing.ts';
import { foundClip } from './bringing.ts';
import { extensionOf, type Extension } from './extension.ts';
import type { Following } from './following.ts';
import type { Rendered } from './ledger.ts';
import type { Looks } from './looks.ts';
import { isAll, markedPortion, portionNow, type Portion } from './portion.ts';
import { refusalOf } from './refusals.ts';
import { changeEntry, changeFace, changeWork, doing, doingTo, faceOf, whenFree, workOf, type Room } from './room.ts';
import type { Sending } from './sending.ts';
import { extendingModeOf, modeOf, sameSettings, type EditorSettings } from './settings.ts';
import type { Actions, Work } from './state.ts';

export type Parts = { readonly room: Room; readonly looks: Looks; readonly sending: Sending; readonly bringing: Bringing; readonly following: Following };
type Order = { readonly settings: EditorSettings; readonly mode?: PlaceMode; readonly extension?: Extension | null; readonly rendered?: Rendered | null; readonly portion?: Portion | null; /** Names the order; by default a new name. */ readonly as?: string };

/** Sends a card's clip, unless it is refused; why it is then stands on the card. */
async function send({ room, looks, sending }: Parts, id: string, { settings, mode: wanted, extension = null, rendered = null, portion = null, as }: Order): Promise<void> {
  const face = faceOf(room, id), { host } = room.store.state();
  if (!face || !host) return;
  const mode = wanted ?? modeOf(settings, host.capabilities.places), { clip } = face;
  if (rendered === null) {
    if (refusalOf(clip, host, mode)) return;
    const media = await looks.media(clip).catch(() => null);
    // A file that the daemon cannot read is told by the card's look.
    if (media === null || refusalOf(clip, host, mode, media)) return;
  }
  await sending.send({ clip, settings, mode, extension, rendered, portion }, id, as);
}

export function restoring(parts: Parts): Pick<Actions, 'restore' | 'restoreMarked' | 'sameAsLast' | 'wayOut' | 'again'> {
  const { room } = parts, { store } = room;
  const chosen = (cards?: readonly string[]): string[] => store.state().faces.filter(({ id, selected }) => cards?.includes(id) ?? selected).map(({ id }) => id);
  const restore: Actions['restore'] = async (cards, change, asking) => {
    const settings = { ...store.state().settings, ...change };
    await Promise.all(chosen(cards).filter((id) => !isUnderWay(room, id, settings)).map((id) => send(parts, id, { settings, as: asking && nameOf(asking, faceOf(room, id)!.clip) })));
  };
  return {
    restore,
    async restoreMarked(cards) { await Promise.all(chosen(cards).map((id) => sendMarked(parts, id))); },
    async sameAsLast(cards, asking) {
      const { last } = store.state();
      if (last !== null) await restore(cards, last, asking);
    },
    async wayOut(id, way) {
      const { settings } = store.state();
      if (way === 'render') await renderAndSend(parts, id, settings);
      else if (way === 'take') await send(parts, id, { settings, mode: 'take' });
      else if (way === 'bin-only') await send(parts, id, { settings, mode: 'bin' });
      else await doingTo(room, id, 'finding', () => parts.following.refresh());
    },
    again: async (id, change) => {
      const found: { clip?: HostClip } = {};
      await doing(room, id, 'asking', async ({ entry }) => { found.clip = await foundClip(room, entry.clip); });
      const work = workOf(room, id);
      if (!found.clip || !work) return;
      const { clip: sent, mode, settings, extension, rendered, portion } = work.entry, next = { ...settings, ...change }, host = store.state().host!;
      await parts.sending.send({ clip: found.clip, settings: next, mode: change?.mode === undefined ? mode : modeOf(next, host.capabilities.places), extension, rendered, portion: portion ? portionNow(sent, portion, found.clip) : null }, store.state().faces.find(({ entry, clip }) => entry === id || clip.key === found.clip!.key)?.id ?? null);
    },
  };
}

/** The same for every panel that was asked and has the clip. */
const nameOf = (asking: string, { kind, track, place }: HostClip): string => `${asking}-${kind}-${track.index}-${place.in.at}`;

/** A key that is pressed twice means one result. */
function isUnderWay(room: Room, id: string, settings: EditorSettings): boolean {
  const work = workOf(room, faceOf(room, id)?.entry ?? ''), entry = work?.entry;
  return entry?.state === 'sent' && work?.failure === null && entry.extension === null && !entry.portion && sameSettings(entry.settings, settings);
}

/** What lies behind or in place of a clip is all of it, so a part of one can only be laid above it. */
async function sendMarked(parts: Parts, id: string): Promise<void> {
  const { room } = parts, part: { sent?: Portion | null } = {}, { settings, host } = room.store.state();
  const mode = modeOf(settings, host?.capabilities.places ?? []);
  await doingTo(room, id, 'finding', async (face) => {
    const clip = await foundClip(room, face.clip), portion = markedPortion(clip, await room.host.context());
    changeFace(room, id, { clip });
    if (portion === null) throw cannot(room, 'telling what lies between in and out', 'Nothing of this clip lies between the in and out points of its sequence, or it is ramped, reversed or tells no source.');
    if (!isAll(portion) && mode !== 'track-above' && mode !== 'bin') throw cannot(room, 'placing a part of a clip this way', 'Let results go to a track above, or into the bin.');
    part.sent = isAll(portion) ? null : portion;
  });
  if (part.sent !== undefined) await send(parts, id, { settings, mode, portion: part.sent });
}

async function renderAndSend(parts: Parts, id: string, settings: EditorSettings): Promise<void> {
  const { room } = parts, done: { rendered?: Rendered } = {};
  await doingTo(room, id, 'rendering', async ({ clip }) => {
    // Folders that are there already: a host makes none.
    const { context, host } = room.store.state(), beside = context.project?.path ?? clip.path, folder = beside === null ? null : folderName(beside);
    if (folder === null || !context.sequence) throw new FrameWrightError('host-cannot', { host: host?.name ?? 'The editor', what: 'exporting this clip', why: 'The project was never saved, so there is no folder for it.' });
    done.rendered = { path: await room.host.render(clip, folder), rate: context.sequence.rate };
  });
  if (done.rendered) await send(parts, id, { settings, rendered: done.rendered });
}

export function extending(parts: Parts): Pick<Actions, 'extension' | 'extend'> {
  const { room } = parts, { store, host } = room;
  return {
    extension(id, edge, target) {
      const face = faceOf(room, id);
      return face?.surroundings ? extensionOf(face.clip, face.surroundings, store.state().context, edge, target) : null;
    },
    async extend(id, edge, target) {
      const made: { extension?: Extension } = {};
      await doingTo(room, id, 'trimming', async (face) => {
        const clip = await foundClip(room, face.clip), extension = extensionOf(clip, await host.surroundings(clip), await host.context(), edge, target);
        changeFace(room, id, { clip });
        if (extension === null) throw cannot(room, 'counting the frames beyond this edge', 'It does not tell where the media of the clip ends, or how fast it plays.');
        if (extension.kind === 'make') made.extension = extension;
        else if (extension.kind !== 'none') await trim(room, id, clip, extension);
      });
      if (!made.extension) return;
      const { settings, host: info } = store.state();
      await send(parts, id, { settings, mode: extendingModeOf(settings, edge, info!.capabilities.places), extension: made.extension });
      store.change((model) => ({ ...model, reached: null }));
    },
  };
}

async function trim(room: Room, id: string, clip: HostClip, { edge, to }: Extension): Promise<void> {
  if (room.store.state().host?.capabilities.trims !== true) throw cannot(room, 'moving the edge of a clip', 'Its media has enough frames: drag the edge on the timeline.');
  const trimmed = await room.writing(() => room.host.trim(clip, edge, to));
  changeFace(room, id, { clip: trimmed, surroundings: await room.host.surroundings(trimmed) });
}

const cannot = ({ store }: Room, what: string, why: string): FrameWrightError => new FrameWrightError('host-cannot', { host: store.state().host?.name ?? 'The editor', what, why });

export function managing(parts: Parts): Pick<Actions, 'place' | 'placeAll' | 'cancel' | 'retry' | 'revert' | 'relink' | 'reveal' | 'openFolder' | 'dismissCard' | 'forget'> {
  const { room, sending, bringing } = parts, { store, host, client } = room;
  return {
    place: bringing.place, revert: bringing.revert, relink: bringing.relink,
    async placeAll() { for (const { entry } of store.state().works.filter((work) => work.entry.state === 'ready')) await bringing.place(entry.id); },
    // What is being given to the daemon is cancelled when it has it.
    cancel: (id) => new Promise((resolve) => { whenFree(room, id, () => resolve(doing(room, id, 'asking', (work) => cancel(parts, work)))); }),
    async retry(id) {
      const work = workOf(room, id);
      if (!work || (work.entry.state !== 'failed' && work.entry.state !== 'sent')) return;
      const { job, error } = work.entry;
      if (job === null || error?.code === 'job-missing') return sending.resend(id);
      await doing(room, id, 'asking', async () => {
        const again = await (error?.code === 'cancelled' ? client.resume({ job }) : client.retry({ job }));
        changeEntry(room, id, { state: 'sent', error: null });
        sending.apply(again);
      });
    },
    async reveal(what) {
      if ('card' in what) return doingTo(room, what.card, 'finding', async ({ clip }) => host.reveal((await foundClip(room, clip)).key));
      await doing(room, what.work, 'asking', async ({ entry }) => host.reveal(entry.placed?.key ?? (await foundClip(room, entry.clip)).key));
    },
    openFolder: (id) => doing(room, id, 'asking', async ({ entry }) => { if (entry.output !== null) await host.open({ kind: 'folder-of', target: entry.output }); }),
    dismissCard(id) {
      const face = faceOf(room, id);
      if (face && face.entry !== null) changeWork(room, face.entry, (work) => ({ ...work, failure: null }));
      store.change((model) => ({ ...model, faces: model.faces.flatMap((one) => (one.id !== id ? [one] : one.selected ? [{ ...one, failure: null, entry: null }] : [])) }));
    },
    forget(id) {
      if (workOf(room, id)?.entry.state === 'sent') return;
      store.change((model) => ({ ...model, works: model.works.filter(({ entry }) => entry.id !== id), faces: model.faces.map((face) => (face.entry === id ? { ...face, entry: null } : face)) }));
      room.save();
    },
  };
}

async function cancel({ room, sending }: Parts, { entry: { id, job, state } }: Work): Promise<void> {
  if (state !== 'sent') return;
  if (job !== null) sending.apply(await room.client.cancel({ job }));
  else changeEntry(room, id, { state: 'failed', error: { code: 'cancelled', values: { job: '' } } });
}
