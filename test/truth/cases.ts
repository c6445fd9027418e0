// The matrix of generated cases: every legal pair of values of every two axes occurs in at least one case.
import { AVCHROMA_LOC_BOTTOM, AVCHROMA_LOC_BOTTOMLEFT, AVCHROMA_LOC_CENTER, AVCHROMA_LOC_LEFT, AVCHROMA_LOC_TOP, AVCHROMA_LOC_TOPLEFT } from 'node-av';
import type { ClipSpec } from '../fixtures/clip.ts';
import { randomFrom } from './damage.ts';

type Ratio = { readonly num: number; readonly den: number };
type Picture = { readonly name: string; readonly encoder: string; readonly pixel: string; readonly options?: Record<string, string>; readonly containers: readonly string[]; /** Whether the encoder keeps interlaced flags. */ readonly fields?: boolean; readonly gop?: number; readonly bFrames?: number };
type Space = { readonly name: string; readonly matrix: number; readonly primaries: number; readonly transfer: number };
type Rate = { readonly name: string; readonly rate: Ratio; /** Ticks of 1/1000 s of frame i, where times vary. */ readonly ptsOf?: (frame: number) => number };

/** One generated file, and what is delivered from it. */
export type Case = {
  readonly container: string; readonly picture: Picture; readonly range: 'tv' | 'pc'; readonly space: Space; readonly sar: Ratio;
  readonly field: 'progressive' | 'tff' | 'bff'; readonly rate: Rate; readonly chroma: { readonly name: string; readonly location: number };
};

const lossless264 = { preset: 'ultrafast', qp: '0' };
const pictures: readonly Picture[] = [
  { name: 'H.264 4:2:0 8 bit', encoder: 'libx264', pixel: 'yuv420p', options: { preset: 'veryfast', crf: '12' }, containers: ['mp4', 'mov', 'mkv', 'ts', 'avi', 'flv'], fields: true, bFrames: 2 },
  { name: 'H.264 4:2:2 8 bit', encoder: 'libx264', pixel: 'yuv422p', options: lossless264, containers: ['mp4', 'mov', 'mkv'], fields: true },
  { name: 'H.264 4:4:4 8 bit', encoder: 'libx264', pixel: 'yuv444p', options: lossless264, containers: ['mp4', 'mkv'] },
  { name: 'H.264 4:2:0 10 bit', encoder: 'libx264', pixel: 'yuv420p10le', options: lossless264, containers: ['mp4', 'mkv', 'ts'] },
  { name: 'HEVC 4:2:0 8 bit', encoder: 'libx265', pixel: 'yuv420p', options: { preset: 'ultrafast', 'x265-params': 'log-level=none:crf=12' }, containers: ['mp4', 'mov', 'mkv', 'ts'] },
  { name: 'HEVC 4:2:0 10 bit', encoder: 'libx265', pixel: 'yuv420p10le', options: { preset: 'ultrafast', 'x265-params': 'log-level=none:crf=12' }, containers: ['mp4', 'mkv'] },
  { name: 'HEVC 4:2:2 12 bit', encoder: 'libx265', pixel: 'yuv422p12le', options: { preset: 'ultrafast', 'x265-params': 'log-level=none:crf=12' }, containers: ['mp4', 'mkv'] },
  { name: 'MPEG-2 4:2:0', encoder: 'mpeg2video', pixel: 'yuv420p', containers: ['vob', 'ts', 'mkv'], fields: true, bFrames: 2 },
  { name: 'MPEG-2 4:2:2', encoder: 'mpeg2video', pixel: 'yuv422p', containers: ['ts', 'mkv', 'mxf'], fields: true, gop: 1, bFrames: 0 },
  { name: 'MPEG-4 part 2', encoder: 'mpeg4', pixel: 'yuv420p', containers: ['avi', 'mp4', 'mkv'], bFrames: 0 },
  { name: 'VP9 4:2:0', encoder: 'libvpx-vp9', pixel: 'yuv420p', options: { 'cpu-used': '8', deadline: 'realtime', crf: '10' }, containers: ['mkv', 'webm'] },
  { name: 'VP9 4:4:4 10 bit', encoder: 'libvpx-vp9', pixel: 'yuv444p10le', options: { 'cpu-used': '8', deadline: 'realtime', lossless: '1' }, containers: ['mkv', 'webm'] },
  { name: 'AV1 4:2:0 10 bit', encoder: 'libsvtav1', pixel: 'yuv420p10le', options: { preset: '12' }, containers: ['mp4', 'mkv'] },
  { name: 'ProRes 4:2:2', encoder: 'prores_ks', pixel: 'yuv422p10le', options: { profile: '3' }, containers: ['mov', 'mkv'], fields: true, gop: 1, bFrames: 0 },
  { name: 'ProRes 4:4:4:4', encoder: 'prores_ks', pixel: 'yuva444p10le', options: { profile: '4', alpha_bits: '16' }, containers: ['mov'], gop: 1, bFrames: 0 },
  { name: 'FFV1 4:2:0', encoder: 'ffv1', pixel: 'yuv420p', options: { level: '3' }, containers: ['mkv', 'mov', 'avi'], fields: true, gop: 1, bFrames: 0 },
  { name: 'FFV1 4:1:1', encoder: 'ffv1', pixel: 'yuv411p', options: { level: '3' }, containers: ['mkv'], fields: true, gop: 1, bFrames: 0 },
  { name: 'FFV1 4:4:0', encoder: 'ffv1', pixel: 'yuv440p', options: { level: '3' }, containers: ['mkv'], gop: 1, bFrames: 0 },
  { name: 'FFV1 4:1:0', encoder: 'ffv1', pixel: 'yuv410p', options: { level: '3' }, containers: ['mkv'], gop: 1, bFrames: 0 },
  { name: 'FFV1 4:2:2 16 bit', encoder: 'ffv1', pixel: 'yuv422p16le', options: { level: '3' }, containers: ['mkv'], gop: 1, bFrames: 0 },
  { name: 'FFV1 4:4:4 12 bit', encoder: 'ffv1', pixel: 'yuv444p12le', options: { level: '3' }, containers: ['mkv'], gop: 1, bFrames: 0 },
  { name: 'FFV1 4:2:0 with alpha', encoder: 'ffv1', pixel: 'yuva420p', options: { level: '3' }, containers: ['mkv'], gop: 1, bFrames: 0 },
  { name: 'FFV1 grey', encoder: 'ffv1', pixel: 'gray', options: { level: '3' }, containers: ['mkv'], gop: 1, bFrames: 0 },
  { name: 'FFV1 grey 16 bit', encoder: 'ffv1', pixel: 'gray16le', options: { level: '3' }, containers: ['mkv'], gop: 1, bFrames: 0 },
  { name: 'FFV1 RGB 10 bit', encoder: 'ffv1', pixel: 'gbrp10le', options: { level: '3' }, containers: ['mkv'], gop: 1, bFrames: 0 },
  { name: 'Motion JPEG', encoder: 'mjpeg', pixel: 'yuvj422p', options: { 'q': '2' }, containers: ['avi', 'mov', 'mkv'], gop: 1, bFrames: 0 },
  { name: 'raw UYVY', encoder: 'rawvideo', pixel: 'uyvy422', containers: ['avi', 'mov'], gop: 1, bFrames: 0 },
  { name: 'raw RGB', encoder: 'rawvideo', pixel: 'bgr24', containers: ['avi'], gop: 1, bFrames: 0 },
  { name: 'PNG with alpha', encoder: 'png', pixel: 'rgba', containers: ['mov', 'mkv'], gop: 1, bFrames: 0 },
  { name: 'Huffyuv 4:2:2', encoder: 'huffyuv', pixel: 'yuv422p', containers: ['avi', 'mkv'], gop: 1, bFrames: 0 },
];

/** Code points of ITU-T H.273. */
const spaces: readonly Space[] = [
  { name: '601 (525 lines)', matrix: 6, primaries: 6, transfer: 6 }, { name: '601 (625 lines)', matrix: 5, primaries: 5, transfer: 6 }, { name: '709', matrix: 1, primaries: 1, transfer: 1 },
  { name: '2020', matrix: 9, primaries: 9, transfer: 14 }, { name: '2020 PQ', matrix: 9, primaries: 9, transfer: 16 }, { name: '2020 HLG', matrix: 9, primaries: 9, transfer: 18 },
  { name: 'unspecified', matrix: 2, primaries: 2, transfer: 2 },
];
const sars: readonly Ratio[] = [{ num: 1, den: 1 }, { num: 16, den: 15 }, { num: 8, den: 9 }, { num: 2, den: 1 }, { num: 128, den: 117 }];
const rates: readonly Rate[] = [
  ...([[25, 1], [24000, 1001], [24, 1], [30000, 1001], [50, 1], [60000, 1001], [15, 1]] as const).map(([num, den]) => ({ name: den === 1 ? `${num}` : `${num}/${den}`, rate: { num, den } })),
  { name: 'variable', rate: { num: 25, den: 1 }, ptsOf: (i) => i * 40 + (i % 3) * 11 + (i > 9 ? 400 : 0) },
];
const chromas = [
  { name: 'left', location: AVCHROMA_LOC_LEFT }, { name: 'center', location: AVCHROMA_LOC_CENTER }, { name: 'topleft', location: AVCHROMA_LOC_TOPLEFT },
  { name: 'top', location: AVCHROMA_LOC_TOP }, { name: 'bottomleft', location: AVCHROMA_LOC_BOTTOMLEFT }, { name: 'bottom', location: AVCHROMA_LOC_BOTTOM },
] as const;
const containers = [...new Set(pictures.flatMap((picture) => picture.containers))];

const axes = { picture: pictures, container: containers, range: ['tv', 'pc'], space: spaces, sar: sars, field: ['progressive', 'tff', 'bff'], rate: rates, chroma: chromas } as const;
type Axis = keyof typeof axes;
const names = Object.keys(axes) as Axis[];

/** What encoders and containers cannot say is no case: it would be lost before FrameWright sees it. */
function isLegal(part: Partial<Case>): boolean {
  const { picture, container, field, rate, range, space, chroma } = part;
  if (picture && container && !picture.containers.includes(container)) return false;
  if (picture && field && field !== 'progressive' && !picture.fields) return false;
  // FFmpeg reads only half the pictures of interlaced MPEG-2 that it wrote into MXF itself.
  if (container === 'mxf' && field && field !== 'progressive') return false;
  if (rate && field && field !== 'progressive' && (rate.ptsOf || rate.rate.num / rate.rate.den > 31)) return false;
  if (rate?.ptsOf && container && container !== 'mkv' && container !== 'mp4') return false;
  if (rate?.ptsOf && picture && /^(mpeg2video|mpeg4|mjpeg|rawvideo)$/.test(picture.encoder)) return false;
  if (picture?.encoder === 'mpeg2video' && rate?.name === '15') return false;
  if (picture?.encoder === 'mpeg4' && rate && rate.rate.num > 60000) return false;
  if (picture && /^(gray|gbr|rgb|bgr)/.test(picture.pixel) && ((space && space.matrix !== 2 && picture.pixel.startsWith('g') === false) || range === 'tv' || (space && /gbr|rgb|bgr/.test(picture.pixel) && space.matrix !== 2))) return false;
  if (picture && range && picture.pixel.startsWith('yuvj') && range === 'tv') return false;
  // Only vertically halved chroma has all six positions; others have none to choose.
  if (picture && chroma && !picture.pixel.includes('420') && chroma.name !== 'left') return false;
  return true;
}

/** Cases that together hold every legal pair of values, then more until there are `least`. The same list every time. */
export function makeCases(least = 200): Case[] {
  const random = randomFrom(7);
  const open = new Set(legalPairs());
  const cases: Case[] = [];
  const seen = new Set<string>();
  while (open.size > 0 || cases.length < least) {
    const candidates = Array.from({ length: 30 }, () => draw(random, open)).filter((one) => one !== null);
    const best = candidates.map((one) => ({ one, gain: pairsOf(one).filter((pair) => open.has(pair)).length })).sort((a, b) => b.gain - a.gain)[0];
    if (!best || (open.size > 0 && best.gain === 0)) throw new Error(`no case holds ${[...open][0]}`);
    const key = titleOf(best.one);
    for (const pair of pairsOf(best.one)) open.delete(pair);
    if (!seen.has(key)) cases.push(best.one);
    seen.add(key);
  }
  return cases;
}

export const titleOf = ({ picture, container, range, space, sar, field, rate, chroma }: Case): string =>
  `${picture.name}, ${container}, ${rate.name} fps, ${field}, ${space.name} ${range}, chroma ${chroma.name}, SAR ${sar.num}:${sar.den}`;

const label = (value: unknown): string => JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'function' ? 'variable' : inner));

function* legalPairs(): Generator<string> {
  for (const [i, a] of names.entries()) for (const b of names.slice(i + 1)) for (const x of axes[a]) for (const y of axes[b]) {
    const part = { [a]: x, [b]: y } as Partial<Case>;
    // A pair is wanted where some picture in some container can hold it.
    if (complete(part)) yield pair(a, x, b, y);
  }
}

const pair = (a: Axis, x: unknown, b: Axis, y: unknown): string => `${a}=${label(x)}|${b}=${label(y)}`;
const complete = (part: Partial<Case>): boolean => isLegal(part) && pictures.some((picture) => isLegal({ picture, ...part }) && (part.picture ?? picture) && (part.picture ?? picture).containers.some((container) => isLegal({ picture, container, range: 'pc', ...part }) || isLegal({ picture, container, range: 'tv', ...part })));
const pairsOf = (one: Case): string[] => names.flatMap((a, i) => names.slice(i + 1).map((b) => pair(a, one[a], b, one[b])));

/** A legal case around one open pair, the rest by chance; null when chance found none. */
function draw(random: () => number, open: ReadonlySet<string>): Case | null {
  const wanted = open.size > 0 ? [...open][Math.floor(random() * open.size)]! : '';
  const fixed = Object.fromEntries(wanted.split('|').filter(Boolean).map((text) => {
    const axis = text.slice(0, text.indexOf('=')) as Axis, value = text.slice(text.indexOf('=') + 1);
    return [axis, (axes[axis] as readonly unknown[]).find((one) => label(one) === value)];
  })) as Partial<Case>;
  for (let attempt = 0; attempt < 200; attempt++) {
    const rest = Object.fromEntries(names.map((axis) => [axis, axes[axis][Math.floor(random() * axes[axis].length)]]));
    const one = { ...rest, ...fixed } as Case;
    if (isLegal(one)) return one;
  }
  return null;
}

/** The clip of a case: 16 moving frames with a sound that starts 40 ms late. */
export function specOf({ picture, container, range, space, sar, field, rate, chroma }: Case): ClipSpec {
  const { num, den } = rate.rate, fields = field !== 'progressive';
  const interlaced = fields ? `,tinterlace=mode=${field === 'tff' ? 'interleave_top' : 'interleave_bottom'}` : '';
  return {
    video: `testsrc2=size=96x64:rate=${fields ? num * 2 : num}/${den}${interlaced}`, frames: 16, codec: picture.encoder, codecOptions: picture.options, pixel: picture.pixel,
    gop: picture.gop ?? 8, bFrames: picture.bFrames ?? 0, sar, ...(fields ? { interlaced: field } : {}),
    ...(rate.ptsOf ? { ptsOf: rate.ptsOf, timeBase: { num: 1, den: 1000 } } : {}),
    colour: { range: range === 'pc' ? 2 : 1, matrix: space.matrix, primaries: space.primaries, transfer: space.transfer, chroma: chroma.location },
    audio: [{ source: 'sine=frequency=500:sample_rate=48000', codec: soundOf[container] ?? 'aac', language: 'deu', offset: 0.04 }],
  };
}

const soundOf: Readonly<Record<string, string>> = { mkv: 'flac', avi: 'mp2', ts: 'mp2', vob: 'mp2', webm: 'libopus', mxf: 'pcm_s16le' };
