// The OpenAPI document and the page that shows it; made when first asked for. They hold no secret, so no token is wanted.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import express, { type Request, type Response, type Router } from 'express';

const files: Readonly<Record<string, readonly [name: string, type: string]>> = {
  '/docs': ['index.html', 'text/html'], '/docs/page.js': ['page.js', 'text/javascript'], '/docs/page.css': ['page.css', 'text/css'],
};

export function createDocuments(version: string): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  let text: Promise<string> | null = null;
  router.get('/openapi.json', async (_: Request, response: Response) => {
    text ??= makeApart(version).catch((error: unknown) => { text = null; throw error; });
    response.type('application/json').send(await text);
  });
  for (const [path, [name, type]] of Object.entries(files)) {
    router.get(path, async (_: Request, response: Response) => { response.type(type).send(await readFile(join(import.meta.dirname, 'docs', name), 'utf8')); });
  }
  return router;
}

function makeApart(version: string): Promise<string> {
  return new Promise((done, fail) => {
    const thread = new Worker(new URL('./openapi-thread.ts', import.meta.url), { workerData: { version } });
    thread.once('message', done);
    thread.once('error', fail);
    thread.once('exit', () => fail(new Error('The thread that makes the OpenAPI document ended without it.')));
  });
}
