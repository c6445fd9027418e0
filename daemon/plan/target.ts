// How large the result is to be, before anything is decided about how to get there.
import { FrameWrightError } from '../../shared/errors.ts';
import type { StreamShape } from '../../shared/media.ts';
import { toNumber } from '../../shared/time.ts';

export type Target = {
  readonly width: number; readonly height: number;
  /** Whether pixels become square; otherwise the result keeps the source's aspect ratio of pixels. */
  readonly square: boolean;
  /** A sentence for people. */
  readonly why: string;
};

export type TargetWish = {
  /** `auto`, a factor (`2`, `x1.5`) or display lines (`1080p`). */
  readonly scale: string; readonly squarePixels: boolean;
  /** Degrees clockwise: 90 and 270 turn the picture, so its lines are the frame's columns. */
  readonly rotation: number;
  /** Whether only the CPU works on it, which halves what `auto` dares. */
  readonly cpuOnly: boolean;
};

/** `auto` fills 2160 lines, enlarges at most so often, and leaves alone what has this many lines or columns already. */
const auto = { lines: 2160, factor: 4, factorOnCpu: 2, largeShort: 1080, largeLong: 1920 } as const;
const factors = { least: 0.1, most: 8 }, lines = { least: 16, most: 8640 };

/** The result's size. Scaled sizes are even, so that every chroma format holds them. @throws FrameWrightError `bad-value`. */
export function targetOf(source: StreamShape, wish: TargetWish): Target {
  const base = wish.squarePixels ? squared(source) : { width: source.width, height: source.height };
  const turned = wish.rotation % 180 !== 0;
  const { factor, why } = factorOf(wish, base, turned);
  const same = factor === 1 && base.width === source.width && base.height === source.height;
  const size = same ? base : { width: even(base.width * factor), height: even(base.height * factor) };
  return { ...size, square: wish.squarePixels, why: wish.squarePixels && toNumber(source.sar) !== 1 ? `${why} Pixels become square.` : why };
}

type Size = { readonly width: number; readonly height: number };

/** The frame with square pixels: the side that gains is enlarged, so no line or column is lost. */
function squared({ width, height, sar }: StreamShape): Size {
  const aspect = toNumber(sar);
  return aspect >= 1 ? { width: width * aspect, height } : { width, height: height / aspect };
}

function factorOf(wish: TargetWish, base: Size, turned: boolean): { readonly factor: number; readonly why: string } {
  if (wish.scale === 'auto') return autoFactor(base, wish.cpuOnly);
  const wanted = /^(\d{1,5})p$/i.exec(wish.scale);
  if (wanted) {
    const count = within(Number(wanted[1]), lines, wish.scale);
    return { factor: count / (turned ? base.width : base.height), why: `You asked for ${count} lines.` };
  }
  const factor = /^x?(\d+(?:\.\d+)?)x?$/i.exec(wish.scale);
  if (!factor) throw badScale(wish.scale);
  return { factor: within(Number(factor[1]), factors, wish.scale), why: `You asked for ×${factor[1]}.` };
}

function autoFactor({ width, height }: Size, cpuOnly: boolean): { readonly factor: number; readonly why: string } {
  const short = Math.min(width, height), long = Math.max(width, height);
  if (short >= auto.largeShort || long >= auto.largeLong) return { factor: 1, why: `${long} × ${short} is large already, so the size stays; ask for more with --scale.` };
  const most = cpuOnly ? auto.factorOnCpu : auto.factor;
  const factor = Math.min(most, auto.lines / short);
  return factor < most ? { factor, why: `The size goes up to ${auto.lines} lines, the most that is chosen unasked.` } : { factor, why: `The size goes up ×${most}, the most that is chosen unasked ${cpuOnly ? 'without' : 'with'} a graphics card.` };
}

const even = (length: number): number => Math.max(2, Math.round(length / 2) * 2);

function within(value: number, limits: { readonly least: number; readonly most: number }, text: string): number {
  if (value < limits.least || value > limits.most) throw badScale(text);
  return value;
}

const badScale = (value: string): FrameWrightError => new FrameWrightError('bad-value', {
  key: '--scale', value, why: `It is auto, a factor from ${factors.least} to ${factors.most} such as 2 or x1.5, or display lines from ${lines.least}p to ${lines.most}p such as 1080p.`,
});
