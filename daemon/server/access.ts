// The ways to a token for those who cannot read it from the user's files: a one-time link for the browser, a six-digit code for a panel.
import { randomBytes, randomInt } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Handlers } from './context.ts';
import { digestOf, sameDigest, type Role } from './guard.ts';
import { prove, type Question } from './proof.ts';

const pairingMs = 5 * 60_000, linkMs = 60_000;
/** After a wrong pairing code the next try waits; after `mostWrong` the code is void and nobody pairs for a while, twice as long each time. */
const afterWrongMs = 1000, mostWrong = 5, firstLockMs = 60_000, longestLockMs = 3_600_000;
/** What is kept at most; the oldest goes first. */
const mostLinks = 32, mostPages = 256, mostPanels = 100;

const panelFile = z.array(z.object({ digest: z.string().regex(/^[0-9a-f]{64}$/), client: z.string(), pairedAt: z.string() }));
type Panels = z.infer<typeof panelFile>;

export type Access = {
  /** Whose token it is; null when nobody's. Compares in constant time with each that is known. */
  roleOf(token: string): Role | null;
  /** Proves to a panel that was knocked at `port` that its token is known here; null where it is not. */
  prove(question: Question, port: number): string | null;
  /** Told by whoever listens: the user's own token, and the address of the dashboard. */
  begin(entry: { readonly token: string; readonly url: string }): void;
  /** What a user should know: a damaged list of panels. */
  notices(): readonly string[];
  readonly handlers: Pick<Handlers, 'pairingCode' | 'pair' | 'dashboardLink' | 'enter'>;
};

/** Paired panels stay known in `<home>/panels.json` by the SHA-256 of their tokens; everything else ends with the process. `now` in ms, never going back. */
export function createAccess(home: string, now: () => number = () => performance.now()): Access {
  const panels = keepPanels(home), pages: Buffer[] = [], pairing = createPairing(now), links = createLinks(now);
  let owner: Buffer | null = null, url: string | null = null;
  const has = (known: readonly Buffer[], digest: Buffer): boolean => known.reduce((found, one) => sameDigest(one, digest) || found, false);
  return {
    roleOf(token) {
      const digest = digestOf(token);
      if (owner && sameDigest(owner, digest)) return 'owner';
      return has(pages, digest) ? 'page' : has(panels.digests(), digest) ? 'panel' : null;
    },
    prove: (question, port) => prove(question, port, panels.digests()),
    begin(entry) {
      owner = digestOf(entry.token);
      url = entry.url;
    },
    notices: panels.notices,
    handlers: {
      pairingCode: async () => ({ code: pairing.make(), expiresAt: inWords(pairingMs) }),
      async pair({ code, client }) {
        pairing.use(code);
        const token = makeSecret();
        panels.add({ digest: digestOf(token).toString('hex'), client, pairedAt: inWords(0) });
        return { token };
      },
      async dashboardLink() {
        if (url === null) throw new FrameWrightError('daemon-gone', { why: 'This work runs in the command\'s own process; there is no daemon that shows a dashboard.' });
        // Behind the #, because that part of an address is sent to nobody.
        return { url: `${url}/#code=${links.make()}`, expiresAt: inWords(linkMs) };
      },
      async enter({ code }) {
        links.use(code);
        const token = makeSecret();
        pages.push(digestOf(token));
        if (pages.length > mostPages) pages.shift();
        return { token };
      },
    },
  };
}

const makeSecret = (): string => randomBytes(32).toString('base64url');
const inWords = (ms: number): string => new Date(Date.now() + ms).toISOString();

/** One-time codes of 192 bits. */
function createLinks(now: () => number): { make(): string; use(code: string): void } {
  const open = new Map<string, number>();
  const tidy = (): void => {
    for (const [digest, end] of open) if (end <= now() || open.size > mostLinks) open.delete(digest);
  };
  return {
    make() {
      const code = randomBytes(24).toString('base64url');
      open.set(digestOf(code).toString('hex'), now() + linkMs);
      tidy();
      return code;
    },
    use(code) {
      tidy();
      if (!open.delete(digestOf(code).toString('hex'))) throw new FrameWrightError('unauthorised', { why: 'The link was used before, or is older than a minute; ask for another.' });
    },
  };
}

/** One six-digit code at a time. Wrong tries are counted over all codes, so that asking for a new one gives no more of them. */
function createPairing(now: () => number): { make(): string; use(code: string): void } {
  let open: { digest: Buffer; end: number } | null = null;
  let wrong = 0, locks = 0, waitUntil = -Infinity;
  const wait = (ms: number, why: string): never => {
    throw new FrameWrightError('too-many', { why: `${why} Try again in ${Math.ceil(ms / 1000)} s.`, seconds: Math.ceil(ms / 1000) });
  };
  const count = (): void => {
    wrong++;
    waitUntil = now() + afterWrongMs;
    if (wrong < mostWrong) return;
    waitUntil = now() + Math.min(longestLockMs, firstLockMs * 2 ** locks);
    [wrong, open, locks] = [0, null, locks + 1];
  };
  return {
    make() {
      if (open === null && now() < waitUntil) wait(waitUntil - now(), 'Too many wrong pairing codes were tried.');
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      open = { digest: digestOf(code), end: now() + pairingMs };
      return code;
    },
    use(code) {
      if (now() < waitUntil) wait(waitUntil - now(), open ? 'Pairing codes cannot be tried so quickly.' : 'Too many wrong pairing codes were tried.');
      if (!open || open.end <= now()) throw new FrameWrightError('unauthorised', { why: 'No pairing code is waiting; show one with framewright pair, or in the dashboard, and type it within five minutes.' });
      if (!sameDigest(open.digest, digestOf(code))) {
        count();
        throw new FrameWrightError('unauthorised', { why: 'The pairing code is wrong.' });
      }
      [open, wrong, locks] = [null, 0, 0];
    },
  };
}

/** Read when first asked for, and written whole. A list that cannot be read is set aside and said. */
function keepPanels(home: string): { digests(): readonly Buffer[]; add(panel: Panels[number]): void; notices(): readonly string[] } {
  const path = join(home, 'panels.json'), notices: string[] = [];
  let known: Panels | null = null, digests: readonly Buffer[] = [];
  const take = (panels: Panels): Panels => {
    digests = panels.map(({ digest }) => Buffer.from(digest, 'hex'));
    return known = panels;
  };
  const read = (): Panels => {
    if (known) return known;
    try {
      return take(panelFile.parse(JSON.parse(readFileSync(path, 'utf8'))));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        renameSync(path, `${path}.damaged`);
        notices.push(`The list of paired panels was damaged and is kept as ${path}.damaged; pair them again.`);
      }
      return take([]);
    }
  };
  return {
    digests: () => (read(), digests),
    add(panel) {
      const panels = [...read(), panel].slice(-mostPanels);
      mkdirSync(home, { recursive: true, mode: 0o700 });
      writeFileSync(`${path}.new`, JSON.stringify(panels, null, 1), { mode: 0o600 });
      chmodSync(`${path}.new`, 0o600);
      renameSync(`${path}.new`, path);
      take(panels);
    },
    notices: () => notices,
  };
}
