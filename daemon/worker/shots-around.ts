// Where shots begin near a frame. A first look knows only the cuts in its spans; one picture that is to be exact needs those of its own neighbours.
import type { Analysis } from '../../shared/analysis.ts';
import type { FrameIndex, Media } from '../../shared/media.ts';
import type { Interpretation } from '../../shared/preset.ts';
import { findCuts } from '../analyse/cuts.ts';
import { LOOK_AFTER, LOOK_BEFORE } from '../analyse/look.ts';
import { joinParts, packPart } from '../analyse/part.ts';
import { openSweep, type Swept } from '../analyse/sweep.ts';
import { openDecoder } from '../media/decode.ts';
import { cutsOf } from './tasks/tables.ts';

/** Frames on either side that a detector compares a change with: a dissolve and the window of the adaptive one. */
const margin = 36;

type Around = { readonly media: Media; readonly index: FrameIndex; readonly analysis: Analysis; readonly home: string; readonly told: Interpretation; readonly from: number; readonly to: number; readonly signal: AbortSignal };

/** The known cuts, and all of `[from, to)`, as a look at every frame there finds them. An empty range asks for nothing more. @throws FrameWrightError `cancelled`, `input-…`. */
export async function cutsAround({ media, index, analysis, home, told, from, to, signal }: Around): Promise<Uint32Array> {
  const known = await cutsOf({ analysis, media }, home);
  if (to - from < 2 || analysis.measuredFrames >= index.frames || told.cuts === 'none') return known;
  const first = Math.max(0, from - margin), end = Math.min(index.frames, to + margin);
  const decoder = await openDecoder(media, index, { threads: 2 });
  try {
    const sweep = await openSweep(decoder, media.video.shape), swept: Swept[] = [];
    try {
      for await (const one of sweep.over({ from: first, to: end, lead: LOOK_BEFORE, tail: LOOK_AFTER, frames: index.frames, isSample: () => false, signal })) swept.push(one);
    } finally {
      sweep.close();
    }
    const { facts } = joinParts([packPart({ facts: swept.map((one) => one.facts), samples: [], concealed: [] })]);
    const found = findCuts(facts, told.cuts).filter((cut) => cut > first && cut >= from && cut < to);
    const changes = await cutsOf({ analysis: { ...analysis, cuts: null }, media }, home);
    return Uint32Array.from(new Set([...known.filter((cut) => cut < from || cut >= to), ...changes, ...found])).sort();
  } finally {
    await decoder.close();
  }
}
