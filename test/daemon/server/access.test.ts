// One-time links and pairing codes: used once, in time, and not guessed.
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createAccess } from '../../../daemon/server/access.ts';
import { ask, startServer, type Server } from './served.ts';

let server: Server, time = 0;
afterEach(() => server.end());
const start = async (): Promise<void> => { time = 0; server = await startServer({ presets: async () => [] }, { now: () => time }); };
const open = { authorization: '' };
const pair = (code: string, headers: Record<string, string> = {}) => ask(server, 'POST', '/pair', { code, client: 'panel' }, { ...open, ...headers });
const pairingCode = async (): Promise<string> => ((await ask(server, 'POST', '/pairing')).body as { code: string }).code;
const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const codeOf = ({ body }: { body: never }): string => (body as { code: string }).code;

describe('the link of the dashboard', () => {
  it('opens once: its code is in the part of the address that is sent to nobody', async () => {
    await start();
    const { url } = (await ask(server, 'POST', '/dashboard')).body as { url: string };
    const link = new URL(url);
    expect([link.origin, link.pathname, link.search]).toEqual([server.url, '/', '']);
    const code = link.hash.replace('#code=', '');
    const entered = await ask(server, 'POST', '/enter', { code }, { ...open, origin: server.url });
    const { token } = entered.body as { token: string };
    expect((await ask(server, 'GET', '/presets', undefined, { authorization: `Bearer ${token}`, origin: server.url })).status).toBe(200);
    expect((await ask(server, 'GET', '/presets', undefined, { authorization: `Bearer ${token}`, origin: 'null' })).status).toBe(403);
    const again = await ask(server, 'POST', '/enter', { code }, open);
    expect([again.status, codeOf(again)]).toEqual([401, 'unauthorised']);
  });
  it('is good for a minute, and only from our own page', async () => {
    await start();
    const make = async (): Promise<string> => ((await ask(server, 'POST', '/dashboard')).body as { url: string }).url.split('#code=')[1]!;
    const code = await make();
    expect((await ask(server, 'POST', '/enter', { code }, { ...open, origin: 'https://evil.example' })).status).toBe(403);
    expect((await ask(server, 'POST', '/enter', { code }, { ...open, origin: 'null' })).status).toBe(403);
    time = 60_001;
    expect((await ask(server, 'POST', '/enter', { code }, open)).status).toBe(401);
    expect((await ask(server, 'POST', '/enter', { code: 'x' }, open)).status).toBe(401);
  });
  it('is asked for with a token', async () => {
    await start();
    expect((await ask(server, 'POST', '/dashboard', undefined, open)).status).toBe(401);
    expect((await ask(server, 'POST', '/pairing', undefined, open)).status).toBe(401);
  });
});

describe('pairing', () => {
  it('gives a token that stays good when the daemon starts again, and is kept only as its hash', async () => {
    await start();
    const { token } = (await pair(await pairingCode())).body as { token: string };
    expect((await ask(server, 'GET', '/presets', undefined, { authorization: `Bearer ${token}` })).status).toBe(200);
    const kept = await readFile(join(server.home, 'panels.json'), 'utf8');
    expect(kept).toContain('"panel"');
    expect(kept).not.toContain(token);
    if (process.platform !== 'win32') expect((await stat(join(server.home, 'panels.json'))).mode & 0o777).toBe(0o600);
    expect(createAccess(server.home).roleOf(token)).toBe('panel');
  });
  it('takes a code once, and for five minutes', async () => {
    await start();
    const code = await pairingCode();
    expect((await pair(code)).status).toBe(200);
    expect((await pair(code)).status).toBe(401);
    const late = await pairingCode();
    time += 300_001;
    expect((await pair(late)).status).toBe(401);
  });
  it('waits after a wrong code, and locks after five for longer each time, over all codes', async () => {
    await start();
    const waits: number[] = [];
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 5; i++) {
        const code = await pairingCode();
        expect((await pair(wrong(code))).status).toBe(401);
        if (i === 4) break;
        expect((await pair(code)).status).toBe(429);
        time += 1001;
      }
      const locked = await pair('000000');
      expect([locked.status, codeOf(locked)]).toEqual([429, 'too-many']);
      expect((await ask(server, 'POST', '/pairing')).status).toBe(429);
      const { values } = locked.body as { values: { seconds: number } };
      waits.push(values.seconds);
      time += values.seconds * 1000;
    }
    expect(waits).toEqual([60, 120, 240]);
    expect((await pair(await pairingCode())).status).toBe(200);
  });
  it('cannot be asked for by a page of another site, nor with a form', async () => {
    await start();
    const code = await pairingCode();
    expect((await pair(code, { origin: 'https://evil.example' })).status).toBe(403);
    const form = await fetch(`${server.url}/api/v1/pair`, { method: 'POST', body: new URLSearchParams({ code, client: 'x' }) });
    expect(form.status).toBe(400);
    expect((await pair(code, { origin: 'null' })).status).toBe(200);
  });
  it('says when the list of panels was damaged, and keeps it', async () => {
    await start();
    await writeFile(join(server.home, 'panels.json'), '{"half":');
    const access = createAccess(server.home);
    expect(access.roleOf('x')).toBeNull();
    expect(access.notices()[0]).toContain('panels.json.damaged');
    expect(await readFile(join(server.home, 'panels.json.damaged'), 'utf8')).toBe('{"half":');
  });
});
