// Which delivery, container and pixel format the result gets, and what these cannot hold.
import type { AnyContainer } from '../../shared/container.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { HardwareEncoder } from '../../shared/hardware.ts';
import type { Media, PixelFormat, StreamShape } from '../../shared/media.ts';
import type { VideoEncoder } from '../../shared/plan.ts';
import type { Wish } from '../../shared/preset.ts';
import { formatRatio, parseRatio, toNumber } from '../../shared/time.ts';
import { legalDelivery } from '../media/legality.ts';
import { pixelFormatOf } from '../media/pixel.ts';
import { isUpright } from '../media/turn.ts';
import { isInterlaced } from '../stages/fields.ts';
import type { Choice } from './choice.ts';
import type { Container, Delivery } from './deliveries.ts';
import { chooseFormat, sayLoss } from './format.ts';
import { matchContainer, matchNotices, matchOf } from './matching.ts';
import { named, unknownName, type PresetLibrary } from './presets.ts';
import { keptTurn, turnedShape } from './turn.ts';
import { variantOf } from './variant.ts';
import { sizeWords } from './words.ts';

export type ChosenDelivery = {
  readonly name: string; readonly delivery: Delivery; readonly container: Container;
  readonly pixel: PixelFormat; readonly profile: string | null; readonly rateControl: VideoEncoder['rateControl'];
  /** The delivery that this one stands in for, as the picture has more than that holds; null when it was chosen itself. */
  readonly instead: string | null; readonly notices: readonly string[];
};

export type DeliveryRequest = {
  readonly media: Media; /** The picture that is to be delivered, as it is stored. */ readonly shape: StreamShape;
  readonly wish: Pick<Wish, 'delivery' | 'container' | 'purpose' | 'crf'>; readonly choice: Pick<Choice, 'delivery' | 'encoder'>;
  readonly library: PresetLibrary; readonly encoders: readonly HardwareEncoder[];
};

const usual = 'h264';

/**
 * The delivery that the wish names, or its purpose, or a preset, otherwise H.264; or what that one's file names for deeper and richer pictures. Depth, chroma and
 * transparency are kept where any of its formats can; what none can hold is said, with the deliveries that would.
 * @throws FrameWrightError `unknown-name`, `illegal-delivery`, `bad-value`, `device-missing`.
 */
export function chooseDelivery(request: DeliveryRequest): ChosenDelivery {
  const { media, shape, wish, choice, library, encoders } = request;
  const first = firstName(request), matched = Object.hasOwn(library.matchings, first) ? matchOf(library.matchings[first]!, media) : null;
  const asked = matched?.name ?? first, purpose = wish.purpose ?? matched?.purpose ?? null;
  const variant = (name: string): ReturnType<typeof variantOf> => variantOf(named('delivery', library.deliveries, name), { purpose, encoder: choice.encoder, crf: wish.crf }, encoders);
  const fixed = wish.delivery !== null && !matched;
  const containerOf = (delivery: Delivery): Container => containerFor(delivery, wish.container, matched ? matchContainer(media, delivery) : null);
  const sized = (name: string): string => forSize(name, () => codedShape(request, variant(name).delivery, containerOf), library);
  const name = fixed || !variant(asked).standIns ? (matched ? sized(asked) : asked) : sized(forPicture(asked, shape, library, matched !== null));
  const { delivery, notices } = variant(name), container = containerOf(delivery), coded = codedShape(request, delivery, containerOf);
  const { format, rateControl, lost } = formatFor(coded, delivery, container);
  const chosen = { name, delivery, container, pixel: pixelFormatOf(format.pixel), profile: format.profile, rateControl };
  demandLegal(coded, chosen);
  return {
    ...chosen, instead: name === asked ? null : asked,
    notices: [...(matched ? matchNotices(media, chosen) : []), ...notices, ...(format.note ? [format.note] : []), ...lost.map((loss) => sayLoss(loss, name, delivery, library))],
  };
}

function firstName({ media, wish, choice, library }: DeliveryRequest): string {
  if (wish.delivery !== null) {
    if (Object.hasOwn(library.deliveries, wish.delivery) || Object.hasOwn(library.matchings, wish.delivery)) return wish.delivery;
    throw unknownName('delivery', wish.delivery, [...Object.keys(library.matchings), ...Object.keys(library.deliveries)]);
  }
  const suited = wish.purpose && Object.keys(library.deliveries).find((name) => library.deliveries[name]!.suits.includes(wish.purpose!));
  return suited || choice.delivery || (media.still || media.parts?.kind === 'pictures' || wish.container === 'pictures' ? picturesLike(media, wish, library) : usual);
}

/** Pictures stay what they are, or become what keeps them best; unless the container that was asked for is none of theirs. */
function picturesLike({ video }: Media, { container }: Pick<Wish, 'container'>, { deliveries }: PresetLibrary): string {
  if (container !== null && container !== 'pictures') return usual;
  return Object.keys(deliveries).find((name) => deliveries[name]!.pictures?.from.includes(video.codec)) ?? 'png';
}

/** The delivery that a delivery names for what it would not hold of the picture, unless that would lose the fields. To match, depth is kept by the codec itself. */
function forPicture(name: string, shape: StreamShape, { deliveries }: PresetLibrary, matched: boolean): string {
  const { deeper, richer } = named('delivery', deliveries, name), { pixel } = shape;
  const other = !matched && pixel.depth > 8 && deeper !== undefined ? deeper : (pixel.alpha || pixel.chroma === '444') && richer !== undefined ? richer : name;
  return isInterlaced(shape) && !named('delivery', deliveries, other).fields ? name : other;
}

/** A codec that takes only some sizes and rates gives way to its sibling that takes all, when nobody named it. */
function forSize(name: string, coded: () => StreamShape, { deliveries }: PresetLibrary): string {
  const { only } = named('delivery', deliveries, name);
  return only && combinationsFor(coded(), only.combinations).length === 0 ? only.instead : name;
}

/** The picture as a delivery codes it: as it is stored, or turned where nothing could say how it is to be shown. */
function codedShape({ media, shape }: DeliveryRequest, delivery: Delivery, containerOf: (delivery: Delivery) => Container): StreamShape {
  return isUpright(media.video) || !isUpright(keptTurn(media, { delivery, container: containerOf(delivery) })) ? shape : turnedShape(shape, media.video);
}

function containerFor(delivery: Delivery, asked: AnyContainer | null, preferred: Container | null): Container {
  const container = asked === null ? preferred ?? delivery.containers[0] : delivery.containers.find((one) => one === asked);
  if (!container) throw illegal(delivery, asked!, `It goes into ${delivery.containers.join(', ')}.`);
  return container;
}

type Only = NonNullable<Delivery['only']>;
const combinationsFor = (shape: StreamShape, combinations: Only['combinations']): Only['combinations'] =>
  combinations.filter(({ width, height, fields, mbit }) => width === shape.width && height === shape.height && fields === isInterlaced(shape) && Object.hasOwn(mbit, formatRatio(shape.rate)));

/** The format of the picture, and the bit rate where the codec has fixed ones. @throws FrameWrightError `illegal-delivery` naming what is legal. */
function formatFor(shape: StreamShape, delivery: Delivery, container: Container): ReturnType<typeof chooseFormat> & Pick<ChosenDelivery, 'rateControl'> {
  const { only } = delivery;
  if (!only) return { ...chooseFormat(shape.pixel, delivery), rateControl: delivery.rateControl };
  const fitting = combinationsFor(shape, only.combinations);
  const found = chooseFormat(shape.pixel, { ...delivery, formats: delivery.formats.filter(({ pixel }) => fitting.length === 0 || fitting.some((one) => one.pixel === pixel)) });
  const combination = fitting.find(({ pixel }) => pixel === found.format.pixel);
  if (combination) return { ...found, rateControl: { kind: 'bitrate', value: combination.mbit[formatRatio(shape.rate)]! * 1e6 } };
  throw illegal(delivery, container, `It has only ${combinationWords(only)} frames per second; the picture is ${sizeWords(shape)}${isInterlaced(shape) ? ' interlaced' : ''} at ${formatRatio(shape.rate)}. The delivery ${only.instead} takes any.`);
}

/** `1920×1080 at 24000/1001, 25; 1920×1080 interlaced at 25`: rates of all depths together. */
function combinationWords({ combinations }: Only): string {
  const sizes = Map.groupBy(combinations, ({ width, height, fields }) => `${width}×${height}${fields ? ' interlaced' : ''}`);
  const value = (rate: string): number => toNumber(parseRatio(rate));
  return [...sizes].map(([size, rows]) => `${size} at ${[...new Set(rows.flatMap(({ mbit }) => Object.keys(mbit)))].sort((a, b) => value(a) - value(b)).join(', ')}`).join('; ');
}

function demandLegal(shape: StreamShape, { delivery, container, pixel }: Pick<ChosenDelivery, 'delivery' | 'container' | 'pixel'>): void {
  const { minWidth, minHeight, maxWidth, maxHeight } = delivery.sizes;
  if (shape.width < minWidth || shape.height < minHeight || shape.width > maxWidth || shape.height > maxHeight) {
    throw illegal(delivery, container, `The picture is ${sizeWords(shape)}; ${delivery.title} takes from ${minWidth}×${minHeight} to ${maxWidth}×${maxHeight}.`);
  }
  const legal = legalDelivery(delivery.codec, container, pixel);
  if (!legal.ok) throw illegal(delivery, container, legal.why);
  if (isInterlaced(shape) && !delivery.fields) throw illegal(delivery, container, `The video stays interlaced and ${delivery.title} keeps no fields here; h264, prores-422-hq and ffv1 do, or let it be deinterlaced.`);
}

const illegal = (delivery: Delivery, container: AnyContainer, why: string): FrameWrightError =>
  new FrameWrightError('illegal-delivery', { codec: delivery.title, container: container.toUpperCase(), why });
