// The file of a timeline: what is read, what is written, and what that is called.
import { access, constants, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { FrameWrightError } from '../../../shared/errors.ts';
import { formatOf, timelineFormats, type TimelineFormat } from '../../../shared/timeline/formats.ts';
import { shellArgument } from '../../../shared/words.ts';
import { writeFamily } from '../new-files.ts';

/** `folder` is what relative paths in it are relative to; `stem` its name without ending. */
export type CutFile = { readonly path: string; readonly folder: string; readonly stem: string; readonly format: TimelineFormat; readonly text: string };

/** Bundles are folders with the timeline in them. */
const bundles: Readonly<Record<string, string>> = { '.fcpxmld': 'Info.fcpxml', '.otiod': 'content.otio' };
/** No timeline of an editor is larger; bytes. */
const mostBytes = 128 * 1024 * 1024;

/** @throws FrameWrightError `input-missing`, `input-unreadable`, `timeline-unreadable`. */
export async function readCut(path: string): Promise<CutFile> {
  const ending = extname(path).toLowerCase(), inside = bundles[ending];
  const file = inside !== undefined ? join(path, inside) : path, text = await readText(file, path);
  const format = formatOf(file, text);
  if (format) return { path, folder: inside !== undefined ? path : dirname(path), stem: basename(path, extname(path)), format, text };
  throw new FrameWrightError('timeline-unreadable', { path, why: ending === '.otioz' ? 'A bundle in a zip must be unpacked first.' : `It is none of ${timelineFormats.join(', ')}.` });
}

async function readText(file: string, path: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > mostBytes) throw new FrameWrightError('timeline-unreadable', { path, why: `It has ${size} bytes; no timeline has more than ${mostBytes}.` });
    const bytes = await readFile(file), utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
    return utf16 ? bytes.subarray(2).toString('utf16le') : bytes.toString('utf8');
  } catch (error) {
    if (error instanceof FrameWrightError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === 'ENOENT' ? new FrameWrightError('input-missing', { path, why: 'The name may be misspelt, or the file was moved.' }, { cause: error }) : new FrameWrightError('input-unreadable', { path, why: `${message}.` }, { cause: error });
  }
}

/** Asked before anything is restored: relative places in the new timeline are those of the old one, so it lies beside it. @throws FrameWrightError `timeline-unwritable`. */
export async function demandPlace({ path }: CutFile): Promise<void> {
  const folder = dirname(path), quote = (place: string): string => shellArgument(place, process.platform === 'win32');
  await access(folder, constants.W_OK).catch((cause: Error) => { throw new FrameWrightError('timeline-unwritable', { path: folder, folder: quote(folder), other: quote(join(homedir(), basename(path))) }, { cause }); });
}

/** Writes `cut.restored.otio` beside the timeline, under the next free name where another one is there already; returns its path. @throws FrameWrightError `output-unwritable`. */
export async function writeCut({ path, stem }: CutFile, format: TimelineFormat, text: string): Promise<string> {
  const folder = dirname(path), usual = join(folder, `${stem}.restored.${format}`);
  if (await readFile(usual, 'utf8').catch(() => null) === text) return usual;
  const [written] = await writeFamily(folder, `${stem}.restored`, [{ ending: `.${format}`, bytes: Buffer.from(text) }]);
  return written!;
}

/** Where results go unless something else is asked for: a folder beside the timeline. */
export const resultsFolder = ({ path, stem }: CutFile): string => join(dirname(path), `${stem}.restored`, '/');
