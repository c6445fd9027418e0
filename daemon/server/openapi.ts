// The OpenAPI 3.1 document, made from the operation table: nobody writes it, so it cannot be wrong about the daemon.
import { z } from 'zod';
import { errorCatalogue, type ErrorCode, FrameWrightError } from '../../shared/errors.ts';
import { operations, type OperationName } from '../../shared/operations.ts';
import { sharedSchemas } from './openapi-schemas.ts';
import { statusOf } from './failure.ts';

type Json = Record<string, unknown>;
type ObjectSchema = Json & { properties?: Record<string, Json>; required?: string[] };
const names = Object.keys(operations) as OperationName[];
const prefix = '#/components/schemas/', inputMark = '~input';
const titled = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

/** The whole document. `version` is FrameWright's. */
export function makeOpenApi(version: string): Json {
  const { schemas, requests, responses } = makeSchemas();
  return {
    openapi: '3.1.0',
    info: { title: 'FrameWright', version, summary: 'Restores and extends video on your own machine', description: about, license: { name: 'GPL-3.0-or-later', identifier: 'GPL-3.0-or-later' } },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }],
    tags: [...new Set(names.map(tagOf))].map((name) => ({ name })),
    paths: { ...makePaths(requests, responses), ...picturePath },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'The user\'s own token, a paired panel\'s, or a dashboard page\'s.' } },
      responses: { Failure: { description: 'What happened, why, and how to mend it.', content: { 'application/json': { schema: { $ref: `${prefix}Failure` } } } } },
      schemas: { ...schemas, Failure: failureSchema },
    },
    'x-errors': Object.fromEntries(Object.entries(errorCatalogue).map(([code, row]) => [code, { status: statusOf(new FrameWrightError(code as ErrorCode)), ...row }])),
  };
}

const about = `Everything that the command line, the dashboard and the editor panels do. All of it is for programs on this machine: the daemon listens on 127.0.0.1 and [::1] alone.

Send the token as \`Authorization: Bearer …\`. Fields that an operation does not know are refused, not ignored. Events, and all operations too, come over the WebSocket at \`/api/v1/socket\`
(subprotocols \`framewright.v1\` and \`framewright.token.\` followed by the token): schemas \`ClientMessage\`, \`DaemonMessage\` and \`SentEvent\`; a binary frame is 32 bytes of a picture's id and then its file.
Both sides name their \`features\` in \`hello\` and \`welcome\`; who names none can do what the first version of the protocol could. A panel without a token offers \`framewright.pair\` instead, with a dot
and a pairing code of six digits behind it where it has one, and hears one \`DoorMessage\`. A panel with a token first offers \`framewright.pair\` and \`framewright.prove\` with an id of its token and a
nonce: only who knows the token's hash can answer, with a proof for this port, and hears the token afterwards.`;

const failureSchema = {
  type: 'object', description: 'Why a request failed.', required: ['code', 'what', 'why', 'mend', 'values'],
  properties: {
    code: { type: 'string', enum: Object.keys(errorCatalogue), description: 'Stable name of the failure; `x-errors` of this document lists all of them with their HTTP status.' },
    what: { type: 'string', description: 'One sentence: what happened.' }, why: { type: 'string', description: 'Why it happened here.' },
    mend: { type: 'array', items: { type: 'string' }, description: 'Commands that mend it.' },
    values: { type: 'object', additionalProperties: { type: ['string', 'number'] }, description: 'The values in the sentences, by name, for programs.' },
  },
};

const picturePath = {
  '/pictures/{id}': {
    get: {
      operationId: 'pictureBytes', summary: 'The file of a picture that an answer named', tags: ['pictures'],
      parameters: [{ name: 'id', in: 'path', required: true, description: 'Id of the picture, 64 hexadecimal digits.', schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } }],
      responses: { 200: { description: 'The picture.', content: { 'image/jpeg': {}, 'image/png': {}, 'image/webp': {} } }, default: { $ref: '#/components/responses/Failure' } },
    },
  },
};

const tagOf = (name: OperationName): string => operations[name].path.split('/')[1]!;

function makePaths(requests: Record<string, ObjectSchema>, responses: Record<string, Json>): Record<string, Json> {
  const paths: Record<string, Json> = {};
  for (const name of names) {
    const { path, method } = operations[name];
    (paths[path] ??= {})[method.toLowerCase()] = makeOperation(name, requests[name]!, responses[name]!);
  }
  return paths;
}

function makeOperation(name: OperationName, request: ObjectSchema, response: Json): Json {
  const { title, method, path, open, long, reads, writes } = operations[name];
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, field]) => field!), fields = Object.keys(request.properties ?? {});
  const hasBody = method === 'POST' || method === 'PATCH', inQuery = hasBody ? [] : fields.filter((field) => !inPath.includes(field)), inBody = hasBody ? fields.filter((field) => !inPath.includes(field)) : [];
  const parameter = (place: 'path' | 'query') => (field: string): Json => {
    const { description, ...schema } = request.properties![field]!;
    return { name: field, in: place, required: place === 'path' || (request.required ?? []).includes(field), description, schema };
  };
  return {
    operationId: name, summary: title, tags: [tagOf(name)],
    ...(long ? { description: 'Answers when something has ended, which may take as long as the work.' } : {}),
    ...(open ? { security: [] } : {}),
    ...(inPath.length + inQuery.length ? { parameters: [...inPath.map(parameter('path')), ...inQuery.map(parameter('query'))] } : {}),
    ...(inBody.length ? { requestBody: { required: inBody.some((field) => request.required?.includes(field)), content: { 'application/json': { schema: only(request, inBody) } } } } : {}),
    responses: { 200: { description: 'Done.', content: { 'application/json': { schema: response } } }, default: { $ref: '#/components/responses/Failure' } },
    ...(reads.length + writes.length ? { 'x-paths': { reads, writes } } : {}),
  };
}

function only({ properties, required, ...rest }: ObjectSchema, fields: readonly string[]): Json {
  const wanted = (required ?? []).filter((field) => fields.includes(field));
  return { ...rest, additionalProperties: false, properties: Object.fromEntries(fields.map((field) => [field, properties![field]])), ...(wanted.length ? { required: wanted } : {}) };
}

type Schemas = { readonly schemas: Record<string, Json>; readonly requests: Record<string, ObjectSchema>; readonly responses: Record<string, Json> };

/** Schemas that have a name, in the shape in which they are answered; those that are asked for in another shape (fields with a default may be left out) also with `Input` behind their name. */
function makeSchemas(): Schemas {
  const asked = convert('input', (name) => operations[name].request, inputMark), answered = convert('output', (name) => operations[name].response, '');
  const differing = new Set<string>();
  const settle = (schema: Json): Json => JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key !== '$ref' || typeof value !== 'string' || !value.endsWith(inputMark)) return value;
    const id = value.slice(prefix.length, -inputMark.length);
    return prefix + id + (differing.has(id) ? 'Input' : '');
  }) as Json;
  for (let before = -1; before < differing.size;) {
    before = differing.size;
    for (const [id, schema] of Object.entries(asked.named)) if (JSON.stringify(settle(schema)) !== JSON.stringify(answered.named[id])) differing.add(id);
  }
  const inputs = Object.fromEntries([...differing].map((id) => [`${id}Input`, settle(asked.named[id]!)]));
  const requests = Object.fromEntries(names.map((name) => [name, settle(asked.own[name]!)]));
  return { schemas: reachable({ ...answered.named, ...inputs }, { requests, responses: answered.own }), requests, responses: answered.own };
}

/** Only schemas that an operation or a message needs. */
function reachable(all: Record<string, Json>, from: Json): Record<string, Json> {
  const found = new Set(['ClientMessage', 'DaemonMessage', 'SentEvent']), walk = (value: unknown): void => {
    for (const [, id] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)) if (!found.has(id!)) { found.add(id!); walk(all[id!]); }
  };
  for (const id of [...found]) walk(all[id]);
  walk(from);
  return Object.fromEntries(Object.entries(all).filter(([id]) => found.has(id)));
}

function convert(io: 'input' | 'output', of: (name: OperationName) => z.ZodType, mark: string): { named: Record<string, Json>; own: Record<string, Json> } {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(sharedSchemas)) registry.add(schema, { id });
  for (const name of names) if (!registry.has(of(name))) registry.add(of(name), { id: `${titled(name)}${inputMark}own` });
  const { schemas } = z.toJSONSchema(registry, { io, uri: (id) => `${prefix}${id}${mark}`, unrepresentable: 'any', override: ({ jsonSchema }) => tidy(jsonSchema as Json) }) as { schemas: Record<string, Json> };
  const clean = ({ $schema: _, $id: __, ...schema }: Json): Json => schema;
  const named = Object.fromEntries(Object.keys(sharedSchemas).map((id) => [id, clean(schemas[id]!)]));
  const own = Object.fromEntries(names.map((name) => {
    const id = registry.get(of(name))!.id;
    return [name, id in sharedSchemas ? { $ref: prefix + id + mark } : clean(schemas[id]!)];
  }));
  return { named, own };
}

/** What zod says about its own ways and not about the message: `readonly` is TypeScript's, bounds of safe integers are JavaScript's, and an answer may get more fields one day. */
function tidy(schema: Json): void {
  delete schema.readOnly;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.additionalProperties === false) delete schema.additionalProperties;
}
