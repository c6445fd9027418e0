// Sentences that a person should read before the start: what was assumed, what changes, what is lost.
import type { Hardware } from '../../shared/hardware.ts';
import type { FrameIndex, Media, StreamShape } from '../../shared/media.ts';
import type { FrameMap, StreamPlan } from '../../shared/plan.ts';
import { containerTraits, labelOf } from '../media/containers.ts';
import { keepsChromaPosition } from '../media/chroma-position.ts';
import { isSideways, isUpright } from '../media/turn.ts';
import { isInterlaced } from '../stages/fields.ts';
import type { Choice } from './choice.ts';
import type { ChosenDelivery } from './delivery.ts';
import type { Encoding } from './encoding.ts';
import type { Interpreted } from './interpret.ts';
import { lossNotices } from './losses.ts';
import type { Target } from './target.ts';
import { keptTurn } from './turn.ts';
import { timeNotices, type TimeFacts } from './time-notices.ts';
import { pictureNotices, type PictureFacts } from './picture-notices.ts';
import { bytes } from '../../shared/words.ts';
import { pixelWords, sizeWords } from './words.ts';

export type NoticeFacts = {
  readonly media: Media; readonly read: Interpreted; readonly source: StreamShape; readonly target: Target; readonly result: StreamShape; readonly chosen: ChosenDelivery;
  readonly streams: readonly StreamPlan[]; readonly hardware: Hardware; readonly memoryBytes: number; readonly choice: Choice; readonly encoding: Pick<Encoding, 'notices' | 'video' | 'checkpoint'>; readonly map: FrameMap; readonly index: FrameIndex; readonly wish: TimeFacts['wish']; readonly steps: TimeFacts['steps'] & PictureFacts['steps'];
};

export function noticesFor(facts: NoticeFacts): string[] {
  const { media, read, chosen, streams } = facts;
  return [...media.notices, ...read.notices, ...sizeNotices(facts), ...fieldNotices(facts), ...timeNotices(facts), ...deliveryNotices(facts), ...chromaNotices(facts), ...chosen.notices, ...pictureNotices(facts), ...facts.encoding.notices, ...labelNotices(facts), ...lossNotices({ media, container: chosen.container, delivery: facts.encoding, streams, source: facts.source, result: facts.result }), ...memoryNotices(facts)];
}

type Size = Pick<StreamShape, 'width' | 'height'>;
const sameSize = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;

/** The size that was asked for and the one that comes out, where they differ; and padding. */
function sizeNotices({ source: stored, target, result, choice, media, chosen: delivered }: NoticeFacts): string[] {
  // A picture that was turned is measured as it is shown.
  const shown = <Sides extends Size>(size: Sides): Sides => (isSideways(media.video) && isUpright(keptTurn(media, delivered)) ? { ...size, width: size.height, height: size.width } : size);
  const source = shown(stored), wanted = shown(target.canvas ?? target);
  const missed = Math.abs(result.width - wanted.width) > 1 || Math.abs(result.height - wanted.height) > 1;
  const asked = choice.scale !== 'auto' || target.square || target.fit !== null;
  if (missed && asked) return [`The ${sameSize(result, source) ? 'size stays' : 'result is'} ${sizeWords(result)} instead of ${sizeWords(wanted)}: no stage that reaches that size is in use.`];
  const chosen = !missed && choice.scale === 'auto' ? [target.why] : [], rounded = !missed && target.rounded !== null ? [target.rounded] : [];
  const padded = !missed && !sameSize(result, wanted);
  return [...chosen, ...rounded, ...(padded ? [`The result is ${sizeWords(result)} instead of ${sizeWords(wanted)}, a line or column more, because the delivery needs even sides.`] : [])];
}

function fieldNotices({ read, media, result }: NoticeFacts): string[] {
  const { interlacing } = read.analysis, tagged = media.video.shape.fieldOrder;
  const stays = isInterlaced(result) ? [`The result stays interlaced, ${result.fieldOrder === 'tff' ? 'top' : 'bottom'} field first, and is marked so.`] : [];
  const mislabelled = (tagged === 'tff' || tagged === 'bff') && interlacing.verdict === 'progressive' ? ['The file is marked as interlaced, but its frames are whole; the result is marked as progressive.'] : [];
  return [...mislabelled, ...stays];
}

function deliveryNotices({ chosen, source }: NoticeFacts): string[] {
  return chosen.instead === null ? [] : [`The picture is ${pixelWords(source.pixel)}, so it is delivered as ${chosen.delivery.title}, which holds more of it, and not as ${chosen.instead}.`];
}

/** Colours that the container says by another name, or not at all. */
function labelNotices({ chosen, result }: NoticeFacts): string[] {
  const traits = containerTraits[chosen.container];
  return (['primaries', 'transfer', 'matrix'] as const).flatMap((kind) => {
    const tag = result.colour[kind], label = labelOf(traits, kind, tag);
    if (label === tag) return [];
    return [label === null ? `${traits.name} has no label for the ${kind} ${tag}, so the result does not say it.` : `${traits.name} labels the ${kind} ${tag} as ${label}.`];
  });
}

function chromaNotices({ chosen: { delivery, container }, result: { pixel, colour } }: NoticeFacts): string[] {
  if (keepsChromaPosition(delivery.codec, container, pixel, colour.chromaPosition)) return [];
  return [`The position of the chroma samples (${colour.chromaPosition}) cannot be said by ${delivery.title} in ${container.toUpperCase()}; it will be read as left, up to half a pixel beside its place.`];
}

function memoryNotices({ hardware, memoryBytes }: NoticeFacts): string[] {
  return memoryBytes > hardware.memoryBytes * 0.9 ? [`This needs about ${bytes(memoryBytes)} of memory, and this machine has ${bytes(hardware.memoryBytes)}; close other programs or choose a smaller --scale.`] : [];
}
