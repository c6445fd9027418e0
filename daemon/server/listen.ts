// The daemon's door: HTTP and WebSocket on the loopback addresses of both kinds, one port, one token.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import express, { type NextFunction, type Request, type Response } from 'express';
import { ports } from '../../shared/daemon.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import { createDocuments } from './documents.ts';
import { demandHost, demandNoSecret, safeHeaders } from './guard.ts';
import { usualLimits, type Limits } from './limits.ts';
import { createPerform, type Served } from './perform.ts';
import { answerFailure, apiRoot, createRoutes } from './rest.ts';
import { createSocketDoor } from './socket.ts';
import { readOrMakeToken } from './token.ts';

export type ListenOptions = {
  readonly home: string; /** Of FrameWright, for the welcome. */ readonly version: string;
  /** Exactly this port, 0 any that is free; without it the usual ones in turn, and any when all are taken. */ readonly port?: number;
  /** Folder of the dashboard's built files; null when there is none. */ readonly dashboard?: () => Promise<string | null>;
  /** Other limits, for tests. */ readonly limits?: Partial<Limits>;
};
export type Listening = {
  readonly port: number; /** `http://127.0.0.1:<port>` */ readonly url: string;
  /** Where the token is kept, as people read it. */ readonly tokenPlace: string;
  /** What a user should know: usual ports were taken. */ readonly notices: readonly string[];
  /** Open WebSockets. */ clients(): number;
  /** Says goodbye to clients and frees the port. The service stays open. */ close(): Promise<void>;
};

const addresses = ['127.0.0.1', '::1'] as const;
/** Tries to find one port that is free on both addresses. */
const mostTries = 20;

/** @throws FrameWrightError `port-taken` when `port` is. */
export async function listen(served: Served, options: ListenOptions): Promise<Listening> {
  const limits = { ...usualLimits, ...options.limits };
  const { token, place } = await readOrMakeToken(options.home);
  const perform = createPerform(served);
  const door = createSocketDoor({ served, perform, limits, version: options.version });
  const app = createApp(createRoutes({ served, perform, limits }), options);
  const make = (): Server => makeServer(app, (request, socket, head) => door.upgrade(request, socket, head, portOf(socket)), limits);
  const { servers, port, notices } = await bindAny(options.port, make);
  const url = `http://127.0.0.1:${port}`;
  served.access.begin({ token, url });
  return {
    port, url, tokenPlace: place, notices, clients: door.clients,
    async close() {
      await door.close();
      await closeAll(servers);
    },
  };
}

const portOf = (socket: Duplex): number => (socket as Duplex & { localPort?: number }).localPort ?? 0;

function createApp(routes: express.Router, { dashboard, version }: ListenOptions): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.use((request: Request, response: Response, next: NextFunction) => {
    demandHost(request.headers.host, request.socket.localPort ?? 0);
    response.set(safeHeaders(request.headers.host!));
    demandNoSecret(request.url);
    next();
  });
  app.use(apiRoot, createDocuments(version));
  app.use(apiRoot, routes);
  app.use(serveDashboard(dashboard ?? (async () => null)));
  app.use(answerFailure);
  return app;
}

function serveDashboard(folder: () => Promise<string | null>): (request: Request, response: Response, next: NextFunction) => Promise<void> {
  let serve: express.Handler | null = null;
  return async (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new FrameWrightError('unknown-operation', { name: `${request.method} ${request.path}`.slice(0, 200), nearest: apiRoot });
    const found = serve ? null : await folder();
    if (found) serve = express.static(found, { dotfiles: 'ignore', redirect: false, cacheControl: false });
    if (serve) return void await serve(request, response, () => next(new FrameWrightError('unknown-operation', { name: request.path.slice(0, 200), nearest: '/' })));
    response.status(503).type('text').send('The dashboard is not built. In the folder of FrameWright, run:\n\n  node daemon/dashboard/build.ts\n\nand load this page again. Everything else works: see /api/v1/docs.\n');
  };
}

function makeServer(app: (request: IncomingMessage, response: ServerResponse) => void, onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void, limits: Limits): Server {
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
