// The OpenAPI document and the page that shows it; made when first asked for. They hold no secret, so no token is wanted.
import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
    const child = fork(join(import.meta.dirname, 'openapi-process.ts'), [version], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
    child.once('message', (text) => done(String(text)));
    child.once('error', fail);
    // Comes after all messages, unlike the end of the process.
    child.once('disconnect', () => fail(new Error('The process that makes the OpenAPI document ended without it.')));
  });
}
