// The script's end of a bridge: lends its editor, its line to the daemon and that line's state to one page at a time.
import { FrameWrightError, toFrameWrightError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import { operations } from '../../operations.ts';
import type { HostEvent } from '../host.ts';
import type { PanelLink } from '../link.ts';
import { toBase64 } from './base64.ts';
import { openChannel } from './channel.ts';
import { hostCalls, lineCalls, newName, type Asked, type FromPage, type FromScript, type Port } from './messages.ts';

/** A command that came while no page was there waits for one so long, ms: later nobody means it any more. */
const commandMs = 30_000;

/** Serves whoever says hello last: a page that was loaded again takes the place of its former self, whose answers are dropped. Returns what ends it. */
export function serveBridge(port: Port, link: PanelLink): () => void {
  const { host, transport, connection } = link, script = newName();
  let page: string | null = null, leave: (() => void) | null = null, early: { readonly event: HostEvent; readonly at: number } | null = null;
  const channel = openChannel<FromScript, FromPage>(port, hear);
  function hear(message: FromPage): void {
    if (message.kind === 'hello') return greet(message.page);
    if (message.page !== page) return;
    if (message.kind === 'bye') return forget();
    if (message.kind === 'call') void answer(message.page, message.id, message);
  }
  function greet(name: string): void {
    if (name !== page) forget();
    page = name;
    channel.say({ kind: 'welcome', script, page, state: connection.state() });
    leave ??= attend();
    if (early && Date.now() - early.at < commandMs) channel.say({ kind: 'host-event', event: early.event });
    early = null;
  }
  function attend(): () => void {
    const stops = [
      transport.subscribe((event) => channel.say({ kind: 'event', event })), host.subscribe((event) => channel.say({ kind: 'host-event', event })),
      connection.subscribe(() => channel.say({ kind: 'state', state: connection.state() })),
    ];
    return () => { for (const stop of stops) stop(); };
  }
  function forget(): void {
    leave?.();
    leave = page = null;
  }
  async function answer(to: string, id: number, asked: Asked): Promise<void> {
    const said: FromScript = await perform(link, asked).then(
      (value) => ({ kind: 'answer', page: to, id, value } as const), (error: unknown) => ({ kind: 'failure', page: to, id, error: toFrameWrightError(error).toData() } as const),
    );
    if (to === page) channel.say(said);
  }
  const stopEarly = host.subscribe((event) => { if (event.kind === 'command' && page === null) early = { event, at: Date.now() }; });
  // A page that was here before the script says hello again.
  channel.say({ kind: 'ready', script });
  return () => {
    forget();
    stopEarly();
    channel.close();
  };
}

async function perform({ host, transport, connection }: PanelLink, { to, name, args }: Asked): Promise<unknown> {
  if (to === 'picture') return toBase64(await transport.bytes(name));
  if (to === 'daemon') return transport.call(known(name, Object.keys(operations) as (typeof name)[]), args[0] as never);
  if (to === 'host') return (host[known(name, hostCalls)] as Callable)(...args);
  return (connection[known(name, lineCalls)] as Callable)(...args);
}
type Callable = (...args: readonly unknown[]) => unknown;

/** @throws FrameWrightError `unknown-operation`. */
function known<Name extends string>(name: Name, names: readonly Name[]): Name {
  if (names.includes(name)) return name;
  throw new FrameWrightError('unknown-operation', { name, nearest: nearest(name, names) ?? names[0]! });
}
