// Decoded frames that are likely to be wanted again, the longest unused let go of first.
import type { StreamShape } from '../../shared/media.ts';
import type { Frame } from '../media/frame.ts';
import { planeLayout } from '../media/plane-sizes.ts';

export type FrameStore = {
  /** A reference of the caller's own to frame `n` of a kind, or null. */
  get(kind: string, n: number): Frame | null;
  /** Keeps a reference to the frame, which stays the caller's. */
  put(kind: string, n: number, frame: Frame, shape: StreamShape): void;
  close(): void;
};

/** @param most bytes that kept frames may take. */
export function createFrameStore(most: number): FrameStore {
  const kept = new Map<string, { readonly frame: Frame; readonly bytes: number }>();
  let total = 0;
  const drop = (key: string): void => {
    const { frame, bytes } = kept.get(key)!;
    kept.delete(key);
    frame.free();
    total -= bytes;
  };
  return {
    get(kind, n) {
      const key = `${n} ${kind}`, found = kept.get(key);
      if (!found) return null;
      kept.delete(key);
      kept.set(key, found);
      return found.frame.clone();
    },
    put(kind, n, frame, shape) {
      const key = `${n} ${kind}`, copy = kept.has(key) ? null : frame.clone();
      if (!copy) return;
      const bytes = bytesOf(shape);
      kept.set(key, { frame: copy, bytes });
      total += bytes;
      for (const oldest of kept.keys()) {
        if (total <= most) break;
        drop(oldest);
      }
    },
    close() {
      for (const key of [...kept.keys()]) drop(key);
    },
  };
}

const bytesOf = (shape: StreamShape): number => planeLayout(shape).reduce((sum, { width, height }) => sum + width * height, 0) * (shape.pixel.depth > 8 ? 2 : 1);
