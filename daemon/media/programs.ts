// Transport streams carry several programs. FFmpeg lists the streams of all of them; which belong together is read from the tables (ISO/IEC 13818-1 §2.4.4).
import type { Stream } from 'node-av';
import { readAt } from './head.ts';
import type { Input } from './open.ts';

/** Bytes in which the tables of every program come round, at broadcast rates several times. */
const lookedBytes = 8 << 20;
const packetBytes = 188;

/** A program's number and the packet identifiers of its streams, which FFmpeg gives as their ids. */
type Program = { readonly number: number; readonly streams: ReadonlySet<number> };

/** Programs of a transport stream in the order of its table; none for other containers and where there is one only. */
async function programsOf(input: Input): Promise<Program[]> {
  if (input.container !== 'mpegts' || input.programs < 2) return [];
  const sections = openSections(await readAt(input.files[0]!.path, 0, lookedBytes));
  const table = sections(0, 0x00);
  if (!table) return [];
  const found: Program[] = [];
  for (let at = 8; at + 4 <= table.length - 4; at += 4) {
    const number = table.readUInt16BE(at), map = number === 0 ? null : sections(table.readUInt16BE(at + 2) & 0x1fff, 0x02);
    if (map) found.push({ number, streams: new Set(streamsIn(map)) });
  }
  return found;
}

/** Streams by number that belong to other programs than `video`'s, and what is said of them. */
export async function otherPrograms(input: Input, video: Stream): Promise<{ readonly outside: ReadonlySet<number>; readonly notices: readonly string[] }> {
  const programs = await programsOf(input), own = programs.find(({ streams }) => streams.has(video.id));
  const left = own ? input.streams.filter(({ id }) => !own.streams.has(id) && programs.some(({ streams }) => streams.has(id))) : [];
  if (!own || !left.length) return { outside: new Set(), notices: [] };
  const others = programs.filter((program) => program !== own).map(({ number, streams }) => `${number} (${left.filter(({ id }) => streams.has(id)).map(({ index }) => `stream ${index}`).join(', ')})`);
  return { outside: new Set(left.map(({ index }) => index)), notices: [`The recording holds ${programs.length} programs; program ${own.number}, with the main picture, is restored. Left out: program ${others.join(', program ')}.`] };
}

/** Packet identifiers in a program map: behind the program's own descriptors, five bytes and descriptors each. */
function* streamsIn(map: Buffer): Generator<number> {
  for (let at = 12 + (map.readUInt16BE(10) & 0xfff); at + 5 <= map.length - 4; at += 5 + (map.readUInt16BE(at + 3) & 0xfff)) yield map.readUInt16BE(at + 1) & 0x1fff;
}

/** Finds the first whole section of a table by its packet identifier. */
function openSections(bytes: Buffer): (pid: number, table: number) => Buffer | null {
  const size = [packetBytes, 192, 204].find((each) => [0, 1, 2].every((n) => bytes[offsetOf(each) + n * each] === 0x47));
  return (pid, table) => {
    let section: Buffer = Buffer.alloc(0);
    for (let at = offsetOf(size ?? 0); size && at + packetBytes <= bytes.length; at += size) {
      if (bytes[at] !== 0x47 || (bytes.readUInt16BE(at + 1) & 0x1fff) !== pid || !(bytes[at + 3]! & 0x10)) continue;
      const start = at + 4 + (bytes[at + 3]! & 0x20 ? 1 + bytes[at + 4]! : 0), begins = (bytes[at + 1]! & 0x40) !== 0;
      if (start >= at + packetBytes || (!begins && section.length === 0)) continue;
      section = begins ? bytes.subarray(start + 1 + bytes[start]!, at + packetBytes) : Buffer.concat([section, bytes.subarray(start, at + packetBytes)]);
      if (section.length < 3 || section[0] !== table) { section = Buffer.alloc(0); continue; }
      const length = 3 + (section.readUInt16BE(1) & 0xfff);
      if (section.length >= length) return section.subarray(0, length);
    }
    return null;
  };
}

/** M2TS packets begin with four bytes of arrival time. */
const offsetOf = (size: number): number => (size === 192 ? 4 : 0);
