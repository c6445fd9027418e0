// The simulated Premiere holds its plugins to the rules of the real one: without this, tests over it would show nothing.
import { expect, it } from 'vitest';
import type { Action, CompoundAction, Project, SequenceEditor, TickTime } from '@adobe/premierepro';
import { createPremiere, timelineOf } from './premiere/premiere.ts';
import { createUxpApi } from './premiere/uxp.ts';
import { picture, versions } from './premiere/uxp-stand.ts';

async function open(version: string) {
  const premiere = createPremiere({ version, look: (path) => (path.endsWith('.mov') ? picture(50, { sound: path.includes('sound') }) : null) }), sequence = premiere.addSequence('Cut', [25n, 1n]);
  premiere.addClip(sequence, premiere.addMedia('/a.mov'), { track: 0, start: 0, frames: 50 });
  const api = createUxpApi(premiere), project = await api.Project.getActiveProject(), active = await project.getActiveSequence(), item = (await (await project.getRootItem()).getItems()).find(({ name }) => name === 'a.mov')!;
  const overwrite = (at: number, track: number): Action => api.SequenceEditor.getEditor(active).createOverwriteItemAction(item, api.TickTime.createWithSeconds(at), track, 0);
  return { premiere, api, project, active, item, overwrite };
}
const transact = (project: Project, work: (compound: CompoundAction) => void): boolean => {
  let done = false;
  project.lockedAccess(() => { done = project.executeTransaction(work, 'Step'); });
  return done;
};

it('actions are made under the lock from 26.3 on, and anywhere before', async () => {
  const [before, after] = [await open(versions[0]), await open(versions[1])];
  expect(before.overwrite(0, 1)).toBeTruthy();
  expect(() => after.overwrite(0, 1)).toThrow(/lockedAccess/);
  expect(transact(after.project, (compound) => { compound.addAction(after.overwrite(0, 1)); })).toBe(true);
});

it('callbacks are synchronous, actions stay in their transaction, and one transaction is one undo step', async () => {
  const { premiere, project, overwrite } = await open('26.3.0');
  let kept: CompoundAction | null = null, escaped: Action | null = null;
  expect(() => project.lockedAccess((async () => undefined) as unknown as () => void)).toThrow(/asynchronous/);
  expect(() => transact(project, (async () => undefined) as unknown as () => void)).toThrow(/asynchronous/);
  transact(project, (compound) => {
    kept = compound;
    escaped = overwrite(3, 1);
    compound.addAction(overwrite(0, 1));
    compound.addAction(overwrite(5, 2));
  });
  expect(() => kept!.addAction(escaped!)).toThrow(/ended/);
  expect(() => transact(project, (compound) => { compound.addAction(escaped!); })).toThrow(/another/);
  expect(premiere.undoLabels()).toEqual(['Step']);
  expect(timelineOf(premiere).length).toBe(3);
  premiere.undo();
  expect(timelineOf(premiere)).toEqual(['V1 [0,50) a.mov from 0']);
});

it('importing answers a boolean, is no undo step, and refuses what is no media', async () => {
  const { premiere, project } = await open('26.3.0');
  expect([await project.importFiles(['/b.mov'], true), await project.importFiles(['/b.txt'], true), premiere.undoLabels()]).toEqual([true, false, []]);
});

it('selecting is synchronous from 26.3 on and a promise before', async () => {
  for (const version of versions) {
    const { api, active } = await open(version);
    let answer: unknown;
    api.TrackItemSelection.createEmptySelection((selection) => { answer = active.setSelection(selection); });
    expect(answer instanceof Promise).toBe(version === '25.6.0');
    expect(await answer).toBe(true);
  }
});

it('overwriting lays sound too and splits what lies there; tracks come by inserting alone', async () => {
  const { premiere, api, project, active } = await open('26.3.0');
  await project.importFiles(['/sound.mov'], true);
  const item = (await (await project.getRootItem()).getItems()).find(({ name }) => name === 'sound.mov')!, time = (frames: number): TickTime => api.TickTime.createWithTicks(String(BigInt(frames) * premiere.activeSequence().ticksPerFrame));
  const edit = (work: (editor: SequenceEditor) => Action): boolean => transact(project, (compound) => { compound.addAction(work(api.SequenceEditor.getEditor(active))); });
  edit((editor) => editor.createOverwriteItemAction(item, time(20), 0, 1));
  expect(timelineOf(premiere)).toEqual(['V1 [0,20) a.mov from 0', 'V1 [20,70) sound.mov from 0', 'A2 [20,70) sound.mov from 0']);
  expect(edit((editor) => editor.createOverwriteItemAction(item, time(0), 3, 3))).toBe(true);
  expect(premiere.activeSequence().video.length).toBe(3);
  edit((editor) => editor.createInsertProjectItemAction(item, time(10), 3, 2, true));
  expect(timelineOf(premiere)).toContain('V4 [10,60) sound.mov from 0');
  expect(timelineOf(premiere)).toContain('V1 [0,20) a.mov from 0');
});
