// A panel without a token at the daemon's door: is one here, and will it swap this code for a token?
import { FrameWrightError } from '../../errors.ts';
import { readError, type SocketMaker } from '../../line.ts';
import { fromDoor, pairPrefix, subprotocol, type FromDoor } from '../../wire.ts';

export const addressOf = (port: number): string => `ws://127.0.0.1:${port}/api/v1/socket`;
type Door = { readonly WebSocket: SocketMaker; /** A port that says nothing for so long is nobody's, ms. */ readonly answerMs: number };

/** Those of `ports` behind which a daemon is, in their order. All are asked at once: a system may take seconds to say that nobody listens. */
export async function findDaemons(door: Door, ports: readonly number[]): Promise<number[]> {
  const said = await Promise.all(ports.map((port) => ask(door, port, pairPrefix)));
  return ports.filter((_, index) => said[index]?.kind === 'here');
}

/** `client` is `[a-z0-9-]{1,40}`. @throws FrameWrightError `unauthorised`, `too-many`, `daemon-gone`. */
export async function swapCode(door: Door, port: number, code: string, client: string): Promise<string> {
  const said = await ask(door, port, `${pairPrefix}.${code}.${client}`);
  if (said?.kind === 'paired') return said.token;
  throw said?.kind === 'failure' ? readError(said.error) : new FrameWrightError('daemon-gone', { why: 'It did not answer to the pairing code.' });
}

/** What is said at the door; null when nobody does. */
function ask({ WebSocket, answerMs }: Door, port: number, protocol: string): Promise<FromDoor | null> {
  return new Promise((resolve) => {
    const socket = new WebSocket(addressOf(port), [subprotocol, protocol]);
    const end = (said: FromDoor | null): void => {
      clearTimeout(timer);
      resolve(said);
      socket.close();
    };
    const timer = setTimeout(() => end(null), answerMs);
    socket.addEventListener('message', ({ data }: { data: unknown }) => end(read(data)));
    socket.addEventListener('error', () => { /* A close follows. */ });
    socket.addEventListener('close', () => end(null));
  });
}

function read(data: unknown): FromDoor | null {
  try {
    return typeof data === 'string' ? fromDoor.safeParse(JSON.parse(data)).data ?? null : null;
  } catch { return null; }
}
