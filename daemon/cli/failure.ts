// Errors that teach: what happened, why here, the commands that mend it, where to read on.
import { extname } from 'node:path';
import { fill, type ErrorCode, type FrameWrightError } from '../../shared/errors.ts';
import { nearest } from '../../shared/nearest.ts';
import type { Command } from './command.ts';
import { options, type Arguments, type OptionName } from './options.ts';
import { wrap, type Output } from './output.ts';
import { shellArgument } from '../../shared/words.ts';

/** What the command line knows and an error's maker may not: the clip or the job as it was typed, with what command and options. `known` are the names of all commands. */
export type FailureContext = { readonly path: string | null; readonly job: string | null; readonly command?: Command | null; readonly args?: Arguments | null; readonly known?: readonly string[] };

/** The commands that mend an error, with every placeholder filled; one that still lacks a value is left out. */
export function mendingCommands(error: FrameWrightError, context: FailureContext, windows = false): string[] {
  const path = context.path ?? String(error.values.path ?? 'clip.mp4');
  const extension = extname(path);
  const quote = (word: string): string => shellArgument(word, windows);
  const values = {
    pathArgument: quote(path), other: quote(`${path.slice(0, path.length - extension.length)}.restored-2${extension || '.mp4'}`),
    ...(context.job ? { job: context.job } : {}), ...error.values, ...(context.path ? { pathArgument: quote(context.path.startsWith('-') ? `./${context.path}` : context.path) } : {}),
  };
  const rows = ownHelp(error.code, context) ?? [...meant(error.code, context), ...error.row.mend];
  return rows.map((row) => fill(row, values) + againWith(row, context, quote)).filter((command) => !/\{\w+\}/.test(command));
}

const misreadings: readonly ErrorCode[] = ['usage', 'unknown-name', 'bad-value'];

/** A command that was misread explains itself, unless its words are those of a restoration, which help presets explains. */
function ownHelp(code: ErrorCode, { command }: FailureContext): string[] | null {
  const own = command && (code === 'usage' || misreadings.includes(code) && !command.options.includes('quality'));
  return own ? [`framewright ${command.name} --help`] : null;
}

/** The command that a word without a file's looks may have been meant for. */
function meant(code: ErrorCode, { path, known = [] }: FailureContext): string[] {
  const near = code === 'input-missing' && path !== null && looksLikeCommand(path) ? nearest(path, known) : null;
  return near ? [`framewright ${near} --help`] : [];
}

/** Whether a word has nothing of a file: no ending, no folder. */
export const looksLikeCommand = (word: string): boolean => /^[a-z-]+$/i.test(word);

/** Options that say how a command answers, not what it does. */
const manners: readonly OptionName[] = ['json', 'help', 'version', 'wizard'];

/** The options that were typed, for a row that means the same command once more; those that the row gives itself are replaced by it. */
function againWith(row: string, { command, path, args }: FailureContext, quote: (word: string) => string): string {
  if (!path || !args || command?.name !== 'restore' || !row.startsWith('framewright {pathArgument}')) return '';
  const kept = args.given.filter((name) => !manners.includes(name) && !row.includes(`--${name}`));
  return kept.flatMap((name) => (options[name].takes === null ? [`--${name}`] : [...args.many(name)].map((value) => `--${name} ${quote(value)}`))).map((word) => ` ${word}`).join('');
}

/** Prints the failure and returns the exit status of its row. */
export function printFailure(error: FrameWrightError, output: Output, context: FailureContext): number {
  const commands = mendingCommands(error, context, output.terminal.windows);
  const topic = (misreadings.includes(error.code) ? context.command?.topic : null) ?? error.row.topic;
  const says = (sentence: string): string => fill(sentence, error.values).trim();
  if (output.json) {
    output.data({ kind: 'error', code: error.code, what: says(error.row.what), why: says(error.row.why), mend: commands, topic, exit: error.row.exit });
    return error.row.exit;
  }
  const columns = Math.min(output.terminal.columns ?? 100, 100);
  output.error('');
  output.error(output.paint(['red', 'bold'], says(error.row.what)));
  for (const paragraph of says(error.row.why).split('\n')) for (const line of wrap(paragraph, columns, '  ')) output.error(line);
  if (commands.length) output.error('\nTry:');
  for (const command of commands) output.error(`  ${output.paint('cyan', command)}`);
  output.error(`\nMore: framewright help ${topic}   (exit ${error.row.exit})`);
  if (error.code === 'internal' && error.cause instanceof Error && error.cause.stack) output.error(`\n${error.cause.stack}`);
  return error.row.exit;
}
