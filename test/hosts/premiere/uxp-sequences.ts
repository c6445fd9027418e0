// Sequences, their editor, markers and notes of a simulated project, as Premiere's UXP API shows them.
import type { Markers, Properties, Sequence, SequenceEditor, TickTime, TimeDisplay } from '@adobe/premierepro';
import * as edits from './edits.ts';
import { itemOf, newId, sequenceOf, spotOf, tracksOf, type State, type TimelineSequence } from './state.ts';
import type { Clips } from './uxp-clips.ts';
import { clipIdOf } from './uxp-clips.ts';
import { itemIdOf, type Items } from './uxp-items.ts';
import { simulated, type Rules } from './uxp-rules.ts';
import { guid, rectF, tickTime, ticksOf } from './uxp-time.ts';

export type Sequences = ReturnType<typeof createSequences>;
const ids = new WeakMap<object, string>();
export const sequenceIdOf = (object: object): string => {
  const id = ids.get(object);
  if (id === undefined) throw new Error('Illegal Parameter type');
  return id;
};
const noMark = -400_000n * 254_016_000_000n;

export function createSequences(rules: Rules, items: Items, clips: Clips) {
  const { premiere, answer, action } = rules;
  const look = (id: string): TimelineSequence => sequenceOf(premiere.state(), id);
  const at = (name: string, id: string, of: (sequence: TimelineSequence) => bigint) => (): Promise<TickTime> => answer(name, () => tickTime(of(look(id))));
  const select = (id: string, chosen: readonly string[]): boolean => {
    for (const track of tracksOf(look(id))) for (const clip of track.items) clip.selected = chosen.includes(clip.id);
    premiere.emit({ kind: 'selection' });
    return true;
  };

  function sequence(id: string): Sequence {
    const object = simulated<Sequence>({
      guid: guid(id), get name() { return look(id).name; },
      getTimebase: () => answer('getTimebase', () => String(look(id).ticksPerFrame)), getFrameSize: () => answer('getFrameSize', () => rectF(look(id).size)),
      getZeroPoint: at('getZeroPoint', id, ({ zero }) => zero), getPlayerPosition: at('getPlayerPosition', id, ({ playhead }) => playhead),
      getEndTime: at('getEndTime', id, (one) => tracksOf(one).flatMap((track) => track.items.map(({ end }) => end)).reduce((a, b) => (a > b ? a : b), 0n)),
      getInPoint: at('sequence.getInPoint', id, (one) => one.in ?? noMark), getOutPoint: at('sequence.getOutPoint', id, (one) => one.out ?? noMark),
      setPlayerPosition: (to) => answer('setPlayerPosition', () => { look(id).playhead = ticksOf(to!); return true; }),
      createSetInPointAction: (to) => action('createSetInPointAction', (state) => { sequenceOf(state, id).in = mark(to); }), createSetOutPointAction: (to) => action('createSetOutPointAction', (state) => { sequenceOf(state, id).out = mark(to); }),
      getSequenceVideoTimeDisplayFormat: () => answer('getSequenceVideoTimeDisplayFormat', () => simulated<TimeDisplay>({ type: look(id).dropFrame ? 102 : 103 })),
      getVideoTrackCount: () => answer('getVideoTrackCount', () => look(id).video.length), getAudioTrackCount: () => answer('getAudioTrackCount', () => look(id).audio.length),
      getVideoTrack: (index) => answer('getVideoTrack', () => clips.track(id, 'video', index)), getAudioTrack: (index) => answer('getAudioTrack', () => clips.track(id, 'audio', index)),
      getSelection: () => answer('getSelection', () => clips.selection(tracksOf(look(id)).flatMap((track) => track.items.filter((one) => one.selected).map((one) => one.id)))),
      // Synchronous from 26.3 on, a promise before.
      setSelection: ((selection: object) => (rules.strict ? select(id, clips.selected(selection)) : answer('setSelection', () => select(id, clips.selected(selection))))) as Sequence['setSelection'],
      clearSelection: () => answer('clearSelection', () => select(id, [])),
      getProjectItem: () => answer('sequence.getProjectItem', () => items.projectItem(premiere.state().items.find((one) => one.sequence === id)!.id)),
    });
    ids.set(object, id);
    return object;
  }
  const mark = (time: TickTime): bigint | null => (ticksOf(time) < 0n ? null : ticksOf(time));

  const editor = (id: string): SequenceEditor => {
    const place = (name: string, run: (sequence: TimelineSequence, state: State) => void) => action(name, (state) => {
      if (!premiere.faults.placesNothing) run(sequenceOf(state, id), state);
    });
    const shorter = (one: TimelineSequence): bigint => (premiere.faults.offByOne ? one.ticksPerFrame : 0n);
    return simulated<SequenceEditor>({
      createOverwriteItemAction: (item, time, video, audio) => place('createOverwriteItemAction', (one, state) => edits.overwrite(one, itemOf(state, itemIdOf(item)), { at: ticksOf(time), video, audio }, shorter(one))),
      createInsertProjectItemAction: (item, time, video, audio, limitShift) => place('createInsertProjectItemAction', (one, state) => edits.insert(one, itemOf(state, itemIdOf(item)), { at: ticksOf(time), video, audio }, limitShift && !premiere.faults.insertShiftsAll)),
      createRemoveItemsAction: (selection, ripple) => action('createRemoveItemsAction', (state) => edits.remove(state, clips.selected(selection), ripple)),
      createCloneTrackItemAction: (item, offset, videoOffset) => action('createCloneTrackItemAction', (state) => {
        const spot = spotOf(state, clipIdOf(item))!;
        spot.sequence.video[spot.index + videoOffset]?.items.push({ ...structuredClone(spot.clip), id: newId('clip'), start: spot.clip.start + ticksOf(offset), end: spot.clip.end + ticksOf(offset) });
      }),
    });
  };

  const properties = (owner: (state: State) => Record<string, string>): Properties => simulated<Properties>({
    hasValue: (name) => Object.hasOwn(owner(premiere.state()), name), getValue: (name) => owner(premiere.state())[name] ?? '',
    createSetValueAction: (name, value) => action('createSetValueAction', (state) => { owner(state)[name] = String(value); }),
    createClearValueAction: (name) => action('createClearValueAction', (state) => { delete owner(state)[name]; }),
  });
  const markers = (id: string): Markers => simulated<Markers>({
    getMarkers: () => [],
    createAddMarkerAction: (name, type = 'Comment', start = tickTime(0n), duration = tickTime(0n), comments = '') =>
      action('createAddMarkerAction', (state) => { sequenceOf(state, id).markers.push({ id: newId('marker'), name, type, comments, start: ticksOf(start), duration: ticksOf(duration) }); }),
  });
  return { sequence, editor, properties, markers };
}
