// Whether the pictures of a sequence are alike: sizes and kinds read from their headers, a few kilobytes a file, without decoding.
import { basename } from 'node:path';
import { stat } from 'node:fs/promises';
import { avGetCodecName, avGetPixFmtName, type AVPixelFormat } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import { openPictures } from './open-pictures.ts';
import { headerLook } from './picture-heads.ts';
import { patternPath, pictureAt, type Pattern } from './picture-names.ts';

/** Headers read at once. */
const atOnce = 32;
/** Odd files that are named. */
const mostNamed = 8;

/** Refuses sequences whose pictures differ in size or kind. @throws FrameWrightError input-mixed naming the odd files, input-empty, input-unreadable. */
export async function alikePictures(pattern: Pattern, numbers: readonly number[]): Promise<void> {
  const looks = new Map<string, string[]>();
  for (let i = 0; i < numbers.length; i += atOnce) {
    const paths = numbers.slice(i, i + atOnce).map((number) => pictureAt(pattern, number));
    for (const [path, look] of await Promise.all(paths.map(async (path) => [path, await lookOf(path)] as const))) looks.set(look, [...(looks.get(look) ?? []), basename(path)]);
  }
  if (looks.size < 2) return;
  const [[usual], ...odd] = [...looks].sort((a, b) => b[1].length - a[1].length) as [[string, string[]], ...[string, string[]][]];
  const names = odd.flatMap(([look, files]) => files.map((file) => `${file} (${look})`));
  throw new FrameWrightError('input-mixed', { path: patternPath(pattern), why: `Most are ${usual}; ${names.slice(0, mostNamed).join(', ')}${names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''} ${names.length === 1 ? 'is' : 'are'} not. A sequence has one size and one kind of picture.` });
}

/** Size and kind in words: `1920×1080 PNG, 16 bits, colour type 2`. */
async function lookOf(path: string): Promise<string> {
  const size = await stat(path).then((found) => found.size, (cause: Error) => { throw unreadable(path, cause); });
  if (size === 0) throw new FrameWrightError('input-empty', { path });
  const look = await headerLook(path).catch((cause: Error) => { throw unreadable(path, cause); });
  return look ? `${look.width}×${look.height} ${look.kind}` : decodedLook(path);
}

const unreadable = (path: string, cause: Error): FrameWrightError => new FrameWrightError('input-unreadable', { path, why: cause.message }, { cause });

/** Other kinds as FFmpeg sees them. */
async function decodedLook(path: string): Promise<string> {
  const input = await openPictures(path, null);
  try {
    const { width, height, codecId, format } = input.streams[0]!.codecpar;
    return `${width}×${height} ${avGetCodecName(codecId) ?? 'unknown'}, ${avGetPixFmtName(format as AVPixelFormat) ?? 'unknown'}`;
  } finally {
    await input.close();
  }
}
