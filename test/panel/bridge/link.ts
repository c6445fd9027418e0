// A link of the test's own: a host that answers what the test says, a transport and a connection that are watched.
import type { AnyEvent } from '../../../shared/events.ts';
import type { Host, HostEvent } from '../../../shared/panel/host.ts';
import type { LineState, PanelLink } from '../../../shared/panel/link.ts';
import { createSignal } from '../../../shared/panel/bridge/signal.ts';
import type { Port } from '../../../shared/panel/bridge/messages.ts';

export type FakeLink = PanelLink & { readonly asked: unknown[]; event(event: AnyEvent): void; hostEvent(event: HostEvent): void; show(state: LineState): void; /** Listeners that are attached now. */ listeners(): number };

/** `answer` stands for every method of the host and every operation, by its name. */
export function fakeLink(answer: Record<string, (...args: never[]) => unknown>): FakeLink {
  const events = createSignal<AnyEvent>(), hostEvents = createSignal<HostEvent>(), changes = createSignal<void>(), asked: unknown[] = [];
  let state: LineState = { kind: 'connecting', error: null, version: null, features: [] }, count = 0;
  const counted = <News>(listen: (listener: (news: News) => void) => () => void) => (listener: (news: News) => void): (() => void) => {
    const stop = listen(listener);
    count++;
    return () => { count--; stop(); };
  };
  const act = async (name: string, args: unknown[]): Promise<never> => {
    asked.push([name, ...args]);
    return (answer[name] as ((...given: unknown[]) => never))(...args);
  };
  const host = new Proxy({}, { get: (_, name: string) => (name === 'subscribe' ? counted(hostEvents.listen) : (...args: unknown[]) => act(name, args)) }) as Host;
  return {
    host, asked, event: events.tell, hostEvent: hostEvents.tell, listeners: () => count, show(next) { state = next; changes.tell(); },
    transport: { call: (name, request) => act(name, [request]), subscribe: counted(events.listen), bytes: (id) => act('bytes', [id]), close: async () => undefined },
    connection: { state: () => state, subscribe: counted(changes.listen), pair: (code) => act('pair', [code]), startDaemon: () => act('startDaemon', []), retry: () => { void act('retry', []); } },
  };
}

export type Wire = { readonly page: Port; readonly script: Port; /** Texts that passed, from which side. */ readonly passed: { readonly from: 'page' | 'script'; readonly text: string }[] };
/** Two ends between which text passes later, as it does in every editor; what nobody listens to is lost. */
export function joinPorts(): Wire {
  const passed: Wire['passed'] = [], ends = { page: new Set<(text: string) => void>(), script: new Set<(text: string) => void>() };
  const port = (side: 'page' | 'script', other: 'page' | 'script'): Port => ({
    post(text) {
      passed.push({ from: side, text });
      setImmediate(() => { for (const hear of [...ends[other]]) hear(text); });
    },
    listen(hear) {
      ends[side].add(hear);
      return () => { ends[side].delete(hear); };
    },
  });
  return { passed, page: port('page', 'script'), script: port('script', 'page') };
}
