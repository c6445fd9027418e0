// A command line with a terminal that remembers and a client that answers from a table: a real small implementation of the contract.
import { resolve } from 'node:path';
import { commands } from '../../daemon/cli/commands/index.ts';
import { runCli } from '../../daemon/cli/main.ts';
import { parseArguments } from '../../daemon/cli/options.ts';
import type { DaemonControl } from '../../daemon/cli/command.ts';
import type { Input } from '../../daemon/cli/input.ts';
import { createClient, type Client, type Transport } from '../../shared/client.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { AnyEvent } from '../../shared/events.ts';
import type { Installer } from '../../shared/installing.ts';
import type { JobSummary } from '../../shared/job.ts';

export type Answers = Partial<Record<string, (request: never, emit: (event: AnyEvent) => void) => unknown>>;
export type Said = { readonly status: number; readonly out: string; readonly err: string; readonly asked: readonly { name: string; request: unknown }[] };

/** Runs one command line as a person would, against `answers`. */
export async function cli(argv: readonly string[], answers: Answers = {}, options: { columns?: number | null; colour?: boolean; windows?: boolean; files?: Record<string, string>; interrupted?: AbortSignal; daemon?: Partial<DaemonControl>; installer?: Partial<Installer>; openPage?: (url: string) => Promise<boolean>; input?: Input; bytes?: (picture: string) => Promise<Uint8Array>; client?: Client } = {}): Promise<Said> {
  let out = '', err = '';
  const asked: { name: string; request: unknown }[] = [];
  const listeners = new Set<(event: AnyEvent) => void>();
  const transport: Transport = {
    async call(name, request) {
      asked.push({ name, request });
      const answer = answers[name];
      if (!answer) throw new Error(`the test has no answer for ${name}`);
      return answer(request as never, (event) => { for (const listener of listeners) listener(event); }) as never;
    },
    subscribe(listener) { listeners.add(listener); return () => listeners.delete(listener); },
    bytes: options.bytes ?? (async () => { throw new FrameWrightError('picture-gone'); }),
    close: async () => undefined,
  };
  const status = await runCli(argv, {
    terminal: { write: (text) => { out += text; }, writeError: (text) => { err += text; }, columns: options.columns ?? null, colour: options.colour ?? false, windows: options.windows ?? false },
    version: '1.2.3', root: resolve('.'), interrupted: options.interrupted ?? new AbortController().signal, absolute: (path) => resolve('/clips', path),
    readFile: async (path) => { const text = options.files?.[path]; if (text === undefined) throw new Error(`no ${path}`); return text; },
    openClient: async () => options.client ?? createClient(transport), daemon: { ...noDaemon, ...options.daemon }, installer: { ...noInstaller, ...options.installer }, openPage: options.openPage ?? (async () => false), input: options.input ?? { interactive: false, read: async () => null },
  });
  return { status, out, err, asked };
}

const noDaemon: DaemonControl = {
  find: async () => null, stop: async () => null, logFile: '/data/daemon.log', logLines: async () => [], forget: async () => false,
  start: async () => { throw new FrameWrightError('daemon-failed', { why: 'The test has none.' }); }, apart: async () => { throw new FrameWrightError('daemon-failed', { why: 'The test has none.' }); },
};

const noInstaller: Installer = {
  installChanges: async () => [], uninstallChanges: async () => [], make: async () => undefined,
  status: async () => ({ version: '1.2.3', installed: null, folder: '/program', parts: [] }),
};

export const doneJob: JobSummary = { id: 'j1', state: 'done', source: '/clips/a.mp4', output: '/clips/a.restored.mp4', createdAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:01:00Z', progress: 1, error: null,
  updatedAt: '2026-01-01T00:01:00Z', priority: 0, client: 'command line', batch: null, attempts: 1, retryAt: null, clip: null, title: 'Denoise' };

/** Words of a command line with single quotes, as a POSIX shell splits them. */
export function splitShell(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/g)].map(([word]) => word.replace(/'([^']*)'|\\(.)/g, (_, quoted: string | undefined, escaped: string | undefined) => quoted ?? escaped ?? ''));
}

/** Options in a command line that its command does not take. */
export function strayOptions(words: readonly string[]): string[] {
  const args = parseArguments(words);
  const command = commands.find((one) => one.name === args.positionals[0]) ?? commands[0]!;
  return args.given.filter((name) => ![...command.options, 'json', 'help', 'version'].includes(name));
}
