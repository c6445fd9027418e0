// Archives that are the same whenever and wherever they are made of the same files: tar.gz with links and rights, zip for Windows.
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Zip, ZipDeflate } from 'fflate';

/** `path`: in the archive, with `/`. Bytes are read when their turn comes. */
export type Archived = { readonly path: string } & ({ readonly bytes: () => Promise<Buffer>; readonly executable: boolean } | { readonly target: string });

const block = 512, longestName = 100, longestPrefix = 155;

/** Writes `to`, a tar of the POSIX form (ustar, with pax headers for what it has no room for), compressed. */
export async function writeTarGz(entries: AsyncIterable<Archived>, to: string): Promise<void> {
  await pipeline(Readable.from(tarBlocks(entries)), createGzip({ level: 9 }), createWriteStream(to));
}

async function* tarBlocks(entries: AsyncIterable<Archived>): AsyncGenerator<Buffer> {
  for await (const entry of entries) {
    const bytes = 'bytes' in entry ? await entry.bytes() : Buffer.alloc(0), target = 'target' in entry ? entry.target : '';
    const more = paxRecords({ ...(splitName(entry.path) ? {} : { path: entry.path }), ...(Buffer.byteLength(target) > longestName ? { linkpath: target } : {}) });
    if (more.length) yield* [tarHeader({ path: 'pax', size: more.length, kind: 'x' }), padded(more)];
    yield tarHeader({ path: entry.path, size: bytes.length, kind: target ? '2' : '0', target, executable: 'executable' in entry && entry.executable });
    yield padded(bytes);
  }
  yield Buffer.alloc(2 * block);
}

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((block - bytes.length % block) % block)]);

/** A name in the two fields of a header; null where it does not fit. */
function splitName(path: string): { name: string; prefix: string } | null {
  if (Buffer.byteLength(path) <= longestName) return { name: path, prefix: '' };
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
    const prefix = path.slice(0, at), name = path.slice(at + 1);
    if (Buffer.byteLength(prefix) <= longestPrefix && Buffer.byteLength(name) <= longestName) return { name, prefix };
  }
  return null;
}

function tarHeader({ path, size, kind, target = '', executable = false }: { readonly path: string; readonly size: number; readonly kind: '0' | '2' | 'x'; readonly target?: string; readonly executable?: boolean }): Buffer {
  const header = Buffer.alloc(block), { name, prefix } = splitName(path) ?? { name: cut(path), prefix: '' };
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;
  const fields: readonly (readonly [number, string])[] = [
    [0, name], [100, octal(executable ? 0o755 : 0o644, 8)], [108, octal(0, 8)], [116, octal(0, 8)], [124, octal(size, 12)], [136, octal(0, 12)], [148, ' '.repeat(8)],
    [156, kind], [157, cut(target)], [257, 'ustar\x0000'], [345, prefix],
  ];
  for (const [at, text] of fields) header.write(text, at, 'utf8');
  header.write(`${header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

const cut = (text: string): string => Buffer.from(text).subarray(0, longestName).toString('latin1');

/** `length key=value\n`, the length counting itself. */
function paxRecords(values: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat(Object.entries(values).map(([key, value]) => {
    const rest = Buffer.from(` ${key}=${value}\n`);
    let length = rest.length + 1;
    while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
    return Buffer.concat([Buffer.from(String(length)), rest]);
  }));
}

/** Writes `to`, a zip. Links are left out: Windows makes none without rights. */
export async function writeZip(entries: AsyncIterable<Archived>, to: string): Promise<void> {
  await pipeline(Readable.from(zipChunks(entries)), createWriteStream(to));
}

async function* zipChunks(entries: AsyncIterable<Archived>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  for await (const entry of entries) {
    if (!('bytes' in entry)) continue;
    const file = new ZipDeflate(entry.path, { level: 6 });
    file.mtime = new Date(1980, 0, 1);
    zip.add(file);
    file.push(await entry.bytes(), true);
    yield* ready;
    ready = [];
  }
  zip.end();
  yield* ready;
}

export const fromFile = (path: string) => (): Promise<Buffer> => readFile(path);
