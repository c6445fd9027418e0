// What is chosen instead of the recommendation: the options of the command line, typed as `quality=best denoise=0.3`.
import { FrameWrightError } from '../../../shared/errors.ts';
import { nearest } from '../../../shared/nearest.ts';
import type { ResponseOf } from '../../../shared/operations.ts';
import type { AnyPlan } from '../../../shared/plan.ts';
import { shellArgument } from '../../../shared/words.ts';
import { options, parseArguments, type Arguments, type OptionName } from '../options.ts';
import { table } from '../output.ts';
import { wishOptions } from '../wish.ts';

/** Of everything that can be chosen. */
export type Known = { readonly presets: ResponseOf<'presets'>; readonly stages: ResponseOf<'stages'> };

/** The options that matter most, as they stand, with what they may be. */
export function choiceLines(args: Arguments, plan: AnyPlan, { presets, stages }: Known): string[] {
  const named = (kind: string): string => presets.filter((one) => one.kind === kind).map(({ name }) => name).join(', ');
  const used = new Set([...plan.steps, ...plan.streams.flatMap((stream) => stream.steps)].map(({ stage }) => stage));
  const strengthOf = (id: string): string => String(plan.steps.find(({ stage }) => stage === id)?.strength ?? 'on');
  const rows = [
    ['quality', args.text('quality') ?? 'balanced', named('quality')],
    ['style', args.text('style') ?? 'by the footage', named('style')],
    ...(plan.result === null ? [] : [['scale', args.text('scale') ?? `${plan.result.width}x${plan.result.height}`, 'a factor (2), lines (1080p) or a size (1920x1080)']]),
    ['delivery', plan.delivery.name, named('delivery')],
    ...stages.filter(({ id }) => used.has(id)).map(({ id, takesStrength, title }) => [id, strengthOf(id), `${takesStrength ? 'auto, off, 0 to 1' : 'auto, off'} (${title.toLowerCase()})`]),
    ['from, to', `${args.text('from') ?? 'begin'}, ${args.text('to') ?? 'end'}`, 'times such as 0:30, or frames such as 750f'],
  ];
  const left = stages.filter(({ id }) => !used.has(id)).map(({ id }) => id);
  return [...table(rows), ...(left.length ? [`  Left out: ${left.join(', ')}`] : [])];
}

/** Arguments with what was typed over them. @throws FrameWrightError `unknown-name`, `bad-value`, `usage`. */
export function withChoices(args: Arguments, typed: string, stages: readonly string[]): Arguments {
  const words = typed.replace(/\s*=\s*/g, '=').split(/\s+/).map((word) => word.replace(/,$/, '')).filter(Boolean);
  const chosen = parseArguments(words.map((word) => argumentOf(word, stages)));
  return {
    positionals: args.positionals, given: [...new Set([...args.given, ...chosen.given])],
    text: (name) => chosen.text(name) ?? args.text(name), many: (name) => [...args.many(name), ...chosen.many(name)], flag: (name) => chosen.flag(name) || args.flag(name),
  };
}

/** `denoise=0.3` is `--set=denoise.strength=0.3`, `quality=best` is `--quality=best`, `xmp` is `--xmp`. */
function argumentOf(word: string, stages: readonly string[]): string {
  const [, name = '', key, value] = /^-{0,2}([\w-]+?)(?:\.([\w-]+))?(?:=(.+))?$/s.exec(word) ?? [];
  if (stages.includes(name) && value !== undefined) return `--set=${name}.${key ?? 'strength'}=${value}`;
  const known: readonly string[] = wishOptions;
  if (known.includes(name) && key === undefined) return value === undefined ? `--${name}` : `--${name}=${value}`;
  const all = [...known, ...stages];
  throw new FrameWrightError('unknown-name', { kind: 'option', name: word, known: [...known.slice(0, 6), ...stages].join(', '), nearest: nearest(name, all) ?? 'quality' });
}

/** The command that does the same without questions. */
export function sameCommand(path: string, args: Arguments, windows: boolean): string {
  const word = (text: string): string => shellArgument(text, windows);
  const wordsOf = (name: OptionName): string[] => {
    const option: { readonly takes: string | null; readonly many?: boolean } = options[name];
    if (option.takes === null) return [`--${name}`];
    return (option.many ? args.many(name) : [args.text(name)!]).flatMap((value) => [`--${name}`, word(value)]);
  };
  return ['framewright', word(path), ...args.given.filter((name) => name !== 'wizard').flatMap(wordsOf)].join(' ');
}
