// Which delivery, container and pixel format the result gets, and what these cannot hold.
import type { PixelFormat, StreamShape } from '../../shared/media.ts';
import type { AnyContainer } from '../../shared/container.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Wish } from '../../shared/preset.ts';
import { pixelFormatOf } from '../media/pixel.ts';
import { legalDelivery } from '../media/legality.ts';
import { isInterlaced } from '../stages/fields.ts';
import type { Container, Delivery } from './deliveries.ts';
import { named, type PresetLibrary } from './presets.ts';
import { pixelWords, sizeWords } from './words.ts';

export type ChosenDelivery = {
  readonly name: string; readonly delivery: Delivery; readonly container: Container;
  readonly pixel: PixelFormat; readonly profile: string | null;
  /** The delivery that this one stands in for, as the picture has more bits; null when it was chosen itself. */
  readonly instead: string | null; readonly notices: readonly string[];
};

const usual = 'h264';

/**
 * The delivery that wish or preset names, otherwise H.264, or what H.264's file names for deeper pictures. Depth, chroma and transparency are kept where any of
 * its formats can; what none can hold is said, with the deliveries that would. @throws FrameWrightError `unknown-name`, `illegal-delivery`.
 */
export function chooseDelivery(shape: StreamShape, wish: Pick<Wish, 'delivery' | 'container'>, preset: string | null, library: PresetLibrary): ChosenDelivery {
  const first = wish.delivery ?? preset ?? usual;
  const name = wish.delivery === null ? forDepth(first, shape, library) : first;
  const delivery = named('delivery', library.deliveries, name);
  const container = wish.container === null ? delivery.containers[0] : delivery.containers.find((one) => one === wish.container);
  if (!container) throw illegal(delivery, wish.container!, `It goes into ${delivery.containers.join(', ')}.`);
  demandSize(delivery, container, shape);
  const { format, lost } = chooseFormat(shape.pixel, delivery);
  const pixel = pixelFormatOf(format.pixel);
  const legal = legalDelivery(delivery.codec, container, pixel);
  if (!legal.ok) throw illegal(delivery, container, legal.why);
  if (isInterlaced(shape) && !delivery.fields) throw illegal(delivery, container, `The video stays interlaced and ${delivery.title} keeps no fields here; h264, prores-422-hq and ffv1 do, or let it be deinterlaced.`);
  const notices = [...(format.note ? [format.note] : []), ...lost.map((loss) => sayLoss(loss, delivery, library))];
  return { name, delivery, container, pixel, profile: format.profile, instead: name === first ? null : first, notices };
}

/** The delivery that a delivery names for more than 8 bits, unless it would lose the fields. */
function forDepth(name: string, shape: StreamShape, { deliveries }: PresetLibrary): string {
  const { deeper } = named('delivery', deliveries, name);
  if (deeper === undefined || shape.pixel.depth <= 8) return name;
  return isInterlaced(shape) && !named('delivery', deliveries, deeper).fields ? name : deeper;
}

type Format = Delivery['formats'][number];

/** The picture's own format where the encoder has it, else the first that holds all of it, else the one that loses least. */
function chooseFormat(pixel: PixelFormat, { formats }: Delivery): { readonly format: Format; readonly lost: readonly Loss[] } {
  const rows = formats.map((format) => ({ format, lost: losses(pixel, pixelFormatOf(format.pixel)) }));
  const same = rows.find(({ format }) => format.pixel === pixel.name) ?? rows.find(({ format, lost }) => lost.length === 0 && pixelFormatOf(format.pixel).family === pixel.family) ?? rows.find(({ lost }) => lost.length === 0);
  if (same) return same;
  const held = (format: Format): number => quality(pixel, pixelFormatOf(format.pixel));
  return [...rows].sort((a, b) => a.lost.length - b.lost.length || held(b.format) - held(a.format))[0]!;
}

/** Samples of chroma for each luma sample, across and down. */
const chromaSamples: Readonly<Record<PixelFormat['chroma'], readonly [number, number]>> = {
  444: [1, 1], 422: [0.5, 1], 440: [1, 0.5], 420: [0.5, 0.5], 411: [0.25, 1], 410: [0.25, 0.25], none: [0, 0],
};

export type Loss = { readonly what: 'alpha' | 'chroma' | 'depth'; readonly says: string; readonly from: PixelFormat };

/** What `to` cannot keep of `from`; empty when it holds everything. */
export function losses(from: PixelFormat, to: PixelFormat): Loss[] {
  const [across, down] = chromaSamples[from.chroma], [toAcross, toDown] = chromaSamples[to.chroma];
  const opaque = (pixel: PixelFormat): string => pixelWords({ ...pixel, alpha: false });
  return [
    ...(from.alpha && !to.alpha ? [{ what: 'alpha', says: 'Transparency is lost', from } as const] : []),
    ...(toAcross < across || toDown < down ? [{ what: 'chroma', says: `Colour is reduced from ${opaque(from)} to ${opaque(to)}`, from } as const] : []),
    ...(to.depth < from.depth ? [{ what: 'depth', says: `${from.depth} bits become ${to.depth}, with dither`, from } as const] : []),
  ];
}

/** A loss, and which deliveries would not have it. */
function sayLoss({ what, says, from }: Loss, delivery: Delivery, { deliveries }: PresetLibrary): string {
  const keeps = ({ formats }: Delivery): boolean => formats.some(({ pixel }) => !losses(from, pixelFormatOf(pixel)).some((loss) => loss.what === what));
  const better = Object.keys(deliveries).filter((name) => keeps(deliveries[name]!));
  return `${says}: ${delivery.title} cannot hold more.${better.length ? ` Deliveries that can: ${better.join(', ')}.` : ''}`;
}

/** How much of a picture a format that loses something still holds: its chroma first, then its bits. */
const quality = (from: PixelFormat, to: PixelFormat): number => {
  const [across, down] = chromaSamples[to.chroma], [wantAcross, wantDown] = chromaSamples[from.chroma];
  return (Math.min(across, wantAcross) + Math.min(down, wantDown)) * 10 + Math.min(to.depth, from.depth) - (across + down) * 0.1;
};

function demandSize(delivery: Delivery, container: Container, shape: StreamShape): void {
  const { minWidth, minHeight, maxWidth, maxHeight } = delivery.sizes;
  if (shape.width >= minWidth && shape.height >= minHeight && shape.width <= maxWidth && shape.height <= maxHeight) return;
  throw illegal(delivery, container, `The picture is ${sizeWords(shape)}; ${delivery.title} takes from ${minWidth}×${minHeight} to ${maxWidth}×${maxHeight}.`);
}

const illegal = (delivery: Delivery, container: AnyContainer, why: string): FrameWrightError =>
  new FrameWrightError('illegal-delivery', { codec: delivery.title, container: container.toUpperCase(), why });

/**
 * Sides as the encoder needs them: even where chroma is halved that way, in the picture that comes or in the one that goes, since a conversion needs both whole.
 * An encoder that takes odd sides gets the picture as it is when nothing is converted.
 */
export function legalSize(shape: Pick<StreamShape, 'width' | 'height' | 'pixel'>, to: PixelFormat, oddSizes: boolean): { readonly width: number; readonly height: number } {
  if (oddSizes && shape.pixel.name === to.name) return { width: shape.width, height: shape.height };
  const up = (length: number, samples: number): number => (samples > 0 ? Math.ceil(length * samples - 1e-9) / samples : length);
  const [across, down] = chromaSamples[shape.pixel.chroma], [toAcross, toDown] = chromaSamples[to.chroma];
  const finer = (a: number, b: number): number => Math.min(a || 1, b || 1);
  return { width: up(shape.width, finer(across, toAcross)), height: up(shape.height, finer(down, toDown)) };
}
