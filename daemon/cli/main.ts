// The command line: finds the command, runs it, turns every failure into a lesson and an exit status.
import { toFrameWrightError } from '../../shared/errors.ts';
import type { Client } from '../../shared/client.ts';
import type { Command, CommandContext } from './command.ts';
import { commands } from './commands/index.ts';
import { mainHelp, commandHelp } from './usage.ts';
import { printFailure } from './failure.ts';
import { parseArguments, type Arguments } from './options.ts';
import { createOutput, type Terminal } from './output.ts';

export type CliEnvironment = Pick<CommandContext, 'absolute' | 'readFile' | 'root' | 'interrupted'> & {
  readonly terminal: Terminal; readonly version: string;
  /** Opened only when a command needs it: help answers without a store. */
  openClient(): Client;
};

/** Runs one command line. Never throws; returns the exit status. */
export async function runCli(argv: readonly string[], environment: CliEnvironment): Promise<number> {
  let client: Client | null = null;
  const output = createOutput(environment.terminal, argv.includes('--json'));
  const typed = { path: null as string | null, job: null as string | null };
  try {
    const args = parseArguments(argv);
    const { command, rest } = findCommand(args);
    if (args.flag('version')) { output.line(environment.version); output.data({ version: environment.version }); return 0; }
    if (!command || args.flag('help')) { output.line(command && args.positionals.length ? commandHelp(command) : mainHelp()); return command || args.flag('help') ? 0 : 2; }
    typed.path = rest.positionals[0] ?? null;
    const lazy = new Proxy({} as Client, { get: (_, key) => (client ??= environment.openClient())[key as keyof Client] });
    return await command.run({ ...environment, client: lazy, output, args: rest });
  } catch (thrown) {
    return printFailure(toFrameWrightError(thrown), output, typed);
  } finally {
    await (client as Client | null)?.close();
  }
}

/** The first word names the command; any other word is a file to restore. */
function findCommand(args: Arguments): { command: Command | null; rest: Arguments } {
  const [first, ...others] = args.positionals;
  const named = commands.find((command) => command.name === first);
  if (named) return { command: named, rest: { ...args, positionals: others } };
  return { command: first === undefined ? null : commands[0]!, rest: args };
}
