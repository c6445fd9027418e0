// Errors in the words of a language. What stands in their values as free text comes from the daemon in English, unless the language knows that sentence.
import { errorCatalogue, fill, type ErrorCode, type FrameWrightError } from '../errors.ts';
import { decimals, type Units } from '../words.ts';

export type ErrorSentences = { readonly what: string; readonly why: string };
/** `rows` holds the placeholders of shared/errors.ts. `phrases`: texts that panels and the daemon put into values again and again, by their English words, or by the value's name, a space and those words. */
export type ErrorWords = { readonly rows: Readonly<Record<ErrorCode, ErrorSentences>>; readonly phrases: Readonly<Record<string, string>> };
/** As the catalogue has them. */
export const ownErrors: ErrorWords = { rows: errorCatalogue, phrases: {} };

/** Values that are words of ours; all others are names, paths and the like, which stay as they are. */
const spoken: ReadonlySet<string> = new Set(['what', 'why', 'state', 'action', 'kind', 'host', 'title', 'way', 'found', 'version']);
/** A number with its unit, as `duration` and `bytes` write it. */
const measured = /^\d+\.\d+ (?:[kMGT]B|[KMGT]iB|[kMG]?bit\/s|s|%)$/;

/** Both sentences with every value filled in. */
export function sayError({ code, values }: Pick<FrameWrightError, 'code' | 'values'>, { rows, phrases }: ErrorWords, units: Units): ErrorSentences {
  const said = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, say(name, value)]));
  return { what: fill(rows[code].what, said), why: fill(rows[code].why, said) };

  function say(name: string, value: string | number): string {
    const text = String(value);
    const phrase = spoken.has(name) ? phraseFor(name, text, phrases) : null;
    if (phrase !== null) return phrase;
    return measured.test(text) || typeof value === 'number' ? decimals(text, units) : text;
  }
}

/** The language's words for a text of ours; null where it has none. `name`: of the value that holds it. */
export function phraseFor(name: string, text: string, phrases: ErrorWords['phrases']): string | null {
  const key = [`${name} ${text}`, text].find((one) => Object.hasOwn(phrases, one));
  return key === undefined ? null : phrases[key]!;
}

/** Whether the reason is the daemon's own text, in English. */
export const isForeign = ({ code, values }: Pick<FrameWrightError, 'code' | 'values'>, { rows, phrases }: ErrorWords): boolean =>
  rows !== ownErrors.rows && rows[code].why === '{why}' && phraseFor('why', String(values.why), phrases) === null;
