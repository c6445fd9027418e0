// What this daemon is, and how it is ended.
import { FrameWrightError } from '../../shared/errors.ts';
import { protocolVersion } from '../../shared/daemon.ts';
import type { JobState } from '../../shared/job.ts';
import type { Context, Handlers } from './context.ts';

/** What only the process around the service knows. */
export type Surroundings = {
  readonly version: string; /** ISO 8601. */ readonly startedAt: string;
  /** Started by a command, it ends itself when nobody needs it. */ readonly endsWhenIdle: boolean;
  /** Where the token is kept, as people read it. */ tokenPlace(): string;
  /** Null where nothing listens. */ port(): number | null;
  /** Connected clients. */ clients(): number;
  /** What happened that a user should know. */ notices(): readonly string[];
  /** Why the key of the setting `globalKey` cannot work; null while it works, or is not wanted. */ keyTrouble(): { readonly why: string; readonly mend: string } | null;
  /** Begins to end the process; null where it is not the service's to end. */ readonly stop: (() => void) | null;
};

/** A service inside the caller's own process: nothing listens, nobody else is there. */
export const inProcess = (version: string, startedAt: string): Surroundings => ({
  version, startedAt, endsWhenIdle: false, tokenPlace: () => 'No token: nothing listens.', port: () => null, clients: () => 1, notices: () => [], keyTrouble: () => null, stop: null,
});

/** How the store's states are counted for people. */
const counted: Readonly<Record<JobState, 'queued' | 'running' | 'waiting' | 'paused' | 'done' | 'failed'>> = {
  queued: 'queued', planned: 'queued', running: 'running', delivering: 'running', waiting: 'waiting', paused: 'paused', done: 'done', failed: 'failed', cancelled: 'failed',
};

/** As one sentence for people. */
const keyNotices = ({ keyTrouble }: Surroundings): string[] => {
  const trouble = keyTrouble();
  return trouble ? [`The global key does not work: ${trouble.why} ${trouble.mend}`] : [];
};

export function aboutHandlers({ home, store, epoch, surroundings, held, notices, presence }: Context): Pick<Handlers, 'describe' | 'stop'> {
  return {
    async describe() {
      const jobs = { queued: 0, running: 0, waiting: 0, paused: 0, done: 0, failed: 0 };
      for (const [state, count] of Object.entries(store().counts())) jobs[counted[state as JobState]] += count;
      const { version, startedAt, endsWhenIdle } = surroundings;
      return {
        name: 'framewright', version, protocol: protocolVersion, pid: process.pid, startedAt, home, port: surroundings.port(), epoch, endsWhenIdle,
        clients: surroundings.clients(), hosts: presence.hosts(), jobs, hold: held(), tokenPlace: surroundings.tokenPlace(), notices: [...notices(), ...surroundings.notices(), ...keyNotices(surroundings)],
      };
    },
    async stop() {
      if (!surroundings.stop) throw new FrameWrightError('daemon-gone', { why: 'This work runs in the command\'s own process; there is no daemon to end.' });
      surroundings.stop();
      return {};
    },
  };
}
