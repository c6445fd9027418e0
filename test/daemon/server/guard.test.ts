// Who may come in, tried from outside on a real port: rebound names, pages of other sites, wrong tokens, secrets in addresses.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, rawRequest, refusal, startServer, talk, type Server } from './served.ts';

let server: Server;
beforeAll(async () => { server = await startServer({ presets: async () => [], hardware: async () => ({}) }); });
afterAll(() => server.end());

const get = (lines: string, path = '/api/v1/presets') => rawRequest(server.port, `GET ${path} HTTP/1.1\n${lines}`);
const own = (): string => `Host: 127.0.0.1:${server.port}`;
const bearer = (token = server.token): string => `Authorization: Bearer ${token}`;

describe('the Host header', () => {
  it.each(['127.0.0.1', '[::1]', 'localhost', 'LOCALHOST'])('%s with our port is answered', async (host) => {
    expect((await get(`Host: ${host}:${server.port}\n${bearer()}`)).status).toBe(200);
  });
  it.each(['evil.example', 'evil.example:PORT', '127.0.0.1', '127.0.0.1:1', 'localhost.:PORT', '127.0.0.1.evil.example:PORT', '0.0.0.0:PORT', '127.0.0.2:PORT'])('%s is refused, with the right token too (DNS rebinding)', async (host) => {
    const answer = await get(`Host: ${host.replace('PORT', String(server.port))}\n${bearer()}`);
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([403, 'forbidden']);
  });
  it('is looked at for pages and WebSockets as well', async () => {
    expect((await get('Host: evil.example', '/')).status).toBe(403);
    const upgrade = await rawRequest(server.port, `GET /api/v1/socket HTTP/1.1\nHost: evil.example:${server.port}\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\nSec-WebSocket-Protocol: framewright.v1, framewright.token.${server.token}`);
    expect(upgrade.status).toBe(403);
  });
  it('is answered on IPv6 too, by the same token', async () => {
    const answer = await rawRequest(server.port, `GET /api/v1/presets HTTP/1.1\nHost: [::1]:${server.port}\n${bearer()}`, '', '::1').catch((error: NodeJS.ErrnoException) => error.code);
    expect(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ENETUNREACH', 200]).toContain(typeof answer === 'object' ? answer.status : answer);
  });
});

describe('the Origin header', () => {
  it('of another site is refused, whatever the token', async () => {
    for (const origin of ['https://evil.example', 'http://localhost:1', `http://localhost:${server.port}`, `https://127.0.0.1:${server.port}`]) {
      expect((await get(`${own()}\n${bearer()}\nOrigin: ${origin}`)).status).toBe(403);
      expect(await refusal(talk(server, { client: { origin } }))).toBe(403);
    }
    expect((await get(`${own()}\n${bearer()}\nSec-Fetch-Site: cross-site`)).status).toBe(403);
  });
  it('of our own is taken, and gets no permission to share', async () => {
    const answer = await get(`${own()}\n${bearer()}\nOrigin: http://127.0.0.1:${server.port}`);
    expect(answer.status).toBe(200);
    expect(answer.head.toLowerCase()).not.toContain('access-control');
    expect((await get(`Host: localhost:${server.port}\n${bearer()}\nOrigin: http://localhost:${server.port}`)).status).toBe(200);
    await expect(talk(server, { client: { origin: server.url } })).resolves.toBeTruthy();
  });
  it('of no site needs the token of a paired panel', async () => {
    const { code } = await server.access.handlers.pairingCode({});
    const { token } = await server.access.handlers.pair({ code, client: 'panel' });
    for (const origin of ['null', 'file://']) {
      expect((await get(`${own()}\n${bearer()}\nOrigin: ${origin}`)).status).toBe(403);
      expect(await refusal(talk(server, { client: { origin } }))).toBe(403);
      expect((await get(`${own()}\n${bearer(token)}\nOrigin: ${origin}`)).status).toBe(200);
      await expect(talk(server, { token, client: { origin } })).resolves.toBeTruthy();
    }
    expect((await get(`${own()}\n${bearer(token)}\nOrigin: https://evil.example`)).status).toBe(403);
  });
  it('and no preflight is ever granted', async () => {
    const answer = await rawRequest(server.port, `OPTIONS /api/v1/jobs HTTP/1.1\n${own()}\nOrigin: https://evil.example\nAccess-Control-Request-Method: POST`);
    expect(answer.status).toBe(405);
    expect(answer.head.toLowerCase()).not.toContain('access-control');
  });
});

describe('the token', () => {
  it('is wanted, and must be right', async () => {
    expect((await get(own())).status).toBe(401);
    for (const wrong of ['x', server.token.slice(0, -1), `${server.token}x`, server.token.toUpperCase(), '']) {
      const answer = await get(`${own()}\n${bearer(wrong)}`);
      expect(answer.status).toBe(401);
      if (wrong) expect(answer.body).not.toContain(wrong.length > 3 ? wrong : '\u0000');
    }
    expect((await get(`${own()}\nAuthorization: Basic ${server.token}`)).status).toBe(401);
    expect((await get(`${own()}\nCookie: token=${server.token}`)).status).toBe(401);
    expect(await refusal(talk(server, { token: null }))).toBe(401);
    expect(await refusal(talk(server, { token: 'wrong' }))).toBe(401);
  });
  it('has 256 bits, lies in a file that others cannot read, and stays the same', async () => {
    const { readToken, readOrMakeToken } = await import('../../../daemon/server/token.ts');
    const { stat } = await import('node:fs/promises');
    expect(Buffer.from(server.token, 'base64url').length).toBe(32);
    expect((await readOrMakeToken(server.home)).token).toBe(server.token);
    expect((await readToken(server.home))!.place).toContain('token');
    expect(server.tokenPlace).toMatch(/readable by you alone.*keychain/);
    if (process.platform !== 'win32') expect((await stat(`${server.home}/token`)).mode & 0o777).toBe(0o600);
  });
  it('in an address is refused, beside the right header too', async () => {
    for (const key of ['token', 'access_token', 'Authorization', 'apikey']) {
      expect((await get(`${own()}\n${bearer()}`, `/api/v1/presets?${key}=${server.token}`)).status).toBe(403);
    }
    expect(await refusal(talk(server, { url: `ws://127.0.0.1:${server.port}/api/v1/socket?token=${server.token}` }))).toBe(403);
  });
  it('is not said back when a WebSocket opens', async () => {
    const { socket } = await talk(server);
    expect(socket.protocol).toBe('framewright.v1');
    expect(await refusal(talk(server, { protocols: [`framewright.token.${server.token}`] }))).toBe(400);
  });
});

describe('every answer', () => {
  it('carries a strict policy and no invitation', async () => {
    for (const path of ['/', '/api/v1/presets', '/api/v1/nowhere']) {
      const { headers } = await fetch(server.url + path);
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe|\*/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('set-cookie')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });
  it('goes to this machine alone', async () => {
    const { networkInterfaces } = await import('node:os');
    const outside = Object.values(networkInterfaces()).flat().find((one) => one && !one.internal && one.family === 'IPv4');
    if (!outside) return console.warn('SKIPPED: this machine has no address but loopback.');
    await expect(rawRequest(server.port, `GET / HTTP/1.1\nHost: ${outside.address}:${server.port}`, '', outside.address)).rejects.toThrow(/ECONNREFUSED/);
  });
  it('of an operation is the handler\'s', async () => {
    expect((await ask(server, 'GET', '/presets')).body).toEqual([]);
  });
});
