// What is asked of each case: most are delivered whole and without loss, others into other codecs and containers, in part, or with more beside the picture.
import type { ClipSpec } from '../fixtures/clip.ts';
import { makeCases, specOf, titleOf, type Case } from './cases.ts';

export type Container = 'mkv' | 'mp4' | 'mov' | 'mxf';
export type Order = {
  readonly of: Case; readonly delivery: string; readonly container: Container;
  /** Near-lossless quality of lossy encoders; null for the rest. */
  readonly crf: number | null;
  /** Least PSNR, dB. */
  readonly psnr: number;
  /** Frames `[in, out)` of the source; null for all. */
  readonly part: { readonly in: number; readonly out: number } | null;
  /** Whether there are a second track of sound, tags, and in Matroska subtitles. */
  readonly more: boolean;
};

type Way = Pick<Order, 'delivery' | 'container' | 'crf' | 'psnr'> & { takes(one: Case): boolean };
const lossless: Way = { delivery: 'ffv1', container: 'mkv', crf: null, psnr: Infinity, takes: () => true };
/** Identity runs give at least so much. */
const bound = 50;
const isEven = ({ rate }: Case): boolean => rate.ptsOf === undefined;
/** Rates that content packages know. */
const isPackaged = (one: Case): boolean => isEven(one) && one.rate.name !== '15';
/** What only another sampling or depth could be delivered as is no identity. */
const yuv = (depths: string) => ({ picture: { pixel } }: Case): boolean => new RegExp(`^yuv(420|422|444)p(${depths})$`).test(pixel);
const ways: readonly Way[] = [
  { delivery: 'h264', container: 'mp4', crf: 1, psnr: bound, takes: yuv('|10le') },
  { delivery: 'prores-422-hq', container: 'mov', crf: null, psnr: bound, takes: ({ picture }) => picture.pixel === 'yuv422p10le' },
  { delivery: 'ffv1', container: 'mov', crf: null, psnr: Infinity, takes: () => true },
  { delivery: 'hevc', container: 'mp4', crf: 0, psnr: bound, takes: yuv('|10le|12le') },
  { delivery: 'ffv1', container: 'mxf', crf: null, psnr: Infinity, takes: isPackaged },
  { delivery: 'match', container: 'mkv', crf: 1, psnr: bound, takes: (one) => /^lib(x264|x265)$/.test(one.picture.encoder) && yuv('|10le|12le')(one) },
  { delivery: 'h264', container: 'mov', crf: 1, psnr: bound, takes: yuv('|10le') },
];

/** Every case once; a third of them in ways of `ways` in turn, a fourth in part, half with more beside the picture. The same list every time. */
export function makeOrders(): Order[] {
  let turn = 0;
  return makeCases().map((of, i) => {
    const later = Array.from(ways, (_, k) => ways[(turn + k) % ways.length]!).find((way) => way.takes(of));
    const way = i % 3 === 1 && later ? later : lossless;
    if (way !== lossless) turn = ways.indexOf(way) + 1;
    const { delivery, container, crf, psnr } = way;
    return { of, delivery, container, crf, psnr, part: i % 4 === 2 ? { in: 3, out: 12 } : null, more: i % 2 === 0 };
  });
}

export const titleOfOrder = ({ of, delivery, container, part, more }: Order): string =>
  `${titleOf(of)}${more ? ', more tracks' : ''} → ${delivery}, ${container}${part ? `, frames ${part.in} to ${part.out}` : ''}`;

/** The clip of an order. */
export function clipOf({ of, more }: Order): ClipSpec {
  const spec = specOf(of), first = spec.audio![0]!;
  if (!more || /^(flv|mxf|vob)$/.test(of.container)) return spec;
  return {
    ...spec, metadata: { title: 'A day out' }, audio: [first, { ...first, source: 'sine=frequency=900:sample_rate=48000', language: 'fra', offset: 0 }],
    ...(of.container === 'mkv' ? { subtitles: [{ language: 'eng', cues: [{ at: 0.15, duration: 0.08, text: 'Hello' }] }] } : {}),
  };
}
