// What crosses the WebSocket at /api/v1/socket. Text frames are JSON of these shapes; a binary frame is a picture.
import { z } from 'zod';

/** Subprotocol of the socket, and the prefix of the one that carries the token: browsers can send no header. */
export const subprotocol = 'framewright.v1', tokenPrefix = 'framewright.token.';
/** A client or daemon that hears nothing for three of these is gone, ms. */
export const heartbeatMs = 10_000;
/** Largest text frame a client may send, bytes. */
export const mostBytes = 1 << 20;

/** The client's first message. `seen` is the last event it knows; null wants only what comes from now on. */
const hello = z.object({ kind: z.literal('hello'), protocol: z.int(), client: z.string().max(100), seen: z.object({ epoch: z.string(), seq: z.int().nonnegative() }).nullable().default(null) });
const call = z.object({ kind: z.literal('call'), id: z.int().positive(), name: z.string().max(100), request: z.unknown() });
/** Gives a call up; it is answered with `cancelled`. Jobs go on. */
const abandon = z.object({ kind: z.literal('abandon'), id: z.int().positive() });
const ping = z.object({ kind: z.literal('ping') });
export const fromClient = z.discriminatedUnion('kind', [hello, call, abandon, ping]);
export type FromClient = z.input<typeof fromClient>;

const errorData = z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) });
const welcome = z.object({ kind: z.literal('welcome'), protocol: z.int(), version: z.string(), epoch: z.string(), seq: z.int().nonnegative() });
const answer = z.object({ kind: z.literal('answer'), id: z.int(), value: z.unknown() });
const failure = z.object({ kind: z.literal('failure'), /** 0: not about a call; the socket closes. */ id: z.int(), error: errorData });
const event = z.object({ kind: z.literal('event'), epoch: z.string(), seq: z.int(), at: z.string(), event: z.unknown() });
const pong = z.object({ kind: z.literal('pong') });
export const fromDaemon = z.discriminatedUnion('kind', [welcome, answer, failure, event, pong]);
export type FromDaemon = z.infer<typeof fromDaemon>;

/** A binary frame: 32 bytes of the picture's id, then its file. Sent before the answer that names it. */
export const pictureIdBytes = 32;
