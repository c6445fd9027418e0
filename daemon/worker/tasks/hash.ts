// The SHA-256 of every file that a media is made of.
import { filesOf } from '../../media/files.ts';
import type { TaskFunction } from '../contract.ts';
import { sha256Of } from '../manifest.ts';

export const hashTask: TaskFunction<'hash'> = async ({ media }, { signal, emit }) => {
  const hashes: { path: string; sha256: string }[] = [], paths = await filesOf(media);
  for (const [place, path] of paths.entries()) {
    hashes.push({ path, sha256: await sha256Of(path, signal) });
    emit({ kind: 'fraction', fraction: (place + 1) / paths.length });
  }
  return hashes;
};
