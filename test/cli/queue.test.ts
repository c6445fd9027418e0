// Commands about the queue and the daemon, against a client that answers from a table.
import { expect, test } from 'vitest';
import type { Change, Installer } from '../../shared/installing.ts';
import type { DaemonInfo } from '../../shared/daemon.ts';
import { createClient, type Client } from '../../shared/client.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { AnyEvent } from '../../shared/events.ts';
import { settings } from '../../shared/settings.ts';
import { cli, doneJob } from './support.ts';

const running = { ...doneJob, state: 'running', progress: 0.4 };
const info: DaemonInfo = {
  name: 'framewright', version: '1.0.0', protocol: 1, pid: 42, startedAt: '2026-01-01T00:00:00Z', home: '/data', port: 47800, epoch: 'e', endsWhenIdle: true, clients: 2, hosts: [],
  jobs: { queued: 3, running: 1, waiting: 0, paused: 0, done: 0, failed: 0 }, hold: null, tokenPlace: 'The desktop\'s keyring.', notices: ['Something happened.'],
};
const daemonClient = (): Client => createClient({ call: async () => info as never, subscribe: () => () => undefined, bytes: async () => new Uint8Array(), close: async () => undefined });

test('--detach submits and says how to come back', async () => {
  const said = await cli(['a.mp4', '--detach', '--priority', '7'], { submit: () => running });
  expect(said).toMatchObject({ status: 0, out: expect.stringMatching(/framewright attach j1[\s\S]*framewright cancel j1/) });
  expect(said.asked).toEqual([{ name: 'submit', request: expect.objectContaining({ priority: 7, key: expect.any(String), client: expect.stringContaining('command line') }) }]);
});

test('progress of other jobs is not shown, one\'s own from the first moment', async () => {
  const progress = (job: string, title: string): AnyEvent => ({ kind: 'progress', job, fraction: 0, title, step: 1, steps: 1, next: null, frames: 0, framesTotal: 0, fps: null, secondsDone: 0, secondsLeft: null, device: 'cpu', load: null });
  const { out } = await cli(['a.mp4', '--json'], {
    submit: ({ client }: { client: string }, emit) => {
      emit(progress('other', 'Not mine'));
      emit({ kind: 'job', job: 'j1', summary: { ...doneJob, state: 'queued', client } });
      emit(progress('j1', 'Taking a first look'));
      return running;
    },
    follow: () => doneJob, job: () => ({ ...doneJob, plans: [], units: [], sidecar: null, log: [] }), picture: () => ({ picture: 'p', frame: 0 }),
  });
  expect(out.trim().split('\n').map((line) => (JSON.parse(line) as { kind: string; title?: string })).map(({ kind, title }) => (kind === 'progress' ? title : kind))).toEqual(['job', 'Taking a first look', 'result']);
});

test('attach follows the job that runs, and Ctrl-C leaves it', async () => {
  const interrupt = new AbortController();
  const said = await cli(['attach'], { jobs: () => [{ ...doneJob, id: 'old', state: 'paused' }, running], job: () => running, follow: async () => { interrupt.abort(); return new Promise(() => undefined); } }, { interrupted: interrupt.signal });
  expect(said).toMatchObject({ status: 0, out: expect.stringContaining('goes on without this terminal') });
  expect(said.asked.map(({ name }) => name)).not.toContain('cancel');
});

test('jobs are filtered and watched', async () => {
  const filtered = await cli(['jobs', '--search', 'grandma', '--state', 'running,failed', '--limit', '5'], { jobs: () => [running] });
  expect(filtered.asked[0]!.request).toMatchObject({ search: 'grandma', states: ['running', 'failed'], limit: 5 });
  expect(filtered.out).toContain('40 %');
  expect(await cli(['jobs', '--state', 'runing'])).toMatchObject({ status: 2, err: expect.stringMatching(/Nearest:\s+running/) });
  for (const columns of [null, 80]) {
    const interrupt = new AbortController();
    const watched = await cli(['jobs', '--watch'], { jobs: (_, emit) => { setTimeout(() => { emit({ kind: 'state', job: 'j1', state: 'done', error: null }); setTimeout(() => interrupt.abort(), 20); }, 5); return [running]; } }, { columns, interrupted: interrupt.signal });
    expect(watched.status).toBe(0);
    expect(watched.out).toMatch(/j1\s+done/);
  }
});

test('priority, pause and retry name the job', async () => {
  expect((await cli(['jobs', 'priority', 'j1', '-3'])).err).toContain('-3');
  const raised = await cli(['jobs', 'priority', 'j1', '3'], { reprioritise: () => ({ ...running, priority: 3 }) });
  expect(raised.asked[0]).toEqual({ name: 'reprioritise', request: { job: 'j1', priority: 3 } });
  expect((await cli(['pause', 'j1'], { pause: () => ({ ...running, state: 'paused' }) })).out).toContain('j1 is paused');
  expect((await cli(['pause', 'j1'], { pause: () => running })).out).toContain('j1 rests as soon as the segment in hand is finished');
  expect((await cli(['retry', 'j1', '--detach'], { retry: () => running })).out).toContain('framewright attach j1');
  expect(await cli(['a.mp4', '--priority', '200'])).toMatchObject({ status: 2 });
});

test('batch follows every job and returns the worst status', async () => {
  const failed = { ...doneJob, id: 'j2', source: '/clips/tapes/b.mp4', state: 'failed', error: { code: 'input-not-media', values: { path: '/clips/tapes/b.mp4', why: 'It is text.' } } };
  const said = await cli(['batch', 'tapes', '--output', 'out', '--recursive'], {
    submitBatch: () => ({ batch: { id: 'b1', createdAt: '', title: '', jobs: 2, done: 0, failed: 0, progress: 0 }, jobs: [running, { ...failed, state: 'queued', error: null }] }),
    follow: ({ job }: { job: string }) => (job === 'j1' ? doneJob : failed),
  }, { columns: 80 });
  expect(said.asked[0]).toMatchObject({ name: 'submitBatch', request: { folder: '/clips/tapes', recursive: true, output: '/clips/out/' } });
  expect(said).toMatchObject({ status: 3, err: expect.stringContaining('b.mp4 is not a video') });
  expect(said.out).toContain('2 files, 1 of them not done');
});

test('the daemon is shown, started, ended and put into the login', async () => {
  expect(await cli(['daemon'])).toMatchObject({ status: 7, out: expect.stringContaining('No daemon runs') });
  const status = await cli(['daemon', 'status'], {}, { daemon: { find: async () => daemonClient() } });
  expect(status).toMatchObject({ status: 0, out: expect.stringMatching(/process 42[\s\S]*3 queued, 1 running[\s\S]*keyring[\s\S]*Something happened/) });
  expect((await cli(['daemon', 'start'], {}, { daemon: { start: async () => daemonClient() } })).out).toContain('port 47800');
  expect((await cli(['daemon', 'stop'], {}, { daemon: { stop: async () => 42 } })).out).toContain('process 42');
  expect((await cli(['daemon', 'logs', '--limit', '2'], {}, { daemon: { logLines: async (most) => ['a', 'b', 'c'].slice(-most) } })).out).toMatch(/^b\nc\n/);
  const made: string[] = [], asked: unknown[] = [];
  const changes: Change[] = [{ kind: 'write', part: 'service', path: '/x', text: 'one\ntwo\n', says: 'Write x:' }, { kind: 'run', part: 'service', words: ['systemctl', 'a b'], says: 'Run it:' }];
  const installer: Partial<Installer> = { installChanges: async (wish) => { asked.push(wish); return changes; }, make: async (all, said) => { for (const change of all) { said(change); made.push(change.says); } } };
  expect((await cli(['daemon', 'install', '--dry-run'], {}, { installer })).out).toMatch(/Would: Write x:\n {4}one\n {4}two\n[\s\S]*systemctl 'a b'[\s\S]*Nothing was changed/);
  expect(made).toEqual([]);
  await cli(['daemon', 'install'], {}, { installer });
  expect(made).toEqual(['Write x:', 'Run it:']);
  expect(asked[1]).toEqual({ parts: ['service'], force: false });
  expect((await cli(['daemon', 'forget'], {}, { daemon: { forget: async () => true } })).out).toContain('forgotten');
  expect(await cli(['daemon', 'dance'])).toMatchObject({ status: 2 });
  expect(await cli(['daemon', 'stop', '--dry-run'])).toMatchObject({ status: 2 });
});

test('settings, watch folders, dashboard and pairing', async () => {
  const current = settings.parse({});
  expect((await cli(['settings'], { settings: () => current })).out).toMatch(/idleMinutes\s+10/);
  expect((await cli(['settings', 'retries=5', 'historyDays=none', 'keepAwake=false'], { changeSettings: () => current })).asked[0]!.request).toEqual({ retries: 5, historyDays: null, keepAwake: false });
  expect(await cli(['settings', 'retry=5'])).toMatchObject({ status: 2, err: expect.stringContaining('retries') });
  expect(await cli(['settings', 'retries=many'])).toMatchObject({ status: 2 });
  const watch = { id: 'w1', folder: '/clips/inbox', wish: {}, output: null, settleSeconds: 5, createdAt: '', trouble: 'The folder is gone.', taken: 3, done: 2, failed: 1 };
  expect((await cli(['watch', 'add', 'inbox', '--quality', 'best'], { watch: () => watch })).asked[0]).toMatchObject({ request: { folder: '/clips/inbox', wish: { quality: 'best' } } });
  expect((await cli(['watch'], { watches: () => [watch] })).out).toContain('The folder is gone.');
  expect((await cli(['watch', 'remove', 'w1'], { unwatch: () => ({ removed: 'w1' }) })).out).toContain('w1 is watched no more');
  const opened: string[] = [], link = { dashboardLink: () => ({ url: 'http://127.0.0.1:1/#code=x', expiresAt: '' }) }, openPage = async (url: string) => { opened.push(url); return true; };
  expect((await cli(['dashboard'], link, { openPage })).out).toContain('Open it in a browser');
  expect((await cli(['dashboard'], link, { openPage, columns: 80 })).out).toContain('It opens in your browser');
  expect(opened).toEqual(['http://127.0.0.1:1/#code=x']);
  expect((await cli(['pair'], { pairingCode: () => ({ code: '123456', expiresAt: '' }) })).out).toContain('123 456');
});

test('doctor finds what it can where no daemon can be started', async () => {
  const apart = createClient({ call: async () => [{ what: 'Node', ok: true, says: 'v26.', mend: null }] as never, subscribe: () => () => undefined, bytes: async () => new Uint8Array(), close: async () => undefined });
  const said = await cli(['doctor'], { doctor: () => { throw new FrameWrightError('home-unwritable', { path: '/data', why: 'Read-only.' }); } }, { daemon: { apart: async () => apart } });
  expect(said).toMatchObject({ status: 5, out: expect.stringMatching(/FIX {2}Daemon: The data folder[\s\S]*ok {3}Node/) });
});
