// Damage done on purpose: bytes flipped, cut out and spliced, the same way for the same seed.
export type Damage = { readonly kind: 'flip' | 'cut' | 'splice'; readonly bytes: Buffer };

/** Numbers from 0 to below 1, the same for a seed on every machine (Mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A damaged copy of `whole`; `other` lends bytes for a splice. Half of all damage falls into the first and last 4 KiB, where headers and indexes lie. */
export function damage(whole: Buffer, other: Buffer, random: () => number): Damage {
  const kind = (['flip', 'cut', 'splice'] as const)[Math.floor(random() * 3)]!;
  const below = (limit: number): number => Math.floor(random() * Math.max(1, limit));
  const place = (): number => (random() < 0.5 ? below(whole.length) : random() < 0.5 ? below(Math.min(4096, whole.length)) : Math.max(0, whole.length - 1 - below(4096)));
  if (kind === 'flip') {
    const bytes = Buffer.from(whole);
    for (let count = 1 + below(40); count > 0; count--) bytes[place()]! ^= 1 + below(255);
    return { kind, bytes };
  }
  const from = place(), length = 1 + below(whole.length / 4);
  if (kind === 'cut') return { kind, bytes: random() < 0.5 ? whole.subarray(0, Math.max(1, from)) : Buffer.concat([whole.subarray(0, from), whole.subarray(from + length)]) };
  const lent = below(other.length);
  return { kind, bytes: Buffer.concat([whole.subarray(0, from), other.subarray(lent, lent + 1 + below(Math.min(65_536, other.length))), whole.subarray(from + (random() < 0.5 ? length : 0))]) };
}
