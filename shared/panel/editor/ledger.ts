// The notes that a project carries: what was asked for and what became of it, as one text of at most 256 KiB.
import type { ErrorData } from '../../errors.ts';
import type { HostClip, Placed, PlaceMode } from '../host.ts';
import type { Extension } from './extension.ts';
import { isLedger } from './ledger-check.ts';
import type { Result } from './placements.ts';
import type { Portion } from './portion.ts';
import { usualSettings, type EditorSettings } from './settings.ts';

/** `sent`: at work or waiting for it. `ready`: a result that waits to be placed. The others are ends. */
export const entryStates = ['sent', 'ready', 'placed', 'binned', 'reverted', 'failed'] as const;
export type EntryState = (typeof entryStates)[number];
/** Absolute path of a file that shows what the sequence showed, and its frames per second. */
export type Rendered = { readonly path: string; readonly rate: string };
/** One clip that was sent, and its result. */
export type Entry = {
  /** Also the key of the job: asked for twice, it is one job. */ readonly id: string;
  /** Null until the daemon has answered. */ readonly job: string | null;
  /** As it was sent. */ readonly clip: HostClip;
  /** What the host exported of it, where that was restored in its stead. */ readonly rendered: Rendered | null;
  readonly settings: EditorSettings; readonly mode: PlaceMode; readonly extension: Extension | null;
  /** What of the clip was sent; all of it where there is none. */ readonly portion?: Portion | null;
  readonly state: EntryState; /** ISO 8601, when it was sent. */ readonly at: string;
  /** Absolute path of the result; null until there is one. */ readonly output: string | null;
  readonly result: Result; readonly placed: Placed | null; readonly error: ErrorData | null;
};
export type Ledger = {
  readonly settings: EditorSettings; /** Of the last time that something was sent. */ readonly last: EditorSettings | null;
  /** Oldest first. */ readonly entries: readonly Entry[];
  /** Notes that could not be read, kept word for word. */ readonly aside: string | null;
};
export const emptyLedger: Ledger = { settings: usualSettings, last: null, entries: [], aside: null };
export const ledgerVersion = 1, largestLedger = 256 * 1024;

export type Read = { readonly kind: 'good'; readonly ledger: Ledger } | { readonly kind: 'damaged' } | { readonly kind: 'newer' };

/** Null is a project without notes. */
export function readLedger(text: string | null): Read {
  if (text === null || text.trim() === '') return { kind: 'good', ledger: emptyLedger };
  const found = parsed(text);
  if (typeof found?.framewright === 'number' && found.framewright > ledgerVersion) return { kind: 'newer' };
  const { framewright, ...ledger } = found ?? {};
  return framewright === ledgerVersion && isLedger(ledger) ? { kind: 'good', ledger } : { kind: 'damaged' };
}

function parsed(text: string): { readonly framewright?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch { return null; }
}

/** Within the limit, for which the oldest ended entries are left out; null where even the unended ones do not fit. */
export function writeLedger(ledger: Ledger): string | null {
  const text = JSON.stringify({ framewright: ledgerVersion, ...ledger });
  if (new TextEncoder().encode(text).length <= largestLedger) return text;
  const oldest = ledger.entries.findIndex(({ state }) => isEnded(state));
  return oldest < 0 ? null : writeLedger({ ...ledger, entries: ledger.entries.filter((_, i) => i !== oldest) });
}

export const isEnded = (state: EntryState): boolean => state !== 'sent' && state !== 'ready';
