// Encrypted media is named as such, before its noise is decoded.
import { open } from 'node:fs/promises';
import { AVMEDIA_TYPE_AUDIO, AVMEDIA_TYPE_VIDEO, type Stream } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import { readAt } from './head.ts';
import { outerBoxes, readMoov } from './iso-rewrite.ts';
import { boxAt, tracksOf } from './iso-tree.ts';
import type { Input } from './open.ts';

/** Bytes in which scrambled packets are looked for: a DVD's menu-free start and some thousand packets of a transport stream. */
const lookedBytes = 4 << 20;

/** Refuses encrypted picture and sound: MP4 (ISO/IEC 23001-7), WebM, scrambled transport streams and DVDs with CSS. @throws FrameWrightError input-encrypted. */
export async function demandOpen(input: Input): Promise<void> {
  const refuse = (why: string): never => { throw new FrameWrightError('input-encrypted', { path: input.path, why }); };
  if (input.streams.some(isProtected) || (input.container === 'mov' && await hasProtectedTrack(input.path))) refuse('Its streams are protected (DRM); only the player that was given the key can show it.');
  if (input.container === 'mpeg' && isScrambledProgram(await readAt(input.path, 0, lookedBytes))) refuse('The DVD is scrambled (CSS); read it with a program that has the right to, and give the copy.');
  if (input.container === 'mpegts' && isScrambledTransport(await readAt(input.path, 0, lookedBytes))) refuse('The recording is scrambled (conditional access); the receiver must decrypt it.');
}

const isProtected = (stream: Stream): boolean => {
  const { codecType, codecTagString } = stream.codecpar;
  const moving = codecType === AVMEDIA_TYPE_VIDEO || codecType === AVMEDIA_TYPE_AUDIO;
  return moving && (/^(enc[av]|drm[is])$/.test(codecTagString ?? '') || 'enc_key_id' in (stream.metadata?.getAll() ?? {}));
};

/** Sample entries of encrypted tracks (§4.2); FFmpeg shows the codec behind them. */
async function hasProtectedTrack(path: string): Promise<boolean> {
  await using file = await open(path, 'r');
  const moov = await readMoov(file, await outerBoxes(file));
  return moov !== null && tracksOf(moov).some((track) => /^(enc[av]|drm[is])$/.test(boxAt(track, 'mdia', 'minf', 'stbl', 'stsd')?.data.toString('latin1', 12, 16) ?? ''));
}

/** PES_scrambling_control of pictures (ISO/IEC 13818-1 §2.4.3.7); a DVD's are scrambled where it says so. */
function isScrambledProgram(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(startCode); at >= 0 && at + 8 < bytes.length; at = bytes.indexOf(startCode, at + 4)) {
    const id = bytes[at + 3]!;
    if (id >= 0xe0 && id <= 0xef && (bytes[at + 6]! & 0xc0) === 0x80 && (bytes[at + 6]! & 0x30) !== 0) return true;
  }
  return false;
}
const startCode = Buffer.from([0, 0, 1]);

/** transport_scrambling_control (§2.4.3.3): encrypted when most packets with a payload say so; a single one may be damaged. */
function isScrambledTransport(bytes: Buffer): boolean {
  const size = [188, 192, 204].find((each) => [0, 1, 2, 3].every((n) => bytes[offset(each) + n * each] === 0x47));
  if (!size) return false;
  let scrambled = 0, all = 0;
  for (let at = offset(size); at + 4 <= bytes.length && bytes[at] === 0x47; at += size) {
    const pid = bytes.readUInt16BE(at + 1) & 0x1fff;
    if (pid < 0x20 || pid === 0x1fff) continue;
    all++;
    if (bytes[at + 3]! & 0xc0) scrambled++;
  }
  return all > 0 && scrambled * 2 > all;
}
/** M2TS packets begin with four bytes of arrival time. */
const offset = (size: number): number => (size === 192 ? 4 : 0);
