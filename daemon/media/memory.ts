// Pictures too large for the machine are refused by their headers, before anything of their size is asked of it.
import { totalmem } from 'node:os';
import { avGetPixFmtName, type AVPixelFormat } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import { pixelFormatOf } from './pixel.ts';

/** Pictures that are held at once at the least: two each in decoder, filter and encoder, and one on each way between them. */
const heldFrames = 8;

/** Bytes that processes may use here. */
export const thisMemory = (): number => Math.min(totalmem(), process.constrainedMemory() || Infinity);

/** @throws FrameWrightError input-too-large with the numbers. */
export function demandMemory(path: string, { width, height, format }: { readonly width: number; readonly height: number; readonly format: number }, memoryBytes: number): void {
  const frame = width * height * bytesPerPixel(avGetPixFmtName(format as AVPixelFormat)), needed = frame * heldFrames;
  if (needed > memoryBytes) throw new FrameWrightError('input-too-large', { path, width, height, frame: gibibytes(frame), needed: gibibytes(needed), memory: gibibytes(memoryBytes) });
}

const samples: Readonly<Record<string, number>> = { 420: 1.5, 422: 2, 444: 3, 411: 1.5, 410: 1.125, 440: 2, none: 1 };

/** As planes; formats that are not known yet count as 8-bit 4:2:0, the least that video is. */
function bytesPerPixel(name: string | null): number {
  if (!name) return samples['420']!;
  try {
    const { chroma, depth, alpha } = pixelFormatOf(name);
    return (samples[chroma]! + Number(alpha)) * (depth > 8 ? 2 : 1);
  } catch {
    return samples['420']!;
  }
}

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
