// The operation table over HTTP: the same answers as over the WebSocket, and failures that say what to do.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations, type OperationName } from '../../../shared/operations.ts';
import { createService, type Service } from '../../../daemon/server/service.ts';
import { listen, type Listening } from '../../../daemon/server/listen.ts';
import { readToken } from '../../../daemon/server/token.ts';
import { ask, rawRequest, startServer, talk, type Fakes, type Server } from './served.ts';

let server: Server;
/** Every operation answers with what it was asked. */
const echoes = Object.fromEntries((Object.keys(operations) as OperationName[]).filter((name) => name !== 'settings').map((name) => [name, async (request: never) => ({ name, request: request as unknown })])) as Fakes;
beforeAll(async () => { server = await startServer(echoes, { limits: { atOnce: 1e6 } }); });
afterAll(() => server.end());
const failure = async (method: string, path: string, body?: unknown, headers = {}) => {
  const answer = await ask(server, method, path, body, headers);
  return { status: answer.status, ...(answer.body as { code: string; what: string; why: string; mend: string[]; values: Record<string, string> }) };
};

describe('each operation', () => {
  /** A request that is complete, as text of a query can say it too. */
  const samples: Partial<Record<OperationName, object>> = {
    hardware: { measure: true }, jobs: { states: ['done', 'failed'], search: 'a b', limit: 5 }, log: { after: 2, limit: 3 }, reprioritise: { priority: -5 }, changeSettings: { idleMinutes: 5 }, host: { host: 'x', state: 'idle' }, command: { name: 'open', preset: 'film' },
    pair: { code: '123456', client: 'x' }, enter: { code: 'x' }, watch: { folder: tmpdir(), wish: {} }, submitBatch: { folder: tmpdir(), wish: {} }, compare: { path: tmpdir(), frame: 0, wishes: [{ title: 'a', wish: {} }] }, frame: { size: 64, frame: 1 },
    thumbnails: { size: null },
  };
  const needs = (name: OperationName): object => {
    const shape = operations[name].request.shape as Record<string, unknown>;
    const fill = { path: tmpdir(), wish: {}, frame: 0, job: 'j1', batch: 'b1', watch: 'w1' } as Record<string, unknown>;
    return { ...Object.fromEntries(Object.keys(fill).filter((key) => key in shape && operations[name].request.shape[key as never] !== undefined && !(name === 'thumbnails' && key === 'job') && !(name === 'jobs')).map((key) => [key, fill[key]])), ...samples[name] };
  };
  it.each(Object.keys(operations).filter((name) => !['settings', 'explain'].includes(name)) as OperationName[])('%s is answered alike over HTTP and WebSocket', async (name) => {
    const { method, path } = operations[name], request = needs(name) as Record<string, unknown>;
    const fields = { ...request }, address = path.replace(/\{(\w+)\}/g, (_, field: string) => { const value = fields[field]; delete fields[field]; return String(value); });
    const hasBody = method === 'POST' || method === 'PATCH', query = new URLSearchParams(Object.entries(fields).flatMap(([key, value]) => [value].flat().map((one) => [key, String(one)])));
    const over = await ask(server, method, hasBody || !query.size ? address : `${address}?${query}`, hasBody ? fields : undefined);
    const one = await talk(server);
    const answer = await one.call(1, name, request);
    one.socket.close();
    expect([over.status, over.body]).toEqual([200, (answer as { value: unknown }).value]);
    expect(over.body).toMatchObject({ name });
  });
});

describe('a request', () => {
  it('that is wrong is answered with code, reason, command and field', async () => {
    expect(await failure('POST', '/probe', { path: 5 })).toMatchObject({ status: 400, code: 'bad-value', values: { key: 'path' }, why: expect.stringContaining('expected string'), mend: [expect.stringContaining('framewright')] });
    expect(await failure('GET', '/jobs?limit=many')).toMatchObject({ status: 400, values: { key: 'limit', why: expect.stringContaining('expected number') } });
    expect(await failure('GET', '/jobs?limit=0')).toMatchObject({ status: 400, values: { key: 'limit' } });
    expect(await failure('GET', '/hardware?measure=yes')).toMatchObject({ status: 400, values: { key: 'measure', why: expect.stringContaining('expected boolean') } });
    expect(await failure('GET', '/jobs?limit=1&limit=2')).toMatchObject({ status: 400, values: { key: 'limit' } });
    expect(await failure('GET', '/jobs?states=done,ready')).toMatchObject({ status: 400, values: { key: 'states.1' } });
    expect(await failure('GET', '/jobs?seach=x')).toMatchObject({ status: 400, values: { key: 'seach', why: expect.stringContaining('Nearest: search') } });
    expect(await failure('PATCH', '/jobs/a', { job: 'b', priority: 1 })).toMatchObject({ status: 400, values: { key: 'job' } });
    expect(await failure('POST', '/probe', '{"path": "/x", "__proto__": {"y": 1}}')).toMatchObject({ status: 400, code: 'bad-value' });
  });
  it('that cannot be read is refused', async () => {
    expect(await failure('POST', '/probe', '{"path":')).toMatchObject({ status: 400, code: 'message-malformed', why: expect.stringContaining('JSON') });
    expect(await failure('POST', '/probe', '[1]')).toMatchObject({ status: 400, code: 'message-malformed' });
    expect(await failure('POST', '/probe?path=/x')).toMatchObject({ status: 400, code: 'message-malformed' });
    expect(await failure('POST', '/probe', 'path=/x', { 'content-type': 'text/plain' })).toMatchObject({ status: 400, code: 'message-malformed' });
    expect(await failure('DELETE', '/jobs/a', { x: 1 })).toMatchObject({ status: 400, code: 'message-malformed' });
    expect(await failure('GET', '/jobs/%ff')).toMatchObject({ status: 400, code: 'message-malformed' });
    expect(await failure('POST', '/probe', { path: '/x'.repeat(1 << 19) })).toMatchObject({ status: 413, code: 'message-too-large' });
  });
  it('for what is not there names the nearest, and other methods the right ones', async () => {
    expect(await failure('GET', '/job')).toMatchObject({ status: 404, code: 'unknown-operation', values: { nearest: '/jobs' } });
    const answer = await ask(server, 'PUT', '/jobs');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST, GET']);
    expect((await ask(server, 'GET', '/JOBS')).status).toBe(404);
    expect((await fetch(`${server.url}/nowhere`, { method: 'POST' })).status).toBe(404);
  });
  it('with headers beyond measure, or that smuggles another, ends with its connection', async () => {
    expect((await rawRequest(server.port, `GET / HTTP/1.1\nHost: 127.0.0.1:${server.port}\nX: ${'y'.repeat(20_000)}`)).status).toBe(431);
    expect((await rawRequest(server.port, `POST /api/v1/probe HTTP/1.1\nHost: 127.0.0.1:${server.port}\nContent-Length: 5\nTransfer-Encoding: chunked`, '0\r\n\r\n')).status).toBe(400);
    expect((await rawRequest(server.port, 'GET / HTTP/1.1')).status).toBe(400);
  });
  it('in too quick succession on one connection is told to wait', async () => {
    const hasty = await startServer(echoes, { limits: { atOnce: 2, perSecond: 0.001 } });
    const request = `GET /api/v1/presets HTTP/1.1\r\nHost: 127.0.0.1:${hasty.port}\r\nAuthorization: Bearer ${hasty.token}\r\n`;
    const { head, body } = await rawRequest(hasty.port, `${request}\r\n${request}\r\n${request}`.replaceAll('\r\n', '\n'));
    expect((head + body).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 429']);
    await hasty.end();
  });
});

describe('pages', () => {
  it('are the dashboard\'s files, or say how to build them', async () => {
    expect(await (await fetch(server.url)).text()).toContain('daemon/dashboard/build.ts');
    const folder = await mkdtemp(join(tmpdir(), 'framewright-pages-'));
    await writeFile(join(folder, 'index.html'), '<p>here');
    await writeFile(join(folder, '.secret'), 'x');
    const with_ = await startServer({}, { dashboard: async () => folder });
    expect(await (await fetch(with_.url)).text()).toBe('<p>here');
    for (const path of ['/.secret', '/..%2f..%2fetc%2fpasswd', '/%2e%2e/x']) expect((await fetch(with_.url + path)).status).toBe(404);
    await with_.end();
    await rm(folder, { recursive: true });
  });
  it('of the documents have no script of their own in them', async () => {
    const page = await (await fetch(`${server.url}/api/v1/docs`)).text();
    expect(page).not.toMatch(/<script(?![^>]*src=)|\son\w+=|style=|javascript:/i);
    for (const [, source] of page.matchAll(/(?:src|href)="([^"]+)"/g)) expect((await fetch(new URL(source!, `${server.url}/api/v1/docs`))).status).toBe(200);
    expect(await (await fetch(`${server.url}/api/v1/docs/page.js`)).text()).not.toMatch(/innerHTML|eval\(|outerHTML|document\.write/);
  });
});

describe('the whole service behind it', () => {
  let service: Service, listening: Listening, home: string;
  beforeAll(async () => {
    process.env.FRAMEWRIGHT_KEYCHAIN = 'off';
    home = await mkdtemp(join(tmpdir(), 'framewright-whole-'));
    service = createService({ home });
    listening = await listen(service, { home, version: '0', port: 0 });
  });
  afterAll(async () => { await listening.close(); await service.close(); await rm(home, { recursive: true, force: true }); });

  it('answers what is cheap alike over HTTP and WebSocket, and nothing leaks the token', async () => {
    const token = (await readToken(home))!.token, whole = { ...listening, token } as Server;
    const one = await talk(whole);
    let id = 0;
    for (const name of ['describe', 'presets', 'stages', 'jobs', 'settings', 'batches', 'watches', 'models'] as const) {
      const socket = await one.call(++id, name, {}), rest = await ask(whole, 'GET', operations[name].path);
      expect([name, socket.kind, rest.status]).toEqual([name, 'answer', 200]);
      expect(rest.body).toEqual((socket as { value: unknown }).value);
      expect(() => operations[name].response.parse(rest.body)).not.toThrow();
      expect(JSON.stringify(rest.body)).not.toContain(token);
    }
    expect((await ask(whole, 'GET', '/jobs/none')).status).toBe(404);
    one.socket.close();
  });
});
