// Panels at the WebSocket's door, before they show a token: their pages may not read what HTTP answers. They learn whether a daemon is here and is theirs, or swap a pairing code for a token.
import type { IncomingHttpHeaders } from 'node:http';
import type { WebSocket } from 'ws';
import { protocolVersion } from '../../shared/daemon.ts';
import { FrameWrightError, toFrameWrightError } from '../../shared/errors.ts';
import { pairPrefix, type FromDoor } from '../../shared/wire.ts';
import { demandSiteless, protocolsOf } from './guard.ts';
import type { Served } from './perform.ts';
import { demandQuestion, type Question } from './proof.ts';

/** `code` is null where a panel only asks whether a daemon is here, and then `question` where it has a token, of which the daemon is to prove that it knows it. */
export type Knock = { readonly code: string | null; readonly client: string; readonly question: Question | null };

/** A panel that does not answer the closing handshake is cut off after this, ms. */
const farewellMs = 1000;
/** RFC 6455, 7.4.1: as intended; against our policy. */
const normal = 1000, refused = 1008;

/** Null for a client that does not knock. @throws FrameWrightError `forbidden` for a page of a site, `message-malformed`. */
export function demandKnock(headers: IncomingHttpHeaders): Knock | null {
  const protocols = protocolsOf(headers), offered = protocols.find((name) => name.startsWith(pairPrefix));
  if (offered === undefined) return null;
  demandSiteless(headers);
  if (offered === pairPrefix) return { code: null, client: '', question: demandQuestion(protocols) };
  const [, code, client = 'panel'] = /^\.(\d{6})(?:\.([a-z0-9-]{1,40}))?$/.exec(offered.slice(pairPrefix.length)) ?? [];
  if (code === undefined) throw new FrameWrightError('message-malformed', { why: `A panel offers ${pairPrefix}, or ${pairPrefix}. and a pairing code of six digits.` });
  return { code, client, question: null };
}

/** Says one thing and closes. `port` is the one that was knocked at. */
export async function serveKnock(socket: WebSocket, knock: Knock, served: Served, port: number): Promise<void> {
  socket.on('error', () => socket.terminate());
  const said = await answerKnock(knock, served, port);
  socket.send(JSON.stringify(said));
  socket.close(said.kind === 'failure' ? refused : normal);
  const timer = setTimeout(() => socket.terminate(), farewellMs);
  socket.once('close', () => clearTimeout(timer));
}

async function answerKnock({ code, client, question }: Knock, served: Served, port: number): Promise<FromDoor> {
  if (code === null) return { kind: 'here', protocol: protocolVersion, ...(question ? { proof: served.access.prove(question, port) } : {}) };
  try {
    const { token } = await served.call('pair', { code, client });
    return { kind: 'paired', token };
  } catch (error) {
    return { kind: 'failure', id: 0, error: toFrameWrightError(error).toData() };
  }
}
