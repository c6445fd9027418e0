// The files behind a timeline's clips: found where it says or where the user says, and looked at once each.
import { readdir, stat } from 'node:fs/promises';
import { extname, isAbsolute, join, resolve } from 'node:path';
import { timecodeFrames } from '../../../shared/timecode.ts';
import { pictureDeliveryOf } from '../../../shared/container.ts';
import { FrameWrightError, toFrameWrightError } from '../../../shared/errors.ts';
import type { AnyMedia, Media as Video, VideoStream } from '../../../shared/media.ts';
import type { Interpretation } from '../../../shared/preset.ts';
import type { Rational } from '../../../shared/time.ts';
import { fraction, fromRational, multiply, round, toRational, type Fraction } from '../../../shared/timeline/fraction.ts';
import { countOf, secondsAt, type Media } from '../../../shared/timeline/model.ts';
import type { Footage } from '../../../shared/timeline/orders.ts';
import { decode, fileName } from '../../../shared/timeline/place.ts';
import type { Client } from '../../../shared/client.ts';

export type Found = { readonly footage: Footage; readonly video: Video } | { readonly why: string };
export type FootageDesk = { /** What a clip's media is, looked at once for all clips of one file. */ look(media: Media): Promise<Found> };

/** Files that are searched; beyond that the search is refused. */
const mostFiles = 200_000;

/** `folder` is the timeline's own; `others` are searched with all that is in them, by name. */
export function createFootageDesk(client: Client, folder: string, others: readonly string[], interpretation: Interpretation): FootageDesk {
  const looked = new Map<string, Promise<Found>>();
  let listed: Promise<Map<string, string[]>> | null = null;
  const search = async (names: readonly string[]): Promise<string[]> => {
    const files = await (listed ??= listFiles([folder], others));
    for (const name of names) {
      const found = files.get(name.toLowerCase()) ?? files.get(`${name.toLowerCase()}.*`);
      if (found) return found;
    }
    return [];
  };
  return {
    async look(media) {
      const place = await find(media, folder, search);
      if ('why' in place) return place;
      const told = { ...ownInterpretation(place.path, media.kind === 'pictures' ? toRational(media.rate) : null), ...interpretation }, key = JSON.stringify([place.path, told]);
      if (!looked.has(key)) looked.set(key, lookAt(client, place.path, told));
      return looked.get(key)!;
    },
  };
}

/** What a timeline says of a file beyond its tags: pictures have the rate that it gives them, and a film is the one file that it names, also where the camera began the next one in the middle. */
export const ownInterpretation = (path: string, pictureRate: Rational | null): Interpretation =>
  pictureRate ? { rate: pictureRate } : pictureDeliveryOf(extname(path)) === null ? { parts: 'single' } : {};

const isThere = (path: string): Promise<boolean> => stat(path).then((found) => found.isFile(), () => false);

/** As it is written, then unescaped, then by its name alone. */
async function find(media: Media, folder: string, search: (names: readonly string[]) => Promise<string[]>): Promise<{ path: string } | { why: string }> {
  if (media.kind === 'generator') return { why: `It is no file but ${media.name}.` };
  if (media.kind === 'pictures') return { path: resolve(folder, media.path) };
  const written = media.kind === 'file' ? [media.path, decode(media.path)].map((path) => (isAbsolute(path) ? path : resolve(folder, path))) : [];
  for (const path of written) if (await isThere(path)) return { path };
  const names = media.kind === 'file' ? [fileName(media.path), fileName(decode(media.path))] : media.names, found = await search(names);
  if (found.length === 1) return { path: found[0]! };
  if (found.length > 1) return { why: `${found.length} files have its name: ${found.slice(0, 3).join(', ')}. Name the folder of the right one with --media.` };
  return { why: media.kind === 'file' ? `There is no file at ${written[0]}, and none of its name in the folders searched. Name its folder with --media.` : `The timeline names no file for it${names.length ? `, and none called ${names.join(' or ')} was found` : ''}. Name its folder with --media.` };
}

/** By name in lower letters, and by stem as `clip.*`. The timeline's own folder is not gone into. @throws FrameWrightError `input-unreadable`, because a file in what cannot be searched would be called missing. */
async function listFiles(flat: readonly string[], deep: readonly string[]): Promise<Map<string, string[]>> {
  const files = new Map<string, string[]>();
  let count = 0;
  const put = (key: string, path: string): void => { const known = files.get(key) ?? []; if (!known.includes(path)) files.set(key, [...known, path]); };
  for (const [folders, recursive] of [[flat, false], [deep, true]] as const) {
    for (const folder of folders) {
      for (const entry of await readdir(folder, { withFileTypes: true, recursive }).catch((cause: Error) => { throw new FrameWrightError('input-unreadable', { path: folder, why: `It is to be searched for footage. ${cause.message}` }, { cause }); })) {
        if (!entry.isFile()) continue;
        if (++count > mostFiles) throw new FrameWrightError('input-unreadable', { path: folder, why: `It holds more than ${mostFiles} files. Name a smaller folder with --media.` });
        const name = entry.name.toLowerCase(), path = join(entry.parentPath, entry.name);
        put(name, path);
        put(`${name.slice(0, name.length - extname(name).length)}.*`, path);
      }
    }
  }
  return files;
}

async function lookAt(client: Client, path: string, interpretation: Interpretation): Promise<Found> {
  try {
    const media = await client.probe({ path, interpretation }), why = reasonAgainst(media);
    if (why !== null) return { why };
    const video = media as Video, { rate } = video.video;
    const exact = fromRational(rate.nominal), firstNumber = video.parts?.kind === 'pictures' ? video.parts.first : null;
    return { video, footage: { path, rate: exact, frames: framesOf(video), isEven: rate.constant, timecode: timecodeOf(video.video, exact), firstNumber } };
  } catch (error) {
    return { why: toFrameWrightError(error).message };
  }
}

function reasonAgainst(media: AnyMedia): string | null {
  if (media.video === null) return 'Its file holds sound alone.';
  return media.still ? 'It is one still picture; restore it by itself with framewright.' : null;
}

/** As editors count them: of uneven pictures as many as the nominal rate has in their time. */
function framesOf({ video: { rate, shape, duration, timeBase } }: Video): number {
  return rate.constant || duration === null ? shape.frames : Math.max(1, round(multiply(multiply(fraction(duration), fromRational(timeBase)), fromRational(rate.nominal))));
}

/** Of the first frame, in seconds of its own count. */
export function timecodeOf({ timecode }: Pick<VideoStream, 'timecode'>, rate: Fraction): Fraction | null {
  const frames = timecode === null ? null : timecodeFrames(timecode, countOf(rate));
  return frames === null ? null : secondsAt(frames, rate);
}
