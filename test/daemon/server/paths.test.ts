// Which paths a client may name: files and folders of this machine, and nothing else, through links too.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settings } from '../../../shared/settings.ts';
import { demandFound, demandPath, demandPaths } from '../../../daemon/server/paths.ts';
import { ask, startServer, type Server } from './served.ts';

const posix = process.platform !== 'win32';
let server: Server, folder: string, networkPaths = false;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'framewright-paths-'));
  await writeFile(join(folder, 'clip.mp4'), 'x');
  await mkdir(join(folder, 'shots'));
  server = await startServer({ probe: async () => ({}), settings: async () => settings.parse({ networkPaths }), submitBatch: async () => ({}), watch: async () => ({}) });
});
afterAll(async () => { await server.end(); await rm(folder, { recursive: true }); });
const probe = async (path: string) => { const { status, body } = await ask(server, 'POST', '/probe', { path }); return [status, (body as { code?: string }).code]; };

describe('a path is taken', () => {
  it.each(['clip.mp4', 'shots', 'shots/', 'not-there.mp4', 'not/there/either.mp4', 'shots/shot_%04d.png', 'shots/shot_####.png', 'Ünïcode 文.mp4', 'a:b.mp4'])('%s', async (name) => {
    expect(await probe(join(folder, name))).toEqual([200, undefined]);
  });
});

describe('a path is refused', () => {
  it.each([
    'clip.mp4', './clip.mp4', '../clip.mp4', '~/clip.mp4', 'http://evil.example/a.mp4', 'file:///etc/passwd', 'concat:/a|/b', 'data:text/plain,x', 'rtmp://x/y', 'crypto+file:/x', 'subfile,,start,0,end,0,,:/x', '\\\\server\\share\\a.mp4',
    '//server/share/a.mp4', '\\\\.\\PhysicalDrive0', '//./C:/x', '//?/C:/x', '/tmp/a\0b.mp4', '/a'.repeat(200_000),
  ])('%s', async (path) => {
    expect(await probe(path)).toEqual([403, 'path-refused']);
  });
  it.runIf(posix)('when it is a device, a pipe, a socket or the kernel\'s, through links too', async () => {
    const pipe = join(folder, 'pipe'), socket = join(folder, 's');
    execFileSync('mkfifo', [pipe]);
    const listening = createServer().listen(socket);
    await symlink('/dev/zero', join(folder, 'zero.mp4'));
    await symlink(join(folder, 'zero.mp4'), join(folder, 'twice.mp4'));
    await symlink('/proc', join(folder, 'processes'));
    const system = process.platform === 'linux' ? ['/proc/self/environ', '/proc/self/mem', '/sys/kernel/version', join(folder, 'processes', 'self', 'environ')] : [];
    for (const path of [pipe, socket, '/dev/null', '/dev/zero', '/dev/not-there', join(folder, 'zero.mp4'), join(folder, 'twice.mp4'), ...system]) expect([path, ...await probe(path)]).toEqual([path, 403, 'path-refused']);
    listening.close();
  });
  it('in lists, in folders and for results as well', async () => {
    const refused = async (path: string, body: unknown) => (await ask(server, 'POST', path, body)).status;
    expect(await refused('/batches', { paths: [join(folder, 'clip.mp4'), 'http://evil.example/x'], wish: {} })).toBe(403);
    expect(await refused('/batches', { folder: 'relative', wish: {} })).toBe(403);
    expect(await refused('/jobs', { path: join(folder, 'clip.mp4'), wish: {}, output: 'concat:x' })).toBe(403);
    expect(await refused('/jobs', { path: join(folder, 'clip.mp4'), wish: {}, config: '/dev/stdin' })).toBe(403);
    expect(await refused('/watches', { folder: posix ? '/dev' : '\\\\server\\share', wish: {} })).toBe(403);
    expect(server.calls.filter(({ name }) => name !== 'probe')).toEqual([]);
  });
});

describe('what was found in a folder', () => {
  it.runIf(process.platform === 'linux')('is looked at where it leads elsewhere', async () => {
    await symlink('/proc/version', join(folder, 'shots', 'system.mp4'));
    await symlink(join(folder, 'clip.mp4'), join(folder, 'shots', 'linked.mp4'));
    const found = (name: string) => demandFound(join(folder, 'shots'), [join(folder, 'shots', name)], async () => false);
    await expect(found('system.mp4')).rejects.toMatchObject({ code: 'path-refused' });
    await found('linked.mp4');
    await found('gone.mp4');
  });
});

describe('network drives', () => {
  const mounts = [{ at: '/', kind: 'ext4' }, { at: tmpdir(), kind: 'nfs4' }];
  it('are refused unless the settings allow them', async () => {
    await expect(demandPath(join(folder, 'clip.mp4'), mounts, async () => false)).rejects.toMatchObject({ code: 'path-refused', values: { why: expect.stringContaining('nfs4') } });
    await expect(demandPath(join(folder, 'clip.mp4'), mounts, async () => true)).resolves.toBeUndefined();
    for (const kind of ['cifs', 'smb3', 'fuse.sshfs']) await expect(demandPath(folder, [{ at: tmpdir(), kind }], async () => false)).rejects.toThrow();
    for (const kind of ['ext4', 'fuseblk', '9p', 'tmpfs']) await expect(demandPath(folder, [{ at: tmpdir(), kind }], async () => false)).resolves.toBeUndefined();
  });
  it('shares by name likewise', async () => {
    networkPaths = true;
    expect(await probe('//server/share/a.mp4')).toEqual([200, undefined]);
    networkPaths = false;
    expect(await probe('//server/share/a.mp4')).toEqual([403, 'path-refused']);
    await expect(demandPaths('settings', {}, async () => { throw new Error('not asked'); })).resolves.toBeUndefined();
  });
});
