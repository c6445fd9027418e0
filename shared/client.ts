// The typed door to the daemon. CLI, dashboard, panels and library hold a Client and nothing else.
import type { JobEvent } from './events.ts';
import { operations, type OperationName, type ParsedRequestOf, type RequestOf, type ResponseOf } from './operations.ts';

/** Carries one validated request to whoever answers it; in-process first, a socket later. Rejects with FrameWrightError. */
export interface Transport {
  call<Name extends OperationName>(name: Name, request: ParsedRequestOf<Name>): Promise<ResponseOf<Name>>;
  /** Calls back for every event until the returned function is called. */
  subscribe(listener: (event: JobEvent) => void): () => void;
  close(): Promise<void>;
}

export type Client = { [Name in OperationName]: (request: RequestOf<Name>) => Promise<ResponseOf<Name>> } & {
  onEvent(listener: (event: JobEvent) => void): () => void;
  close(): Promise<void>;
};

/** A client over any transport. Requests are parsed here, so defaults are filled in once. @throws ZodError for a malformed request. */
export function createClient(transport: Transport): Client {
  const calls = Object.fromEntries((Object.keys(operations) as OperationName[]).map((name) => [
    name, async (request: unknown) => transport.call(name, operations[name].request.parse(request) as never),
  ]));
  return { ...calls, onEvent: (listener: (event: JobEvent) => void) => transport.subscribe(listener), close: () => transport.close() } as Client;
}
