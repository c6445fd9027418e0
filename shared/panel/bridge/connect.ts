// The page's end of a bridge: the same editor, transport and connection that the script has.
import type { Transport } from '../../client.ts';
import { FrameWrightError } from '../../errors.ts';
import type { AnyEvent } from '../../events.ts';
import { readError } from '../../line.ts';
import type { Host, HostEvent } from '../host.ts';
import type { Connection, LineState, PanelLink } from '../link.ts';
import { fromBase64 } from './base64.ts';
import { openChannel, type Channel } from './channel.ts';
import { hostCalls, newName, type Asked, type FromPage, type FromScript, type Port } from './messages.ts';
import { createSignal, type Signal } from './signal.ts';

/** Until the script has answered, the page says hello again after this, ms. */
const helloMs = 250;
const before: LineState = { kind: 'searching', error: null, version: null, features: [] };

/** What is asked before the script is there waits for it. Closing the transport ends the page's end of the bridge. */
export function connectBridge(port: Port): PanelLink {
  const page = newName(), events = createSignal<AnyEvent>(), hostEvents = keepCommand(), changes = createSignal<void>();
  let state = before, script: string | null = null, closed = false;
  const channel: Channel<FromPage> = openChannel<FromPage, FromScript>(port, hear);
  const calls = createCalls((id, asked) => channel.say({ kind: 'call', page, id, ...asked }));
  const hello = (): void => channel.say({ kind: 'hello', page });
  const knocking = setInterval(() => { if (script === null) hello(); }, helloMs);
  function hear(message: FromScript): void {
    if (closed) return;
    if (message.kind === 'ready') return meet(message.script);
    if (message.kind === 'state') return show(message.state);
    if (message.kind === 'event') return events.tell(message.event);
    if (message.kind === 'host-event') return hostEvents.tell(message.event);
    if (message.page !== page) return;
    if (message.kind === 'answer') return calls.settle(message.id, (call) => call.resolve(message.value));
    if (message.kind === 'failure') return calls.settle(message.id, (call) => call.reject(readError(message.error)));
    if (message.kind !== 'welcome') return;
    if (script !== message.script) calls.begin();
    script = message.script;
    show(message.state);
  }
  /** Another life of the script knows nothing of this page, nor of what it was asked. */
  function meet(name: string): void {
    if (name === script) return;
    if (script !== null) calls.fail(new FrameWrightError('host-failed', { host: 'The editor', what: 'it answers a script that has ended', why: 'The panel\'s script was started anew while it worked on this; whether it was done is not known.' }));
    script = null;
    // What is shown now may have passed meanwhile.
    events.tell({ kind: 'lost', count: null });
    hello();
  }
  function show(next: LineState): void {
    state = next;
    changes.tell();
  }
  hello();
  const ask = (asked: Asked): Promise<never> => (closed ? Promise.reject(new FrameWrightError('daemon-gone', { why: 'This page has closed its connection.' })) : calls.ask(asked));
  const close = (): void => {
    if (closed) return;
    closed = true;
    clearInterval(knocking);
    channel.say({ kind: 'bye', page });
    channel.close();
    calls.fail(new FrameWrightError('cancelled', { job: '' }));
  };
  return { host: bridgedHost(ask, hostEvents.listen), transport: bridgedTransport(ask, events.listen, close), connection: bridgedConnection(ask, () => state, changes.listen) };
}

/** A command may come before the page has drawn itself: the last one waits for whoever listens first. */
function keepCommand(): Signal<HostEvent> {
  const { tell, listen } = createSignal<HostEvent>();
  let heard = false, early: HostEvent | null = null;
  return {
    tell(event) {
      if (event.kind === 'command' && !heard) early = event;
      else tell(event);
    },
    listen(listener) {
      heard = true;
      const stop = listen(listener);
      if (early) listener(early);
      early = null;
      return stop;
    },
  };
}

type Ask = (asked: Asked) => Promise<never>;

function bridgedHost(ask: Ask, subscribe: Host['subscribe']): Host {
  const methods = Object.fromEntries(hostCalls.map((name) => [name, (...args: unknown[]) => ask({ to: 'host', name, args })]));
  return { ...methods, subscribe } as Host;
}

const bridgedTransport = (ask: Ask, subscribe: Transport['subscribe'], close: () => void): Transport => ({
  call: (name, request) => ask({ to: 'daemon', name, args: [request] }), subscribe,
  bytes: async (picture) => fromBase64(await ask({ to: 'picture', name: picture, args: [] }) as string),
  close: async () => close(),
});

const bridgedConnection = (ask: Ask, state: () => LineState, subscribe: Connection['subscribe']): Connection => ({
  state, subscribe, pair: (code) => ask({ to: 'line', name: 'pair', args: [code] }), startDaemon: () => ask({ to: 'line', name: 'startDaemon', args: [] }),
  // Nobody waits for it; a bridge that has closed has nothing to try.
  retry: () => { ask({ to: 'line', name: 'retry', args: [] }).catch(() => undefined); },
});

type Pending = { readonly asked: Asked; resolve(value: unknown): void; reject(error: unknown): void };
type Calls = {
  ask(asked: Asked): Promise<never>; /** Sends what waits, and from now on at once. */ begin(): void;
  settle(id: number, how: (call: Pending) => void): void; /** Rejects what was sent; what is asked next waits for `begin`. */ fail(error: FrameWrightError): void;
};

function createCalls(send: (id: number, asked: Asked) => void): Calls {
  const pending = new Map<number, Pending>(), waiting = new Set<number>();
  let next = 1, open = false;
  return {
    ask: (asked) => new Promise<never>((resolve, reject) => {
      const id = next++;
      pending.set(id, { asked, resolve: resolve as (value: unknown) => void, reject });
      if (open) send(id, asked);
      else waiting.add(id);
    }),
    begin() {
      open = true;
      for (const id of waiting) send(id, pending.get(id)!.asked);
      waiting.clear();
    },
    settle(id, how) {
      const call = pending.get(id);
      pending.delete(id);
      if (call) how(call);
    },
    fail(error) {
      open = false;
      for (const [id, call] of pending) if (!waiting.has(id)) { pending.delete(id); call.reject(error); }
    },
  };
}
