// The wizard: looks at a clip, recommends, shows, asks, and restores. Until the last answer nothing is written but a picture that is removed again.
import { basename, dirname, extname, isAbsolute, join } from 'node:path';
import { FrameWrightError, toFrameWrightError } from '../../../shared/errors.ts';
import type { AnyPlan } from '../../../shared/plan.ts';
import type { WishInput } from '../../../shared/preset.ts';
import type { CommandContext } from '../command.ts';
import { outputFrom, submitOne } from '../commands/restore.ts';
import { untilInterrupted } from '../interrupted.ts';
import type { Arguments } from '../options.ts';
import { wishFrom } from '../wish.ts';
import { createAsk, type Ask } from './ask.ts';
import { choiceLines, sameCommand, withChoices } from './choices.ts';
import { createLook, type Look } from './look.ts';
import { sayRecommendation } from './recommendation.ts';

/** The context of its command, with questions and pictures. `halting` gives up on Ctrl-C. */
type Desk = CommandContext & { readonly ask: Ask; readonly look: Look; halting<Value>(work: Promise<Value>): Promise<Value> };
type Choice = { readonly args: Arguments; readonly plan: AnyPlan };

/** @throws FrameWrightError as planning and restoring do; `cancelled` on Ctrl-C. */
export async function runWizard(context: CommandContext): Promise<void> {
  const stop = untilInterrupted(context.interrupted);
  stop.catch(() => { /* It is heard by whatever waits at that moment. */ });
  const halting = <Value>(work: Promise<Value>): Promise<Value> => Promise.race([work, stop]);
  const look = createLook(context, halting), ask = createAsk(context);
  const desk: Desk = { ...context, halting, look, ask: (question) => halting(ask(question)) };
  try {
    const path = await chooseFile(desk);
    const args = await agree(desk, path);
    if (args === null) desk.output.line('Nothing was restored.');
    else await restoreAs(desk, path, args);
  } finally {
    await look.clear();
  }
}

/** Names of results and previews. */
const isOurs = /\.(restored|preview)(-\d+)?\./;

/** The file that was named, or is asked for until it can be read. */
async function chooseFile({ args, absolute, client, output, ask, halting }: Desk): Promise<string> {
  const [named, ...more] = args.positionals;
  if (more.length) throw new FrameWrightError('usage', { what: 'More than one file was named.', why: `The wizard looks at one; this was also given: ${more.join(' ')}.` });
  if (named !== undefined) return absolute(named);
  const { entries } = await halting(client.folder({ path: absolute('.') }));
  const newest = entries.filter(({ kind, name }) => kind === 'video' && !isOurs.test(name)).sort((a, b) => b.modifiedAt.localeCompare(a.modifiedAt))[0]?.name ?? '';
  for (;;) {
    const typed = await ask({ says: 'Which file?', answers: [], usual: newest, demand: 'No file was named.' });
    const path = absolute(unquoted(typed));
    const trouble = await halting(client.probe({ path })).then(() => null, toFrameWrightError);
    if (!trouble) return path;
    if (trouble.row.exit !== 3) throw trouble;
    output.line(`  ${trouble.message}`);
  }
}

/** Files that are dropped on a terminal come quoted, or with escaped blanks. */
const unquoted = (typed: string): string => /^(["'])(.*)\1$/s.exec(typed)?.[2] ?? (process.platform === 'win32' ? typed : typed.replace(/\\(.)/g, '$1'));

const askedOf = ({ absolute }: CommandContext, args: Arguments): { wish: WishInput; config?: string | undefined } => {
  const config = args.text('config');
  return { wish: wishFrom(args), config: config && absolute(config) };
};
const plan = (desk: Desk, path: string, args: Arguments): Promise<AnyPlan> => desk.halting(desk.client.plan({ path, ...askedOf(desk, args) }));

/** What is agreed on; null where the person wants nothing of it. */
async function agree(desk: Desk, path: string): Promise<Arguments | null> {
  const { output, ask } = desk;
  output.line(`Taking a first look at ${basename(path)} …`);
  let choice: Choice = { args: desk.args, plan: await plan(desk, path, desk.args) }, shown: Choice | null = null;
  for (;;) {
    if (shown !== choice) await present(desk, path, choice);
    shown = choice;
    const answer = await ask({ says: 'Restore it like this?', hint: 'yes, no (shows what can be changed) or quit', answers: ['yes', 'no', 'quit'], usual: 'yes' });
    if (answer === 'yes') return choice.args;
    if (answer === 'quit') return null;
    choice = await change(desk, path, choice);
  }
}

async function present(desk: Desk, path: string, { args, plan }: Choice): Promise<void> {
  sayRecommendation(desk.output, plan);
  if (plan.source !== null) await desk.look.show(path, askedOf(desk, args), plan);
  desk.output.line();
}

/** Options as they stand, and one line with all that shall be different; asked for again while it cannot be done. */
async function change(desk: Desk, path: string, choice: Choice): Promise<Choice> {
  const { output, client, ask, halting } = desk;
  const known = { presets: await halting(client.presets({})), stages: await halting(client.stages({})) };
  output.data({ kind: 'options', presets: known.presets, stages: known.stages.map(({ id }) => id) });
  output.line(output.paint('bold', '\nOptions'));
  for (const line of choiceLines(choice.args, choice.plan, known)) output.line(line);
  for (;;) {
    const typed = await ask({ says: 'What shall be different?', hint: 'For example: quality=best denoise=0.3 from=0:30', answers: [], usual: 'nothing' });
    if (typed === 'nothing') return choice;
    try {
      const args = withChoices(choice.args, typed, known.stages.map(({ id }) => id));
      return { args, plan: await plan(desk, path, args) };
    } catch (thrown) {
      const error = toFrameWrightError(thrown);
      if (error.row.exit !== 2) throw error;
      output.line(`  ${error.message}`);
    }
  }
}

/** Submits and follows; where the result's name is taken, another one is asked for. */
async function restoreAs(desk: Desk, path: string, args: Arguments): Promise<void> {
  const { output, ask } = desk;
  let overwrite = args.flag('overwrite'), target = outputFrom({ ...desk, args });
  output.line(`The same without questions: ${sameCommand(path, args, output.terminal.windows)}\n`);
  for (;;) {
    const order: Arguments = { ...args, flag: (name) => (name === 'overwrite' ? overwrite : args.flag(name)) };
    try {
      return await submitOne({ ...desk, args: order }, path, target);
    } catch (thrown) {
      const error = toFrameWrightError(thrown), taken = String(error.values.path);
      if (error.code !== 'output-exists') throw error;
      const answer = await ask({ says: `${taken} exists already. What shall the result be called?`, hint: 'A name, or replace', answers: [], usual: nextName(taken) });
      if (answer === 'replace') overwrite = true;
      else target = isAbsolute(answer) ? answer : join(dirname(taken), answer);
    }
  }
}

/** `clip.restored.mp4` → `clip.restored-2.mp4` → `clip.restored-3.mp4`. */
function nextName(path: string): string {
  const extension = extname(path), stem = basename(path, extension), [, start, count] = /^(.*?)(?:-(\d+))?$/s.exec(stem)!;
  return `${start}-${Number(count ?? 1) + 1}${extension}`;
}
