// The typed door to the daemon. CLI, dashboard, panels and library hold a Client and nothing else.
import type { ZodError } from 'zod';
import { FrameWrightError } from './errors.ts';
import type { AnyEvent } from './events.ts';
import { operations, type OperationName, type ParsedRequestOf, type RequestOf, type ResponseOf } from './operations.ts';

/** Carries one validated request to whoever answers it; in-process first, a socket later. Rejects with FrameWrightError. */
export interface Transport {
  call<Name extends OperationName>(name: Name, request: ParsedRequestOf<Name>): Promise<ResponseOf<Name>>;
  /** Calls back for every event until the returned function is called. */
  subscribe(listener: (event: AnyEvent) => void): () => void;
  /** The file of a picture that an answer named. @throws FrameWrightError `picture-gone` when the cache has let go of it; asking for it again makes it again. */
  bytes(picture: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

export type Client = { [Name in OperationName]: (request: RequestOf<Name>) => Promise<ResponseOf<Name>> } & {
  onEvent(listener: (event: AnyEvent) => void): () => void;
  bytes(picture: string): Promise<Uint8Array>;
  close(): Promise<void>;
};

/** A client over any transport. Requests are parsed here, so defaults are filled in once. @throws FrameWrightError `bad-value` for a malformed request. */
export function createClient(transport: Transport): Client {
  const calls = Object.fromEntries((Object.keys(operations) as OperationName[]).map((name) => [
    name, async (request: unknown) => transport.call(name, parseRequest(name, request) as never),
  ]));
  return { ...calls, onEvent: (listener: (event: AnyEvent) => void) => transport.subscribe(listener), bytes: (picture: string) => transport.bytes(picture), close: () => transport.close() } as Client;
}

/** A request with its defaults. @throws FrameWrightError `bad-value` that names the field and what was expected. */
export function parseRequest(name: OperationName, request: unknown): unknown {
  const parsed = operations[name].request.safeParse(request);
  if (!parsed.success) throw badRequest(parsed.error, request);
  return parsed.data;
}

/** Characters of a value that a message repeats. */
const longestShown = 500;

/** The first issue, named as people write it: `denoise.strength`, not `wish.stages.denoise.strength`. */
function badRequest(error: ZodError, request: unknown): FrameWrightError {
  const { path, message } = error.issues[0]!;
  const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], request);
  const key = path.map(String).filter((part, i) => !(i === 0 && part === 'wish') && part !== 'stages').join('.');
  return new FrameWrightError('bad-value', { key, value: (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, longestShown), why: `${message}.` }, { cause: error });
}
