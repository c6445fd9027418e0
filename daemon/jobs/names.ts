// What a result is called and where it goes.
import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve, sep } from 'node:path';
import { anyContainer, containerOfEnding, pictureDeliveryOf, type AnyContainer } from '../../shared/container.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { AnyPlan } from '../../shared/plan.ts';
import { patternOf } from '../media/picture-names.ts';

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
  throw new FrameWrightError('bad-value', { key: 'output', value: output, why: `The name must end in ${[...anyContainer.options.filter((one) => one !== 'pictures'), 'png', 'jpg', 'tif', 'exr', 'webp'].map((one) => `.${one}`).join(', ')}, or be a folder that exists or ends in a slash.` });
}

/** Where a name asks for the result: itself, or the folder of a numbered name (`frames/shot_%04d.png`). */
export const placeOf = (output: string): string => resolve(patternOf(output) ? dirname(output) : output);

/**
 * Absolute path of the result: `clip.restored.mp4`, or from the second `count` on `clip.restored-2.mp4`, beside the source or in the folder asked for; or the
 * file asked for. @throws FrameWrightError `output-is-source`.
 */
export async function resultPath(source: string, output: string | null, delivery: Delivery, count = 1): Promise<string> {
  const ending = endingFor(source, delivery), suffix = `.restored${count === 1 ? '' : `-${count}`}${ending}`;
  if (output !== null && !(await isFolder(output))) demandFits(output, delivery);
  const path = output !== null && !(await isFolder(output)) ? placeOf(output) : join(output === null ? dirname(resolve(source)) : resolve(output), companionName(source, suffix));
  if (await sameFile(path, source)) throw new FrameWrightError('output-is-source', { path: source, other: companionName(source, `.restored${ending}`) });
  return path;
}

type Delivery = Pick<AnyPlan['delivery'], 'container' | 'pictures' | 'title'>;

/** The source's own ending where it names the same kind of file (`book.m4b`, `photo.jpeg`), else the delivery's; none for a folder of pictures. */
export function endingFor(source: string, { container, pictures }: Delivery): string {
  const own = extname(source).toLowerCase();
  if (!pictures) return containerOfEnding(own) === container ? own : `.${container}`;
  if (pictures.pattern !== null) return '';
  return pictureDeliveryOf(own) === pictureDeliveryOf(pictures.ending) ? own : `.${pictures.ending}`;
}

/** A file's name that asks for pictures must ask for these, and be numbered where there are many. @throws FrameWrightError `bad-value`. */
export function demandFits(output: string, { pictures, title }: Delivery): void {
  if (!pictures) return;
  const refuse = (why: string): FrameWrightError => new FrameWrightError('bad-value', { key: '--output', value: output, why });
  const numbered = patternOf(output) !== null;
  if (pictures.pattern !== null && !numbered) throw refuse(`The result is many pictures; name a folder, ending in a slash, or number them: shot_%04d.${pictures.ending}.`);
  if (pictures.pattern === null && numbered) throw refuse('The result is one picture; name it without a number.');
  if (pictureDeliveryOf(extname(output)) !== pictureDeliveryOf(pictures.ending)) throw refuse(`The delivery is ${title}; let the name end in .${pictures.ending}.`);
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
