// What keys, scripts and links say to panels by the command line.
import { describe, expect, it } from 'vitest';
import { readLink } from '../../daemon/cli/commands/panel.ts';
import { createClient } from '../../shared/client.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import { panelCommands } from '../../shared/events.ts';
import { cli } from './support.ts';

const command = () => ({ hosts: ['premiere'] });

describe('framewright panel', () => {
  it('says which command, which editor and which preset is meant', async () => {
    const said = await cli(['panel', 'restore', '--host', 'premiere', '--preset', 'film'], { command });
    expect(said).toMatchObject({ status: 0, out: 'The panel in premiere was told: restore.\n', asked: [{ name: 'command', request: { name: 'restore', host: 'premiere', preset: 'film' } }] });
    expect(JSON.parse((await cli(['panel', 'open', '--json'], { command })).out)).toEqual({ command: 'open', hosts: ['premiere'] });
  });

  it('says when no panel is connected', async () => {
    const none = () => { throw new FrameWrightError('no-panel', { host: 'any editor', why: 'Open the FrameWright panel in the editor; it connects by itself.' }); };
    const said = await cli(['panel', 'restore'], { command: none });
    expect([said.status, said.err]).toEqual([7, expect.stringMatching(/No panel of any editor is connected\.\s+Open the FrameWright panel/)]);
  });

  it('knows its commands and nothing else', async () => {
    expect(await cli(['panel', 'restore', '--host', 'resovle'])).toMatchObject({ status: 2, asked: [], err: expect.stringContaining('Nearest: resolve') });
    expect(await cli(['panel', 'restor'])).toMatchObject({ status: 2, asked: [], err: expect.stringContaining('Nearest: restore') });
    for (const words of [['panel'], ['panel', 'restore', 'a.mp4'], ['panel', 'restore', '--delivery', 'h264']]) expect(await cli(words)).toMatchObject({ status: 2, asked: [] });
  });
});

describe('a link', () => {
  it('starts the daemon, or tells the panel', async () => {
    const client = createClient({ call: async () => ({ pid: 42, port: 47800 }) as never, subscribe: () => () => undefined, bytes: async () => new Uint8Array(), close: async () => undefined });
    expect(await cli(['open-link', 'framewright://start/'], {}, { daemon: { start: async () => client } })).toMatchObject({ status: 0, out: 'The daemon runs: process 42, port 47800.\n', asked: [] });
    expect(await cli(['open-link', 'framewright://panel/same-as-last'], { command })).toMatchObject({ status: 0, asked: [{ name: 'command', request: { name: 'same-as-last', host: null, preset: null } }] });
  });

  it('of any other kind does nothing', async () => {
    for (const url of ['framewright://stop', 'framewright://start?home=/tmp', 'framewright://start#x', 'framewright://start/..', 'framewright://panel/', 'framewright://panel/restore/../start', 'framewright://panel/restore?preset=x', 'FRAMEWRIGHT://start', ' framewright://start',
      'framewright://start\n', 'framewright://start --json', 'framewright://panel/restore;reboot', 'framewright://panel/$(reboot)', 'framewright://panel/__proto__', 'framewright://user@start', 'framewright:start', 'http://start', 'file:///etc/passwd', '/etc/passwd', '']) {
      expect(readLink(url)).toBe(null);
      if (url && !url.startsWith('-')) expect(await cli(['open-link', url])).toMatchObject({ status: 2, out: '', asked: [] });
    }
    expect(await cli(['open-link', 'framewright://start', 'framewright://start'])).toMatchObject({ status: 2, asked: [] });
    expect(await cli(['open-link', 'framewright://panel/restore', '--host', 'premiere'])).toMatchObject({ status: 2, asked: [] });
  });

  it('is read exactly: whatever is changed in a good one, it means the same, another good one, or nothing', () => {
    const good = ['framewright://start', 'framewright://start/', ...panelCommands.flatMap((name) => [`framewright://panel/${name}`, `framewright://panel/${name}/`])];
    const pieces = ['/', '\\', '..', '%2e%2e', '%00', '\0', ' ', '"', "'", '`', '$(x)', '|x', '&x', ';x', '?a=b', '#a', '--json', '-d', '\n', '\r', 'ä', '😀', ':', '@', 'start', 'panel'];
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    for (let i = 0; i < 20_000; i++) {
      const from = good[random(good.length)]!, at = random(from.length + 1), cut = random(3);
      const url = from.slice(0, at) + (random(4) ? pieces[random(pieces.length)]! : '') + from.slice(at + cut), meant = readLink(url);
      if (meant !== null) expect(good).toContain(url);
    }
  });
});
