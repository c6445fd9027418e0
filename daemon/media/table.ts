// Binary tables beside the JSON: written once under the name of their own hash, checked whenever read.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FrameWrightError } from '../../shared/errors.ts';
import type { FrameIndex, TableRef } from '../../shared/media.ts';

const pathOf = (home: string, sha256: string): string => join(home, 'tables', sha256);

/** Keeps `bytes` at `<home>/tables/<sha256>` and names them. The same bytes are written once, and are as young as their last use. */
export async function writeTable(home: string, kind: TableRef['kind'], bytes: Uint8Array): Promise<TableRef> {
  const ref: TableRef = { kind, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.byteLength };
  const path = pathOf(home, ref.sha256);
  if (await sizeOf(path) === ref.bytes && await renew(path)) return ref;
  await mkdir(join(home, 'tables'), { recursive: true });
  const unfinished = `${path}.${randomUUID()}`;
  await writeFile(unfinished, bytes, { flush: true });
  await rename(unfinished, path);
  return ref;
}

/** Makes a table young again, so that no sweep takes it from the plan that is being made; false when one just did. */
async function renew(path: string): Promise<boolean> {
  const now = new Date();
  return utimes(path, now, now).then(() => true, () => false);
}

/** The bytes that `ref` names. @throws FrameWrightError input-unreadable when they are gone or not what was written. */
export async function readTable(home: string, ref: TableRef): Promise<Uint8Array> {
  const path = pathOf(home, ref.sha256);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new FrameWrightError('input-unreadable', { path, why: `The ${ref.kind} table of this clip is gone; analysing the clip again makes it anew.` }, { cause });
  });
  if (createHash('sha256').update(bytes).digest('hex') === ref.sha256) return bytes;
  throw new FrameWrightError('input-unreadable', { path, why: `The ${ref.kind} table of this clip was damaged on disk; remove it and analyse the clip again.` });
}

/** Column-wise, little-endian: u32 frame count, u32 zero, then pts, dts, duration, position (f64), coding (u32), flags (u8). */
export function packIndex(index: FrameIndex): Uint8Array {
  const header = Uint32Array.of(index.frames, 0);
  return Buffer.concat([header, index.pts, index.dts, index.duration, index.position, index.coding, index.flags].map(bytesOf));
}

/** The reverse of `packIndex`. @throws RangeError when the length does not fit the count. */
export function unpackIndex(bytes: Uint8Array): FrameIndex {
  const aligned = Uint8Array.from(bytes).buffer;
  const frames = new DataView(aligned).getUint32(0, true);
  if (aligned.byteLength !== 8 + frames * 37) throw new RangeError(`an index of ${frames} frames has ${8 + frames * 37} bytes, not ${aligned.byteLength}`);
  const column = (nth: number): Float64Array => new Float64Array(aligned, 8 + nth * frames * 8, frames);
  return {
    frames, pts: column(0), dts: column(1), duration: column(2), position: column(3),
    coding: new Uint32Array(aligned, 8 + frames * 32, frames), flags: new Uint8Array(aligned, 8 + frames * 36, frames),
  };
}

/** First frame of every shot but the first, as little-endian u32. */
export const packCuts = (cuts: Uint32Array): Uint8Array => Buffer.from(bytesOf(cuts));
/** The reverse of `packCuts`. */
export const unpackCuts = (bytes: Uint8Array): Uint32Array => new Uint32Array(Uint8Array.from(bytes).buffer);

const bytesOf = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
const sizeOf = (path: string): Promise<number> => stat(path).then((found) => found.size, () => -1);
