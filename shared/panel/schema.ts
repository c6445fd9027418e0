// Form fields out of the JSON schema of a stage's parameters, as `stages` gives it. No stage is known by name.

export type FieldKind =
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'number'; readonly least: number; readonly most: number; readonly whole: boolean }
  | { readonly kind: 'switch' } | { readonly kind: 'text' };
export type FieldSchema = FieldKind & { readonly key: string; readonly says: string; /** Whether `auto` is a value, too. */ readonly auto: boolean; readonly usual: string | number | boolean };

type Schema = { readonly type?: string; readonly enum?: readonly unknown[]; readonly const?: unknown; readonly anyOf?: readonly Schema[]; readonly minimum?: number; readonly maximum?: number; readonly default?: unknown; readonly description?: string };

/** In the order of the schema. */
export function fieldsOf(params: Readonly<Record<string, unknown>>): FieldSchema[] {
  const properties = (params.properties ?? {}) as Readonly<Record<string, Schema>>;
  return Object.entries(properties).map(([key, schema]) => {
    const kinds = schema.anyOf ?? [schema];
    const auto = kinds.some((one) => one.const === 'auto');
    const main = kinds.find((one) => one.const === undefined) ?? schema;
    return { key, says: schema.description ?? '', auto, usual: usualOf(schema.default), ...kindOf(main) };
  });
}

const usualOf = (value: unknown): string | number | boolean => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : '');

function kindOf(schema: Schema): FieldKind {
  if (schema.enum) return { kind: 'choice', options: schema.enum.map(String) };
  if (schema.type === 'boolean') return { kind: 'switch' };
  if (schema.type === 'number' || schema.type === 'integer') return { kind: 'number', least: schema.minimum ?? -Infinity, most: schema.maximum ?? Infinity, whole: schema.type === 'integer' };
  return { kind: 'text' };
}

/** What was typed as a value of the field; null when it is none. */
export function readField(field: FieldSchema, typed: string): string | number | null {
  const text = typed.trim();
  if (field.auto && text === 'auto') return text;
  if (field.kind === 'choice') return field.options.includes(text) ? text : null;
  if (field.kind !== 'number') return text;
  const value = Number(text.replace(',', '.'));
  if (text === '' || !Number.isFinite(value) || value < field.least || value > field.most || (field.whole && !Number.isInteger(value))) return null;
  return value;
}
