// Operations and events over WebSockets: the door at /api/v1/socket, and what is said to one client behind it.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { protocolVersion } from '../../shared/daemon.ts';
import { FrameWrightError, toFrameWrightError } from '../../shared/errors.ts';
import { subprotocol } from '../../shared/wire.ts';
import { demandKnock, serveKnock, type Knock } from './knock.ts';
import { describeFailure, statusOf } from './failure.ts';
import { bearerOf, demandHost, demandNoSecret, demandToken, offeredOf } from './guard.ts';
import type { Limits } from './limits.ts';
import type { Perform, Served } from './perform.ts';
import { serveClient, type Conversation } from './conversation.ts';

export type SocketDoor = {
  /** Takes over a connection that asks to become a WebSocket, or refuses it with an HTTP answer. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, port: number): void;
  clients(): number;
  /** Lets nobody in any more and says goodbye; `broken` tells clients that the daemon did not mean to end. */
  close(broken: boolean): Promise<void>;
};
export type SocketGiven = { readonly served: Served; readonly perform: Perform; readonly limits: Limits; readonly version: string };

export const socketPath = '/api/v1/socket';
/** Clients that do not answer the closing handshake are cut off after this, ms. */
const farewellMs = 1000;
/** RFC 6455, 7.4.1: going away; an unexpected condition. */
const goingAway = 1001, unexpected = 1011;

export function createSocketDoor(given: SocketGiven): SocketDoor {
  const { served, limits } = given;
  const server = new WebSocketServer({ noServer: true, maxPayload: limits.bodyBytes, perMessageDeflate: false, clientTracking: false, handleProtocols: () => subprotocol });
  const open = new Map<WebSocket, Conversation>();
  let beat: NodeJS.Timeout | null = null, closing = false;
  const leave = (socket: WebSocket): void => {
    open.delete(socket);
    if (open.size || !beat) return;
    clearInterval(beat);
    beat = null;
  };
  const enter = (socket: WebSocket): void => {
    open.set(socket, serveClient(socket, given));
    socket.on('close', () => leave(socket));
    beat ??= setInterval(() => { for (const client of open.values()) client.beat(); }, limits.heartbeatMs).unref();
  };
  return {
    clients: () => open.size,
    upgrade(request, socket, head, port) {
      socket.on('error', () => socket.destroy());
      let knock: Knock | null;
      try {
        knock = demandEntry(request, port, served, open.size < limits.sockets);
        if (closing) throw new FrameWrightError('daemon-gone', { why: 'It is ending.' });
      } catch (error) {
        refuse(socket, toFrameWrightError(error));
        return;
      }
      server.handleUpgrade(request, socket, head, knock ? (client) => void serveKnock(client, knock, served, port) : enter);
    },
    async close(broken) {
      closing = true;
      const all = [...open.keys()];
      for (const socket of all) socket.close(broken ? unexpected : goingAway, 'The daemon ends.');
      const gone = Promise.all(all.map((socket) => new Promise<void>((done) => socket.once('close', () => done()))));
      const timer = setTimeout(() => { for (const socket of all) socket.terminate(); }, farewellMs);
      await gone;
      clearTimeout(timer);
    },
  };
}

/** What a panel without a token asks for; null for a client that has shown one. @throws FrameWrightError. */
function demandEntry({ headers, url }: IncomingMessage, port: number, { access }: Served, room: boolean): Knock | null {
  demandHost(headers.host, port);
  demandNoSecret(url);
  if (url !== socketPath) throw new FrameWrightError('unknown-operation', { name: (url ?? '').split('?')[0]!.slice(0, 100), nearest: socketPath });
  const { token, ours } = offeredOf(headers);
  const knock = demandKnock(headers);
  if (!knock) demandToken(headers, token ?? bearerOf(headers), access.roleOf);
  if (!ours) throw new FrameWrightError('message-malformed', { why: `The WebSocket does not offer the subprotocol ${subprotocol} (protocol version ${protocolVersion}).` });
  if (!room) throw new FrameWrightError('too-many', { why: 'As many clients are connected as the daemon serves; close one.' });
  return knock;
}

function refuse(socket: Duplex, error: FrameWrightError): void {
  const body = JSON.stringify(describeFailure(error));
  // Nobody watches over a connection that HTTP has let go of: one that its client keeps open would stay for ever.
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${statusOf(error)} Refused\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nX-Content-Type-Options: nosniff\r\n\r\n${body}`);
}
