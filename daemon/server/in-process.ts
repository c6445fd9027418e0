// The transport without a socket: the daemon in the caller's own process, for tests and for the library where no daemon is wanted. It loads nothing native; the worker does.
import type { Transport } from '../../shared/client.ts';
import { createService, type ServiceOptions } from './service.ts';

export type InProcessOptions = ServiceOptions;

/** Nothing is opened or started until it is needed. `close` stops running jobs, which can be resumed. */
export function createInProcessTransport(options: InProcessOptions): Transport {
  const service = createService(options);
  return {
    call: service.call, bytes: service.bytes, close: service.close,
    subscribe: (listener) => service.hub.subscribe(({ event }) => listener(event)),
  };
}
