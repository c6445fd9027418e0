// The binary tables that a plan names, read back.
import type { FrameIndex } from '../../../shared/media.ts';
import type { Analysis } from '../../../shared/analysis.ts';
import type { Plan } from '../../../shared/plan.ts';
import { readTable, unpackCuts, unpackIndex } from '../../media/table.ts';

/** @throws FrameWrightError `input-unreadable` when the table is gone. */
export const indexOf = async (plan: Plan, home: string): Promise<FrameIndex> => unpackIndex(await readTable(home, plan.index));

/** First frame of every shot but the first; empty where the analysis has no table. */
export const cutsOf = async (analysis: Analysis, home: string): Promise<Uint32Array> => (analysis.cuts ? unpackCuts(await readTable(home, analysis.cuts)) : new Uint32Array());
