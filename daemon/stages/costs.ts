// What a method costs on the machine at hand: measured where the hardware probe measured it, else from the figures of a named machine.
import type { Hardware } from '../../shared/hardware.ts';
import type { StreamShape } from '../../shared/media.ts';
import { cardOf } from '../models/store.ts';
import type { Cost } from './stage.ts';
import { chromaStep } from '../media/plane-sizes.ts';

/** How many samples a frame has for each luma sample. */
const samplesPerPixel = ({ pixel }: StreamShape): number => {
  const { x, y } = chromaStep(pixel);
  return 1 + (pixel.family === 'grey' ? 0 : 2 / (x * y)) + (pixel.alpha ? 1 : 0);
};
const bytesPerSample = ({ pixel }: StreamShape): number => (pixel.depth > 8 ? 2 : 1);

export const megapixels = ({ width, height }: { readonly width: number; readonly height: number }): number => (width * height) / 1e6;
export const frameBytes = (shape: StreamShape): number => shape.width * shape.height * samplesPerPixel(shape) * bytesPerSample(shape);

/**
 * One FFmpeg filter. `fallback` is its speed in megapixels of 8-bit 4:2:0 per second and core where the probe did not measure it: one thread on an
 * AMD EPYC at 960×540, FFmpeg 8.1, a real clip. More samples and more bits cost in proportion. It holds `frames` frames.
 */
export function filterCost(filter: string, fallback: number, shape: StreamShape, hardware: Hardware, frames = 2): Cost {
  const speed = hardware.filterMegapixels[filter] ?? fallback;
  const weight = (samplesPerPixel(shape) / 1.5) * (bytesPerSample(shape) === 2 ? 1.5 : 1);
  return { cpuSeconds: (megapixels(shape) * weight) / speed, deviceSeconds: 0, memoryBytes: frames * frameBytes(shape) };
}

/**
 * One model over whole frames. On the CPU the seconds count for every thread of the session; elsewhere only the device is busy. Of several measured
 * devices the fastest counts, and the card's own figures where nothing was measured.
 */
export function modelCost(id: string, shape: StreamShape, hardware: Hardware): Cost {
  const { cost } = cardOf(id);
  const memoryBytes = shape.width * shape.height * cost.bytesPerPixel;
  const measured = hardware.throughput.filter(({ model }) => model === id);
  const fastest = measured.reduce<(typeof measured)[number] | null>((best, one) => (best && best.secondsPerMegapixel <= one.secondsPerMegapixel ? best : one), null);
  if (!fastest) return { cpuSeconds: cost.cpuSecondsPerMegapixel * megapixels(shape), deviceSeconds: 0, memoryBytes };
  const seconds = fastest.secondsPerMegapixel * megapixels(shape);
  return fastest.provider === 'cpu' ? { cpuSeconds: seconds * fastest.threads, deviceSeconds: 0, memoryBytes } : { cpuSeconds: 0, deviceSeconds: seconds, memoryBytes };
}
