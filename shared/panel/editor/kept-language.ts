// The language that was chosen in the panel, where its engine lets pages keep something.

const kept = 'framewright.language';

/** Null follows the editor. */
export function chosenLanguage(): string | null {
  // Local pages of some engines have no storage; the choice lasts as long as the page, then.
  try { return localStorage.getItem(kept); } catch { return null; }
}

export function keepLanguage(code: string | null): void {
  try {
    if (code === null) localStorage.removeItem(kept);
    else localStorage.setItem(kept, code);
  } catch { /* As above. */ }
}
