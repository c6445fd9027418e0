// What every operation is given, and the shape of a handler.
import type { AnyEvent } from '../../shared/events.ts';
import type { OperationName, ParsedRequestOf, ResponseOf } from '../../shared/operations.ts';
import type { Queue } from '../jobs/queue.ts';
import type { Store } from '../jobs/store.ts';
import type { Worker } from '../worker/handle.ts';

export type Context = {
  readonly home: string; readonly worker: Worker;
  /** Opened when first asked for: probing and planning need no store. */
  readonly store: () => Store; readonly queue: () => Queue;
  readonly emit: (event: AnyEvent) => void;
  readonly clock: () => string; readonly newId: () => string;
};
export type Handler<Name extends OperationName> = (request: ParsedRequestOf<Name>) => Promise<ResponseOf<Name>>;
export type Handlers = { readonly [Name in OperationName]: Handler<Name> };
