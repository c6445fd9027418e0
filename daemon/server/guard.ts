// Who may come in. A web page in the user's browser can reach every loopback port, so an address proves nothing: Host, Origin and token do.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { FrameWrightError } from '../../shared/errors.ts';
import { subprotocol, tokenPrefix } from '../../shared/wire.ts';

/** Whose token it is: the user's own programs', a paired panel's, or a dashboard page's. */
export type Role = 'owner' | 'panel' | 'page';

/** Secrets are compared and kept as their SHA-256, so that comparing takes equally long whatever they are. */
export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
export const sameDigest = (a: Buffer, b: Buffer): boolean => timingSafeEqual(a, b);

/** Names by which a browser reaches a loopback address; a foreign one is a rebound DNS name. @throws FrameWrightError `forbidden`. */
export function demandHost(host: string | undefined, port: number): void {
  if (host !== undefined && [`127.0.0.1:${port}`, `[::1]:${port}`, `localhost:${port}`].includes(host.toLowerCase())) return;
  throw new FrameWrightError('forbidden', { why: `It was addressed to ${shorten(host ?? 'nobody')}; only 127.0.0.1, [::1] and localhost with port ${port} are answered.` });
}

/** Addresses end in histories and logs. @throws FrameWrightError `forbidden` for a secret in one. */
export function demandNoSecret(url: string | undefined): void {
  const query = (url ?? '').split('?')[1] ?? '';
  const secret = [...new URLSearchParams(query).keys()].find((key) => /token|authorization|secret|password|api_?key/i.test(key));
  if (secret !== undefined) throw new FrameWrightError('forbidden', { why: 'A token never stands in an address; send it as "Authorization: Bearer" or as the subprotocol of the WebSocket.' });
}

/** Panels' pages have no site, their scripts no origin at all: nobody else is let in without a token. @throws FrameWrightError `forbidden`. */
export function demandSiteless({ origin, 'sec-fetch-site': site }: IncomingHttpHeaders): void {
  if (origin === 'null' || origin === 'file://' || (origin === undefined && site !== 'cross-site' && site !== 'same-site')) return;
  throw new FrameWrightError('forbidden', { why: `It comes from a page of ${shorten(origin ?? 'another site')}, and only panels of editors are paired.` });
}

/** Pages of other sites send their Origin. Panels without a site of their own send `null` or `file://`: these need `panel`. @throws FrameWrightError `forbidden`. */
export function demandOrigin({ origin, host, 'sec-fetch-site': site }: IncomingHttpHeaders, panel: boolean): void {
  const siteless = origin === 'null' || origin === 'file://';
  if (siteless && panel) return;
  if (siteless) throw new FrameWrightError('forbidden', { why: 'A page without a site needs a token of its own; pair it with a six-digit code.' });
  if (origin !== undefined && origin !== `http://${host}`) throw new FrameWrightError('forbidden', { why: `It comes from a page of ${shorten(origin)}, and only the dashboard's own pages are answered.` });
  if (origin === undefined && (site === 'cross-site' || site === 'same-site') && !panel) throw new FrameWrightError('forbidden', { why: 'It comes from a page of another site.' });
}

/** The token of a bearer header (RFC 6750); null without one. */
export const bearerOf = ({ authorization }: IncomingHttpHeaders): string | null => /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1] ?? null;

/** Subprotocols that a WebSocket offers. */
export const protocolsOf = ({ 'sec-websocket-protocol': offered = '' }: IncomingHttpHeaders): readonly string[] => offered.split(',').map((name) => name.trim());

/** The token among a WebSocket's subprotocols, and whether ours is named. */
export function offeredOf(headers: IncomingHttpHeaders): { token: string | null; ours: boolean } {
  const names = protocolsOf(headers);
  const token = names.find((name) => name.startsWith(tokenPrefix))?.slice(tokenPrefix.length) ?? null;
  return { token, ours: names.includes(subprotocol) };
}

/** What a token allows, and from where. @throws FrameWrightError `unauthorised`, `forbidden`. */
export function demandToken(headers: IncomingHttpHeaders, token: string | null, roleOf: (token: string) => Role | null): Role {
  const role = token === null ? null : roleOf(token);
  demandOrigin(headers, role === 'panel');
  if (role) return role;
  throw new FrameWrightError('unauthorised', { why: token === null ? 'The request has no token.' : 'Its token is not one of this daemon, or no longer.' });
}

const shorten = (text: string): string => JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);

/** Headers of every answer. `own` is where the answer's pages may connect to. */
export function safeHeaders(host: string): Record<string, string> {
  return {
    'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self' ws://${host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'X-Content-Type-Options': 'nosniff', 'X-Frame-Options': 'DENY', 'Referrer-Policy': 'no-referrer', 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=()', 'Cache-Control': 'no-store',
  };
}
