// What this machine can do.
import type { Hardware } from '../../../shared/hardware.ts';
import { measureMachine } from '../../models/machine.ts';
import type { TaskFunction } from '../contract.ts';

/** What was measured here before, or is measured now. */
export const measured = (home: string): Promise<Hardware> => measureMachine({ home, measureFilters });

export const hardwareTask: TaskFunction<'hardware'> = ({ measure }, { home }) => measureMachine({ home, fresh: measure, measureFilters });

/** Loaded only when something has to be measured: a kept measurement needs no codec. */
async function measureFilters(): Promise<Readonly<Record<string, number>>> {
  return (await import('../../stages/speeds.ts')).measureFilters();
}
