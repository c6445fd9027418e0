// How a placed result is known again; these words are kept in the project's notes.
import type { PlaceNotice } from '../../shared/panel/host.ts';

/** `item` of the project and its file; `old` is the file that a swap took away. */
export type ItemWords = { readonly item: string; readonly path: string; readonly old: string | null };
export const itemWords = (words: ItemWords): string => JSON.stringify(words);
export const readItem = (text: string): ItemWords => JSON.parse(text) as ItemWords;
export const notice = (code: PlaceNotice['code'], reason: string | null = null): PlaceNotice => ({ code, reason });
