// What happens in Premiere: its own events, and a glance four times a second at what has none (playhead, colours).
import type { EncoderManager, Sequence, VideoTrack } from '@adobe/premierepro';
import type { Appearance, HostContext, HostEvent } from '../../shared/panel/host.ts';
import { compareTimes } from '../../shared/panel/instant.ts';
import type { Editor } from './editor.ts';
import { context, selection } from './find.ts';

export type Hearing = { subscribe(listener: (event: HostEvent) => void): () => void; tell(event: HostEvent): void };
export type HearingOptions = { readonly appearance: () => Appearance; /** Between two glances, ms. */ readonly everyMs?: number };

/** Events of one action come in bunches; what they led to is looked at once, ms. */
const settleMs = 60;

export function createHearing(editor: Editor, { appearance, everyMs = 250 }: HearingOptions): Hearing {
  const listeners = new Set<(event: HostEvent) => void>();
  const tell = (event: HostEvent): void => { for (const listener of [...listeners]) listener(event); };
  const changed = settled(async () => tell({ kind: 'selection', clips: await selection(editor) }));
  const tracks = createTrackEars(editor, changed), activity = createActivity(tell);
  const other = settled(async () => {
    const now = await context(editor);
    tell({ kind: 'context', context: now });
    await tracks.follow(now);
    tell({ kind: 'selection', clips: await selection(editor) });
  });
  let stop: (() => void) | null = null;
  const start = (): (() => void) => {
    const ends = [listen(editor, { changed, other, reached: () => reached(editor, tell), activity }), glance(editor, { everyMs, appearance, tell, activity }), () => tracks.forget()];
    other();
    return () => { for (const end of ends) end(); };
  };
  return {
    tell,
    subscribe(listener) {
      listeners.add(listener);
      stop ??= start();
      return () => {
        if (!listeners.delete(listener) || listeners.size > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
}

/** Runs once for many calls, and again for those that came meanwhile. An editor that does not answer is looked at again at its next event. */
function settled(work: () => Promise<void>): () => void {
  let waiting = false, running = false, again = false;
  const run = (): void => {
    waiting = false;
    if (running) { again = true; return; }
    running = true;
    work().catch(() => undefined).finally(() => {
      running = false;
      if (again) { again = false; call(); }
    });
  };
  const call = (): void => {
    if (waiting) return;
    waiting = true;
    setTimeout(run, settleMs);
  };
  return call;
}

type Ears = { readonly changed: () => void; readonly other: () => void; readonly reached: () => void; readonly activity: Activity };
function listen({ api }: Editor, { changed, other, reached: onReached, activity }: Ears): () => void {
  const { SequenceEvent, ProjectEvent, OperationCompleteEvent } = api.Constants, manager = api.EncoderManager.getManager();
  const everywhere: readonly (readonly [Parameters<typeof api.EventManager.addGlobalEventListener>[0], () => void])[] = [
    [SequenceEvent.SELECTION_CHANGED, changed], [SequenceEvent.ACTIVATED, other], [ProjectEvent.ACTIVATED, other], [ProjectEvent.OPENED, other], [OperationCompleteEvent.CLIP_EXTEND_REACHED, onReached],
  ];
  const renders = ([['EVENT_RENDER_PROGRESS', true], ['EVENT_RENDER_QUEUE', true], ['EVENT_RENDER_COMPLETE', false], ['EVENT_RENDER_ERROR', false], ['EVENT_RENDER_CANCEL', false]] as const).map(([name, on]) => [api.EncoderManager[name], () => activity.render(on)] as const);
  for (const [name, hear] of everywhere) api.EventManager.addGlobalEventListener(name, hear);
  for (const [name, hear] of renders) api.EventManager.addEventListener(manager as EncoderManager, name, hear);
  return () => {
    for (const [name, hear] of everywhere) api.EventManager.removeGlobalEventListener(name, hear);
    for (const [name, hear] of renders) api.EventManager.removeEventListener(manager as EncoderManager, name, hear);
  };
}

/** Trims and moves are told by the track they happen on. */
function createTrackEars(editor: Editor, hear: () => void) {
  const { api, ask } = editor;
  let followed = '', heard: VideoTrack[] = [];
  const forget = (): void => {
    for (const track of heard) api.EventManager.removeEventListener(track, api.VideoTrack.EVENT_TRACK_CHANGED, hear);
    [followed, heard] = ['', []];
  };
  return {
    forget,
    async follow({ sequence }: HostContext): Promise<void> {
      const id = sequence?.id ?? '';
      if (id === followed) return;
      forget();
      if (sequence === null) return;
      const active = await ask('open the sequence', (await editor.project()).getActiveSequence()) as Sequence | null;
      if (active?.guid.toString() !== id) return;
      const count = await ask('count tracks', active.getVideoTrackCount());
      heard = await Promise.all(Array.from({ length: count }, (_, index) => ask('look at a track', active.getVideoTrack(index))));
      followed = id;
      for (const track of heard) api.EventManager.addEventListener(track, api.VideoTrack.EVENT_TRACK_CHANGED, hear);
    },
  };
}

/** The event does not say which edge: it is the one of a selected clip that is where the media ends. */
function reached(editor: Editor, tell: (event: HostEvent) => void): void {
  selection(editor).then((clips) => {
    const atStart = clips.some(({ source }) => source !== null && source.in.at === '0'), atEnd = clips.some(({ source, mediaLength }) => source !== null && mediaLength !== null && compareTimes(source.out, mediaLength) >= 0);
    tell({ kind: 'extend-reached', edge: atStart && !atEnd ? 'start' : 'end' });
  }, () => tell({ kind: 'extend-reached', edge: 'end' }));
}

type Activity = { render(on: boolean): void; moved(yes: boolean): void };
/** A playhead that moves in two glances on end plays; one that was clicked elsewhere moved once. */
function createActivity(tell: (event: HostEvent) => void): Activity {
  let rendering = false, moves = 0, state: 'idle' | 'playing' | 'rendering' = 'idle';
  const show = (): void => {
    const next = rendering ? 'rendering' : moves >= 2 ? 'playing' : 'idle';
    if (next !== state) tell({ kind: 'activity', state: state = next });
  };
  return {
    render(on) { rendering = on; show(); },
    moved(yes) { moves = yes ? moves + 1 : 0; show(); },
  };
}

type Glance = { readonly everyMs: number; readonly appearance: () => Appearance; tell(event: HostEvent): void; readonly activity: Activity };
/** The next look begins after the answer to the last, so that a busy Premiere is not asked twice at once. */
function glance(editor: Editor, { everyMs, appearance, tell, activity }: Glance): () => void {
  let seen: string | null = null, shown = JSON.stringify(appearance()), ended = false, timer: ReturnType<typeof setTimeout>;
  const words = ({ sequence }: HostContext): string => JSON.stringify([sequence?.id, sequence?.playhead, sequence?.marks, sequence?.end]);
  const look = async (): Promise<void> => {
    const colours = appearance();
    if (JSON.stringify(colours) !== shown) tell({ kind: 'appearance', appearance: colours });
    shown = JSON.stringify(colours);
    const now = await context(editor), before = seen;
    seen = words(now);
    activity.moved(before !== null && playheadOf(before) !== playheadOf(seen));
    if (before !== null && before !== seen) tell({ kind: 'context', context: now });
  };
  const next = (): void => { timer = setTimeout(() => { look().catch(() => undefined).finally(() => { if (!ended) next(); }); }, everyMs); };
  next();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
const playheadOf = (words: string): string => JSON.stringify((JSON.parse(words) as unknown[])[1]);
