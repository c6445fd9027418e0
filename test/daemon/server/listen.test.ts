// Where the daemon listens, what it leaves for those who look for it, and where its token is kept.
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readDiscovery, removeDiscovery, writeDiscovery } from '../../../daemon/server/discovery.ts';
import { forgetToken, readOrMakeToken, readToken } from '../../../daemon/server/token.ts';
import { startServer } from './served.ts';

const kept = new Map<string, string>();
let broken: string | null = null;
vi.mock('@napi-rs/keyring', () => ({
  AsyncEntry: class {
    readonly key: string;
    constructor(service: string, account: string) {
      if (broken) throw new Error(broken);
      this.key = `${service} ${account}`;
    }
    async getPassword(): Promise<string | null> { return kept.get(this.key) ?? null; }
    async setPassword(text: string): Promise<void> { kept.set(this.key, text); }
    async deletePassword(): Promise<boolean> { return kept.delete(this.key); }
  },
}));

let home: string;
beforeEach(async () => { home = await mkdtemp(join(tmpdir(), 'framewright-listen-')); kept.clear(); broken = null; });
afterEach(() => rm(home, { recursive: true, force: true }));

describe('listening', () => {
  it('says when the port that was asked for is taken', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const { port } = other.address() as AddressInfo;
    await expect(startServer({}, { port })).rejects.toMatchObject({ code: 'port-taken', values: { port } });
    other.close();
  });
  it('takes no port of which another program has the other address', async () => {
    const other = createServer();
    const bound = await new Promise<boolean>((done) => { other.on('error', () => done(false)); other.listen(0, '::1', () => done(true)); });
    if (!bound) return console.warn('SKIPPED: this machine has no IPv6.');
    await expect(startServer({}, { port: (other.address() as AddressInfo).port })).rejects.toMatchObject({ code: 'port-taken' });
    other.close();
  });
});

describe('the file that tells where', () => {
  const found = { version: '1', protocol: 1, pid: 12, port: 47800, startedAt: 'now', boot: 'b', start: 's' };
  it('is the user\'s alone, and only its own daemon takes it away', async () => {
    expect(await readDiscovery(home)).toBeNull();
    await writeDiscovery(home, found);
    expect(await readDiscovery(home)).toEqual(found);
    if (process.platform !== 'win32') expect((await stat(join(home, 'daemon.json'))).mode & 0o777).toBe(0o600);
    await removeDiscovery(home, 13);
    expect(await readDiscovery(home)).toEqual(found);
    await removeDiscovery(home, 12);
    expect(await readDiscovery(home)).toBeNull();
    await writeFile(join(home, 'daemon.json'), '{"port":');
    expect(await readDiscovery(home)).toBeNull();
  });
});

describe('the token', () => {
  const withKeychain = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    const before = process.env.FRAMEWRIGHT_KEYCHAIN;
    delete process.env.FRAMEWRIGHT_KEYCHAIN;
    try { return await work(); } finally { if (before !== undefined) process.env.FRAMEWRIGHT_KEYCHAIN = before; }
  };
  it('is kept in the keychain where there is one, for each data folder its own', () => withKeychain(async () => {
    expect(await readToken(home)).toBeNull();
    const { token } = await readOrMakeToken(home);
    expect((await readOrMakeToken(home)).token).toBe(token);
    expect([...kept.values()]).toEqual([token]);
    expect((await readOrMakeToken(join(home, 'other'))).token).not.toBe(token);
    await expect(stat(join(home, 'token'))).rejects.toThrow();
    expect([await forgetToken(home), await forgetToken(home), await readToken(home)]).toEqual([true, false, null]);
    expect(kept.size).toBe(1);
  }));
  it('else in a file, and that is said with the reason', () => withKeychain(async () => {
    broken = 'no such interface';
    const { token, place } = await readOrMakeToken(home);
    expect(place).toContain('cannot be used: no such interface.');
    expect((await readFile(join(home, 'token'), 'utf8')).trim()).toBe(token);
    broken = null;
    expect((await readOrMakeToken(home)).token).toBe(token);
  }));
  it.skipIf(process.platform === 'win32')('that others could read is replaced', () => withKeychain(async () => {
    broken = 'x';
    const { token } = await readOrMakeToken(home);
    await chmod(join(home, 'token'), 0o644);
    expect((await readOrMakeToken(home)).token).not.toBe(token);
    expect((await stat(join(home, 'token'))).mode & 0o777).toBe(0o600);
  }));
});
