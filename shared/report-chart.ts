// Numbers of segments as a drawing that needs no script: inline SVG, readable in light and dark, on paper, and aloud.

/** Half-open, result frames; null where there is no number. */
export type ChartPoint = { readonly from: number; readonly to: number; readonly value: number | null };
export type Chart = { readonly title: string; readonly points: readonly ChartPoint[]; /** A dashed line; null for none. */ readonly threshold: number | null; /** The ends of the axis, and the parts between its lines. */ readonly low: number; readonly high: number; readonly parts: number; words(value: number): string };

const size = { width: 720, height: 170, left: 72, right: 10, top: 12, bottom: 26 };
const plot = { width: size.width - size.left - size.right, height: size.height - size.top - size.bottom };

export const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Each segment is as wide as it is long; those below the threshold are marked by a hollow point as well. Colours come from the page: `--line`, `--faint`, `--alarm`. */
export function chartSvg({ title, points, threshold, low, high, parts, words }: Chart): string {
  const last = Math.max(1, ...points.map(({ to }) => to));
  const x = (frame: number): string => (size.left + (plot.width * frame) / last).toFixed(1);
  const y = (value: number): string => (size.top + plot.height * (1 - (Math.min(high, Math.max(low, value)) - low) / (high - low))).toFixed(1);
  const grid = Array.from({ length: parts + 1 }, (_, i) => low + ((high - low) * i) / parts).map((value) => `<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${y(value)}" y2="${y(value)}"/><text x="${size.left - 6}" y="${y(value)}" dy="0.35em" text-anchor="end">${escapeText(words(value))}</text>`);
  const limit = threshold === null ? [] : [`<line class="threshold" x1="${size.left}" x2="${size.width - size.right}" y1="${y(threshold)}" y2="${y(threshold)}"/>`];
  const frames = [0, last].map((frame, i) => `<text x="${x(frame)}" y="${size.height - 8}" text-anchor="${i ? 'end' : 'start'}">frame ${frame}</text>`);
  return [
    `<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeText(`${title}. ${summary(points, threshold, words)}`)}">`,
    ...grid, ...limit, ...frames, ...runsOf(points).map((run) => `<polyline class="line" points="${run.flatMap(({ from, to, value }) => [`${x(from)},${y(value)}`, `${x(to)},${y(value)}`]).join(' ')}"/>`),
    ...points.flatMap(({ from, to, value }) => (value === null ? [] : [`<circle class="${threshold !== null && value < threshold ? 'low' : 'dot'}" cx="${x((from + to) / 2)}" cy="${y(value)}" r="3"><title>frames ${from} to ${to - 1}: ${escapeText(words(value))}</title></circle>`])),
    '</svg>',
  ].join('');
}

/** Neighbours with numbers. */
function runsOf(points: readonly ChartPoint[]): { readonly from: number; readonly to: number; readonly value: number }[][] {
  return points.reduce<{ from: number; to: number; value: number }[][]>((runs, { from, to, value }) => {
    const open = runs.at(-1);
    if (value === null) return open?.length === 0 ? runs : [...runs, []];
    if (open && (open.length === 0 || open.at(-1)!.to === from)) open.push({ from, to, value });
    else runs.push([{ from, to, value }]);
    return runs;
  }, []).filter((run) => run.length > 0);
}

/** The drawing in a sentence. */
export function summary(points: readonly ChartPoint[], threshold: number | null, words: (value: number) => string): string {
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]));
  if (known.length === 0) return 'No segment has this number.';
  const below = threshold === null ? [] : known.filter((value) => value < threshold);
  const limit = threshold === null ? '' : below.length === 0 ? `; none below ${words(threshold)}` : `; ${below.length} of ${known.length} below ${words(threshold)}`;
  const [least, most] = [words(Math.min(...known)), words(Math.max(...known))];
  return `${least === most ? `${least} throughout` : `From ${least} to ${most}`}${limit}.`;
}
