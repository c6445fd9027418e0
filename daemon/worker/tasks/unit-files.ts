// Files of units and results: checked against their hashes, described by them.
import { open, rm, stat } from 'node:fs/promises';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Delivered, UnitFile } from '../contract.ts';
import { contentOf, sha256Of } from '../manifest.ts';

export const isVideo = ({ unit }: UnitFile): boolean => unit.startsWith('video-');

/** Packet files of the encoded tracks, by their stream in the source. */
export const audioUnitsOf = (units: readonly UnitFile[]): Record<number, string> =>
  Object.fromEntries(units.flatMap(({ unit, file }) => (unit.startsWith('audio-') ? [[Number(unit.slice('audio-'.length)), file]] : [])));

/** Damaged places of every encoded track that has some. */
export function silencedIn(units: readonly UnitFile[]): { readonly stream: number; readonly milliseconds: readonly number[] }[] {
  return units.filter((unit) => !isVideo(unit) && unit.concealed?.length).map(({ unit, concealed = [] }) => ({ stream: Number(unit.split('-')[1]), milliseconds: concealed }));
}

/** A finished file, or a folder of them that were written for good, on the disk. */
export async function describeFile(from: string, to: string, signal: AbortSignal): Promise<Delivered['files'][number]> {
  const isFolder = (await stat(from)).isDirectory();
  // Windows keeps no handles of folders.
  if (!isFolder || process.platform !== 'win32') {
    const handle = await open(from, isFolder ? 'r' : 'r+');
    await handle.sync();
    await handle.close();
  }
  return { from, to, ...await contentOf(from, signal) };
}

/** A unit's file whose bytes are not those that were written is removed, so that the job makes it again when it goes on. */
export async function demandUnits(units: readonly UnitFile[], signal: AbortSignal): Promise<void> {
  for (const { unit, file, sha256 } of units) {
    if (await sha256Of(file, signal) === sha256) continue;
    await rm(file);
    throw new FrameWrightError('verify-failed', { why: `The file of ${unit} changed after it was written; that part is made again when the job goes on.` });
  }
}
