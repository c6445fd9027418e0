// What the mini-timeline draws: everything around one clip in frames of its sequence, counted from the clip's first one.
import type { HostClip, HostContext, Surroundings } from '../host.ts';
import { convert, lengthOf, subtract, unitsOf, type Instant } from '../instant.ts';
import { extensionOf, type Edge, type Extension, type Target } from './extension.ts';

export type Side = {
  readonly edge: Edge;
  /** Unused frames of the media; null where the host does not tell. */ readonly handle: number | null;
  /** Frames to the neighbour; null where nothing lies there. */ readonly room: number | null;
};
/** `playhead` and `marks` count from the clip's first frame, too; null where there are none. */
export type Stretch = {
  readonly length: number; readonly start: Side; readonly end: Side;
  readonly playhead: number | null; readonly markIn: number | null; readonly markOut: number | null;
};
/** Half-open part of the sequence that is shown, frames from the clip's first one. */
export type Window = { readonly from: number; readonly to: number };

/** Null where no sequence is open. */
export function stretchOf(clip: HostClip, around: Surroundings, context: HostContext): Stretch | null {
  const { sequence } = context;
  if (!sequence) return null;
  const from = (time: Instant | null): number | null => time && unitsOf(subtract(convert(time, sequence.rate), convert(clip.place.in, sequence.rate)), sequence.rate);
  const side = (edge: Edge, gap: Instant | null): Side => ({ edge, handle: extensionOf(clip, around, context, edge, { kind: 'frames', frames: 0 })?.handle ?? null, room: gap && unitsOf(gap, sequence.rate, 'floor') });
  return {
    length: unitsOf(convert(lengthOf(clip.place), sequence.rate), sequence.rate), start: side('start', around.gapBefore), end: side('end', around.gapAfter),
    playhead: from(sequence.playhead), markIn: from(sequence.marks.in), markOut: from(sequence.marks.out),
  };
}

/** At least so many frames are shown beside the clip, and never more than so many times its length. */
const least = 24, mostTimes = 2;

/** Handles and gaps as far as they do not dwarf the clip, and `asked` whole. */
export function windowOf({ length, start, end }: Stretch, asked: { readonly start: number; readonly end: number }): Window {
  const beside = ({ handle, room }: Side, wanted: number): number => {
    const most = Math.max(least * 2, Math.round(length * mostTimes));
    const worth = Math.max(least, Math.min(handle ?? 0, most), Math.min(room ?? 0, most));
    return Math.ceil(Math.max(worth, wanted) * 1.1) + 2;
  };
  return { from: -beside(start, asked.start), to: length + beside(end, asked.end) };
}

/** Share of the window's width, 0 to 1, at which a frame begins. */
export const shareOf = (frame: number, { from, to }: Window): number => Math.min(1, Math.max(0, (frame - from) / (to - from)));

/** The frame at a share of the window's width. */
export const frameAt = (share: number, { from, to }: Window): number => Math.round(from + share * (to - from));

export type Offer = { readonly target: Exclude<Target, { kind: 'frames' }>; readonly extension: Extension };

/** The targets for an edge that would move it outwards. */
export function offersFor(clip: HostClip, around: Surroundings, context: HostContext, edge: Edge): Offer[] {
  const targets: Offer['target'][] = [{ kind: 'fill-gap' }, { kind: 'to-playhead' }, { kind: 'to-mark' }];
  return targets.flatMap((target) => {
    const extension = extensionOf(clip, around, context, edge, target);
    return extension && extension.asked !== 0 && !extension.limited ? [{ target, extension }] : [];
  });
}
