// What was chosen for the panel itself, where its engine lets pages keep something.

export type Choices = { /** Code of a language; null follows the editor. */ readonly language: string | null; /** Whether single keys do something. */ readonly keys: boolean };
const kept = 'framewright.panel', usual: Choices = { language: null, keys: true };

export function readChoices(): Choices {
  // Local pages of some engines have no storage; choices last as long as the page, then.
  try { return { ...usual, ...JSON.parse(localStorage.getItem(kept) ?? '{}') as Partial<Choices> }; } catch { return usual; }
}

export function keepChoices(choices: Choices): void {
  try { localStorage.setItem(kept, JSON.stringify(choices)); } catch { /* As above. */ }
}
