// JSON as it came: numbers keep their digits (a double's 24.0, a count beyond 2^53), objects their order, and faults have lines. Also reads NaN and Infinity, which
// OpenTimelineIO writes.
import { deepest, fault } from './fault.ts';

export type JsonNumber = { readonly literal: string };
export type JsonObject = ReadonlyMap<string, Json>;
export type Json = null | boolean | string | JsonNumber | readonly Json[] | JsonObject;

export const isObject = (json: Json | undefined): json is JsonObject => json instanceof Map;
export const isArray = (json: Json | undefined): json is readonly Json[] => Array.isArray(json);
export const isNumber = (json: Json | undefined): json is JsonNumber => typeof json === 'object' && json !== null && 'literal' in json;
export const jsonObject = (entries: Readonly<Record<string, Json>>): JsonObject => new Map(Object.entries(entries));

const space = /[ \t\r\n]*/y, word = /true|false|null|-?(?:NaN|Infinity|Inf)|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const plain = String.raw`[^"\\\u0000-\u001f]*`, string = new RegExp(String.raw`"${plain}(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})${plain})*"`, 'y');

/** `lines` tells in which line of the text an object begins. @throws FrameWrightError `timeline-unreadable` with the line. */
export function parseJson(text: string): { readonly root: Json; lineOf(object: JsonObject): number } {
  const begins = new Map<JsonObject, number>();
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const lineAt = (place: number): number => text.slice(0, place).split('\n').length;
  const refuse = (why: string): never => { throw fault(lineAt(at), at >= text.length ? 'The file ends in the middle; it is cut off.' : why); };
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    at += found?.length ?? 0;
    return found;
  };
  const is = (character: string): boolean => {
    take(space);
    if (text[at] !== character) return false;
    at++;
    return true;
  };
  const demand = (character: string, where: string): void => { if (!is(character)) refuse(`"${character}" is missing ${where}; there is ${JSON.stringify(text[at])}.`); };
  const key = (): string => JSON.parse(take(string) ?? refuse('A name in double quotes is missing.')) as string;
  const object = (depth: number): JsonObject => {
    const made = new Map<string, Json>();
    begins.set(made, at);
    if (is('}')) return made;
    do {
      take(space);
      const name = key();
      demand(':', `after "${name.slice(0, 50)}"`);
      made.set(name, value(depth));
    } while (is(','));
    demand('}', 'at the end of an object');
    return made;
  };
  const array = (depth: number): Json[] => {
    const made: Json[] = [];
    if (is(']')) return made;
    do made.push(value(depth)); while (is(','));
    demand(']', 'at the end of a list');
    return made;
  };
  const value = (depth: number): Json => {
    if (depth > deepest) refuse(`Things are nested more than ${deepest} deep, which no timeline is.`);
    if (is('{')) return object(depth + 1);
    if (is('[')) return array(depth + 1);
    const quoted = take(string);
    if (quoted !== null) return JSON.parse(quoted) as string;
    const found = take(word);
    if (!found) return refuse(`This is no JSON: ${JSON.stringify(text.slice(at, at + 20))}.`);
    return found === 'null' ? null : found === 'true' || found === 'false' ? found === 'true' : { literal: found };
  };
  const root = value(0);
  take(space);
  if (at < text.length) refuse('There is something after the end.');
  return { root, lineOf: (found) => lineAt(begins.get(found) ?? 0) };
}

/** With four spaces, as OpenTimelineIO writes it. `instead` may put another object in the place of one. */
export function writeJson(json: Json, instead: (object: JsonObject) => JsonObject = (object) => object, indent = ''): string {
  const inner = `${indent}    `;
  const block = (open: string, rows: readonly string[], close: string): string => (rows.length ? `${open}\n${rows.map((row) => inner + row).join(',\n')}\n${indent}${close}` : open + close);
  if (isArray(json)) return block('[', json.map((one) => writeJson(one, instead, inner)), ']');
  if (isObject(json)) return block('{', [...instead(json)].map(([name, one]) => `${JSON.stringify(name)}: ${writeJson(one, instead, inner)}`), '}');
  return isNumber(json) ? json.literal : JSON.stringify(json);
}
