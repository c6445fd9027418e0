// Bringing a result back: into the bin, onto a track, or behind the clip; every write is read back, and what does not hold ends in the bin.
import type { Project } from '@adobe/premierepro';
import type { HostClip, PlaceNotice, Placed, Placement } from '../../shared/panel/host.ts';
import { compareTimes } from '../../shared/panel/instant.ts';
import { keyOf, readKey, ticks } from '../facts/clip.ts';
import type { ItemFacts } from '../facts/facts.ts';
import { copiesOf, importResult, type Result } from './bin.ts';
import type { Editor } from './editor.ts';
import { find, type Found, type Spot } from './find.ts';
import { applyLook, readLook, type Look } from './look.ts';
import { seeClip, type Kind } from './read.ts';
import { takeSound } from './sound.ts';
import { wantedSpan, type Wanted } from './span.ts';
import { swap } from './swap.ts';
import { pickTargets } from './targets.ts';
import { itemWords, notice } from './words.ts';
import { isFree, put, remove, setEdge, snapshot, type Snapshot, type Stage, type Target } from './write.ts';

export async function place(editor: Editor, placement: Placement): Promise<Placed> {
  const project = await editor.project(), { clip, mode, path, label } = placement;
  const found = clip === null || mode === 'bin' ? null : await find(editor, clip.key);
  const toBin = async (notices: readonly PlaceNotice[]): Promise<Placed> => binned(await importResult(editor, project, path, label), path, notices);
  if (clip === null || mode === 'bin') return toBin([]);
  if (!found) return await laidForGone(editor, project, { ...placement, clip }) ?? toBin([notice('clip-gone')]);
  if (mode === 'swap') {
    const swapped = await swap(editor, placement, found);
    return 'notPlaced' in swapped ? toBin([swapped.notPlaced]) : swapped;
  }
  const notices = changes(clip, found.now), wanted = wantedSpan({ ...placement, clip }, found.now);
  if (!wanted) return toBin([...notices, notice('not-placed', 'The clip no longer shows what was restored.')]);
  const result = await importResult(editor, project, path, label);
  return await land({ editor, project, sequence: found.sequence, label }, { placement, found, result, wanted, notices }) ?? binned(result, path, notices);
}

/** What the user did to the clip while its result was made. */
function changes(sent: HostClip, now: HostClip): PlaceNotice[] {
  const moved = compareTimes(sent.place.in, now.place.in) !== 0 || sent.track.index !== now.track.index;
  const trimmed = sent.source !== null && now.source !== null && (compareTimes(sent.source.in, now.source.in) !== 0 || compareTimes(sent.source.out, now.source.out) !== 0);
  return trimmed ? [notice('clip-changed')] : moved ? [notice('clip-moved')] : [];
}

const binned = (result: Result, path: string, notices: readonly PlaceNotice[]): Placed =>
  ({ mode: 'bin', item: itemWords({ item: result.id, path, old: null }), key: null, sequence: null, track: null, place: null, notices });

const placedAs = ({ mode, path }: Placement, sequence: string, { id }: Result, facts: ItemFacts, notices: readonly PlaceNotice[]): Placed =>
  ({ mode, item: itemWords({ item: id, path, old: null }), key: keyOf(facts, sequence), sequence, track: facts.track, place: { in: ticks(facts.start), out: ticks(facts.end) }, notices });

type Where = Pick<Placement, 'mode'> & { readonly kind: Kind; readonly track: number; readonly start: bigint };
/** The result where another panel has laid it, or a call whose answer was lost; null where it does not lie. */
const laidAlready = ({ spots }: Snapshot, copies: ReadonlySet<string>, { mode, kind, track, start }: Where): Snapshot['spots'][number] | null =>
  spots.find((spot) => spot.kind === kind && copies.has(spot.media) && BigInt(spot.start) === start && (mode === 'track-above' ? spot.track.index > track : spot.track.index === track)) ?? null;

/** What replaced a clip is found where the clip was. */
async function laidForGone(editor: Editor, project: Project, placement: Placement & { readonly clip: HostClip }): Promise<Placed | null> {
  const { clip, mode, path, label } = placement, words = readKey(clip.key), wanted = mode === 'swap' ? null : wantedSpan(placement, clip);
  const sequence = (await editor.ask('list the sequences', project.getSequences())).find(({ guid }) => guid.toString() === words.sequence), copies = wanted && sequence ? await copiesOf(editor, project, path) : null;
  if (!wanted || !sequence || !copies?.size) return null;
  const twin = laidAlready(await snapshot({ editor, project, sequence, label }), copies, { mode, kind: words.kind, track: words.track, start: wanted.start });
  return twin && placedAs(placement, words.sequence, await importResult(editor, project, path, label), (await seeClip(editor, twin.clip, twin.track)).facts, []);
}

/** `notices` grows while it is worked on. */
type Landing = { readonly placement: Placement; readonly found: Found; readonly result: Result; readonly wanted: Wanted; readonly notices: PlaceNotice[] };

/** Tries every track that may take it; null when none did, with the reason among the notices. */
async function land(stage: Stage, landing: Landing): Promise<Placed | null> {
  const { placement, found, wanted, notices } = landing, { mode } = placement, { kind, index } = found.track, { editor, sequence } = stage;
  const copies = await copiesOf(editor, stage.project, placement.path), now = await snapshot(stage), twin = laidAlready(now, copies, { mode, kind, track: index, start: wanted.start });
  if (twin) return placedAs(placement, sequence.guid.toString(), landing.result, (await seeClip(editor, twin.clip, twin.track)).facts, notices);
  const counts = { video: await editor.ask('count tracks', sequence.getVideoTrackCount()), audio: await editor.ask('count tracks', sequence.getAudioTrackCount()) };
  if (mode !== 'track-above' && !isFree(now, kind, index, wanted, mode === 'replace' ? BigInt(found.seen.facts.start) : undefined)) {
    notices.push(notice('not-placed', 'Other clips lie where it would go.'));
    return null;
  }
  const result = await takeSound(stage, landing.result, kind), look = await readLook(stage, placement, found, result), part = await showsPart(stage, placement, result, wanted);
  for (const target of pickTargets(now, counts, mode, found, wanted, result)) {
    const spot = await put(stage, result, wanted, target, { part, fitFrame: look?.fitFrame ?? false });
    if (spot) return finish(stage, { ...landing, result }, spot, target, look);
    if (!target.makesTrack) notices.push(notice('track-locked', `${kind === 'video' ? 'V' : 'A'}${target.track + 1}`));
  }
  if (mode === 'track-above') notices.push(notice('no-free-track'));
  notices.push(notice('not-placed', 'Premiere reported success and placed nothing; tracks may be locked.'));
  return null;
}

/** Where all but less than a frame of it is shown, nothing needs to be marked in the result. */
async function showsPart({ editor, sequence }: Stage, { shows }: Placement, { clip }: Result, wanted: Wanted): Promise<boolean> {
  const [media, frame] = await Promise.all([editor.ask('look at media', clip.getMedia()), editor.ask('look at the sequence', sequence.getTimebase())]);
  return wanted.trimmed || shows.from > 0 || BigInt(media.duration.ticks) - wanted.to >= BigInt(frame);
}

async function finish(stage: Stage, { placement, found, result, wanted, notices }: Landing, spot: Spot, target: Target, look: Look | null): Promise<Placed | null> {
  if (target.makesTrack) notices.push(notice('track-made'));
  const corrected = await correct(stage, spot, wanted);
  if (corrected) notices.push(corrected);
  if (look) notices.push(...await applyLook(stage, spot.clip, look));
  if ((found.now.effects ?? 0) > 0) notices.push(notice('effects-stay-below', placement.mode === 'replace' ? 'They went with the clip that was replaced.' : null));
  const { facts } = await seeClip(stage.editor, spot.clip, spot.track), sequence = stage.sequence.guid.toString();
  if (facts.start === String(wanted.start) && facts.media?.node === result.id) {
    return placedAs(placement, sequence, result, facts, notices);
  }
  remove(stage, [spot.clip], target.kind);
  notices.push(notice('not-placed', 'It did not stay where it was put.'));
  return null;
}

/** Its end is where the clip's is, or as near as the media reaches. */
async function correct(stage: Stage, spot: Spot, wanted: Wanted): Promise<PlaceNotice | null> {
  if (BigInt(spot.end) === wanted.end) return null;
  setEdge(stage, spot.clip, 'end', wanted.end);
  const now = BigInt((await stage.editor.ask('look at a clip', spot.clip.getEndTime())).ticks), frame = BigInt(await stage.editor.ask('look at the sequence', stage.sequence.getTimebase()));
  return notice('length-corrected', now === wanted.end ? null : `It ends ${(wanted.end - now) / frame} frame(s) before the clip.`);
}
