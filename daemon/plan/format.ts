// Which pixel format of a delivery holds the picture best, and what it cannot hold.
import type { PixelFormat, StreamShape } from '../../shared/media.ts';
import { pixelFormatOf } from '../media/pixel.ts';
import type { Delivery } from './deliveries.ts';
import type { PresetLibrary } from './presets.ts';
import { pixelWords } from './words.ts';

type Format = Delivery['formats'][number];

/** The picture's own format where the encoder has it, else the first that holds all of it, else the one that loses least. */
export function chooseFormat(pixel: PixelFormat, { formats }: Delivery): { readonly format: Format; readonly lost: readonly Loss[] } {
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

/** A loss, and which deliveries would not have it. `name` is that of `delivery`, which may hold less here than its file says it can. */
export function sayLoss({ what, says, from }: Loss, name: string, delivery: Delivery, { deliveries }: PresetLibrary): string {
  const keeps = ({ formats }: Delivery): boolean => formats.some(({ pixel }) => !losses(from, pixelFormatOf(pixel)).some((loss) => loss.what === what));
  const better = Object.keys(deliveries).filter((other) => other !== name && keeps(deliveries[other]!)), narrowed = keeps(deliveries[name]!);
  return `${says}: ${delivery.title} ${narrowed ? 'holds no more as it is used here' : 'cannot hold more'}.${better.length ? ` Deliveries that can: ${better.join(', ')}.` : ''}`;
}

/** How much of a picture a format that loses something still holds: its chroma first, then its bits. */
const quality = (from: PixelFormat, to: PixelFormat): number => {
  const [across, down] = chromaSamples[to.chroma], [wantAcross, wantDown] = chromaSamples[from.chroma];
  return (Math.min(across, wantAcross) + Math.min(down, wantDown)) * 10 + Math.min(to.depth, from.depth) - (across + down) * 0.1;
};

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
