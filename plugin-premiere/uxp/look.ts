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
  const frame = await editor.ask('look at the sequence', sequence.getFrameSize()), motion = await motionOf(editor, clip);
  if (now.size === null || size === null) return { motion, fitFrame: false, factor: null };
  const same = sameSize(now.size, size), fitFrame = !same && sameSize(now.size, frame);
  return { motion, fitFrame, factor: same || fitFrame ? 1 : now.size.width / size.width };
}
const sameSize = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;

export async function applyLook(stage: Stage, clip: Clip, { motion, fitFrame, factor }: Look): Promise<readonly PlaceNotice[]> {
  const left = (reason: string): PlaceNotice[] => [{ code: 'not-scaled', reason }];
  const done: readonly PlaceNotice[] = factor === null ? left('Premiere does not tell how large the pictures are: show the column Video Info of the project panel.') : fitFrame || factor !== 1 ? [{ code: 'scaled', reason: null }] : [];
  if (!motion) return factor === 1 ? done : left('The clip has no Motion.');
  if (motion.varies) return left('The clip moves by keyframes.');
  if (!await applyMotion(stage, clip, motion, factor ?? 1)) return left('Premiere kept the size.');
  return done;
}
