// What this machine can do.
import type { Hardware } from '../../../shared/hardware.ts';
import { measureMachine } from '../../models/machine.ts';
import type { TaskFunction } from '../contract.ts';

/** What was measured here before, or is measured now; `fresh` measures in any case. */
export const measured = (home: string, fresh = false): Promise<Hardware> => measureMachine({ home, fresh, measureFilters });

export const hardwareTask: TaskFunction<'hardware'> = ({ measure }, { home }) => measured(home, measure);

/** Loaded only when something has to be measured: a kept measurement needs no codec. */
async function measureFilters(): Promise<Readonly<Record<string, number>>> {
  return (await import('../../stages/speeds.ts')).measureFilters();
}
