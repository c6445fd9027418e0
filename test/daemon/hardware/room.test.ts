import { expect, it } from 'vitest';
import type { Device, Hardware } from '../../../shared/hardware.ts';
import { leaveRoom } from '../../../daemon/hardware/room.ts';

const gib = 2 ** 30;
const device = (kind: Device['kind'], memoryBytes: number, freeBytes: number): Device => ({ id: kind, title: kind, kind, provider: kind, memoryBytes, freeBytes, proven: true, why: '' });
const machine = (cores: number, ...devices: Device[]): Hardware => ({ platform: 'linux', architecture: 'x64', cpu: 'cpu', cores, memoryBytes: 16 * gib, freeBytes: 8 * gib, devices, throughput: [], encoders: [], filterMegapixels: {}, tier: 'gpu', measuredAt: '' });

it('an editor keeps a core and two gibibytes of graphics memory', () => {
  const { cores, devices } = leaveRoom(machine(8, device('cpu', 16 * gib, 8 * gib), device('gpu', 12 * gib, 10 * gib), device('gpu', 12 * gib, 0), device('gpu', 1 * gib, 1 * gib), device('npu', 0, 0)));
  expect(cores).toBe(7);
  // 0 would mean that nothing is known.
  expect(devices.map(({ freeBytes }) => freeBytes)).toEqual([8 * gib, 8 * gib, 10 * gib, 1, 0]);
});
it('one core is never taken away', () => { expect(leaveRoom(machine(1)).cores).toBe(1); });
