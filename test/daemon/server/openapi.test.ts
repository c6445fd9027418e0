// The OpenAPI document: valid by somebody else's judgement, made of every operation, every field of it explained.
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../../shared/errors.ts';
import { operations, type OperationName } from '../../../shared/operations.ts';
import { startServer, type Server } from './served.ts';

type Schema = { readonly $ref?: string; readonly description?: string; readonly properties?: Record<string, Schema>; readonly items?: Schema; readonly additionalProperties?: Schema | boolean; readonly const?: unknown } & Partial<Record<'anyOf' | 'oneOf' | 'allOf', Schema[]>>;
type Body = { readonly content: { readonly 'application/json'?: { readonly schema: Schema } } };
type Operation = {
  readonly operationId: string; readonly summary: string; readonly security?: unknown[]; readonly parameters?: { name: string; in: string; required: boolean; description?: string }[];
  readonly requestBody?: Body; readonly responses: Record<string, Body>;
};
type Document = { readonly openapi: string; readonly paths: Record<string, Record<string, Operation>>; readonly components: { readonly schemas: Record<string, Schema> }; readonly 'x-errors': Record<string, { status: number }> };

let server: Server, document: Document;
beforeAll(async () => {
  server = await startServer();
  document = await (await fetch(`${server.url}/api/v1/openapi.json`)).json() as Document;
});
afterAll(() => server.end());

/** Names of fields without a word of explanation, by where they stand. A reference is explained by what it names, a constant by itself. */
function unexplained(schema: Schema | undefined, at: string): string[] {
  if (!schema) return [];
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const known = field.description ?? (field.$ref ? document.components.schemas[field.$ref.split('/').at(-1)!]?.description : undefined) ?? ('const' in field ? 'itself' : undefined);
    return [...(known ? [] : [`${at}.${name}`]), ...unexplained(field, `${at}.${name}`)];
  });
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? []), schema.items, typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined];
  return [...own, ...inner.flatMap((one) => unexplained(one, at))];
}
const all = (): [string, string, Operation][] => Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, one]): [string, string, Operation] => [path, method, one]));

describe('the OpenAPI document', () => {
  it('is valid 3.1 by an independent validator', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect([valid, errors]).toEqual([true, undefined]);
  });
  it('holds every operation of the table, at its path, with its fields, and whether a token is wanted', () => {
    const found = new Map(all().map(([path, method, one]) => [one.operationId, { path, method, one }]));
    for (const name of Object.keys(operations) as OperationName[]) {
      const { path, method, request, title, open } = operations[name], { one, ...place } = found.get(name)!;
      expect(place).toEqual({ path, method: method.toLowerCase() });
      const fields = [...(one.parameters ?? []).map((parameter) => parameter.name), ...Object.keys(one.requestBody?.content['application/json']?.schema.properties ?? {})];
      expect([name, fields.sort()]).toEqual([name, Object.keys(request.shape).sort()]);
      for (const parameter of one.parameters ?? []) expect(parameter.required).toBe(parameter.in === 'path' || parameter.required);
      expect([one.summary, one.security]).toEqual([title, open ? [] : undefined]);
    }
    expect(found.size).toBe(Object.keys(operations).length + 1);
  });
  it('explains every field of every request, answer, shape and message', () => {
    const missing = all().flatMap(([, , one]) => [
      ...(one.parameters ?? []).filter(({ description }) => !description).map(({ name }) => `${one.operationId} parameter ${name}`),
      ...unexplained(one.requestBody?.content['application/json']?.schema, `${one.operationId} request`), ...unexplained(one.responses['200']?.content['application/json']?.schema, `${one.operationId} answer`),
    ]);
    expect([...missing, ...Object.entries(document.components.schemas).flatMap(([id, schema]) => [...(schema.description || id.startsWith('Any') || id === 'Analysed' ? [] : [id]), ...unexplained(schema, id)])]).toEqual([]);
  });
  it('names a unit where a number has one', () => {
    const wish = document.components.schemas.WishInput!.properties!, analysis = document.components.schemas.Analysis!.properties!;
    expect(wish.withinSeconds!.description).toMatch(/seconds/i);
    expect(wish.constantRate!.description).toMatch(/frames per second/i);
    expect(analysis.luma!.description).toMatch(/code value/i);
    expect(document.components.schemas.Settings!.properties!.previewBytes!.description).toMatch(/bytes/i);
  });
  it('lists every failure with the status that it is answered with', () => {
    expect(Object.keys(document['x-errors'])).toEqual(Object.keys(errorCatalogue));
    for (const { status } of Object.values(document['x-errors'])) expect(status).toBeGreaterThanOrEqual(400);
  });
  it('needs no token, and holds none', async () => {
    expect(JSON.stringify(document)).not.toContain(server.token);
  });
});
