// Edges, ways out, commands: the rest of what the panel's conductor does.
import { describe, expect, it } from 'vitest';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Command } from '../../shared/panel/host.ts';
import type { PaperClip, PaperSetup } from '../hosts/paper/paper.ts';
import { openStage, type Stage } from './stage.ts';

const a: PaperClip = { id: 'a', from: 100, frames: 50, sourceFrom: 10, mediaFrames: 75 }, b: PaperClip = { id: 'b', from: 162, frames: 30, sourceFrom: 0, mediaFrames: 30 };
const failure = new FrameWrightError('host-failed', { host: 'Paper', what: 'this', why: 'It jammed.' });
async function opened(setup: PaperSetup = {}, ...select: string[]): Promise<Stage> {
  const stage = await openStage({ clips: [a, b], ...setup });
  stage.editor.select(...(select.length > 0 ? select : ['a']));
  await stage.settle();
  return stage;
}
const work = ({ session }: Stage) => session.state().works[0]!;
const card = ({ session }: Stage) => session.state().cards[0]!;

describe('an edge', () => {
  it('is counted while a hand moves it, and trimmed where the media is enough', async () => {
    const stage = await opened();
    expect(stage.session.extension(card(stage).id, 'end', { kind: 'fill-gap' })).toMatchObject({ asked: 12, handle: 15, made: 0, kind: 'trim' });
    await stage.session.extend(card(stage).id, 'end', { kind: 'frames', frames: 9 });
    expect(stage.editor.clip('a')).toMatchObject({ from: 100, frames: 59 });
    expect(stage.session.extension(card(stage).id, 'end', { kind: 'fill-gap' })).toMatchObject({ asked: 3, handle: 6 });
    expect(stage.daemon.submitted()).toEqual([]);
    await stage.session.extend(card(stage).id, 'start', { kind: 'frames', frames: -20 });
    expect(stage.editor.clip('a')).toMatchObject({ from: 120, frames: 39, sourceFrom: 30 });
  });

  it('beyond the media has frames made, which go into the gap', async () => {
    const stage = await opened({ clips: [{ ...a, mediaFrames: 65 }, b] });
    await stage.session.extend(card(stage).id, 'end', { kind: 'fill-gap' });
    // The plan delivers fields as frames, so twice as many are made as the source has.
    expect(stage.daemon.submitted()).toMatchObject([{ wish: { extend: { before: 0, after: 14 }, range: { out: null } } }]);
    expect(work(stage).entry).toMatchObject({ mode: 'append', extension: { asked: 12, handle: 5, made: 7 } });
    stage.daemon.change('job-1', { state: 'done', output: '/results/longer.mov', clip: { asked: null, from: 10, to: 65, inFrame: 0, frames: 124, rate: { num: 50, den: 1 } } });
    await stage.settle();
    expect(stage.editor.sheet().clips.at(-1)).toMatchObject({ track: 0, from: 150, frames: 12, sourceFrom: 100, path: '/results/longer.mov' });
  });

  it('is never made longer by what lies behind the clip, and a whole clip never goes into a gap', async () => {
    const stage = await opened({ clips: [{ ...a, mediaFrames: 60 }, b] });
    stage.session.choose({ mode: 'take' });
    await stage.session.extend(card(stage).id, 'end', { kind: 'frames', frames: 5 });
    stage.session.choose({ mode: 'replace' });
    await stage.session.extend(card(stage).id, 'end', { kind: 'frames', frames: 5 });
    stage.session.choose({ mode: 'append' });
    await stage.session.restore();
    expect(stage.session.state().works.map(({ entry }) => entry.mode)).toEqual(['track-above', 'replace', 'append']);
  });

  it('says what stands in its way', async () => {
    const stage = await opened({ capabilities: { trims: false } });
    await stage.session.extend(card(stage).id, 'end', { kind: 'frames', frames: 2 });
    expect(card(stage).failure).toMatchObject({ code: 'host-cannot' });
    stage.editor.remove('a');
    stage.editor.select('b');
    await stage.settle();
    const id = card(stage).id;
    stage.editor.fail('surroundings', failure);
    await stage.session.extend(id, 'end', { kind: 'frames', frames: 2 });
    expect(card(stage)).toMatchObject({ busy: null, failure: { code: 'host-failed' } });
  });

  it('that was dragged to the end of its media is offered', async () => {
    const stage = await opened();
    stage.editor.send({ kind: 'extend-reached', edge: 'end' });
    expect(stage.session.state().reached).toEqual({ card: card(stage).id, edge: 'end' });
    stage.editor.select('a', 'b');
    expect(stage.session.state().reached).toBeNull();
    stage.editor.send({ kind: 'extend-reached', edge: 'end' });
    expect(stage.session.state().reached).toBeNull();
  });
});

describe('a way out', () => {
  it('has the host export what cannot be read, and restores that in its place', async () => {
    const stage = await opened({ clips: [{ ...a, kind: 'nested', path: null, rate: '24' }] });
    await stage.session.wayOut(card(stage).id, 'render');
    expect(stage.daemon.submitted()).toMatchObject([{ path: '/projects/a export.mov', wish: { range: { in: '0', out: '508032000000' } } }]);
    stage.daemon.finish('job-1');
    await stage.settle();
    expect(stage.editor.sheet().clips.at(-1)).toMatchObject({ track: 1, from: 100, frames: 50, sourceFrom: 0 });
  });

  it('keeps the card as it was when the host will not', async () => {
    const stage = await opened({ clips: [{ ...a, kind: 'nested', path: null }] });
    stage.editor.fail('render', failure);
    await stage.session.wayOut(card(stage).id, 'render');
    expect(card(stage)).toMatchObject({ busy: null, failure: { code: 'host-failed' }, refusal: { code: 'nested' } });
    expect(stage.daemon.submitted()).toEqual([]);
  });

  it('lies behind the clip as a take, or only in the bin', async () => {
    const stage = await opened({ clips: [{ ...a, reversed: true }] });
    await stage.session.wayOut(card(stage).id, 'take');
    stage.daemon.finish('job-1');
    await stage.settle();
    expect(stage.editor.clip('a')).toMatchObject({ path: '/results/job-1.mov', takes: ['/footage/a.mov', '/results/job-1.mov'] });
    await stage.session.revert(work(stage).entry.id);
    expect(stage.editor.clip('a')).toMatchObject({ path: '/footage/a.mov' });
    await stage.session.wayOut(card(stage).id, 'bin-only');
    stage.daemon.finish('job-2');
    await stage.settle();
    expect(work(stage).entry).toMatchObject({ state: 'binned', mode: 'bin' });
  });
});

describe('commands of the editor', () => {
  it('restore what is selected now, with a preset by name', async () => {
    const stage = await openStage({ clips: [a, b] });
    stage.editor.select('a');
    stage.editor.send({ kind: 'command', command: { name: 'restore', preset: 'best' } });
    await stage.settle();
    expect(stage.daemon.submitted()).toMatchObject([{ path: '/footage/a.mov', wish: { quality: 'best' } }]);
    const same = async (): Promise<void> => {
      stage.editor.send({ kind: 'command', command: { name: 'same-as-last', preset: null } });
      await stage.settle();
    };
    // Pressed again while that is at work, it is the same order; afterwards it is another.
    await same();
    expect(stage.daemon.submitted().length).toBe(1);
    stage.daemon.finish('job-1');
    await stage.settle();
    await same();
    expect(stage.daemon.submitted().length).toBe(2);
    stage.editor.send({ kind: 'command', command: { name: 'restore', preset: 'nonsense' } });
    await stage.settle();
    expect(stage.session.state().hostFailure).toMatchObject({ code: 'bad-value' });
    expect(stage.daemon.submitted().length).toBe(2);
  });

  it('that two panels of one editor have heard are one job', async () => {
    const stages = [await openStage({ clips: [a, b] }), await openStage({ clips: [a, b] })];
    for (const stage of stages) {
      stage.editor.select('a', 'b');
      stage.editor.send({ kind: 'command', command: { name: 'restore', preset: null, id: 'key-press' } });
      await stage.settle();
    }
    const [one, other] = stages.map((stage) => stage.daemon.submitted().map(({ key }) => key));
    expect(one).toEqual(other);
    expect(new Set(one).size).toBe(2);
  });

  it('say why nothing came of them, until something does', async () => {
    const stage = await openStage({ clips: [a] }), command = async (name: Command['name']): Promise<unknown> => {
      stage.editor.send({ kind: 'command', command: { name, preset: null } });
      await stage.settle();
      return stage.session.state().hostFailure;
    };
    expect(await command('restore')).toMatchObject({ code: 'nothing-selected', values: { what: 'no clip is selected' } });
    stage.editor.select('a');
    expect(await command('same-as-last')).toMatchObject({ code: 'nothing-selected', values: { what: 'there is no last time' } });
    expect(stage.daemon.submitted()).toEqual([]);
    expect(await command('restore')).toBeNull();
    expect(stage.daemon.submitted().length).toBe(1);
  });

  it('are passed on where they open something', async () => {
    const stage = await opened(), heard: Command[] = [];
    stage.session.onCommand((command) => heard.push(command));
    for (const name of ['extend', 'preview', 'open', 'self-check'] as const) stage.editor.send({ kind: 'command', command: { name, preset: null } });
    await stage.settle();
    expect(heard.map(({ name }) => name)).toEqual(['extend', 'preview', 'open', 'self-check']);
  });
});

describe('an editor that fails', () => {
  it.each(['describe', 'context', 'selection'] as const)('at %s is said, and asked again', async (call) => {
    const stage = await openStage({ clips: [a] });
    stage.editor.select('a');
    stage.editor.fail(call, failure);
    await stage.session.refresh();
    expect(stage.session.state().hostFailure).toMatchObject({ code: 'host-failed' });
    await stage.session.refresh();
    expect(stage.session.state()).toMatchObject({ hostFailure: null, cards: [{ selected: true }] });
  });

  it('at taking back leaves the order as it was', async () => {
    const stage = await opened();
    await stage.session.restore();
    stage.daemon.finish('job-1');
    await stage.settle();
    stage.editor.fail('revert', failure);
    await stage.session.revert(work(stage).entry.id);
    expect(work(stage)).toMatchObject({ busy: null, failure: { code: 'host-failed' }, entry: { state: 'placed' } });
  });
});
