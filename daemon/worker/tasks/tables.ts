// The binary tables that a plan names, read back.
import type { FrameIndex, Media } from '../../../shared/media.ts';
import type { Analysis } from '../../../shared/analysis.ts';
import type { Plan } from '../../../shared/plan.ts';
import { readTable, unpackCuts, unpackIndex } from '../../media/table.ts';

/** @throws FrameWrightError `input-unreadable` when the table is gone. */
export const indexOf = async (plan: Plan, home: string): Promise<FrameIndex> => unpackIndex(await readTable(home, plan.index));

/** First frame of every shot but the first: where the picture cuts, and where the stream itself changes its size, shape, sampling, fields, colour or clock. */
export async function cutsOf({ analysis, media }: { readonly analysis: Analysis; readonly media: Media }, home: string): Promise<Uint32Array> {
  const cuts = analysis.cuts ? unpackCuts(await readTable(home, analysis.cuts)) : [];
  const changes = media.changes.flatMap(({ frame, what }) => (what === 'codec-parameters' || frame <= 0 ? [] : [frame]));
  return Uint32Array.from(new Set([...cuts, ...changes])).sort();
}
