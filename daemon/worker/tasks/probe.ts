// What a file is.
import { probeAny } from '../../media/probe-sound.ts';
import type { TaskFunction } from '../contract.ts';

export const probeTask: TaskFunction<'probe'> = async ({ path, interpretation }, { home }) => (await probeAny(path, { home, interpretation })).media;
