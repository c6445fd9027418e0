// What the panel's pages are given by the script around them: the editor, a transport to the daemon, and the state of that line.
import type { Transport } from '../client.ts';
import type { ErrorData } from '../errors.ts';
import type { Host } from './host.ts';

/** `searching`: no daemon found yet; `unpaired`: one is there and wants a pairing code; `absent`: none runs; `waiting`: between two attempts. */
export type LineKind = 'searching' | 'connecting' | 'open' | 'waiting' | 'unpaired' | 'absent' | 'refused';
export type LineState = { readonly kind: LineKind; readonly error: ErrorData | null; /** Of the daemon, once welcomed. */ readonly version: string | null; /** What it can do, by the names in shared/wire.ts; none before it was welcomed. */ readonly features: readonly string[] };

export type Connection = {
  state(): LineState;
  subscribe(listener: () => void): () => void;
  /** Swaps a six-digit code for a token, which the script keeps where its engine keeps secrets. @throws FrameWrightError `unauthorised`, `too-many`. */
  pair(code: string): Promise<void>;
  /** @throws FrameWrightError `daemon-failed`. */
  startDaemon(): Promise<void>;
  /** Tries now instead of later. */
  retry(): void;
};

export type PanelLink = { readonly host: Host; readonly transport: Transport; readonly connection: Connection };
