// A panel at the daemon's door, before it shows its token: is a daemon here, is it the panel's own, and will it swap this code for a token?
import { FrameWrightError } from '../../errors.ts';
import { readError, type SocketMaker } from '../../line.ts';
import { fromDoor, pairPrefix, subprotocol, type FromDoor } from '../../wire.ts';
import type { Challenge } from './challenge.ts';

export const addressOf = (port: number): string => `ws://127.0.0.1:${port}/api/v1/socket`;
type Door = { readonly WebSocket: SocketMaker; /** A port that says nothing for so long is nobody's, ms. */ readonly answerMs: number };

/** What became of the challenge: `ours` met it, `stranger` says that it does not know the token, `false` answered wrongly, `old` did not answer; `unasked` where the panel has no token. */
export type Standing = 'ours' | 'stranger' | 'false' | 'old' | 'unasked';
export type Found = { readonly port: number; readonly standing: Standing };

/** Those of `ports` behind which somebody says that it is a daemon, in their order. All are asked at once: a system may take seconds to say that nobody listens. */
export async function findDaemons(door: Door, ports: readonly number[], challengeFor: ((port: number) => Challenge) | null): Promise<Found[]> {
  const found = await Promise.all(ports.map(async (port): Promise<Found | null> => {
    const challenge = challengeFor?.(port) ?? null, said = await ask(door, port, challenge ? [pairPrefix, challenge.protocol] : [pairPrefix]);
    return said?.kind === 'here' ? { port, standing: standingOf(said.proof, challenge) } : null;
  }));
  return found.filter((one) => one !== null);
}

function standingOf(proof: string | null | undefined, challenge: Challenge | null): Standing {
  if (!challenge) return 'unasked';
  if (proof === undefined) return 'old';
  return proof === null ? 'stranger' : challenge.isMetBy(proof) ? 'ours' : 'false';
}

/** `client` is `[a-z0-9-]{1,40}`. @throws FrameWrightError `unauthorised`, `too-many`, `daemon-gone`. */
export async function swapCode(door: Door, port: number, code: string, client: string): Promise<string> {
  const said = await ask(door, port, [`${pairPrefix}.${code}.${client}`]);
  if (said?.kind === 'paired') return said.token;
  throw said?.kind === 'failure' ? readError(said.error) : new FrameWrightError('daemon-gone', { why: 'It did not answer to the pairing code.' });
}

/** What is said at the door; null when nobody does. */
function ask({ WebSocket, answerMs }: Door, port: number, protocols: readonly string[]): Promise<FromDoor | null> {
  return new Promise((resolve) => {
    const socket = new WebSocket(addressOf(port), [subprotocol, ...protocols]);
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
