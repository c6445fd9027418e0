// A key combination as it is written, and as the keyboard hook tells it.

/** What the hook tells of a key that goes down. */
export type KeyDown = { readonly ctrlKey: boolean; readonly altKey: boolean; readonly shiftKey: boolean; readonly metaKey: boolean; readonly keycode: number };
export type Combination = KeyDown;

const modifiers = ['ctrl', 'alt', 'shift', 'meta'] as const;

/** `codes` are the hook's numbers by its names of keys: `R`, `7`, `F13`. @throws RangeError for what the setting `globalKey` would not take. */
export function readCombination(text: string, codes: Readonly<Record<string, number>>): Combination {
  const words = text.split('+'), name = words.pop()!.toUpperCase(), keycode = Object.hasOwn(codes, name) ? codes[name] : undefined;
  const unknown = words.find((word) => !modifiers.some((one) => one === word));
  if (keycode === undefined || unknown !== undefined) throw new RangeError(`"${text}" is not a key combination: there is no key "${unknown ?? name.toLowerCase()}".`);
  const has = (word: string): boolean => words.includes(word);
  return { ctrlKey: has('ctrl'), altKey: has('alt'), shiftKey: has('shift'), metaKey: has('meta'), keycode };
}

/** Tells of each key that goes down whether it is the combination's first moment: a key that is held down is told again and again. */
export function createWatch(wanted: Combination): { down(key: KeyDown): boolean; up(key: Pick<KeyDown, 'keycode'>): void } {
  let held = false;
  return {
    down(key) {
      if (key.keycode !== wanted.keycode) return false;
      const first = !held && key.ctrlKey === wanted.ctrlKey && key.altKey === wanted.altKey && key.shiftKey === wanted.shiftKey && key.metaKey === wanted.metaKey;
      held = true;
      return first;
    },
    up({ keycode }) { if (keycode === wanted.keycode) held = false; },
  };
}
