// The simulated Resolve as the walk's user works in it.
import { probe } from '../../../daemon/media/probe.ts';
import { addMedia, addSequence, createStudio, layClip, type File, type Item } from '../resolve/model.ts';
import { simulate, type Simulated } from '../resolve/resolve.ts';
import type { Editor } from './editor.ts';

export type ResolveEditor = { readonly simulated: Simulated; readonly editor: Omit<Editor, 'check'> };

export function openResolve(home: string): ResolveEditor {
  const studio = createStudio({ version: '21.0.4', promises: true }), sequence = addSequence(studio), simulated = simulate(studio), laid = new Map<string, Item>();
  const read = studio.read = async (path: string): Promise<File> => {
    const { index, media } = await probe(path, { home }), { width, height } = media.video!.shape;
    return { frames: index.pts.length, rate: '25', width, height, sound: media.audio.length > 0 };
  };
  const item = (clip: string): Item => laid.get(clip)!;
  return {
    simulated,
    editor: {
      trims: false, ways: ['Replace the clip', 'As a take of the clip', 'Swap its media'],
      reads: async (path) => { studio.files.set(path, await read(path)); },
      lay(path, { start, frames, from }) {
        const made = layClip(sequence, addMedia(studio, path, studio.files.get(path)!), { start: sequence.start + start, duration: frames, from });
        laid.set(made.id!, made);
        return made.id!;
      },
      select: (...clips) => { sequence.selected = clips.map(item); },
      move: (clip, by) => { item(clip).start += by; },
      remove(clip) { for (const { items } of sequence.tracks.video) if (items.includes(item(clip))) items.splice(items.indexOf(item(clip)), 1); },
      pieces: () => sequence.tracks.video.flatMap(({ items }, track) => items.map((one) => ({ path: one.media!.path, track, start: one.start - sequence.start, frames: one.duration, from: one.from, enabled: one.enabled }))),
      bin: () => studio.root.bins.flatMap(({ media }) => media.map(({ path }) => path)),
      notes: () => [...sequence.markers.values()].map(({ customData }) => customData).join(''),
    },
  };
}
