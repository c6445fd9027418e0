// Secrets stay where they belong: not in what the daemon prints, logs, answers or keeps.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ask, refusal, startServer, talk } from './served.ts';

describe('secrets', () => {
  it('are never printed, and of all files in the data folder only the token\'s own holds it', async () => {
    const printed: string[] = [], keep = (chunk: unknown): boolean => { printed.push(String(chunk)); return true; };
    const spies = [vi.spyOn(process.stdout, 'write').mockImplementation(keep as never), vi.spyOn(process.stderr, 'write').mockImplementation(keep as never), ...(['log', 'warn', 'error', 'info'] as const).map((name) => vi.spyOn(console, name).mockImplementation(keep))];
    const server = await startServer({ presets: async () => { throw new Error('a fault of ours'); } });
    try {
      const { code } = await server.access.handlers.pairingCode({});
      const paired = await ask(server, 'POST', '/pair', { code, client: 'x' });
      const knock = async (digits: string) => {
        const panel = await talk(server, { protocols: ['framewright.v1', `framewright.pair.${digits}`], hello: false });
        await panel.closed;
        return panel.heard[0] as { token?: string };
      };
      const second = (await server.access.handlers.pairingCode({})).code, knocked = await knock(second);
      expect(knocked.token).toBeTruthy();
      await knock(second);
      const link = (await ask(server, 'POST', '/dashboard')).body as { url: string };
      const entered = await ask(server, 'POST', '/enter', { code: link.url.split('#code=')[1] });
      const secrets = [server.token, (paired.body as { token: string }).token, knocked.token!, `pair.${second}`, (entered.body as { token: string }).token, link.url.split('#code=')[1]!];
      await refusal(talk(server, { token: 'wrong-token' }));
      const answers = [await ask(server, 'GET', '/presets'), await ask(server, 'GET', '/nowhere'), await ask(server, 'POST', '/probe', '{'), await ask(server, 'GET', `/presets?token=${server.token}`), await ask(server, 'GET', '/presets', undefined, { authorization: 'Bearer wrong-token' })];
      expect(answers.map(({ status }) => status)).toEqual([500, 404, 400, 403, 401]);
      for (const secret of [...secrets, 'wrong-token']) {
        expect(printed.join('')).not.toContain(secret);
        for (const { body } of answers) expect(JSON.stringify(body)).not.toContain(secret);
      }
      for (const name of await readdir(server.home)) for (const secret of secrets) {
        if (name !== 'token' || secret !== server.token) expect(await readFile(join(server.home, name), 'utf8')).not.toContain(secret);
      }
    } finally {
      for (const spy of spies) spy.mockRestore();
      await server.end();
    }
  });
});
