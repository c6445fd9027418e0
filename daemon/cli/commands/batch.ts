// `framewright batch`: every video and sound file of a folder, one after another; one failure does not stop the rest.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FrameWrightError, toFrameWrightError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';
import { printFailure } from '../failure.ts';
import { oneFile } from '../files.ts';
import { wishOptions } from '../wish.ts';
import { restoreOne } from './restore.ts';

/** Endings that are tried; anything else in the folder is passed over. */
const videoEndings = /\.(mp4|m4v|mov|mkv|webm|avi|mpg|mpeg|vob|ts|mts|m2ts|mxf|wmv|flv|3gp|dv|ogv|wav|flac|mp3|m4a|m4b|ogg|oga|opus|aac|aiff|mka|wma)$/i;

export const batch: Command = {
  stopsItself: true,
  name: 'batch', takes: 'path', usage: 'framewright batch <folder> --output <folder>', says: 'restores every video and sound file of a folder', options: [...wishOptions, 'output', 'overwrite', 'json'],
  async run(context) {
    const { output, args } = context;
    const folder = oneFile(context), target = args.text('output');
    if (target === undefined) throw new FrameWrightError('usage', { what: 'No folder for the results was named.', why: 'Write framewright batch <folder> --output <folder>.' });
    const files = await videosOf(folder);
    let worst = 0;
    for (const [index, path] of files.entries()) {
      if (context.interrupted.aborted) return 130;
      output.line(`\n${index + 1} of ${files.length}`);
      try {
        await restoreOne(context, path, `${context.absolute(target).replace(/[\\/]$/, '')}/`);
      } catch (thrown) {
        worst = Math.max(worst, printFailure(toFrameWrightError(thrown), output, { path, job: null }));
      }
    }
    output.line(`\n${files.length} ${files.length === 1 ? 'file' : 'files'}${worst ? ', not all of them done: see above' : ', all done'}.`);
    return worst;
  },
};

async function videosOf(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    throw new FrameWrightError(cause.code === 'ENOENT' ? 'input-missing' : 'input-unreadable', { path: folder, why: cause.message }, { cause });
  });
  const files = names.filter((name) => videoEndings.test(name)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  if (!files.length) throw new FrameWrightError('input-not-media', { path: folder, why: 'The folder holds no file with the ending of a video or of sound.' });
  return files.map((name) => join(folder, name));
}
