// The daemon says why its global key cannot work, and forgets that with the key.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectDaemon } from '../../../daemon/connect.ts';
import { daemonEnvironment, endDaemon } from '../../fixtures/daemon.ts';

it.skipIf(process.platform !== 'linux')('a daemon without a desktop says that it hears no key, while one is wanted', async () => {
  const home = await mkdtemp(join(tmpdir(), 'framewright-key-'));
  for (const name of ['DISPLAY', 'WAYLAND_DISPLAY', 'XDG_SESSION_TYPE']) delete process.env[name];
  Object.assign(process.env, daemonEnvironment(home));
  const client = (await connectDaemon({ home, client: 'test', start: 'while-needed' }))!;
  const said = async (): Promise<string[]> => (await client.describe({})).notices.filter((notice) => notice.includes('global key'));
  try {
    await client.changeSettings({ globalKey: 'ctrl+alt+r' });
    expect(await said()).toEqual([]);
    await client.host({ host: 'premiere', state: 'idle' });
    expect(await said()).toEqual([expect.stringContaining('DISPLAY is not set')]);
    expect((await client.doctor({})).find(({ what }) => what === 'Global key')).toMatchObject({ ok: false, says: expect.stringContaining('ctrl+alt+r'), mend: expect.stringContaining('framewright daemon') });
    await expect(client.command({ name: 'restore', host: 'resolve' })).rejects.toMatchObject({ code: 'no-panel' });
    expect(await client.command({ name: 'restore' })).toEqual({ hosts: ['premiere'] });
    await client.changeSettings({ globalKey: null });
    expect(await said()).toEqual([]);
  } finally {
    await client.close();
    await endDaemon(home);
    await rm(home, { recursive: true, force: true });
  }
}, 120_000);
