// Errors that teach: what happened, why here, the commands that mend it, where to read on.
import { extname } from 'node:path';
import { fill, type FrameWrightError } from '../../shared/errors.ts';
import { wrap, type Output } from './output.ts';
import { shellArgument } from '../../shared/words.ts';

/** What the command line knows and an error's maker may not: the clip or the job, as it was typed. */
export type FailureContext = { readonly path: string | null; readonly job: string | null };

/** The commands that mend an error, with every placeholder filled; one that still lacks a value is left out. */
export function mendingCommands(error: FrameWrightError, context: FailureContext, windows = false): string[] {
  const path = context.path ?? String(error.values.path ?? 'clip.mp4');
  const extension = extname(path);
  const quote = (word: string): string => shellArgument(word, windows);
  const values = {
    pathArgument: quote(path), other: quote(`${path.slice(0, path.length - extension.length)}.restored-2${extension || '.mp4'}`),
    ...(context.job ? { job: context.job } : {}), ...error.values,
  };
  return error.row.mend.map((command) => fill(command, values)).filter((command) => !/\{\w+\}/.test(command));
}

/** Prints the failure and returns the exit status of its row. */
export function printFailure(error: FrameWrightError, output: Output, context: FailureContext): number {
  const commands = mendingCommands(error, context, output.terminal.windows);
  const says = (sentence: string): string => fill(sentence, error.values).trim();
  if (output.json) {
    output.data({ kind: 'error', code: error.code, what: says(error.row.what), why: says(error.row.why), mend: commands, topic: error.row.topic, exit: error.row.exit });
    return error.row.exit;
  }
  const columns = Math.min(output.terminal.columns ?? 100, 100);
  output.error('');
  output.error(output.paint(['red', 'bold'], says(error.row.what)));
  for (const paragraph of says(error.row.why).split('\n')) for (const line of wrap(paragraph, columns, '  ')) output.error(line);
  if (commands.length) output.error('\nTry:');
  for (const command of commands) output.error(`  ${output.paint('cyan', command)}`);
  output.error(`\nMore: framewright help ${error.row.topic}   (exit ${error.row.exit})`);
  if (error.code === 'internal' && error.cause instanceof Error && error.cause.stack) output.error(`\n${error.cause.stack}`);
  return error.row.exit;
}
