// Calls in flight over a line that may be cut.
import { FrameWrightError } from './errors.ts';
import { readError } from './line.ts';
import { operations, type OperationName } from './operations.ts';
import type { FromClient, FromDaemon } from './wire.ts';

type Pending = {
  readonly message: (id: number) => FromClient;
  /** Title of what may have been done when the line is cut; null for what may be asked again. */ readonly doubtful: string | null;
  resolve(value: unknown): void; reject(error: unknown): void;
  /** Whether the daemon may have it. */ sent: boolean;
};
type Send = (message: FromClient) => void;

export type Calls = {
  /** Waits for the line where `send` is null. */
  begin(name: OperationName, request: unknown, send: Send | null): Promise<never>;
  /** Asks for the file of a picture, which comes before the answer. */ beginPicture(picture: string, send: Send | null): Promise<never>;
  settle(message: Extract<FromDaemon, { kind: 'answer' | 'failure' }>): void;
  /** Sends what waits. */ sendAll(send: Send): void;
  /** The line was cut: what may be asked again waits for the next one; the rest is rejected with `daemon-gone`. */ cut(): void;
  rejectAll(error: FrameWrightError): void;
  /** Gives everything up and resolves when all of it was answered, or after `mostMs`. */ abandonAll(send: Send, mostMs: number): Promise<void>;
  count(): number;
};

/** Whether a call that was cut may have been done and must not be asked for again: one that changes something and carries no key by which the daemon would know it. */
const endsInDoubt = (name: OperationName, request: unknown): boolean => !operations[name].repeatable && (request as { key?: unknown }).key === undefined;

export function createCalls(): Calls {
  const calls = new Map<number, Pending>();
  let next = 1, onEmpty = (): void => undefined;
  const end = (id: number): Pending | undefined => {
    const call = calls.get(id);
    calls.delete(id);
    if (calls.size === 0) onEmpty();
    return call;
  };
  const post = (id: number, call: Pending, send: Send): void => {
    call.sent = true;
    send(call.message(id));
  };
  const begin = (message: Pending['message'], doubtful: string | null, send: Send | null): Promise<never> => new Promise<never>((resolve, reject) => {
    const id = next++, call: Pending = { message, doubtful, resolve: resolve as (value: unknown) => void, reject, sent: false };
    calls.set(id, call);
    if (send) post(id, call, send);
  });
  return {
    count: () => calls.size,
    begin: (name, request, send) => begin((id) => ({ kind: 'call', id, name, request }), endsInDoubt(name, request) ? operations[name].title : null, send),
    beginPicture: (picture, send) => begin((id) => ({ kind: 'picture', id, picture }), null, send),
    settle(message) {
      const call = end(message.id);
      if (message.kind === 'answer') call?.resolve(message.value);
      else call?.reject(readError(message.error));
    },
    sendAll(send) { for (const [id, call] of calls) if (!call.sent) post(id, call, send); },
    cut() {
      for (const [id, call] of calls) {
        if (call.sent && call.doubtful !== null) end(id)!.reject(new FrameWrightError('daemon-gone', { why: `The connection was cut while it worked on "${call.doubtful}"; whether that was done is not known.` }));
        call.sent = false;
      }
    },
    rejectAll(error) { for (const id of [...calls.keys()]) end(id)!.reject(error); },
    abandonAll(send, mostMs) {
      for (const id of calls.keys()) send({ kind: 'abandon', id });
      return new Promise((resolve) => {
        if (calls.size === 0) return resolve();
        const timer = setTimeout(resolve, mostMs);
        onEmpty = () => { clearTimeout(timer); resolve(); };
      });
    },
  };
}
