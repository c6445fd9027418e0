import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as soon } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settings } from '../../../shared/settings.ts';
import { createAwake, inhibitorCommand, isOnMains } from '../../../daemon/jobs/awake.ts';
import { createPresence } from '../../../daemon/jobs/presence.ts';
import { openSettings } from '../../../daemon/jobs/settings.ts';
import { openStore } from '../../../daemon/jobs/store.ts';

let home: string;
beforeEach(async () => { home = await mkdtemp(join(tmpdir(), 'fw-way-')); });
afterEach(() => rm(home, { recursive: true }));

describe('settings', () => {
  it('are the defaults until something is changed, and the change is kept', async () => {
    const file = openSettings(home, () => {});
    expect(file.get()).toEqual(settings.parse({}));
    const heard: number[] = [];
    file.onChange(({ idleMinutes }) => heard.push(idleMinutes));
    await file.change({ idleMinutes: 3 });
    expect([heard, openSettings(home, () => {}).get().idleMinutes]).toEqual([[3], 3]);
  });
  it.each(['{', '{"idleMinutes":-1}', '{"unknown":1}'])('that read %j are said, kept aside and not obeyed', async (text) => {
    await writeFile(join(home, 'settings.json'), text);
    const notices: string[] = [], file = openSettings(home, (notice) => notices.push(notice));
    expect([file.get().idleMinutes, notices.length]).toEqual([10, 1]);
    await file.change({ retries: 1 });
    expect(await readFile(join(home, 'settings.json.damaged'), 'utf8')).toBe(text);
    expect(openSettings(home, (notice) => notices.push(notice)).get().retries).toBe(1);
    expect(notices).toHaveLength(1);
  });
  it('that two clients change at once are all kept', async () => {
    const file = openSettings(home, () => {});
    await Promise.all([file.change({ retries: 1 }), file.change({ idleMinutes: 5 }), file.change({ keepAwake: false })]);
    for (const one of [file, openSettings(home, () => {})]) expect(one.get()).toMatchObject({ retries: 1, idleMinutes: 5, keepAwake: false });
  });
  it.skipIf(process.platform === 'win32')('lie in a folder that nobody else may enter', async () => {
    const fresh = join(home, 'fresh');
    await openSettings(fresh, () => {}).change({ retries: 1 });
    openStore(join(home, 'jobs')).close();
    expect((await Promise.all(['fresh', 'jobs'].map((name) => stat(join(home, name))))).map(({ mode }) => mode & 0o077)).toEqual([0, 0]);
  });
  it('that cannot be written are refused, and stay what they were', async () => {
    await mkdir(join(home, 'settings.json'));
    const file = openSettings(home, () => {});
    await mkdir(join(home, 'settings.json.damaged', 'full'), { recursive: true });
    await expect(file.change({ retries: 1 })).rejects.toMatchObject({ code: 'output-unwritable' });
    expect(file.get().retries).toBe(3);
  });
});

describe('a connected editor', () => {
  const connected = (patch = {}) => {
    const holds: (string | null)[] = [], timers = new Map<() => void, number>();
    const presence = createPresence(() => settings.parse(patch), (why) => holds.push(why), (work, ms) => { timers.set(work, ms); return () => { timers.delete(work); }; });
    return { presence, holds, timers };
  };
  it('that plays or renders holds work up, and lets it go', () => {
    const { presence, holds } = connected();
    for (const state of ['idle', 'playing', 'playing', 'rendering', 'idle', 'gone'] as const) presence.tell('Resolve', state);
    expect(holds).toEqual([null, 'Resolve is playing.', 'Resolve is rendering.', null, null]);
    expect(presence.hosts()).toEqual([]);
  });
  it('holds nothing up where the settings say so', () => {
    const { presence, holds } = connected({ pauseWhilePlaying: false });
    presence.tell('Premiere Pro', 'playing');
    presence.tell('Premiere Pro', 'rendering');
    expect(holds).toEqual([null, 'Premiere Pro is rendering.']);
  });
  it('is forgotten when it says nothing any more', () => {
    const { presence, holds, timers } = connected();
    presence.tell('Resolve', 'playing');
    presence.tell('Resolve', 'playing');
    expect([...timers.values()]).toEqual([60_000]);
    [...timers.keys()][0]!();
    expect([holds, presence.hosts()]).toEqual([['Resolve is playing.', null], []]);
  });
});

describe('staying awake', () => {
  it('needs work, mains power and the wish', async () => {
    const log: string[] = [];
    let mains = true, wanted = true;
    const awake = createAwake({ platform: 'linux', wanted: async () => wanted, onMains: async () => mains, inhibit: () => { log.push('hold'); return { end: () => log.push('release') }; } });
    const work = async (is: boolean): Promise<void> => { awake.working(is); for (let turns = 0; turns < 5; turns++) await soon(); };
    await work(true);
    await work(true);
    await work(false);
    mains = false;
    await work(true);
    await work(false);
    [mains, wanted] = [true, false];
    await work(true);
    awake.close();
    expect(log).toEqual(['hold', 'release']);
  });
  it('is asked of every system in its own words, by a program that ends with this one', () => {
    expect(inhibitorCommand('linux', 7)).toEqual(expect.arrayContaining(['systemd-inhibit', '--what=sleep:idle', 'cat']));
    expect(inhibitorCommand('darwin', 7)).toEqual(['caffeinate', '-i', '-w', '7']);
    expect(inhibitorCommand('win32', 7)!.at(-1)).toContain('SetThreadExecutionState(2147483649)');
    expect(inhibitorCommand('aix', 7)).toBeNull();
  });
  const supply = async (name: string, facts: Record<string, string>): Promise<void> => {
    await mkdir(join(home, name));
    await Promise.all(Object.entries(facts).map(([file, text]) => writeFile(join(home, name, file), `${text}\n`)));
  };
  it('reads the plug and the battery', async () => {
    expect(await isOnMains('linux', join(home, 'nothing'))).toBe(true);
    await supply('BAT0', { type: 'Battery', status: 'Charging' });
    expect(await isOnMains('linux', home)).toBe(true);
    await rm(join(home, 'BAT0'), { recursive: true });
    await supply('BAT0', { type: 'Battery', status: 'Discharging' });
    expect(await isOnMains('linux', home)).toBe(false);
    await supply('AC', { type: 'Mains', online: '1' });
    expect(await isOnMains('linux', home)).toBe(true);
  });
});
