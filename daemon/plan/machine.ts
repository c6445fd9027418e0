// The machine as one plan uses it: one device, its measured speeds, its memory.
import { FrameWrightError } from '../../shared/errors.ts';
import type { Device, Hardware } from '../../shared/hardware.ts';
import type { Cost } from '../stages/stage.ts';

export type Machine = {
  /** Throughput of the chosen device only, so that every cost is this device's. */
  readonly hardware: Hardware; readonly device: Device; readonly precision: 'fp32' | 'fp16' | 'int8';
  /** Bytes that models may hold at once. */
  readonly modelBytes: number;
};

/** Share of a graphics card's free memory that models may fill, and of main memory, which decoder, filters and encoder need too. */
const deviceShare = 0.8, mainShare = 0.4;
/** Bytes taken for free where a driver does not tell. */
const unknownFree = 2e9;

/** The device the wish names by id, kind or provider; `auto` takes the fastest proven one. @throws FrameWrightError `device-missing`. */
export function chooseMachine(hardware: Hardware, wanted: string): Machine {
  const device = wanted === 'auto' ? fastest(hardware) : asked(hardware, wanted);
  const throughput = hardware.throughput.filter(({ provider }) => provider === device.provider);
  const best = [...throughput].sort((a, b) => a.secondsPerMegapixel - b.secondsPerMegapixel)[0];
  const free = Math.min(device.freeBytes, device.memoryBytes) || unknownFree;
  const modelBytes = device.kind === 'cpu' ? Math.min(hardware.memoryBytes * mainShare, free * deviceShare) : free * deviceShare;
  return { hardware: { ...hardware, throughput }, device, precision: best?.precision ?? 'fp32', modelBytes };
}

/** Wall seconds of one frame when a step has the whole machine. */
export const wallSeconds = (cost: Cost, machine: Machine): number => cost.cpuSeconds / machine.hardware.cores + cost.deviceSeconds;

function fastest(hardware: Hardware): Device {
  const usable = hardware.devices.filter((device) => device.proven && (device.kind === 'cpu' || hardware.throughput.some(({ provider }) => provider === device.provider)));
  const speed = (device: Device): number => Math.min(...hardware.throughput.filter(({ provider }) => provider === device.provider).map((row) => row.secondsPerMegapixel));
  const best = [...usable].sort((a, b) => speed(a) - speed(b) || b.freeBytes - a.freeBytes)[0];
  if (!best) throw new FrameWrightError('device-missing', { name: 'auto', why: 'No device of this machine has passed its test.' });
  return best;
}

function asked(hardware: Hardware, wanted: string): Device {
  const name = wanted.toLowerCase();
  const meant = hardware.devices.filter(({ id, kind, provider }) => [id, kind, provider].some((word) => word.toLowerCase() === name));
  const device = meant.find(({ proven }) => proven) ?? meant[0];
  if (!device) throw new FrameWrightError('device-missing', { name: wanted, why: `There are: ${hardware.devices.map(({ id, title }) => `${id} (${title})`).join(', ')}.` });
  if (!device.proven) throw new FrameWrightError('device-missing', { name: wanted, why: `It is here, but did not pass its test: ${device.why}` });
  return device;
}
