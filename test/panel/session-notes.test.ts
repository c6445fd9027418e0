// Choices and notes of projects, as the panel's conductor keeps them: while projects are opened and closed, and when they cannot be read or written.
import { describe, expect, it } from 'vitest';
import { FrameWrightError } from '../../shared/errors.ts';
import { usualForm } from '../../shared/panel/form.ts';
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

describe('choices', () => {
  it('are kept with the project, and last time\'s are one press away', async () => {
    const stage = await opened();
    stage.session.choose({ form: { ...usualForm, quality: 'best' }, strength: 0.3 });
    await stage.session.restore();
    expect(stage.daemon.submitted()).toMatchObject([{ wish: { quality: 'best', stages: { denoise: { strength: 0.3 } } } }]);
    stage.session.choose({ form: usualForm, strength: null });
    await stage.settle();
    const again = await stage.reopen();
    expect(again.session.state()).toMatchObject({ settings: { form: { quality: 'balanced' } }, last: { form: { quality: 'best' }, strength: 0.3 } });
    again.editor.select('b');
    await again.settle();
    await again.session.sameAsLast();
    expect(again.daemon.submitted().at(-1)).toMatchObject({ path: '/footage/b.mov', wish: { quality: 'best' } });
  });

  it('belong to their project: another one has its own, and neither is written over', async () => {
    const stage = await opened();
    await stage.session.restore();
    await stage.settle();
    const first = stage.editor.notes();
    // The user opens another project, and the panel does not know it yet.
    const other = { id: 'project-2', name: 'Other', path: null };
    stage.editor.openProject(other, null, false);
    stage.session.choose({ strength: 0.9 });
    stage.daemon.finish('job-1');
    await stage.settle();
    expect([stage.editor.notes(), stage.editor.sheet().bin]).toEqual([null, []]);
    stage.editor.openProject(other);
    await stage.settle();
    expect(stage.editor.notes()).toBeNull();
    expect(stage.session.state()).toMatchObject({ works: [], settings: { strength: null } });
    stage.editor.openProject({ id: 'project-1', name: 'Paper', path: '/projects/Paper.prproj' }, first);
    await stage.settle();
    expect(stage.session.state().overall.ready).toBe(1);
  });
});

describe('notes', () => {
  it('that were not written before another project was opened wait for theirs', async () => {
    const stage = await opened(), project = { id: 'project-1', name: 'Paper', path: '/projects/Paper.prproj' }, other = { id: 'project-2', name: 'Other', path: null };
    await stage.session.restore();
    stage.editor.openProject(other);
    await stage.settle();
    expect(stage.session.state().works).toEqual([]);
    stage.daemon.finish('job-1');
    // The project knows nothing of the order; the daemon has its result.
    stage.editor.openProject(project, null);
    await stage.settle();
    expect(stage.session.state()).toMatchObject({ works: [{ entry: { job: 'job-1', state: 'ready' }, waits: true }], notes: 'kept' });
    expect(stage.editor.notes()).toContain('job-1');
    await stage.session.placeAll();
    expect(stage.editor.sheet().clips.filter(({ track }) => track === 1).length).toBe(1);
  });

  it('that are damaged are kept aside word for word, and said', async () => {
    const stage = await openStage({ clips: [a] });
    await stage.close();
    stage.editor.setNotes('{"framewright":1,"entries":');
    const again = await stage.reopen();
    expect(again.session.state().notes).toBe('damaged');
    again.session.choose({ strength: 0.5 });
    await again.settle();
    expect(JSON.parse(again.editor.notes()!)).toMatchObject({ aside: '{"framewright":1,"entries":', settings: { strength: 0.5 } });
    expect((await again.reopen()).session.state().notes).toBe('damaged');
  });

  it('of a newer version, or too damaged to be kept, are left alone', async () => {
    for (const text of ['{"framewright":9}', `{${'x'.repeat(100_000)}`]) {
      const stage = await openStage({ clips: [a] });
      await stage.close();
      stage.editor.setNotes(text);
      const again = await stage.reopen();
      expect(again.session.state().notes).toBe('newer');
      again.editor.select('a');
      await again.settle();
      await again.session.restore();
      await again.settle();
      expect(again.editor.notes()).toBe(text);
      expect(work(again).entry.state).toBe('sent');
    }
  });

  it('that the host would not read are never written; what it would not write is tried again', async () => {
    const stage = await openStage({ clips: [a] });
    stage.editor.fail('writeNotes', failure);
    stage.session.choose({ strength: 0.1 });
    await stage.settle();
    expect(stage.session.state()).toMatchObject({ notes: 'failed', notesFailure: { code: 'host-failed' } });
    stage.session.choose({ strength: 0.2 });
    await stage.settle();
    expect(stage.session.state().notes).toBe('kept');
    const kept = stage.editor.notes();
    stage.editor.fail('readNotes', failure);
    const again = await stage.reopen();
    again.session.choose({ strength: 0.7 });
    await again.settle();
    expect([again.session.state().notes, again.editor.notes()]).toEqual(['failed', kept]);
    again.editor.select('a');
    await again.settle();
    await again.session.restore();
    await again.session.refresh();
    expect(again.session.state()).toMatchObject({ notes: 'kept', settings: { strength: 0.2 }, works: [{ entry: { state: 'sent', job: 'job-1' } }] });
    expect(card(again).work?.entry.job).toBe('job-1');
  });
});
