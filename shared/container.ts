// The kinds of file that a result can be: one list for schemas, names of files and the command line.
import { z } from 'zod';

/** Each by the ending of its files; `pictures` is a folder of them, or one file for one picture. */
export const container = z.enum(['mp4', 'mov', 'mkv', 'mxf', 'pictures']);
export type Container = z.infer<typeof container>;

/** The kinds of sound file that a result can be, each by the ending of its files. */
export const soundContainer = z.enum(['wav', 'flac', 'm4a', 'mp3', 'ogg', 'mka']);
export type SoundContainer = z.infer<typeof soundContainer>;

/** Whatever a result's name can ask for. */
export const anyContainer = z.enum([...container.options, ...soundContainer.options]);
export type AnyContainer = z.infer<typeof anyContainer>;

/** Other endings by which people name the same containers. */
const alsoNamed: Readonly<Record<string, AnyContainer>> = { m4v: 'mp4', m4b: 'm4a', oga: 'ogg', opus: 'ogg', wave: 'wav' };

/** Endings of picture files, with the delivery that writes them. */
const pictureEndings: Readonly<Record<string, string>> = { png: 'png', jpg: 'jpeg', jpeg: 'jpeg', tif: 'tiff', tiff: 'tiff', exr: 'exr', webp: 'webp' };
export const pictureDeliveryOf = (ending: string): string | null => pictureEndings[ending.toLowerCase().replace(/^\./, '')] ?? null;

/** `.MXF` → `mxf`; null for an ending that names no container. */
export function containerOfEnding(ending: string): AnyContainer | null {
  const name = ending.toLowerCase().replace(/^\./, '');
  if (pictureDeliveryOf(ending) !== null) return 'pictures';
  return anyContainer.options.find((one) => one === name && one !== 'pictures') ?? alsoNamed[name] ?? null;
}
