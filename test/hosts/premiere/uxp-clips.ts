// Clips and tracks of a simulated timeline, as Premiere's UXP API shows them.
import type { AudioTrack, Component, ComponentParam, Keyframe, TrackItemSelection, VideoClipTrackItem, VideoComponentChain, VideoTrack } from '@adobe/premierepro';
import * as edits from './edits.ts';
import { sequenceOf, spotOf, type Param, type Spot, type State } from './state.ts';
import type { Items } from './uxp-items.ts';
import { simulated, type Rules } from './uxp-rules.ts';
import { guid, tickTime, ticksOf, type Value } from './uxp-time.ts';

export type Clips = ReturnType<typeof createClips>;
const ids = new WeakMap<object, string>();
export const clipIdOf = (object: object): string => {
  const id = ids.get(object);
  if (id === undefined) throw new Error('Illegal Parameter type');
  return id;
};

export function createClips(rules: Rules, items: Items) {
  const { premiere, answer, action } = rules;
  const spot = (id: string): Spot => {
    const there = spotOf(premiere.state(), id);
    if (!there) throw new Error('The object is no longer valid');
    return there;
  };
  const change = (name: string, id: string, run: (state: State, there: Spot) => void) => action(name, (state) => {
    const there = spotOf(state, id);
    if (there && !there.track.locked) run(state, there);
  });
  const time = (name: string, id: string, of: (there: Spot) => bigint) => () => answer(name, () => tickTime(of(spot(id))));

  function trackItem(id: string): VideoClipTrackItem {
    const object = simulated<VideoClipTrackItem>({
      getName: () => answer('getName', () => spot(id).clip.name), getMatchName: () => answer('getMatchName', () => spot(id).clip.match), getIsSelected: () => answer('getIsSelected', () => spot(id).clip.selected),
      getStartTime: time('getStartTime', id, ({ clip }) => clip.start), getEndTime: time('getEndTime', id, ({ clip }) => clip.end), getDuration: time('getDuration', id, ({ clip }) => clip.end - clip.start),
      getInPoint: time('getInPoint', id, ({ clip }) => clip.in), getOutPoint: time('getOutPoint', id, ({ clip }) => clip.out),
      getSpeed: () => answer('getSpeed', () => spot(id).clip.speed), isSpeedReversed: () => answer('isSpeedReversed', () => Number(spot(id).clip.reversed)),
      isDisabled: () => answer('isDisabled', () => !spot(id).clip.enabled), isAdjustmentLayer: () => answer('isAdjustmentLayer', () => spot(id).clip.adjustment),
      getType: () => answer('getType', () => 1), getMediaType: () => answer('getMediaType', () => guid(spot(id).kind)), getTrackIndex: () => answer('getTrackIndex', () => spot(id).index),
      getProjectItem: () => answer('getProjectItem', () => items.projectItem(spot(id).clip.item)),
      getComponentChain: () => answer('getComponentChain', () => chain(id)),
      createSetStartAction: (to) => change('createSetStartAction', id, (state) => edits.trim(state, id, 'start', ticksOf(to))), createSetEndAction: (to) => change('createSetEndAction', id, (state) => edits.trim(state, id, 'end', ticksOf(to))),
      createMoveAction: (by) => change('createMoveAction', id, (state) => edits.move(state, id, ticksOf(by), premiere.faults.movedVanishes)),
      createSetDisabledAction: (off) => change('createSetDisabledAction', id, (_, { clip }) => { clip.enabled = !off; }), createSetNameAction: (name) => change('createSetNameAction', id, (_, { clip }) => { clip.name = name; }),
    });
    ids.set(object, id);
    return object;
  }

  const chain = (id: string): VideoComponentChain => simulated<VideoComponentChain>({
    getComponentCount: () => spot(id).clip.components.length,
    getComponentAtIndex: (at) => {
      const component = spot(id).clip.components[at];
      if (!component) throw new Error('getComponentAtIndex: out of range');
      return simulated<Component>({
        getMatchName: () => answer('component.getMatchName', () => component.match), getDisplayName: () => answer('component.getDisplayName', () => component.name), getParamCount: () => component.params.length,
        getParam: (index = 0) => param(id, at, index),
      });
    },
  });
  function param(id: string, component: number, index: number): ComponentParam {
    const now = (state: State): Param => spotOf(state, id)!.clip.components[component]!.params[index]!;
    return simulated<ComponentParam>({
      displayName: now(premiere.state()).name, isTimeVarying: () => now(premiere.state()).varying,
      getStartValue: () => answer('getStartValue', () => keyframe(now(premiere.state()).value as Value)), createKeyframe: (value) => keyframe(value),
      createSetValueAction: (given) => action('createSetValueAction', (state) => { if (!premiere.faults.paramsStay) now(state).value = given.value.value as Param['value']; }),
    });
  }

  const track = <Kind extends VideoTrack | AudioTrack>(sequence: string, kind: 'video' | 'audio', index: number): Kind => {
    const now = () => {
      const there = sequenceOf(premiere.state(), sequence)[kind][index];
      if (!there) throw new Error('Invalid track index');
      return there;
    };
    return simulated<VideoTrack>({
      get name() { return now().name; }, get id() { return now().id; }, getIndex: () => answer('getIndex', () => index), getMediaType: () => answer('track.getMediaType', () => guid(kind)),
      getTrackItems: (type) => (Number(type) === 1 ? now().items.filter((one) => !one.invisible).map((one) => trackItem(one.id)) : []),
    }) as Kind;
  };

  const selection = (chosen: readonly string[]): TrackItemSelection => {
    const held = [...chosen];
    const object = simulated<TrackItemSelection>({
      getTrackItems: () => answer('selection.getTrackItems', () => held.filter((id) => spotOf(premiere.state(), id)).map(trackItem)),
      addItem: (item) => held.push(clipIdOf(item)) > 0,
      removeItem: (item) => held.splice(held.indexOf(clipIdOf(item)), 1).length > 0,
    });
    selections.set(object, held);
    return object;
  };
  const selections = new WeakMap<object, string[]>();
  return { trackItem, track, selection, selected: (object: object): readonly string[] => selections.get(object) ?? [] };
}

const keyframe = (value: Value): Keyframe => simulated<Keyframe>({ value: { value }, position: tickTime(0n) });
