// The first bytes of a file, and why there are none.
import { open, stat } from 'node:fs/promises';
import { FrameWrightError } from '../../shared/errors.ts';

/** Enough to tell any format by. */
const headBytes = 1 << 16;

/** The first 64 KiB of a file, or all of it. @throws FrameWrightError input-missing, input-unreadable, input-empty. */
export async function readHead(path: string): Promise<Buffer> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') throw new FrameWrightError('input-missing', { path, why: 'Check the spelling and the folder.' }, { cause });
    throw new FrameWrightError('input-unreadable', { path, why: cause.message }, { cause });
  });
  if (found.isDirectory()) throw new FrameWrightError('input-unreadable', { path, why: 'It is a folder, not a file.' });
  if (!found.isFile()) throw new FrameWrightError('input-unreadable', { path, why: 'It is a device or a pipe, not a file.' });
  if (found.size === 0) throw new FrameWrightError('input-empty', { path });
  return readAt(path, 0, Math.min(found.size, headBytes)).catch((cause: Error) => { throw new FrameWrightError('input-unreadable', { path, why: cause.message }, { cause }); });
}

/** Up to `bytes` of a file from byte `at` on. @throws the file system's error. */
export async function readAt(path: string, at: number, bytes: number): Promise<Buffer> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, at);
  return buffer.subarray(0, bytesRead);
}
