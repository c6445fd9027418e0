// The pixel measurements that JavaScript must not make itself: typed functions over kernels.wasm. Each copies its planes into the kernels' memory once, unless an arena put them there.
import { readFileSync } from 'node:fs';
import type { Plane } from '../../shared/planes.ts';

type Exports = Readonly<Record<string, (...numbers: number[]) => number>>;
type Kernels = { readonly call: (name: string, depthBytes: number, ...numbers: number[]) => number; readonly memory: WebAssembly.Memory };

const PAGE = 65536, PLANES = 2048;
/** Where kernels leave the numbers that `results` reads. */
export const RESULT = 1024;
/** Histograms of the noise kernel (two of 16384 bins). */
const HISTOGRAMS = 2 * 16384 * 4;

let loaded: Kernels | null = null;

export function kernels(): Kernels {
  if (loaded) return loaded;
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 16384, shared: true });
  const module = new WebAssembly.Module(readFileSync(new URL('./kernels.wasm', import.meta.url)));
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
  loaded = { memory, call: (name, bytes, ...numbers) => exports[bytes === 0 ? name : `${name}${bytes * 8}`]!(...numbers) };
  return loaded;
}

export const bytesOf = (plane: Plane): number => plane.data.BYTES_PER_ELEMENT;

const aligned = (bytes: number): number => (bytes + 63) & ~63;

/** Addresses of planes that live in the kernels' memory, and the end of the part that they take while any arena is open. */
const resident = new WeakMap<Plane['data'], number>();
let residentEnd = PLANES, arenas = 0;

export type Arena = { /** The plane with room of its own where kernels read it without copying. */ plane(width: number, height: number, bytes: 1 | 2): Plane; close(): void };

/** Memory for planes that are measured again and again. It is used anew when the last open arena closes; its planes must not be used after that. */
export function openArena(): Arena {
  arenas++;
  return {
    plane: (width, height, bytes) => {
      const { memory } = kernels(), at = residentEnd, count = width * height;
      residentEnd += aligned(count * bytes);
      grow(memory, residentEnd);
      const data = bytes === 1 ? new Uint8Array(memory.buffer, at, count) : new Uint16Array(memory.buffer, at, count);
      resident.set(data, at);
      return { width, height, data };
    },
    close: () => { if (--arenas === 0) residentEnd = PLANES; },
  };
}

/** Addresses of planes, with those from elsewhere copied in one behind the other, then that of `room` bytes after them. */
export function place(planes: readonly Plane[], room: number): number[] {
  const { memory } = kernels();
  let end = residentEnd;
  const addresses = planes.map((plane) => {
    const at = resident.get(plane.data) ?? end;
    if (at === end) end += aligned(plane.data.byteLength);
    return at;
  });
  grow(memory, end + room);
  const all = new Uint8Array(memory.buffer);
  planes.forEach((plane, i) => { if (!resident.has(plane.data)) all.set(new Uint8Array(plane.data.buffer, plane.data.byteOffset, plane.data.byteLength), addresses[i]!); });
  return [...addresses, end];
}

function grow(memory: WebAssembly.Memory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
}

export const results = (count: number): readonly number[] => [...new Float64Array(kernels().memory.buffer, RESULT, count)];

/** Kernels that fold 16-bit masks work on at most 12 bits; the shift that gets there and the bits that are left. */
function working(depth: number): { shift: number; bits: number } {
  const bits = Math.min(depth, 12);
  return { shift: depth - bits, bits };
}

/**
 * Standard deviation of the noise in the flat areas of a plane, in 8-bit code values whatever the depth; null when the plane is smaller than 8×8 or
 * holds nothing but black. Measured as the middle residual, over the flattest tenth of 8×8 blocks, of a least-squares plane: flat areas and ramps
 * leave nothing, and unlike a high-pass mask it still sees noise whose finest part a lossy codec took away. Blocks are called flat by the means
 * of their quarters, which noise hardly moves. Give a woven frame as fields side by side (`width` × 2, `height` / 2), or combing counts as noise.
 */
export function noiseOf(plane: Plane, depth: number): number | null {
  const { shift, bits } = working(depth);
  const blocks = (plane.width >> 3) * (plane.height >> 3);
  const [at, scratch] = place([plane], HISTOGRAMS + blocks * 8);
  const residual = kernels().call('noise', bytesOf(plane), at!, plane.width, plane.height, shift, 1 << (bits - 8), scratch!);
  return residual < 0 ? null : residual;
}

/** From one 16-pixel column that is read to the next: lines show their fields in any part of them, so of wide ones about 320 pixels are read, spread evenly. */
const columnStep = ({ width }: Plane): number => 16 * Math.max(1, Math.floor(width / 320));

export type Comb = { /** Share of pixels, 0 to 1. */ readonly pixels: number; /** Share of 16×16 blocks that are visibly combed, 0 to 1. */ readonly blocks: number };

/** How much of a plane is combed: lines that stand out from both neighbours by more than 9 code values of 8 (FFmpeg fieldmatch's threshold). */
export function combOf(plane: Plane, depth: number): Comb {
  const { shift, bits } = working(depth);
  const [at] = place([plane], 0);
  kernels().call('comb', bytesOf(plane), at!, columnStep(plane), plane.width, plane.height, shift, 9 << (bits - 8), RESULT);
  const [pixels, combed, looked] = results(3) as [number, number, number];
  return looked === 0 ? { pixels: 0, blocks: 0 } : { pixels: pixels / (looked * 256), blocks: combed / looked };
}

/** Sums over lines; any unit, compare them. */
export type FieldEvidence = {
  /** Misfit of top and bottom lines of the frame before and after between this frame's lines, and of this frame's own lines. */
  readonly topBefore: number; readonly topAfter: number; readonly bottomBefore: number; readonly bottomAfter: number; readonly own: number;
  /** Change of the top and the bottom lines since the frame before. */
  readonly changeTop: number; readonly changeBottom: number;
  /** Of pixels that changed by more than 10: how much better top and bottom lines fit between this frame's lines than those of the frame before would, and by how much they changed; 8-bit code values per pixel of the picture. */
  readonly fitTop: number; readonly fitBottom: number; readonly movedTop: number; readonly movedBottom: number;
};

/** Change of a pixel, in 8-bit code values, that counts as movement: fieldmatch's lower threshold (6) and a little for noise. */
const MOVED = 10;

/** What three frames in a row say about the fields of the middle one: the sums that FFmpeg's idet compares. Planes must have one size. */
export function fieldsOf(before: Plane, current: Plane, after: Plane, depth: number): FieldEvidence {
  const [a, b, c] = place([before, current, after], 0), step = columnStep(current), { shift, bits } = working(depth);
  kernels().call('fields', bytesOf(current), a!, b!, c!, step, current.width, current.height, shift, MOVED << (bits - 8), RESULT);
  const [topBefore, topAfter, bottomBefore, bottomAfter, own, changeTop, changeBottom, ...moved] = results(13) as [number, number, number, number, number, number, number, ...number[]];
  const unit = (current.width * current.height * 2 ** (bits - 8) * 16) / step;
  const [ownTop, earlierTop, movedTop, ownBottom, earlierBottom, movedBottom] = moved.map((sum) => sum / unit) as [number, number, number, number, number, number];
  return { topBefore, topAfter, bottomBefore, bottomAfter, own, changeTop, changeBottom, fitTop: earlierTop - ownTop, fitBottom: earlierBottom - ownBottom, movedTop, movedBottom };
}

export type Banding = { /** Share of 32×32 blocks that are smooth gradients, 0 to 1. */ readonly smooth: number; /** Share of those that show steps, 0 to 1. */ readonly stepped: number };

/** How many of a plane's smooth gradients (up to six 8-bit code values over 32 pixels) are steps without grain. */
export function bandingOf(plane: Plane, depth: number): Banding {
  const { shift, bits } = working(depth);
  const [at] = place([plane], 0);
  kernels().call('banding', bytesOf(plane), at!, plane.width, plane.height, shift, 1 << (bits - 8), RESULT);
  const [smooth, stepped, looked] = results(3) as [number, number, number];
  return { smooth: looked === 0 ? 0 : smooth / looked, stepped: smooth === 0 ? 0 : stepped / smooth };
}

export type Edges = {
  /** Black columns and lines at each edge; -1 in a frame that is all black. */
  readonly left: number; readonly top: number; readonly right: number; readonly bottom: number;
  /** Bits 1, 2, 4 and 8 for the edges in this order at which the picture begins all along the line at once. */
  readonly straight: number;
};

/** How much black surrounds a luma plane: lines whose mean lies up to 8 code values of 8 bits above black (0 in full range, else 16) and hardly a value 32 above. */
export function edgesOf(plane: Plane, depth: number, isFull: boolean): Edges {
  const { shift, bits } = working(depth), unit = 1 << (bits - 8), black = isFull ? 0 : 16;
  const [at] = place([plane], 0);
  kernels().call('edges', bytesOf(plane), at!, plane.width, plane.height, shift, (black + 8) * unit, (black + 32) * unit, RESULT);
  const [left, top, right, bottom, straight] = results(5) as [number, number, number, number, number];
  return { left, top, right, bottom, straight };
}

/** Sum of squared differences in the planes' own code values, exact. PSNR is 10 log10(peak² · values / this). Planes must have one size and type. */
export const squaredError = (a: Plane, b: Plane): number => between('squared', a, b);

/** Sum of absolute differences in the planes' own code values, exact. */
export const absoluteError = (a: Plane, b: Plane): number => between('absolute', a, b);

function between(name: string, a: Plane, b: Plane): number {
  if (a.data.length !== b.data.length || bytesOf(a) !== bytesOf(b)) throw new RangeError(`planes of ${a.width}×${a.height} and ${b.width}×${b.height} cannot be compared`);
  const [first, second] = place([a, b], 0);
  return kernels().call(name, bytesOf(a), first!, second!, a.data.length);
}

/** The largest mean absolute difference over an 8×8 block of two 8-bit planes of one size; 0 for planes smaller than a block. */
export function peakError(a: Plane, b: Plane): number {
  if (a.data.length !== b.data.length) throw new RangeError(`planes of ${a.width}×${a.height} and ${b.width}×${b.height} cannot be compared`);
  const [first, second] = place([a, b], 0);
  return kernels().call('peak', 1, first!, second!, a.width, a.height) / 64;
}

/** Mean, smallest and largest code value of a plane; equal extremes mean a flat picture. */
export function statsOf(plane: Plane): { readonly mean: number; readonly min: number; readonly max: number } {
  const [at] = place([plane], 0);
  kernels().call('statistics', bytesOf(plane), at!, plane.data.length, RESULT);
  const [sum, min, max] = results(3) as [number, number, number];
  return { mean: sum / plane.data.length, min, max };
}

/** Mean and largest distance of two 8-bit chroma planes from grey, in code values. */
export function saturationOf(u: Plane, v: Plane): { readonly mean: number; readonly max: number } {
  const [first, second] = place([u, v], 0);
  kernels().call('saturation', 1, first!, second!, u.data.length, RESULT);
  const [sum, max] = results(2) as [number, number];
  return { mean: sum / u.data.length, max };
}

/** The plane at 1/`side` of its size, rounded down, as 8-bit means of squares; on memory of its own. */
export function shrink(plane: Plane, depth: number, side: number): Plane {
  const width = Math.floor(plane.width / side), height = Math.floor(plane.height / side);
  const [at, sums] = place([plane], plane.width * 4 + width * height), into = sums! + plane.width * 4;
  kernels().call('shrink', bytesOf(plane), at!, plane.width, plane.height, side, depth - 8, into, sums!);
  return { width, height, data: copyFrom(into, width * height) };
}

export function copyFrom(at: number, bytes: number): Uint8Array {
  const data = new Uint8Array(new SharedArrayBuffer(bytes));
  data.set(new Uint8Array(kernels().memory.buffer, at, bytes));
  return data;
}
