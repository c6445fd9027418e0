// `framewright install`, `uninstall`, `status`: the program, its start at login, links and the editors' panels.
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Change, InstallPart, PartStatus } from '../../../shared/installing.ts';
import { shellArgument } from '../../../shared/words.ts';
import type { Command, CommandContext } from '../command.ts';
import type { Output } from '../output.ts';

const partOptions = ['premiere', 'resolve', 'service'] as const;

export const install: Command = {
  stopsItself: true,
  name: 'install', topic: 'installing', usage: 'framewright install', says: 'installs FrameWright for this user, and its panels for the editors that are here', options: [...partOptions, 'force', 'dry-run', 'json'],
  run: (context) => installAsked(context, partsAsked(context)),
};

export const uninstall: Command = {
  stopsItself: true,
  name: 'uninstall', topic: 'installing', usage: 'framewright uninstall', says: 'removes everything that FrameWright wrote, but no media', options: [...partOptions, 'keep-data', 'force', 'dry-run', 'json'],
  run: (context) => uninstallAsked(context, partsAsked(context)),
};

export const status: Command = {
  name: 'status', topic: 'installing', usage: 'framewright status', says: 'shows what is installed where, and whether it is current', options: ['json'],
  async run(context) {
    if (context.args.positionals.length) throw new FrameWrightError('usage', { what: `What "${context.args.positionals.join(' ')}" should mean here is not known.`, why: 'framewright status shows everything.' });
    const { output, installer } = context, found = await installer.status();
    output.data({ kind: 'installed', ...found });
    output.line(found.installed === null ? `FrameWright ${found.version} is not installed; it runs from where it lies.` : `FrameWright ${found.installed} is installed in ${found.folder}.${found.installed === found.version ? '' : ` This is ${found.version}.`}`);
    for (const part of found.parts) showPart(part, output);
    return 0;
  },
};

const titles: Readonly<Record<InstallPart, string>> = { program: 'Program', link: 'Links', premiere: 'Premiere Pro', resolve: 'DaVinci Resolve', service: 'Start at login' };

function showPart({ part, installed, current, says }: PartStatus, output: Output): void {
  output.line(`\n${output.paint('bold', titles[part])}  ${installed ? current ? 'installed' : 'installed, not current' : 'not installed'}`);
  for (const line of says) output.line(`  ${line}`);
}

const partsAsked = ({ args }: CommandContext): InstallPart[] | null => {
  const asked = partOptions.filter((part) => args.flag(part));
  return asked.length ? asked : null;
};

/** @throws FrameWrightError `usage` */
function refuseWords({ args: { positionals } }: CommandContext): void {
  if (positionals.length) throw new FrameWrightError('usage', { what: `What "${positionals.join(' ')}" should mean here is not known.`, why: 'Parts are chosen by --premiere, --resolve and --service.' });
}

/** `parts` null: what this machine has editors for. */
export async function installAsked(context: CommandContext, parts: readonly InstallPart[] | null): Promise<number> {
  refuseWords(context);
  const { installer, args } = context;
  const changes = await installer.installChanges({ parts, force: args.flag('force') });
  await makeAll(context, changes, changes.some(({ kind }) => kind !== 'note') ? '\nInstalled. framewright status shows it, framewright uninstall takes it back.' : '\nEverything is as it should be.');
  return 0;
}

export async function uninstallAsked(context: CommandContext, parts: readonly InstallPart[] | null): Promise<number> {
  refuseWords(context);
  const { installer, args } = context;
  await makeAll(context, await installer.uninstallChanges({ parts, force: args.flag('force'), keepData: args.flag('keep-data') }), '\nDone. Videos and their results are where they were.');
  return 0;
}

async function makeAll({ installer, output, args }: CommandContext, changes: readonly Change[], done: string): Promise<void> {
  const dry = args.flag('dry-run');
  output.data({ kind: 'changes', made: !dry, changes });
  if (dry) for (const change of changes) show(change, output, 'Would: ');
  else await installer.make(changes, (change) => show(change, output, ''));
  output.line(dry ? '\nNothing was changed.' : done);
}

function show(change: Change, output: Output, before: string): void {
  output.line(change.kind === 'note' ? change.says : `${before}${change.says}`);
  if (change.kind === 'write') for (const line of (change.shown ?? change.text).trimEnd().split(/\r?\n/)) output.line(`    ${line}`);
  if (change.kind === 'run') output.line(`    ${change.words.map((word) => (/^[\w./-]+$/.test(word) ? word : shellArgument(word, output.terminal.windows))).join(' ')}`);
}
