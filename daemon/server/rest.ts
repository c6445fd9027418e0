// The operation table over HTTP, under /api/v1: a path and a method for each operation, fields in path, query or JSON body.
import type { Duplex } from 'node:stream';
import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import { FrameWrightError, toFrameWrightError } from '../../shared/errors.ts';
import { nearest } from '../../shared/nearest.ts';
import { operations, type OperationName } from '../../shared/operations.ts';
import { describeFailure, statusOf } from './failure.ts';
import { bearerOf, demandOrigin, demandToken } from './guard.ts';
import { createAllowance, type Limits } from './limits.ts';
import type { Perform, Served } from './perform.ts';
import { typeOfPicture } from './pictures.ts';
import { fromQuery } from './request.ts';

export const apiRoot = '/api/v1';
export type RestGiven = { readonly served: Served; readonly perform: Perform; readonly limits: Limits };
const names = Object.keys(operations) as OperationName[];
/** `/jobs/{job}` as Express writes it. */
const patternOf = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');
const paths = [...new Set(names.map((name) => operations[name].path))];
const hasBody = (method: string): boolean => method === 'POST' || method === 'PATCH';

/** Routes made from the table, and pictures by their ids. */
export function createRoutes({ served, perform, limits }: RestGiven): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  const readBody = express.json({ limit: limits.bodyBytes, inflate: false, type: 'application/json' });
  const slowDown = createSlowing(limits);
  const admit = (name: OperationName | null) => ({ headers }: Request, _: Response, next: NextFunction): void => {
    // A panel that is not paired yet has no token to prove itself by; browsers send such a request to no other site's daemon, because it is JSON.
    if (name && operations[name].open) demandOrigin(headers, name === 'pair');
    else demandToken(headers, bearerOf(headers), served.access.roleOf);
    next();
  };
  for (const name of names) {
    const { method, path } = operations[name];
    router[method.toLowerCase() as 'get'](patternOf(path), slowDown, admit(name), demandJson, readBody, async (request: Request, response: Response) => {
      const signal = signalOf(response);
      response.json(await perform(name, fieldsOf(name, request), signal) ?? {});
    });
  }
  router.get('/pictures/:id', slowDown, admit(null), async (request: Request, response: Response) => {
    const bytes = Buffer.from(await served.bytes(String(request.params.id)));
    response.type(typeOfPicture(bytes)).send(bytes);
  });
  for (const path of paths) router.all(patternOf(path), refuseMethod(path));
  router.use(({ method, path }: Request) => {
    throw new FrameWrightError('unknown-operation', { name: `${method} ${apiRoot}${path}`.slice(0, 200), nearest: nearest(path.slice(0, 100), paths) ?? `${apiRoot}/openapi.json` });
  });
  return router;
}

/** Fields of a request from path and query, or path and body. @throws FrameWrightError `bad-value`, `message-malformed`. */
function fieldsOf(name: OperationName, { method, params, body, url }: Request): Record<string, unknown> {
  const query = new URLSearchParams(url.split('?')[1] ?? '');
  if (!hasBody(method)) return { ...fromQuery(name, query), ...params };
  if (query.size) throw new FrameWrightError('message-malformed', { why: `${method} takes its fields as JSON in the body, not in the address.` });
  const given: unknown = body ?? {};
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new FrameWrightError('message-malformed', { why: 'The body is not a JSON object.' });
  for (const [key, value] of Object.entries(params)) {
    if (Object.hasOwn(given, key) && (given as Record<string, unknown>)[key] !== value) throw new FrameWrightError('bad-value', { key, value: String((given as Record<string, unknown>)[key]).slice(0, 100), why: `The address says ${String(value)}.` });
  }
  return { ...given, ...params };
}

/** JSON where there is a body, and none where none belongs: pages of other sites can send forms, but no JSON. */
function demandJson(request: Request, _: Response, next: NextFunction): void {
  const sends = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (sends && !hasBody(request.method)) throw new FrameWrightError('message-malformed', { why: `${request.method} takes no body.` });
  if (!sends && hasBody(request.method) || !sends) return next();
  if (!request.is('application/json')) throw new FrameWrightError('message-malformed', { why: 'The body is not said to be application/json.' });
  next();
}

/** Aborted when the client goes before it has its answer. */
function signalOf(response: Response): AbortSignal {
  const controller = new AbortController();
  response.on('close', () => { if (!response.writableFinished) controller.abort(); });
  return controller.signal;
}

function createSlowing(limits: Limits): (request: Request, response: Response, next: NextFunction) => void {
  const allowances = new WeakMap<Duplex, () => boolean>();
  return ({ socket }, _, next) => {
    const allowed = allowances.get(socket) ?? createAllowance(limits);
    allowances.set(socket, allowed);
    if (!allowed()) throw new FrameWrightError('too-many', { why: `One connection may send ${limits.perSecond} requests each second.` });
    next();
  };
}

const refuseMethod = (path: string) => ({ method }: Request, response: Response): void => {
  const known = names.filter((name) => operations[name].path === path).map((name) => operations[name].method);
  response.status(405).set('Allow', known.join(', ')).json(describeFailure(new FrameWrightError('unknown-operation', { name: `${method} ${apiRoot}${path}`, nearest: known.map((one) => `${one} ${apiRoot}${path}`).join(', ') })));
};

/** The last handler: whatever was thrown, as JSON with a status that fits. */
export function answerFailure(thrown: unknown, _: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) return next(thrown);
  const error = fromExpress(thrown);
  response.status(statusOf(error)).json(describeFailure(error));
}

/** Express and its body parser throw errors with a `type` or a client's `status`. */
function fromExpress(thrown: unknown): FrameWrightError {
  const { type, status, message, limit } = thrown as { type?: string; status?: number; message?: string; limit?: number };
  if (type === 'entity.too.large') return new FrameWrightError('message-too-large', { most: limit ?? 0 });
  if (!(thrown instanceof FrameWrightError) && status !== undefined && status >= 400 && status < 500) return new FrameWrightError('message-malformed', { why: `${message ?? 'It is not JSON'}.` });
  return toFrameWrightError(thrown);
}
