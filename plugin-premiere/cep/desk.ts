// What the page does with Node, which CEP gives it: files, programs, addresses. By callbacks, as Node 15 knows them everywhere.

/** The parts of Node that are used, so that tests may give others. */
export type Desk = {
  readText(path: string): Promise<string | null>;
  writeText(path: string, text: string, secret: boolean): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** Files below a folder, as absolute paths; none where it cannot be read. */ list(folder: string, depth: number): Promise<string[]>;
  /** Starts a program that outlives the panel. @throws Error when it cannot be started. */ launch(command: readonly string[], environment: Readonly<Record<string, string>>): Promise<void>;
  /** Output of a program that ends by itself; null when it failed. */ output(command: readonly string[], environment: Readonly<Record<string, string>>): Promise<string | null>;
  /** Whether somebody listens at a port of this machine. */ listens(port: number): Promise<boolean>;
  readonly platform: 'windows' | 'macos' | 'linux' | 'unknown';
  readonly home: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
};

type Callback<Value> = (error: Error | null, value: Value) => void;
type Entry = { readonly name: string; isDirectory(): boolean };
type Line = { on(event: 'connect' | 'error', listener: () => void): void; destroy(): void };
type Child = { on(event: 'error' | 'spawn', listener: (error?: Error) => void): void; unref(): void };
/** Node as it is asked for by `require`. */
export type NodeParts = {
  readonly fs: {
    readFile(path: string, encoding: 'utf8', done: Callback<string>): void; writeFile(path: string, text: string, options: { mode: number }, done: Callback<void>): void;
    mkdir(path: string, options: { recursive: true; mode: number }, done: Callback<unknown>): void;
    access(path: string, done: Callback<void>): void; readdir(path: string, options: { withFileTypes: true }, done: Callback<Entry[]>): void;
  };
  readonly path: { join(...parts: string[]): string; dirname(path: string): string };
  readonly os: { homedir(): string };
  readonly child_process: {
    spawn(program: string, args: readonly string[], options: object): Child;
    execFile(program: string, args: readonly string[], options: object, done: (error: Error | null, out: string) => void): unknown;
  };
  readonly net: { connect(port: number, host: string): Line };
  readonly process: { readonly platform: string; readonly env: Readonly<Record<string, string | undefined>> };
};
const platforms: Readonly<Record<string, Desk['platform']>> = { win32: 'windows', darwin: 'macos', linux: 'linux' };
/** A program that answers at all answers sooner, ms. */
const patienceMs = 30_000;
/** A port of this machine answers sooner, ms. */
const lineMs = 5000;

/** A page without Node, which the self-check says: it reads nothing, and what would write or start fails. */
export const noDesk: Desk = {
  readText: async () => null, exists: async () => false, list: async () => [], output: async () => null, listens: async () => false,
  writeText: () => Promise.reject(noNode()), launch: () => Promise.reject(noNode()), platform: 'unknown', home: '', variables: {},
};
function noNode(): Error { return new Error('Node is not enabled in this panel.'); }

/** Variables by which this Node was made what it is, and another one would be led astray. */
function environmentFor(own: NodeParts['process']['env'], more: Readonly<Record<string, string>>): Record<string, string | undefined> {
  const { NODE_OPTIONS: _, ELECTRON_RUN_AS_NODE: __, ...rest } = own;
  return { ...rest, ...more };
}

export function createDesk({ fs, path, os, child_process: programs, net, process }: NodeParts): Desk {
  const asked = <Value>(ask: (done: Callback<Value>) => void): Promise<Value> => new Promise((resolve, reject) => { ask((error, value) => (error ? reject(error) : resolve(value))); });
  async function list(folder: string, depth: number): Promise<string[]> {
    const entries = await asked<Entry[]>((done) => fs.readdir(folder, { withFileTypes: true }, done)).catch(() => []);
    const below = entries.map((entry) => (!entry.isDirectory() ? [path.join(folder, entry.name)] : depth > 0 ? list(path.join(folder, entry.name), depth - 1) : []));
    return (await Promise.all(below)).flat();
  }
  return {
    readText: (file) => asked<string>((done) => fs.readFile(file, 'utf8', done)).catch(() => null),
    async writeText(file, text, secret) {
      await asked((done) => fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 }, done));
      await asked<void>((done) => fs.writeFile(file, text, { mode: secret ? 0o600 : 0o644 }, done));
    },
    exists: (file) => asked<void>((done) => fs.access(file, done)).then(() => true, () => false),
    list,
    launch: ([program = '', ...args], environment) => new Promise((resolve, reject) => {
      const child = programs.spawn(program, args, { detached: true, stdio: 'ignore', windowsHide: true, env: environmentFor(process.env, environment) });
      child.on('error', (error) => reject(error ?? new Error(`${program} did not start`)));
      child.on('spawn', () => resolve());
      child.unref();
    }),
    output: ([program = '', ...args], environment) => new Promise((resolve) => {
      programs.execFile(program, args, { timeout: patienceMs, windowsHide: true, encoding: 'utf8', env: environmentFor(process.env, environment) }, (error, out) => resolve(error ? null : out));
    }),
    listens: (port) => new Promise((resolve) => {
      const line = net.connect(port, '127.0.0.1'), timer = setTimeout(() => end(false), lineMs);
      const end = (there: boolean): void => {
        clearTimeout(timer);
        line.destroy();
        resolve(there);
      };
      line.on('connect', () => end(true));
      line.on('error', () => end(false));
    }),
    platform: platforms[process.platform] ?? 'unknown', home: os.homedir(), variables: process.env,
  };
}
