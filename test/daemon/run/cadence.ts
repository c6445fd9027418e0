// Film shown as video: clips made by FFmpeg's telecine, and the cadences that undo it, worked out from the pattern alone.
import type { Analysis, Cadence, ScanRun } from '../../../shared/analysis.ts';

export type Pulldown = { readonly pattern: string; readonly first: 'top' | 'bottom' };

/** The cadence of a pattern of fields per film frame, seen from the video frame `phase` on. */
export function cadenceOf(pattern: string, phase = 0): Cadence {
  const counts = [...pattern].map(Number), sum = counts.reduce((a, b) => a + b, 0), cycle = sum % 2 === 0 ? sum / 2 : sum;
  const film = Array.from({ length: 6 * cycle }, (_, i) => counts[i % counts.length]!).flatMap((fields, picture) => Array.from({ length: fields }, () => picture));
  const at = (field: number): number => film[field + 2 * cycle]!;
  const places = Array.from({ length: cycle }, (_, place) => 2 * (place + phase));
  return {
    cycle, matches: places.map((field) => (at(field + 1) === at(field) ? 'c' : at(field - 1) === at(field) ? 'p' : 'n')).join(''),
    drop: places.flatMap((field, place) => (at(field) === at(field - 2) ? [place] : [])),
  };
}

export const telecined = (first: number, count: number, { pattern, first: field }: Pulldown, phase = 0): ScanRun =>
  ({ first, count, scan: 'telecined', order: field === 'top' ? 'tff' : 'bff', cadence: cadenceOf(pattern, phase) });

/** An analysis that found these runs. */
export const seen = (verdict: Analysis['interlacing']['verdict'], runs: readonly ScanRun[]) => (analysis: Analysis): Analysis =>
  ({ ...analysis, interlacing: { ...analysis.interlacing, verdict, combed: 0.4, confidence: 1, runs } });

/** A lavfi chain that telecines another. */
export const telecine = (chain: string, { pattern, first }: Pulldown): string => `${chain},telecine=pattern=${pattern}:first_field=${first}`;
