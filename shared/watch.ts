// A watch folder: what is put into it is restored.
import { z } from 'zod';
import { wish } from './preset.ts';

export const newWatch = z.object({
  /** The folder that is watched; absolute. */ folder: z.string().min(1),
  wish, config: z.string().min(1).optional(),
  /** Where results go; null: the sub-folder `restored`. */ output: z.string().min(1).nullable().default(null),
  /** Seconds for which a file's size and time must not change before it is taken. */
  settleSeconds: z.number().positive().max(3600).default(5),
});
export const watch = z.object({
  ...newWatch.shape, id: z.string(), createdAt: z.string(),
  /** Why nothing is taken at the moment, as people read it; null when all is well: the folder is gone, may not be written. */
  trouble: z.string().nullable(), /** Counts of files. */ taken: z.int(), done: z.int(), failed: z.int(),
}).readonly();
export type Watch = z.infer<typeof watch>;
