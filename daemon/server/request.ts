// A request from outside, made sure of: known operation, known fields, right types, paths that may be opened.
import { z } from 'zod';
import { parseRequest } from '../../shared/client.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import { nearest } from '../../shared/nearest.ts';
import { operations, type OperationName } from '../../shared/operations.ts';

const names = Object.keys(operations) as OperationName[];

/** @throws FrameWrightError `unknown-operation` with the nearest name. */
export function operationNamed(name: string): OperationName {
  if (Object.hasOwn(operations, name)) return name as OperationName;
  throw new FrameWrightError('unknown-operation', { name: name.slice(0, 100), nearest: nearest(name.slice(0, 100), names) ?? names.join(', ') });
}

/** The request with its defaults. @throws FrameWrightError `bad-value` that names the field and what was expected there, also for a field that does not exist. */
export function demandRequest(name: OperationName, request: unknown): Record<string, unknown> {
  const parsed = parseRequest(name, request) as Record<string, unknown>;
  const stray = strayField(request, parsed, operations[name].request);
  if (!stray) return parsed;
  const [key, known] = stray;
  throw new FrameWrightError('bad-value', { key: key.join('.'), value: key.at(-1)!, why: `There is no such field. Known: ${known.join(', ') || 'none'}. Nearest: ${nearest(key.at(-1)!, known) ?? 'none'}.` });
}

/** The first field of `given` that parsing let go of, and the fields that stand there: what nobody reads was meant for something. */
function strayField(given: unknown, parsed: unknown, type: z.ZodType | null, at: readonly string[] = []): [string[], string[]] | null {
  if (typeof given !== 'object' || given === null || typeof parsed !== 'object' || parsed === null) return null;
  const inner = type && core(type), shape = inner instanceof z.ZodObject ? inner.shape as Record<string, z.ZodType> : {};
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(parsed, key)) return [[...at, key], [...new Set([...Object.keys(shape), ...Object.keys(parsed)])]];
    const deeper = strayField(value, (parsed as Record<string, unknown>)[key], Object.hasOwn(shape, key) ? shape[key]! : null, [...at, key]);
    if (deeper) return deeper;
  }
  return null;
}

/** Texts of a query as the schema's types; what does not read as its type stays text, so that parsing names it. Repeated or comma-separated values make an array. */
export function fromQuery(name: OperationName, query: URLSearchParams): Record<string, unknown> {
  const shape = operations[name].request.shape as Record<string, z.ZodType | undefined>;
  return Object.fromEntries([...new Set(query.keys())].map((key) => {
    const texts = query.getAll(key), type = Object.hasOwn(shape, key) ? core(shape[key]!) : null;
    if (type instanceof z.ZodArray) return [key, texts.flatMap((text) => text.split(',')).map((text) => typed(core(type.element as z.ZodType), text))];
    if (texts.length > 1) throw new FrameWrightError('bad-value', { key, value: texts.join(' ').slice(0, 100), why: 'It is given more than once.' });
    return [key, type ? typed(type, texts[0]!) : texts[0]];
  }));
}

/** The type beneath optional, default, nullable and readonly. */
function core(type: z.ZodType): z.ZodType {
  return type instanceof z.ZodOptional || type instanceof z.ZodDefault || type instanceof z.ZodNullable || type instanceof z.ZodReadonly ? core(type.unwrap() as z.ZodType) : type;
}

function typed(type: z.ZodType, text: string): unknown {
  if (type instanceof z.ZodNumber) return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (type instanceof z.ZodBoolean) return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}
