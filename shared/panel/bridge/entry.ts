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
  /** The port that the discovery file names, where files can be read; null where there is none. Then, and where nobody is there, the usual ports are tried. */ readonly find?: () => Promise<number | null>;
  /** A pairing code from `framewright pair --json`, where programs can be run; null where that gave none. */ readonly obtainCode?: () => Promise<string | null>;
  /** By default the global one. */ readonly WebSocket?: SocketMaker; readonly ports?: readonly number[];
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

export function createEntry(options: EntryOptions, times: EntryTimes, rest: Rest, onStuck: Stuck): Entry {
  const { keep } = options, door = { WebSocket: options.WebSocket ?? (globalThis.WebSocket as unknown as SocketMaker), answerMs: times.answerMs };
  const refusals = new Map<number, number>();
  const refusalsOf = (one: number): number => refusals.get(one) ?? 0;
  let port: number | null = null, known: number | null = null, welcomed = false, closed = false, askedForCode = false;

  async function search(): Promise<readonly number[]> {
    const first = await options.find?.().catch(() => null) ?? known;
    if (first !== null && (await findDaemons(door, [first])).length) return [first];
    return findDaemons(door, (options.ports ?? usualPorts).filter((one) => one !== first));
  }
  async function swap(code: string): Promise<void> {
    const failures: unknown[] = [];
    for (const one of await search()) {
      try {
        return await keep.write(await swapCode(door, one, code, options.client));
      } catch (error) { failures.push(error); }
    }
    throw failures[0] ?? gone();
  }
  async function wantCode(error: FrameWrightError): Promise<void> {
    refusals.clear();
    const code = askedForCode ? null : await options.obtainCode?.().catch(() => null) ?? null;
    askedForCode = true;
    if (code !== null && await swap(code).then(() => true, () => false)) return;
    onStuck('unpaired', error);
    await rest.pause(times.closedMs);
  }
  function recall(ending: Ending): void {
    if (welcomed) refusals.clear();
    else if (port !== null && ending.error === null) refusals.set(port, refusalsOf(port) + 1);
    if (welcomed) askedForCode = false;
    welcomed = false;
  }
  /** Where to go now; null after waiting, where nobody is there or lets us in. */
  async function look(waitMs: number): Promise<Address | null> {
    const there = await search(), token = await keep.read();
    if (there.length === 0) {
      onStuck('absent', gone());
      await rest.pause(waitMs);
    } else if (token === null) await wantCode(new FrameWrightError('unauthorised', { why: 'This panel is not paired yet.' }));
    else if (there.every((one) => refusalsOf(one) >= mostRefusals)) {
      await keep.forget();
      await wantCode(new FrameWrightError('unauthorised', { why: 'The panel\'s token is not one of this daemon, or no longer.' }));
    } else {
      port = there.reduce((best, one) => (refusalsOf(one) < refusalsOf(best) ? one : best));
      return { url: addressOf(port), token };
    }
    return null;
  }
  return {
    search, swap,
    welcomed() {
      welcomed = true;
      known = port;
    },
    async locate(ending) {
      recall(ending);
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
