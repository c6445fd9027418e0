// The command line: finds the command, runs it, turns every failure into a lesson and an exit status.
import { FrameWrightError, toFrameWrightError } from '../../shared/errors.ts';
import type { Client } from '../../shared/client.ts';
import type { Command, CommandContext } from './command.ts';
import { commands } from './commands/index.ts';
import { commandData, commandHelp, helpData, mainHelp } from './usage.ts';
import { looksLikeCommand, printFailure, type FailureContext } from './failure.ts';
import { lazyClient } from '../../shared/lazy-client.ts';
import { nearest } from '../../shared/nearest.ts';
import { parseArguments, type Arguments, type OptionName } from './options.ts';
import { createOutput, type Output, type Terminal } from './output.ts';
import { untilInterrupted } from './interrupted.ts';

export type CliEnvironment = Pick<CommandContext, 'absolute' | 'readFile' | 'root' | 'interrupted' | 'daemon' | 'installer' | 'openPage' | 'input'> & {
  readonly terminal: Terminal; readonly version: string;
  /** Opened only when a command needs it: help answers without a daemon. `say` takes what a person should know. @throws FrameWrightError `daemon-failed`, `daemon-version`. */
  openClient(say: (line: string) => void): Promise<Client>;
};

/** What is known of the line, as far as it was read. */
type Typed = { -readonly [Key in keyof FailureContext]: FailureContext[Key] };

/** Runs one command line. Never throws; returns the exit status. */
export async function runCli(argv: readonly string[], environment: CliEnvironment): Promise<number> {
  const output = createOutput(environment.terminal, argv.includes('--json'));
  const client = lazyClient(() => environment.openClient((line) => output.line(line)));
  const typed: Typed = { path: null, job: null, command: commands.find(({ name }) => name === argv[0]) ?? null, args: null, known: commands.map(({ name }) => name) };
  try {
    const args = parseArguments(argv);
    const { command, rest } = findCommand(args);
    if (args.flag('version')) { output.line(environment.version); output.data({ version: environment.version }); return 0; }
    const explained = args.flag('help') ? args.positionals.length ? command : null : asksAbout(command, rest);
    if (!command || explained || args.flag('help')) { showHelp(output, explained); return command || args.flag('help') ? 0 : 2; }
    Object.assign(typed, { command, args: rest }, command.takes ? { [command.takes]: rest.positionals.at(-1) ?? null } : {});
    demandUnderstood(command, args);
    const running = command.run({ ...environment, client, output, args: rest });
    return await (command.stopsItself ? running : Promise.race([running, untilInterrupted(environment.interrupted)]));
  } catch (thrown) {
    return printFailure(toFrameWrightError(thrown), output, typed);
  } finally {
    await client.close();
  }
}

function showHelp(output: Output, command: Command | null): void {
  output.line(command ? commandHelp(command) : mainHelp());
  output.data(command ? commandData(command) : helpData());
}

/** The command that `help <command>` is about; a topic of the same name says more. */
const asksAbout = (command: Command | null, { positionals: [about] }: Arguments): Command | null =>
  command?.name === 'help' ? commands.find(({ name, topic }) => name === about && topic !== about) ?? null : null;

/** @throws FrameWrightError `usage` for an option that the command would pass over. */
function demandUnderstood(command: Command, { given }: Arguments): void {
  const known: readonly OptionName[] = [...command.options, 'json', 'help', 'version'];
  const stray = given.find((name) => !known.includes(name));
  if (stray) throw new FrameWrightError('usage', { what: `${command.name} takes no --${stray}.`, why: `framewright ${command.name} --help lists what it takes.` });
}

/** The first word names the command; any other word is a file to restore, after questions with `--wizard`. @throws FrameWrightError `unknown-name` for a command that was mistyped. */
function findCommand(args: Arguments): { command: Command | null; rest: Arguments } {
  const [first, ...others] = args.positionals;
  const named = commands.find((command) => command.name === first);
  if (named) return { command: named, rest: { ...args, positionals: others } };
  if (args.flag('wizard')) return { command: commands.find(({ name }) => name === 'wizard')!, rest: args };
  if (first !== undefined && others.length && looksLikeCommand(first)) {
    const known = commands.map(({ name }) => name), near = nearest(first, known);
    if (near) throw new FrameWrightError('unknown-name', { kind: 'command', name: first, known: known.join(', '), nearest: near });
  }
  return { command: first === undefined ? null : commands[0]!, rest: args };
}
