// What this machine can do, measured.
import { z } from 'zod';

export const throughput = z.object({
  model: z.string(), provider: z.string(), precision: z.enum(['fp32', 'fp16', 'int8']), threads: z.int(),
  /** Seconds of one inference per megapixel of model input luma, measured on `width`×`height`. */
  secondsPerMegapixel: z.number().positive(), width: z.int(), height: z.int(),
}).readonly();
export type Throughput = z.infer<typeof throughput>;

export const device = z.object({
  id: z.string(), title: z.string(), kind: z.enum(['cpu', 'gpu', 'npu']), provider: z.string(),
  /** Bytes; for the CPU this is main memory. */
  memoryBytes: z.int(), freeBytes: z.int(),
  /** True when a known answer was computed on it and agreed. */
  proven: z.boolean(), why: z.string(),
}).readonly();
export type Device = z.infer<typeof device>;

/** An encoder of a graphics device. `device` is its family: nvenc, qsv, videotoolbox, vaapi or amf. */
export const hardwareEncoder = z.object({
  encoder: z.string(), codec: z.string(), device: z.string(),
  /** True when it really encoded pictures that could be decoded again. */
  proven: z.boolean(), why: z.string(),
}).readonly();
export type HardwareEncoder = z.infer<typeof hardwareEncoder>;

export const hardware = z.object({
  platform: z.string(), architecture: z.string(), cpu: z.string(), cores: z.int().positive(),
  memoryBytes: z.int().positive(), freeBytes: z.int().nonnegative(),
  devices: z.array(device).readonly(), throughput: z.array(throughput).readonly(),
  encoders: z.array(hardwareEncoder).readonly().default([]),
  /** Software filters and encoders: output megapixels per second and core, measured by the same probe. */
  filterMegapixels: z.record(z.string(), z.number()).readonly(),
  /** The named class of machine that presets may override for. */
  tier: z.enum(['cpu-small', 'cpu', 'gpu-small', 'gpu', 'gpu-large']),
  measuredAt: z.string(),
}).readonly();
export type Hardware = z.infer<typeof hardware>;
