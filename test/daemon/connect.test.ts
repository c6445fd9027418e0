// Finding and starting the daemon: real processes, no media.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { connectDaemon, findDaemon, stopDaemon, type ConnectOptions } from '../../daemon/connect.ts';
import { isAlive } from '../../daemon/jobs/identity.ts';
import { logFileOf, openLogFile, readLogLines } from '../../daemon/log-file.ts';
import type { Client } from '../../shared/client.ts';
import type { Discovery } from '../../shared/daemon.ts';
import { daemonEnvironment, endDaemon, killDaemon } from '../fixtures/daemon.ts';

const homes: string[] = [];
let base: string, home: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'fw-connect-'));
  home = join(base, 'home');
  homes.push(home);
  Object.assign(process.env, daemonEnvironment(home));
});
afterAll(async () => {
  for (const one of homes) {
    await endDaemon(one);
    await rm(join(one, '..'), { recursive: true, force: true });
  }
});

const connect = async (options: Partial<ConnectOptions> = {}) => (await connectDaemon({ home, client: 'test', start: 'while-needed', ...options }))!;
const discoveryFile = (): string => join(home, 'daemon.json');
const changeDiscovery = async (change: Partial<Discovery>): Promise<void> => writeFile(discoveryFile(), JSON.stringify({ ...JSON.parse(await readFile(discoveryFile(), 'utf8')) as Discovery, ...change }));
const gone = (found: Discovery) => expect.poll(() => isAlive(found), { timeout: 60_000, interval: 100 }).toBe(false);
const listens = (): number => readLogLines(home, 1000).filter((line) => line.includes('listens on port')).length;

test('five commands at once start one daemon', async () => {
  const program = resolve('daemon/main.ts'), run = promisify(execFile);
  const said = await Promise.all([1, 2, 3, 4, 5].map(async () => JSON.parse((await run(process.execPath, [program, 'daemon', 'start', '--json'], { env: process.env })).stdout) as { pid: number; endsWhenIdle: boolean }));
  expect(new Set(said.map(({ pid }) => pid)).size).toBe(1);
  expect(said[0]!.endsWhenIdle).toBe(false);
  expect(listens()).toBe(1);
  expect(statSync(discoveryFile()).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
});

test('without one, looking starts none', async () => {
  expect(await connectDaemon({ home, client: 'test', start: 'never' })).toBeNull();
  expect(await stopDaemon(home)).toBeNull();
  expect(existsSync(home)).toBe(false);
});

test('it ends itself when nobody needs it, and not while somebody is there', async () => {
  process.env.FRAMEWRIGHT_IDLE_SECONDS = '4';
  const client = await connect(), found = (await findDaemon(home))!;
  expect(await client.describe({})).toMatchObject({ endsWhenIdle: true, clients: 1, pid: found.pid, port: found.port, home });
  await new Promise((done) => setTimeout(done, 6000));
  expect(isAlive(found)).toBe(true);
  await client.close();
  await gone(found);
  expect(readFileSync(logFileOf(home), 'utf8')).toContain('Nobody has needed it');
  expect(existsSync(discoveryFile())).toBe(false);
});

test('it ends when its home has gone', async () => {
  process.env.FRAMEWRIGHT_IDLE_SECONDS = '1';
  const client = await connect(), found = (await findDaemon(home))!;
  await rm(home, { recursive: true });
  await gone(found);
  await client.close();
  expect(existsSync(home)).toBe(false);
});

test('a file of a daemon that died names nobody, nor does one whose number another process has', async () => {
  await (await connect()).close();
  const first = (await findDaemon(home))!;
  await killDaemon(home);
  expect(await findDaemon(home)).toBeNull();
  await changeDiscovery({ pid: process.pid });
  expect(await findDaemon(home)).toBeNull();
  const client = await connect();
  expect((await client.describe({})).pid).not.toBe(first.pid);
  await client.close();
});

test('a daemon that is killed under a client is started again, and the client goes on', async () => {
  const client = await connect(), { pid } = await client.describe({});
  await killDaemon(home);
  expect((await client.describe({})).pid).not.toBe(pid);
  await client.close();
});

test('an error that nobody caught is written down and ends the daemon; its clients go on with the next one', async () => {
  const trap = join(base, 'trap.mjs'), trigger = join(base, 'trigger');
  await writeFile(trap, `import { existsSync, rmSync } from 'node:fs';
    if (process.argv[1]?.endsWith('daemon.ts')) setInterval(() => { if (existsSync(${JSON.stringify(trigger)})) { rmSync(${JSON.stringify(trigger)}); throw new Error('a fault nobody thought of'); } }, 50).unref();`);
  process.env.NODE_OPTIONS = `--import ${pathToFileURL(trap).href}`;
  const client = await connect(), { pid } = await client.describe({}), found = (await findDaemon(home))!;
  await writeFile(trigger, '');
  await gone(found);
  expect((await client.describe({})).pid).not.toBe(pid);
  delete process.env.NODE_OPTIONS;
  const log = readFileSync(logFileOf(home), 'utf8');
  expect(log).toMatch(/Nobody caught: Error: a fault nobody thought of[^]*Ends: Something broke\.[^]*Ended\.[^]*listens on port/);
  await client.close();
});

test('one that is stopped stays so: its clients are told', async () => {
  const client = await connect(), { pid } = await client.describe({});
  expect(await stopDaemon(home)).toBe(pid);
  await expect(client.describe({})).rejects.toMatchObject({ code: 'daemon-gone' });
  expect(await findDaemon(home)).toBeNull();
  await client.close();
});

test('stop as an operation answers before the end', async () => {
  const client = await connect(), found = (await findDaemon(home))!;
  expect(await client.stop({})).toEqual({});
  await gone(found);
  await client.close();
});

test('a daemon of another version: used with a word while it has work, started again when it has none', async () => {
  const said: string[] = [], say = (line: string): void => { said.push(line); };
  const other = await connect(), { pid } = await other.describe({});
  await changeDiscovery({ version: '0.0.1' });
  const busy = await connect({ say });
  expect((await busy.describe({})).pid).toBe(pid);
  expect(said.splice(0)).toEqual([expect.stringContaining('has work to do')]);
  await changeDiscovery({ protocol: 99 });
  await expect(connect({ say })).rejects.toMatchObject({ code: 'daemon-version', values: { found: '0.0.1' } });
  await Promise.all([other.close(), busy.close()]);
  // The daemon hears of closed sockets a moment later.
  let fresh: Client | null = null;
  await expect.poll(async () => (fresh = await connect({ say }).catch(() => null)) !== null, { timeout: 60_000 }).toBe(true);
  expect((await fresh!.describe({})).pid).not.toBe(pid);
  expect(said).toEqual([expect.stringContaining('started again')]);
  await fresh!.close();
});

test('a port that is taken is said', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  process.env.FRAMEWRIGHT_PORT = String((server.address() as { port: number }).port);
  await expect(connect()).rejects.toMatchObject({ code: 'port-taken' });
  server.close();
});

test('a home that cannot be made is said', async () => {
  await writeFile(join(base, 'file'), '');
  await expect(connect({ home: join(base, 'file', 'home') })).rejects.toMatchObject({ code: 'home-unwritable' });
});

const mayMount = canMount();
if (!mayMount) console.log('SKIPPED: a read-only home needs Linux and the right to mount a tmpfs.');
function canMount(): boolean {
  try { execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' }); return process.platform === 'linux' && process.getuid?.() === 0; } catch { return false; }
}

test.skipIf(!mayMount)('a home that may only be read is said', async () => {
  await mkdir(home);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', home]);
  try { await expect(connect()).rejects.toMatchObject({ code: 'home-unwritable' }); } finally { execFileSync('umount', [home]); }
});

test('a daemon that dies before it listens is told with the last lines of its log', async () => {
  await mkdir(home, { recursive: true });
  await mkdir(join(home, 'token'));
  await expect(connect()).rejects.toMatchObject({ message: expect.stringMatching(/EISDIR|directory/) });
  expect(readLogLines(home, 10).join('\n')).toContain('It could not start');
});

test('the log is bounded, and its newest lines are read from both files', () => {
  const log = openLogFile(base, () => 'now', 1000);
  for (let i = 0; i < 200; i++) log.say(`line ${i}`);
  expect(statSync(join(base, 'daemon.log')).size).toBeLessThanOrEqual(1000);
  expect(statSync(join(base, 'daemon.log.1')).size).toBeLessThanOrEqual(1000);
  expect(readLogLines(base, 3)).toEqual(['now line 197', 'now line 198', 'now line 199']);
  expect(readLogLines(base, 1000).length).toBeGreaterThan(80);
  log.say('x'.repeat(10_000));
  expect(readLogLines(base, 1)[0]!.length).toBe(250);
});
