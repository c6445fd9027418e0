// What a command is, and what it is given.
import type { Client } from '../../shared/client.ts';
import type { Arguments, OptionName } from './options.ts';
import type { Output } from './output.ts';

export type CommandContext = {
  readonly client: Client; readonly output: Output; readonly args: Arguments;
  /** Turns what a user typed into an absolute path. */
  absolute(path: string): string;
  readFile(path: string): Promise<string>;
  /** Folder of the program: sample clip, help. */
  readonly root: string;
  /** Aborted by the first Ctrl-C. */
  readonly interrupted: AbortSignal;
};

/** Returns the process's exit status. @throws FrameWrightError for everything a user can mend. */
export type Command = {
  /** It answers Ctrl-C itself, as those do that follow a job; any other command is simply ended. */
  readonly stopsItself?: boolean;
  readonly name: string; readonly usage: string; readonly says: string; readonly options: readonly OptionName[];
  /** What its last word names, for the commands that mend an error. */
  readonly takes?: 'path' | 'job';
  run(context: CommandContext): Promise<number>;
};
