// Pictures of answers as addresses an <img> can show. Kept while they are shown, and a little longer.

export type Pictures = {
  /** A blob address for a picture's id; the same while it is kept. @throws what `bytes` throws. */
  show(id: string, type: string): Promise<string>;
};

/** Pictures kept: more than a filmstrip and a few previews. */
const most = 120;

export function createPictures(bytes: (id: string) => Promise<Uint8Array>): Pictures {
  const kept = new Map<string, Promise<string>>();
  const forgetOldest = (): void => {
    const [oldest] = kept;
    if (!oldest) return;
    kept.delete(oldest[0]);
    oldest[1].then((address) => URL.revokeObjectURL(address), () => undefined);
  };
  return {
    show(id, type) {
      const known = kept.get(id);
      if (known) {
        kept.delete(id);
        kept.set(id, known);
        return known;
      }
      const made = bytes(id).then((data) => URL.createObjectURL(new Blob([data as Uint8Array<ArrayBuffer>], { type })));
      kept.set(id, made);
      made.catch(() => kept.delete(id));
      if (kept.size > most) forgetOldest();
      return made;
    },
  };
}
