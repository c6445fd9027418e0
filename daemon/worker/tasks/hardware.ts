// What this machine can do.
import type { Hardware, HardwareEncoder } from '../../../shared/hardware.ts';
import { leaveRoom } from '../../hardware/room.ts';
import { measureMachine } from '../../models/machine.ts';
import type { TaskFunction } from '../contract.ts';

/** What was measured here before, or is measured now; `fresh` measures in any case. */
export const measured = (home: string, fresh = false): Promise<Hardware> => measureMachine({ home, fresh, measureFilters, measureEncoders });

/** The same, less what a connected editor needs. */
export async function usable(home: string, makeWay = false): Promise<Hardware> {
  const hardware = await measured(home);
  return makeWay ? leaveRoom(hardware) : hardware;
}

export const hardwareTask: TaskFunction<'hardware'> = ({ measure }, { home }) => measured(home, measure);

/** Loaded only when something has to be measured: a kept measurement needs no codec. */
async function measureFilters(): Promise<Readonly<Record<string, number>>> {
  return (await import('../../stages/speeds.ts')).measureFilters();
}

/** Where the first of a family fails, the others are not tried; devices of any age know H.264. */
const codecs = ['h264', 'hevc', 'av1'];

/** Each hardware encoder of the deliveries, at the settings it would be used with. */
async function measureEncoders(): Promise<readonly HardwareEncoder[]> {
  const [{ loadPresets }, { proveEncoder, proveEncoders }] = await Promise.all([import('../../plan/presets.ts'), import('../../hardware/encoders.ts')]);
  const { deliveries } = await loadPresets();
  const probes = codecs.flatMap((name) => deliveries[name] ?? []).flatMap(({ codec, hardware }) => hardware.map(({ device, encoder, formats, rateControl, options, bFrames }) => ({
    encoder, codec, device, argument: JSON.stringify({ codec, encoder, profile: formats[0]!.profile, pixel: formats[0]!.pixel, bFrames, rateControl, options }),
  })));
  return proveEncoders(probes, proveEncoder(new URL('../../media/encoder-proof-process.ts', import.meta.url)));
}
