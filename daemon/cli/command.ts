// What a command is, and what it is given.
import type { Client } from '../../shared/client.ts';
import type { Installer } from '../../shared/installing.ts';
import type { Input } from './input.ts';
import type { Arguments, OptionName } from './options.ts';
import type { Output } from './output.ts';

/** The daemon as a process of this machine. */
export type DaemonControl = {
  /** Connects to the daemon that runs; null where none does. @throws FrameWrightError `daemon-gone`, `daemon-version`. */
  find(): Promise<Client | null>;
  /** Starts one that stays until it is stopped, or connects to the one that runs. @throws FrameWrightError `daemon-failed`. */
  start(): Promise<Client>;
  /** Ends the one that runs, and returns its process id when it has gone; null where none ran. */
  stop(): Promise<number | null>;
  /** Everything in this very process, for when no daemon can be started. */
  apart(): Promise<Client>;
  readonly logFile: string; /** Its newest lines, oldest first. */ logLines(most: number): Promise<readonly string[]>;
  /** Forgets the token by which programs are let in, wherever it is kept; false where there was none. */
  forget(): Promise<boolean>;
};

export type CommandContext = {
  readonly client: Client; readonly output: Output; readonly args: Arguments;
  /** Turns what a user typed into an absolute path. */
  absolute(path: string): string;
  readFile(path: string): Promise<string>;
  /** Folder of the program: sample clip, help. */
  readonly root: string;
  readonly daemon: DaemonControl; readonly installer: Installer;
  /** Where answers to questions come from. */
  readonly input: Input;
  /** Shows a page in the user's browser; false where there is no desktop. */
  openPage(url: string): Promise<boolean>;
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
  /** Help topic that says more about it. */
  readonly topic?: string;
  /** Rows of its help beside its options. */
  readonly details?: () => readonly (readonly string[])[];
  run(context: CommandContext): Promise<number>;
};
