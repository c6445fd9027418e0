// What this machine can do, measured.
import { z } from 'zod';

export const throughput = z.object({
  model: z.string().describe('Id of the model.'), provider: z.string().describe('Who computes: cpu, cuda, coreml …'), precision: z.enum(['fp32', 'fp16', 'int8']).describe('Numbers that it computes with.'), threads: z.int().describe('Threads of the session.'),
  secondsPerMegapixel: z.number().positive().describe('Seconds of one inference for each megapixel of model input.'), width: z.int().describe('Pixels of the measured input.'), height: z.int().describe('Pixels of the measured input.'),
}).readonly().describe('How quick a model is here.');
export type Throughput = z.infer<typeof throughput>;

export const device = z.object({
  id: z.string().describe('As a wish names it.'), title: z.string().describe('As people read it.'), kind: z.enum(['cpu', 'gpu', 'npu']).describe('What it is.'), provider: z.string().describe('Who computes on it.'),
  memoryBytes: z.int().describe('Bytes of its memory; of the CPU the main memory.'), freeBytes: z.int().describe('Bytes of it that were free.'),
  proven: z.boolean().describe('Whether a known answer was computed on it and agreed.'), why: z.string().describe('How that is known.'),
}).readonly().describe('Something that computes.');
export type Device = z.infer<typeof device>;

/** An encoder of a graphics device. `device` is its family: nvenc, qsv, videotoolbox, vaapi or amf. */
export const hardwareEncoder = z.object({
  encoder: z.string().describe('FFmpeg\'s name.'), codec: z.string().describe('FFmpeg\'s name of what it makes.'), device: z.string().describe('Its family: nvenc, qsv, videotoolbox, vaapi or amf.'),
  proven: z.boolean().describe('Whether it encoded pictures here that could be decoded again.'), why: z.string().describe('How that is known.'),
}).readonly().describe('An encoder of a graphics device.');
export type HardwareEncoder = z.infer<typeof hardwareEncoder>;

export const hardware = z.object({
  platform: z.string().describe('Node\'s name of the system: linux, darwin, win32.'), architecture: z.string().describe('Node\'s name: x64, arm64.'), cpu: z.string().describe('As the processor calls itself.'), cores: z.int().positive().describe('Logical processors.'),
  memoryBytes: z.int().positive().describe('Bytes of main memory.'), freeBytes: z.int().nonnegative().describe('Bytes of it that were free.'),
  devices: z.array(device).readonly().describe('What can compute.'), throughput: z.array(throughput).readonly().describe('Measured speeds of models.'),
  encoders: z.array(hardwareEncoder).readonly().default([]).describe('Encoders of graphics devices.'),
  filterMegapixels: z.record(z.string(), z.number()).readonly().describe('By filter or encoder, output megapixels per second and core.'),
  tier: z.enum(['cpu-small', 'cpu', 'gpu-small', 'gpu', 'gpu-large']).describe('Class of machine by which presets differ.'),
  measuredAt: z.string().describe('ISO 8601.'),
}).readonly().describe('What this machine can do, measured.');
export type Hardware = z.infer<typeof hardware>;
