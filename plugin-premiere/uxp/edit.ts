// Small things done to clips: trimming an edge, showing where one lies.
import type { HostClip } from '../../shared/panel/host.ts';
import type { Instant } from '../../shared/panel/instant.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import { failed, type Editor } from './editor.ts';
import { find, type Found } from './find.ts';
import { ticksOf } from './span.ts';
import { setEdge, tick, type Stage } from './write.ts';

const gone = (name: string): FrameWrightError => new FrameWrightError('clip-gone', { name });

/** @throws FrameWrightError `clip-gone`; `host-failed` when the edge is elsewhere afterwards. */
export async function trim(editor: Editor, clip: HostClip, edge: 'start' | 'end', to: Instant): Promise<HostClip> {
  const found = await find(editor, clip.key);
  if (!found) throw gone(clip.name);
  const stage: Stage = { editor, project: found.project, sequence: found.sequence, label: 'FrameWright' }, wanted = ticksOf(to);
  setEdge(stage, found.clip, edge, wanted);
  const now = await again(editor, found);
  if (ticksOf(edge === 'start' ? now.place.in : now.place.out) !== wanted) throw failed('trim the clip', 'Its edge is not where it was to go; the media may end there.');
  if (now.source === null || found.now.source === null || now.speed.kind !== 'constant' || now.speed.ratio !== '1') return now;
  // A start that moved must show a later picture, not the same one later.
  const shows = ticksOf(found.now.source.in) + ticksOf(now.place.in) - ticksOf(found.now.place.in);
  if (ticksOf(now.source.in) === shows) return now;
  editor.change(found.project, stage.label, () => [found.clip.createSetInPointAction(tick(stage, shows))]);
  const mended = await again(editor, found);
  if (mended.source === null || ticksOf(mended.source.in) !== shows) throw failed('trim the clip', 'It shows another part of its media now. Undo takes it back.');
  return mended;
}

async function again(editor: Editor, { clip, track, now }: Found): Promise<HostClip> {
  const [start, from, to] = await Promise.all([clip.getStartTime(), clip.getInPoint(), clip.getOutPoint()].map((time) => editor.ask('look at a clip', time)));
  const words = JSON.parse(now.key) as Record<string, unknown>, found = await find(editor, JSON.stringify({ ...words, track: track.index, start: start!.ticks, in: from!.ticks, out: to!.ticks }));
  if (!found) throw gone(now.name);
  return found.now;
}

/** @throws FrameWrightError `clip-gone`. */
export async function reveal(editor: Editor, key: string): Promise<void> {
  const found = await find(editor, key);
  if (!found) throw gone('');
  const { ask, api } = editor, active = await ask('open the sequence', found.project.getActiveSequence());
  if (active?.guid.toString() !== found.sequence.guid.toString()) await ask('open the sequence', found.project.openSequence(found.sequence));
  await ask('move the playhead', found.sequence.setPlayerPosition(api.TickTime.createWithTicks(found.seen.facts.start)));
  let chosen: boolean | Promise<boolean> = false;
  api.TrackItemSelection.createEmptySelection((selection) => {
    selection.addItem(found.clip, true);
    chosen = found.sequence.setSelection(selection);
  });
  await ask('select the clip', chosen);
}
