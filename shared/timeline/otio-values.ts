// The small things of OpenTimelineIO: schemas, rational times, ranges, references to media.
import { divide, fraction, isWhole, multiply, parseDecimal, rateFrom, round, subtract, toFloat, type Fraction } from './fraction.ts';
import { isArray, isNumber, isObject, jsonObject, type Json, type JsonObject } from './json.ts';
import type { Media, Span } from './model.ts';
import { pathFrom } from './place.ts';

/** Seconds, with the rate at which they were counted. */
export type OtioTime = { readonly seconds: Fraction; readonly rate: Fraction };
export type OtioRange = { readonly start: OtioTime; readonly duration: OtioTime };

/** `Clip` of `Clip.2`; the empty text for what is no object of OpenTimelineIO. */
export const schemaOf = (json: Json | undefined): string => /^([A-Za-z_]\w*)\.\d+$/.exec(textOf(json, 'OTIO_SCHEMA'))?.[1] ?? '';
export const field = (json: Json | undefined, name: string): Json | undefined => (isObject(json) ? json.get(name) : undefined);
export function textOf(json: Json | undefined, name: string): string {
  const found = field(json, name);
  return typeof found === 'string' ? found : '';
}
export const listOf = (json: Json | undefined, name: string): readonly Json[] => { const found = field(json, name); return isArray(found) ? found : []; };
export const isOff = (json: Json | undefined): boolean => field(json, 'enabled') === false;

/** Null where there is none. @throws RangeError for a number that is none. */
export function decimalOf(json: Json | undefined, name: string): Fraction | null {
  const found = field(json, name);
  return isNumber(found) ? parseDecimal(found.literal) : null;
}

/** @throws RangeError for a rate that is none. */
export function timeOf(json: Json | undefined): OtioTime | null {
  const value = decimalOf(json, 'value'), rate = field(json, 'rate');
  if (value === null || !isNumber(rate)) return null;
  const exact = rateFrom(rate.literal);
  return { seconds: divide(nearlyWhole(value), exact), rate: exact };
}

/** Frames of another rate come as doubles: 47.99999999999999 is frame 48. */
function nearlyWhole(value: Fraction): Fraction {
  const whole = fraction(round(value));
  return Math.abs(toFloat(subtract(value, whole))) < 1e-6 ? whole : value;
}

export function rangeOf(json: Json | undefined): OtioRange | null {
  const start = timeOf(field(json, 'start_time')), duration = timeOf(field(json, 'duration'));
  return start && duration ? { start, duration } : null;
}
export const spanOf = (range: OtioRange): Span => ({ start: range.start.seconds, duration: range.duration.seconds });

/** A whole number is written as a double is, `24.0`. */
export const numberText = (value: Fraction): string => (isWhole(value) ? `${value.num}.0` : String(toFloat(value)));
export const writeNumber = (value: Fraction): Json => ({ literal: numberText(value) });
export const writeTime = (seconds: Fraction, rate: Fraction): JsonObject => jsonObject({ OTIO_SCHEMA: 'RationalTime.1', rate: writeNumber(rate), value: writeNumber(multiply(seconds, rate)) });
export const writeRange = ({ start, duration }: Span, rate: Fraction, durationRate = rate): JsonObject =>
  jsonObject({ OTIO_SCHEMA: 'TimeRange.1', duration: writeTime(duration, durationRate), start_time: writeTime(start, rate) });

/** The reference that counts: of several the active one. */
export function activeReference(clip: JsonObject): { readonly key: string | null; readonly reference: Json } {
  const all = field(clip, 'media_references');
  if (!isObject(all)) return { key: null, reference: field(clip, 'media_reference') ?? null };
  const key = textOf(clip, 'active_media_reference_key') || 'DEFAULT_MEDIA';
  return { key, reference: all.get(key) ?? null };
}

/** `name` is the clip's, under which a file may be found that nothing names. @throws RangeError for numbers that are none. */
export function mediaOf(reference: Json, name: string): Media {
  const schema = schemaOf(reference), range = rangeOf(field(reference, 'available_range')), available = range && spanOf(range);
  const target = textOf(reference, 'target_url'), path = pathFrom(target), names = [textOf(reference, 'name'), name].filter((one) => one !== '');
  if (schema === 'ExternalReference') return target === '' ? { kind: 'missing', names } : path === null ? { kind: 'generator', name: `the address ${target}` } : { kind: 'file', path, available };
  if (schema === 'ImageSequenceReference') return picturesOf(reference, available);
  if (schema === 'GeneratorReference') return { kind: 'generator', name: textOf(reference, 'generator_kind') || textOf(reference, 'name') || 'a generator' };
  return schema === 'MissingReference' || reference === null ? { kind: 'missing', names: [...new Set(names)] } : { kind: 'generator', name: schema || 'something unknown' };
}

function picturesOf(reference: Json, available: Span | null): Media {
  const base = pathFrom(textOf(reference, 'target_url_base')), rate = field(reference, 'rate'), padding = decimalOf(reference, 'frame_zero_padding') ?? fraction(0);
  if (base === null || !isNumber(rate)) return { kind: 'generator', name: 'a sequence of pictures that names no folder or no rate' };
  const step = decimalOf(reference, 'frame_step');
  if (step !== null && round(step) !== 1) return { kind: 'generator', name: `every ${round(step)}th picture of a sequence` };
  const number = round(padding) > 0 ? `%0${round(padding)}d` : '%d', folder = base === '' || /[\\/]$/.test(base) ? base : `${base}/`;
  return { kind: 'pictures', path: `${folder}${textOf(reference, 'name_prefix')}${number}${textOf(reference, 'name_suffix')}`, first: round(decimalOf(reference, 'start_frame') ?? fraction(1)), rate: rateFrom(rate.literal), available };
}

