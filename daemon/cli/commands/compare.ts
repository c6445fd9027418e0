// `framewright compare`: one frame under several presets, or by several methods of one stage, as pictures.
import { basename, dirname, extname } from 'node:path';
import type { Client } from '../../../shared/client.ts';
import { FrameWrightError } from '../../../shared/errors.ts';
import { nearest } from '../../../shared/nearest.ts';
import type { WishInput } from '../../../shared/preset.ts';
import type { Command, CommandContext } from '../command.ts';
import { oneFile } from '../files.ts';
import { writeFamily } from '../new-files.ts';
import type { Arguments, OptionName } from '../options.ts';
import { table } from '../output.ts';
import { rangeFrom, wishFrom, wishOptions } from '../wish.ts';

const leftOut: readonly OptionName[] = ['from', 'to', 'duration', 'handles', 'extend', 'no-sound', 'checkpoint', 'xmp', 'size', 'bitrate'];
/** As many as fit on one sheet. */
const most = 8;
type Column = { readonly title: string; readonly wish: WishInput };

export const compare: Command = {
  name: 'compare', topic: 'previews', takes: 'path', usage: 'framewright compare <file> --presets fast,balanced,best', says: 'shows one frame under several presets or methods, side by side',
  options: [...wishOptions.filter((name) => !leftOut.includes(name)), 'presets', 'methods', 'frame', 'at', 'output', 'json'],
  async run(context) {
    const { client, output, args } = context, path = oneFile(context), config = args.text('config'), wish = wishFrom(args);
    const columns = await columnsFor(client, args, wish), { frame, why } = await frameFor(client, args, path, wish);
    output.line(`Comparing ${columns.map(({ title }) => title).join(', ')} at frame ${frame} …`);
    const compared = await client.compare({ path, config: config && context.absolute(config), frame, draft: false, wishes: columns, sheet: true });
    const pictures = [{ name: '', id: compared.sheet!.id }, { name: '.source', id: compared.before.id }, ...compared.columns.map(({ title, preview }) => ({ name: `.${title.replace(/[^\w.-]+/g, '-')}`, id: preview.after.id }))];
    const bytes = await Promise.all(pictures.map(async ({ name, id }) => ({ ending: `${name}.png`, bytes: await client.bytes(id) })));
    const [sheet, source, ...single] = await writeFamily(folderFor(context, path), `${basename(path, extname(path))}.compare`, bytes);
    const rows = compared.columns.map(({ title, preview }, i) => ({ title, picture: single[i]!, notices: preview.notices }));
    output.data({ frame, sheet, source, columns: rows });
    for (const line of table([['Side by side:', `${sheet}   (frame ${frame}: ${why})`], ['Source:', source!], ...rows.map(({ title, picture }) => [`${title}:`, picture])], '')) output.line(line);
    for (const notice of new Set(rows.flatMap(({ notices }) => notices))) output.line(`  ${notice}`);
    if (rows.length > 1 && new Set(compared.columns.map(({ preview }) => preview.after.id)).size === 1) output.line('  All of them are the same here: what differs was not needed. Ask for a strength, for example --set denoise.strength=0.5.');
    return 0;
  },
};

/** What is compared. @throws FrameWrightError `usage`, `bad-value`, `unknown-name`. */
async function columnsFor(client: Client, args: Arguments, wish: WishInput): Promise<Column[]> {
  const presets = args.text('presets'), methods = args.text('methods');
  if (presets !== undefined && methods !== undefined) throw new FrameWrightError('usage', { what: 'Both --presets and --methods were given.', why: 'Compare one after the other.' });
  const found = methods === undefined ? await presetColumns(client, (presets ?? 'fast,balanced,best').split(','), wish) : await methodColumns(client, methods, wish);
  if (found.length > most) throw new FrameWrightError('bad-value', { key: methods === undefined ? '--presets' : '--methods', value: (methods ?? presets)!, why: `At most ${most} are compared at once.` });
  return found;
}

async function presetColumns(client: Client, names: readonly string[], wish: WishInput): Promise<Column[]> {
  const known = (await client.presets({})).filter(({ kind }) => kind !== 'delivery');
  return [...new Set(names)].map((title) => {
    const found = known.find(({ name }) => name === title);
    if (!found) throw unknown('preset', title, known.map(({ name }) => name));
    return { title, wish: { ...wish, [found.kind]: title } };
  });
}

async function methodColumns(client: Client, text: string, wish: WishInput): Promise<Column[]> {
  const [, id, list] = /^([\w-]+)=([\w,-]+)$/.exec(text) ?? [];
  if (id === undefined || list === undefined) throw new FrameWrightError('bad-value', { key: '--methods', value: text, why: 'Write stage=method,method, for example denoise=hqdn3d,denoise-lite.' });
  const stages = await client.stages({}), stage = stages.find((one) => one.id === id);
  if (!stage) throw unknown('stage', id, stages.map((one) => one.id));
  return [...new Set(list.split(','))].map((method) => {
    if (!stage.methods.includes(method)) throw unknown(`method of ${id}`, method, stage.methods);
    return { title: `${id}=${method}`, wish: { ...wish, stages: { ...wish.stages, [id]: { ...wish.stages?.[id], method } } } };
  });
}

const unknown = (kind: string, name: string, known: readonly string[]): FrameWrightError => new FrameWrightError('unknown-name', { kind, name, known: known.join(', '), nearest: nearest(name, known) ?? known[0]! });

/** The frame that was asked for, or else the moment that most needs a look. @throws FrameWrightError `bad-value`, `usage`. */
async function frameFor(client: Client, args: Arguments, path: string, wish: WishInput): Promise<{ readonly frame: number; readonly why: string }> {
  const number = args.text('frame'), at = args.text('at');
  if (number !== undefined && at !== undefined) throw new FrameWrightError('usage', { what: 'Both --frame and --at were given.', why: 'They say the same thing; give one.' });
  if (number !== undefined && !/^\d{1,9}$/.test(number)) throw new FrameWrightError('bad-value', { key: '--frame', value: number, why: 'Write a frame number, counted from 0.' });
  if (number !== undefined) return { frame: Number(number), why: 'as asked' };
  if (at !== undefined) {
    const range = rangeFrom({ ...args, text: (name) => (name === 'from' ? at : undefined) });
    const { clip } = await client.plan({ path, wish: { interpretation: wish.interpretation, range } });
    return { frame: clip.in, why: `at ${at}` };
  }
  const [first] = await client.moments({ path, interpretation: wish.interpretation });
  return { frame: first!.frame, why: first!.why };
}

function folderFor(context: CommandContext, path: string): string {
  const output = context.args.text('output');
  return output === undefined ? dirname(path) : context.absolute(output);
}
