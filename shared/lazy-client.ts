// A client that is opened when it is first used.
import type { Client } from './client.ts';
import type { AnyEvent } from './events.ts';
import { operations, type OperationName } from './operations.ts';

/** Listening counts as use. What is asked before it is open is asked then, in the same order. */
export function lazyClient(open: () => Promise<Client>): Client {
  let opened: Promise<Client> | null = null;
  const use = (): Promise<Client> => opened ??= open();
  const calls = Object.fromEntries((Object.keys(operations) as OperationName[]).map((name) => [name, async (request: never) => (await use())[name](request)]));
  return {
    ...calls,
    onEvent(listener: (event: AnyEvent) => void) {
      let stop = (): void => { left = true; }, left = false;
      // Who asks for anything next hears why it could not be opened.
      use().then((client) => { if (!left) stop = client.onEvent(listener); }, () => undefined);
      return () => stop();
    },
    bytes: async (picture: string) => (await use()).bytes(picture),
    async close() {
      const client = await opened?.catch(() => null);
      await client?.close();
    },
  } as Client;
}
