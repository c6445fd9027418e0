// How large the result is to be and how the picture lies in it, before anything is decided about how to get there.
import { FrameWrightError } from '../../shared/errors.ts';
import type { StreamShape } from '../../shared/media.ts';
import type { Wish } from '../../shared/preset.ts';
import { toNumber } from '../../shared/time.ts';
import type { Size } from '../stages/sizes.ts';
import { sizeWords } from './words.ts';
import { chromaStep } from '../media/plane-sizes.ts';

export type Target = {
  /** The picture after scaling. */
  readonly width: number; readonly height: number;
  /** The frame that the picture is fitted into; null where the picture is the frame. */
  readonly canvas: Size | null; readonly fit: Wish['fit'];
  /** Whether pixels become square; otherwise the result keeps the source's aspect ratio of pixels. */
  readonly square: boolean;
  /** A sentence for people. */
  readonly why: string;
  /** What was rounded away, for people; null when nothing was. */
  readonly rounded: string | null;
};

export type TargetWish = Pick<Wish, 'squarePixels' | 'aspect' | 'fit'> & {
  /** `auto`, a factor (`2`, `x1.5`), display lines (`1080p`) or a display size in square pixels (`1920x1080`). */
  readonly scale: string;
  /** Degrees clockwise: 90 and 270 turn the picture, so its lines are the frame's columns. */
  readonly rotation: number;
  /** Whether only the CPU works on it, which halves what `auto` dares. */
  readonly cpuOnly: boolean;
  /** Whether the result is interlaced, so that its lines are those of two fields. */
  readonly fields: boolean;
};

/** `auto` fills 2160 lines, enlarges at most so often, and leaves alone what has this many lines or columns already. */
const auto = { lines: 2160, factor: 4, factorOnCpu: 2, largeShort: 1080, largeLong: 1920 } as const;
const factors = { least: 0.1, most: 8 }, lines = { least: 16, most: 8640 };
/** Shapes that differ by fewer pixels than this at the wanted size are the same: rounding to whole pixels makes up to one. */
const sameShape = 2;

/** The result's size. `source` is the picture that is kept of it. Scaled sides are such that the chroma stays whole, in each field where it is interlaced. @throws FrameWrightError `bad-value`. */
export function targetOf(source: StreamShape, wish: TargetWish): Target {
  const box = boxOf(wish), square = wish.squarePixels || box !== null;
  const base = square ? squared(source) : { width: source.width, height: source.height };
  const aspect = box ? box.width / box.height : codedAspect(wish, square ? 1 : toNumber(source.sar));
  const frame = aspect === null ? base : around(base, aspect, wish.fit === 'crop');
  const { factor, why } = box ? { factor: box.width / frame.width, why: `You asked for ${wish.scale}.` } : factorOf(wish, frame);
  const wholeSides = sidesFor(source, wish.fields), roundedWords = roundedBy(wish.fields);
  const exact = scaled(base, factor), untouched = factor === 1 && square === wish.squarePixels && base.width === source.width && base.height === source.height;
  const whole = untouched ? base : wholeSides(exact);
  if (aspect === null) return { ...whole, canvas: null, fit: null, square, why: squareWords(why, source, square), rounded: untouched ? null : roundedWords(exact, whole) };
  const canvas = wholeSides(scaled(frame, factor));
  if (box && wish.fit === null) {
    demandShape(exact, box, wish.scale);
    return { ...canvas, canvas: null, fit: null, square, why: squareWords(why, source, square), rounded: roundedWords(box, canvas) };
  }
  // A pixel of difference is the frame's rounding: a picture that is scaled anyway takes it along, one that is not stays as it is.
  const picture = untouched ? base : { width: near(whole.width, canvas.width), height: near(whole.height, canvas.height, wish.fields ? 2 * sameShape : sameShape) };
  return { ...picture, canvas, fit: wish.fit, square, why: squareWords(why, source, square), rounded: roundedWords(box ?? scaled(frame, factor), canvas) };
}

/** `1920x1080` as the frame's sides as stored; null for any other scale. @throws FrameWrightError `bad-value`. */
function boxOf({ scale, rotation, aspect, fit }: TargetWish): Size | null {
  const sides = /^(\d{1,5})x(\d{1,5})$/i.exec(scale);
  if (!sides) return null;
  const [width, height] = [Number(sides[1]), Number(sides[2])] as [number, number];
  if (Math.min(width, height) < lines.least || Math.max(width, height) > 2 * lines.most) throw badScale(scale);
  const [w, h] = (aspect ?? `${width}:${height}`).split(':').map(Number) as [number, number];
  if (fit !== null && Math.abs(w / h / (width / height) - 1) * width >= sameShape) throw new FrameWrightError('bad-value', { key: '--aspect', value: aspect!, why: `--scale ${scale} has another shape; give one of them.` });
  return rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}

/** Columns by lines of the frame that `--aspect` asks for, in pixels of this shape; null where the picture's own shape stays. @throws FrameWrightError `bad-value`. */
function codedAspect({ aspect, fit, rotation }: TargetWish, pixel: number): number | null {
  if (fit === null) return null;
  if (aspect === null) throw new FrameWrightError('bad-value', { key: '--fit', value: fit, why: 'Say what the picture is to fit into: --scale 1920x1080, or --aspect 16:9.' });
  const [w, h] = aspect.split(':').map(Number) as [number, number];
  return (rotation % 180 === 0 ? w / h : h / w) / pixel;
}

/** The frame of this aspect that holds the picture, or the largest that lies inside it. Sides that are nearly the picture's are its own. */
function around({ width, height }: Size, aspect: number, inside: boolean): Size {
  const pick = inside ? Math.min : Math.max;
  return { width: near(pick(width, height * aspect), width, 1e-6 * width), height: near(pick(height, width / aspect), height, 1e-6 * height) };
}

const near = (value: number, other: number, tolerance: number = sameShape): number => (Math.abs(value - other) <= tolerance ? other : value);
const scaled = ({ width, height }: Size, factor: number): Size => ({ width: width * factor, height: height * factor });

/** The frame with square pixels: the side that gains is enlarged, so no line or column is lost. */
function squared({ width, height, sar }: StreamShape): Size {
  const aspect = toNumber(sar);
  return aspect >= 1 ? { width: width * aspect, height } : { width, height: height / aspect };
}

function factorOf(wish: TargetWish, frame: Size): { readonly factor: number; readonly why: string } {
  if (wish.scale === 'auto') return autoFactor(frame, wish);
  const wanted = /^(\d{1,5})p$/i.exec(wish.scale);
  if (wanted) {
    const count = within(Number(wanted[1]), lines, wish.scale);
    return { factor: count / (wish.rotation % 180 === 0 ? frame.height : frame.width), why: `You asked for ${count} lines.` };
  }
  const factor = /^x?(\d+(?:\.\d+)?)x?$/i.exec(wish.scale);
  if (!factor) throw badScale(wish.scale);
  return { factor: within(Number(factor[1]), factors, wish.scale), why: `You asked for ×${factor[1]}.` };
}

function autoFactor({ width, height }: Size, { cpuOnly, fields }: TargetWish): { readonly factor: number; readonly why: string } {
  const short = Math.min(width, height), long = Math.max(width, height);
  if (short >= auto.largeShort || long >= auto.largeLong) return { factor: 1, why: `${Math.round(long)} × ${Math.round(short)} is large already, so the size stays; ask for more with --scale.` };
  if (fields) return { factor: 1, why: 'The video stays interlaced, so the size stays; ask for more with --scale.' };
  const most = cpuOnly ? auto.factorOnCpu : auto.factor;
  const factor = Math.min(most, auto.lines / short);
  return factor < most ? { factor, why: `The size goes up to ${auto.lines} lines, the most that is chosen unasked.` } : { factor, why: `The size goes up ×${most}, the most that is chosen unasked ${cpuOnly ? 'without' : 'with'} a graphics card.` };
}

const squareWords = (why: string, source: StreamShape, square: boolean): string => (square && toNumber(source.sar) !== 1 ? `${why} Pixels become square.` : why);

/**
 * Makes sides whole: multiples of what one chroma sample covers, twice that for the lines of two fields; of two for grey, which most encoders take as 4:2:0. Lines of fields that
 * do not change stay as they are.
 */
function sidesFor({ pixel, height }: StreamShape, fields: boolean): (size: Size) => Size {
  const { x, y } = pixel.family === 'grey' ? { x: 2, y: 2 } : chromaStep(pixel);
  const whole = (length: number, step: number): number => Math.max(step === 1 ? 2 : step, Math.round(length / step) * step);
  return (size) => ({ width: whole(size.width, x), height: fields && Math.round(size.height) === height ? height : whole(size.height, fields ? 2 * y : y) });
}

const roundedBy = (fields: boolean) => (exact: Size, whole: Size): string | null => {
  const plain = { width: Math.round(exact.width), height: Math.round(exact.height) };
  if (Math.abs(whole.width - exact.width) <= 0.5 && Math.abs(whole.height - exact.height) <= 0.5) return null;
  return `${sizeWords(plain)} becomes ${sizeWords(whole)}, because ${fields ? 'both fields of interlaced video need' : 'the chroma needs'} whole samples on every side.`;
};

function demandShape(picture: Size, box: Size, scale: string): void {
  if (Math.abs(picture.width - box.width) < sameShape && Math.abs(picture.height - box.height) < sameShape) return;
  const aspect = (picture.width / picture.height).toFixed(3), wanted = (box.width / box.height).toFixed(3);
  throw new FrameWrightError('bad-value', { key: '--scale', value: scale, why: `The picture is ${aspect} times as wide as high, this size ${wanted} times; say how it is to fit: --fit pad, --fit blur or --fit crop, or give the lines only (${/\d+$/.exec(scale)![0]}p).` });
}

function within(value: number, limits: { readonly least: number; readonly most: number }, text: string): number {
  if (value < limits.least || value > limits.most) throw badScale(text);
  return value;
}

const badScale = (value: string): FrameWrightError => new FrameWrightError('bad-value', {
  key: '--scale', value, why: `It is auto, a factor from ${factors.least} to ${factors.most} such as 2 or x1.5, display lines from ${lines.least}p to ${lines.most}p such as 1080p, or a size such as 1920x1080.`,
});
