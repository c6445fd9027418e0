// What is said between the daemon and one client of the WebSocket, from the first message to the last.
import type { WebSocket } from 'ws';
import { protocolVersion } from '../../shared/daemon.ts';
import { FrameWrightError, toFrameWrightError } from '../../shared/errors.ts';
import type { SentEvent } from '../../shared/events.ts';
import { daemonFeatures, fromClient, pictureIdBytes, type FromDaemon } from '../../shared/wire.ts';
import { createAllowance, type Limits } from './limits.ts';
import { createOutbox } from './outbox.ts';
import type { Perform, Served } from './perform.ts';
import { picturesIn } from './pictures.ts';

export type Conversation = { /** Ends with a client that is silent, and asks one that has said nothing lately whether it is there. */ beat(): void };
type Given = { readonly served: Served; readonly perform: Perform; readonly limits: Limits; readonly version: string };
/** A message is a `call`, or another kind of it. */
type Message = ReturnType<typeof fromClient.parse>;
type Call = Extract<Message, { kind: 'call' }>;
type PictureCall = Extract<Message, { kind: 'picture' }>;

const beats = 3;
/** Text of the event that was sent last: all clients mostly take the same one in turn, and texts of all that the hub keeps would double its memory. */
let sentLast: { readonly sent: SentEvent; readonly text: string } | null = null;
function textOf(sent: SentEvent): string {
  if (sentLast?.sent !== sent) sentLast = { sent, text: JSON.stringify({ kind: 'event', ...sent }) };
  return sentLast.text;
}

/** What is written to one client. */
type Pen = {
  readonly isOpen: () => boolean; /** Whether the client takes more events. */ readonly ready: () => boolean;
  raw(data: string | Uint8Array): void; say(message: FromDaemon): void; fail(id: number, error: unknown): void;
  /** Ends with a client that does not keep to the protocol: what it says next cannot be understood either. */
  part(error: FrameWrightError): void;
};
const malformed = (why: string): FrameWrightError => new FrameWrightError('message-malformed', { why });

/** A client that does not read is not read either; `onRoom` is called when it has taken something. */
function createPen(socket: WebSocket, { waitingBytes }: Limits, onRoom: () => void): Pen {
  const isOpen = (): boolean => socket.readyState === socket.OPEN;
  const ready = (): boolean => isOpen() && socket.bufferedAmount < waitingBytes;
  const onSent = (): void => {
    onRoom();
    if (socket.isPaused && ready()) socket.resume();
  };
  const raw = (data: string | Uint8Array): void => {
    if (!isOpen()) return;
    socket.send(data, onSent);
    if (!socket.isPaused && socket.bufferedAmount > 8 * waitingBytes) socket.pause();
  };
  const say = (message: FromDaemon): void => raw(JSON.stringify(message));
  const fail = (id: number, error: unknown): void => say({ kind: 'failure', id, error: toFrameWrightError(error).toData() });
  return {
    isOpen, ready, raw, say, fail,
    part(error) {
      fail(0, error);
      socket.close(1002, error.code);
    },
  };
}

/** Calls in flight: begun, given up, answered. */
function createCalls({ perform, served, limits }: Given, pen: Pen): { begin(call: Call | PictureCall): void; abandon(id: number): void; abandonAll(): void } {
  const calls = new Map<number, AbortController>();
  /** One that is gone already is left out: the client asks for its bytes and is told. */
  const sendPicture = (id: string, bytes: Uint8Array): void => pen.raw(Buffer.concat([Buffer.from(id, 'hex').subarray(0, pictureIdBytes), bytes]));
  const work = async (call: Call | PictureCall, signal: AbortSignal): Promise<unknown> => {
    if (call.kind === 'picture') {
      sendPicture(call.picture, await served.bytes(call.picture));
      return { picture: call.picture };
    }
    const value = await perform(call.name, call.request, signal);
    for (const picture of picturesIn(value)) await served.bytes(picture).then((bytes) => sendPicture(picture, bytes), () => undefined);
    return value;
  };
  const answer = async (call: Call | PictureCall): Promise<void> => {
    const controller = new AbortController(), { id } = call;
    calls.set(id, controller);
    try {
      pen.say({ kind: 'answer', id, value: await work(call, controller.signal) });
    } catch (error) {
      pen.fail(id, error);
    } finally {
      calls.delete(id);
    }
  };
  return {
    begin(call) {
      if (calls.size < limits.inFlight) void answer(call);
      else pen.fail(call.id, new FrameWrightError('too-many', { why: `${limits.inFlight} calls wait for their answers already.` }));
    },
    abandon: (id) => calls.get(id)?.abort(),
    abandonAll() { for (const controller of calls.values()) controller.abort(); },
  };
}

/** Serves a client that has shown its token. */
export function serveClient(socket: WebSocket, given: Given): Conversation {
  const { served: { hub }, limits, version } = given;
  const pen = createPen(socket, limits, () => outbox.flush());
  // Older clients were not made for what they have not named.
  const send = (sent: SentEvent): void => { if (sent.event.kind !== 'command' || features.includes('commands')) pen.raw(textOf(sent)); };
  const outbox = createOutbox(hub, () => new Date().toISOString(), send, pen.ready);
  const calls = createCalls(given, pen), allowed = createAllowance(limits);
  let greeted = false, last = 0, silentBeats = 0, features: readonly string[] = [];

  function take(message: Message): void {
    if (!greeted && message.kind !== 'hello') return pen.part(malformed('The first message is "hello".'));
    if (message.kind === 'ping') return pen.say({ kind: 'pong' });
    if (message.kind === 'abandon') return calls.abandon(message.id);
    if (message.kind === 'hello') return greeted ? pen.part(malformed('"hello" was said already.')) : greet(message);
    if (message.id <= last) return pen.part(malformed(`The id of a call is larger than of those before it; ${message.id} came after ${last}.`));
    last = message.id;
    calls.begin(message);
  }
  function greet({ protocol, seen, features: theirs }: Extract<Message, { kind: 'hello' }>): void {
    if (protocol !== protocolVersion) return pen.part(new FrameWrightError('daemon-version', { found: version, version: `a client of protocol ${protocol}`, why: `The daemon speaks protocol ${protocolVersion}.` }));
    greeted = true;
    features = theirs;
    clearTimeout(late);
    pen.say({ kind: 'welcome', protocol: protocolVersion, version, features: [...daemonFeatures], epoch: hub.epoch, seq: hub.seq() });
    outbox.begin(seen);
    outbox.flush();
  }
  function hear(data: unknown, binary: boolean): void {
    silentBeats = 0;
    if (!pen.isOpen()) return;
    const message = binary ? 'Messages are text.' : readMessage(String(data));
    if (typeof message === 'string') return pen.part(malformed(message));
    if (allowed()) return take(message);
    if ((message.kind === 'call' || message.kind === 'picture') && greeted && message.id > last) return pen.fail(last = message.id, new FrameWrightError('too-many', { why: `One client may send ${limits.perSecond} messages each second.` }));
    socket.close(1008, 'Too many messages');
  }

  const late = setTimeout(() => pen.part(malformed('No "hello" came.')), limits.helloMs);
  const leave = hub.subscribe(() => outbox.flush());
  socket.on('message', hear);
  socket.on('pong', () => { silentBeats = 0; });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    clearTimeout(late);
    leave();
    calls.abandonAll();
  });
  return {
    beat() {
      // Counted, not timed: a machine that slept or stood still has not heard anybody, and that is nobody's fault.
      if (silentBeats++ >= beats) socket.terminate();
      else if (silentBeats > 1) socket.ping();
    },
  };
}

/** The message, or why it is none: the field and what was expected there. */
function readMessage(text: string): Message | string {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return `It is not JSON: ${(error as Error).message}.`;
  }
  const parsed = fromClient.safeParse(data);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  return `${path.join('.') || 'The message'}: ${message}.`;
}
