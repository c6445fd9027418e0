// A watch folder: what is put into it is restored.
import { z } from 'zod';
import { wish } from './preset.ts';

export const newWatch = z.object({
  folder: z.string().min(1).describe('Absolute path of the folder that is watched.'),
  wish, config: z.string().min(1).optional().describe('Absolute path of a preset file.'),
  output: z.string().min(1).nullable().default(null).describe('Absolute path of the folder for results; null: the sub-folder `restored`.'),
  settleSeconds: z.number().positive().max(3600).default(5).describe('Seconds for which a file must not change before it is taken.'),
});
export const watch = z.object({
  ...newWatch.shape, id: z.string().describe('Names the watch folder.'), createdAt: z.string().describe('ISO 8601.'),
  trouble: z.string().nullable().describe('Why nothing is taken at the moment, as people read it; null when all is well.'), taken: z.int().describe('Files taken so far.'), done: z.int().describe('Files restored so far.'), failed: z.int().describe('Files that failed so far.'),
}).readonly().describe('A folder of which every new file is restored.');
export type Watch = z.infer<typeof watch>;
