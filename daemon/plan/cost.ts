// What a plan costs: seconds for each frame by part, the time and the size of the whole.
import type { Hardware } from '../../shared/hardware.ts';
import type { StreamShape } from '../../shared/media.ts';
import { toNumber, type Rational } from '../../shared/time.ts';
import type { Delivery } from './deliveries.ts';
import type { PlannedStep } from './steps.ts';

/** CPU seconds, all cores together, and seconds of another device, for one index frame. */
export type Load = { readonly decode: number; readonly filter: number; readonly session: number; readonly encode: number; readonly verify: number; readonly device: number };

/**
 * CPU seconds to decode a megapixel: one thread of a 2-core x86-64 server (AMD EPYC), 60 frames of 1280×720 at high quality, FFmpeg, user time.
 * Codecs that are not listed count as the dearest long-GOP one.
 */
const decodeSeconds: Readonly<Record<string, number>> = {
  h264: 0.005, hevc: 0.0075, mpeg2video: 0.0014, mpeg1video: 0.0014, mpeg4: 0.0022, msmpeg4v3: 0.0022, prores: 0.009, dnxhd: 0.007, ffv1: 0.016,
  mjpeg: 0.0024, av1: 0.004, vp9: 0.0055, vp8: 0.004, dvvideo: 0.0028, rawvideo: 0.0005, v210: 0.001,
};
const unknownDecode = 0.0075;
/** The analysis of every frame, beside decoding it: reduced pictures, one pass. Seconds per megapixel of the source. */
const surveySeconds = 0.004;
/** How much of the machine an overlapped run really uses. */
const overlapped = 0.85;
/** Share of the middle estimate that the interval spans; glances know noise and motion less well. */
const interval = { low: 0.7, high: 1.5, startSeconds: 2 };

const megapixels = ({ width, height }: { readonly width: number; readonly height: number }): number => (width * height) / 1e6;
const deep = ({ pixel }: StreamShape): number => (pixel.depth > 8 ? 1.3 : 1) * (pixel.chroma === '444' ? 1.5 : pixel.chroma === '422' ? 1.2 : 1);
const decodeCost = (codec: string, shape: StreamShape): number => (decodeSeconds[codec] ?? unknownDecode) * megapixels(shape) * deep(shape);

export type LoadRequest = {
  readonly codec: string; readonly source: StreamShape; readonly result: StreamShape; readonly steps: readonly PlannedStep[];
  readonly delivery: Delivery; readonly quick: boolean; readonly hardware: Hardware;
};

/** Cost of one index frame, part by part. */
export function loadOf({ codec, source, result, steps, delivery, quick, hardware }: LoadRequest): Load {
  const perIndexFrame = (shape: StreamShape): number => (source.frames === 0 ? 1 : shape.frames / source.frames);
  const sum = (pick: (planned: PlannedStep) => number): number => steps.reduce((total, planned) => total + pick(planned) * perIndexFrame(planned.step.input), 0);
  const encodeSeconds = quick && delivery.faster ? delivery.faster.secondsPerMegapixel : delivery.secondsPerMegapixel;
  const made = perIndexFrame(result), slower = 1 / coreSpeed(hardware);
  return {
    decode: decodeCost(codec, source) * slower,
    filter: sum(({ step, cost }) => (step.model === null ? cost.cpuSeconds : 0)), session: sum(({ step, cost }) => (step.model === null ? 0 : cost.cpuSeconds)),
    device: sum(({ cost }) => cost.deviceSeconds),
    encode: encodeSeconds * megapixels(result) * deep(result) * made * slower, verify: decodeCost(delivery.codec, result) * made * slower,
  };
}

/** CPU seconds of encoding a result as a whole, once for each pass. */
export function wholeSeconds(delivery: Delivery, result: StreamShape, quick: boolean, hardware: Hardware): number {
  const each = quick && delivery.faster ? delivery.faster.secondsPerMegapixel : delivery.secondsPerMegapixel;
  return (delivery.sizing?.passes ?? 1) * each * megapixels(result) * deep(result) * result.frames / coreSpeed(hardware);
}

/** Megapixels per second and core of filters that compute rather than copy, on the machine of the tables. */
const referenceSpeeds: Readonly<Record<string, number>> = { nlmeans: 3.3, atadenoise: 140, hqdn3d: 117, deband: 53, unsharp: 82 };

/** Speed of this machine's cores against that one's: the median over the filters that the hardware probe measured; 1 when it measured none. */
function coreSpeed({ filterMegapixels }: Hardware): number {
  const ratios = Object.entries(referenceSpeeds).flatMap(([filter, speed]) => (filterMegapixels[filter] ? [filterMegapixels[filter] / speed] : [])).sort((a, b) => a - b);
  return ratios[ratios.length >> 1] ?? 1;
}

/** Wall seconds of one index frame on so many cores, everything overlapped. */
export function frameSeconds(load: Load, cores: number): number {
  const cpu = (load.decode + load.filter + load.session + load.encode + load.verify) / (cores * overlapped);
  return Math.max(cpu, load.device / overlapped);
}

/** Seconds of the whole job: survey, video, sound, muxing. `surveyed` when the analysis of every frame is already there. */
export function jobSeconds(load: Load, job: { readonly frames: number; readonly source: StreamShape; readonly cores: number; readonly surveyed: boolean; /** CPU seconds of sound, and of what follows the line. */ readonly otherSeconds: number; readonly bytes: number }): { readonly low: number; readonly high: number } {
  const survey = job.surveyed ? 0 : job.frames * (load.decode / job.cores + surveySeconds * megapixels(job.source));
  const mux = job.bytes / 200e6;
  const middle = job.frames * frameSeconds(load, job.cores) + survey + job.otherSeconds / job.cores + mux;
  return { low: round(middle * interval.low), high: round(middle * interval.high + interval.startSeconds) };
}

/** Bytes of the encoded video: typical bits per pixel of the delivery; faster rates cost less per frame, as neighbours differ less. */
export function videoBytes(delivery: Delivery, result: StreamShape, rate: Rational): number {
  const nearness = delivery.keySeconds === 0 ? 1 : Math.min(1.5, Math.max(0.5, (25 / Math.max(1, toNumber(rate))) ** 0.4));
  return Math.ceil((megapixels(result) * 1e6 * result.frames * delivery.bitsPerPixel * deep(result) * nearness) / 8);
}

const round = (seconds: number): number => Number(seconds.toFixed(1));
