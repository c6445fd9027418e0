// The text of --help.
import { errorCatalogue } from '../../shared/errors.ts';
import type { Command } from './command.ts';
import { commands } from './commands/index.ts';
import { describeOptions, optionData } from './options.ts';
import { table } from './output.ts';

const exitMeanings: Readonly<Record<number, string>> = {
  0: 'done', 2: 'usage: an unknown word or value', 3: 'input: the file cannot be used', 4: 'output: nothing can be written there', 5: 'machine: memory, device or model',
  6: 'run: a step failed or the result did not pass its check', 7: 'job: missing, locked or in the wrong state', 70: 'a fault of FrameWright', 130: 'cancelled',
};

/** Every exit status the catalogue can produce, with its meaning. */
export const exitStatuses = (): string[][] => [...new Set([0, ...Object.values(errorCatalogue).map((row) => row.exit)])].sort((a, b) => a - b).map((status) => [String(status), exitMeanings[status] ?? 'see framewright help troubleshooting']);

export function mainHelp(): string {
  return [
    'FrameWright restores video on your own machine.', '', '  framewright clip.mp4', '', 'Commands', ...table(commands.map((command) => [command.usage, command.says])),
    '', 'Options of a restoration', ...table(describeOptions(commands[0]!.options)),
    '', 'Exit status', ...table(exitStatuses()), '', 'More: framewright help [topic], framewright help <command>',
  ].join('\n');
}

export const commandHelp = (command: Command): string => [command.usage, '', `${command.says[0]!.toUpperCase()}${command.says.slice(1)}.`, '', ...details(command), ...table(describeOptions(command.options)), ...(command.topic ? ['', `More: framewright help ${command.topic}`] : [])].join('\n');

const details = ({ details: rows }: Command): string[] => (rows ? [...table(rows()), ''] : []);

/** The help for programs: the same facts as the text. */
export const helpData = (): unknown => ({ commands: commands.map(commandData), exits: exitStatuses().map(([status, says]) => ({ status: Number(status), says })) });

export const commandData = ({ name, usage, says, options }: Command): unknown => ({ name, usage, says, options: optionData(options) });
