// A timeline as a new CMX3600 list: one track of pictures, which is all that the format holds.
import { eventText, speedText, timecodeText } from './edl-lines.ts';
import { add, multiply, one, subtract, zero, type Fraction } from './fraction.ts';
import { framesAt, isPlain, lengthOf, type Clip, type Item, type Timeline, type Track, type Transition } from './model.ts';
import { fileName } from './place.ts';

/** The track that a list shows: the lowest one with pictures. */
export const listedTrack = ({ tracks }: Timeline): Track | null => tracks.find(({ kind, items }) => kind === 'video' && items.some((item) => item.kind === 'clip')) ?? tracks[0] ?? null;

export function writeEdl(timeline: Timeline): string {
  const { rate, drop } = timeline, items = fromTheCut(listedTrack(timeline)?.items ?? []), reels = reelsOf(items);
  const lines = [`TITLE: ${timeline.name}`, `FCM: ${drop ? 'DROP FRAME' : 'NON-DROP FRAME'}`, ''];
  let at = timeline.start, number = 0;
  items.forEach((item, i) => {
    const length = lengthOf(item), from = framesAt(at, rate), transition = items[i - 1]?.kind === 'transition' ? items[i - 1] as Transition : null, before = transition ? items[i - 2] : undefined;
    if (item.kind === 'clip') {
      const text = String(++number).padStart(3, '0'), outgoing = before?.kind === 'clip' ? before : null, to = framesAt(add(at, length), rate);
      if (transition) lines.push(repeatText(text, outgoing, from, reels, rate, drop));
      lines.push(...clipLines(item, { number: text, from, to, transition, outgoing, reel: reels.get(item)! }, rate, drop));
    }
    at = add(at, length);
  });
  return `${lines.join('\n')}\n`;
}

/** A list's dissolve begins where its event does: what lies before the cut goes from the clip before it to the one behind. */
function fromTheCut(items: readonly Item[]): Item[] {
  return items.map((item, i) => {
    const ahead = items[i + 1], behind = items[i - 1], cutOff = ahead?.kind === 'transition' ? ahead.before : zero, taken = behind?.kind === 'transition' ? behind.before : zero;
    if (item.kind === 'transition') return { ...item, before: zero, after: add(item.before, item.after) };
    const duration = add(subtract(item.duration, cutOff), taken);
    return item.kind === 'clip' ? { ...item, duration, source: subtract(item.source, multiply(taken, item.speed ?? one)) } : { ...item, duration };
  });
}

/** Clips of the same file have the same reel; a file's reel is its name where that is one, else a number. */
function reelsOf(items: readonly Item[]): Map<Clip, string> {
  const known = new Map<string, string>(), reels = new Map<Clip, string>();
  for (const item of items) {
    if (item.kind !== 'clip') continue;
    const { media } = item, file = media.kind === 'file' || media.kind === 'pictures' ? media.path : media.kind === 'missing' ? media.names.join('/') : null;
    const stem = file === null ? 'AX' : /^[A-Za-z][A-Za-z0-9_-]{1,7}$/.exec(media.kind === 'missing' ? media.names.at(-1) ?? '' : fileName(file).replace(/\.[^.]*$/, ''))?.[0] ?? 'AX';
    const reel = file === null ? 'BARS' : known.get(file) ?? (['AX', 'BL', 'BARS', 'BAR', 'BLACK', ...known.values()].includes(stem.toUpperCase()) ? 'AX' : stem);
    if (file !== null && reel !== 'AX') known.set(file, reel);
    reels.set(item, reel);
  }
  return reels;
}

/** The line before a dissolve that says what it comes from; black where nothing is. */
function repeatText(number: string, outgoing: Clip | null, record: number, reels: ReadonlyMap<Clip, string>, rate: Fraction, drop: boolean): string {
  const end = outgoing ? framesAt(add(outgoing.source, multiply(outgoing.duration, outgoing.speed ?? one)), rate) : 0;
  return eventText({ number, reel: outgoing ? reels.get(outgoing)! : 'BL', channels: 'V', edit: 'C', frames: 0, source: [end, end], record: [record, record] }, rate, drop);
}

type Place = { readonly number: string; readonly from: number; readonly to: number; readonly transition: Transition | null; readonly outgoing: Clip | null; readonly reel: string };

function clipLines(clip: Clip, { number, from, to, transition, outgoing, reel }: Place, rate: Fraction, drop: boolean): string[] {
  const { source, duration, speed, media, name, markers } = clip, begin = framesAt(source, rate), end = framesAt(add(source, multiply(duration, speed ?? one)), rate);
  const edit = transition ? (/^W\d{1,3}$/.test(transition.name) ? transition.name : 'D') : 'C', frames = transition ? framesAt(add(transition.before, transition.after), rate) : 0;
  return [
    eventText({ number, reel, channels: 'V', edit, frames, source: [begin, end], record: [from, to] }, rate, drop),
    ...(isPlain(speed) || speed === null ? [] : [speedText(reel, speed, begin, rate, drop)]),
    ...(transition && outgoing?.name ? [`* FROM CLIP NAME: ${outgoing.name}`] : []), ...(name ? [`* ${transition ? 'TO' : 'FROM'} CLIP NAME: ${name}`] : []),
    ...(media.kind === 'file' || media.kind === 'pictures' ? [`* SOURCE FILE: ${media.path}`] : []),
    ...markers.map((marker) => `* LOC: ${timecodeText(from + framesAt(marker.at, rate), rate, drop)} RED     ${marker.name}`),
  ];
}
