// What lies in a simulated project, as Premiere's UXP API shows it.
import type { ClipProjectItem, FolderItem, FootageInterpretation, Media, ProjectItem } from '@adobe/premierepro';
import { itemOf, newItem, type Item, type State } from './state.ts';
import { simulated, type Rules } from './uxp-rules.ts';
import { constants, tickTime, ticksOf } from './uxp-time.ts';

export type Items = ReturnType<typeof createItems>;
const ids = new WeakMap<object, string>();
/** The simulated item behind an object of the API. */
export const itemIdOf = (object: object): string => {
  const id = ids.get(object);
  if (id === undefined) throw new Error('Illegal Parameter type');
  return id;
};

export function createItems(rules: Rules) {
  const { premiere, answer, action } = rules;
  const look = (id: string): Item => itemOf(premiere.state(), id);
  const change = (name: string, id: string, set: (item: Item, state: State) => void) => action(name, (state) => set(itemOf(state, id), state));
  const remember = <Kind extends object>(id: string, object: Kind): Kind => {
    ids.set(object, id);
    return object;
  };

  const projectItem = (id: string): ProjectItem => remember(id, simulated<ProjectItem>({
    get name() { return look(id).name; }, get type() { return look(id).kind === 'bin' ? 2 : look(id).kind === 'root' ? 3 : 1; },
    getId: () => id, getParentBin: () => folder(look(id).parent!), getColorLabelIndex: () => answer('getColorLabelIndex', () => look(id).label),
    createSetColorLabelAction: (index) => change('createSetColorLabelAction', id, (item) => { item.label = index; }), createSetNameAction: (name) => change('createSetNameAction', id, (item) => { item.name = name; }),
  }));

  const folder = (id: string): FolderItem => remember(id, simulated<FolderItem>({
    get name() { return look(id).name; }, get type() { return look(id).kind === 'root' ? 3 : 2; },
    getItems: () => answer('getItems', () => premiere.inBin(id).map((item) => projectItem(item.id))),
    createBinAction: (name, makeUnique) => action('createBinAction', (state) => {
      const taken = makeUnique && state.items.some((one) => one.parent === id && one.name === name);
      state.items.push(newItem({ kind: 'bin', name: taken ? `${name} 01` : name, parent: id }));
    }),
    createMoveItemAction: (item, parent) => change('createMoveItemAction', itemIdOf(item), (one) => { one.parent = itemIdOf(parent); }),
    createRemoveItemAction: (item) => action('createRemoveItemAction', (state) => { state.items = state.items.filter((one) => one.id !== itemIdOf(item)); }),
  }));

  function clip(id: string): ClipProjectItem {
    if (!['clip', 'sequence'].includes(look(id).kind)) throw new Error('Illegal Parameter type');
    return remember(id, simulated<ClipProjectItem>({
      get name() { return look(id).name; },
      getMediaFilePath: () => answer('getMediaFilePath', () => look(id).path ?? ''), isOffline: () => answer('isOffline', () => look(id).offline),
      isSequence: () => answer('isSequence', () => look(id).kind === 'sequence'), isMulticamClip: () => answer('isMulticamClip', () => look(id).multicam), isMergedClip: () => answer('isMergedClip', () => look(id).merged),
      getContentType: () => answer('getContentType', () => (look(id).kind === 'sequence' ? constants.ContentType.SEQUENCE : constants.ContentType.MEDIA)),
      getMedia: () => answer('getMedia', () => simulated<Media>({ start: tickTime(look(id).media?.start ?? 0n), duration: tickTime(look(id).media?.duration ?? 0n) })),
      getFootageInterpretation: () => answer('getFootageInterpretation', () => footage(look(id))),
      findItemsMatchingMediaPath: (match) => answer('findItemsMatchingMediaPath', () => premiere.state().items.filter((one) => one.path?.includes(match)).map((one) => projectItem(one.id))),
      canChangeMediaPath: () => answer('canChangeMediaPath', () => look(id).path !== null),
      changeMediaFilePath: (path, override) => answer('changeMediaFilePath', async () => { await premiere.meet(path); return swap(id, path, override ?? false); }),
      createSetNameAction: (name) => change('createSetNameAction', id, (item) => { item.name = name; }),
      createSetColorLabelAction: (index) => change('createSetColorLabelAction', id, (item) => { item.label = index; }),
      createSetScaleToFrameSizeAction: () => change('createSetScaleToFrameSizeAction', id, (item) => { item.scaleToFrame = true; }),
      createSetInOutPointsAction: (from, to) => change('createSetInOutPointsAction', id, (item) => { [item.in, item.out] = [ticksOf(from), ticksOf(to)]; }),
      createClearInOutPointsAction: () => change('createClearInOutPointsAction', id, (item) => { item.in = item.out = null; }),
      ...(rules.strict ? { createSubClipAction: subclip(id) } : {}),
    }));
  }
  const subclip = (id: string): ClipProjectItem['createSubClipAction'] => (name, from, to, _hard, options) => action('createSubClipAction', (state) => {
    const whole = itemOf(state, id), takes = options as { takeVideo?: boolean; takeAudio?: boolean } | undefined;
    const media = whole.media && { ...whole.media, picture: whole.media.picture && takes?.takeVideo !== false, sound: whole.media.sound && takes?.takeAudio !== false };
    state.items.push(newItem({ kind: 'clip', name, parent: whole.parent, path: whole.path, media, in: ticksOf(from), out: ticksOf(to) }));
  });
  /** No undo step, and every use of the item shows the other file. */
  function swap(id: string, path: string, override: boolean): boolean {
    const media = premiere.look(path), old = look(id).media;
    if (!media || look(id).path === null || (!override && old && (media.size?.width !== old.size?.width || media.duration < old.duration))) return false;
    premiere.edit(null, (state) => { Object.assign(itemOf(state, id), { path, media, offline: false }); });
    return true;
  }

  return {
    projectItem, folder, clip,
    cast: { ClipProjectItem: { cast: (item: object) => clip(itemIdOf(item)) }, FolderItem: { cast: (item: object) => bin(itemIdOf(item)) } },
  };
  function bin(id: string): FolderItem {
    if (!['bin', 'root'].includes(look(id).kind)) throw new Error('Illegal Parameter type');
    return folder(id);
  }
}

const footage = ({ reading, media }: Item): FootageInterpretation => simulated<FootageInterpretation>({
  FIELD_TYPE_DEFAULT: 0, FIELD_TYPE_PROGRESSIVE: 1, FIELD_TYPE_UPPERFIRST: 2, FIELD_TYPE_LOWERFIRST: 3,
  getFrameRate: () => reading.rate || (media?.rate ?? 0), getPixelAspectRatio: () => reading.pixelAspect, getFieldType: () => reading.fields, getRemovePullDown: () => reading.removePulldown, getIgnoreAlpha: () => false,
});

/** Columns of the project panel, as Premiere 26.5 was seen to write them. */
export const columnsOf = ({ name, media }: Item): string => JSON.stringify([
  { ColumnName: 'Name', ColumnID: 'Column.Intrinsic.Name', ColumnValue: name },
  ...(media?.size ? [{ ColumnName: 'Video Info', ColumnID: 'Column.Intrinsic.VideoInfo', ColumnValue: `${media.size.width} x ${media.size.height} (1.0)${media.alpha ? ', Straight Alpha' : ''}` }] : []),
  ...(media?.sound ? [{ ColumnName: 'Audio Info', ColumnID: 'Column.Intrinsic.AudioInfo', ColumnValue: '48000 Hz - 16-bit - Stereo' }] : []),
]);
