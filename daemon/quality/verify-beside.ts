// The files beside a result, read back: every stream in them has the bytes that were read from the source.
import { createHash, type Hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Muxed } from '../media/mux.ts';
import { readPackets } from '../media/packets.ts';

/** What differs, as sentences; empty when nothing does. @throws what `readPackets` throws. */
export async function verifyBeside({ sidecarFiles, streamHashes }: Pick<Muxed, 'sidecarFiles' | 'streamHashes'>, signal?: AbortSignal): Promise<string[]> {
  const wrong: string[] = [];
  for (const { path, suffix, streams, packed } of sidecarFiles) {
    const found = packed ? await packetHashes(path, streams.length, signal) : [createHash('sha256').update(await readFile(path))];
    streams.forEach((source, i) => {
      // A stream without packets in the range has no hash.
      if (streamHashes[source] !== undefined && found[i]!.digest('hex') !== streamHashes[source]) wrong.push(`Stream ${source} of the source changed on its way into the file beside the result (${suffix}).`);
    });
  }
  return wrong;
}

async function packetHashes(path: string, streams: number, signal?: AbortSignal): Promise<Hash[]> {
  const hashes = Array.from({ length: streams }, () => createHash('sha256'));
  for await (const packet of readPackets(path, [...hashes.keys()], signal)) hashes[packet.stream]!.update(packet.data);
  return hashes;
}
