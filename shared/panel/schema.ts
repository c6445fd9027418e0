// Form fields out of JSON schemas, as `stages` and `wishSchema` give them. No stage and no field is known by name.
import { parseRatio, formatRatio, type Rational } from '../time.ts';

/** What a field holds once it is set. */
export type Value = string | number | boolean | Rational | Values;
export type Values = { readonly [key: string]: Value };

export type FieldKind =
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'number'; readonly least: number; readonly most: number; readonly whole: boolean }
  | { readonly kind: 'switch' } | { readonly kind: 'ratio' }
  | { readonly kind: 'text'; readonly pattern: string | null }
  | { readonly kind: 'group'; readonly fields: readonly FieldSchema[] }
  /** One of a few words, or one of a few groups of fields. */
  | { readonly kind: 'variants'; readonly options: readonly string[]; readonly forms: readonly (readonly FieldSchema[])[] };
export type FieldSchema = FieldKind & {
  readonly key: string; /** Empty where the schema has none. */ readonly title: string; readonly unit: string; readonly says: string;
  /** Words that are values, too: auto, off. */ readonly words: readonly string[]; readonly usual: string | number | boolean;
};

type Schema = {
  readonly type?: string | readonly string[]; readonly enum?: readonly unknown[]; readonly const?: unknown; readonly anyOf?: readonly Schema[]; readonly pattern?: string;
  readonly minimum?: number; readonly exclusiveMinimum?: number; readonly maximum?: number; readonly default?: unknown; readonly properties?: Readonly<Record<string, Schema>>;
  readonly description?: string; readonly title?: string; readonly unit?: string;
};

/** In the order of the schema. */
export function fieldsOf(object: Readonly<Record<string, unknown>>): FieldSchema[] {
  return Object.entries((object.properties ?? {}) as Readonly<Record<string, Schema>>).map(([key, schema]) => {
    const kinds = alternatives(schema), words = kinds.flatMap(({ const: one, enum: some }) => (some ?? (one === undefined ? [] : [one])).map(String));
    const rest = kinds.filter((one) => one.const === undefined && one.enum === undefined);
    return { key, title: schema.title ?? '', unit: schema.unit ?? '', says: (schema.description ?? '').replace(/`/g, ''), words: rest.length === 0 ? [] : words, usual: usualOf(schema.default), ...kindOf(words, rest) };
  });
}

/** Of which one holds; null is the same as leaving the field out. */
const alternatives = (schema: Schema): Schema[] => (schema.anyOf ? schema.anyOf.flatMap(alternatives) : schema.type === 'null' ? [] : [schema]);

const usualOf = (value: unknown): string | number | boolean => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : '');

function kindOf(words: readonly string[], rest: readonly Schema[]): FieldKind {
  const [first] = rest;
  if (!first) return { kind: 'choice', options: words };
  const forms = rest.filter(({ type }) => type === 'object');
  if (forms.length === 0) return plainKindOf(first);
  if (rest.length === 1 && first.properties?.num && first.properties.den) return { kind: 'ratio' };
  if (forms.length === 1 && words.length === 0) return { kind: 'group', fields: fieldsOf(first) };
  return { kind: 'variants', options: words, forms: forms.map(fieldsOf) };
}

function plainKindOf(schema: Schema): FieldKind {
  const whole = schema.type === 'integer';
  if (schema.type === 'boolean') return { kind: 'switch' };
  if (!whole && schema.type !== 'number') return { kind: 'text', pattern: schema.pattern ?? null };
  const above = schema.exclusiveMinimum;
  return { kind: 'number', least: schema.minimum ?? (above === undefined ? -Infinity : whole ? above + 1 : above + Number.EPSILON), most: schema.maximum ?? Infinity, whole };
}

/** What was typed as a value of the field; null when it is none. */
export function readField(field: FieldSchema, typed: string): string | number | Rational | null {
  const text = typed.trim();
  if (field.words.includes(text)) return text;
  switch (field.kind) {
    case 'choice': return field.options.includes(text) ? text : null;
    case 'ratio': return readRatio(text);
    case 'number': return readNumber(field, text);
    case 'text': return field.pattern === null || new RegExp(field.pattern).test(text) ? text : null;
    default: return null;
  }
}

function readRatio(text: string): Rational | null {
  try {
    const value = parseRatio(text.replace(',', '.'));
    return value.num > 0 ? value : null;
  } catch {
    return null;
  }
}

const multiples: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** Whole numbers without an end may be large: `700 MB`, `4.5G` and `8 Mbit/s` are read as well. */
function readNumber({ least, most, whole }: Extract<FieldKind, { kind: 'number' }>, text: string): number | null {
  const parts = /^([-+]?\d*[.,]?\d+(?:e[-+]?\d+)?)\s*(?:([kmgt])?(?:b|bit\/s|bits)?)$/i.exec(text);
  const factor = multiples[(parts?.[2] ?? '').toLowerCase()]!;
  if (!parts || (/[a-z]/i.test(text.slice(parts[1]!.length)) && (!whole || most < 1e9))) return null;
  const value = Number((Number(parts[1]!.replace(',', '.')) * factor).toPrecision(15));
  return !Number.isFinite(value) || value < least || value > most || (whole && !Number.isInteger(value)) ? null : value;
}

/** As it is typed. */
export const writeField = (value: Value | undefined): string => (value === undefined ? '' : typeof value === 'object' ? ('den' in value ? formatRatio(value as Rational) : '') : String(value));

/** `values` with some of them changed; what is undefined is taken back. */
export const withValues = <All extends Values>(values: All, change: Readonly<Record<string, Value | undefined>>): All =>
  Object.fromEntries(Object.entries({ ...values, ...change }).filter(([, value]) => value !== undefined)) as All;
