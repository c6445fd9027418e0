// Writing to a timeline and reading back what is there.
import type { Action, Project, Sequence, TickTime } from '@adobe/premierepro';
import { failed, type Editor } from './editor.ts';
import { spotsOf, type Spot } from './find.ts';
import type { Clip, Kind } from './read.ts';
import { resultColour, type Result } from './bin.ts';
import type { Wanted } from './span.ts';

export type Stage = { readonly editor: Editor; readonly project: Project; readonly sequence: Sequence; readonly label: string };
/** Which track takes it; `other` is where the sound of a picture goes, or the picture of a sound. */
export type Target = { readonly kind: Kind; readonly track: number; readonly other: number; readonly makesTrack: boolean };
/** What lies on a timeline, by words that change when it does. */
export type Snapshot = { readonly spots: readonly (Spot & { readonly kind: Kind })[] };

export async function snapshot({ editor, sequence }: Stage): Promise<Snapshot> {
  const [video, audio] = await Promise.all([spotsOf(editor, sequence, 'video'), spotsOf(editor, sequence, 'audio')]);
  return { spots: [...video.map((spot) => ({ ...spot, kind: 'video' as const })), ...audio.map((spot) => ({ ...spot, kind: 'audio' as const }))] };
}

/** Whether nothing lies in a span of a track; `except` is the start of a clip that does not count. */
export const isFree = ({ spots }: Snapshot, kind: Kind, track: number, { start, end }: Pick<Wanted, 'start' | 'end'>, except?: bigint): boolean =>
  !spots.some((spot) => spot.kind === kind && spot.track.index === track && BigInt(spot.start) < end && BigInt(spot.end) > start && BigInt(spot.start) !== except);

/** Places a result and says what was found there afterwards: null when there is nothing. @throws FrameWrightError `host-failed` when other clips were touched. */
export async function put(stage: Stage, result: Result, wanted: Wanted, target: Target, options: { readonly part: boolean; readonly fitFrame: boolean; /** An item that is the user's own keeps name and colour. */ readonly keepsName?: boolean }): Promise<Spot | null> {
  const { editor, project, sequence, label } = stage, { api } = editor, before = await snapshot(stage);
  const twin = before.spots.find((spot) => spot.kind === target.kind && spot.track.index === target.track && spot.media === result.id && BigInt(spot.start) === wanted.start);
  if (twin) return twin;
  const at = tick(stage, wanted.start), [video, audio] = target.kind === 'video' ? [target.track, target.other] : [target.other, target.track];
  editor.change(project, label, () => {
    const timeline = api.SequenceEditor.getEditor(sequence);
    return [
      ...(options.keepsName ? [] : [result.clip.createSetNameAction(label), result.clip.createSetColorLabelAction(resultColour)]), ...(options.fitFrame ? [result.clip.createSetScaleToFrameSizeAction()] : []),
      ...(options.part ? [result.clip.createSetInOutPointsAction(tick(stage, wanted.from), tick(stage, wanted.to))] : []),
      target.makesTrack ? timeline.createInsertProjectItemAction(result.item, at, video, audio, true) : timeline.createOverwriteItemAction(result.item, at, video, audio),
      ...(options.part ? [result.clip.createClearInOutPointsAction()] : []),
    ];
  });
  const after = await snapshot(stage);
  refuseOthers(before, after, target);
  const made = after.spots.filter((spot) => spot.kind === target.kind && spot.track.index === target.track && spot.media === result.id && !before.spots.some((old) => words(old) === words(spot)));
  const there = made.find((spot) => BigInt(spot.start) === wanted.start) ?? null;
  if (!there && made.length > 0) remove(stage, made.map(({ clip }) => clip), target.kind);
  return there;
}

const words = ({ kind, track, start, end, in: from, media }: Snapshot['spots'][number]): string => [kind, track.index, start, end, from, media].join(' ');
/** Premiere has no undo for scripts: what it moved aside the user takes back. */
function refuseOthers(before: Snapshot, after: Snapshot, target: Target): void {
  const now = new Set(after.spots.map(words));
  const moved = before.spots.filter((spot) => !(spot.kind === target.kind && spot.track.index === target.track) && !now.has(words(spot)));
  if (moved.length > 0) throw failed('place the result', `Premiere changed ${moved.length} clip(s) on other tracks while it did so. Undo once takes it back.`);
}

/** Moves an edge. */
export function setEdge(stage: Stage, clip: Clip, edge: 'start' | 'end', to: bigint): void {
  stage.editor.change(stage.project, stage.label, () => [edge === 'end' ? clip.createSetEndAction(tick(stage, to)) : clip.createSetStartAction(tick(stage, to))]);
}

/** Takes clips out of the sequence; gaps stay. */
export function remove({ editor, project, sequence, label }: Stage, clips: readonly Clip[], kind: Kind): void {
  const { api } = editor, type = kind === 'video' ? api.Constants.MediaType.VIDEO : api.Constants.MediaType.AUDIO;
  editor.change(project, label, () => {
    let action: Action | null = null;
    api.TrackItemSelection.createEmptySelection((selection) => {
      for (const clip of clips) selection.addItem(clip, true);
      action = api.SequenceEditor.getEditor(sequence).createRemoveItemsAction(selection, false, type, false);
    });
    if (!action) throw failed(label, 'Premiere made no selection.');
    return [action];
  });
}

export const tick = ({ editor }: Pick<Stage, 'editor'>, ticks: bigint): TickTime => editor.api.TickTime.createWithTicks(String(ticks));
