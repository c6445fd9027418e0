// The way to a daemon that lets this panel in: which port, which token, and what it waits for while there is none.
import { ports as usualPorts } from '../../daemon.ts';
import { FrameWrightError } from '../../errors.ts';
import type { Address, Ending, SocketMaker } from '../../line.ts';
import type { LineKind } from '../link.ts';
import { addressOf, findDaemons, swapCode } from './door.ts';
import type { Rest } from './rest.ts';

/** Where the script's engine keeps secrets. */
export type Keep = { read(): Promise<string | null>; write(token: string): Promise<void>; forget(): Promise<void> };
export type EntryOptions = {
  /** What the panel is called in lists: `[a-z0-9-]{1,40}`. */ readonly client: string;
  readonly keep: Keep;
  /** The port that the discovery file names, where files can be read; null where there is none. */ readonly find?: () => Promise<number | null>;
  /** A pairing code from `framewright pair --json`, where programs can be run; null where that gave none. */ readonly obtainCode?: () => Promise<string | null>;
  /** By default the global one. */ readonly WebSocket?: SocketMaker;
  /** Asked where `find` gives none. By default none where there is a `find`, because other users of this machine can listen on them and would be shown the token; else the usual ones. */ readonly ports?: readonly number[];
};
export type EntryTimes = {
  /** For a port to answer. */ readonly answerMs: number; /** The first wait while no daemon runs, and the longest one. */ readonly firstMs: number; readonly longestMs: number;
  /** While the daemon wants a code, or refuses. */ readonly closedMs: number;
};
export type Entry = {
  /** As `locate` of a socket transport; resolves when there is somewhere to go, null once it is closed. */ locate(ending: Ending): Promise<Address | null>;
  /** The attempt that `locate` led to was welcomed. */ welcomed(): void;
  /** Ports behind which a daemon is. */ search(): Promise<readonly number[]>;
  /** Swaps a pairing code for a token, and keeps it. @throws FrameWrightError `unauthorised`, `too-many`, `daemon-gone`. */ swap(code: string): Promise<void>;
  close(): void;
};
/** Nothing can be gone to: what only the user can mend, why, and whether that is news. */
export type Stuck = (kind: Extract<LineKind, 'absent' | 'unpaired' | 'refused'>, error: FrameWrightError) => void;

/** A token that is refused so often by every daemon that is there is none of theirs. A daemon that just went away refuses nothing. */
const mostRefusals = 2;
/** Errors of a line that trying again soon does not mend. */
const closedDoors: readonly string[] = ['daemon-version', 'forbidden'];
const gone = (): FrameWrightError => new FrameWrightError('daemon-gone', { why: 'No daemon runs.' });

type Door = { readonly WebSocket: SocketMaker; readonly answerMs: number };

export function createEntry(options: EntryOptions, times: EntryTimes, rest: Rest, onStuck: Stuck): Entry {
  const { keep } = options, door: Door = { WebSocket: options.WebSocket ?? (globalThis.WebSocket as unknown as SocketMaker), answerMs: times.answerMs };
  const attempts = createAttempts(), search = (): Promise<readonly number[]> => findThem(options, door, attempts.known());
  let closed = false, askedForCode = false;
  const swap = async (code: string): Promise<void> => keep.write(await swapAnywhere(door, await search(), code, options.client));
  async function wantCode(why: string): Promise<void> {
    attempts.forget();
    const code = askedForCode ? null : await options.obtainCode?.().catch(() => null) ?? null;
    askedForCode = true;
    if (code !== null && await swap(code).then(() => true, () => false)) return;
    onStuck('unpaired', new FrameWrightError('unauthorised', { why }));
    await rest.pause(times.closedMs);
  }
  /** Where to go now; null after waiting, where nobody is there or lets us in. */
  async function look(waitMs: number): Promise<Address | null> {
    const there = await search(), token = await keep.read();
    if (there.length === 0) {
      onStuck('absent', gone());
      await rest.pause(waitMs);
    } else if (token === null) await wantCode('This panel is not paired yet.');
    else if (attempts.refusedByAll(there)) {
      await keep.forget();
      await wantCode('The panel\'s token is not one of this daemon, or no longer.');
    } else return { url: addressOf(attempts.next(there)), token };
    return null;
  }
  return {
    search, swap,
    welcomed() {
      attempts.welcomed();
      askedForCode = false;
    },
    async locate(ending) {
      attempts.ended(ending);
      if (ending.error && closedDoors.includes(ending.error.code)) {
        onStuck('refused', ending.error);
        await rest.pause(times.closedMs);
      }
      for (let waitMs = times.firstMs; !closed; waitMs = Math.min(times.longestMs, 2 * waitMs)) {
        const address = await look(waitMs);
        if (address && !closed) return address;
      }
      return null;
    },
    close() {
      closed = true;
      rest.wake();
    },
  };
}

/** Where the discovery file says, or where one was last; otherwise wherever one is. */
async function findThem({ find, ports = find ? [] : usualPorts }: EntryOptions, door: Door, known: number | null): Promise<readonly number[]> {
  const first = await find?.().catch(() => null) ?? known;
  if (first !== null && (await findDaemons(door, [first])).length) return [first];
  return findDaemons(door, ports.filter((one) => one !== first));
}

/** A code belongs to one of several daemons. */
async function swapAnywhere(door: Door, there: readonly number[], code: string, client: string): Promise<string> {
  const failures: unknown[] = [];
  for (const port of there) {
    try {
      return await swapCode(door, port, code, client);
    } catch (error) { failures.push(error); }
  }
  throw failures[0] ?? gone();
}

/** Which daemons were tried with the token that is kept, and which of them let it in. */
type Attempts = { next(there: readonly number[]): number; welcomed(): void; ended(ending: Ending): void; refusedByAll(there: readonly number[]): boolean; forget(): void; /** Where a line was last. */ known(): number | null };
function createAttempts(): Attempts {
  const refusals = new Map<number, number>(), count = (port: number): number => refusals.get(port) ?? 0;
  let port: number | null = null, known: number | null = null, open = false;
  return {
    next: (there) => port = there.reduce((best, one) => (count(one) < count(best) ? one : best)),
    welcomed() {
      open = true;
      known = port;
    },
    ended({ error }) {
      // A browser is not told why it was not let in.
      if (open) refusals.clear();
      else if (port !== null && error === null) refusals.set(port, count(port) + 1);
      open = false;
    },
    refusedByAll: (there) => there.every((one) => count(one) >= mostRefusals), forget: () => refusals.clear(), known: () => known,
  };
}
