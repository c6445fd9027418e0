// What a page and the script around it say to each other: text through a port, because an editor's bridge between the two carries nothing else for certain.
import type { OperationName } from '../../operations.ts';
import type { ErrorData } from '../../errors.ts';
import type { AnyEvent } from '../../events.ts';
import type { Host, HostEvent } from '../host.ts';
import type { Connection, LineState } from '../link.ts';

/** One end of a bridge: a UXP WebView's `postMessage`, Electron's IPC. Text arrives in order; what nobody listens to is lost. */
export type Port = { post(text: string): void; /** Returns what stops it. */ listen(hear: (text: string) => void): () => void };

/** `page` names one life of a page: after a reload it is another one. */
export type FromPage =
  | { readonly kind: 'hello'; readonly page: string }
  | ({ readonly kind: 'call'; readonly page: string; readonly id: number } & Asked)
  | { readonly kind: 'bye'; readonly page: string };
/** Of the editor, of the daemon, of the line to it, or the file of a picture. */
export type Asked =
  | { readonly to: 'host'; readonly name: HostCall; readonly args: readonly unknown[] } | { readonly to: 'line'; readonly name: LineCall; readonly args: readonly unknown[] }
  | { readonly to: 'daemon'; readonly name: OperationName; readonly args: readonly [unknown] } | { readonly to: 'picture'; readonly name: string; readonly args: readonly [] };

/** `script` names one life of the script; bytes of a picture are answered as base64. */
export type FromScript =
  | { readonly kind: 'ready'; readonly script: string } | { readonly kind: 'welcome'; readonly script: string; readonly page: string; readonly state: LineState }
  | { readonly kind: 'answer'; readonly page: string; readonly id: number; readonly value?: unknown } | { readonly kind: 'failure'; readonly page: string; readonly id: number; readonly error: ErrorData }
  | { readonly kind: 'state'; readonly state: LineState } | { readonly kind: 'event'; readonly event: AnyEvent } | { readonly kind: 'host-event'; readonly event: HostEvent };

export type HostCall = Exclude<keyof Host, 'subscribe'>;
export type LineCall = Exclude<keyof Connection, 'state' | 'subscribe'>;
const hostCallTable: Readonly<Record<HostCall, true>> = {
  describe: true, selection: true, context: true, surroundings: true, find: true, place: true, revert: true, relink: true, reveal: true, trim: true, render: true, readNotes: true, writeNotes: true, open: true, setMenu: true, check: true,
};
export const hostCalls = Object.keys(hostCallTable) as HostCall[];
const lineCallTable: Readonly<Record<LineCall, true>> = { pair: true, startDaemon: true, retry: true };
export const lineCalls = Object.keys(lineCallTable) as LineCall[];

/** A name that no other life of a page or a script has. */
export const newName = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
