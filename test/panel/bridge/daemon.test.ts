// A panel's line to a real daemon: found by its file, paired by the command line, lost with kill -9, started again, and still known.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { createClient } from '../../../shared/client.ts';
import { discovery } from '../../../shared/daemon.ts';
import { createLine } from '../../../shared/panel/bridge/line.ts';
import type { LineKind } from '../../../shared/panel/link.ts';
import { daemonEnvironment, endDaemon, killDaemon } from '../../fixtures/daemon.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => { for (const end of ends.splice(0).reverse()) await end(); });

test('an editor\'s script that can read files and run programs needs nobody to type anything', async () => {
  const home = await mkdtemp(join(tmpdir(), 'framewright-line-')), environment = { ...process.env, ...daemonEnvironment(home) };
  ends.push(() => rm(home, { recursive: true, force: true }), () => endDaemon(home));
  const framewright = async (...words: string[]): Promise<string> => (await promisify(execFile)(process.execPath, [resolve('daemon/main.ts'), ...words], { env: environment })).stdout;
  const find = async (): Promise<number | null> => discovery.parse(JSON.parse(await readFile(join(home, 'daemon.json'), 'utf8'))).port;
  let token: string | null = null, codes = 0;
  const line = createLine({
    client: 'premiere', find, ports: [], keep: { read: async () => token, write: async (fresh) => { token = fresh; } },
    obtainCode: async () => { codes++; return (JSON.parse(await framewright('pair', '--json')) as { code: string }).code; }, start: async () => { await framewright('daemon', 'start'); },
  });
  ends.push(() => line.transport.close());
  const until = (kind: LineKind) => expect.poll(() => line.connection.state().kind, { timeout: 60_000 }).toBe(kind);
  await until('absent');
  await line.connection.startDaemon();
  await until('open');
  const client = createClient(line.transport), first = await client.describe({});
  expect([first.home, codes]).toEqual([home, 1]);
  const kept: unknown = token;
  await killDaemon(home);
  await until('absent');
  await line.connection.startDaemon();
  await until('open');
  expect((await client.describe({})).pid).not.toBe(first.pid);
  expect([token === kept, codes]).toEqual([true, 1]);
}, 180_000);
