// From a clip on a timeline to what the daemon is asked for. The grid of the source stays as it is; times go over as the editor's own whole numbers.
import type { AnyMedia } from '../../media.ts';
import type { RequestOf } from '../../operations.ts';
import type { Interpretation, Range, StageWish, WishInput } from '../../preset.ts';
import { divide, equal, type Rational } from '../../time.ts';
import type { HostClip, HostContext, HostInfo, PlaceMode } from '../host.ts';
import { add, compareTimes, convert, instant, rateOf, rationalOf, readRate, subtract, unitsOf, type Instant } from '../instant.ts';
import { interpretationOf, wishOf } from '../form.ts';
import { folderName } from '../naming.ts';
import { rateAtSpeed, speedOf, type Extension } from './extension.ts';
import type { EditorSettings } from './settings.ts';

export type OrderFacts = {
  readonly clip: HostClip; readonly host: Pick<HostInfo, 'capabilities' | 'id'>; readonly context: HostContext; readonly settings: EditorSettings; readonly mode: PlaceMode;
  /** What the daemon's probe found. */ readonly media: AnyMedia;
  readonly extension: Extension | null;
  /** Frames per second of the result, where it was planned: made frames are counted so. Null is the source's own rate. */ readonly resultRate: Rational | null;
  /** Steps of the plan that take a strength; asked for only where one is set for all. */ readonly steps: readonly string[];
  /** The same key twice is one job. */ readonly key: string;
};
export type Order = RequestOf<'submit'>;
/** What of the media is asked for, in its own time; `out` null is its end. */
export type Asked = { readonly in: Instant; readonly out: Instant | null };

export function orderOf(facts: OrderFacts): Order {
  const { clip, host, context, key } = facts;
  return { path: clip.path ?? '', wish: wishFor(facts), output: outputFolder(context.project?.path ?? null), client: clientOf(host.id), key, planned: false };
}

const one: Rational = { num: 1, den: 1 };

/** Who submits: jobs of different editors take turns. */
export const clientOf = (host: string): string => `panel-${host}`;

function wishFor({ clip, host: { capabilities }, settings: { form, strength, handles }, mode, media, extension, steps, resultRate }: OrderFacts): WishInput {
  const interpretation = { ...interpretationFor(clip, mode, media), ...(interpretationOf(form) ?? {}) }, asked = askedOf(clip, mode, capabilities.swaps, extension), speed = reinterprets(clip, mode) ? speedOf(clip) : one;
  // A result that stands for the media itself keeps its sound; one that lies above it must not cover the sound of others.
  const silent = clip.kind !== 'sound' && clip.kind !== 'still' && !capabilities.placesPictureAlone && mode !== 'swap' && mode !== 'bin';
  return {
    ...constantRate(clip, media), ...wishOf({ ...form, in: null, out: null, better: {} }), ...(Object.keys(interpretation).length === 0 ? {} : { interpretation }),
    ...deliveryFor(clip, form, media), stages: strengthened(form.stages, steps, strength), handles: { ...handles },
    ...(asked === null ? {} : { range: rangeOf(asked, speed) }), ...(silent ? { sound: false } : {}),
    ...(extension !== null && extension.made > 0 ? { extend: { [extension.side]: madeFrames(extension, resultRate, speed) } } : {}),
  };
}

/** Made frames at the rate of the result, which may show fields one by one. */
const madeFrames = ({ made, missing }: Extension, rate: Rational | null, speed: Rational): number => (rate === null ? made : unitsOf(missing, rateOf(divide(rate, speed)), 'ceil'));

/** Whether frames of a clip at another speed are delivered at another rate, so that the result lies on the timeline as long as the clip does. */
export const reinterprets = (clip: HostClip, mode: PlaceMode): boolean =>
  clip.kind === 'media' && mode !== 'take' && mode !== 'swap' && mode !== 'bin' && clip.speed.kind === 'constant' && !equal(speedOf(clip), one);

/** What the user knows better than the tags: told to the editor, told to the panel, and the rate of a clip at another speed. */
function interpretationFor(clip: HostClip, mode: PlaceMode, media: AnyMedia): Interpretation {
  const rate = frameRate(clip, media);
  return { ...clip.interpretation, ...(reinterprets(clip, mode) && rate !== null ? { rate: rationalOf(rateAtSpeed(rate, speedOf(clip))) } : {}) };
}

/** Frames per second of the media as the editor reads it; null for sound. */
export function frameRate(clip: HostClip, { video }: AnyMedia): string | null {
  if (clip.rate !== null) return clip.rate;
  return video ? `${video.rate.nominal.num}/${video.rate.nominal.den}` : null;
}

/** Editors count evenly: what is not even in itself is delivered so. */
function constantRate(clip: HostClip, media: AnyMedia): Pick<WishInput, 'constantRate'> {
  const rate = frameRate(clip, media);
  return media.video && !media.still && !media.video.rate.constant && rate !== null ? { constantRate: rationalOf(rate) } : {};
}

function deliveryFor(clip: HostClip, { delivery, more }: EditorSettings['form'], { video, still }: AnyMedia): Pick<WishInput, 'delivery'> {
  if (delivery !== null || more.purpose !== undefined || more.container !== undefined) return {};
  if (clip.kind === 'sound' || !video || still) return {};
  return { delivery: clip.hasAlpha ?? video.shape.pixel.alpha ? 'prores-4444' : 'prores-422-hq' };
}

function strengthened(stages: Readonly<Record<string, StageWish>>, steps: readonly string[], strength: number | null): Record<string, StageWish> {
  if (strength === null) return { ...stages };
  return { ...stages, ...Object.fromEntries(steps.map((step): [string, StageWish] => [step, { strength, ...stages[step] }])) };
}

/** Null for all of it: where the host does not tell a part, where there are no parts, or where the result stands for the media in every use. */
export function askedOf(clip: HostClip, mode: PlaceMode, swaps: HostInfo['capabilities']['swaps'], extension: Extension | null): Asked | null {
  if (clip.source === null || clip.kind === 'still' || (mode === 'swap' && swaps === 'every-use') || (mode === 'bin' && clip.speed.kind !== 'constant')) return null;
  const from = notBelowZero(clip.source.in);
  if (extension === null || extension.asked <= 0) return { in: from, out: clip.source.out };
  // Beyond the last frame only the daemon's own count knows where that is.
  if (extension.made > 0) return extension.side === 'before' ? { in: instant(0, from.rate), out: clip.source.out } : { in: from, out: null };
  const by = extension.media;
  return extension.side === 'before' ? { in: notBelowZero(subtract(from, convert(by, from.rate, 'ceil'))), out: clip.source.out } : { in: from, out: add(clip.source.out, convert(by, clip.source.out.rate, 'ceil')) };
}

const notBelowZero = (time: Instant): Instant => (compareTimes(time, instant(0, '1')) < 0 ? instant(0, time.rate) : time);

/** In ticks where the editor counts at a whole rate, else in its frames. At another speed the media's clock runs so much faster. */
function rangeOf({ in: from, out }: Asked, speed: Rational): Range {
  const end = out && convert(out, from.rate, 'ceil');
  if (readRate(from.rate).den !== 1n) return { unit: 'frames', in: Number(from.at), out: end && Number(end.at), rate: rationalOf(rateAtSpeed(from.rate, speed)) };
  const ticks = ({ at }: Instant): string => String(BigInt(at) * BigInt(speed.den));
  return { unit: 'ticks', in: ticks(from), out: end && ticks(end), perSecond: String(BigInt(from.rate) * BigInt(speed.num)) };
}

/** The folder FrameWright beside the project, with a separator at its end; null, beside the source, before the project was saved. */
export function outputFolder(project: string | null): string | null {
  if (project === null) return null;
  const folder = folderName(project), separator = project.includes('\\') && !project.startsWith('/') ? '\\' : '/';
  return `${folder}${folder.endsWith(separator) ? '' : separator}FrameWright${separator}`;
}
