// Panels without a token at the WebSocket's door: who is let in, who is not, and what is said.
import { afterEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ask, refusal, startServer, talk, type Server } from './served.ts';

let server: Server, time = 0;
afterEach(() => server.end());
const start = async (): Promise<void> => { time = 0; server = await startServer({ presets: async () => [] }, { now: () => time }); };
const knock = (suffix: string, origin?: string, own = 'framewright.v1') => talk(server, { protocols: [own, `framewright.pair${suffix}`], hello: false, client: origin === undefined ? {} : { origin } });
const said = async (talking: ReturnType<typeof knock>): Promise<Record<string, unknown>> => {
  const one = await talking;
  await one.closed;
  expect(one.heard).toHaveLength(1);
  return one.heard[0] as Record<string, unknown>;
};
const makeCode = async (): Promise<string> => (await server.access.handlers.pairingCode({})).code;
const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

it('tells a panel that a daemon is here, and nothing else', async () => {
  await start();
  for (const origin of [undefined, 'null', 'file://']) expect(await said(knock('', origin))).toEqual({ kind: 'here', protocol: 1 });
  expect(server.calls).toEqual([]);
});

it('swaps a pairing code for a token that lets the panel in, once', async () => {
  await start();
  const code = await makeCode(), paired = await said(knock(`.${code}.premiere`, 'file://'));
  expect(paired).toEqual({ kind: 'paired', token: expect.stringMatching(/^[\w-]{43}$/) });
  const inside = await talk(server, { token: paired.token as string, client: { origin: 'file://' } });
  expect(await inside.call(1, 'presets', {})).toMatchObject({ kind: 'answer' });
  expect(await said(knock(`.${code}`))).toMatchObject({ kind: 'failure', id: 0, error: { code: 'unauthorised' } });
  expect(server.calls.find(({ name }) => name === 'pair')?.request).toEqual({ code, client: 'premiere' });
});

it('opens to no page of a site, not even our own', async () => {
  await start();
  const code = await makeCode();
  for (const origin of ['https://evil.example', 'http://localhost:3000', `http://127.0.0.1:${server.port}`, 'chrome-extension://abcdef', 'file://evil']) {
    expect(await refusal(knock('', origin))).toBe(403);
    expect(await refusal(knock(`.${code}`, origin))).toBe(403);
  }
  expect(await refusal(talk(server, { protocols: ['framewright.v1', 'framewright.pair'], hello: false, client: { headers: { 'sec-fetch-site': 'cross-site' } } }))).toBe(403);
  expect(await said(knock(`.${code}`))).toMatchObject({ kind: 'paired' });
});

it('locks after wrong codes, together with the same codes over HTTP', async () => {
  await start();
  const code = await makeCode();
  for (let i = 0; i < 3; i++) {
    expect(await said(knock(`.${wrong(code)}`))).toMatchObject({ error: { code: 'unauthorised' } });
    expect(await said(knock(`.${code}`))).toMatchObject({ error: { code: 'too-many' } });
    time += 1000;
  }
  for (let i = 0; i < 2; i++) {
    expect((await ask(server, 'POST', '/pair', { code: wrong(code), client: 'x' }, { authorization: '' })).status).toBe(401);
    time += 1000;
  }
  expect(await said(knock(`.${code}`))).toMatchObject({ error: { code: 'too-many', values: { seconds: 59 } } });
  time += 59_000;
  expect(await said(knock(`.${code}`))).toMatchObject({ error: { code: 'unauthorised' } });
});

it('takes nothing that is not a code of six digits, and wants our protocol', async () => {
  await start();
  const code = await makeCode();
  for (const suffix of ['.12345', '.1234567', `.${code}.`, `.${code}.UPPER`, `.${code}.${'x'.repeat(41)}`, `${code}`, '.']) expect(await refusal(knock(suffix))).toBe(400);
  expect(await refusal(knock(`.${code}`, undefined, 'other'))).toBe(400);
  expect(await said(knock(`.${code}`))).toMatchObject({ kind: 'paired' });
});

it('does not repeat the code, and closes also on a panel that says something', async () => {
  await start();
  const code = await makeCode(), one = await knock(`.${code}`);
  expect(one.socket.protocol).toBe('framewright.v1');
  if (one.socket.readyState === WebSocket.OPEN) one.say({ kind: 'hello', protocol: 1, client: 'x' });
  expect((await one.closed).code).toBe(1000);
  expect(one.heard).toHaveLength(1);
  expect(server.clients()).toBe(0);
});
