// Which known word someone probably meant.

/** The known word nearest to `word` by edits (insert, remove, replace, swap neighbours), or null when none is near: over half its length away. */
export function nearest(word: string, known: readonly string[]): string | null {
  const ranked = known.map((candidate) => ({ candidate, away: distance(word.toLowerCase(), candidate.toLowerCase()) })).sort((a, b) => a.away - b.away);
  const best = ranked[0];
  return best && best.away <= Math.max(2, Math.ceil(best.candidate.length / 2)) ? best.candidate : null;
}

/** Optimal string alignment distance (Damerau–Levenshtein without repeated edits of one part). */
function distance(a: string, b: string): number {
  let previous: number[] = [], current = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(current[j]! + 1, next[j - 1]! + 1, current[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, previous[j - 2]! + 1);
      next.push(cost);
    }
    [previous, current] = [current, next];
  }
  return current[b.length]!;
}
