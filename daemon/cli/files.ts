// Files named on the command line.
import { FrameWrightError } from '../../shared/errors.ts';
import type { CommandContext } from './command.ts';

/** The one file a command works on, absolute. @throws FrameWrightError `usage` for none or several. */
export function oneFile(context: CommandContext): string {
  const [path, ...more] = context.args.positionals;
  if (!path || more.length) throw new FrameWrightError('usage', { what: path ? 'More than one file was named.' : 'No file was named.', why: 'This command takes one file.' });
  return context.absolute(path);
}

/** The one job a command works on. @throws FrameWrightError `usage` for none or several. */
export function oneJob(context: CommandContext): string {
  const [job, ...more] = context.args.positionals;
  if (!job || more.length) throw new FrameWrightError('usage', { what: job ? 'More than one job was named.' : 'No job was named.', why: 'framewright jobs lists them.' });
  return job;
}

/** A count from 1. @throws FrameWrightError `bad-value`. */
export function countFrom(text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new FrameWrightError('bad-value', { key: '--limit', value: text, why: `Write a whole number from 1 to ${most}.` });
}
