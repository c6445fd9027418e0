// The entry point of the command line: a client of the daemon, which it finds or starts.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Beside the packages, where only who may change the program may write; the system's folder for temporary files is everybody's.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'framewright', 'code'));
const { readFile } = await import('node:fs/promises');
const { resolve } = await import('node:path');
const { runCli } = await import('./cli/main.ts');
const { processInput } = await import('./cli/input.ts');
const { processTerminal } = await import('./cli/output.ts');
const { connectDaemon } = await import('./connect.ts');
const { createControl, openPage } = await import('./control.ts');
const { findHome } = await import('./jobs/home.ts');
const { lazyInstaller } = await import('./installing.ts');
const { version } = await import('./version.ts');

const home = resolve(findHome(process.env)), client = 'command line';
/** Kept as it was typed, so that whoever refuses it names it. */
const isAddress = (path: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(path);
const interrupt = new AbortController();
process.on('SIGINT', () => {
  if (interrupt.signal.aborted) process.exit(130);
  interrupt.abort();
});

const terminal = processTerminal(process.env), daemon = createControl({ home, client });
process.exitCode = await runCli(process.argv.slice(2), {
  absolute: (path) => (isAddress(path) ? path : resolve(path)), readFile: (path) => readFile(path, 'utf8'), root: join(import.meta.dirname, '..'), interrupted: interrupt.signal,
  terminal, input: processInput({ input: process.stdin, output: process.stdout, interrupted: interrupt.signal, interrupt: () => interrupt.abort() }), version, daemon, installer: lazyInstaller({ home, environment: process.env, daemon, tell: (line) => terminal.writeError(`${line}\n`) }), openPage,
  openClient: async (say) => (await connectDaemon({ home, client, say, start: 'while-needed' }))!,
});
