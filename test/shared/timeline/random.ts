// Random timelines that a format can hold, from a seed.
import { add, fraction, fromRational, multiply, one, type Fraction } from '../../../shared/timeline/fraction.ts';
import type { TimelineFormat } from '../../../shared/timeline/formats.ts';
import { dropsUsually, lengthOfTrack, secondsAt, type Clip, type Item, type Media, type Timeline, type Track } from '../../../shared/timeline/model.ts';

/** Park and Miller's generator: whole numbers below `below`. */
export function createRandom(seed: number): (below: number) => number {
  let state = (seed * 7919 + 17) % 2147483647;
  return (below) => { state = (state * 48271) % 2147483647; return state % below; };
}

const rates = [[24, 1], [25, 1], [30, 1], [24000, 1001], [30000, 1001], [60000, 1001], [50, 1]] as const;
const names = ['A001_C003', 'Café & <Sons> "7"', 'take 4', 'スーパー', 'B', '100% sure; ok'];
type Making = { readonly random: (below: number) => number; readonly format: TimelineFormat; readonly rate: Fraction; nextId: number };

export function randomTimeline(seed: number, format: TimelineFormat): Timeline {
  const random = createRandom(seed), [num, den] = rates[random(rates.length)]!, rate = fraction(num, den), making: Making = { random, format, rate, nextId: 0 };
  const main = randomTrack('video', making), count = format === 'edl' ? 0 : random(4);
  const others = Array.from({ length: count }, (_, i) => randomTrack(i % 2 ? 'audio' : 'video', making));
  const sorted = [...others.filter(({ kind }) => kind === 'video'), ...others.filter(({ kind }) => kind === 'audio')];
  const tracks = renumbered([main, ...(format === 'fcpxml' ? sorted.map((track) => shortened(track, lengthOfTrack(main))) : sorted)].filter(({ items }) => items.length > 0));
  // A list begins with its first event.
  const start = secondsAt(random(2) ? 3600 * Math.round(num / den) : 0, rate);
  return { name: format === 'fcpxml' && random(3) === 0 ? '' : names[random(names.length)]!, rate, start, drop: dropsUsually(rate) && (format === 'otio' || random(2) === 0), size: format === 'fcpxml' ? { width: 1920, height: 1080 } : null, tracks };
}

/** Ids count clips over all tracks, in order. */
function renumbered(tracks: readonly Track[]): Track[] {
  let id = 0;
  return tracks.map((track) => ({ ...track, items: track.items.map((item) => (item.kind === 'clip' ? { ...item, id: id++ } : item)) }));
}

/** What hangs on a storyline is no longer than that. */
function shortened(track: Track, most: Fraction): Track {
  let end = fraction(0);
  const items = track.items.filter((item) => { end = add(end, item.kind === 'transition' ? fraction(0) : item.duration); return multiply(end, fraction(1)).num * most.den <= most.num * end.den; });
  while (items.length && items.at(-1)!.kind !== 'clip') items.pop();
  return { ...track, items };
}

function randomTrack(kind: Track['kind'], making: Making): Track {
  const { random, format, rate } = making, items: Item[] = [];
  for (let left = 1 + random(6); left > 0; left--) {
    const before = items.at(-1);
    if (before?.kind === 'clip' && random(4) === 0) items.push({ kind: 'gap', duration: secondsAt(1 + random(90), rate) });
    else if (before?.kind === 'clip' && kind === 'video' && random(4) === 0) items.push({ kind: 'transition', name: format === 'edl' ? 'D' : names[random(names.length)]!, before: format === 'edl' ? fraction(0) : secondsAt(random(6), rate), after: secondsAt(1 + random(6), rate) });
    items.push(randomClip(making));
  }
  return { kind, name: format === 'otio' ? names[random(names.length)]! : '', items };
}

function randomClip(making: Making): Clip {
  const { random, format, rate } = making, name = names[random(names.length)]!, media = randomMedia(making, name), at = random(100_000);
  const mediaRate = media.kind === 'pictures' ? media.rate : rate, speeds = [one, one, one, fraction(2), fraction(1, 2), fraction(-1), ...(format === 'otio' ? [fraction(0), null] : format === 'fcpxml' ? [null] : [])];
  const speed = speeds[random(speeds.length)]!;
  return {
    kind: 'clip', id: making.nextId++, name, enabled: format === 'edl' || random(5) > 0, duration: secondsAt(6 + 2 * random(120), rate), source: secondsAt(at + (format === 'edl' ? 100_000 : 0), mediaRate), speed, media,
    markers: random(4) === 0 ? [{ name: 'here', at: secondsAt(random(5), mediaRate), duration: secondsAt(1, rate) }] : [],
  };
}

/** Files of one name say the same of themselves. */
function randomMedia({ random, format, rate }: Making, name: string): Media {
  const number = random(5), start = secondsAt(number % 2 ? 86_400 : 0, rate);
  const path = ['/media/A001.mov', 'relative/b c.mp4', 'C:/clips/ü.mxf', '//server/share/x.mov', '/media/50%.mov'][number]!;
  const file: Media = { kind: 'file', path, available: format === 'edl' ? null : { start, duration: secondsAt(300_000, rate) } };
  if (format === 'edl' || format === 'fcpxml') return file;
  const others: Media[] = [
    { kind: 'missing', names: name === 'B' ? [name] : ['lost.mov', name] }, { kind: 'generator', name: 'SMPTEBars' },
    { kind: 'pictures', path: '/frames/shot.%04d.exr', first: 1001, rate: fromRational({ num: 24000, den: 1001 }), available: { start: fraction(0), duration: secondsAt(240, fraction(24000, 1001)) } },
    { kind: 'file', path: '/media/bare.mov', available: null },
  ];
  return random(3) ? file : others[random(others.length)]!;
}
