// Before any work: does the muxer take every stream that is to be copied? A header is written that nobody reads.
import { devNull } from 'node:os';
import { FrameWrightError } from '../../shared/errors.ts';
import type { FrameIndex } from '../../shared/media.ts';
import type { Plan } from '../../shared/plan.ts';
import { containerTraits } from './containers.ts';
import { toldTracks, withLanguages } from './languages.ts';
import { openCopy } from './mux-copies.ts';
import { openOutput } from './mux-output.ts';
import { spanOf } from './mux-range.ts';
import type { Track } from './mux-track.ts';
import { openInput } from './open.ts';

/** @throws FrameWrightError `illegal-delivery` with the stream that is refused; as `openInput`. */
export async function demandTaken(plan: Plan, index: FrameIndex): Promise<void> {
  const moved = plan.streams.filter(({ action, type }) => type !== 'attachment' && (action === 'copy' || action === 'convert')), { container, muxer } = plan.delivery;
  // Picture files have no muxer of their own for what accompanies them.
  if (!moved.length || plan.delivery.pictures) return;
  await using closing = new AsyncDisposableStack();
  const input = await openInput(plan.media), span = spanOf(plan, index);
  closing.defer(() => input.close());
  const tracks = moved.flatMap((each) => {
    const stream = input.streams[each.index];
    if (!stream) throw new FrameWrightError('input-changed', { path: input.path, why: `It has no stream ${each.index} any more.` });
    const copy = openCopy(stream, each, span, container);
    closing.defer(() => copy.close());
    return toldTracks(withLanguages([copy.track], plan.media), container);
  });
  if (await refusalOf(muxer, tracks) === null) return;
  for (const [i, track] of tracks.entries()) {
    const why = await refusalOf(muxer, [track]);
    if (why) throw refused(`stream ${moved[i]!.index} (${moved[i]!.becomes})`, why, plan);
  }
  throw refused(`streams ${moved.map((each) => each.index).join(', ')} together`, (await refusalOf(muxer, tracks)) ?? '', plan);
}

/** Why the muxer does not take these; null when it does. */
async function refusalOf(muxer: string, tracks: readonly Track[]): Promise<string | null> {
  try {
    await (await openOutput({ path: devNull, muxer, options: {}, metadata: {}, tracks })).abandon();
    return null;
  } catch (error) {
    if (error instanceof FrameWrightError && error.code === 'internal') return String(error.values['why'] ?? '');
    throw error;
  }
}

const refused = (what: string, why: string, { delivery: { container, title } }: Plan): FrameWrightError =>
  new FrameWrightError('illegal-delivery', { codec: title, container: containerTraits[container].name, why: `FFmpeg's ${containerTraits[container].name} writer refuses ${what} of the source, which was to go along (${why.replace(/\.$/, '')}); another container may take it.` });
