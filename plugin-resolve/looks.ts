// A result looks as its clip does: placed, turned and sized alike, though it may have more pixels.
import type { HostClip, Placement, PlaceNotice } from '../shared/panel/host.ts';
import { textOf } from './calls.ts';
import type { Found } from './items.ts';
import { note } from './record.ts';
import type { MediaPoolItem } from './resolve-api.ts';
import { needProject, type Api } from './sequence.ts';

/** Colour of our clips, and the one by which users mark clips for us where Resolve does not tell the selection. */
export const resultColour = 'Teal', chosenColour = 'Lime';
/** What the inspector sets for the whole frame; cropping is in pixels of the media and stays with the clip. */
const copied = ['Scaling', 'Pan', 'Tilt', 'RotationAngle', 'Pitch', 'Yaw', 'FlipX', 'FlipY', 'Opacity', 'CompositeMode'] as const;
/** `Scaling` of an item: 0 is the project's, 1 shows every pixel as one. */
const projectScaling = 0, crop = 1;
/** `timelineInputResMismatchBehavior` of a project that shows every pixel as one. */
const projectCrops = /crop/i;

type Looks = { readonly original: Found; readonly laid: Found; readonly scale: Placement['scale']; /** Of the clip's media. */ readonly size: HostClip['size']; readonly media: MediaPoolItem };

/** Says `scaled` where the zoom differs from the clip's. Everywhere but with cropping Resolve fits pictures into the frame, whatever their size. */
export async function keepLook(api: Api, { original, laid, scale, size, media }: Looks): Promise<PlaceNotice | null> {
  if (scale === 'as-is') return null;
  for (const name of copied) {
    const value = await api.ask(original.item, 'GetProperty', name);
    if (value !== null && value !== undefined && value !== '') await api.ask(laid.item, 'SetProperty', name, value);
  }
  const factor = await isCropped(api, original) ? zoomOf(size, textOf(await api.ask(media, 'GetClipProperty', 'Resolution'))) : 1;
  for (const name of ['ZoomX', 'ZoomY'] as const) {
    const zoom = await api.ask(original.item, 'GetProperty', name);
    if (typeof zoom === 'number') await api.ask(laid.item, 'SetProperty', name, zoom * factor);
  }
  return factor === 1 ? null : note('scaled', `Zoom × ${factor.toFixed(3)}`);
}

async function isCropped(api: Api, { item, sequence }: Found): Promise<boolean> {
  const scaling = await api.ask(item, 'GetProperty', 'Scaling');
  if (scaling !== projectScaling && scaling !== null && scaling !== undefined) return scaling === crop;
  const name = 'timelineInputResMismatchBehavior', own = textOf(await api.ask(sequence.timeline, 'GetSetting', name));
  return projectCrops.test(own ?? textOf(await api.ask(await needProject(api), 'GetSetting', name)) ?? '');
}

/** Old width by new width. */
function zoomOf(size: HostClip['size'], resolution: string | null): number {
  const width = Number(/^(\d+)\s*x/i.exec(resolution ?? '')?.[1]);
  return size && width > 0 ? size.width / width : 1;
}
