// Messages and requests mutated by a seed against a real listening server. `rounds` of them; what the daemon did that it must not have done is thrown.
import { connect } from 'node:net';
import { subprotocol, tokenPrefix } from '../../../shared/wire.ts';
import { operations, type OperationName } from '../../../shared/operations.ts';
import { ask, startServer, talk, type Fakes, type Server, type Talk } from './served.ts';

/** Mulberry32: 0 to 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const strange: readonly unknown[] = [null, true, -1, 0, 1e308, -0.5, 2 ** 53, '', '\0', '../../etc/passwd', '/dev/zero', 'http://evil.example/x', '\ud800', '__proto__', 'constructor', [], {}, [[[[]]]], { __proto__: 1 }, 'x'.repeat(5000), '%s%n', '\u202e', 'NaN'];
const names = Object.keys(operations) as OperationName[];
type Random = () => number;
const pick = <Value>(random: Random, from: readonly Value[]): Value => from[Math.floor(random() * from.length)]!;

/** A message much like a good one. */
function makeMessage(random: Random, id: number): { kind: string; request?: unknown } {
  const name = pick(random, names), fields = { path: '/tmp', folder: '/tmp', wish: {}, job: 'j', batch: 'b', watch: 'w', frame: 1, limit: 5, host: 'x', priority: 1 };
  const fitting = Object.fromEntries(Object.entries(fields).filter(([key]) => Object.hasOwn(operations[name].request.shape, key)));
  return pick<() => { kind: string; request?: unknown }>(random, [
    () => ({ kind: 'call', id, name, request: fitting }), () => ({ kind: 'call', id, name, request: fitting }), () => ({ kind: 'call', id, name, request: {} }), () => ({ kind: 'call', id, name, request: fields }),
    () => ({ kind: 'abandon', id }), () => ({ kind: 'picture', id, picture: random() < 0.9 ? 'ab'.repeat(32) : pick(random, strange) as string }), () => ({ kind: 'ping' }), () => (random() < 0.9 ? { kind: 'ping' } : { kind: 'hello', protocol: 1, client: 'x', seen: { epoch: 'epoch-1', seq: 1 } }),
  ])();
}

/** Another value somewhere, another key, or other bytes in the text; mostly in the request, because a spoilt envelope ends the conversation. */
function mutate(random: Random, message: { request?: unknown }): string | Buffer {
  const spoil = (value: unknown, share: number): unknown => {
    if (random() < share) return pick(random, strange);
    if (Array.isArray(value)) return value.map((inner) => spoil(inner, share));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [random() < share / 3 ? String(pick(random, strange)).slice(0, 50) : key, spoil(inner, share)]));
  };
  const kind = random();
  if (kind < 0.85) return JSON.stringify('request' in message ? { ...message, request: spoil(message.request, 0.1) } : message);
  if (kind < 0.93) return JSON.stringify(spoil(message, 0.2));
  const bytes = Buffer.from(JSON.stringify(message));
  for (let i = 0; i < 1 + random() * 4; i++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  return kind < 0.95 ? bytes : kind < 0.97 ? bytes.toString('latin1', 0, Math.floor(random() * bytes.length)) : bytes.toString('latin1');
}

/** Sends `rounds` mutated messages over WebSockets, a twentieth as many requests over HTTP without and with a token, and bytes that are no HTTP. Gives what was counted. */
export async function fuzz(rounds: number, seed: number): Promise<{ messages: number; conversations: number; calls: number }> {
  const random = seeded(seed), paths: string[] = [];
  const fakes = Object.fromEntries(names.filter((name) => !['settings', 'pair', 'enter', 'pairingCode', 'dashboardLink'].includes(name)).map((name) => [name, async (request: never) => {
    const parsed = operations[name].request.safeParse(request);
    if (!parsed.success) throw new Error(`${name} was given what its schema refuses`);
    for (const field of [...operations[name].reads, ...operations[name].writes]) paths.push(...[(request as Record<string, unknown>)[field] ?? []].flat() as string[]);
    return {};
  }])) as Fakes;
  // Calls of clients that have hung up may still be on their way, so who has no token gets a server of its own.
  const limits = { perSecond: 1e9, atOnce: 1e9 }, server = await startServer(fakes, { limits }), stranger = await startServer(fakes, { limits });
  try {
    const conversations = await fuzzMessages(server, rounds, random), calls = server.calls.length;
    await fuzzRequests(stranger, Math.ceil(rounds / 20), random);
    for (const one of [server, stranger]) await demandUnharmed(one, paths);
    return { messages: rounds, conversations, calls };
  } finally {
    await server.end();
    await stranger.end();
  }
}

async function fuzzMessages(server: Server, rounds: number, random: Random): Promise<number> {
  let conversations = 0;
  for (let sent = 0; sent < rounds;) {
    const one: Talk = await talk(server, { hello: random() < 0.95 });
    conversations++;
    for (let id = 1; sent < rounds && one.socket.readyState === one.socket.OPEN && id < 400; id++, sent++) {
      one.socket.send(mutate(random, makeMessage(random, id)));
      if (random() < 0.3) await new Promise(setImmediate);
    }
    if (random() < 0.5) one.socket.terminate();
    else one.socket.close();
    await one.closed;
  }
  return conversations;
}

async function fuzzRequests(server: Server, rounds: number, random: Random): Promise<void> {
  const calls = server.calls.length;
  for (let i = 0; i < rounds; i++) {
    const { method, path } = operations[pick(random, names.filter((name) => !operations[name].open))];
    const lines = [`${method} /api/v1${path} HTTP/1.1`, `Host: 127.0.0.1:${server.port}`, 'Content-Type: application/json', `Authorization: Bearer ${server.token.slice(0, -1)}`, 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Protocol: ${subprotocol}, ${tokenPrefix}x`, 'Content-Length: 2'];
    const text = lines.filter((_, k) => k === 0 || random() < 0.6).join('\r\n'), bytes = Buffer.from(`${text}\r\n\r\n{}`);
    if (random() < 0.5) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    await shout(server.port, bytes);
  }
  if (server.calls.length !== calls) throw new Error(`A request without the token reached ${server.calls.at(-1)!.name}.`);
}

/** Sends bytes and hangs up when something came back, or soon. */
function shout(port: number, bytes: Buffer): Promise<void> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(20, () => socket.destroy());
    socket.on('data', () => socket.destroy());
    socket.on('error', () => {});
    socket.on('close', () => done());
  });
}

async function demandUnharmed(server: Server, paths: readonly string[]): Promise<void> {
  const wrong = paths.find((path) => typeof path !== 'string' || !path.startsWith('/') || path.includes('\0') || path.startsWith('/dev'));
  if (wrong !== undefined) throw new Error(`The path ${JSON.stringify(wrong)} reached a handler.`);
  if (({} as { x?: unknown }).x !== undefined) throw new Error('A prototype was changed.');
  const { status } = await ask(server, 'GET', '/presets');
  if (status !== 200) throw new Error(`Afterwards the daemon answers ${status}.`);
  for (let waits = 0; server.clients() > 0 && waits < 200; waits++) await new Promise((done) => setTimeout(done, 50));
  if (server.clients() > 0) throw new Error(`${server.clients()} sockets stayed open.`);
}
