// `framewright panel` and `framewright open-link`: what keys, script entries, Stream Decks and the system's links run.
import { FrameWrightError } from '../../../shared/errors.ts';
import { panelCommands, type PanelCommand } from '../../../shared/events.ts';
import { nearest } from '../../../shared/nearest.ts';
import type { Command, CommandContext } from '../command.ts';

/** What each does, for its help. */
const says: Readonly<Record<PanelCommand['name'], string>> = {
  restore: 'restores what is selected, with the preset that the panel shows or --preset', 'same-as-last': 'restores what is selected as the last clip was', extend: 'shows the panel\'s handles for longer clips', preview: 'shows what is selected before and after',
  place: 'puts finished results on the timeline', open: 'shows the panel, where the editor lets it', 'self-check': 'shows what the editor lets FrameWright do',
};

export const panel: Command = {
  name: 'panel', topic: 'editors', usage: `framewright panel ${panelCommands.join('|')}`, says: 'has an editor\'s panel do something with what is selected there', options: ['host', 'preset', 'json'],
  details: () => panelCommands.map((name) => [name, says[name]]),
  async run(context) {
    const [word, ...more] = context.args.positionals;
    if (word === undefined || more.length) throw new FrameWrightError('usage', { what: word === undefined ? 'panel needs to know what to do.' : `panel does not know "${context.args.positionals.join(' ')}".`, why: `Known: ${panelCommands.join(', ')}.` });
    return tellPanel(context, nameOf(word), hostOf(context.args.text('host') ?? null), context.args.text('preset') ?? null);
  },
};

/** @throws FrameWrightError `unknown-name`. */
function nameOf(word: string): PanelCommand['name'] {
  const name = panelCommands.find((one) => one === word);
  if (name === undefined) throw new FrameWrightError('unknown-name', { kind: 'command of panels', name: word, known: panelCommands.join(', '), nearest: nearest(word, panelCommands) ?? panelCommands[0] });
  return name;
}

const editors: readonly string[] = ['premiere', 'resolve'];

/** @throws FrameWrightError `unknown-name`. */
function hostOf(name: string | null): string | null {
  if (name === null || editors.includes(name)) return name;
  throw new FrameWrightError('unknown-name', { kind: 'editor with a panel', name, known: editors.join(', '), nearest: nearest(name, editors) ?? editors[0]! });
}

async function tellPanel({ client, output }: CommandContext, name: PanelCommand['name'], host: string | null, preset: string | null): Promise<number> {
  const { hosts } = await client.command({ name, host, preset });
  output.data({ command: name, hosts });
  output.line(`The panel in ${hosts.join(', ')} was told: ${name}.`);
  return 0;
}

/** Everything that a link may say. A link comes from anywhere, a web page too, so it carries neither options nor paths: only what the panel's own buttons do with what its user has selected. */
const link = /^framewright:\/\/(?:(start)|panel\/([a-z-]{1,20}))\/?$/;

export const openLink: Command = {
  name: 'open-link', topic: 'editors', usage: 'framewright open-link framewright://start', says: 'does what a link of FrameWright says; the system runs it', options: ['json'],
  details: () => [['framewright://start', 'starts the daemon'], ...panelCommands.map((name) => [`framewright://panel/${name}`, says[name]])],
  async run(context) {
    const [url, ...more] = context.args.positionals, asked = more.length === 0 && url !== undefined ? readLink(url) : null;
    if (!asked) throw new FrameWrightError('usage', { what: 'This is no link that FrameWright follows.', why: 'It follows framewright://start, and framewright://panel/ with one of the commands of framewright panel behind it.' });
    return asked === 'start' ? startDaemon(context) : tellPanel(context, asked, null, null);
  },
};

/** Null for anything else, whatever it looks like. */
export function readLink(url: string): 'start' | PanelCommand['name'] | null {
  const [, start, word] = link.exec(url) ?? [];
  return start ? 'start' : panelCommands.find((one) => one === word) ?? null;
}

async function startDaemon({ daemon, output }: CommandContext): Promise<number> {
  const client = await daemon.start();
  try {
    const { pid, port } = await client.describe({});
    output.data({ pid, port });
    output.line(`The daemon runs: process ${pid}, port ${port}.`);
    return 0;
  } finally { await client.close(); }
}
