// The panel's conductor against the editor on paper: what is sent, what comes back, and what the user did meanwhile.
import { describe, expect, it } from 'vitest';
import { FrameWrightError } from '../../shared/errors.ts';
import type { JobSummary } from '../../shared/job.ts';
import type { PaperClip } from '../hosts/paper/paper.ts';
import { openStage, type Stage } from './stage.ts';

const a: PaperClip = { id: 'a', from: 100, frames: 50, sourceFrom: 10, mediaFrames: 75 }, b: PaperClip = { id: 'b', from: 162, frames: 30, sourceFrom: 0, mediaFrames: 30 };
const failure = new FrameWrightError('host-failed', { host: 'Paper', what: 'placing', why: 'It jammed.' });
const opened = async (...select: string[]): Promise<Stage> => {
  const stage = await openStage({ clips: [a, b] });
  stage.editor.select(...select);
  await stage.settle();
  return stage;
};
const work = ({ session }: Stage, at = 0) => session.state().works[at]!;
const card = ({ session }: Stage, key = 'a') => session.state().cards.find(({ clip }) => clip.key === key)!;
/** What lies on a track above the first. */
const above = ({ editor }: Stage, track = 1) => editor.sheet().clips.filter((clip) => clip.track === track).map(({ path, from, frames, sourceFrom }) => ({ path, from, frames, sourceFrom }));
async function sent(...select: string[]): Promise<Stage> {
  const stage = await opened(...select);
  await stage.session.restore();
  await stage.settle();
  return stage;
}

describe('cards', () => {
  it('follow the selection, with what the daemon says of each file, asked once', async () => {
    const stage = await opened('a', 'b');
    expect(stage.session.state().cards.map(({ clip, selected, look, thumbnail }) => [clip.key, selected, look.state, look.found !== null, thumbnail?.width])).toEqual([['a', true, 'known', true, 192], ['b', true, 'known', true, 192]]);
    stage.editor.select('b');
    stage.editor.select('a');
    await stage.settle();
    expect(stage.session.state().cards.map(({ clip }) => clip.key)).toEqual(['a']);
    expect(stage.daemon.asked.filter(({ name }) => name === 'probe').length).toBe(2);
    expect(stage.daemon.asked.filter(({ name }) => name === 'analyze').length).toBe(2);
  });

  it('show another picture when a clip begins elsewhere', async () => {
    const stage = await opened('a'), shown = (): unknown[] => stage.daemon.asked.filter(({ name }) => name === 'frame').map(({ request }) => (request as { frame: number }).frame);
    stage.editor.change('a', { frames: 40 });
    stage.editor.change('a', { from: 105, frames: 35, sourceFrom: 15 });
    await stage.settle();
    expect(shown()).toEqual([10, 15]);
  });

  it('tell why a file cannot be read, and ask again when the daemon is back', async () => {
    const stage = await openStage({ clips: [a] });
    stage.daemon.line('waiting');
    stage.editor.select('a');
    await stage.settle();
    expect(card(stage).look).toMatchObject({ state: 'failed', failure: { code: 'daemon-gone' } });
    stage.daemon.line('open');
    await stage.settle();
    expect(card(stage).look).toMatchObject({ state: 'known', failure: null });
  });

  it('refuse what cannot be restored, and send nothing of it', async () => {
    const stage = await openStage({ clips: [{ ...a, kind: 'nested', path: null }, b] });
    stage.editor.select('a', 'b');
    await stage.settle();
    expect(card(stage).refusal).toMatchObject({ code: 'nested', ways: ['render', 'open-nested'] });
    await stage.session.restore();
    expect(stage.daemon.submitted().map(({ path }) => path)).toEqual(['/footage/b.mov']);
  });
});

describe('a result', () => {
  it('comes back above its clip, and the project keeps the note of it', async () => {
    const stage = await sent('a');
    expect(stage.session.state().overall).toMatchObject({ running: 1, fraction: 0, ready: 0 });
    stage.daemon.finish('job-1');
    await stage.settle();
    expect(above(stage)).toEqual([{ path: '/results/job-1.mov', from: 100, frames: 50, sourceFrom: 0 }]);
    expect(work(stage)).toMatchObject({ busy: null, failure: null, entry: { state: 'placed', job: 'job-1', output: '/results/job-1.mov', placed: { mode: 'track-above' } } });
    expect(JSON.parse(stage.editor.notes()!)).toMatchObject({ framewright: 1, entries: [{ state: 'placed', job: 'job-1', clip: { key: 'a' } }] });
    expect(stage.editor.clip('a')).toEqual(a);
  });

  it('of several clips sent at once comes back for each', async () => {
    const stage = await sent('a', 'b');
    expect(stage.session.state().overall.running).toBe(2);
    stage.daemon.change('job-1', { state: 'running', progress: 0.5 });
    stage.daemon.tell({ kind: 'progress', job: 'job-2', fraction: 0.25, title: '', step: 1, steps: 1, next: null, frames: 1, framesTotal: 4, fps: 1, secondsDone: 1, secondsLeft: { low: 2, high: 9 }, device: 'cpu', load: null });
    expect(stage.session.state().overall).toMatchObject({ fraction: 0.375, secondsLeft: 9 });
    stage.daemon.finish('job-2', 30);
    stage.daemon.finish('job-1');
    await stage.settle();
    expect(above(stage).map(({ from, frames }) => [from, frames])).toEqual([[162, 30], [100, 50]]);
  });

  it('follows a clip that moved meanwhile', async () => {
    const stage = await sent('a');
    stage.editor.move('a', 300);
    stage.daemon.finish('job-1');
    await stage.settle();
    expect(above(stage)).toMatchObject([{ from: 400, frames: 50 }]);
    expect(work(stage).entry.placed!.notices).toEqual([{ code: 'clip-moved', reason: null }]);
  });

  it('follows a clip that was trimmed meanwhile', async () => {
    const stage = await sent('a');
    stage.editor.change('a', { from: 110, frames: 35, sourceFrom: 20 });
    stage.daemon.finish('job-1');
    await stage.settle();
    expect(above(stage)).toMatchObject([{ from: 110, frames: 35, sourceFrom: 10 }]);
  });

  it('goes into the bin alone, and says so, when its clip is gone', async () => {
    const stage = await sent('a');
    stage.editor.remove('a');
    stage.daemon.finish('job-1');
    await stage.settle();
    expect(work(stage).entry).toMatchObject({ state: 'binned', placed: { mode: 'bin', notices: [{ code: 'clip-gone' }] } });
    expect(stage.editor.sheet().bin).toMatchObject([{ path: '/results/job-1.mov' }]);
    expect(stage.session.state().cards.every(({ present }) => !present)).toBe(true);
  });

  it('goes above a locked track, and into the bin where it would have to replace there', async () => {
    const stage = await sent('a');
    stage.editor.lock(1);
    stage.daemon.finish('job-1');
    await stage.settle();
    expect(above(stage, 2)).toMatchObject([{ from: 100 }]);
    stage.editor.lock(0);
    await stage.session.place(work(stage).entry.id, 'replace');
    expect(work(stage).entry).toMatchObject({ state: 'binned', placed: { notices: [{ code: 'track-locked' }] } });
  });

  it('waits when the editor refuses it, and can be placed then', async () => {
    const stage = await sent('a');
    stage.editor.fail('place', failure);
    stage.daemon.finish('job-1');
    await stage.settle();
    expect(work(stage)).toMatchObject({ failure: { code: 'host-failed' }, busy: null, entry: { state: 'ready', placed: null } });
    expect(stage.editor.sheet().bin).toEqual([]);
    await stage.session.placeAll();
    expect(work(stage)).toMatchObject({ failure: null, entry: { state: 'placed' } });
  });

  it('that failed, was cancelled or removed says so and can be tried again', async () => {
    const stage = await sent('a');
    stage.daemon.change('job-1', { state: 'failed', error: { code: 'disk-full', values: {} } });
    expect(work(stage).entry).toMatchObject({ state: 'failed', error: { code: 'disk-full' } });
    await stage.session.retry(work(stage).entry.id);
    expect(work(stage).entry).toMatchObject({ state: 'sent', error: null });
    await stage.session.cancel(work(stage).entry.id);
    expect(work(stage).entry).toMatchObject({ state: 'failed', error: { code: 'cancelled' } });
    await stage.session.retry(work(stage).entry.id);
    expect(stage.daemon.asked.map(({ name }) => name).slice(-1)).toEqual(['resume']);
    stage.daemon.forget('job-1');
    expect(work(stage).entry).toMatchObject({ state: 'failed', error: { code: 'job-missing' } });
  });

  it('can be called off before the daemon has the order, and where it never had it', async () => {
    const stage = await opened('a');
    let answer!: () => void;
    stage.daemon.answers.set('plan', () => new Promise((_, reject) => { answer = () => reject(new FrameWrightError('daemon-gone', { why: 'It ended.' })); }));
    const order = stage.session.restore(undefined, { strength: 0.5 });
    await stage.settle();
    const cancelled = stage.session.cancel(work(stage).entry.id);
    answer();
    await Promise.all([order, cancelled]);
    expect(work(stage).entry).toMatchObject({ state: 'failed', job: null, error: { code: 'cancelled' } });
    stage.daemon.answers.delete('plan');
    await stage.session.retry(work(stage).entry.id);
    expect(work(stage).entry).toMatchObject({ state: 'sent', job: 'job-1', error: null });
  });

  it('is taken back, pointed to elsewhere, shown and asked for once more', async () => {
    const stage = await sent('a');
    stage.daemon.finish('job-1');
    await stage.settle();
    const { id } = work(stage).entry;
    await stage.session.reveal({ work: id });
    expect(stage.editor.revealed()).toBe(work(stage).entry.placed!.key);
    await stage.session.relink(id, '/elsewhere/job-1.mov');
    expect(stage.editor.sheet().bin).toMatchObject([{ path: '/elsewhere/job-1.mov' }]);
    await stage.session.revert(id);
    expect([work(stage).entry.state, above(stage)]).toEqual(['reverted', []]);
    await stage.session.again(id, { scale: 'as-is' });
    expect(stage.daemon.submitted().length).toBe(2);
    expect(card(stage).work!.entry).toMatchObject({ state: 'sent', settings: { scale: 'as-is' } });
    stage.editor.remove('a');
    await stage.session.again(id);
    expect(stage.session.state().works.find(({ entry }) => entry.id === id)!.failure).toMatchObject({ code: 'clip-gone' });
  });
});

describe('a panel that was closed', () => {
  it('finds results waiting, and places all of them at a word', async () => {
    const first = await sent('a', 'b');
    await first.close();
    first.daemon.finish('job-1');
    first.editor.move('a', 400);
    const second = await first.reopen();
    expect(second.session.state().overall).toMatchObject({ running: 1, ready: 1 });
    expect(second.session.state().works.map(({ entry, waits }) => [entry.state, waits])).toEqual([['sent', false], ['ready', true]]);
    expect(above(second)).toEqual([]);
    await second.session.placeAll();
    expect(above(second)).toMatchObject([{ from: 500 }]);
    second.daemon.finish('job-2', 30);
    await second.settle();
    expect(above(second).map(({ from }) => from)).toEqual([500, 162]);
  });

  it('asks for jobs that ended unheard, and says which the daemon forgot', async () => {
    const first = await sent('a', 'b');
    await first.close();
    first.daemon.change('job-1', { state: 'failed', error: { code: 'disk-full', values: {} } });
    first.daemon.forget('job-2');
    const second = await first.reopen();
    expect(second.session.state().works.map(({ entry }) => [entry.state, entry.error?.code])).toEqual([['failed', 'job-missing'], ['failed', 'disk-full']]);
  });

  it('gives an order that the daemon may never have had once, when its user says so', async () => {
    const first = await opened('a');
    first.daemon.line('waiting');
    await first.session.restore();
    expect(work(first)).toMatchObject({ failure: { code: 'daemon-gone' }, entry: { state: 'sent', job: null } });
    await first.settle();
    const second = await first.reopen();
    second.daemon.line('open');
    await second.settle();
    expect(second.daemon.jobs()).toEqual([]);
    expect(work(second).entry).toMatchObject({ state: 'failed', job: null, error: { code: 'order-unanswered', values: { name: work(first).entry.clip.name } } });
    await second.session.retry(work(second).entry.id);
    expect([second.daemon.jobs().length, work(second).entry.job]).toEqual([1, 'job-1']);
  });

  it('places a result that was there before the order was answered', async () => {
    const stage = await opened('a');
    stage.daemon.answers.set('submit', ({ path }: { path: string }) => {
      const queued: JobSummary = { id: 'quick', state: 'queued', source: path, output: path, createdAt: '', finishedAt: null, updatedAt: '2026-01-01', progress: 0, error: null, priority: 0, client: '', batch: null, attempts: 1, retryAt: null, clip: null, title: '' };
      stage.daemon.tell({ kind: 'job', job: 'quick', summary: { ...queued, state: 'done', output: '/results/quick.mov', updatedAt: '2026-01-02', clip: { asked: null, from: 10, to: 60, inFrame: 0, frames: 50, rate: { num: 25, den: 1 } } } });
      return queued;
    });
    await stage.session.restore();
    await stage.settle();
    expect(above(stage)).toMatchObject([{ path: '/results/quick.mov', from: 100 }]);
  });

  it('hears of everything again after events were lost', async () => {
    const stage = await sent('a');
    stage.daemon.answers.set('jobs', () => [{ ...stage.daemon.jobs()[0]!, state: 'done', output: '/results/late.mov', clip: { asked: null, from: 0, to: 50, inFrame: 0, frames: 50, rate: { num: 25, den: 1 } } }]);
    stage.daemon.tell({ kind: 'lost', count: null });
    await stage.settle();
    expect(above(stage)).toMatchObject([{ path: '/results/late.mov', from: 100 }]);
  });
});
