// What a script gives its page: the editor, with what it is asked to do from outside, and a line to the daemon that knows the editor is here.
import type { Transport } from '../../client.ts';
import type { PanelLink } from '../link.ts';
import type { Host, HostEvent, HostInfo } from '../host.ts';
import { createLine, type LineOptions } from './line.ts';
import { createSignal } from './signal.ts';

/** The daemon forgets an editor that has said nothing for a minute, ms. */
const sayMs = 25_000;
/** A daemon that does not hear a goodbye for so long forgets the editor by itself, ms. */
const goodbyeMs = 1000;
/** Ends something; resolves when all that was to be said has been said. */
type Leave = () => Promise<unknown>;

/** Commands of keys, scripts and the command line arrive as events of the host; what the editor does is told to the daemon, so that work makes way for it. Ends with its transport. */
export function createPanelLink(host: Host, options: LineOptions): PanelLink {
  const { transport, connection } = createLine(options), commands = createSignal<HostEvent>();
  const link: PanelLink = { host: { ...host, subscribe: (listener) => both(host.subscribe(listener), commands.listen(listener)) }, transport, connection };
  let closed = false, leave: Leave = async () => undefined;
  const attend = (): void => {
    host.describe().then(
      (info) => { if (!closed) leave = appear(info, link, commands.tell); },
      // The page asks the same and shows why; an editor that is busy answers later.
      () => {
        const timer = setTimeout(attend, sayMs);
        leave = async () => clearTimeout(timer);
      },
    );
  };
  attend();
  return {
    ...link,
    transport: {
      ...transport,
      async close() {
        closed = true;
        await leave();
        await transport.close();
      },
    },
  };
}

const both = (first: () => void, second: () => void) => (): void => { first(); second(); };

function appear(info: HostInfo, link: PanelLink, tell: (event: HostEvent) => void): Leave {
  const deaf = hearCommands(info, link.transport, tell), gone = tellPresence(info, link);
  return () => { deaf(); return gone(); };
}

function hearCommands({ id }: HostInfo, transport: Transport, tell: (event: HostEvent) => void): () => void {
  return transport.subscribe((event) => {
    if (event.kind === 'command' && (event.host === null || event.host === id)) tell({ kind: 'command', command: { name: event.name, preset: event.preset, ...(event.id === undefined ? {} : { id: event.id }) } });
  });
}

/** Only an editor has a selection of its own: a panel in a browser makes nobody wait. */
function tellPresence({ id, capabilities }: HostInfo, { host, transport, connection }: PanelLink): Leave {
  if (capabilities.selection === 'chosen') return async () => undefined;
  let state: 'idle' | 'playing' | 'rendering' = 'idle', wasOpen = false;
  const say = (): void => {
    // A line that is cut says it again when it is back.
    if (connection.state().kind === 'open') transport.call('host', { host: id, state }).catch(() => undefined);
  };
  const stops = [
    host.subscribe((event) => {
      if (event.kind !== 'activity' || event.state === state) return;
      state = event.state;
      say();
    }),
    connection.subscribe(() => {
      const isOpen = connection.state().kind === 'open';
      if (isOpen && !wasOpen) say();
      wasOpen = isOpen;
    }),
  ];
  const timer = setInterval(say, sayMs);
  say();
  return async () => {
    clearInterval(timer);
    for (const stop of stops) stop();
    if (connection.state().kind !== 'open') return;
    await Promise.race([transport.call('host', { host: id, state: 'gone' }).catch(() => undefined), new Promise((resolve) => { setTimeout(resolve, goodbyeMs); })]);
  };
}
