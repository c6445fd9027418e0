// Programs that listen where a daemon might: whatever they say, none is told the panel's token.
import { createHash, createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createClient } from '../../../shared/client.ts';
import { createChallenges } from '../../../shared/panel/bridge/challenge.ts';
import { createLine, type LineOptions } from '../../../shared/panel/bridge/line.ts';
import type { LineKind } from '../../../shared/panel/link.ts';
import { codeOf, daemon, endAfterEach, ends, tokenOf } from './door.ts';

endAfterEach();

type Squatter = { readonly port: number; /** Everything that it was sent, headers too. */ readonly received: string[] };
/** Answers each that connects with what `answer` makes of the subprotocols. */
async function squat(answer: (protocols: readonly string[]) => unknown, port = 0): Promise<Squatter> {
  const server = new WebSocketServer({ host: '127.0.0.1', port, handleProtocols: () => 'framewright.v1' }), received: string[] = [];
  await new Promise((done) => { server.on('listening', done); });
  server.on('connection', async (socket, request) => {
    received.push(`${request.url} ${JSON.stringify(request.rawHeaders)}`);
    socket.on('message', (data) => received.push(String(data)));
    const said = await answer(String(request.headers['sec-websocket-protocol']).split(',').map((name) => name.trim()));
    socket.send(typeof said === 'string' ? said : JSON.stringify(said));
  });
  ends.push(() => new Promise((done) => { for (const client of server.clients) client.terminate(); server.close(done); }));
  return { port: (server.address() as AddressInfo).port, received };
}
const here = (proof?: unknown) => ({ kind: 'here', protocol: 1, ...(proof === undefined ? {} : { proof }) });
const questionIn = (protocols: readonly string[]): string[] => protocols.find((name) => name.startsWith('framewright.prove.'))!.split('.').slice(2);
const proofBy = (token: string, port: number, nonce: string): string => createHmac('sha256', createHash('sha256').update(token).digest()).update(`framewright proof v1:${port}:${nonce}`).digest('hex');

type Opened = ReturnType<typeof createLine> & { readonly kept: { token: string | null }; until(kind: LineKind): Promise<void> };
function open(token: string | null, ports: readonly number[], options: Partial<LineOptions> = {}): Opened {
  const kept = { token }, line = createLine({
    client: 'premiere', ports, keep: { read: async () => kept.token, write: async (fresh) => { kept.token = fresh; } }, ...options,
    times: { firstMs: 20, longestMs: 20, closedMs: 60_000, graceMs: 200, lookMs: 20 },
  });
  ends.push(() => line.transport.close());
  return { ...line, kept, until: (kind) => expect.poll(() => line.connection.state().kind, { timeout: 20_000 }).toBe(kind) };
}
/** It was asked, and heard neither the token nor what the token could be proved by. */
function expectNothing({ received }: Squatter, token: string): void {
  expect(received.length).toBeGreaterThan(0);
  for (const one of received) {
    expect(one).toContain('framewright.prove.');
    for (const secret of [token, 'framewright.token', createHash('sha256').update(token).digest('hex')]) expect(one).not.toContain(secret);
  }
}

test('a wrong proof, one by another key, one for another port: nobody is there, and the panel says who is in the way', async () => {
  const token = 'a'.repeat(43), squatters: Squatter[] = await Promise.all([
    squat(() => here('0'.repeat(64))), squat(() => here('')), squat(() => here('Z'.repeat(64))), squat((all) => here(questionIn(all)[1])), squat((all) => here(proofBy('b'.repeat(43), squatters[4]!.port, questionIn(all)[1]!))),
    squat((all) => here(proofBy(token, 1, questionIn(all)[1]!))), squat((all) => here(proofBy(token, squatters[6]!.port, questionIn(all)[1]!).toUpperCase())),
  ]);
  for (const squatter of squatters) {
    const line = open(token, [squatter.port]);
    await line.until('absent');
    expect(line.connection.state().error).toMatchObject({ code: 'daemon-gone', values: { why: expect.stringContaining(`port ${squatter.port} is not the FrameWright`) } });
    // Asked again, it hears no more.
    await expect.poll(() => squatter.received.length, { timeout: 20_000 }).toBeGreaterThan(2);
    expectNothing(squatter, token);
    await expect(line.connection.pair('123456')).rejects.toMatchObject({ code: 'daemon-gone' });
    expectNothing(squatter, token);
    await line.transport.close();
  }
});

test('what is no answer is nobody\'s', async () => {
  const token = 'a'.repeat(43);
  for (const said of ['', '{', 'null', '[]', '{"kind":"here"}', { kind: 'here', protocol: 1, proof: 7 }, { kind: 'here', protocol: 1, proof: {} }, { kind: 'welcome', protocol: 1 }, { kind: 'paired', token: 'c'.repeat(43) }, 'x'.repeat(100_000)]) {
    const squatter = await squat(() => said), line = open(token, [squatter.port]);
    await line.until('absent');
    expect([said, line.connection.state().error, line.kept.token]).toEqual([said, null, token]);
    expectNothing(squatter, token);
    await line.transport.close();
  }
});

test('a daemon of an older version is told nothing, and the panel says what to do', async () => {
  const token = 'a'.repeat(43), older = await squat(() => here()), line = open(token, [older.port]);
  await line.until('refused');
  expect(line.connection.state().error).toMatchObject({ code: 'daemon-version', values: { why: expect.stringContaining('Update FrameWright') } });
  await expect(createClient(line.transport).presets({})).rejects.toMatchObject({ code: 'daemon-version' });
  expectNothing(older, token);
});

test('who says that it does not know the token gets neither it nor its place', async () => {
  const squatter = await squat(() => here(null)), ours = await daemon(), token = await tokenOf(ours), { port } = ours, line = open(token, [squatter.port, port]);
  await line.until('open');
  expect(await createClient(line.transport).presets({})).toEqual([{ name: 'film' }]);
  expectNothing(squatter, token);
  // Once only the squatter is there the panel asks for a code, and keeps what it has: its daemon may come back.
  const alone = open(token, [squatter.port]);
  await alone.until('unpaired');
  expect([alone.kept.token, alone.connection.state().error?.code]).toEqual([token, 'unauthorised']);
  expectNothing(squatter, token);
});

test('a code that is typed goes to the daemon that proved itself, where one did', async () => {
  const squatter = await squat(() => here(null)), ours = await daemon(), token = await tokenOf(ours), line = open(token, [squatter.port, ours.port]);
  await line.until('open');
  await line.connection.pair(await codeOf(ours));
  expect(line.kept.token).not.toBe(token);
  expectNothing(squatter, token);
});

test('a listener that lets the real daemon answer gets a proof for the daemon\'s port, which is of no use', async () => {
  const ours = await daemon(), token = await tokenOf(ours), relayed: unknown[] = [];
  const relay = await squat((protocols) => new Promise((done) => {
    new WebSocket(`ws://127.0.0.1:${ours.port}/api/v1/socket`, [...protocols]).on('message', (data) => {
      relayed.push(JSON.parse(String(data)));
      done(String(data));
    });
  }));
  const line = open(token, [relay.port]);
  await line.until('absent');
  expect(relayed[0]).toEqual({ kind: 'here', protocol: 1, proof: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expectNothing(relay, token);
  const both = open(token, [relay.port, ours.port]);
  await both.until('open');
  expectNothing(relay, token);
});

test('a proof that was right once is refused when it is said again, on the port where it was right', async () => {
  const ours = await daemon(), token = await tokenOf(ours), said: string[] = [];
  class Heard extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => { if (String(data).includes('"proof"')) said.push(String(data)); });
    }
  }
  const line = open(token, [ours.port], { WebSocket: Heard as unknown as LineOptions['WebSocket'] });
  await line.until('open');
  await ours.end();
  const squatter = await squat(() => said[0], ours.port);
  await expect.poll(() => squatter.received.length, { timeout: 20_000 }).toBeGreaterThan(2);
  await line.until('absent');
  expect(said[0]).toMatch(/"proof":"[0-9a-f]{64}"/);
  expectNothing(squatter, token);
});

test('no question is asked twice, also where an engine offers no randomness, and an answer fits one question and one port', () => {
  const crypto = Object.getOwnPropertyDescriptor(globalThis, 'crypto')!, token = 'a'.repeat(43);
  for (const bare of [false, true]) {
    if (bare) Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
    try {
      const one = createChallenges(token), asked = Array.from({ length: 500 }, () => one(47800)), { protocol } = asked[0]!, [id, nonce] = questionIn([protocol]);
      expect(new Set(asked.map((each) => each.protocol)).size).toBe(500);
      expect(protocol).toMatch(/^framewright\.prove\.[0-9a-f]{16}\.[0-9a-f]{32}$/);
      expect(id).not.toBe(createHash('sha256').update(token).digest('hex').slice(0, 16));
      expect([asked[0]!.isMetBy(proofBy(token, 47800, nonce!)), asked[1]!.isMetBy(proofBy(token, 47800, nonce!)), one(47801).isMetBy(proofBy(token, 47800, nonce!))]).toEqual([true, false, false]);
    } finally { Object.defineProperty(globalThis, 'crypto', crypto); }
  }
});
