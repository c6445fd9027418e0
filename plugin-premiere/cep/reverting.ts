// Taking placements back, pointing results to other files, trimming, showing: writes that are no placements.
import { FrameWrightError } from '../../shared/errors.ts';
import type { HostClip, Placed } from '../../shared/panel/host.ts';
import { convert, premiereTicks, type Instant } from '../../shared/panel/instant.ts';
import { readClip, readKey, wordsOf } from '../facts/clip.ts';
import type { ItemFacts } from '../facts/facts.ts';
import { samePath } from '../facts/paths.ts';
import { findItem } from './finding.ts';
import { importResult, type Clock } from './importing.ts';
import { readItem } from './placing.ts';
import { failed, type Script } from './script.ts';

const gone = (name: string): FrameWrightError => new FrameWrightError('clip-gone', { name });

/** The clip as it is now. @throws FrameWrightError `clip-gone`. */
export async function presentItem(script: Script, key: string, name: string): Promise<ItemFacts> {
  const found = await findItem(script, key);
  if (!found) throw gone(name);
  return found;
}

export async function revert(script: Script, placed: Placed, original: HostClip): Promise<void> {
  if (placed.mode === 'bin' || placed.key === null) return;
  if (placed.mode === 'swap') return pointTo(script, readKey(original.key).media, original.path ?? '');
  const laid = await findItem(script, placed.key), { sequence } = readKey(placed.key);
  // The user has taken it away already.
  if (!laid) return;
  if (placed.mode === 'replace') return bringBack(script, laid, sequence, original);
  await script.ask('remove', wordsOf(laid, sequence));
  if ((await findItem(script, placed.key))?.node === laid.node) throw failed('remove', 'The result is still in the sequence.');
}

/** The original's part of its media over the result; without its sound, which never left. */
async function bringBack(script: Script, laid: ItemFacts, sequence: string, original: HostClip): Promise<void> {
  const { media: node } = readKey(original.key), media = await script.ask('media', { node });
  if (!media || !original.source) throw gone(original.name);
  const span = { in: original.source.in.at, out: original.source.out.at }, whole = laid.kind === 'audio' || media.sound === '';
  const item = whole ? node : await script.ask('subclip', { media: node, name: original.name, ...span });
  await script.ask('overwrite', { sequence, kind: laid.kind, track: laid.track, media: item, at: laid.start, in: span.in, out: span.out });
  const there = await script.ask('search', { sequence, node: '', media: item });
  if (!there?.some((one) => one.kind === laid.kind && one.track === laid.track && one.start === laid.start)) throw failed('overwrite', 'The original was not placed.');
}

export async function relink(script: Script, { item }: Placed, path: string, clock: Clock): Promise<void> {
  const words = readItem(item), media = await script.ask('media', { node: words.node });
  if (media) return pointTo(script, words.node, path);
  // Its number is another one after the project was opened again; its file is not.
  const { node } = await importResult(script, words.path, clock);
  return pointTo(script, node, path);
}

async function pointTo(script: Script, media: string, path: string): Promise<void> {
  const now = await script.ask('changePath', { media, path });
  if (!samePath(now, path)) throw failed('changePath', `Premiere kept ${now}.`);
}

export async function trim(script: Script, clip: HostClip, edge: 'start' | 'end', to: Instant): Promise<HostClip> {
  const found = await presentItem(script, clip.key, clip.name), at = convert(to, premiereTicks).at, words = wordsOf(found, clip.sequence);
  const edges = await script.ask('edges', { ...words, newStart: edge === 'start' ? at : null, newEnd: edge === 'end' ? at : null });
  if ((edge === 'start' ? edges?.start : edges?.end) !== at) throw failed('edges', 'The edge went as far as the media or its neighbour lets it.');
  return readClip(await presentItem(script, clip.key, clip.name), clip.sequence);
}

export async function reveal(script: Script, key: string): Promise<void> {
  const { sequence } = readKey(key), found = await presentItem(script, key, 'the clip');
  await script.ask('reveal', wordsOf(found, sequence));
}
