// What this machine can do.
import type { Hardware } from '../../../shared/hardware.ts';
import { measureMachine } from '../../models/machine.ts';
import type { TaskFunction } from '../contract.ts';

/** What was measured here before, or is measured now. */
export const measured = (home: string): Promise<Hardware> => measureMachine({ home });

export const hardwareTask: TaskFunction<'hardware'> = ({ measure }, { home }) => measureMachine({ home, fresh: measure });
