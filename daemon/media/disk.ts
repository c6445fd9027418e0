// Writing in place, whole or not at all; and what a failed write means for a person: full, forbidden, or something that should not happen.
import { statfs, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FFmpegError } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';

/** errno names by FFmpeg's negative codes on Linux, macOS and Windows. */
const fullNames = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const fullCodes = new Set([-28, -122, -69, -27]);
const forbiddenNames = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EISDIR']);
const forbiddenCodes = new Set([-1, -2, -13, -20, -21, -30, -36]);

/** A failed write to `path` as a catalogued error: `disk-full`, `output-unwritable`, or the error itself when it is neither. `needed` in bytes, when known. */
export async function writeFailure(thrown: unknown, path: string, needed?: number): Promise<unknown> {
  if (thrown instanceof FrameWrightError) return thrown;
  const name = (thrown as { code?: unknown })?.code, code = thrown instanceof FFmpegError ? thrown.code : 0;
  if (fullNames.has(String(name)) || fullCodes.has(code)) {
    return new FrameWrightError('disk-full', { path, needed: needed === undefined ? 'More bytes' : mebibytes(needed), free: mebibytes(await freeBytes(path)) }, { cause: thrown });
  }
  if (forbiddenNames.has(String(name)) || forbiddenCodes.has(code)) {
    return new FrameWrightError('output-unwritable', { path, why: (thrown as Error).message }, { cause: thrown });
  }
  return thrown;
}

/** Writes all of `bytes` at byte `at`. A disk that fills up takes a part first and refuses only the rest, so the rest is asked for. @throws the system's error, ENOSPC when the disk is full. */
export async function writeAt(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}

/** Fills `bytes` from byte `at` on. @throws FrameWrightError `internal` when the file ends before. */
export async function readAt(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, at + done);
    if (bytesRead === 0) throw new FrameWrightError('internal', { what: 'a finished file could not be read back', why: `it ends at byte ${at + done}` });
    done += bytesRead;
  }
}

const freeBytes = (path: string): Promise<number> => statfs(dirname(path)).then((disk) => disk.bavail * disk.bsize, () => 0);
const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
