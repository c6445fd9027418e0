// The entry point: the command line over an in-process transport. Loads no codec and no inference engine; workers do.
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { readFile } = await import('node:fs/promises');
const { join, resolve } = await import('node:path');
const { createClient } = await import('../shared/client.ts');
const { runCli } = await import('./cli/main.ts');
const { processTerminal } = await import('./cli/output.ts');
const { findHome } = await import('./jobs/home.ts');
const { createInProcessTransport } = await import('./server/in-process.ts');

const root = join(import.meta.dirname, '..');
const interrupt = new AbortController();
process.on('SIGINT', () => {
  if (interrupt.signal.aborted) process.exit(130);
  interrupt.abort();
});

process.exitCode = await runCli(process.argv.slice(2), {
  absolute: (path) => resolve(path), readFile: (path) => readFile(path, 'utf8'), root, interrupted: interrupt.signal,
  terminal: processTerminal(process.env), version: JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).version as string,
  openClient: () => createClient(createInProcessTransport({ home: findHome(process.env) })),
});
