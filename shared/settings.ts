// What a user sets once for the whole daemon.
import { z } from 'zod';

export const settings = z.object({
  idleMinutes: z.number().positive().max(10_080).default(10).describe('Minutes without a client or a job after which a daemon that a command started ends itself.'),
  previewBytes: z.int().min(16 * 2 ** 20).default(2 * 2 ** 30).describe('Bytes that kept previews and thumbnails may take; the oldest go first.'),
  networkPaths: z.boolean().default(false).describe('Whether files on network shares (UNC paths, mounted network drives) may be read and written.'),
  pauseWhilePlaying: z.boolean().default(true).describe('Whether work rests while an editor plays.'), pauseWhileRendering: z.boolean().default(true).describe('Whether work rests while an editor renders.'),
  keepAwake: z.boolean().default(true).describe('Whether the machine is kept awake while a job runs on mains power.'),
  retries: z.int().min(0).max(20).default(3).describe('Tries of a job whose error may pass.'), retrySeconds: z.number().positive().max(3600).default(10).describe('Seconds before the first of these tries; each further wait is twice as long.'),
  globalKey: z.string().regex(/^(?:(?=.*\b(?:ctrl|alt|meta)\+)(?:(?:ctrl|alt|shift|meta)\+){1,4}(?:[a-z0-9]|f(?:[1-9]|1\d|2[0-4]))|f(?:1[3-9]|2[0-4]))$/, 'Write modifiers and a key, such as ctrl+alt+r').nullable().default(null).describe('Key that restores what is selected while an editor with a panel is in front: ctrl, alt, shift and meta with a letter, a digit or f1 to f24, such as ctrl+alt+r; null for none.'),
  historyDays: z.number().positive().nullable().default(null).describe('Days that ended jobs stay in the history; null keeps them.'),
}).strict().readonly().describe('What a user sets once for the whole daemon.');
export type Settings = z.infer<typeof settings>;

/** Only what is named changes: a default here would set everything else back. */
const { shape } = settings.unwrap();
const bare = <Inner extends z.ZodType>(field: z.ZodDefault<Inner>): Inner => field.unwrap().describe(field.description ?? '') as Inner;
export const settingsPatch = z.object({
  idleMinutes: bare(shape.idleMinutes), previewBytes: bare(shape.previewBytes), networkPaths: bare(shape.networkPaths),
  pauseWhilePlaying: bare(shape.pauseWhilePlaying), pauseWhileRendering: bare(shape.pauseWhileRendering), keepAwake: bare(shape.keepAwake),
  retries: bare(shape.retries), retrySeconds: bare(shape.retrySeconds), historyDays: bare(shape.historyDays), globalKey: bare(shape.globalKey),
} satisfies Record<keyof typeof shape, z.ZodType>).partial().strict();
