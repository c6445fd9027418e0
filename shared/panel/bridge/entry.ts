// The way to a daemon that lets this panel in: which port, which token, and what it waits for while there is none. Only a daemon that has proved that it knows the token is told it.
import { ports as usualPorts } from '../../daemon.ts';
import { FrameWrightError } from '../../errors.ts';
import type { Address, Ending, SocketMaker } from '../../line.ts';
import type { LineKind } from '../link.ts';
import { createChallenges } from './challenge.ts';
import { addressOf, findDaemons, swapCode, type Found, type Standing } from './door.ts';
import type { Rest } from './rest.ts';

/** Where the script's engine keeps its one secret. It is never dropped for what somebody says who proved nothing; the next pairing replaces it. */
export type Keep = { read(): Promise<string | null>; write(token: string): Promise<void> };
export type EntryOptions = {
  /** What the panel is called in lists: `[a-z0-9-]{1,40}`. */ readonly client: string;
  readonly keep: Keep;
  /** The port that the discovery file names, where files can be read; null where there is none. */ readonly find?: () => Promise<number | null>;
  /** A pairing code from `framewright pair --json`, where programs can be run; null where that gave none. */ readonly obtainCode?: () => Promise<string | null>;
  /** By default the global one. */ readonly WebSocket?: SocketMaker;
  /** Asked where `find` gives none. By default none where there is a `find`, because other users of this machine can listen on them, too; else the usual ones. */ readonly ports?: readonly number[];
};
export type EntryTimes = {
  /** For a port to answer. */ readonly answerMs: number; /** The first wait while no daemon runs, and the longest one. */ readonly firstMs: number; readonly longestMs: number;
  /** While the daemon wants a code, or refuses. */ readonly closedMs: number;
};
export type Entry = {
  /** As `locate` of a socket transport; resolves when there is somewhere to go, null once it is closed. */ locate(ending: Ending): Promise<Address | null>;
  /** The attempt that `locate` led to was welcomed. */ welcomed(): void;
  /** Ports behind which a daemon is that may be ours. */ search(): Promise<readonly number[]>;
  /** Swaps a pairing code for a token, and keeps it. @throws FrameWrightError `unauthorised`, `too-many`, `daemon-gone`. */ swap(code: string): Promise<void>;
  close(): void;
};
/** Nothing can be gone to: what only the user can mend, why, and whether `kind` says all there is to say. */
export type Stuck = (kind: Extract<LineKind, 'absent' | 'unpaired' | 'refused'>, error: FrameWrightError, isPlain?: boolean) => void;

/** Errors of a line that trying again soon does not mend. */
const closedDoors: readonly string[] = ['daemon-version', 'forbidden'];
const gone = (why = 'No daemon runs.'): FrameWrightError => new FrameWrightError('daemon-gone', { why });
const tooOld = (): FrameWrightError => new FrameWrightError('daemon-version', {
  found: 'of an older version', version: 'a newer panel', why: 'It cannot prove that it is the one with which this panel is paired, so it is not told the panel\'s token. Update FrameWright to the version of the panel, and start its daemon again.',
});

type Door = { readonly WebSocket: SocketMaker; readonly answerMs: number };
const portsOf = (found: readonly Found[], ...standings: readonly Standing[]): readonly number[] => found.filter(({ standing }) => standings.includes(standing)).map(({ port }) => port);

export function createEntry(options: EntryOptions, times: EntryTimes, rest: Rest, onStuck: Stuck): Entry {
  const { keep } = options, door: Door = { WebSocket: options.WebSocket ?? (globalThis.WebSocket as unknown as SocketMaker), answerMs: times.answerMs };
  let closed = false, askedForCode = false, going: number | null = null, known: number | null = null;
  const find = (token: string | null): Promise<readonly Found[]> => findThem(options, door, known, token);
  async function swap(code: string): Promise<void> {
    const there = await find(await keep.read()), ours = portsOf(there, 'ours');
    // Who cannot be ours is not told the code either.
    await keep.write(await swapAnywhere(door, ours.length ? ours : portsOf(there, 'unasked', 'stranger'), code, options.client));
  }
  async function wantCode(why: string): Promise<void> {
    const code = askedForCode ? null : await options.obtainCode?.().catch(() => null) ?? null;
    askedForCode = true;
    if (code !== null && await swap(code).then(() => true, () => false)) return;
    onStuck('unpaired', new FrameWrightError('unauthorised', { why }));
    await rest.pause(times.closedMs);
  }
  /** Where to go now; null after waiting, where nobody is there or lets us in. */
  async function look(waitMs: number): Promise<Address | null> {
    const token = await keep.read(), there = await find(token), [ours] = portsOf(there, 'ours'), [impostor] = portsOf(there, 'false');
    if (token !== null && ours !== undefined) return { url: addressOf(going = ours), token };
    if (portsOf(there, 'unasked', 'stranger').length) await wantCode(token === null ? 'This panel is not paired yet.' : 'The panel\'s token is not one of this daemon, or no longer.');
    else if (portsOf(there, 'old').length) {
      onStuck('refused', tooOld());
      await rest.pause(times.closedMs);
    } else {
      if (impostor === undefined) onStuck('absent', gone(), true);
      else onStuck('absent', gone(`What answers on port ${impostor} is not the FrameWright with which this panel is paired, and was told nothing.`));
      await rest.pause(waitMs);
    }
    return null;
  }
  return {
    swap,
    search: async () => portsOf(await find(await keep.read()), 'ours', 'stranger', 'old', 'unasked'),
    welcomed() {
      known = going;
      askedForCode = false;
    },
    async locate(ending) {
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

/** Where the discovery file says, or where one was last, if that one is ours or the panel has no token yet; otherwise wherever one is. */
async function findThem({ find, ports = find ? [] : usualPorts }: EntryOptions, door: Door, known: number | null, token: string | null): Promise<readonly Found[]> {
  const challengeFor = token === null ? null : createChallenges(token), first = await find?.().catch(() => null) ?? known;
  const there = first === null ? [] : await findDaemons(door, [first], challengeFor);
  if (portsOf(there, 'ours', 'unasked').length) return there;
  return [...there, ...await findDaemons(door, ports.filter((one) => one !== first), challengeFor)];
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
