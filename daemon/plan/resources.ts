// Threads, memory and disk of a run, so that its parts overlap without fighting for cores.
import type { StreamShape } from '../../shared/media.ts';
import type { Plan } from '../../shared/plan.ts';
import { frameBytes } from '../stages/costs.ts';
import type { Load } from './cost.ts';
import type { Delivery } from './deliveries.ts';
import type { PlannedStep } from './steps.ts';

type Threads = Plan['resources']['threads'];

/** More threads than these only cost memory in FFmpeg's decoders and filters. */
const mostThreads = { decode: 8, filter: 8 };
/** The process itself with its libraries, bytes; frames an encoder with lookahead holds, and what it needs for each beside the picture. */
const processBytes = 220e6, lookaheadFrames = 48, encoderFactor = 1.5;
/** Frames in the decoder beyond one per thread (reference pictures), and on their way between steps. */
const referenceFrames = 8, ringFrames = 8;

/**
 * Cores handed out by share of the work, at least one each: the parts run at the same time, so together they use the machine and little more.
 */
export function threadsFor(load: Load, cores: number, encoderMost: number): Threads {
  const total = load.decode + load.filter + load.session + load.encode + load.verify;
  const share = (seconds: number, most: number): number => Math.min(most, cores, Math.max(1, Math.ceil((cores * seconds) / total - 0.05)));
  return {
    decode: share(load.decode + load.verify, mostThreads.decode), filter: share(load.filter, mostThreads.filter),
    encode: share(load.encode, encoderMost), session: share(load.session, cores),
  };
}

/** Bytes of main memory at the peak, an upper estimate. */
export function memoryFor(source: StreamShape, result: StreamShape, steps: readonly PlannedStep[], threads: Threads, delivery: Delivery, modelsInMain: boolean): number {
  const held = delivery.keySeconds === 0 ? threads.encode + 2 : lookaheadFrames + threads.encode;
  const stepBytes = steps.reduce((sum, { step, cost, tile }) => {
    const whole = step.input.width * step.input.height, part = tile ? Math.min(whole, tile.size ** 2) : whole;
    const working = step.model !== null && !modelsInMain ? 0 : (cost.memoryBytes * part) / whole;
    const between = step.model === null ? 2 : ringFrames + step.window.before + step.window.after;
    return sum + working + between * (frameBytes(step.input) + frameBytes(step.output));
  }, 0);
  const decoder = frameBytes(source) * (referenceFrames + threads.decode);
  return Math.ceil(processBytes + decoder + stepBytes + frameBytes(result) * held * encoderFactor);
}

/** Bytes of disk beside the destination: every segment, and the finished file while both are there. A third is added, as sizes are estimates. */
export const diskFor = (bytes: number, exact: boolean): number => Math.ceil(bytes * 2 * (exact ? 1.1 : 1.33)) + 4_000_000;
