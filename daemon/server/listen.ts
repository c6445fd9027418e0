// The daemon's door: HTTP and WebSocket on the loopback addresses of both kinds, one port, one token.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { ports } from '../../shared/daemon.ts';
import { FrameWrightError, toFrameWrightError } from '../../shared/errors.ts';
import { describeFailure } from './failure.ts';
import { usualLimits, type Limits } from './limits.ts';
import { createPerform, type Served } from './perform.ts';
import { createSocketDoor } from './socket.ts';
import { readOrMakeToken } from './token.ts';
import type { WebOptions } from './web.ts';

export type ListenOptions = WebOptions & {
  readonly home: string;
  /** Exactly this port, 0 any that is free; without it the usual ones in turn, and any when all are taken. */ readonly port?: number;
  /** Other limits, for tests. */ readonly limits?: Partial<Limits>;
};
export type Listening = {
  readonly port: number; /** `http://127.0.0.1:<port>` */ readonly url: string;
  /** Where the token is kept, as people read it. */ readonly tokenPlace: string;
  /** What a user should know: usual ports were taken. */ readonly notices: readonly string[];
  /** Open WebSockets. */ clients(): number;
  /** Says goodbye to clients and frees the port; clients of a `broken` daemon come back to the next one. The service stays open. */ close(broken?: boolean): Promise<void>;
};

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

const addresses = ['127.0.0.1', '::1'] as const;
/** Tries to find one port that is free on both addresses. */
const mostTries = 20;

/** @throws FrameWrightError `port-taken` when `port` is. */
export async function listen(served: Served, options: ListenOptions): Promise<Listening> {
  const limits = { ...usualLimits, ...options.limits };
  const { token, place } = await readOrMakeToken(options.home);
  const perform = createPerform(served);
  const door = createSocketDoor({ served, perform, limits, version: options.version });
  const app = serveLater(async () => (await import('./web.ts')).createWeb({ served, perform, limits }, options));
  const make = (): Server => makeServer(app, (request, socket, head) => door.upgrade(request, socket, head, portOf(socket)), limits);
  const { servers, port, notices } = await bindAny(options.port, make);
  const url = `http://127.0.0.1:${port}`;
  served.access.begin({ token, url });
  return {
    port, url, tokenPlace: place, notices, clients: door.clients,
    async close(broken = false) {
      await door.close(broken);
      await closeAll(servers);
    },
  };
}

const portOf = (socket: Duplex): number => (socket as Duplex & { localPort?: number }).localPort ?? 0;

/** Express and the routes are a third of what the daemon loads, and clients of the WebSocket need neither: they are loaded for the first request. */
function serveLater(open: () => Promise<Serve>): Serve {
  let opened: Promise<Serve> | null = null;
  return (request, response) => {
    opened ??= open();
    opened.then((serve) => serve(request, response), (error) => {
      response.statusCode = 500;
      response.end(JSON.stringify(describeFailure(toFrameWrightError(error))));
    });
  };
}

function makeServer(app: Serve, onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void, limits: Limits): Server {
  const server = createServer({
    headersTimeout: limits.headMs, requestTimeout: limits.requestMs, keepAliveTimeout: limits.idleMs, connectionsCheckingInterval: Math.min(5000, limits.headMs), maxHeaderSize: 16 << 10,
  }, app);
  server.maxConnections = limits.connections;
  server.on('upgrade', onUpgrade);
  return server;
}

type Bound = { readonly servers: readonly Server[]; readonly port: number };

async function bindAny(wanted: number | undefined, make: () => Server): Promise<Bound & { readonly notices: readonly string[] }> {
  for (const port of wanted ? [wanted] : wanted === undefined ? ports : []) {
    const bound = await bindBoth(port, make);
    if (bound) return { ...bound, notices: [] };
  }
  if (wanted) throw new FrameWrightError('port-taken', { port: wanted });
  for (let i = 0; i < mostTries; i++) {
    const bound = await bindBoth(0, make);
    if (bound) return { ...bound, notices: wanted === undefined ? [`The usual ports ${ports[0]} to ${ports.at(-1)} are all taken; port ${bound.port} is used. Panels that cannot read files do not find it.`] : [] };
  }
  throw new FrameWrightError('port-taken', { port: 0 });
}

/** Both addresses on one port, or none: whoever listened on the other one would be taken for us. Null when it is taken. */
async function bindBoth(port: number, make: () => Server): Promise<Bound | null> {
  const servers: Server[] = [];
  let bound = port;
  for (const host of addresses) {
    const server = make(), code = await tryBind(server, host, bound);
    if (code === null) {
      servers.push(server);
      bound = (server.address() as AddressInfo).port;
    } else if (host === '127.0.0.1' || code === 'EADDRINUSE' || code === 'EACCES') {
      await closeAll(servers);
      return null;
    }
  }
  return { servers, port: bound };
}

/** The error's code, or null. A machine without IPv6 says EADDRNOTAVAIL or EAFNOSUPPORT. */
function tryBind(server: Server, host: string, port: number): Promise<string | null> {
  return new Promise((done) => {
    server.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'unknown'));
    server.listen({ host, port, exclusive: true }, () => done(null));
  });
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(servers.map((server) => new Promise<void>((done) => {
    server.close(() => done());
    server.closeAllConnections();
  })));
}
