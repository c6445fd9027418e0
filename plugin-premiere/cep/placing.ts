// A result on the timeline: found again, imported, laid where it belongs, and read back. Each step is an undo step of its own here.
import { FrameWrightError } from '../../shared/errors.ts';
import type { HostClip, Placed, PlaceMode, Placement, PlaceNotice } from '../../shared/panel/host.ts';
import { compareTimes } from '../../shared/panel/instant.ts';
import { keyOf, readClip, ticks, wordsOf } from '../facts/clip.ts';
import type { ItemFacts } from '../facts/facts.ts';
import { samePath } from '../facts/paths.ts';
import { aimAt, asSent, inTicks, laidAlready, type Aim } from './aiming.ts';
import type { MotionValue, TrackFacts } from './calls.ts';
import { findItem, freeTrack, within, type Stretch } from './finding.ts';
import { importResult, type Clock, type Imported } from './importing.ts';
import { readMedia } from '../facts/media.ts';
import type { Script } from './script.ts';

export type Room = { readonly script: Script; readonly clock: Clock };
type Spot = Aim & { readonly kind: ItemFacts['kind']; readonly track: number };
type Notices = PlaceNotice[];

const note = (code: PlaceNotice['code'], reason: string | null = null): PlaceNotice => ({ code, reason });
/** What an adapter remembers of an item in the bin. */
export const itemWords = (node: string, path: string): string => JSON.stringify({ node, path });
export const readItem = (words: string): { readonly node: string; readonly path: string } => JSON.parse(words) as { node: string; path: string };
/** Colour of clips and items that came from here: "Forest" of Premiere's labels as they are at first. */
const label = 4;

export async function placeResult({ script, clock }: Room, placement: Placement): Promise<Placed> {
  const { mode, clip } = placement, found = clip && mode !== 'bin' ? await findItem(script, clip.key) : null;
  const imported = await importResult(script, placement.path, clock);
  if (mode === 'bin' || !clip) return binned(imported, placement.path, []);
  if (!found) {
    const laid = mode === 'swap' ? null : await laidAlready(script, placement, clip, asSent(clip));
    return laid ? placedAs(placement, clip.sequence, imported, laid, []) : binned(imported, placement.path, [note('clip-gone')]);
  }
  const work: Work = { clip, found, imported, notices: changes(clip, found) };
  return mode === 'swap' ? swapMedia(script, placement, work) : layOnto(script, placement, work);
}

const binned = ({ node }: Imported, path: string, notices: Notices): Placed => ({ mode: 'bin', item: itemWords(node, path), key: null, sequence: null, track: null, place: null, notices });

/** What happened to the clip since it was sent. */
function changes(then: HostClip, now: ItemFacts): Notices {
  const moved = then.place.in.at !== now.start || then.track.index !== now.track, cut = then.source !== null && (then.source.in.at !== now.in || then.source.out.at !== now.out);
  return [...(cut ? [note('clip-changed')] : moved ? [note('clip-moved')] : [])];
}

type Work = { readonly clip: HostClip; readonly found: ItemFacts; readonly imported: Imported; readonly notices: Notices };

async function layOnto(script: Script, placement: Placement, { clip, found, imported, notices }: Work): Promise<Placed> {
  const { sequence } = clip, tracks = await script.ask('tracks', { sequence, kind: found.kind });
  // Looked for after the tracks were read: what is laid later than that goes where the tracks say, over itself.
  const there = await laidAlready(script, placement, clip, found);
  if (there) return placedAs(placement, sequence, imported, there, notices);
  const aim = aimAt(placement, clip, found), media = await silent(script, imported, placement, found, notices);
  const track = aim && await trackFor(script, placement.mode, { sequence, found, tracks, stretch: aim.stretch, notices });
  if (!aim || track === null) return binned(imported, placement.path, aim ? notices : [...notices, note('not-placed', 'What is left of the clip shows nothing of the result.')]);
  // Read before anything is written, because a replacement takes the place of the clip.
  const motion = placement.scale === 'keep-look' && found.kind === 'video' ? await script.ask('motion', wordsOf(found, sequence)) : [];
  const laid = await lay(script, sequence, { kind: found.kind, track, ...aim }, media, notices);
  if (!laid) return binned(imported, placement.path, notices);
  await dress(script, placement, { sequence, found, laid, imported, motion, notices });
  if ((found.effects ?? 0) > 0 && placement.mode !== 'append' && placement.mode !== 'prepend') notices.push(note('effects-stay-below', placement.mode === 'replace' ? 'They went with the clip that was replaced.' : null));
  return placedAs(placement, sequence, imported, laid, notices);
}

const placedAs = ({ mode, path }: Placement, sequence: string, { node }: Imported, laid: ItemFacts, notices: Notices): Placed =>
  ({ mode, item: itemWords(node, path), key: keyOf(laid, sequence), sequence, track: laid.track, place: { in: ticks(laid.start), out: ticks(laid.end) }, notices });

type Search = { readonly sequence: string; readonly found: ItemFacts; readonly tracks: readonly TrackFacts[]; readonly stretch: Stretch; readonly notices: Notices };

/** The track to write on; null, with a notice, when there is none. */
async function trackFor(script: Script, mode: PlaceMode, { sequence, found, tracks, stretch, notices }: Search): Promise<number | null> {
  if (mode === 'track-above') return freeTrack(tracks, found.track, stretch) ?? newTrack(script, sequence, found.kind, tracks.length, notices);
  const own = tracks[found.track], there = own ? within(own, stretch).filter(({ node }) => mode !== 'replace' || node !== found.node) : [];
  if (!own || own.locked === true) notices.push(note('track-locked'));
  else if (there.length > 0) notices.push(note('not-placed', 'Another clip lies there.'));
  else return found.track;
  return null;
}

async function newTrack(script: Script, sequence: string, kind: ItemFacts['kind'], before: number, notices: Notices): Promise<number | null> {
  try {
    if (await script.ask('addTrack', { sequence, kind }) > before) {
      notices.push(note('track-made'));
      return before;
    }
    notices.push(note('no-free-track', 'Premiere added no track.'));
  } catch (error) {
    if (!(error instanceof FrameWrightError)) throw error;
    notices.push(note('no-free-track', error.message));
  }
  return null;
}

type Source = { readonly node: string; /** Null where all of it is shown, so that its in and out points need not be set. */ readonly length: bigint | null };

/** A picture's result without its sound, which would be laid over the user's. */
async function silent(script: Script, { node, media }: Imported, placement: Placement, found: ItemFacts, notices: Notices): Promise<Source> {
  const { length } = readMedia(media, found.kind === 'video');
  if (found.kind === 'audio' || media.sound === '') return { node, length: length && BigInt(length.at) };
  notices.push(note('sound-left-out'));
  const { from, frames, rate } = placement.shows, [first, last] = [inTicks(from, rate), inTicks(from + frames, rate)];
  return { node: await script.ask('subclip', { media: node, name: placement.label, in: String(first), out: String(last) }), length: null };
}

/** Overwrites, reads back, corrects the length; what does not lie where it should is taken away again. Null when nothing stays. */
async function lay(script: Script, sequence: string, { kind, track, stretch, shown }: Spot, { node, length }: Source, notices: Notices): Promise<ItemFacts | null> {
  const seen = async (): Promise<ItemFacts[]> => (await script.ask('search', { sequence, node: '', media: node }) ?? []).filter((one) => one.kind === kind);
  const old = await seen(), there = old.find((one) => one.track === track && one.start === String(stretch.from));
  if (there) return there;
  const before = new Set(old.map((one) => one.node)), whole = shown.from === 0n && length !== null && shown.to >= length;
  await script.ask('overwrite', { sequence, kind, track, media: node, at: String(stretch.from), in: whole ? null : String(shown.from), out: whole ? null : String(shown.to) });
  const made = (await seen()).find((one) => !before.has(one.node));
  if (!made) {
    notices.push(note('not-placed', 'Premiere reported success and placed nothing.'));
    return null;
  }
  if (made.track !== track || made.start !== String(stretch.from)) {
    await script.ask('remove', wordsOf(made, sequence));
    notices.push(note('not-placed', 'Premiere laid it elsewhere.'));
    return null;
  }
  return made.end === String(stretch.to) ? made : corrected(script, sequence, made, stretch.to, notices);
}

async function corrected(script: Script, sequence: string, made: ItemFacts, end: bigint, notices: Notices): Promise<ItemFacts | null> {
  const edges = await script.ask('edges', { ...wordsOf(made, sequence), newStart: null, newEnd: String(end) });
  if (edges?.end === String(end) && edges.start === made.start) {
    notices.push(note('length-corrected'));
    return { ...made, end: edges.end, out: String(BigInt(made.out) + end - BigInt(made.end)) };
  }
  await script.ask('remove', wordsOf(made, sequence));
  notices.push(note('not-placed', 'Premiere gave it another length.'));
  return null;
}

type Dressing = { readonly sequence: string; readonly found: ItemFacts; readonly laid: ItemFacts; readonly imported: Imported; readonly motion: MotionValue[] | null; readonly notices: Notices };

/** Name, colour, and the motion that makes a larger result cover what the clip covers. */
async function dress(script: Script, { label: name }: Placement, { sequence, found, laid, imported, motion, notices }: Dressing): Promise<void> {
  const to = wordsOf(laid, sequence), old = found.media && readMedia(found.media, true).size, size = readMedia(imported.media, true).size;
  await script.ask('paint', { ...to, name, colour: label });
  if (motion === null) notices.push(note('not-scaled', 'The motion of the clip is animated.'));
  if (!motion?.length || !old || !size) return;
  const done = await script.ask('layMotion', { ...to, values: motion, factor: old.width / size.width });
  if (!done) notices.push(note('not-scaled', 'Premiere kept the old value.'));
  else if (old.width !== size.width) notices.push(note('scaled'));
}

/** A file that is shorter than the old one would leave other uses of it without pictures. */
async function swapMedia(script: Script, { path }: Placement, { clip: { sequence }, found, imported, notices }: Work): Promise<Placed> {
  const media = found.media!, old = readMedia(media, found.kind === 'video').length, length = readMedia(imported.media, found.kind === 'video').length;
  const refused = (why: string): Placed => binned(imported, path, [...notices, note('not-placed', why)]);
  if (old && length && compareTimes(length, old) < 0) return refused('The result is shorter than the media that it would stand for.');
  if (!samePath(await script.ask('changePath', { media: media.node, path }), path)) return refused('Premiere kept the old file.');
  const after = await findItem(script, keyOf(found, sequence)) ?? found, { key, place } = readClip(after, sequence);
  return { mode: 'swap', item: itemWords(media.node, path), key, sequence, track: after.track, place, notices: [...notices, note('every-use'), note('not-undoable')] };
}
