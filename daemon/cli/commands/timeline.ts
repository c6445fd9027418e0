// `framewright timeline`: every clip of a cut restored with handles, and the cut again with the results in their place.
import { FrameWrightError } from '../../../shared/errors.ts';
import { pictureDeliveryOf } from '../../../shared/container.ts';
import { nearest } from '../../../shared/nearest.ts';
import { timecodeAfter } from '../../../shared/timecode.ts';
import { timelineFormats, unsayable, writeTimeline, type TimelineFormat } from '../../../shared/timeline/formats.ts';
import { countOf, framesAt, type Link, type Timeline } from '../../../shared/timeline/model.ts';
import { linkOf, ordersOf, soundClips, withLinks, type Kept, type Order } from '../../../shared/timeline/orders.ts';
import { add, toRational } from '../../../shared/timeline/fraction.ts';
import type { WishInput } from '../../../shared/preset.ts';
import type { JobSummary } from '../../../shared/job.ts';
import type { Command, CommandContext } from '../command.ts';
import { oneFile } from '../files.ts';
import { failureOf, followMany } from '../follow-many.ts';
import { demandPlace, readCut, resultsFolder, writeCut, type CutFile } from '../timeline/cut-file.ts';
import { createFootageDesk } from '../timeline/footage.ts';
import { readClips, type ReadCut } from '../timeline/reading.ts';
import { beginJob, resultOf, type Terms } from '../timeline/restoring.ts';
import { wishFrom, wishOptions } from '../wish.ts';

/** What the timeline itself says of its clips. */
const ownOptions: readonly string[] = ['from', 'to', 'duration'];
/** Frames of handles where nobody says how many. */
const usualHandles = { before: 24, after: 24 };

export const timeline: Command = {
  stopsItself: true,
  name: 'timeline', takes: 'path', topic: 'timelines', usage: 'framewright timeline <cut.otio | cut.fcpxml | cut.edl> [options]', says: 'restores the clips of a cut, and writes the cut with the results',
  options: [...wishOptions.filter((name) => !ownOptions.includes(name)), 'output', 'media', 'format', 'timeline-rate', 'priority', 'detach', 'dry-run', 'json'],
  async run(context) {
    const { args, output } = context, cut = await readCut(oneFile(context)), format = formatFrom(args.text('format')) ?? cut.format, wish = wishOf(context);
    const desk = createFootageDesk(context.client, cut.folder, args.many('media').map((folder) => context.absolute(folder)), wish.interpretation ?? {});
    const read = await readClips(cut, desk, args.text('timeline-rate')), orders = ordersOf(read.uses, handlesOf(wish)), terms = termsFrom(context, cut, wish, read.document.timelines[0]!);
    if (context.interrupted.aborted) throw new FrameWrightError('cancelled');
    if (format !== cut.format && read.document.timelines.length > 1) throw new FrameWrightError('bad-value', { key: '--format', value: format, why: `The file holds ${read.document.timelines.length} timelines, and a new one can hold one; leave --format out.` });
    sayPlan(context, cut, read, orders, terms);
    if (args.flag('dry-run')) { output.line('\nNothing was changed.'); return 0; }
    if (!orders.length) { output.line('\nThere is nothing to restore, so nothing was written.'); return 0; }
    return restoreAll(context, cut, format, read, orders, terms);
  },
};

/** @throws FrameWrightError `unknown-name`. */
function formatFrom(text: string | undefined): TimelineFormat | null {
  if (text === undefined) return null;
  const known = timelineFormats.find((one) => one === text);
  if (known) return known;
  throw new FrameWrightError('unknown-name', { kind: 'timeline format', name: text, known: timelineFormats.join(', '), nearest: nearest(text, timelineFormats) ?? 'otio' });
}

/** The size stays that of the source unless something else is asked for: what lies on a clip in the timeline is measured by it. @throws FrameWrightError `bad-value` for pictures as files. */
function wishOf({ args }: CommandContext): WishInput {
  const wish = wishFrom(args), pictures = wish.container === 'pictures' || pictureDeliveryOf((wish.delivery ?? '').replace(/\d+$/, '')) !== null;
  if (pictures) throw new FrameWrightError('bad-value', { key: wish.container === 'pictures' ? '--container' : '--delivery', value: wish.container === 'pictures' ? wish.container : wish.delivery!, why: 'The new timeline points at films, one for each part; choose a delivery that is one, such as prores-4444.' });
  const isOwnSize = args.text('preset') === undefined && args.text('config') === undefined;
  return { ...wish, scale: wish.scale ?? (isOwnSize ? '1' : undefined), handles: args.text('handles') === undefined ? usualHandles : wish.handles };
}

function termsFrom({ args, absolute }: CommandContext, cut: CutFile, wish: WishInput, { rate }: Timeline): Terms {
  const config = args.text('config'), folder = args.text('output');
  return { wish, config: config && absolute(config), folder: folder === undefined ? resultsFolder(cut) : `${absolute(folder).replace(/[\\/]$/, '')}/`, rate: toRational(rate) };
}

const handlesOf = ({ handles }: WishInput): { before: number; after: number } => ({ before: handles?.before ?? 0, after: handles?.after ?? 0 });
const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

function sayPlan({ output }: CommandContext, { path }: CutFile, { document, uses, kept }: ReadCut, orders: readonly Order[], { folder }: Terms): void {
  const sound = document.timelines.reduce((sum, one) => sum + soundClips(one), 0), [first] = document.timelines;
  output.data({
    kind: 'timeline', path, results: folder, sound, kept: kept.map((one) => keptData(one, first!)),
    orders: orders.map(({ footage, from, to, uses: users }) => ({ path: footage.path, from, to, clips: users.map(({ clip }) => ({ id: clip.id, name: clip.name })) })),
  });
  output.line(`${path}: ${counted(uses.length, 'clip')} in ${counted(orders.length, 'part')} of ${counted(new Set(orders.map(({ footage }) => footage.path)).size, 'file')}, restored into ${folder}`);
  for (const { footage, from, to, uses: users } of orders) output.line(`  ${footage.path}  frames ${from} to ${to}${users.length > 1 ? `, for ${users.length} clips` : ''}`);
  if (kept.length) output.line('\nThese stay as they are:');
  for (const one of kept) output.line(`  ${timecodeOf(one, first!)}  ${one.name || 'without a name'}: ${one.why}`);
  if (sound) output.line(`\n${counted(sound, 'clip')} of sound keep${sound === 1 ? 's' : ''} pointing at their own files; nothing becomes longer or shorter, so they stay in step.`);
}

const timecodeOf = ({ at }: Kept, { start, rate, drop }: Timeline): string => timecodeAfter(drop ? '00:00:00;00' : '00:00:00:00', framesAt(add(start, at), rate), countOf(rate));
const keptData = (one: Kept, timeline: Timeline) => ({ id: one.id, name: one.name, at: timecodeOf(one, timeline), why: one.why });

async function restoreAll(context: CommandContext, cut: CutFile, format: TimelineFormat, read: ReadCut, orders: readonly Order[], terms: Terms): Promise<number> {
  const { client, output, args, interrupted } = context;
  await demandPlace(cut);
  const jobs = await Promise.all(orders.map((order) => beginJob(context, order, terms, read.videos.get(order.footage.path)!)));
  if (args.flag('detach')) {
    output.data({ kind: 'detached', jobs });
    output.line(`\n${counted(jobs.length, 'job')} in the background. When they are done, the same command without --detach writes the timeline.`);
    return 0;
  }
  output.line();
  const stop = (): void => { for (const job of jobs) client.cancel({ job: job.id }).catch(() => { /* It has ended; following says how. */ }); };
  const { jobs: ended, status } = await followMany(context, jobs, stop);
  if (interrupted.aborted || ended.every(({ state }) => state !== 'done')) {
    output.line('\nNo timeline was written. The same command goes on with what is finished.');
    return status;
  }
  const { links, kept } = await linksOf(context, orders, ended);
  return writeResult(context, cut, format, read, { links, kept, status });
}

/** For every clip the result in which it lies; clips whose result is missing are kept. */
async function linksOf(context: CommandContext, orders: readonly Order[], ended: readonly JobSummary[]): Promise<{ readonly links: Map<number, Link>; readonly kept: Kept[] }> {
  const links = new Map<number, Link>(), kept: Kept[] = [];
  for (const [i, { uses, footage }] of orders.entries()) {
    const job = ended[i]!, result = job.state === 'done' ? await resultOf(context, job, footage, i + 1) : failureOf(job).message;
    for (const use of uses) {
      if (typeof result === 'string') kept.push({ name: use.clip.name, at: use.at, id: use.clip.id, why: result });
      else links.set(use.clip.id, linkOf(use, result));
    }
  }
  return { links, kept };
}

async function writeResult({ output }: CommandContext, cut: CutFile, format: TimelineFormat, { document, kept: before }: ReadCut, { links, kept, status }: { readonly links: Map<number, Link>; readonly kept: readonly Kept[]; readonly status: number }): Promise<number> {
  const [first] = document.timelines, converted = format === cut.format ? null : withLinks(first!, links);
  const written = await writeCut(cut, format, converted ? writeTimeline(format, converted) : document.rewrite(links)), left = converted ? unsayable(format, converted) : [];
  output.line(`\n${output.paint('green', 'Written')}: ${written}`);
  output.line(`  ${counted(links.size, 'clip')} of it point${links.size === 1 ? 's' : ''} at results${before.length + kept.length ? `, ${before.length + kept.length} at what they pointed at before` : ''}.`);
  for (const { name, why } of kept) output.line(`  ${name || 'without a name'} was not restored: ${why}`);
  for (const { clip, why } of left) output.line(`  ${clip.name || 'without a name'} is not in it: ${why}`);
  output.data({ kind: 'written', path: written, format, clips: [...links].map(([id, { path, source }]) => ({ id, path, source: { num: String(source.num), den: String(source.den) } })), failed: kept.map(({ id, name, why }) => ({ id, name, why })), left: left.map(({ clip, why }) => ({ id: clip.id, name: clip.name, why })) });
  return status;
}
