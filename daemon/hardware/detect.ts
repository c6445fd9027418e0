// What this machine can do: processor, memory, devices that proved themselves, measured speeds.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { promisify } from 'node:util';
import type { Device, Hardware, Throughput } from '../../shared/hardware.ts';
import { keep, keyOf, measureModel, recall, type MeasureEncoders, type MeasureFilters, type Measurement, type ModelProbe } from './measure.ts';
import { proveProvider, type Proof } from './prove.ts';

export type DetectOptions = {
  /** Data folder; the measurement is kept there. */
  readonly home: string;
  readonly probes?: readonly ModelProbe[];
  readonly measureFilters?: MeasureFilters; readonly measureEncoders?: MeasureEncoders;
  /** Measure again although a measurement is kept. */
  readonly fresh?: boolean;
  readonly now?: () => Date;
  /** onnxruntime's providers, and the test that each must pass; stand-ins in tests. */
  readonly backends?: () => Promise<readonly string[]>;
  readonly prove?: (provider: string) => Promise<Proof>;
  /** Memory of a proven device; a stand-in in tests. */
  readonly memoryOf?: (provider: string, machine: Machine) => Promise<DeviceMemory | null>;
};

/** Bytes. */
export type DeviceMemory = { readonly total: number; readonly free: number };

/** Titles and kinds of onnxruntime's providers. XNNPACK and others that compute on the processor are not devices. */
const kinds: Readonly<Record<string, { readonly title: string; readonly kind: Device['kind'] }>> = {
  cuda: { title: 'NVIDIA GPU (CUDA)', kind: 'gpu' }, tensorrt: { title: 'NVIDIA GPU (TensorRT)', kind: 'gpu' }, webgpu: { title: 'GPU (WebGPU)', kind: 'gpu' },
  dml: { title: 'GPU (DirectML)', kind: 'gpu' }, coreml: { title: 'Apple GPU and Neural Engine (Core ML)', kind: 'gpu' }, qnn: { title: 'Qualcomm NPU (QNN)', kind: 'npu' },
};

/** A device that failed is tried again after so long: by then its driver may have been mended, and trying costs seconds. */
const failureKeptMs = 24 * 3600 * 1000;

/**
 * Takes a second where a measurement is kept, some seconds where not. Free memory is read every time.
 * @throws what the probes throw on the processor; a device that fails its test or a model is listed with the reason instead.
 */
export async function detectHardware({ home, probes = [], measureFilters, measureEncoders, fresh = false, now = () => new Date(), backends = listBackends, prove = proveProvider, memoryOf = deviceMemory }: DetectOptions): Promise<Hardware> {
  const machine = readMachine();
  const providers = (await backends()).filter((name) => name in kinds);
  const key = keyOf({ format: 3, packages: packages(), cpu: machine.cpu, cores: machine.cores, node: process.version, providers, filters: Boolean(measureFilters), encoders: Boolean(measureEncoders), probes: probes.map(({ model, hash }) => [model, hash]) });
  const found = fresh ? null : await recall(home, key);
  const kept = found && isCurrent(found, now()) ? found : null;
  const measured = kept ?? await measureAll({ key, machine, providers, probes, measureFilters, measureEncoders, now, prove });
  if (!kept) await keep(home, measured);
  const devices = [processor(machine), ...await Promise.all(measured.devices.map((device) => withMemory(device, machine, memoryOf)))];
  return { ...machine, devices, throughput: measured.throughput, encoders: measured.encoders, filterMegapixels: measured.filterMegapixels, tier: tierOf(machine, devices), measuredAt: measured.measuredAt };
}

const isCurrent = ({ devices, measuredAt }: Measurement, now: Date): boolean => devices.every(({ proven }) => proven) || now.getTime() - Date.parse(measuredAt) < failureKeptMs;

/** Our version and the exact ones of what we build on, as package.json pins them: another onnxruntime or FFmpeg has other speeds and devices. */
function packages(): unknown {
  const { version, dependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Record<string, unknown>;
  return { version, dependencies };
}

type Machine = Pick<Hardware, 'platform' | 'architecture' | 'cpu' | 'cores' | 'memoryBytes' | 'freeBytes'>;

/** Limits of a container and of CPU affinity count. */
export function readMachine(): Machine {
  const limit = process.constrainedMemory();
  const memoryBytes = limit > 0 ? Math.min(limit, os.totalmem()) : os.totalmem();
  return {
    platform: process.platform, architecture: process.arch, cpu: os.cpus()[0]?.model.trim().replace(/\s+/g, ' ') || process.arch,
    cores: os.availableParallelism(), memoryBytes, freeBytes: Math.min(process.availableMemory(), memoryBytes),
  };
}

async function listBackends(): Promise<readonly string[]> {
  const { listSupportedBackends } = await import('onnxruntime-node');
  return listSupportedBackends().map(({ name }) => name);
}

type MeasureAll = Required<Pick<DetectOptions, 'probes' | 'now' | 'prove'>> & { readonly measureFilters: MeasureFilters | undefined; readonly measureEncoders: MeasureEncoders | undefined; readonly key: string; readonly machine: Machine; readonly providers: readonly string[] };

async function measureAll({ key, machine, providers, probes, measureFilters, measureEncoders, now, prove }: MeasureAll): Promise<Measurement> {
  const threads = machine.cores;
  const devices: Device[] = [], throughput = await measureModels(probes, { provider: 'cpu', threads });
  for (const provider of providers) {
    const proof = await prove(provider);
    const tried = proof.proven ? await tryModels(probes, { provider, threads }) : { proof, rows: [] };
    devices.push(describe(provider, tried.proof ?? proof));
    throughput.push(...tried.rows);
  }
  return { key, devices, throughput, encoders: [...(await measureEncoders?.()) ?? []], filterMegapixels: { ...(await measureFilters?.()) }, measuredAt: now().toISOString() };
}

const processor = ({ cpu, memoryBytes, freeBytes }: Machine): Device =>
  ({ id: 'cpu', title: cpu, kind: 'cpu', provider: 'cpu', memoryBytes, freeBytes, proven: true, why: 'The processor is what the others are compared with.' });

async function measureModels(probes: readonly ModelProbe[], on: { readonly provider: string; readonly threads: number }): Promise<Throughput[]> {
  const rows: Throughput[] = [];
  for (const probe of probes) rows.push(await measureModel(probe, on));
  return rows;
}

/** A small known answer does not prove that a real model fits and runs. A device on which one fails is not used at all; the plan goes on without it. */
async function tryModels(probes: readonly ModelProbe[], on: { readonly provider: string; readonly threads: number }): Promise<{ readonly proof: Proof | null; readonly rows: readonly Throughput[] }> {
  try {
    return { proof: null, rows: await measureModels(probes, on) };
  } catch (thrown) {
    return { proof: { proven: false, why: `It passed its test, but failed on a model: ${(thrown as Error).message}` }, rows: [] };
  }
}

const describe = (provider: string, { proven, why }: Proof): Device => ({ id: provider, ...kinds[provider]!, provider, memoryBytes: 0, freeBytes: 0, proven, why });

/** The device with its memory as it is now: other programs take and give back. */
async function withMemory(device: Device, machine: Machine, memoryOf: NonNullable<DetectOptions['memoryOf']>): Promise<Device> {
  if (!device.proven) return device;
  const memory = await memoryOf(device.provider, machine);
  return memory ? { ...device, memoryBytes: memory.total, freeBytes: memory.free } : { ...device, why: `${device.why} Its memory cannot be asked for.` };
}

/** Bytes, or null when nothing tells. Apple's processors share main memory; NVIDIA's driver comes with nvidia-smi. */
async function deviceMemory(provider: string, machine: Machine): Promise<DeviceMemory | null> {
  if (provider === 'coreml' || machine.platform === 'darwin') return { total: machine.memoryBytes, free: machine.freeBytes };
  const answer = await promisify(execFile)('nvidia-smi', ['--query-gpu=memory.total,memory.free', '--format=csv,noheader,nounits']).catch(() => null);
  const [total, free] = answer?.stdout.split('\n')[0]?.split(',').map((mebibytes) => Number(mebibytes) * 2 ** 20) ?? [];
  return total && free !== undefined ? { total, free } : null;
}

const gibibyte = 2 ** 30;

/** GPUs by memory: up to 6 GiB small, from 16 GiB large. Processors: fewer than 6 cores or 8 GiB is small. */
export function tierOf({ cores, memoryBytes }: Pick<Hardware, 'cores' | 'memoryBytes'>, devices: readonly Device[]): Hardware['tier'] {
  const gpus = devices.filter((device) => device.proven && device.kind !== 'cpu');
  if (gpus.length === 0) return cores < 6 || memoryBytes < 8 * gibibyte ? 'cpu-small' : 'cpu';
  const most = Math.max(...gpus.map((device) => device.memoryBytes));
  return most <= 6 * gibibyte ? 'gpu-small' : most < 16 * gibibyte ? 'gpu' : 'gpu-large';
}
