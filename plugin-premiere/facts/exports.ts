// Names of files that Premiere exports. Jobs call them their source for as long as they are kept, so none is ever written twice.

let last = 0;
/** A word that no earlier call gave, in this panel or one before it. */
function stamp(): string {
  last = Math.max(Date.now(), last + 1);
  return last.toString(36);
}

/** `nest-mb3k2x9q`: a file name without an ending, which every system takes. */
export const exportName = (clip: string): string => `${clip.replace(/\.[^.]{1,5}$/, '').replace(/[^\p{L}\p{N}_ -]/gu, '_').slice(0, 80)}-${stamp()}`;
