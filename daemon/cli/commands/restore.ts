// `framewright <file>`: the main command. Its name is left out when people type it.
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Command, CommandContext } from '../command.ts';
import type { JobSummary } from '../../../shared/job.ts';
import { followJob, sayDetached } from '../follow.ts';
import { duration } from '../../../shared/words.ts';
import { wishFrom, wishOptions } from '../wish.ts';

export const restore: Command = {
  stopsItself: true,
  name: 'restore', takes: 'path', usage: 'framewright <file> [options]', says: 'restores a video, a sound file or a picture',
  options: [...wishOptions, 'output', 'overwrite', 'detach', 'priority', 'wizard', 'json'],
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

/** What a submission says, apart from the file itself. Each command line is a client of its own, so that they take turns. */
export function orderFrom(context: CommandContext, target: string | null) {
  const { args } = context, config = args.text('config');
  return { wish: wishFrom(args), config: config && context.absolute(config), output: target, overwrite: args.flag('overwrite'), priority: priorityFrom(args.text('priority')), client: `command line (process ${process.pid})`, key: randomUUID() };
}

/** @throws FrameWrightError `bad-value`. */
export function priorityFrom(text: string | undefined): number {
  const value = Number(text ?? 0);
  if (Number.isInteger(value) && Math.abs(value) <= 100) return value;
  throw new FrameWrightError('bad-value', { key: '--priority', value: text!, why: 'Write a whole number from -100 to 100; higher goes first.' });
}

/** Restores one file, or leaves that to the daemon. */
export async function restoreOne(context: CommandContext, path: string, target: string | null): Promise<void> {
  context.output.line(`Taking a first look at ${basename(path)} …`);
  await submitOne(context, path, target);
}

/** The same without a word before it. */
export async function submitOne(context: CommandContext, path: string, target: string | null): Promise<void> {
  const { client, args } = context, begun = performance.now();
  const order = orderFrom(context, target), begin = () => client.submit({ path, ...order });
  if (args.flag('detach')) return sayDetached(context, await begin());
  const done = await followJob(context, begin, { mine: (job) => job.client === order.client });
  if (done) await sayResult(context, done, (performance.now() - begun) / 1000);
}

/** `seconds` that it took; null where this command did not see all of it. */
export async function sayResult({ client, output }: CommandContext, done: JobSummary, seconds: number | null): Promise<void> {
  output.line(`${output.paint('green', 'Done')}${seconds === null ? '' : ` in ${duration(seconds)}`}: ${done.output}`);
  const detail = await client.job({ job: done.id });
  for (const notice of detail.plans.at(-1)?.notices ?? []) output.line(`  ${notice}`);
  if (detail.plans.at(-1)?.source !== null) output.line(`  Compare: ${(await client.picture({ job: done.id })).picture}`);
  if (detail.sidecar) output.line(`  What was done, and with what: ${detail.sidecar}`);
  output.data({ kind: 'result', ...done });
}
