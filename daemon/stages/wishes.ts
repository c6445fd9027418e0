// Reads what a preset or the user says of one stage.
import { z, type ZodType } from 'zod';
import { FrameWrightError } from '../../shared/errors.ts';
import type { StageWish } from '../../shared/preset.ts';

/** The stage's parameters out of its wish, defaults filled in. @throws FrameWrightError `bad-value` naming the first key that is wrong. */
export function readParams<P>(stage: string, params: ZodType<P>, wish: StageWish): P {
  const { strength: _strength, method: _method, ...rest } = wish;
  const read = params.safeParse(rest);
  if (read.success) return read.data;
  const issue = read.error.issues[0]!;
  const key = issue.code === 'unrecognized_keys' ? issue.keys[0]! : issue.path.join('.');
  throw new FrameWrightError('bad-value', { key: `${stage}.${key}`, value: String((rest as Record<string, unknown>)[key]), why: `${issue.message}.` });
}

/** A strength of nothing is off as well. */
export const isOff = (wish: StageWish): boolean => wish.strength === 'off' || wish.strength === 0;
export const turnedOff = { use: false, why: 'it was turned off' } as const;

/** A strength that was asked for, or null where the measurement decides. */
export const askedStrength = (wish: StageWish): number | null => (typeof wish.strength === 'number' ? wish.strength : null);

/** `auto` or a number in the given range. */
export const autoOr = (least: number, most: number) => z.union([z.literal('auto'), z.number().min(least).max(most)]).default('auto');

/** A number as people read it: at most `digits` decimals, no trailing zeros. */
export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));
export const percent = (share: number): string => `${round(share * 100)} %`;
