// What is left of a machine while an editor works on it too.
import type { Device, Hardware } from '../../shared/hardware.ts';

/** Cores and bytes of graphics memory that stay free for a connected editor. */
const editorCores = 1, editorBytes = 2 * 2 ** 30;

/** The machine with one core less (never none) and 2 GiB less on every graphics device. A driver that does not tell its memory (0) is taken at its word as before. */
export const leaveRoom = (hardware: Hardware): Hardware => ({ ...hardware, cores: Math.max(1, hardware.cores - editorCores), devices: hardware.devices.map(leaveMemory) });

function leaveMemory(device: Device): Device {
  const free = device.freeBytes || device.memoryBytes;
  return device.kind === 'cpu' || free === 0 ? device : { ...device, freeBytes: Math.max(1, free - editorBytes) };
}
