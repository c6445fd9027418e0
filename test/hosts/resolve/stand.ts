// What tests of Resolve's adapter share: a timeline with one clip on it, and the host over it.
import { join } from 'node:path';
import type { HostClip, HostEvent, Placement, PlaceMode } from '../../../shared/panel/host.ts';
import { instant, lengthOf } from '../../../shared/panel/instant.ts';
import { createResolveHost, type ResolveHost } from '../../../plugin-resolve/resolve-host.ts';
import { addMedia, addSequence, createStudio, layClip, type File, type Item, type Media, type Sequence, type Studio, type StudioOptions } from './model.ts';
import { simulate, type Rendering, type Simulated } from './resolve.ts';

export type Stand = ResolveHost & { readonly studio: Studio; readonly simulated: Simulated; readonly sequence: Sequence; readonly media: Media; readonly item: Item; readonly events: HostEvent[]; clip(): Promise<HostClip> };
export type StandOptions = StudioOptions & { readonly rate?: string; readonly file?: Partial<File>; readonly timeoutMs?: number; readonly render?: Rendering; readonly place?: { readonly start?: number; readonly duration?: number; readonly from?: number } };

export const source = '/media/harbour.mov', result = '/media/harbour.restored.mov';

/** 50 frames of a file of 100, from frame 20, 10 frames into the timeline; it is selected and under the playhead. */
export function openStand(options: StandOptions = {}): Stand {
  const studio = createStudio(options), media = addMedia(studio, source, { rate: options.rate ?? '25', ...options.file });
  const sequence = addSequence(studio, { rate: options.rate ?? '25' });
  const item = layClip(sequence, media, { start: sequence.start + (options.place?.start ?? 10), duration: options.place?.duration ?? 50, from: options.place?.from ?? 20 });
  sequence.selected = [item];
  sequence.playhead = item.start;
  const simulated = simulate(studio, options.render), events: HostEvent[] = [];
  const held = createResolveHost({
    resolve: simulated.resolve, module: simulated.module, platform: 'linux', locale: 'en', startsDaemon: true, isThere: async (path) => studio.files.has(path), join, open: async () => undefined, setMenu: async () => undefined,
    pace: () => 20, timeoutMs: options.timeoutMs ?? 2000, renderPollMs: 10,
  });
  held.host.subscribe((event) => events.push(event));
  return { ...held, studio, simulated, sequence, media, item, events, clip: async () => (await held.host.selection())[0]! };
}

/** A result of exactly what a clip shows, which is on disk. */
export function resultOf(studio: Studio, clip: HostClip, mode: PlaceMode = 'track-above', facts: Partial<Placement> & { readonly file?: Partial<File> } = {}): Placement {
  const { file, ...rest } = facts, none = instant(0, clip.place.in.rate), frames = Number(lengthOf(clip.source!).at);
  studio.files.set(result, { frames, rate: '25', width: 640, height: 480, ...file });
  return { path: result, shows: { from: 0, frames, rate: clip.rate! }, mode, clip, before: none, after: none, scale: 'keep-look', label: 'Restore harbour', ...rest };
}
export const codes = (placed: { readonly notices: readonly { readonly code: string }[] }): string[] => placed.notices.map(({ code }) => code);
