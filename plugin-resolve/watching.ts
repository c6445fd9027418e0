// Resolve tells plugins of renders and nothing else, so the selection and the playhead are asked for again and again, while somebody can see the panel.
import type { HostContext, HostEvent } from '../shared/panel/host.ts';
import { readClip, type IsThere } from './clips.ts';
import type { Found } from './items.ts';
import { createFollower } from './selection.ts';
import { readContext, type Api } from './sequence.ts';

export type Watching = {
  readonly api: Api; readonly isThere: IsThere; tell(event: HostEvent): void;
  /** Until the next look, ms; null while nobody can see the panel. */ pace(): number | null;
};
export type Watch = { /** Looks now, and tells even what is not new. */ again(): void; rendering(is: boolean): void; close(): void };

/** How soon to see whether the panel is visible again, ms. */
const hiddenMs = 1500;

export function watchTimeline({ api, isThere, tell, pace }: Watching): Watch {
  const selected = createFollower(api);
  let timer: ReturnType<typeof setTimeout> | undefined, closed = false, isRendering = false;
  let clips = '', context = '', playhead: string | null = null, moves = 0, activity: 'idle' | 'playing' | 'rendering' = 'idle';
  const act = (next: typeof activity): void => {
    if (next !== activity) tell({ kind: 'activity', state: activity = next });
  };
  async function look(): Promise<void> {
    const found = await selected(), named = signature(found);
    if (named !== clips) {
      const read = [];
      for (const one of found) read.push(await readClip(api, one, isThere));
      clips = named;
      tell({ kind: 'selection', clips: read });
    }
    const now = await readContext(api), written = JSON.stringify(now);
    if (written !== context) tell({ kind: 'context', context: now });
    context = written;
    watchPlayhead(now);
  }
  /** Who moves the playhead by hand stops; who plays does not. */
  function watchPlayhead({ sequence }: HostContext): void {
    const at = sequence?.playhead ? `${sequence.id} ${sequence.playhead.at}` : null;
    moves = at !== null && playhead !== null && at !== playhead ? moves + 1 : 0;
    playhead = at;
    act(isRendering ? 'rendering' : moves >= 2 ? 'playing' : 'idle');
  }
  function later(ms: number): void {
    if (closed) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      // A look that fails is tried again: Resolve may be showing a dialog or closing a project.
      void (pace() === null ? Promise.resolve() : api.inTurn(look)).catch(() => undefined).then(() => later(pace() ?? hiddenMs));
    }, ms);
  }
  later(hiddenMs);
  return {
    again() {
      clips = context = '';
      later(0);
    },
    rendering(is) { isRendering = is; act(is ? 'rendering' : 'idle'); },
    close() { closed = true; clearTimeout(timer); },
  };
}

const signature = (items: readonly Found[]): string => JSON.stringify(items.map(({ sequence, id, lane, start, end }) => [sequence.id, id, lane.kind, lane.index, start, end]));
