// `framewright <file>`: the main command. Its name is left out when people type it.
import { basename } from 'node:path';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Command, CommandContext } from '../command.ts';
import { followJob } from '../follow.ts';
import { duration } from '../../../shared/words.ts';
import { wishFrom, wishOptions } from '../wish.ts';

export const restore: Command = {
  stopsItself: true,
  name: 'restore', takes: 'path', usage: 'framewright <file> [options]', says: 'restores a video, a sound file or a picture',
  options: [...wishOptions, 'output', 'overwrite', 'json'],
  async run(context) {
    const [path, ...more] = context.args.positionals;
    if (!path) throw new FrameWrightError('usage', { what: 'No file was named.', why: 'Write framewright clip.mp4.' });
    if (more.length) throw new FrameWrightError('usage', { what: 'More than one file was named.', why: `Use framewright batch for folders; this was also given: ${more.join(' ')}.` });
    await restoreOne(context, context.absolute(path), outputFrom(context));
    return 0;
  },
};

/** `--output` as an absolute path; a folder keeps its ending separator, which is what makes it one. */
export function outputFrom(context: CommandContext): string | null {
  const output = context.args.text('output');
  if (output === undefined) return null;
  const absolute = context.absolute(output);
  return /[\\/]$/.test(output) && !/[\\/]$/.test(absolute) ? `${absolute}/` : absolute;
}

export async function restoreOne(context: CommandContext, path: string, target: string | null): Promise<string> {
  const { client, output, args } = context;
  const begun = performance.now();
  const config = args.text('config');
  output.line(`Taking a first look at ${basename(path)} …`);
  const request = { path, wish: wishFrom(args), config: config && context.absolute(config), output: target, overwrite: args.flag('overwrite') };
  const done = await followJob(context, () => client.submit(request));
  output.line(`${output.paint('green', 'Done')} in ${duration((performance.now() - begun) / 1000)}: ${done.output}`);
  const detail = await client.job({ job: done.id });
  for (const notice of detail.plans.at(-1)?.notices ?? []) output.line(`  ${notice}`);
  if (detail.plans.at(-1)?.source !== null) output.line(`  Compare: ${(await client.picture({ job: done.id })).picture}`);
  if (detail.sidecar) output.line(`  What was done, and with what: ${detail.sidecar}`);
  output.data({ kind: 'result', ...done });
  return done.output;
}
