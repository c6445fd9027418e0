// Commands around the queue: watch folders, settings, the dashboard, pairing.
import type { z } from 'zod';
import { FrameWrightError } from '../../../shared/errors.ts';
import { nearest } from '../../../shared/nearest.ts';
import { settings as settingsSchema, settingsPatch } from '../../../shared/settings.ts';
import type { Command, CommandContext } from '../command.ts';
import { table } from '../output.ts';
import { wishFrom, wishOptions } from '../wish.ts';
import { outputFrom } from './restore.ts';

export const watch: Command = {
  name: 'watch', topic: 'daemon', usage: 'framewright watch [list | add <folder> | remove <watch>]', says: 'restores whatever is put into a folder', options: [...wishOptions, 'output', 'json'],
  async run(context) {
    const [action = 'list', subject, ...more] = context.args.positionals;
    if (action === 'list' && subject === undefined) return listWatches(context);
    if (action === 'add' && subject && !more.length) return addWatch(context, subject);
    if (action === 'remove' && subject && !more.length) return removeWatch(context, subject);
    throw new FrameWrightError('usage', { what: `watch does not know "${context.args.positionals.join(' ')}".`, why: 'Write framewright watch list, framewright watch add <folder>, or framewright watch remove <watch>.' });
  },
};

async function listWatches({ client, output }: CommandContext): Promise<number> {
  const all = await client.watches({});
  output.data(all);
  if (!all.length) output.line('No folder is watched. Watch one with: framewright watch add tapes');
  else for (const line of table([['WATCH', 'TAKEN', 'DONE', 'FAILED', 'FOLDER'], ...all.map((one) => [one.id, String(one.taken), String(one.done), String(one.failed), one.folder + (one.trouble === null ? '' : `   (${one.trouble})`)])], '')) output.line(line);
  return 0;
}

async function addWatch(context: CommandContext, folder: string): Promise<number> {
  const { client, output, args } = context, config = args.text('config');
  const made = await client.watch({ folder: context.absolute(folder), wish: wishFrom(args), config: config && context.absolute(config), output: outputFrom(context) });
  output.data(made);
  output.line(`${made.folder} is watched (${made.id}). Take it back with: framewright watch remove ${made.id}`);
  return 0;
}

async function removeWatch({ client, output }: CommandContext, id: string): Promise<number> {
  const { removed } = await client.unwatch({ watch: id });
  output.data({ removed });
  output.line(`${removed} is watched no more; its files stay.`);
  return 0;
}

export const settings: Command = {
  name: 'settings', topic: 'daemon', usage: 'framewright settings [key=value …]', says: 'shows the daemon\'s settings, or changes some', options: ['json'],
  details: () => Object.entries(fields).map(([key, field]) => [key, field.description ?? '']),
  async run({ client, output, args }) {
    const changed = args.positionals.length ? await client.changeSettings(patchFrom(args.positionals)) : await client.settings({});
    output.data(changed);
    for (const line of table(Object.entries(changed).map(([key, value]) => [key, value === null ? 'none' : String(value)]), '')) output.line(line);
    return 0;
  },
};

const fields = settingsSchema.unwrap().shape;

/** What is expected, in words. */
function wanted({ code, message, ...issue }: z.core.$ZodIssue): string {
  if (code !== 'invalid_type') return `${message}.`;
  return `Write ${'expected' in issue && issue.expected === 'boolean' ? 'true or false' : 'a number'}.`;
}

/** `retries=5 historyDays=none`. @throws FrameWrightError `bad-value`, `unknown-name`. */
function patchFrom(pairs: readonly string[]): Record<string, unknown> {
  const known = Object.keys(fields);
  const patch: Record<string, unknown> = {};
  for (const pair of pairs) {
    const [, key, text] = /^(\w+)=(.*)$/s.exec(pair) ?? [];
    if (key === undefined || text === undefined) throw new FrameWrightError('bad-value', { key: 'settings', value: pair, why: 'Write key=value, for example retries=5.' });
    if (!known.includes(key)) throw new FrameWrightError('unknown-name', { kind: 'setting', name: key, known: known.join(', '), nearest: nearest(key, known) ?? known[0]! });
    patch[key] = text === 'none' ? null : text === 'true' || text === 'false' ? text === 'true' : text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    const issue = settingsPatch.safeParse({ [key]: patch[key] }).error?.issues[0];
    if (issue) throw new FrameWrightError('bad-value', { key, value: text, why: `${wanted(issue)} ${fields[key as keyof typeof fields].description ?? ''}` });
  }
  return patch;
}

export const dashboard: Command = {
  name: 'dashboard', topic: 'daemon', usage: 'framewright dashboard', says: 'opens the dashboard in the browser', options: ['json'],
  async run({ client, output, openPage }) {
    const { url, expiresAt } = await client.dashboardLink({});
    output.data({ url, expiresAt });
    output.line(url);
    const opened = !output.json && output.terminal.columns !== null && await openPage(url);
    output.line(opened ? 'It opens in your browser. The link works once.' : 'Open it in a browser of this machine; it works once, within a minute.');
    return 0;
  },
};

export const pair: Command = {
  name: 'pair', topic: 'security', usage: 'framewright pair', says: 'shows a code that lets an editor\'s panel in', options: ['json'],
  async run({ client, output }) {
    const { code, expiresAt } = await client.pairingCode({});
    output.data({ code, expiresAt });
    output.line(`${output.paint('bold', `${code.slice(0, 3)} ${code.slice(3)}`)}`);
    output.line('Type it into the panel within five minutes. It works once.');
    return 0;
  },
};
