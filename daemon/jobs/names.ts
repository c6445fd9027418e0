// What a result is called and where it goes.
import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve, sep } from 'node:path';
import { anyContainer, containerOfEnding, type AnyContainer } from '../../shared/container.ts';
import { FrameWrightError } from '../../shared/errors.ts';

/** Bytes that common file systems allow in a name, and what the longest companion (`.restored.framewright.json`, numbered subtitles) adds to a stem. */
const nameBytes = 255;
const reservedBytes = 48;

/** True for `folder/`, `folder\` and existing folders. */
export async function isFolder(output: string): Promise<boolean> {
  if (output.endsWith('/') || output.endsWith(sep)) return true;
  return stat(output).then((found) => found.isDirectory(), () => false);
}

/** Container that the name of an output file asks for; null when no file is named. @throws FrameWrightError `bad-value`. */
export async function containerOf(output: string | null): Promise<AnyContainer | null> {
  if (output === null || await isFolder(output)) return null;
  const named = containerOfEnding(extname(output));
  if (named) return named;
  throw new FrameWrightError('bad-value', { key: 'output', value: output, why: `The name must end in ${anyContainer.options.map((one) => `.${one}`).join(', ')}, or be a folder that exists or ends in a slash.` });
}

/** Absolute path of the result: `clip.restored.mp4` beside the source or in the folder asked for, or the file asked for. @throws FrameWrightError `output-is-source`. */
export async function resultPath(source: string, output: string | null, container: AnyContainer): Promise<string> {
  const ending = endingFor(source, container);
  const path = output !== null && !(await isFolder(output)) ? resolve(output) : join(output === null ? dirname(resolve(source)) : resolve(output), companionName(source, `.restored${ending}`));
  if (await sameFile(path, source)) throw new FrameWrightError('output-is-source', { path: source, other: companionName(source, `.restored${ending}`) });
  return path;
}

/** The source's own ending where it names the same container (`book.m4b`), else the container's. */
export function endingFor(source: string, container: AnyContainer): string {
  const own = extname(source);
  return containerOfEnding(own) === container ? own.toLowerCase() : `.${container}`;
}

/** `clip` and `.restored.mp4` as one name that any file system takes: the stem gives way, by whole characters. */
export function companionName(source: string, suffix: string): string {
  const room = nameBytes - Math.max(reservedBytes, Buffer.byteLength(suffix));
  return `${trimToBytes(stemOf(source), room)}${suffix}`;
}

/** A name that is free, counting up: `clip.preview.mp4`, `clip.preview-2.mp4`. `suffixes` are all free for the one stem returned. */
export async function freeStem(folder: string, source: string, suffix: string, endings: readonly string[]): Promise<string> {
  for (let count = 1; ; count++) {
    const stem = join(folder, companionName(source, count === 1 ? suffix : `${suffix}-${count}`));
    const taken = await Promise.all(endings.map((ending) => exists(stem + ending)));
    if (!taken.includes(true)) return stem;
  }
}

export const exists = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);

/** `clip` of `clip.mov`; `shot` of the sequence `shot_%04d.png` or `shot.####.exr`. */
function stemOf(source: string): string {
  const stem = basename(source, extname(source)), bare = stem.replace(/[ ._-]*(?:%(?:0\d+)?d|#+)$/, '');
  return bare === '' ? basename(dirname(source)) : bare;
}

function trimToBytes(text: string, room: number): string {
  if (Buffer.byteLength(text) <= room) return text;
  let kept = '', bytes = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > room) break;
    kept += segment;
  }
  return kept;
}

/** The same file by whatever name: links, letter case and Unicode forms are the file system's business, so it is asked. */
export async function sameFile(one: string, other: string): Promise<boolean> {
  if (resolve(one) === resolve(other)) return true;
  const found = await Promise.all([one, other].map((path) => stat(path, { bigint: true }).catch(() => null)));
  return found[0] !== null && found[0]?.ino === found[1]?.ino && found[0]?.dev === found[1]?.dev && found[0]?.ino !== 0n;
}
