// The simulated Premiere as a UXP plugin meets it: what `require('premierepro')` gives.
import type { EncoderManager, premierepro, Project, ProjectItem, Sequence, UniqueSerializeable } from '@adobe/premierepro';
import type { Premiere, PremiereEvent } from './premiere.ts';
import { itemOf, newItem, newSequence, newTimelineItem, sequenceOf } from './state.ts';
import { createClips } from './uxp-clips.ts';
import { columnsOf, createItems, itemIdOf } from './uxp-items.ts';
import { createRules, simulated, type Rules } from './uxp-rules.ts';
import { createSequences, sequenceIdOf, type Sequences } from './uxp-sequences.ts';
import { constants, guid, times } from './uxp-time.ts';

type Listener = (event?: object) => void;

/** The module, typed as Adobe types it; what is not simulated is missing. */
export function createUxpApi(premiere: Premiere): premierepro {
  const rules = createRules(premiere), items = createItems(rules), clips = createClips(rules, items), sequences = createSequences(rules, items, clips);
  const { answer } = rules, project = createProject(rules, items, sequences);
  const manager = simulated<EncoderManager>({
    isAMEInstalled: true,
    exportSequence: (sequence, _type, path, preset, full) => answer('exportSequence', () => premiere.exportSequence(sequenceIdOf(sequence), path ?? '', preset ?? '', full ?? true)),
  });
  const module = {
    Application: simulated<premierepro['Application']>({ version: premiere.version }), Constants: constants, TickTime: times,
    Project: simulated<premierepro['Project']>({ getActiveProject: () => answer('getActiveProject', () => project) }),
    ClipProjectItem: simulated<premierepro['ClipProjectItem']>(items.cast.ClipProjectItem), FolderItem: simulated<premierepro['FolderItem']>(items.cast.FolderItem),
    ProjectItem: simulated<premierepro['ProjectItem']>({ cast: (item) => items.projectItem(itemIdOf(item)) }),
    SequenceEditor: simulated<premierepro['SequenceEditor']>({ getEditor: (sequence) => sequences.editor(sequenceIdOf(sequence)) }),
    SequenceSettings: simulated<premierepro['SequenceSettings']>({ VIDEO_DISPLAY_FORMAT_2997: 102, VIDEO_DISPLAY_FORMAT_2997_NON_DROP: 103 }),
    TrackItemSelection: simulated<premierepro['TrackItemSelection']>({ createEmptySelection(take) { take(clips.selection([])); return true; } }),
    Properties: simulated<premierepro['Properties']>({
      PROPERTY_PERSISTENT: 0, PROPERTY_NON_PERSISTENT: 1,
      getProperties: (owner) => answer('getProperties', () => sequences.properties((state) => (owner === project ? state : sequenceOf(state, sequenceIdOf(owner))).properties)),
    }),
    Metadata: simulated<premierepro['Metadata']>({ getProjectColumnsMetadata: (item) => answer('getProjectColumnsMetadata', () => (premiere.faults.hidesColumns ? '[]' : columnsOf(itemOf(premiere.state(), itemIdOf(item))))) }),
    Markers: simulated<premierepro['Markers']>({ getMarkers: (owner) => answer('getMarkers', () => sequences.markers(sequenceIdOf(owner))) }),
    UniqueSerializeable: { cast: (item: ProjectItem | Sequence) => simulated<UniqueSerializeable>({ getUniqueID: () => guid(itemIdOf(item)) }) } as premierepro['UniqueSerializeable'],
    EncoderManager: simulated<premierepro['EncoderManager']>({ getManager: () => manager, ...encoderEvents, getExportFileExtension: () => answer('getExportFileExtension', () => 'mov') }),
    VideoTrack: simulated<premierepro['VideoTrack']>({ EVENT_TRACK_CHANGED: constants.VideoTrackEvent.TRACK_CHANGED as unknown as string }),
    EventManager: createEvents(premiere),
  } satisfies Partial<premierepro>;
  return module as premierepro;
}

function createProject(rules: Rules, items: ReturnType<typeof createItems>, sequences: Sequences): Project {
  const { premiere, answer } = rules;
  const activate = (id: string | null): boolean => {
    premiere.state().active = id;
    premiere.emit({ kind: 'sequence-activated' });
    return true;
  };
  return simulated<Project>({
    get name() { return premiere.state().name; }, get path() { return premiere.state().path; }, get guid() { return guid(premiere.state().id); },
    lockedAccess: rules.lockedAccess, executeTransaction: rules.executeTransaction,
    getActiveSequence: () => answer('getActiveSequence', () => (premiere.state().active === null ? null : sequences.sequence(premiere.state().active!)) as Sequence),
    setActiveSequence: (sequence) => answer('setActiveSequence', () => activate(sequenceIdOf(sequence))), openSequence: (sequence) => answer('openSequence', () => activate(sequenceIdOf(sequence))),
    getSequences: () => answer('getSequences', () => premiere.state().sequences.map(({ id }) => sequences.sequence(id))), getSequence: (id) => sequences.sequence(id.toString()),
    getRootItem: () => answer('getRootItem', () => items.folder(premiere.rootId)),
    importFiles: (paths, _quiet, bin) => answer('importFiles', () => premiere.importFiles(paths, bin ? itemIdOf(bin) : premiere.rootId)),
    createSequenceFromMedia: (name, media = []) => answer('createSequenceFromMedia', () => sequences.sequence(fromMedia(premiere, name, media.map(itemIdOf)))),
    deleteSequence: (sequence) => answer('deleteSequence', () => {
      const id = sequenceIdOf(sequence);
      premiere.edit('Delete sequence', (state) => {
        state.sequences = state.sequences.filter((one) => one.id !== id);
        state.items = state.items.filter((one) => one.sequence !== id);
        if (state.active === id) state.active = state.sequences[0]?.id ?? null;
      });
      return true;
    }),
  });
}

/** A sequence of the rate and size of its first medium, which becomes the active one. */
function fromMedia(premiere: Premiere, name: string, ids: readonly string[]): string {
  const first = itemOf(premiere.state(), ids[0]!), sequence = newSequence({ name, ticksPerFrame: 254_016_000_000n / BigInt(Math.round(first.media?.rate ?? 25)), size: { ...(first.media?.size ?? { width: 1920, height: 1080 }) } });
  sequence.video[0]!.items.push(newTimelineItem({ item: first.id, name: first.name, start: 0n, end: first.media!.duration, in: 0n, out: first.media!.duration }));
  premiere.edit('Create sequence', (state) => {
    state.sequences.push(sequence);
    state.items.push(newItem({ kind: 'sequence', name, sequence: sequence.id }));
    state.active = sequence.id;
  });
  premiere.emit({ kind: 'sequence-activated' });
  return sequence.id;
}

const encoderEvents = Object.fromEntries(Object.entries(constants.EncoderEvent).map(([name, value]) => [`EVENT_${name}`, value]));

const names: Partial<Record<PremiereEvent['kind'], unknown>> = {
  selection: constants.SequenceEvent.SELECTION_CHANGED, 'sequence-activated': constants.SequenceEvent.ACTIVATED, 'project-activated': constants.ProjectEvent.ACTIVATED, 'project-changed': constants.ProjectEvent.DIRTY, 'track-changed': constants.VideoTrackEvent.TRACK_CHANGED,
  'extend-reached': constants.OperationCompleteEvent.CLIP_EXTEND_REACHED, 'import-complete': constants.OperationCompleteEvent.IMPORT_MEDIA_COMPLETE,
  'render-progress': constants.EncoderEvent.RENDER_PROGRESS, 'render-complete': constants.EncoderEvent.RENDER_COMPLETE, 'render-error': constants.EncoderEvent.RENDER_ERROR, 'render-queued': constants.EncoderEvent.RENDER_QUEUE,
};
/** A track's changes are heard on the track, those of the encoder on its manager; everything else everywhere. */
function createEvents(premiere: Premiere): premierepro['EventManager'] {
  const heard: { readonly name: unknown; readonly target: object | null; readonly listener: Listener }[] = [];
  premiere.on((event) => {
    for (const { name, target, listener } of [...heard]) {
      if (name !== names[event.kind] || (event.kind === 'track-changed' && (target as { id?: number } | null)?.id !== event.track)) continue;
      listener({ ...(event.kind.startsWith('render') || event.kind === 'extend-reached' ? { state: 0 } : {}) });
    }
  });
  const forget = (wanted: unknown, listener: Listener): void => {
    const at = heard.findIndex((one) => one.name === wanted && one.listener === listener);
    if (at >= 0) heard.splice(at, 1);
  };
  return {
    addGlobalEventListener: (name, listener) => { heard.push({ name, target: null, listener }); }, removeGlobalEventListener: (name, listener) => forget(name, listener),
    addEventListener: (target, name, listener) => { heard.push({ name, target, listener }); }, removeEventListener: (_, name, listener) => forget(name, listener),
  };
}
