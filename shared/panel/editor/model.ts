// What a session holds, and how the pages' state follows from it.
import type { HostClip, HostContext, HostInfo } from '../host.ts';
import { readRate } from '../instant.ts';
import type { LineState } from '../link.ts';
import type { FrameWrightError } from '../../errors.ts';
import type { PictureRef } from '../../pictures.ts';
import { frameRate, reinterprets } from './orders.ts';
import { isEnded, type Ledger } from './ledger.ts';
import { refusalOf } from './refusals.ts';
import { modeOf, type EditorSettings } from './settings.ts';
import type { Card, Hint, Look, NotesState, Overall, SessionState, Work } from './state.ts';

/** A card's own facts; the rest of a card follows from looks, works and settings. */
export type Face = Pick<Card, 'id' | 'clip' | 'selected' | 'present' | 'surroundings' | 'busy' | 'failure'> & { readonly thumbnail: PictureRef | null; /** Id of its newest order. */ readonly entry: string | null };
export type Model = {
  readonly host: HostInfo | null; readonly hostFailure: FrameWrightError | null; readonly line: LineState; readonly context: HostContext;
  /** Names the project whose notes these are; null while none is open. */ readonly scope: string | null;
  readonly faces: readonly Face[]; readonly looks: ReadonlyMap<string, Look>;
  /** Oldest first. */ readonly works: readonly Work[];
  readonly settings: EditorSettings; readonly last: EditorSettings | null; readonly aside: string | null;
  readonly notes: NotesState; readonly notesFailure: FrameWrightError | null;
  readonly reached: SessionState['reached']; readonly hold: string | null;
};

export const nothingKnown: Look = { state: 'none', media: null, found: null, failure: null };
/** One look for each file as it is interpreted. */
export const lookKey = ({ path, interpretation }: HostClip): string => `${path}\n${JSON.stringify(interpretation)}`;

export const ledgerOf = ({ settings, last, works, aside }: Model): Ledger => ({ settings, last, aside, entries: works.map(({ entry }) => entry) });
export const newWork = (entry: Work['entry'], waits = false): Work => ({ entry, job: null, progress: null, busy: null, failure: null, waits });
export const newFace = (id: string, clip: HostClip, entry: string | null): Face => ({ id, clip, selected: false, present: true, surroundings: null, busy: null, failure: null, thumbnail: null, entry });

export const withWork = (model: Model, id: string, change: (work: Work) => Work): Model =>
  (model.works.some(({ entry }) => entry.id === id) ? { ...model, works: model.works.map((work) => (work.entry.id === id ? change(work) : work)) } : model);
export const withFace = (model: Model, id: string, change: Partial<Face>): Model => ({ ...model, faces: model.faces.map((face) => (face.id === id ? { ...face, ...change } : face)) });

export function viewOf(model: Model): SessionState {
  const { host, hostFailure, line, context, settings, last, notes, notesFailure, reached, hold, works } = model;
  const mode = modeOf(settings, host?.capabilities.places ?? []);
  return {
    host, hostFailure, line, context, settings, last, notes, notesFailure, reached, hold, mode, works: [...works].reverse(), overall: overallOf(works),
    cards: model.faces.map((face) => cardOf(model, face, mode)),
  };
}

function cardOf({ host, context, looks, works }: Model, { entry, ...face }: Face, mode: SessionState['mode']): Card {
  const look = face.clip.path === null ? nothingKnown : looks.get(lookKey(face.clip)) ?? nothingKnown;
  return {
    ...face, look, work: works.find((work) => work.entry.id === entry) ?? null,
    refusal: host && refusalOf(face.clip, host, mode, look.media), hints: host ? hintsOf(face.clip, host, context, mode, look) : [],
  };
}

function hintsOf(clip: HostClip, { capabilities }: HostInfo, { sequence }: HostContext, mode: SessionState['mode'], { media }: Look): Hint[] {
  const rate = media ? frameRate(clip, media) : clip.rate, hints: Hint[] = [];
  const isAbove = mode === 'track-above' || mode === 'append' || mode === 'prepend';
  if (!clip.enabled) hints.push('clip-disabled');
  if ((clip.effects ?? 0) > 0 && (isAbove || mode === 'replace')) hints.push('effects-stay-below');
  if (mode === 'swap' && capabilities.swaps === 'every-use') hints.push('every-use');
  if (sequence && rate !== null && !sameRate(rate, sequence.rate)) hints.push('other-rate');
  if (media?.video && !media.still && !media.video.rate.constant) hints.push('variable-rate');
  if (reinterprets(clip, mode)) hints.push('retimed-as-rate');
  if (clip.kind === 'media' && clip.hasLinkedSound === true && isAbove) hints.push('sound-stays');
  if (sequence && clip.kind === 'media' && clip.mediaLength === null) hints.push('no-end-known');
  return hints;
}

function sameRate(a: string, b: string): boolean {
  const one = readRate(a), other = readRate(b);
  return one.num * other.den === other.num * one.den;
}

function overallOf(works: readonly Work[]): Overall {
  const running = works.filter(({ entry }) => entry.state === 'sent');
  const done = running.map(({ job, progress }) => Math.max(job?.progress ?? 0, progress?.fraction ?? 0)), left = running.flatMap(({ progress }) => progress?.secondsLeft?.high ?? []);
  return {
    running: running.length, ready: works.filter(({ entry }) => entry.state === 'ready').length,
    fraction: running.length === 0 ? null : done.reduce((sum, one) => sum + one, 0) / running.length, secondsLeft: left.length === 0 ? null : Math.max(...left),
  };
}

/** Cards of what is no longer selected stay while there is something to see or to do. */
export const isKept = (face: Face, works: readonly Work[]): boolean => {
  const work = works.find(({ entry }) => entry.id === face.entry);
  return face.busy !== null || (work !== undefined && (work.busy !== null || work.failure !== null || !isEnded(work.entry.state) || work.entry.state === 'failed'));
};
