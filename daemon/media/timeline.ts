// From packets to a timeline: presentation times where the file has none, one running clock where its clock jumps, strictly rising ticks.
import type { Packets } from './scan.ts';

export type Entry = { readonly coding: number; pts: number; discontinuity: boolean };
export type Jump = { readonly coding: number; readonly from: number; readonly to: number };

/**
 * Presentation times of packets that lack them, in coding order, where every decoding time is known and B pictures have theirs: an anchor is shown when
 * the next anchor is decoded, the last one `nominal` ticks after all others. Without reordering (`delay` 0) a picture is shown when it is decoded.
 */
export function completePts(packets: Packets, nominal: number, delay: number): number[] {
  const pts = [...packets.pts];
  let nextAnchor = (packets.dts.at(-1) ?? 0) + nominal;
  for (let i = pts.length - 1; i >= 0; i--) {
    const anchor = Number.isNaN(packets.pts[i]!) || packets.pts[i] !== packets.dts[i];
    if (Number.isNaN(pts[i]!)) pts[i] = delay === 0 ? packets.dts[i]! : nextAnchor;
    if (anchor) nextAnchor = packets.dts[i]!;
  }
  return pts;
}

/**
 * Presentation times when only a decoder knows the order, as coding numbers in `order`. Times that the file has and that rise in this order are kept
 * and the others counted on from them by `nominal`. Else the r-th picture gets the r-th decoding time, later by the least that lets every picture be
 * decoded before it is shown; `packedPairs` (two pictures in one AVI chunk) need no such delay.
 */
export function orderedPts(packets: Packets, order: readonly number[], nominal: number, packedPairs: boolean): number[] {
  const known = order.filter((coding) => !Number.isNaN(packets.pts[coding]!));
  const rising = known.length > 0 && known.every((coding, i) => i === 0 || packets.pts[coding]! > packets.pts[known[i - 1]!]!);
  return rising ? countedPts(packets, order, nominal) : rankedPts(packets, order, nominal, packedPairs);
}

function countedPts(packets: Packets, order: readonly number[], nominal: number): number[] {
  const pts = [...packets.pts];
  const first = order.findIndex((coding) => !Number.isNaN(pts[coding]!));
  for (let rank = first - 1; rank >= 0; rank--) pts[order[rank]!] = pts[order[rank + 1]!]! - nominal;
  for (let rank = first + 1; rank < order.length; rank++) if (Number.isNaN(pts[order[rank]!]!)) pts[order[rank]!] = pts[order[rank - 1]!]! + nominal;
  return pts;
}

function rankedPts(packets: Packets, order: readonly number[], nominal: number, packedPairs: boolean): number[] {
  const dts = packets.dts.map((time, i) => (Number.isNaN(time) ? i * nominal : time));
  const rising = order.map((coding) => dts[coding]!).sort((a, b) => a - b);
  const delay = packedPairs ? 0 : order.reduce((most, coding, rank) => Math.max(most, dts[coding]! - rising[rank]!), 0);
  const pts = [...dts];
  order.forEach((coding, rank) => { pts[coding] = rising[rank]! + delay; });
  return pts;
}

/**
 * Shown packets in presentation order with one running clock. Where decoding times fall back, or leap ahead by more than `leap` ticks, the clock of the
 * file was set anew (joined recordings, broadcast breaks): what follows is moved to follow on, `nominal` ticks after the last picture, and marked.
 */
export function layTimeline(packets: Packets, pts: readonly number[], nominal: number, leap: number, fallBack: number): { entries: Entry[]; jumps: Jump[] } {
  const entries: Entry[] = [], jumps: Jump[] = [];
  let end = NaN;
  for (const span of splitAtJumps(packets, pts, leap, fallBack)) {
    span.sort((a, b) => a.pts - b.pts || a.coding - b.coding);
    const shift = Number.isNaN(end) ? 0 : end - span[0]!.pts;
    if (entries.length) {
      jumps.push({ coding: span[0]!.coding, from: entries.at(-1)!.pts, to: span[0]!.pts });
      span[0]!.discontinuity = true;
    }
    for (const entry of span) {
      entry.pts = Math.max(entry.pts + shift, entries.length ? entries.at(-1)!.pts + 1 : -Infinity);
      entries.push(entry);
    }
    end = entries.at(-1)!.pts + nominal;
  }
  return { entries, jumps };
}

function splitAtJumps(packets: Packets, pts: readonly number[], leap: number, fallBack: number): Entry[][] {
  const spans: Entry[][] = [];
  // Where only some decoding times are known (the first of a Matroska file with B pictures), the others say nothing about the clock.
  const clocks = packets.dts.some((dts) => !Number.isNaN(dts)) ? packets.dts : pts;
  let before = NaN;
  pts.forEach((time, coding) => {
    if (!packets.shown[coding]) return;
    const clock = clocks[coding]!;
    if (!spans.length || clock < before - fallBack || clock > before + leap) spans.push([]);
    if (!Number.isNaN(clock)) before = clock;
    spans.at(-1)!.push({ coding, pts: time, discontinuity: false });
  });
  return spans;
}
