// Panels without a token at the WebSocket's door: their pages may not read what HTTP answers. They learn whether a daemon is here, or swap a pairing code for a token.
import type { IncomingHttpHeaders } from 'node:http';
import type { WebSocket } from 'ws';
import { protocolVersion } from '../../shared/daemon.ts';
import { FrameWrightError, toFrameWrightError } from '../../shared/errors.ts';
import { pairPrefix, type FromDoor } from '../../shared/wire.ts';
import { demandSiteless, protocolsOf } from './guard.ts';
import type { Served } from './perform.ts';

/** `code` is null where a panel only asks whether a daemon is here. */
export type Knock = { readonly code: string | null; readonly client: string };

/** A panel that does not answer the closing handshake is cut off after this, ms. */
const farewellMs = 1000;
/** RFC 6455, 7.4.1: as intended; against our policy. */
const normal = 1000, refused = 1008;

/** Null for a client that does not knock. @throws FrameWrightError `forbidden` for a page of a site, `message-malformed`. */
export function demandKnock(headers: IncomingHttpHeaders): Knock | null {
  const offered = protocolsOf(headers).find((name) => name.startsWith(pairPrefix));
  if (offered === undefined) return null;
  demandSiteless(headers);
  if (offered === pairPrefix) return { code: null, client: '' };
  const [, code, client = 'panel'] = /^\.(\d{6})(?:\.([a-z0-9-]{1,40}))?$/.exec(offered.slice(pairPrefix.length)) ?? [];
  if (code === undefined) throw new FrameWrightError('message-malformed', { why: `A panel offers ${pairPrefix}, or ${pairPrefix}. and a pairing code of six digits.` });
  return { code, client };
}

/** Says one thing and closes. */
export async function serveKnock(socket: WebSocket, knock: Knock, served: Served): Promise<void> {
  socket.on('error', () => socket.terminate());
  const said = await answerKnock(knock, served);
  socket.send(JSON.stringify(said));
  socket.close(said.kind === 'failure' ? refused : normal);
  const timer = setTimeout(() => socket.terminate(), farewellMs);
  socket.once('close', () => clearTimeout(timer));
}

async function answerKnock({ code, client }: Knock, served: Served): Promise<FromDoor> {
  if (code === null) return { kind: 'here', protocol: protocolVersion };
  try {
    const { token } = await served.call('pair', { code, client });
    return { kind: 'paired', token };
  } catch (error) {
    return { kind: 'failure', id: 0, error: toFrameWrightError(error).toData() };
  }
}
