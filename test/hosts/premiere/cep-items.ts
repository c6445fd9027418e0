/// <reference path="../../../node_modules/types-for-adobe/Premiere/24.0/index.d.ts" />
/// <reference path="../../../plugin-premiere/cep/jsx/premiere.d.ts" />
// What lies in a simulated project, as Premiere's ExtendScript shows it. Every change is an undo step of its own.
import type { Premiere } from './premiere.ts';
import { itemOf, newItem, type Item } from './state.ts';
import { simulated } from './uxp-rules.ts';
import { ticksIn } from './cep-time.ts';

export const projectItemTypes = { CLIP: 1, BIN: 2, ROOT: 3, FILE: 4 };
const ids = new WeakMap<object, string>();
export const itemIdOf = (object: object): string => {
  const id = ids.get(object);
  if (id === undefined) throw new Error('Illegal Parameter type');
  return id;
};
/** Numbered members and a count, without a length: no method of lists is there. */
export const collection = <Value, Count extends string>(count: Count, values: readonly Value[]): { [index: number]: Value } & { [Key in Count]: number } =>
  ({ ...Object.fromEntries(values.entries()), [count]: values.length }) as { [index: number]: Value } & { [Key in Count]: number };

export type CepItems = ReturnType<typeof createItems>;

/** @param called says that a call was made, and throws where a fault says so. */
export function createItems(premiere: Premiere, called: (name: string) => void) {
  const look = (id: string): Item => itemOf(premiere.state(), id);
  const change = (label: string, id: string, set: (item: Item) => void): void => premiere.edit(label, (state) => set(itemOf(state, id)));

  function projectItem(id: string): ProjectItem {
    const object = simulated<ProjectItem>({
      get name() { return look(id).name; }, get nodeId() { return id; }, get type() { return { bin: projectItemTypes.BIN, root: projectItemTypes.ROOT, clip: projectItemTypes.CLIP, sequence: projectItemTypes.CLIP }[look(id).kind]; },
      get children() { return simulated<ProjectItemCollection>(collection('numItems', premiere.inBin(id).map((one) => projectItem(one.id)))); },
      isSequence: () => look(id).kind === 'sequence', isOffline: () => look(id).offline, isMultiCamClip: () => look(id).multicam, isMergedClip: () => look(id).merged,
      getMediaPath: () => (called('getMediaPath'), look(id).path ?? ''), getProjectMetadata: () => (called('getProjectMetadata'), metadataOf(premiere, look(id))), setProjectMetadata: (text, fields) => setMetadata(premiere, look(id), String(text), fields as string[]),
      getFootageInterpretation: () => footage(look(id)),
      createBin: (name) => projectItem(premiere.edit('Create bin', (state) => { const bin = newItem({ kind: 'bin', name, parent: id }); state.items.push(bin); return bin.id; })),
      deleteBin: () => premiere.edit('Delete bin', (state) => {
        const going = new Set([id]);
        for (const item of state.items) if (item.parent && going.has(item.parent)) going.add(item.id);
        state.items = state.items.filter((item) => !going.has(item.id));
      }),
      moveBin: (to) => change('Move', id, (item) => { item.parent = itemIdOf(to); }),
      setColorLabel: (label) => change('Label', id, (item) => { item.label = label; }), getColorLabel: () => look(id).label,
      setInPoint: (time) => change('Set in', id, (item) => { item.in = ticksIn(time); }), setOutPoint: (time) => change('Set out', id, (item) => { item.out = ticksIn(time); }),
      clearInPoint: () => (change('Clear in', id, (item) => { item.in = null; }), true), clearOutPoint: () => (change('Clear out', id, (item) => { item.out = null; }), true),
      canChangeMediaPath: () => look(id).path !== null,
      changeMediaPath: (path) => (called('changeMediaPath'), swap(id, path)),
      createSubClip: (name, start, end, _hard, video, audio) => (called('createSubClip'), projectItem(premiere.edit('Subclip', (state) => {
        const whole = itemOf(state, id), media = whole.media && { ...whole.media, picture: whole.media.picture && video !== 0, sound: whole.media.sound && audio !== 0 };
        const part = newItem({ kind: 'clip', name, parent: whole.parent, path: whole.path, media, in: ticksIn(start as Time), out: ticksIn(end as Time) });
        state.items.push(part);
        return part.id;
      }))),
    });
    ids.set(object, id);
    return object;
  }
  /** No undo step, and every use of the item shows the other file. */
  function swap(id: string, path: string): boolean {
    const media = premiere.look(path);
    if (!media || look(id).path === null) return false;
    premiere.edit(null, (state) => { Object.assign(itemOf(state, id), { path, media, offline: false }); });
    return true;
  }
  return { projectItem };
}

const footage = ({ reading, media }: Item): FootageInterpretation => ({
  frameRate: reading.rate || (media?.rate ?? 0), pixelAspectRatio: reading.pixelAspect || 1, fieldType: reading.fields === 0 ? -1 : reading.fields - 1, alphaUsage: media?.alpha ? 1 : 0, ignoreAlpha: false, removePulldown: reading.removePulldown,
});

const element = (name: string, value: string): string => `<premierePrivateProjectMetaData:${name}>${value}</premierePrivateProjectMetaData:${name}>`;
const two = (value: number): string => String(value).padStart(2, '0');
/** A length in timecode that drops nothing, as the project panel shows it. */
function timecode({ duration, rate }: NonNullable<Item['media']>): string {
  const perSecond = Math.round(rate ?? 25), frames = Math.round(Number(duration) / 254_016_000_000 * (rate ?? 25)), seconds = Math.floor(frames / perSecond);
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, frames % perSecond].map(two).join(':');
}
/** The packet of an item: Premiere's columns, and whatever scripts have added. */
function metadataOf(premiere: Premiere, { media, sequence }: Item): string {
  const own = sequence === null ? {} : premiere.state().sequences.find(({ id }) => id === sequence)?.properties ?? {};
  const columns = media ? [
    element('Column.Intrinsic.MediaDuration', timecode(media)), ...(media.rate ? [element('Column.Intrinsic.MediaTimebase', `${media.rate.toFixed(2)} fps`)] : []),
    ...(media.size ? [element('Column.Intrinsic.VideoInfo', `${media.size.width} x ${media.size.height} (1.0)${media.alpha ? ', Straight Alpha' : ''}`)] : []),
    ...(media.sound ? [element('Column.Intrinsic.AudioInfo', '48000 Hz - 16-bit - Stereo')] : []),
  ] : [];
  return `<x:xmpmeta><rdf:Description>${[...columns, ...Object.entries(own).map(([name, value]) => element(name, value))].join('')}</rdf:Description></x:xmpmeta>`;
}
function setMetadata(premiere: Premiere, { sequence }: Item, text: string, fields: readonly string[]): void {
  const metadata = new FakeXmp(text);
  premiere.edit('Metadata', (state) => {
    const there = state.sequences.find(({ id }) => id === sequence);
    for (const field of fields) if (there && metadata.doesPropertyExist('', field)) there.properties[field] = metadata.getProperty('', field).value;
  });
}

/** Adobe's library of metadata, as far as scripts here use it. */
export class FakeXmp implements Pick<XMPMetaInstance, 'doesPropertyExist' | 'getProperty' | 'setProperty' | 'serialize'> {
  #text: string;
  constructor(text: string) { this.#text = text; }
  #find(property: string): RegExpExecArray | null { return new RegExp(`<premierePrivateProjectMetaData:${property.replace(/\./g, '\\.')}>([^<]*)<`).exec(this.#text); }
  doesPropertyExist(_space: string, property: string): boolean { return this.#find(property) !== null; }
  getProperty(namespace: string, property: string): XMPProperty { return { namespace, path: property, locale: '', options: '', value: this.#find(property)?.[1] ?? '' }; }
  setProperty(_space: string, property: string, value: string): boolean {
    const there = this.#find(property), written = element(property, value);
    this.#text = there ? this.#text.replace(`${there[0]}/premierePrivateProjectMetaData:${property}>`, () => written) : this.#text.replace('</rdf:Description>', () => `${written}</rdf:Description>`);
    return true;
  }
  serialize(): string { return this.#text; }
}
