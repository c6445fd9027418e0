// What happens in Premiere: its own events where it has them, and a glance now and then, because events are missed and the playhead has none.
import type { HostEvent } from '../../shared/panel/host.ts';
import { commandOf } from '../../shared/panel/menu.ts';
import { appearanceOf } from './appearance.ts';
import { readContext, readSelection } from '../facts/clip.ts';
import { flyoutClicked, themeChanged, told, type Engine, type EngineEvent } from './engine.ts';
import type { Script } from './script.ts';

export type Hearing = { subscribe(listener: (event: HostEvent) => void): () => void; tell(event: HostEvent): void };
type Seen = { readonly sequence: string; readonly player: string; readonly selection: string };

/** @param everyMs between two glances; at most four in a second. */
export function createHearing(engine: Engine, script: Script, everyMs = 500): Hearing {
  const listeners = new Set<(event: HostEvent) => void>();
  const tell = (event: HostEvent): void => { for (const listener of [...listeners]) listener(event); };
  const tellSelection = async (): Promise<void> => {
    const { sequence } = await script.ask('context', {});
    tell({ kind: 'selection', clips: sequence ? readSelection(await script.ask('selection', {}), sequence.id) : [] });
  };
  const tellContext = async (): Promise<void> => tell({ kind: 'context', context: readContext(await script.ask('context', {})) });
  const glancing = createGlancing(script, { tell, tellSelection, tellContext }, Math.max(250, everyMs));
  const heard = new Map<string, (event: EngineEvent) => void>([
    [told.selection, () => quietly(tellSelection)],
    [told.changed, () => quietly(async () => { await tellContext(); await tellSelection(); })],
    [told.activity, ({ data }) => glancing.render(String(data) === 'rendering')],
    [themeChanged, () => tell({ kind: 'appearance', appearance: appearanceOf(engine) })],
    [flyoutClicked, ({ data }) => {
      const command = commandOf(menuIdOf(data));
      if (command) tell({ kind: 'command', command });
    }],
  ]);
  const start = (): void => {
    for (const [type, listener] of heard) engine.addEventListener(type, listener);
    quietly(() => script.ask('listen', {}));
    glancing.start();
  };
  const stop = (): void => {
    for (const [type, listener] of heard) engine.removeEventListener(type, listener);
    glancing.stop();
  };
  return {
    tell,
    subscribe(listener) {
      if (listeners.size === 0) start();
      listeners.add(listener);
      return () => { if (listeners.delete(listener) && listeners.size === 0) stop(); };
    },
  };
}

/** What nobody waits for: the next glance tries again, and calls that somebody made reject by themselves. */
const quietly = (work: () => Promise<unknown>): void => { work().catch(() => undefined); };
const menuIdOf = (data: unknown): string => {
  const value: unknown = typeof data === 'string' ? parse(data) : data;
  return typeof value === 'object' && value !== null ? String((value as { menuId?: unknown }).menuId ?? '') : '';
};
function parse(text: string): unknown {
  try { return JSON.parse(text) as unknown; } catch { return null; }
}

type Telling = { tell(event: HostEvent): void; tellSelection(): Promise<void>; tellContext(): Promise<void> };
/** Looks again after each answer, so that a busy Premiere is not asked twice at once. */
function createGlancing(script: Script, { tell, tellSelection, tellContext }: Telling, everyMs: number) {
  let seen: Seen | null = null, timer: ReturnType<typeof setTimeout> | null = null, moves = 0, rendering = false, state: 'idle' | 'playing' | 'rendering' = 'idle';
  const show = (): void => {
    const next = rendering ? 'rendering' : moves >= 2 ? 'playing' : 'idle';
    if (next !== state) tell({ kind: 'activity', state: state = next });
  };
  async function look(): Promise<void> {
    const now = await script.ask('glance', {}), before = seen;
    seen = now;
    moves = now.player === before?.player || now.sequence !== before?.sequence ? 0 : moves + 1;
    show();
    // The first glance tells all, because nobody knows what changed before it.
    if (now.sequence !== before?.sequence || now.player !== before.player) await tellContext();
    if (now.sequence !== before?.sequence || now.selection !== before.selection) await tellSelection();
  }
  const next = (): void => { timer = setTimeout(() => { look().catch(() => undefined).finally(() => { if (timer) next(); }); }, everyMs); };
  return {
    start: next,
    stop() {
      if (timer) clearTimeout(timer);
      timer = seen = null;
    },
    render(on: boolean) {
      rendering = on;
      show();
    },
  };
}
