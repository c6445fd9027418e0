// A picture that is stored turned or mirrored: kept so with its tag where the result has one, otherwise turned itself, without moving colour against brightness.
import { FrameWrightError } from '../../shared/errors.ts';
import type { ColourTags, Media, PixelFormat, StreamShape, Turn } from '../../shared/media.ts';
import type { Step } from '../../shared/plan.ts';
import { ratio } from '../../shared/time.ts';
import { containerTraits } from '../media/containers.ts';
import { mostExif } from '../media/picture-facts-write.ts';
import { pixelFormatOf } from '../media/pixel.ts';
import { chromaStep } from '../media/plane-sizes.ts';
import { isSideways, isUpright, orientationOf, turnWords, upright } from '../media/turn.ts';
import { isInterlaced } from '../stages/fields.ts';
import { planar } from '../stages/formats.ts';
import { grown } from '../stages/frames.ts';
import { placeOf } from '../stages/chroma.ts';
import { convertPixels } from './conversion.ts';
import type { ChosenDelivery } from './delivery.ts';
import { sentence } from './words.ts';

const turnStage = 'turn';

/** What the result says of how it is to be shown; the step `turnStep` does the rest. */
export const keptTurn = ({ video, picture }: Media, { container, delivery }: Pick<ChosenDelivery, 'container' | 'delivery'>): Turn =>
  (containerTraits[container].rotation || (delivery.pictures && picture && keepsTag(delivery.pictures.ending, picture, video)) ? { rotation: video.rotation, mirrored: video.mirrored } : upright);

/** Whether a picture's file says the same as its source's: TIFF by a tag of its own, others in the Exif data that they carry. */
function keepsTag(ending: string, { orientation, exif }: NonNullable<Media['picture']>, video: Turn): boolean {
  return orientation === orientationOf(video) && (ending === 'tif' || (exif !== null && exif.bytes <= (mostExif[ending] ?? 0)));
}

/**
 * The step that turns the picture as its source asks viewers to, or null where the result says so instead, or nothing is asked.
 * @throws FrameWrightError `illegal-delivery` for fields that would have to stand on end.
 */
export function turnStep(input: StreamShape, media: Media, chosen: ChosenDelivery): Step | null {
  const { rotation, mirrored } = media.video, turn = { rotation, mirrored };
  if (isUpright(turn) || !isUpright(keptTurn(media, chosen))) return null;
  const what = turnWords(turn), holder = chosen.delivery.pictures ? `.${chosen.delivery.pictures.ending} here` : containerTraits[chosen.container].name;
  if (isInterlaced(input) && isSideways(turn)) {
    throw new FrameWrightError('illegal-delivery', { codec: chosen.delivery.title, container: chosen.container.toUpperCase(), why: `The video stays interlaced and is to be shown ${what}; ${holder} has no tag for that, and fields cannot stand on end. MP4, MOV and MKV keep the tag; or let it be deinterlaced.` });
  }
  const output = turnedShape(input, turn), graph = turnGraph(input, turn), resampled = graph !== flips[orientationOf(turn)];
  const why = [
    `The source asks viewers to show the picture ${what}; ${holder} has no tag for that, so the picture itself is.`,
    ...(resampled ? ['Its chroma is resampled, so that it stays where its brightness is.'] : []),
    ...(output.fieldOrder === input.fieldOrder ? [] : [`Upside down, the ${output.fieldOrder === 'tff' ? 'top' : 'bottom'} field comes first.`]),
  ].map(sentence).join(' ');
  return { stage: turnStage, title: 'Turning the picture as it is shown', method: 'transpose', params: turn, kind: 'filter', graph, model: null, window: { before: 0, after: 0 }, warmup: 0, input, output, map: 'same', scan: null, strength: null, why };
}

/** How a step turns its picture; null for steps that do not. */
export const turnOfStep = ({ stage, params }: Pick<Step, 'stage' | 'params'>): Turn | null =>
  (stage === turnStage ? { rotation: Number(params['rotation']), mirrored: params['mirrored'] === true } : null);

/** The chain that brings a picture after these steps back to how its source stores it: cut to the picture and turned back; null where no step turns it. */
export function backGraph(steps: readonly Step[]): string | null {
  const step = steps.find((one) => turnOfStep(one)), turn = step && turnOfStep(step);
  if (!step || !turn) return null;
  // Quarter turns undo each other; every other orientation undoes itself.
  const back = isSideways(turn) && !turn.mirrored ? { ...turn, rotation: 360 - turn.rotation } : turn;
  return `crop=w=${step.output.width}:h=${step.output.height}:x=0:y=0:exact=1,${flips[orientationOf(back)]}`;
}

/** FFmpeg's filters for each orientation of Exif. They copy samples, plane by plane; vflip alone would only count the lines backwards in memory. */
const flips: Readonly<Record<number, string>> = {
  2: 'hflip', 3: 'vflip,hflip', 4: 'vflip,copy', 5: 'transpose=dir=cclock_flip', 6: 'transpose=dir=clock', 7: 'transpose=dir=clock_flip', 8: 'transpose=dir=cclock',
};
/** Orientations that exchange the stored picture's left and right, and its top and bottom, whatever becomes of its axes. */
const exchanged = { x: new Set([2, 3, 7, 8]), y: new Set([3, 4, 6, 7]) } as const;

/** The picture as it is shown. */
export function turnedShape(input: StreamShape, turn: Turn): StreamShape {
  const { width, height, sar, fieldOrder } = input;
  if (isSideways(turn)) return { ...input, width: height, height: width, sar: ratio(sar.den, sar.num) };
  const swaps = isInterlaced(input) && exchanged.y.has(orientationOf(turn)) && height % 2 === 0;
  return swaps ? { ...input, fieldOrder: fieldOrder === 'tff' ? 'bff' : 'tff' } : input;
}

/**
 * Chroma that does not lie in the middle of the pixels it covers would come to lie on their other side, for which there is no name. It is first brought to where the
 * flip leaves it, and then back. Sides that the chroma does not divide, chroma of four columns, and chroma that is halved one way only and turned the other way
 * go over chroma on every pixel.
 */
function turnGraph(input: StreamShape, turn: Turn): string {
  const orientation = orientationOf(turn), flip = flips[orientation]!, { pixel } = input, { x, y } = chromaStep(pixel), sideways = isSideways(turn);
  if (x === 1 && y === 1) return flip;
  const place = places[placeOf(input.colour) as keyof typeof places], whole = input.width % x === 0 && input.height % y === 0;
  const there = across(place, (at, axis) => (exchanged[axis].has(orientation) ? 1 - at : at), sideways);
  if (whole && x === y && x === 2 && keepsFields(input, orientation) && nameOf(there) === nameOf(place)) return flip;
  if (whole && x <= 2 && y <= 2 && !(sideways && x !== y) && keepsFields(input, orientation)) {
    const still = across(place, (at, axis) => (exchanged[axis].has(orientation) || (sideways && at === 1) ? 0.5 : at), false), after = across(still, (at) => at, sideways);
    const move = (from: Place, to: Place, shape: StreamShape): string[] => (samePlace(pixel, from, to) ? [] : [convertPixels(placed(shape, from), placed(shape, to))]);
    return [...move(place, still, input), flip, ...move(after, place, turnedShape(input, turn))].join(',');
  }
  return overEveryPixel(input, turnedShape(input, turn), flip);
}

/** Where a chroma sample lies in the pixels it covers: 0 on the first column or line, 1 on the last. */
type Place = readonly [x: number, y: number];
const places = { left: [0, 0.5], center: [0.5, 0.5], topleft: [0, 0], top: [0.5, 0], bottomleft: [0, 1], bottom: [0.5, 1] } as const satisfies Record<string, Place>;

const across = ([x, y]: Place, by: (at: number, axis: 'x' | 'y') => number, swapped: boolean): Place => (swapped ? [by(y, 'y'), by(x, 'x')] : [by(x, 'x'), by(y, 'y')]);
const nameOf = (place: Place): ColourTags['chromaPosition'] | undefined => (Object.keys(places) as (keyof typeof places)[]).find((name) => places[name][0] === place[0] && places[name][1] === place[1]);
const placed = (shape: StreamShape, place: Place): StreamShape => ({ ...shape, colour: { ...shape.colour, chromaPosition: nameOf(place)! } });

/** Only an axis along which chroma is coarser has places. */
function samePlace(pixel: PixelFormat, a: Place, b: Place): boolean {
  const { x, y } = chromaStep(pixel);
  return (x === 1 || a[0] === b[0]) && (y === 1 || a[1] === b[1]);
}

/** Whether whole planes may be flipped: each field's chroma must become the other field's, at the other field's height (H.264 figure 6-2). */
function keepsFields(input: StreamShape, orientation: number): boolean {
  const { y } = chromaStep(input.pixel);
  if (!isInterlaced(input) || y === 1) return true;
  return !exchanged.y.has(orientation) || (input.height % (2 * y) === 0 && places[placeOf(input.colour) as keyof typeof places][1] === 0.5);
}

/** The other way: chroma on every pixel of the picture grown to whole samples, cut, turned, and back. 16 bits on the way where the lines stay whole. */
function overEveryPixel(input: StreamShape, output: StreamShape, flip: string): string {
  const { pixel } = input, same = pixel.depth === 8 ? '' : `${pixel.depth}le`, stem = `yuv${pixel.alpha ? 'a' : ''}444p`;
  const fine = pixelFormatOf(isInterlaced(input) && planar.includes(`${stem}${same}`) ? `${stem}${same}` : `${stem}16le`);
  const before = wholeSides(input), after = wholeSides(output), isGrown = after.width !== output.width || after.height !== output.height;
  const cut = ({ width, height }: StreamShape): string => `crop=w=${width}:h=${height}:x=0:y=0:exact=1`;
  return [
    ...(before.width === input.width && before.height === input.height ? [convertPixels(input, { ...input, pixel: fine })] : [grown(input, before, 'in'), convertPixels(before, { ...before, pixel: fine }), cut(input)]),
    flip,
    ...(isGrown ? [grown({ ...output, pixel: fine }, after, 'fine'), convertPixels({ ...after, pixel: fine }, after), cut(output)] : [convertPixels({ ...output, pixel: fine }, output)]),
  ].join(',');
}

/** The picture grown to sides that the chroma divides, of each field where it has two. */
function wholeSides(shape: StreamShape): StreamShape {
  const { x, y } = chromaStep(shape.pixel), lines = isInterlaced(shape) ? 2 * y : y;
  return { ...shape, width: Math.ceil(shape.width / x) * x, height: Math.ceil(shape.height / lines) * lines };
}
