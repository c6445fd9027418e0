// From packets to a timeline: presentation times where the file has none, one running clock where its clock jumps, strictly rising ticks.
import type { Packets } from './scan.ts';

export type Entry = { readonly coding: number; pts: number; discontinuity: boolean };
export type Jump = { readonly coding: number; readonly from: number; readonly to: number };

/**
 * Presentation times of packets that lack them, in coding order. `order` is the coding numbers in presentation order, as a decoder gave them, or null
 * when the file's own times suffice. The r-th shown picture gets the r-th decoding time, later by the least that lets every picture be decoded before
 * it is shown; `packedPairs` (two pictures in one AVI chunk) need no such delay. Where only anchors lack a time, theirs is the next anchor's decoding time.
 */
export function completePts(packets: Packets, nominal: number, order: readonly number[] | null, packedPairs: boolean): number[] {
  const dts = packets.dts.map((time, i) => (Number.isNaN(time) ? i * nominal : time));
  if (order) return rankedPts(dts, order, packedPairs);
  const pts = [...packets.pts];
  let nextAnchor = NaN;
  for (let i = pts.length - 1; i >= 0; i--) {
    if (!Number.isNaN(pts[i]!)) continue;
    pts[i] = Number.isNaN(nextAnchor) ? (dts.at(-1)! + nominal) : nextAnchor;
    nextAnchor = dts[i]!;
  }
  return pts;
}

function rankedPts(dts: readonly number[], order: readonly number[], packedPairs: boolean): number[] {
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
  let before = NaN;
  pts.forEach((time, coding) => {
    if (!packets.shown[coding]) return;
    const clock = Number.isNaN(packets.dts[coding]!) ? time : packets.dts[coding]!;
    if (!spans.length || clock < before - fallBack || clock > before + leap) spans.push([]);
    before = clock;
    spans.at(-1)!.push({ coding, pts: time, discontinuity: false });
  });
  return spans;
}
