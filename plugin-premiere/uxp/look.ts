// Whether and how a result is made as large as the clip that it stands for.
import type { PlaceNotice, Placement, Size } from '../../shared/panel/host.ts';
import type { Result } from './bin.ts';
import type { Found } from './find.ts';
import { applyMotion, motionOf, type Motion } from './motion.ts';
import type { Clip } from './read.ts';
import type { Stage } from './write.ts';

/** `fitFrame`: scaled to the frame as an item. `factor` of the clip's own scale; null where sizes are not told. */
export type Look = { readonly motion: Motion | null; readonly fitFrame: boolean; readonly factor: number | null };

/**
 * A picture that filled the frame is scaled to the frame, which holds whatever Premiere's preference for new media is; one of another size gets the clip's scale times old by new size.
 * Null where nothing is asked for. It is read before anything is written, because a replaced clip is gone afterwards.
 */
export async function readLook({ editor, sequence }: Stage, { scale }: Placement, { clip, track, now }: Found, { size }: Result): Promise<Look | null> {
  if (scale === 'as-is' || track.kind === 'audio') return null;
  const frame = await editor.ask('look at the sequence', sequence.getFrameSize()), same = sameSize(now.size, size);
  const fitFrame = !same && (now.size === null || sameSize(now.size, frame));
  return { motion: await motionOf(editor, clip), fitFrame, factor: same || fitFrame ? 1 : now.size && size ? now.size.width / size.width : null };
}
const sameSize = (a: Size | null, b: Size | null): boolean => a !== null && b !== null && a.width === b.width && a.height === b.height;

export async function applyLook(stage: Stage, clip: Clip, { motion, fitFrame, factor }: Look): Promise<readonly PlaceNotice[]> {
  const left = (reason: string): PlaceNotice[] => [{ code: 'not-scaled', reason }];
  if (factor === null) return left('Premiere does not tell how large the pictures are.');
  if (!motion) return fitFrame ? [{ code: 'scaled', reason: null }] : [];
  if (motion.varies) return left('The clip moves by keyframes.');
  if (!await applyMotion(stage, clip, motion, factor)) return left('Premiere kept the size.');
  return fitFrame || factor !== 1 ? [{ code: 'scaled', reason: null }] : [];
}
