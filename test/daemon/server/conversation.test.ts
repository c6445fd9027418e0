// The protocol of the WebSocket: order, repetition, malformed and oversized messages, calls given up, heartbeat, sockets that go silent.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { FromDaemon } from '../../../shared/wire.ts';
import { ask, rawRequest, startServer, talk, type Server } from './served.ts';

const picture = 'ab'.repeat(32);
let server: Server, aborted = 0;
const waitsForever = (_: unknown, signal: AbortSignal): Promise<never> => new Promise((_done, fail) => {
  signal.addEventListener('abort', () => { aborted++; fail(new FrameWrightError('cancelled', { job: 'j' })); });
});
beforeAll(async () => {
  server = await startServer({
    presets: async () => [{ name: 'best' }], follow: waitsForever, frame: async () => ({ id: picture, type: 'image/png', width: 1, height: 1 }),
    job: async () => { throw new FrameWrightError('job-missing', { job: 'x', why: 'Never was.' }); },
  }, { pictures: { [picture]: new Uint8Array([0x89, 1, 2, 3]) }, limits: { inFlight: 50 } });
});
afterAll(() => server.end());

const errorOf = (message: FromDaemon) => (message as Extract<FromDaemon, { kind: 'failure' }>).error;

describe('a conversation', () => {
  it('begins with hello and welcome, and answers calls by their numbers', async () => {
    const one = await talk(server);
    expect(one.heard[0]).toMatchObject({ kind: 'welcome', protocol: 1, version: '0.0.0-test', epoch: 'epoch-1', seq: 0 });
    expect(await one.call(7, 'presets', {})).toEqual({ kind: 'answer', id: 7, value: [{ name: 'best' }] });
    expect(errorOf(await one.call(8, 'job', { job: 'x' }))).toEqual({ code: 'job-missing', values: { job: 'x', why: 'Never was.' } });
    one.say({ kind: 'ping' });
    await one.wait(({ kind }) => kind === 'pong');
    one.socket.close();
  });
  it('sends pictures before the answer that names them, and by their ids', async () => {
    const one = await talk(server);
    await one.call(1, 'frame', { path: '/tmp', frame: 0 });
    expect(one.frames.map((frame) => [frame.subarray(0, 32).toString('hex'), [...frame.subarray(32)]])).toEqual([[picture, [0x89, 1, 2, 3]]]);
    one.socket.close();
    const response = await fetch(`${server.url}/api/v1/pictures/${picture}`, { headers: { authorization: `Bearer ${server.token}` } });
    expect([response.headers.get('content-type'), [...new Uint8Array(await response.arrayBuffer())]]).toEqual(['image/png', [0x89, 1, 2, 3]]);
    expect((await fetch(`${server.url}/api/v1/pictures/${picture}`)).status).toBe(401);
    expect((await ask(server, 'GET', `/pictures/${'0'.repeat(64)}`)).status).toBe(410);
    expect((await ask(server, 'GET', '/pictures/..%2f..%2fetc%2fpasswd')).status).toBe(410);
  });
  it('says which field is wrong and what was expected', async () => {
    const one = await talk(server);
    const failing = async (id: number, name: string, request: unknown) => errorOf(await one.call(id, name, request));
    expect(await failing(1, 'job', { job: 5 })).toMatchObject({ code: 'bad-value', values: { key: 'job', value: '5', why: expect.stringContaining('expected string') } });
    expect(await failing(2, 'job', {})).toMatchObject({ code: 'bad-value', values: { key: 'job' } });
    expect(await failing(3, 'jobs', { limit: 1, serach: 'x' })).toMatchObject({ code: 'bad-value', values: { key: 'serach', why: expect.stringContaining('There is no such field') } });
    expect(await failing(4, 'submit', { path: '/x', wish: { denoise: 1 } })).toMatchObject({ values: { key: 'wish.denoise' } });
    expect(await failing(5, 'prests', {})).toEqual({ code: 'unknown-operation', values: { name: 'prests', nearest: 'presets' } });
    expect(await failing(6, '__proto__', {})).toMatchObject({ code: 'unknown-operation' });
    expect(await failing(7, 'constructor', {})).toMatchObject({ code: 'unknown-operation' });
    expect(await failing(8, 'presets', null)).toBeUndefined();
    expect(await failing(9, 'job', 'text')).toMatchObject({ code: 'bad-value' });
    one.socket.close();
  });
});

describe('a client that does not keep to the protocol', () => {
  it.each([
    ['a call before hello', { kind: 'call', id: 1, name: 'presets', request: {} }, /first message is "hello"/],
    ['an unknown kind', { kind: 'shout' }, /kind/], ['no object', 5, /object/], ['no JSON', '{"kind":', /not JSON/], ['a wrong type', { kind: 'hello', protocol: 'one', client: 'x' }, /protocol.*number/],
    ['bytes', Buffer.from([1, 2, 3]), /text/],
  ])('is told about %s, and let go', async (_, message, why) => {
    const one = await talk(server, { hello: false });
    one.say(message);
    const failure = await one.wait(({ kind }) => kind === 'failure');
    expect(failure).toMatchObject({ id: 0, error: { code: 'message-malformed', values: { why: expect.stringMatching(why) } } });
    expect((await one.closed).code).toBe(1002);
  });
  it('of another version is told both', async () => {
    const one = await talk(server, { hello: false });
    one.say({ kind: 'hello', protocol: 99, client: 'x' });
    expect(errorOf(await one.wait(({ kind }) => kind === 'failure'))).toMatchObject({ code: 'daemon-version' });
    await one.closed;
  });
  it('may not repeat a message: nothing is done twice', async () => {
    for (const again of [{ kind: 'call', id: 3, name: 'presets', request: {} }, { kind: 'call', id: 2, name: 'presets', request: {} }, { kind: 'hello', protocol: 1, client: 'x' }]) {
      const one = await talk(server);
      await one.call(3, 'presets', {});
      const before = server.calls.length;
      one.say(again);
      await one.closed;
      expect(errorOf(one.heard.at(-1)!)).toMatchObject({ code: 'message-malformed' });
      expect(server.calls.length).toBe(before);
    }
  });
  it('that sends too much is cut off with the code for it', async () => {
    const one = await talk(server);
    one.say(JSON.stringify({ kind: 'call', id: 1, name: 'presets', request: { x: 'y'.repeat(1 << 20) } }));
    expect((await one.closed).code).toBe(1009);
  });
  it('that sends too often is told, then cut off', async () => {
    const hasty = await startServer({ presets: async () => [] }, { limits: { perSecond: 1, atOnce: 5 } });
    const one = await talk(hasty);
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((id) => one.call(id, 'presets', {})));
    expect(answers.map(({ kind }) => kind)).toEqual(['answer', 'answer', 'answer', 'answer', 'failure', 'failure']);
    expect(errorOf(answers.at(-1)!).code).toBe('too-many');
    one.say({ kind: 'ping' });
    expect((await one.closed).code).toBe(1008);
    await hasty.end();
  });
});

describe('a call', () => {
  it('can be given up, and is when its client goes', async () => {
    const one = await talk(server);
    const before = aborted, answer = one.call(1, 'follow', { job: 'x' });
    await expect.poll(() => server.calls.some(({ name }) => name === 'follow')).toBe(true);
    one.say({ kind: 'abandon', id: 99 });
    one.say({ kind: 'abandon', id: 1 });
    expect(errorOf(await answer).code).toBe('cancelled');
    void one.call(2, 'follow', { job: 'x' });
    await expect.poll(() => server.calls.filter(({ name }) => name === 'follow').length).toBe(2);
    one.socket.terminate();
    await expect.poll(() => aborted).toBe(before + 2);
    const controller = new AbortController();
    const rest = fetch(`${server.url}/api/v1/jobs/x/end`, { headers: { authorization: `Bearer ${server.token}` }, signal: controller.signal }).catch(() => 'gone');
    await expect.poll(() => server.calls.filter(({ name }) => name === 'follow').length).toBe(3);
    controller.abort();
    expect(await rest).toBe('gone');
    await expect.poll(() => aborted).toBe(before + 3);
  });
  it('beyond what may wait is refused', async () => {
    const one = await talk(server);
    for (let id = 1; id <= 50; id++) one.say({ kind: 'call', id, name: 'follow', request: { job: 'x' } });
    expect(errorOf(await one.call(51, 'presets', {})).code).toBe('too-many');
    one.socket.terminate();
  });
});

describe('silence', () => {
  let impatient: Server;
  beforeAll(async () => { impatient = await startServer({}, { limits: { helloMs: 3000, heartbeatMs: 100, headMs: 500 } }); });
  afterAll(() => impatient.end());
  it('before hello ends the connection', async () => {
    const one = await talk(impatient, { hello: false });
    expect((await one.closed).code).toBe(1002);
  });
  it('of three heartbeats does so too, but a client that only listens is asked and stays', async () => {
    const listens = await talk(impatient);
    const dead = await talk(impatient, { client: { autoPong: false } });
    expect((await dead.closed).code).toBe(1006);
    expect(listens.socket.readyState).toBe(WebSocket.OPEN);
    listens.socket.close();
    await listens.closed;
    await expect.poll(() => impatient.clients()).toBe(0);
  });
  it('of a half-open connection ends it, whatever it has sent so far', async () => {
    const starts = ['', 'GET / HT', `POST /api/v1/plan HTTP/1.1\r\nHost: 127.0.0.1:${impatient.port}\r\nAuth`];
    await Promise.all(starts.map((start) => new Promise<void>((done, fail) => {
      const socket = connect(impatient.port, '127.0.0.1', () => socket.write(start));
      socket.on('data', () => {});
      socket.on('error', fail);
      socket.on('close', () => done());
    })));
  });
});

describe('the number of clients', () => {
  it('is bounded', async () => {
    const small = await startServer({}, { limits: { sockets: 2 } });
    const [one, two] = [await talk(small), await talk(small)];
    await expect(talk(small)).rejects.toMatchObject({ status: 429 });
    one.socket.close();
    await one.closed;
    await expect.poll(() => small.clients()).toBe(1);
    (await talk(small)).socket.close();
    two.socket.close();
    await small.end();
  });
  it('is said goodbye to when the daemon ends', async () => {
    const short = await startServer();
    const one = await talk(short);
    await short.end();
    expect((await one.closed).code).toBe(1001);
    await expect(rawRequest(short.port, 'GET / HTTP/1.1')).rejects.toThrow(/ECONNREFUSED/);
    await sleep(0);
  });
  it('is told by another code when the daemon broke, so that clients come back', async () => {
    const broken = await startServer();
    const one = await talk(broken);
    await broken.close(true);
    expect((await one.closed).code).toBe(1011);
    await broken.end();
  });
  it('grows no more while the daemon ends, and the end comes soon though one does not answer', async () => {
    const ending = await startServer();
    const deaf = await talk(ending);
    deaf.socket.pause();
    const begun = performance.now(), ended = ending.end();
    await expect(talk(ending)).rejects.toMatchObject({ status: 503 });
    await ended;
    expect(performance.now() - begun).toBeLessThan(20_000);
    deaf.socket.terminate();
  });
  it('loses no place to those who were refused and stay on the line', async () => {
    const narrow = await startServer({}, { limits: { connections: 1 } });
    const line = connect({ port: narrow.port, host: '127.0.0.1', allowHalfOpen: true });
    line.write(`GET /api/v1/socket HTTP/1.1\r\nHost: 127.0.0.1:${narrow.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`);
    let answer = '';
    line.on('data', (chunk) => { answer += String(chunk); }).on('error', () => {});
    await expect.poll(() => answer).toContain('401');
    await expect.poll(() => ask(narrow, 'GET', '/settings').then(({ status }) => status, () => 0), { timeout: 10_000 }).toBe(200);
    line.destroy();
    await narrow.end();
  });
});
