// Which editors are connected and what they do, so that work makes way for them.
import type { Settings } from '../../shared/settings.ts';

export type HostState = 'idle' | 'playing' | 'rendering';
export type Presence = {
  /** Says what a host does; `gone` forgets it. To be repeated at least once a minute. */
  tell(host: string, state: HostState | 'gone'): void;
  hosts(): { readonly host: string; readonly state: HostState }[];
  /** Why work must rest now; null when it need not. */ hold(): string | null;
  /** Looks again, after the settings have changed. */ refresh(): void;
  close(): void;
};

/** A host that says nothing for this long is gone, ms: a crashed editor must not hold work up for ever. */
const forgetMs = 60_000;

/** `onChange` is called with why work must rest, null when it need not; also when a host comes or goes. */
export function createPresence(settings: () => Settings, onChange: (why: string | null) => void, after: (work: () => void, ms: number) => () => void = timer): Presence {
  const known = new Map<string, { readonly state: HostState; forget(): void }>();
  const hosts = (): { host: string; state: HostState }[] => [...known].map(([host, { state }]) => ({ host, state }));
  const hold = (): string | null => holdOf(hosts(), settings()), changed = (): void => onChange(hold());
  const drop = (host: string): void => {
    known.get(host)?.forget();
    known.delete(host);
  };
  return {
    tell(host, state) {
      const before = known.get(host)?.state;
      drop(host);
      if (state !== 'gone') known.set(host, { state, forget: after(() => { drop(host); changed(); }, forgetMs) });
      if (before !== known.get(host)?.state) changed();
    },
    hosts, hold, refresh: changed,
    close: () => { for (const host of [...known.keys()]) drop(host); },
  };
}

/** Why work must rest while these hosts do what they do; null when it need not. */
function holdOf(hosts: readonly { readonly host: string; readonly state: HostState }[], { pauseWhilePlaying, pauseWhileRendering }: Settings): string | null {
  const busy = hosts.find(({ state }) => (state === 'playing' && pauseWhilePlaying) || (state === 'rendering' && pauseWhileRendering));
  return busy ? `${busy.host} is ${busy.state}.` : null;
}

function timer(work: () => void, ms: number): () => void {
  const handle = setTimeout(work, ms).unref();
  return () => clearTimeout(handle);
}
