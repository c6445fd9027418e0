// Finding clips: the selection, and a clip that was looked at before, wherever the user has put it since.
import type { Project, Sequence } from '@adobe/premierepro';
import type { HostClip, HostContext, Surroundings } from '../../shared/panel/host.ts';
import { compareTicks, readClip, readContext, readKey, readSelection, ticks, type ClipWords } from '../facts/clip.ts';
import type { Editor } from './editor.ts';
import { idOf, seeClip, seeContext, tracksOf, type Clip, type Kind, type Seen, type Track } from './read.ts';

/** A clip as it is now, with what writes need of it. */
export type Found = { readonly project: Project; readonly sequence: Sequence; readonly track: Track; readonly clip: Clip; readonly seen: Seen; readonly now: HostClip };

export const context = async (editor: Editor): Promise<HostContext> => readContext((await seeContext(editor)).facts);

export async function selection(editor: Editor): Promise<readonly HostClip[]> {
  const { sequence } = await seeContext(editor);
  if (!sequence) return [];
  const { ask } = editor, selected = await ask('read the selection', sequence.getSelection()), clips = selected ? await ask('read the selection', selected.getTrackItems()) : [];
  const seen = await Promise.all(clips.map(async (clip) => seeClip(editor, clip, await trackOf(editor, sequence, clip))));
  const sounds = seen.filter(({ facts }) => facts.kind === 'audio');
  // Premiere names no links. Sound of the same item that begins with a picture and is selected with it belongs to it; what is not selected is not known.
  for (const { facts } of seen) if (facts.kind === 'video') facts.linkedSound = sounds.some(({ facts: sound }) => sound.start === facts.start && sound.media?.node === facts.media?.node) || null;
  return readSelection(seen.map(({ facts }) => facts), sequence.guid.toString());
}

/** The track of a clip. Its kind is told by the tracks that hold it, because media types have no documented names. */
async function trackOf({ ask }: Editor, sequence: Sequence, clip: Clip): Promise<Track> {
  const [index, type] = await Promise.all([ask('look at a clip', clip.getTrackIndex()), ask('look at a clip', clip.getMediaType())]);
  const videos = await ask('count tracks', sequence.getVideoTrackCount());
  const picture = index < videos ? await ask('look at a track', sequence.getVideoTrack(index)) : null;
  const isPicture = picture !== null && (await ask('look at a track', picture.getMediaType())).toString() === type.toString();
  const track = isPicture ? picture : await ask('look at a track', sequence.getAudioTrack(index));
  return { kind: isPicture ? 'video' : 'audio', index, name: track.name };
}

/** Where a clip is now: on its track and at its place, else the same media with the same part of it nearest to that place; null when it is gone. */
export async function find(editor: Editor, key: string): Promise<Found | null> {
  const words = readKey(key), project = await editor.project();
  const sequence = (await editor.ask('list the sequences', project.getSequences())).find(({ guid }) => guid.toString() === words.sequence);
  if (!sequence) return null;
  const spots = await spotsOf(editor, sequence, words.kind), best = nearest(spots.filter(({ media }) => media === words.media), words);
  if (!best) return null;
  const seen = await seeClip(editor, best.clip, best.track);
  return { project, sequence, track: best.track, clip: best.clip, seen, now: readClip(seen.facts, words.sequence) };
}

export type Spot = { readonly track: Track; readonly clip: Clip; readonly start: string; readonly end: string; readonly in: string; readonly out: string; readonly media: string };
/** Clips that are looked at together: a film has thousands, and the last of them would wait too long for their answers. */
const atOnce = 64;
/** Everything on the tracks of a kind, the lowest track first. */
export async function spotsOf(editor: Editor, sequence: Sequence, kind: Kind): Promise<readonly Spot[]> {
  const tracks = await tracksOf(editor, sequence, kind), spots: Spot[] = [], clips = tracks.flatMap(({ clips: all, ...track }) => all.map((clip) => ({ clip, track })));
  for (let at = 0; at < clips.length; at += atOnce) spots.push(...await Promise.all(clips.slice(at, at + atOnce).map(({ clip, track }) => spotOf(editor, clip, track))));
  return spots;
}

async function spotOf(editor: Editor, clip: Clip, track: Track): Promise<Spot> {
  const told = <Value>(value: Promise<Value>): Promise<Value> => editor.ask('look at a track', value);
  const [start, end, from, to, item] = await Promise.all([told(clip.getStartTime()), told(clip.getEndTime()), told(clip.getInPoint()), told(clip.getOutPoint()), told(clip.getProjectItem()).catch(() => null)]);
  return { track, clip, start: start.ticks, end: end.ticks, in: from.ticks, out: to.ticks, media: item ? idOf(editor, item) : '' };
}

/** The clip itself where it did not move; else one that shows the same part; else one of the same media that still lies where it began or ended. */
function nearest(spots: readonly Spot[], words: ClipWords): Spot | null {
  const away = (spot: Spot): bigint => distance(spot.start, words.start);
  const closest = (some: readonly Spot[]): Spot | null => [...some].sort((a, b) => (away(a) < away(b) ? -1 : 1) || a.track.index - b.track.index)[0] ?? null;
  const samePart = spots.filter((spot) => spot.in === words.in && spot.out === words.out);
  return samePart.find((spot) => spot.track.index === words.track && spot.start === words.start) ?? closest(samePart)
    ?? closest(spots.filter((spot) => spot.track.index === words.track && (spot.start === words.start || spot.in === words.in || spot.out === words.out)));
}
const distance = (a: string, b: string): bigint => (BigInt(a) > BigInt(b) ? BigInt(a) - BigInt(b) : BigInt(b) - BigInt(a));

export async function surroundings(editor: Editor, found: Found): Promise<Surroundings> {
  const words = readKey(found.now.key), others = (await spotsOf(editor, found.sequence, words.kind)).filter(({ track }) => track.index === words.track);
  const before = others.filter(({ end }) => compareTicks(end, found.seen.facts.start) <= 0).map(({ end }) => BigInt(end)).reduce((a, b) => (a > b ? a : b), 0n);
  const after = others.filter(({ start }) => compareTicks(start, found.seen.facts.end) >= 0).map(({ start }) => BigInt(start)).sort((a, b) => (a < b ? -1 : 1))[0];
  return { gapBefore: ticks(BigInt(found.seen.facts.start) - before), gapAfter: after === undefined ? null : ticks(after - BigInt(found.seen.facts.end)) };
}
