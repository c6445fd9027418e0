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
  name: z.literal('framewright'), version: z.string().describe('Of FrameWright.'), protocol: z.int().describe('Version of messages and operations.'), pid: z.int().describe('Process id.'), startedAt: z.string().describe('ISO 8601.'),
  home: z.string().describe('Absolute path of the data folder.'), port: z.int().nullable().describe('Where it listens; null where nothing listens.'), epoch: z.string().describe('Names this run of the daemon; events of another one do not continue these.'),
  endsWhenIdle: z.boolean().describe('Whether it was started by a command and ends itself when nobody needs it.'),
  clients: z.int().describe('Connected clients.'), hosts: z.array(z.object({ host: z.string().describe('Name of the editor.'), state: z.enum(['idle', 'playing', 'rendering']).describe('What it does.') }).readonly()).readonly().describe('Editors and what they do.'),
  jobs: z.object({ queued: z.int().describe('Jobs that wait for their turn.'), running: z.int().describe('Jobs at work.'), waiting: z.int().describe('Jobs that are tried again later.'),
    paused: z.int().describe('Jobs that rest.'), done: z.int().describe('Jobs that are done.'),
    failed: z.int().describe('Jobs that failed or were cancelled.') }).readonly().describe('Counts of jobs by state; cancelled ones count as failed.'),
  hold: z.string().nullable().describe('Why the queue stands still; null when it moves.'),
  tokenPlace: z.string().describe('Where the token is kept, as people read it.'),
  notices: z.array(z.string()).readonly().describe('What happened that a user should know.'),
}).readonly().describe('What this daemon is.');
export type DaemonInfo = z.infer<typeof daemonInfo>;

export const session = z.object({ token: z.string().describe('43 characters; shown once, keep it secret.') }).readonly();
export const pairingCode = z.object({ code: z.string().describe('Six digits.'), expiresAt: z.string().describe('ISO 8601.') }).readonly();
export const link = z.object({ url: z.string().describe('Address to open in a browser; works once.'), expiresAt: z.string().describe('ISO 8601.') }).readonly();
