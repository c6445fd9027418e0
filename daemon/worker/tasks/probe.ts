// What a file is.
import { probe } from '../../media/probe.ts';
import type { TaskFunction } from '../contract.ts';

export const probeTask: TaskFunction<'probe'> = async ({ path, interpretation }, { home }) => (await probe(path, { home, interpretation })).media;
