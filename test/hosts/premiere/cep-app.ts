/// <reference path="../../../node_modules/types-for-adobe/Premiere/24.0/index.d.ts" />
/// <reference path="../../../plugin-premiere/cep/jsx/premiere.d.ts" />
// The simulated Premiere as ExtendScript meets it: `app`, and `qe` where it is there.
import { createSequences } from './cep-clips.ts';
import { collection, createItems, itemIdOf } from './cep-items.ts';
import type { Premiere } from './premiere.ts';
import { itemOf, newItem, newSequence, newTimelineItem, newTrack, sequenceOf, ticksPerSecond } from './state.ts';
import { simulated } from './uxp-rules.ts';

export type Bound = Map<string, Set<() => void>>;
export type CepApp = { readonly app: Application; /** What `app.enableQE` makes known; undefined where a version has none. */ readonly qe: typeof qe | undefined; readonly bound: Bound };

/** @param hasQe whether QE can add tracks. */
export function createApp(premiere: Premiere, hasQe: boolean): CepApp {
  const called = (name: string): void => {
    premiere.calls.push(name);
    if (premiere.faults.refuses.has(name)) throw new Error(`${name} failed`);
  };
  const items = createItems(premiere, called), sequences = createSequences(premiere, items, called), bound: Bound = new Map();
  const bind = (name: string, listener: unknown): void => {
    const there = bound.get(name) ?? new Set();
    bound.set(name, there.add(listener as () => void));
  };
  const app = simulated<Application>({
    get version() { return premiere.version; }, project: createProject(premiere, { items, sequences, called }),
    bind, enableQE: () => undefined,
    encoder: simulated<Encoder>({ ENCODE_ENTIRE: 0, ENCODE_IN_TO_OUT: 1, ENCODE_WORKAREA: 2, bind }),
  });
  return { app, bound, qe: hasQe ? { project: { getActiveSequence: () => ({ addTracks: (video, _at, audio) => addTracks(premiere, video, audio) }) } } : undefined };
}

function addTracks(premiere: Premiere, video: number, audio: number): void {
  premiere.edit('Add tracks', (state) => {
    const sequence = sequenceOf(state, state.active!);
    for (let made = 0; made < video; made += 1) sequence.video.push(newTrack(`Video ${sequence.video.length + 1}`));
    for (let made = 0; made < audio; made += 1) sequence.audio.push(newTrack(`Audio ${sequence.audio.length + 1}`));
  });
}

type Parts = { readonly items: ReturnType<typeof createItems>; readonly sequences: ReturnType<typeof createSequences>; called(name: string): void };

function createProject(premiere: Premiere, { items, sequences, called }: Parts): Project {
  const activate = (id: string): boolean => {
    premiere.edit(null, (state) => { state.active = id; });
    premiere.emit({ kind: 'sequence-activated' });
    return true;
  };
  return simulated<Project>({
    get documentID() { return premiere.state().id; }, get name() { return premiere.state().name; }, get path() { return premiere.state().path; }, get rootItem() { return items.projectItem(premiere.rootId); },
    get activeSequence() { return (premiere.state().active === null ? null : sequences.sequence(premiere.state().active!)) as Sequence; },
    get sequences() { return simulated<SequenceCollection>(collection('numSequences', premiere.state().sequences.map(({ id }) => sequences.sequence(id)))); },
    openSequence: activate,
    importFiles: (given, _quiet, bin) => {
      called('importFiles');
      // A list of the script has the script's methods alone.
      const paths = Array.from(given);
      void premiere.importFiles(paths, bin ? itemIdOf(bin) : premiere.rootId);
      return !premiere.faults.importRefused && paths.every((path) => premiere.look(path) !== null);
    },
    addPropertyToProjectMetadataSchema: () => true,
    newBarsAndTone: (width, height, rate, _a, _b, _c, name) => (premiere.edit('New bars', (state) => {
      state.items.push(newItem({ kind: 'clip', name, synthetic: true, media: { start: 0n, duration: ticksPerSecond, rate, size: { width, height }, picture: true, sound: true, alpha: false } }));
    }), true),
    createNewSequenceFromClips: (name, clips, bin) => {
      const first = itemOf(premiere.state(), itemIdOf(clips[0]!)), made = newSequence({ name, ticksPerFrame: ticksPerSecond / BigInt(first.media?.rate ?? 25) });
      made.video[0]!.items.push(newTimelineItem({ item: first.id, name: first.name, start: 0n, end: first.media!.duration, in: 0n, out: first.media!.duration }));
      premiere.edit('New sequence', (state) => {
        state.sequences.push(made);
        state.items.push(newItem({ kind: 'sequence', name, sequence: made.id, parent: itemIdOf(bin) }));
      });
      activate(made.id);
      return sequences.sequence(made.id);
    },
    deleteSequence: (sequence) => premiere.edit('Delete sequence', (state) => {
      const id = sequence.sequenceID;
      state.sequences = state.sequences.filter((one) => one.id !== id);
      state.items = state.items.filter((one) => one.sequence !== id);
      if (state.active === id) state.active = state.sequences[0]?.id ?? null;
      return true;
    }),
  });
}
