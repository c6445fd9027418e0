// Whether what lies in a project's notes has the shape that we write. Anybody may have changed it, and pages carry no library of schemas.
import type { Entry, Ledger } from './ledger.ts';

type Check = (value: unknown) => boolean;
const text: Check = (value) => typeof value === 'string';
/** ISO 8601, as far as a date can be made of it. */
const moment: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const count: Check = (value) => Number.isSafeInteger(value) && value as number >= 0;
const positive: Check = (value) => count(value) && value !== 0;
const share: Check = (value) => typeof value === 'number' && value >= 0 && value <= 1;
const number: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const flag: Check = (value) => typeof value === 'boolean';
const oneOf = (...words: readonly string[]): Check => (value) => words.includes(value as string);
const orNull = (check: Check): Check => (value) => value === null || check(value);
const optional = (check: Check): Check => (value) => value === undefined || check(value);
const list = (check: Check): Check => (value) => Array.isArray(value) && value.every(check);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
/** An object with at least these fields. */
const fields = (checks: Readonly<Record<string, Check>>): Check => (value) => isRecord(value) && Object.entries(checks).every(([name, check]) => check(value[name]));

const whole: Check = (value) => typeof value === 'string' && /^-?\d+$/.test(value);
const rate: Check = (value) => typeof value === 'string' && /^[1-9]\d*(\/[1-9]\d*)?$/.test(value);
const instant = fields({ at: whole, rate }), span = fields({ in: instant, out: instant });
const mode = oneOf('track-above', 'replace', 'append', 'prepend', 'take', 'swap', 'bin');
const rational = fields({ num: positive, den: positive });
const records: Check = (value) => isRecord(value) && Object.values(value).every(isRecord);

const clip = fields({
  key: text, name: text, kind: oneOf('media', 'sound', 'still', 'nested', 'multicam', 'adjustment', 'title', 'generator'), path: orNull(text), offline: flag, enabled: flag, sequence: text,
  track: fields({ index: count, name: text }), place: span, source: orNull(span), mediaLength: orNull(instant), rate: orNull(rate), size: orNull(fields({ width: number, height: number })),
  speed: (value) => fields({ kind: oneOf('varying', 'hidden') })(value) || fields({ kind: oneOf('constant'), ratio: rate })(value), reversed: orNull(flag), effects: orNull(number), interpretation: isRecord,
});
const settings = fields({
  form: fields({ quality: text, style: orNull(text), scale: orNull(text), delivery: orNull(text), stages: records, more: isRecord, better: isRecord }),
  strength: orNull(share), mode: orNull(mode), handles: fields({ before: count, after: count }), scale: oneOf('as-is', 'keep-look'),
});
const extension = fields({ edge: oneOf('start', 'end'), rate, asked: number, made: count, missing: instant, side: oneOf('before', 'after'), to: instant, media: instant });
const placed = fields({ mode, item: text, key: orNull(text), sequence: orNull(text), track: orNull(count), place: orNull(span), notices: list(fields({ code: text, reason: orNull(text) })) });
const entry = fields({
  id: text, job: orNull(text), clip, rendered: orNull(fields({ path: text, rate })), settings, mode, extension: orNull(extension), portion: optional(orNull(fields({ head: instant, tail: instant }))), state: oneOf('sent', 'ready', 'placed', 'binned', 'reverted', 'failed'), at: moment, output: orNull(text),
  result: orNull(fields({ inFrame: count, frames: positive, rate: rational })), placed: orNull(placed), error: orNull(fields({ code: text, values: (value) => isRecord(value) && Object.values(value).every((one) => text(one) || number(one)) })),
} satisfies Record<keyof Entry, Check>);
const ledger = fields({ settings, last: orNull(settings), entries: list(entry), aside: orNull(text) } satisfies Record<keyof Ledger, Check>);

export const isLedger = (value: unknown): value is Ledger => ledger(value);
