// What the daemon proves at its door, to whom, and what it does not.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { refusal, startServer, talk, type Server } from './served.ts';

let server: Server;
afterEach(() => server.end());
const pair = async (): Promise<string> => {
  const { code } = await server.access.handlers.pairingCode({});
  return (await server.access.handlers.pair({ code, client: 'premiere' })).token;
};
const keyOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const idOf = (token: string): string => createHash('sha256').update('framewright proof id v1:').update(keyOf(token)).digest('hex').slice(0, 16);
const proofOf = (token: string, port: number, nonce: string): string => createHmac('sha256', keyOf(token)).update(`framewright proof v1:${port}:${nonce}`).digest('hex');
const freshNonce = (): string => randomBytes(16).toString('hex');
const knock = (question: string, client = {}, pairing = 'framewright.pair') => talk(server, { protocols: ['framewright.v1', pairing, `framewright.prove${question}`], hello: false, client });
async function asked(id: string, nonce: string): Promise<Record<string, unknown>> {
  const one = await knock(`.${id}.${nonce}`);
  expect((await one.closed).code).toBe(1000);
  expect(one.heard).toHaveLength(1);
  return one.heard[0] as never;
}

it('proves that it knows a panel\'s token, for the port that was knocked at and the nonce that was said', async () => {
  server = await startServer();
  const tokens = [await pair(), await pair(), await pair()], nonce = freshNonce();
  for (const token of tokens) expect(await asked(idOf(token), nonce)).toEqual({ kind: 'here', protocol: 1, proof: proofOf(token, server.port, nonce) });
  expect((await asked(idOf(tokens[0]!), freshNonce())).proof).not.toBe(proofOf(tokens[0]!, server.port, nonce));
  expect(server.calls).toEqual([]);
});

it('says that it does not know the tokens of others, and proves nothing by the user\'s own or a dashboard\'s', async () => {
  server = await startServer();
  await pair();
  const code = new URL((await server.access.handlers.dashboardLink({})).url).hash.slice('#code='.length), page = (await server.access.handlers.enter({ code })).token;
  for (const token of ['x'.repeat(43), server.token, page]) expect(await asked(idOf(token), freshNonce())).toEqual({ kind: 'here', protocol: 1, proof: null });
});

it('after a restart it proves by what it kept, which is no token', async () => {
  server = await startServer();
  const token = await pair(), kept = await readFile(join(server.home, 'panels.json'), 'utf8'), { createAccess } = await import('../../../daemon/server/access.ts');
  expect(kept).not.toContain(token);
  expect(createAccess(server.home).prove({ id: idOf(token), nonce: '00'.repeat(16) }, 47800)).toBe(proofOf(token, 47800, '00'.repeat(16)));
});

it('reads no other question, and none from a site', async () => {
  server = await startServer();
  const id = idOf(await pair()), nonce = freshNonce();
  for (const question of ['', '.', `.${id}`, `.${id}.`, `.${id}.${nonce}.`, `.${id}.${nonce}00`, `.${id.slice(2)}.${nonce}`, `.${id.toUpperCase()}x.${nonce}`, `.${'z'.repeat(16)}.${nonce}`]) expect([question, await refusal(knock(question))]).toEqual([question, 400]);
  expect(await refusal(knock(`.${id}.${nonce}`, { origin: 'https://evil.example' }))).toBe(403);
  expect(await refusal(talk(server, { protocols: ['framewright.v1', `framewright.prove.${id}.${nonce}`], hello: false }))).toBe(401);
});

it('answers no proof to who swaps a code, and prints nothing of either', async () => {
  server = await startServer();
  const printed: string[] = [], keep = (chunk: unknown): boolean => { printed.push(String(chunk)); return true; };
  const spies = [vi.spyOn(process.stdout, 'write').mockImplementation(keep as never), vi.spyOn(process.stderr, 'write').mockImplementation(keep as never)];
  try {
    const token = await pair(), nonce = freshNonce(), { code } = await server.access.handlers.pairingCode({}), { proof } = await asked(idOf(token), nonce);
    const one = await knock(`.${idOf(token)}.${nonce}`, {}, `framewright.pair.${code}`);
    await one.closed;
    expect(one.heard).toEqual([{ kind: 'paired', token: expect.any(String) }]);
    for (const secret of [token, idOf(token), nonce, String(proof), keyOf(token).toString('hex')]) expect(printed.join('')).not.toContain(secret);
  } finally { for (const spy of spies) spy.mockRestore(); }
});
