// What a placement remembers of itself, so that it can be taken back after the project was reopened.
import type { HostClip, Placed, PlaceMode, Placement, PlaceNotice } from '../shared/panel/host.ts';
import type { Laying } from './appending.ts';
import { idOf } from './bin.ts';
import { failed } from './calls.ts';
import { keyOf, keyText, type Found, type Lane } from './items.ts';
import type { Placer } from './placing.ts';
import type { MediaPoolItem } from './resolve-api.ts';
import type { Api } from './sequence.ts';

/** A placement in progress. `now` and `found` are the clip as it is, `clip` as it was sent; with a `problem` nothing is written. */
export type Placing = {
  readonly placer: Placer; readonly placement: Placement; readonly clip: HostClip; readonly now: HostClip; readonly found: Found; readonly media: MediaPoolItem;
  readonly laying: Laying; readonly notices: readonly PlaceNotice[]; readonly problem: PlaceNotice | null;
};
/** Without `done` nothing of it is on the timeline. */
export type Writing = { readonly done: Omit<Placed, 'notices'> | null; readonly notices: readonly PlaceNotice[] };

export type Record = {
  readonly mode: PlaceMode; /** Of the result in the media pool. */ readonly media: string;
  /** Key of what lies on the timeline for it. */ readonly item: string | null;
  /** A track that was made for it. */ readonly made?: Lane | null;
  /** Key of the clip it was made of; of a replaced one, of its switched-off copy. */ readonly original?: string | null;
  /** Number of its take, and of the one before it. */ readonly take?: number; readonly before?: number;
  /** File that stood there, and its clip in the media pool. */ readonly oldPath?: string; readonly swapped?: string;
  /** Track of a replaced clip. */ readonly lane?: Lane;
};

export const note = (code: PlaceNotice['code'], reason: string | null = null): PlaceNotice => ({ code, reason });

export async function writeRecord(api: Api, record: Omit<Record, 'media' | 'item'>, media: MediaPoolItem, item: Found | null): Promise<string> {
  return JSON.stringify({ ...record, media: await idOf(api, media), item: item && keyText(await keyOf(api, item)) } satisfies Record);
}
/** @throws FrameWrightError `host-failed` for what `writeRecord` did not write. */
export function readRecord(text: string): Record {
  try {
    const record = JSON.parse(text) as Record | null;
    if (typeof record?.mode === 'string' && typeof record.media === 'string') return record;
  } catch { /* Said below. */ }
  throw failed('revert', 'The notes on this placement cannot be read.');
}
