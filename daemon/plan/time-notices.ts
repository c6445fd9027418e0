// What a person should know beforehand about when frames are shown: rates that change, frames left out or repeated, and clocks that round.
import type { FrameIndex, Media, StreamShape } from '../../shared/media.ts';
import type { FrameMap, MapRun, Step } from '../../shared/plan.ts';
import type { Wish } from '../../shared/preset.ts';
import { formatRatio, secondsOf, toNumber, type Rational } from '../../shared/time.ts';
import { containerTraits } from '../media/containers.ts';
import { inStretches } from './contradiction.ts';
import { crowdedTimes } from './crowded.ts';
import type { ChosenDelivery } from './delivery.ts';
import type { Interpreted } from './interpret.ts';
import { countChanges, resultPts, spanOfRun } from './map.ts';

export type TimeFacts = { readonly media: Media; readonly map: FrameMap; readonly index: FrameIndex; readonly source: StreamShape; readonly chosen: ChosenDelivery; readonly read: Interpreted; readonly steps: readonly Pick<Step, 'map'>[]; readonly wish: Pick<Wish, 'sound'> };

export function timeNotices(facts: TimeFacts): string[] {
  return [...unevenNotice(facts), ...estimateNotice(facts), ...cadenceNotice(facts), ...stretchNotice(facts), ...constantNotice(facts), ...heldNotice(facts), ...roundingNotice(facts)];
}

const perSecond = (rate: Rational): string => `${Number(toNumber(rate).toFixed(3))}`;

function unevenNotice({ media: { video: { rate } }, map }: TimeFacts): string[] {
  const evened = map.runs.find((run) => run.kind === 'cadence' && run.keep.length === run.cycle);
  if (evened?.kind === 'cadence') return [`As you asked, every ${evened.cycle} frames share their time equally; all of them are kept, and the sound stays as it is.`];
  return rate.constant || map.constantRate !== null ? [] : [`Frames are not equally spaced (${Number(toNumber(rate.average).toFixed(2))} per second on average); every frame keeps its own time.`];
}

/** What a first look cannot know of stretches. */
function estimateNotice({ read, steps }: TimeFacts): string[] {
  const { depth, interlacing } = read.analysis;
  if (depth === 'survey' || !inStretches(read) || steps.every(({ map }) => map === 'same')) return [];
  return [`Only the look at every frame shows where ${interlacing.verdict === 'telecine' ? 'the cadence breaks' : 'the video is interlaced, film or neither'}; the number of frames and the rate given here are estimates until then.`];
}

/** Frames that a cadence leaves out. */
function cadenceNotice({ map: { runs }, source }: TimeFacts): string[] {
  const thinned = runs.filter((run) => run.kind === 'cadence' && run.keep.length < run.cycle) as Extract<MapRun, { kind: 'cadence' }>[];
  const frames = thinned.reduce((sum, run) => sum + run.span, 0), kept = thinned.reduce((sum, run) => sum + run.count, 0);
  if (frames === 0) return [];
  const rates = [...new Set(thinned.map(({ keep, cycle }) => perSecond({ num: source.rate.num * keep.length, den: source.rate.den * cycle })))];
  return [`Of ${frames} frames of film shown as video ${kept} pictures are kept, ${rates.slice(0, 3).join(' and ')} per second; the other ${frames - kept} only repeat them.`];
}

/** Stretches that come out at different rates. */
function stretchNotice({ map, source }: TimeFacts): string[] {
  const rates = new Set(map.runs.map((run) => (run.count / spanOfRun(run)).toFixed(2)));
  if (map.constantRate !== null || rates.size < 2 || new Set(map.runs.map(({ kind }) => kind)).size < 2) return [];
  const rateOf = (kind: string): string | null => {
    const run = map.runs.find((one) => one.kind === kind);
    return run ? perSecond(run.kind === 'cadence' ? { num: source.rate.num * run.keep.length, den: source.rate.den * run.cycle } : { num: source.rate.num * (run.kind === 'fields' ? 2 : 1), den: source.rate.den }) : null;
  };
  const words = [['fields', 'interlaced'], ['cadence', 'film shown as video'], ['source', 'neither']].flatMap(([kind, was]) => (rateOf(kind!) ? [`${rateOf(kind!)} per second where it was ${was}`] : []));
  return [`The result's rate changes with its stretches: ${words.join(', ')}. Every picture keeps its time; for one rate throughout add --fps, for example --fps ${formatRatio(source.rate)}.`];
}

function constantNotice({ map, index }: TimeFacts): string[] {
  if (map.constantRate === null) return [];
  const { repeated, left } = countChanges(map, index);
  const changed = repeated + left === 0 ? 'every picture comes once' : `${repeated} of ${map.frames} frames repeat the one before, ${left} ${left === 1 ? 'picture comes' : 'pictures come'} not at all`;
  return [`As you asked, every frame is shown for the same time, ${perSecond(map.constantRate)} per second: ${changed}. The sound stays as it is.`];
}

/** Frames that there were not. */
function heldNotice({ map: { held }, source, media, wish }: TimeFacts): string[] {
  if (!held) return [];
  const frames = (count: number): string => `${count} ${count === 1 ? 'frame' : 'frames'}`;
  const made = [...(held.before ? [`${frames(held.before)} before the first`] : []), ...(held.after ? [`${frames(held.after)} after the last`] : [])].join(' and ');
  const still = `${held.before && held.after ? 'These show the first and the last picture' : held.before ? 'They show the first picture' : 'They show the last picture'} standing still`;
  const fields = source.fieldOrder === 'tff' || source.fieldOrder === 'bff' ? ', both of its fields where the result stays interlaced' : '';
  return [`As you asked, ${made} are made. ${still}${fields}${wish.sound && media.audio.length ? '; there is no sound for them' : ''}.`];
}

/** Frames that are looked at for times between two milliseconds. */
const looked = 2000;

function roundingNotice({ map, index, chosen }: TimeFacts): string[] {
  const { num, den } = map.timeBase;
  const between = (r: number): boolean => (BigInt(resultPts(map, index, r)) * BigInt(num) * 1000n) % BigInt(den) !== 0n;
  const rounds = containerTraits[chosen.container].milliseconds && Array.from({ length: Math.min(looked, map.frames) }, (_, r) => r).some(between);
  const says = 'Matroska counts time in milliseconds, so times are rounded to them, by half a millisecond at most', moved = crowdedTimes(map, index, chosen.container);
  if (moved.size === 0) return rounds ? [`${says}.`] : [];
  const late = [...moved].reduce((most, [time, tick]) => Math.max(most, tick - 1000 * secondsOf(time, map.timeBase)), 0);
  return [`${says}, but for ${moved.size} ${moved.size === 1 ? 'frame that comes' : 'frames that come'} too soon after the one before: each takes the next free millisecond, up to ${Number(late.toFixed(1))} ms late.`];
}
