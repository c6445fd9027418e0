// Another exposure for a plane. A typed function over kernels.wasm.
import type { Plane } from '../../shared/planes.ts';
import { bytesOf, kernels, place } from './kernels.ts';

/** Fills `into` with `about` + (value - `about`) × `gain`, rounded and kept within 0 and `peak`. Planes must have one size and type; a gain of 1 copies. */
export function expose(plane: Plane, gain: number, about: number, peak: number, into: Plane): void {
  if (gain === 1) return into.data.set(plane.data);
  const [at, room] = place([plane], plane.data.byteLength);
  kernels().call('expose', bytesOf(plane), at!, plane.data.length, about, gain, peak, room!);
  const made = new Uint8Array(kernels().memory.buffer, room!, plane.data.byteLength);
  new Uint8Array(into.data.buffer, into.data.byteOffset, into.data.byteLength).set(made);
}
