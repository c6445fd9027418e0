// The kinds of file that a result can be: one list for schemas, names of files and the command line.
import { z } from 'zod';

/** Each by the ending of its files. */
export const container = z.enum(['mp4', 'mov', 'mkv', 'mxf']);
export type Container = z.infer<typeof container>;

/** The kinds of sound file that a result can be, each by the ending of its files. */
export const soundContainer = z.enum(['wav', 'flac', 'm4a', 'mp3', 'ogg', 'mka']);
export type SoundContainer = z.infer<typeof soundContainer>;

/** Other endings by which people name the same containers. */
const alsoNamed: Readonly<Record<string, Container>> = { m4v: 'mp4' };

/** `.MXF` → `mxf`; null for an ending that names no container. */
export function containerOfEnding(ending: string): Container | null {
  const name = ending.toLowerCase().replace(/^\./, '');
  return container.options.find((one) => one === name) ?? alsoNamed[name] ?? null;
}
