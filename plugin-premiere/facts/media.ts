// What Premiere tells of the media behind a clip, in words and floats, as exact values.
import type { Interpretation } from '../../shared/preset.ts';
import type { ClipKind, Size } from '../../shared/panel/host.ts';
import { convert, instant, premiereTicks, rateOf, type Instant } from '../../shared/panel/instant.ts';
import { ratio, type Rational } from '../../shared/time.ts';
import type { MediaFacts } from './facts.ts';

const usual: readonly (readonly [number, number])[] = [[24000, 1001], [24, 1], [25, 1], [30000, 1001], [30, 1], [48000, 1001], [48, 1], [50, 1], [60000, 1001], [60, 1], [100, 1], [120000, 1001], [120, 1], [12, 1], [15, 1]];

/** The exact rate that a rounded one stands for (`29.97` is 30000/1001); others are taken at three decimals. Null for none. */
export function exactRate(value: number): Rational | null {
  if (!Number.isFinite(value) || value <= 0) return null;
  const near = usual.find(([num, den]) => Math.abs(num / den - value) < 0.006);
  return near ? ratio(near[0], near[1]) : ratio(Math.round(value * 1000), 1000);
}

/** `25.00 fps`, `29,97 fps`. */
const writtenRate = (text: string): Rational | null => exactRate(Number.parseFloat(text.replace(',', '.')));
/** `1920 x 1080 (1.0)`: size and pixel aspect. */
const writtenVideo = (text: string): { readonly size: Size; readonly par: number | null } | null => {
  const [, width, height, par] = /(\d+)\s*[x×]\s*(\d+)(?:\s*\((\d+[.,]?\d*)\))?/.exec(text) ?? [];
  return width === undefined || height === undefined ? null : { size: { width: Number(width), height: Number(height) }, par: par === undefined ? null : Number(par.replace(',', '.')) };
};

/** A length as Premiere writes it: ticks, or timecode of the media's own rate, which drops numbers where it has semicolons. */
export function writtenLength(text: string, rate: Rational | null): Instant | null {
  if (/^\d{6,}$/.test(text)) return instant(text, premiereTicks);
  const parts = /^(\d+)([:;])(\d\d)\2(\d\d)[:;.](\d\d)$/.exec(text);
  if (!parts || !rate) return null;
  const [hours, minutes, seconds, frames] = [parts[1], parts[3], parts[4], parts[5]].map(Number) as [number, number, number, number];
  const perSecond = Math.round(rate.num / rate.den), inMinutes = hours * 60 + minutes, dropped = parts[2] === ';' ? perSecond / 15 * (inMinutes - Math.floor(inMinutes / 10)) : 0;
  return convert(instant((inMinutes * 60 + seconds) * perSecond + frames - dropped, rateOf(rate)), premiereTicks);
}

export type MediaWords = { readonly rate: string | null; readonly size: Size | null; readonly length: Instant | null; readonly hasAlpha: boolean | null; readonly interpretation: Interpretation };

/** @param picture false for the sound of a file, whose columns speak of its picture. */
export function readMedia(media: MediaFacts, picture: boolean): MediaWords {
  const { footage } = media, own = writtenRate(media.timebase), read = footage ? exactRate(footage.rate) : null, video = writtenVideo(media.video);
  const rate = picture ? read ?? own : null;
  return {
    rate: rate && rateOf(rate), size: picture ? video?.size ?? null : null, length: writtenLength(media.duration, own ?? read),
    hasAlpha: picture && footage ? footage.alpha > 0 && !footage.ignoresAlpha : null, interpretation: picture ? interpretationOf(media, own, read, video?.par ?? null) : {},
  };
}

/** Only what the user told Premiere otherwise than the file says. */
function interpretationOf({ footage }: MediaFacts, own: Rational | null, read: Rational | null, par: number | null): Interpretation {
  if (!footage) return {};
  const fields = { 0: 'progressive', 1: 'tff', 2: 'bff' } as const, fieldOrder = fields[footage.field as 0 | 1 | 2];
  const conformed = own && read && (own.num !== read.num || own.den !== read.den) ? read : undefined;
  const wide = par !== null && footage.par > 0 && Math.abs(par - footage.par) > 0.01 ? ratio(Math.round(footage.par * 10_000), 10_000) : undefined;
  return { ...(fieldOrder ? { fieldOrder } : {}), ...(conformed ? { rate: conformed } : {}), ...(wide ? { sar: wide } : {}), ...(footage.pulldown ? { cadence: '3:2' as const } : {}) };
}

const pictures = /\.(?:bmp|gif|jpe?g|png|psd|tga|tiff?|dpx|exr|webp|heic|heif|ai|eps)$/i;

/** `graphic` and `adjustment` are facts of the clip. */
export function kindOf(media: MediaFacts | null, clip: { readonly kind: 'video' | 'audio'; readonly graphic: boolean; readonly adjustment: boolean }): ClipKind {
  if (clip.adjustment) return 'adjustment';
  if (clip.graphic) return 'title';
  if (!media) return 'generator';
  if (media.multicam) return 'multicam';
  // A merged clip is several files in one item.
  if (media.sequence || media.merged) return 'nested';
  if (media.path === '') return 'generator';
  if (clip.kind === 'audio') return 'sound';
  // A numbered sequence of pictures has a length of its own, a still has none.
  return pictures.test(media.path) && media.duration === '' ? 'still' : 'media';
}
