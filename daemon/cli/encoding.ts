// Options of how the result is encoded: purpose, encoder, quality or size.
import { FrameWrightError } from '../../shared/errors.ts';
import { nearest } from '../../shared/nearest.ts';
import { encoderKind, purpose, type WishInput } from '../../shared/preset.ts';
import type { Arguments, OptionName } from './options.ts';

/** @throws FrameWrightError `bad-value`, `unknown-name`, `usage`. */
export function encodingFrom(args: Arguments): Pick<WishInput, 'purpose' | 'encoder' | 'crf' | 'size' | 'xmp'> {
  const crf = args.text('crf');
  return {
    purpose: oneOf(purpose.options, 'purpose', args.text('for')) ?? null, encoder: oneOf(encoderKind.options, 'encoder', args.text('encoder')),
    crf: crf === undefined ? null : amount(crf, '--crf', /^\d+(\.\d+)?$/, 'Write a number such as 18.'), size: sizeFrom(args), xmp: args.flag('xmp'),
  };
}

function oneOf<Name extends string>(known: readonly Name[], kind: string, text: string | undefined): Name | undefined {
  const named = known.find((one) => one === text);
  if (text === undefined || named) return named;
  throw new FrameWrightError('unknown-name', { kind, name: text, known: known.join(', '), nearest: nearest(text, known) ?? known[0]! });
}

function sizeFrom(args: Arguments): WishInput['size'] {
  const size = args.text('size'), rate = args.text('bitrate');
  if (size !== undefined && rate !== undefined) throw new FrameWrightError('usage', { what: 'Both --size and --bitrate were given.', why: 'Each fixes the size in its own way; give one.' });
  if (size !== undefined) return { bytes: scaled(size, '--size', byteUnits, 'Write a size such as 700MB, 4.7GB or 1GiB.') };
  return rate === undefined ? null : { bitRate: scaled(rate, '--bitrate', bitUnits, 'Write bits per second such as 8M or 900k.') };
}

/** Powers of ten as disks are sold, and of two where that is said. */
const byteUnits: Readonly<Record<string, number>> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30 };
const bitUnits: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, kbit: 1e3, mbit: 1e6 };

function scaled(text: string, key: OptionName | `--${OptionName}`, units: Readonly<Record<string, number>>, why: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text) ?? [], factor = units[unit.toLowerCase()];
  const value = Math.round(Number(digits) * (factor ?? NaN));
  if (!(value > 0 && Number.isSafeInteger(value))) throw new FrameWrightError('bad-value', { key, value: text, why });
  return value;
}

function amount(text: string, key: string, form: RegExp, why: string): number {
  if (!form.test(text)) throw new FrameWrightError('bad-value', { key, value: text, why });
  return Number(text);
}
