// The daemon as its clients see it, and how they get in.
import { z } from 'zod';

/** Raised when a message or an operation changes so that an older client would misread it. */
export const protocolVersion = 1;
/** Loopback ports a daemon may listen on; a panel that cannot read files tries them in turn. */
export const ports: readonly number[] = [47800, 47801, 47802, 47803, 47804, 47805, 47806, 47807];

/** `<home>/daemon.json`, readable by its user alone: where the daemon listens. It holds no secret. */
export const discovery = z.object({ version: z.string(), protocol: z.int(), pid: z.int(), port: z.int(), startedAt: z.string(), boot: z.string(), start: z.string() }).readonly();
export type Discovery = z.infer<typeof discovery>;

export const daemonInfo = z.object({
  name: z.literal('framewright'), version: z.string(), protocol: z.int(), pid: z.int(), startedAt: z.string(),
  home: z.string(), port: z.int().nullable(), /** Names this run of the daemon; events of another one do not continue these. */ epoch: z.string(),
  /** Started by a command, it ends itself when nobody needs it. */ endsWhenIdle: z.boolean(),
  clients: z.int(), hosts: z.array(z.object({ host: z.string(), state: z.enum(['idle', 'playing', 'rendering']) }).readonly()).readonly(),
  jobs: z.object({ queued: z.int(), running: z.int(), waiting: z.int(), paused: z.int(), done: z.int(), failed: z.int() }).readonly(),
  /** Why the queue stands still; null when it moves. */ hold: z.string().nullable(),
  /** Where the token is kept, as people read it. */ tokenPlace: z.string(),
  /** What happened that a user should know: a damaged store that was set aside, a port that was taken. */ notices: z.array(z.string()).readonly(),
}).readonly();
export type DaemonInfo = z.infer<typeof daemonInfo>;

export const session = z.object({ token: z.string() }).readonly();
export const pairingCode = z.object({ code: z.string(), expiresAt: z.string() }).readonly();
export const link = z.object({ url: z.string(), expiresAt: z.string() }).readonly();
