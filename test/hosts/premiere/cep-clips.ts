/// <reference path="../../../node_modules/types-for-adobe/Premiere/24.0/index.d.ts" />
// Sequences, tracks and clips of a simulated timeline, as Premiere's ExtendScript shows them.
import { collection, itemIdOf, type CepItems } from './cep-items.ts';
import { ticksIn, timeOf } from './cep-time.ts';
import * as edits from './edits.ts';
import type { Premiere } from './premiere.ts';
import { itemOf, sequenceOf, spotOf, tracksOf, type Param, type Spot, type TimelineSequence } from './state.ts';
import { simulated } from './uxp-rules.ts';

type Kind = 'video' | 'audio';
/** What Premiere gives for a point that is not set: −400 000 seconds. */
const unset = -400_000n * 254_016_000_000n;

export function createSequences(premiere: Premiere, items: CepItems, called: (name: string) => void) {
  const spot = (id: string): Spot => {
    const there = spotOf(premiere.state(), id);
    if (!there) throw new Error('Object is invalid');
    return there;
  };
  const edit = (label: string, id: string, run: (there: Spot) => void): void => premiere.edit(label, (state) => {
    const there = spotOf(state, id);
    if (there && !there.track.locked) run(there);
  });

  function trackItem(id: string): TrackItem {
    return simulated<TrackItem>({
      get nodeId() { return id; }, get type() { return 1; }, get mediaType() { return spot(id).kind === 'video' ? 'Video' : 'Audio'; }, get parentTrackIndex() { return spot(id).index; },
      get name() { return spot(id).clip.name; }, set name(name) { edit('Rename', id, ({ clip }) => { clip.name = name; }); },
      get start() { return timeOf(spot(id).clip.start); }, set start(time) { called('start'); premiere.edit('Trim', (state) => { edits.trim(state, id, 'start', ticksIn(time)); }); },
      get end() { return timeOf(spot(id).clip.end); }, set end(time) { called('end'); premiere.edit('Trim', (state) => { edits.trim(state, id, 'end', ticksIn(time)); }); },
      get inPoint() { return timeOf(spot(id).clip.in); }, get outPoint() { return timeOf(spot(id).clip.out); },
      get disabled() { return !spot(id).clip.enabled; }, set disabled(off) { edit('Enable', id, ({ clip }) => { clip.enabled = !off; }); },
      get projectItem() { return items.projectItem(spot(id).clip.item); },
      get components() { return collection('numItems', spot(id).clip.components.map((component, at) => simulated<Component>({ matchName: component.match, displayName: component.name, properties: params(id, at) }))); },
      getSpeed: () => spot(id).clip.speed, isSpeedReversed: () => (spot(id).clip.reversed ? 1 : 0), isAdjustmentLayer: () => spot(id).clip.adjustment, isSelected: () => spot(id).clip.selected,
      getMGTComponent: () => (spot(id).clip.match ? simulated<Component>({ matchName: spot(id).clip.match }) : null) as Component,
      getLinkedItems: () => linked(spot(id)), setSelected: (on) => { sequenceOf(premiere.state(), spot(id).sequence.id); spot(id).clip.selected = on; premiere.emit({ kind: 'selection' }); },
      remove: (ripple) => (called('remove'), premiere.edit('Remove', (state) => edits.remove(state, [id], Boolean(ripple))), true),
    });
  }
  const linked = ({ clip, sequence }: Spot): TrackItemCollection => simulated<TrackItemCollection>(collection('numItems', clip.link === null ? [] : tracksOf(sequence).flatMap((track) => track.items).filter((one) => one.link === clip.link && one.id !== clip.id).map((one) => trackItem(one.id))));
  function params(id: string, component: number): ComponentParamCollection {
    const now = (index: number): Param => spot(id).clip.components[component]!.params[index]!;
    return simulated<ComponentParamCollection>(collection('numItems', spot(id).clip.components[component]!.params.map((_, index) => simulated<ComponentParam>({
      get displayName() { return now(index).name; }, isTimeVarying: () => now(index).varying, getValue: () => now(index).value as unknown,
      setValue: (value) => { if (!premiere.faults.paramsStay) edit('Set value', id, ({ clip }) => { clip.components[component]!.params[index]!.value = value as Param['value']; }); return true; },
    }))));
  }

  /** The linked sound of what is laid comes along, onto the first track of sound: there is no switch against it. */
  function overwrite(id: string, kind: Kind, index: number, item: ProjectItem, time: Time | number): boolean {
    called('overwriteClip');
    const { faults } = premiere, now = premiere.state(), media = itemOf(now, itemIdOf(item)).media;
    if (faults.placesNothing) return true;
    const at = ticksIn(time), place = kind === 'video' ? { at, video: index, audio: 0 } : { at, video: media?.picture ? 0 : -1, audio: index };
    premiere.edit('Overwrite', (state) => { edits.overwrite(sequenceOf(state, id), itemOf(state, itemIdOf(item)), place, faults.offByOne ? sequenceOf(state, id).ticksPerFrame : 0n); });
    // Also where nothing was laid, because the track is missing or locked.
    return true;
  }
  const track = (id: string, kind: Kind, index: number): Track => {
    const now = () => sequenceOf(premiere.state(), id)[kind][index]!;
    return simulated<Track>({
      get name() { return now().name; }, get id() { return now().id; }, isLocked: () => now().locked, get mediaType() { return kind === 'video' ? 'Video' : 'Audio'; },
      get clips() { return simulated<TrackItemCollection>(collection('numItems', now().items.filter((one) => !one.invisible).map((one) => trackItem(one.id)))); },
      overwriteClip: (item, time) => overwrite(id, kind, index, item, time),
    });
  };
  const tracks = (id: string, kind: Kind): TrackCollection => simulated<TrackCollection>(collection('numTracks', sequenceOf(premiere.state(), id)[kind].map((_, index) => track(id, kind, index))));
  const point = (at: bigint | null): Time => timeOf(at ?? unset);
  const set = (id: string, label: string, run: (sequence: TimelineSequence) => void): void => premiere.edit(label, (state) => run(sequenceOf(state, id)));

  function sequence(id: string): Sequence {
    const now = (): TimelineSequence => sequenceOf(premiere.state(), id);
    return simulated<Sequence>({
      get sequenceID() { return id; }, get name() { return now().name; }, get timebase() { return String(now().ticksPerFrame); }, get zeroPoint() { return String(now().zero); },
      get videoDisplayFormat() { return now().dropFrame ? 102 : 101; }, get frameSizeHorizontal() { return now().size.width; }, get frameSizeVertical() { return now().size.height; },
      get end() { return String(tracksOf(now()).flatMap((one) => one.items).reduce((last, one) => (one.end > last ? one.end : last), 0n)); },
      get videoTracks() { return tracks(id, 'video'); }, get audioTracks() { return tracks(id, 'audio'); },
      get projectItem() { return items.projectItem(premiere.state().items.find((one) => one.sequence === id)!.id); },
      getSelection: () => { called('getSelection'); return tracksOf(now()).flatMap((one) => one.items).filter((one) => one.selected).map((one) => trackItem(one.id)); },
      getPlayerPosition: () => timeOf(now().playhead), setPlayerPosition: (at) => { premiere.edit(null, (state) => { sequenceOf(state, id).playhead = BigInt(at); }); },
      getInPointAsTime: () => point(now().in), getOutPointAsTime: () => point(now().out),
      setInPoint: (seconds) => set(id, 'Set in', (one) => { one.in = seconds < 0 ? null : ticksIn(seconds); }), setOutPoint: (seconds) => set(id, 'Set out', (one) => { one.out = seconds < 0 ? null : ticksIn(seconds); }),
      getExportFileExtension: () => 'mov',
      exportAsMediaDirect: (path, preset) => { called('exportAsMediaDirect'); void premiere.exportSequence(id, path, preset, false); return 'No Error'; },
    });
  }
  return { sequence };
}
