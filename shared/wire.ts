// What crosses the WebSocket at /api/v1/socket. Text frames are JSON of these shapes; a binary frame is a picture.
import { z } from 'zod';

/** Subprotocol of the socket, and the prefix of the one that carries the token: browsers can send no header. */
export const subprotocol = 'framewright.v1', tokenPrefix = 'framewright.token.';
/** Subprotocol of a panel that knocks: alone it asks whether a daemon is there, and beside that of proof.ts whether it is the panel's own; with a dot and six digits behind it, for a token; a further dot and `[a-z0-9-]{1,40}` name the panel. */
export const pairPrefix = 'framewright.pair';
/** What each side can do beyond the first version of the protocol. `commands`: the event of that name; `pictures`: the message of that name. A side that names none can do none of it. */
export const clientFeatures: readonly string[] = ['commands'], daemonFeatures: readonly string[] = ['commands', 'pictures', 'pairing'];
const features = z.array(z.string().max(40)).max(100).default([]);

/** A client or daemon that hears nothing for three of these is gone, ms. */
export const heartbeatMs = 10_000;
/** Largest text frame a client may send, bytes. */
export const mostBytes = 1 << 20;

/** The client's first message. `seen` is the last event it knows; null wants only what comes from now on. */
const hello = z.object({ kind: z.literal('hello'), protocol: z.int().describe('Version that the client speaks.'), client: z.string().max(100).describe('What the client is called.'),
  features: features.describe('What the client understands beyond the first version of the protocol; older clients leave it out.'),
  seen: z.object({ epoch: z.string().describe('Run of the daemon.'),
  seq: z.int().nonnegative().describe('Number of the event.') }).nullable().default(null).describe('The last event that it knows; null wants only what comes from now on.') });
const call = z.object({ kind: z.literal('call'), id: z.int().positive().describe('Larger than in all calls before it.'), name: z.string().max(100).describe('Of the operation.'), request: z.unknown().describe('As the operation documents it.') });
/** Gives a call up; it is answered with `cancelled`. Jobs go on. */
const abandon = z.object({ kind: z.literal('abandon'), id: z.int().positive().describe('Of the call that is given up.') });
const ping = z.object({ kind: z.literal('ping') });
/** Answered by a binary frame and then an answer with the picture's id, for pages that cannot read what HTTP answers. */
const picture = z.object({ kind: z.literal('picture'), id: z.int().positive().describe('Larger than in all calls before it.'), picture: z.string().regex(/^[0-9a-f]{64}$/).describe('Id of the picture.') });
export const fromClient = z.discriminatedUnion('kind', [hello, call, abandon, picture, ping]).describe('What a client says.');
export type FromClient = z.input<typeof fromClient>;

const errorData = z.object({ code: z.string().describe('Stable name, as in x-errors.'), values: z.record(z.string(), z.union([z.string(), z.number()])).describe('Values of its sentences, by name.') });
const welcome = z.object({ kind: z.literal('welcome'), protocol: z.int().describe('Version that the daemon speaks.'), version: z.string().describe('Of FrameWright.'), features: features.describe('What the daemon can do beyond the first version of the protocol.'), epoch: z.string().describe('Names this run of the daemon.'), seq: z.int().nonnegative().describe('Number of its newest event.') });
const answer = z.object({ kind: z.literal('answer'), id: z.int().describe('Of the call.'), value: z.unknown().describe('As the operation documents it.') });
const failure = z.object({ kind: z.literal('failure'), id: z.int().describe('Of the call; 0: about none, and the socket closes.'), error: errorData.describe('What went wrong.') });
const event = z.object({ kind: z.literal('event'), epoch: z.string().describe('Names the run of the daemon.'), seq: z.int().describe('Number of the event.'), at: z.string().describe('ISO 8601.'), event: z.unknown().describe('What happened, as in SentEvent.') });
const pong = z.object({ kind: z.literal('pong') });
export const fromDaemon = z.discriminatedUnion('kind', [welcome, answer, failure, event, pong]).describe('What the daemon says.');
export type FromDaemon = z.infer<typeof fromDaemon>;

/** What is said to a panel that knocks, once, before the socket closes. */
export const fromDoor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('here'), protocol: z.int().describe('Version that the daemon speaks.'),
    proof: z.string().nullable().optional().describe('Where the panel asked for it: the HMAC-SHA-256 in hexadecimal; null where its token is not known here. Older daemons leave it out.') }),
  z.object({ kind: z.literal('paired'), token: z.string().describe('43 characters; shown once, keep it secret.') }), failure,
]).describe('What the daemon says to a panel that knocks.');
export type FromDoor = z.infer<typeof fromDoor>;

/** A binary frame: 32 bytes of the picture's id, then its file. Sent before the answer that names it. */
export const pictureIdBytes = 32;
