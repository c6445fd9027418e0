// What a user sets once for the whole daemon.
import { z } from 'zod';

export const settings = z.object({
  /** Minutes without a client or a job after which a daemon that was started by a command ends itself. */
  idleMinutes: z.number().positive().max(10_080).default(10),
  /** Bytes that kept previews and thumbnails may take; the oldest go first. */
  previewBytes: z.int().min(16 * 2 ** 20).default(2 * 2 ** 30),
  /** Whether files on network shares (UNC paths, mounted network drives) may be read and written. */
  networkPaths: z.boolean().default(false),
  /** Whether work stops while an editor plays, and while it renders. */
  pauseWhilePlaying: z.boolean().default(true), pauseWhileRendering: z.boolean().default(true),
  /** Whether the machine is kept awake while a job runs on mains power. */
  keepAwake: z.boolean().default(true),
  /** Tries of a job whose error may pass, and the first wait between them, seconds; each further wait is twice as long. */
  retries: z.int().min(0).max(20).default(3), retrySeconds: z.number().positive().max(3600).default(10),
  /** Days that ended jobs stay in the history; null keeps them. */
  historyDays: z.number().positive().nullable().default(null),
}).strict().readonly();
export type Settings = z.infer<typeof settings>;
export const settingsPatch = settings.unwrap().partial().strict();
