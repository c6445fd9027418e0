// What is served over plain HTTP: REST, the documents, and the dashboard's files.
import express, { type NextFunction, type Request, type Response } from 'express';
import { FrameWrightError } from '../../shared/errors.ts';
import { createDocuments } from './documents.ts';
import { demandHost, demandNoSecret, safeHeaders } from './guard.ts';
import { answerFailure, apiRoot, createRoutes, type RestGiven } from './rest.ts';

export type WebOptions = {
  /** Of FrameWright, for the documents and the welcome. */ readonly version: string;
  /** Folder of the dashboard's built files; null when there is none. */ readonly dashboard?: () => Promise<string | null>;
};

/** Everything but WebSockets. */
export function createWeb(given: RestGiven, { dashboard, version }: WebOptions): express.Express {
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
  app.use(apiRoot, createRoutes(given));
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
