// What every operation is given, and the shape of a handler.
import type { AnyEvent } from '../../shared/events.ts';
import type { OperationName, ParsedRequestOf, ResponseOf } from '../../shared/operations.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Presence } from '../jobs/presence.ts';
import type { Queue } from '../jobs/queue.ts';
import type { SettingsFile } from '../jobs/settings.ts';
import type { Store } from '../jobs/store.ts';
import type { Worker } from '../worker/handle.ts';
import type { Surroundings } from './about.ts';
import type { Access } from './access.ts';
import type { Pictures } from './picture-cache.ts';

export type Context = {
  readonly home: string; readonly worker: Worker;
  /** Opened when first asked for: probing and planning need no store. */
  readonly store: () => Store;
  /** Also owns the store from then on, and lets its unfinished jobs go on. @throws FrameWrightError `store-locked`. */ readonly queue: () => Queue;
  /** Why the queue stands still; null when it moves, or is not this process's. */ readonly held: () => string | null;
  readonly settings: () => Settings; readonly settingsFile: SettingsFile;
  /** The editors on this machine. */ readonly presence: Presence;
  /** Says something that the user should know and that is about no job. */ readonly notice: (text: string) => void; readonly notices: () => readonly string[];
  readonly emit: (event: AnyEvent) => void;
  readonly clock: () => string; readonly newId: () => string;
  /** Names this run of the daemon. */ readonly epoch: string; readonly surroundings: Surroundings; readonly access: Access; readonly pictures: Pictures;
};
/** `signal` is aborted when the client gives the call up; what the handler has begun is then cleaned up before it rejects with `cancelled`. Jobs go on. */
export type Handler<Name extends OperationName> = (request: ParsedRequestOf<Name>, signal?: AbortSignal) => Promise<ResponseOf<Name>>;
export type Handlers = { readonly [Name in OperationName]: Handler<Name> };
