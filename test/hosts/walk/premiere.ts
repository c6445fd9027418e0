// The simulated Premiere as the walk's user works in it, whichever panel is open.
import { probe } from '../../../daemon/media/probe.ts';
import * as edits from '../premiere/edits.ts';
import { createPremiere, type Premiere } from '../premiere/premiere.ts';
import { itemOf, spotOf, ticksPerSecond, type MediaFacts } from '../premiere/state.ts';
import type { Editor } from './editor.ts';

export type PremiereEditor = { readonly premiere: Premiere; readonly editor: Omit<Editor, 'notes' | 'check'>; /** What Premiere finds in a file is what is in it. */ readonly meet: (path: string) => Promise<void> };

const one = ticksPerSecond / 25n;

/** @param given what is to be known of it beside its version. */
export function openPremiere(version: string, given: { readonly home: string; readonly project: string }): PremiereEditor {
  const known = new Map<string, MediaFacts>(), meet = async (path: string): Promise<void> => {
    const { index, media } = await probe(path, { home: given.home }), { width, height } = media.video!.shape;
    known.set(path, { start: 0n, duration: BigInt(index.pts.length) * one, rate: 25, size: { width, height }, picture: true, sound: media.audio.length > 0, alpha: false });
  };
  const premiere = createPremiere({ version, look: (path) => known.get(path) ?? null, meet });
  premiere.state().path = given.project;
  const sequence = premiere.addSequence('Cut', [25n, 1n]);
  const linked = (clip: string): string[] => {
    const { link } = spotOf(premiere.state(), clip)!.clip;
    return premiere.activeSequence().audio.flatMap(({ items }) => items.filter((sound) => sound.link === link).map(({ id }) => id)).concat(clip);
  };
  return {
    premiere, meet,
    editor: {
      trims: true, ways: ['Replace the clip', 'Swap its media'], reads: meet,
      lay: (path, { start, frames, from }) => premiere.addClip(sequence, premiere.addMedia(path), { track: 0, start, frames, from }).id,
      select: premiere.select,
      move: (clip, by) => premiere.edit('Move', (state) => { for (const id of linked(clip)) edits.move(state, id, BigInt(by) * one, false); }),
      remove: (clip) => premiere.edit('Remove', (state) => edits.remove(state, linked(clip), false)),
      pieces: () => premiere.activeSequence().video.flatMap(({ items }, track) => items.map((clip) => ({
        path: itemOf(premiere.state(), clip.item).path!, track, start: Number(clip.start / one), frames: Number((clip.end - clip.start) / one), from: Number(clip.in / one), enabled: clip.enabled,
      }))),
      bin: () => premiere.inBin(premiere.bin('FrameWright')?.id ?? '').map(({ path }) => path!),
    },
  };
}
