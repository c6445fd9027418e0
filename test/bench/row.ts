// One line of the table: what is measured, what must hold, what was found.
import type { Shop } from './material.ts';

export type Row = { readonly what: string; readonly holds: string; readonly found: string; readonly ok: boolean | null; readonly note?: string };
/** A group of rows measured together. `rounds` is how often interleaved programs are run. */
export type Bench = { readonly name: string; readonly title: string; /** Takes so long that it is run only when it is named. */ readonly long?: boolean; run(shop: Shop, rounds: number): Promise<readonly Row[]> };

export const ratioWords = (value: number): string => `${value.toFixed(2)} ×`;
export const secondsWords = (value: number): string => (value < 1 ? `${(value * 1000).toFixed(0)} ms` : `${value.toFixed(2)} s`);
export const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
