// What this machine can do: processor, memory, devices that proved themselves, measured speeds.
import { execFile } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';
import type { Device, Hardware } from '../../shared/hardware.ts';
import { keep, keyOf, measureModel, recall, type MeasureFilters, type Measurement, type ModelProbe } from './measure.ts';
import { proveProvider, type Proof } from './prove.ts';

export type DetectOptions = {
  /** Data folder; the measurement is kept there. */
  readonly home: string;
  readonly probes?: readonly ModelProbe[];
  readonly measureFilters?: MeasureFilters;
  /** Measure again although a measurement is kept. */
  readonly fresh?: boolean;
  readonly now?: () => Date;
  /** onnxruntime's providers, and the test that each must pass; stand-ins in tests. */
  readonly backends?: () => Promise<readonly string[]>;
  readonly prove?: (provider: string) => Promise<Proof>;
};

/** Titles and kinds of onnxruntime's providers. XNNPACK and others that compute on the processor are not devices. */
const kinds: Readonly<Record<string, { readonly title: string; readonly kind: Device['kind'] }>> = {
  cuda: { title: 'NVIDIA GPU (CUDA)', kind: 'gpu' }, tensorrt: { title: 'NVIDIA GPU (TensorRT)', kind: 'gpu' }, webgpu: { title: 'GPU (WebGPU)', kind: 'gpu' },
  dml: { title: 'GPU (DirectML)', kind: 'gpu' }, coreml: { title: 'Apple GPU and Neural Engine (Core ML)', kind: 'gpu' }, qnn: { title: 'Qualcomm NPU (QNN)', kind: 'npu' },
};

/** Takes a second where a measurement is kept, some seconds where not. @throws what the probes throw; a device that fails its test is listed instead. */
export async function detectHardware({ home, probes = [], measureFilters, fresh = false, now = () => new Date(), backends = listBackends, prove = proveProvider }: DetectOptions): Promise<Hardware> {
  const machine = readMachine();
  const providers = (await backends()).filter((name) => name in kinds);
  const key = keyOf({ format: 1, cpu: machine.cpu, cores: machine.cores, node: process.version, providers, filters: Boolean(measureFilters), probes: probes.map(({ model, hash }) => [model, hash]) });
  const kept = fresh ? null : await recall(home, key);
  const measured = kept ?? await measureAll({ key, machine, providers, probes, measureFilters, now, prove });
  if (!kept) await keep(home, measured);
  const devices = [processor(machine), ...measured.devices];
  return { ...machine, devices, throughput: measured.throughput, filterMegapixels: measured.filterMegapixels, tier: tierOf(machine, devices), measuredAt: measured.measuredAt };
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

type MeasureAll = Required<Pick<DetectOptions, 'probes' | 'now' | 'prove'>> & { readonly measureFilters: MeasureFilters | undefined; readonly key: string; readonly machine: Machine; readonly providers: readonly string[] };

async function measureAll({ key, machine, providers, probes, measureFilters, now, prove }: MeasureAll): Promise<Measurement> {
  const devices: Device[] = [];
  for (const provider of providers) devices.push(await describe(provider, await prove(provider), machine));
  const throughput = [];
  for (const provider of ['cpu', ...devices.filter((device) => device.proven).map((device) => device.provider)]) {
    for (const probe of probes) throughput.push(await measureModel(probe, { provider, threads: machine.cores }));
  }
  return { key, devices, throughput, filterMegapixels: { ...(await measureFilters?.()) }, measuredAt: now().toISOString() };
}

const processor = ({ cpu, memoryBytes, freeBytes }: Machine): Device =>
  ({ id: 'cpu', title: cpu, kind: 'cpu', provider: 'cpu', memoryBytes, freeBytes, proven: true, why: 'The processor is what the others are compared with.' });

async function describe(provider: string, { proven, why }: Proof, machine: Machine): Promise<Device> {
  const memory = proven ? await deviceMemory(provider, machine) : null;
  return { id: provider, ...kinds[provider]!, provider, memoryBytes: memory?.total ?? 0, freeBytes: memory?.free ?? 0, proven, why: proven && !memory ? `${why} Its memory cannot be asked for.` : why };
}

/** Bytes, or null when nothing tells. Apple's processors share main memory; NVIDIA's driver comes with nvidia-smi. */
async function deviceMemory(provider: string, machine: Machine): Promise<{ total: number; free: number } | null> {
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
