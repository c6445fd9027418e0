// Files that go on where one ends: what cameras and discs split because file systems end at 2 or 4 GB.
import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { AVMEDIA_TYPE_VIDEO, AVSEEK_FLAG_BYTE, Packet, type Stream } from 'node-av';
import { stat } from 'node:fs/promises';
import { FrameWrightError } from '../../shared/errors.ts';
import { openBytes } from './open-file.ts';
import type { Input } from './open.ts';
import { demandAlike } from './open-in-turn.ts';
import { ticks } from './scan.ts';

export type Followers = { readonly files: readonly string[]; readonly by: 'bytes' | 'packets'; readonly notices: readonly string[] };

/**
 * How a family of recorders names what it splits. `key` gives what all parts share and the part's number, or null for other names; `first` is the number
 * of the first. `sure` names say it by themselves; of others the next one is believed only where its clock goes on.
 */
type Family = { readonly of: RegExp; readonly key: (parts: RegExpExecArray) => { readonly shared: string; readonly number: number }; readonly first: number | null; readonly sure: boolean };

const families: readonly Family[] = [
  // DVD title sets; _0 is the menu.
  { of: /^(VTS_\d\d)_([1-9])(\.VOB)$/i, key: (m) => ({ shared: m[1]! + m[3]!, number: Number(m[2]) }), first: 1, sure: true },
  // GoPro HERO6 and later: GX (HEVC), GH (H.264), GS (360), then chapter, then recording.
  { of: /^(G[XHSL])(\d\d)(\d{4})(\.(?:MP4|360|LRV))$/i, key: (m) => ({ shared: m[1]! + m[3]! + m[4]!, number: Number(m[2]) }), first: 1, sure: true },
  // GoPro up to HERO5: GOPR0123, then GP010123.
  { of: /^GO(PR)(\d{4})(\.MP4)$/i, key: (m) => ({ shared: `gp${m[2]}${m[3]}`, number: 0 }), first: 0, sure: true },
  { of: /^(GP)(\d\d)(\d{4})(\.MP4)$/i, key: (m) => ({ shared: `gp${m[3]}${m[4]}`, number: Number(m[2]) }), first: 0, sure: true },
  // AVCHD, DJI, Insta360, dash cameras and others count on whether they split or begin anew.
  { of: /^(.*?)(\d{2,})(\.(?:MTS|M2TS|TS|MP4|MOV|INSV))$/i, key: (m) => ({ shared: `${m[1]}|${m[2]!.length}|${m[3]}`, number: Number(m[2]) }), first: null, sure: false },
];

type Member = { readonly name: string; readonly family: Family; readonly shared: string; readonly number: number };

function memberOf(name: string): Member | null {
  for (const family of families) {
    const parts = family.of.exec(name);
    if (parts) return { name, family, ...lower(family.key(parts)) };
  }
  return null;
}
const lower = ({ shared, number }: { shared: string; number: number }) => ({ shared: shared.toLowerCase(), number });

/** The file and those that go on where it ends. `demanded`: those numbered after it are taken as such. @throws FrameWrightError bad-value, input-parts. */
export async function followersOf(path: string, demanded: boolean): Promise<Followers> {
  const alone: Followers = { files: [path], by: 'bytes', notices: [] }, folder = dirname(path);
  const member = memberOf(basename(path));
  const members = member ? (await readdir(folder)).map(memberOf).filter((one) => one?.shared === member.shared).sort((a, b) => a!.number - b!.number) as Member[] : [];
  const start = members.findIndex(({ name }) => name === member?.name);
  const run = members.slice(start).filter(({ number }, i) => number === member!.number + i).map(({ name }) => join(folder, name));
  if (demanded && run.length < 2) throw new FrameWrightError('bad-value', { key: '--interpret parts', value: 'joined', why: `No file numbered after ${basename(path)} lies beside it.` });
  if (run.length < 2 || (!demanded && member!.family.first !== null && member!.number !== member!.family.first)) return alone;
  const by = /^\.(vob|mts|m2ts|ts)$/i.test(extname(path)) ? 'bytes' : 'packets';
  if (demanded) return { files: run, by, notices: [] };
  return member!.family.sure ? chapters(run, by) : continued(run, by);
}

/** Names that are sure are believed as far as the streams agree. */
async function chapters(run: readonly string[], by: Followers['by']): Promise<Followers> {
  if (by === 'bytes') return { files: run, by, notices: [] };
  return withOpen(run[0]!, async (first) => {
    for (const [i, path] of run.entries()) {
      const odd = i === 0 ? null : await withOpen(path, async (input) => refusal(first, input)).catch((error: unknown) => (error as Error).message);
      if (odd) return { files: run.slice(0, i), by, notices: [`${basename(path)} is left out: ${odd}`] };
    }
    return { files: run, by, notices: [] };
  });
}

const refusal = (first: Input, next: Input): string | null => {
  try {
    demandAlike(first, next);
    return null;
  } catch (error) {
    return String((error as FrameWrightError).values.why);
  }
};

/** Files after the first as long as each begins at the moment at which the one before ended, with the same streams. */
async function continued(run: readonly string[], by: Followers['by']): Promise<Followers> {
  const files = [run[0]!];
  for (const path of run.slice(1)) {
    const goesOn = await goesOnIn(files.at(-1)!, path, by).catch((error: Error) => error);
    if (goesOn instanceof Error) return { files, by, notices: [`${basename(path)}, which may go on where ${basename(files.at(-1)!)} ends, is left out: ${goesOn.message}`] };
    if (!goesOn) break;
    files.push(path);
  }
  return { files, by, notices: [] };
}

/** Seconds: transport streams that were split go on at the next picture; clocks of MP4 headers count whole seconds. */
const nextPicture = 0.2, clockSeconds = 1.5;

async function goesOnIn(path: string, next: string, by: Followers['by']): Promise<boolean> {
  return withOpen(path, (a) => withOpen(next, async (b) => {
    if (refusal(a, b)) return false;
    const one = a.streams.find(isPicture), two = b.streams.find(isPicture);
    if (!one || !two) return false;
    if (by === 'bytes') return Math.abs((await firstTime(b, two)) - (await lastTime(a, one, (await stat(path)).size))) * one.timeBase.num < nextPicture * one.timeBase.den;
    const begun = Date.parse(a.metadata['creation_time'] ?? ''), then = Date.parse(b.metadata['creation_time'] ?? '');
    const seconds = (Number(one.duration) * one.timeBase.num) / one.timeBase.den;
    return Math.abs((then - begun) / 1000 - seconds) <= clockSeconds && begun > 0;
  }));
}

const isPicture = (stream: Stream): boolean => stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO;

const firstTime = async (input: Input, stream: Stream): Promise<number> => (await timesOf(input, stream, 8)).reduce((least, time) => Math.min(least, time), Infinity);

/** Bytes at the end in which the last pictures lie: over half a second at the highest rate of AVCHD (28 Mbit/s). */
const tailBytes = 2 << 20;

async function lastTime(input: Input, stream: Stream, size: number): Promise<number> {
  await input.seek(-1, BigInt(Math.max(0, size - tailBytes)), AVSEEK_FLAG_BYTE);
  return (await timesOf(input, stream, Infinity)).reduce((most, time) => Math.max(most, time), -Infinity);
}

async function timesOf(input: Input, stream: Stream, most: number): Promise<number[]> {
  const times: number[] = [], packet = new Packet();
  packet.alloc();
  try {
    while (times.length < most && (await input.read(packet)) >= 0) {
      if (packet.streamIndex === stream.index && !Number.isNaN(ticks(packet.pts))) times.push(ticks(packet.pts));
      packet.unref();
    }
    return times;
  } finally {
    packet.free();
  }
}

async function withOpen<Value>(path: string, work: (input: Input) => Promise<Value>): Promise<Value> {
  const input = await openBytes([path]);
  try {
    return await work(input);
  } finally {
    await input.close();
  }
}
