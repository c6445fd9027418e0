// Source against result, seen by the plain reader: every difference is either none, or was announced by the plan, or is wrong.
import { pull } from '../fixtures/clip.ts';
import type { AnyPlan } from '../../shared/plan.ts';
import type { Reading, Tags, Track } from './reader.ts';

/** `''` when equal; `announced` names what the plan said; anything else is what is wrong. */
export type Finding = { readonly what: 'frames' | 'pts' | 'tags' | 'streams' | 'picture' | 'audio'; readonly difference: string; readonly announced: string | null };
export type Verdict = { readonly findings: readonly Finding[]; readonly psnr: number; readonly ok: boolean };

export type Expectation = {
  /** Least PSNR over all frames and planes, dB: infinite where the delivery is lossless. */
  readonly psnr: number;
  /** FFmpeg filters that bring both pictures to one format for the comparison; none where formats are equal. */
  readonly format: string;
  /** Frames `[in, out)` of the source that were asked for; null for all. */
  readonly part: { readonly in: number; readonly out: number } | null;
};

/** All differences between two readings of files, judged by what the plan says. */
export async function compare(source: { readonly path: string; readonly reading: Reading }, result: { readonly path: string; readonly reading: Reading }, plan: AnyPlan, expectation: Expectation): Promise<Verdict> {
  const said = sayingsOf(plan);
  const judge = (what: Finding['what'], difference: string, pattern: RegExp): Finding => ({ what, difference, announced: difference === '' ? null : said.find((sentence) => pattern.test(sentence)) ?? null });
  const a = cut(source.reading, expectation.part), b = result.reading;
  const psnr = a.frames + b.frames === 0 ? Infinity : a.frames === b.frames ? await psnrOf(source.path, result.path, expectation) : NaN;
  const findings = [
    judge('frames', a.frames === b.frames && b.errors === 0 ? '' : `${a.frames} frames became ${b.frames}${b.errors ? `, ${b.errors} errors` : ''}`, /\bframes?\b.*(left out|repeat|conceal|cannot|damaged|lean on)/i),
    judge('pts', ptsDifference(a, b), /millisecond|round|constant rate/i),
    ...tagDifferences(a.tags, b.tags, plan).map(([difference, pattern]) => judge('tags', difference, pattern)),
    ...(a.title === b.title ? [] : [judge('tags', `title "${a.title}" became "${b.title}"`, /\btags\b.*\btitle\b/)]),
    ...streamDifferences(a.tracks, b.tracks).map(([difference, pattern]) => judge('streams', difference, pattern)),
    judge('picture', psnr >= expectation.psnr || a.frames !== b.frames ? '' : `PSNR ${psnr.toFixed(1)} dB, ${expectation.psnr} dB wanted`, /^$/),
    ...offsetDifferences(a, b).map((difference) => judge('audio', difference, /sound begins with the first picture|no usable presentation times/)),
  ].filter(({ difference }) => difference !== '');
  return { findings, psnr, ok: findings.every(({ announced }) => announced !== null) };
}

/** What a reading would be of a part: sound that began before it begins with it. */
function cut(reading: Reading, part: Expectation['part']): Reading {
  if (part === null) return reading;
  const times = reading.times.slice(part.in, part.out);
  return { ...reading, times, frames: times.length, tracks: reading.tracks.map((track) => ({ ...track, start: Math.max(track.start, times[0]!) })) };
}

const sayingsOf = (plan: AnyPlan): string[] => [...plan.notices, ...plan.skipped.map(({ why }) => why), ...plan.streams.flatMap(({ type, index, action, becomes, why }) => (why ? [`${type} stream ${index} ${action} ${becomes}: ${why}`] : []))];

/** Frame times relative to the first, within half a tick of either file. */
function ptsDifference(a: Reading, b: Reading): string {
  const tolerance = (a.tick + b.tick) * 0.51 + 1e-7;
  for (let i = 0; i < Math.min(a.frames, b.frames); i++) {
    const was = a.times[i]! - a.times[0]!, is = b.times[i]! - b.times[0]!;
    if (!(Math.abs(was - is) <= tolerance) && !Number.isNaN(was)) return `frame ${i} was at ${was.toFixed(6)} s and is at ${is.toFixed(6)} s`;
  }
  return '';
}

/** A tag that the source left open may be filled in; one that it gave must be there. FFmpeg's codes: 2 is unspecified, 0 for range and chroma position. */
function tagDifferences(a: Tags, b: Tags, plan: AnyPlan): (readonly [string, RegExp])[] {
  const open = { range: 0, matrix: 2, primaries: 2, transfer: 2, chroma: 0 } as const;
  // RGB is full without a word.
  const isRgb = plan.result?.pixel.family === 'gbr' && a.range === 2;
  const moved = plan.result !== null && placeOf(a.chroma, plan.result.pixel.chroma) !== placeOf(b.chroma, plan.result.pixel.chroma);
  const tags = (Object.keys(open) as (keyof typeof open)[]).filter((tag) => a[tag] !== open[tag] && a[tag] !== b[tag] && (tag !== 'chroma' || moved) && !(tag === 'range' && isRgb && b.range === 0));
  return [
    ...tags.map((tag) => [`${tag} ${a[tag]} became ${b[tag]}`, tag === 'chroma' ? /position of the chroma/i : new RegExp(`${tag}|colour|RGB`, 'i')] as const),
    ...(a.sar === b.sar ? [] : [[`SAR ${a.sar} became ${b.sar}`, /pixel (shape|aspect)|SAR|square/i] as const]),
    ...(a.field === b.field ? [] : [[`${a.field} became ${b.field}`, /interlac|field|progressive/i] as const]),
  ];
}

/** Where chroma lies by FFmpeg's code: column and row, as far as they are halved. What says nothing is read as left (1), as FFmpeg and players do. */
function placeOf(code: number, chroma: string): string {
  const index = Math.max(1, code) - 1, column = index % 2, row = Math.floor(index / 2);
  return `${/^4(20|22|11|10)$/.test(chroma) ? column : ''},${/^4(20|40|10)$/.test(chroma) ? row : ''}`;
}

/** Sound and subtitles: each there, in its language, with its packets unless the plan encodes it anew. */
function streamDifferences(a: readonly Track[], b: readonly Track[]): (readonly [string, RegExp])[] {
  const heard = (tracks: readonly Track[], kind: Track['kind']): readonly Track[] => tracks.filter((track) => track.kind === kind && track.packets > 0);
  return (['audio', 'subtitle', 'data'] as const).flatMap((kind) => heard(a, kind).flatMap((track, i): (readonly [string, RegExp])[] => {
    const stream = new RegExp(`${kind} stream ${track.index}\\b`, 'i');
    const twin = heard(b, kind)[i];
    if (!twin) return [[`${kind} ${track.codec} is missing`, stream]];
    if (twin.language !== track.language) return [[`${kind} language ${track.language} became ${twin.language}`, stream]];
    return twin.sha256 === track.sha256 ? [] : [[`${kind} ${track.codec} became ${twin.codec === track.codec ? 'other bytes' : twin.codec}`, stream]];
  }));
}

/** By how much each sound and the first picture lie apart: to the sample, and to what either file rounds its times to. */
function offsetDifferences(a: Reading, b: Reading): string[] {
  const heard = ({ tracks }: Reading): Track[] => tracks.filter(({ kind, start }) => kind === 'audio' && !Number.isNaN(start));
  return heard(a).flatMap((track, i) => {
    const twin = heard(b)[i];
    if (!twin) return [];
    const was = track.start - a.times[0]!, is = twin.start - b.times[0]!, tolerance = (b.tick + track.tick + twin.tick) * 0.51 + 1e-6;
    return Math.abs(was - is) <= tolerance || Number.isNaN(was) ? [] : [`sound ${i} began ${(was * 1000).toFixed(2)} ms after the picture and begins ${(is * 1000).toFixed(2)} ms after it`];
  });
}

/** Both pictures get the same tags first, whatever they had: FFmpeg would otherwise convert one into the other's colours. */
const alike = 'setparams=range=pc:color_primaries=bt709:color_trc=bt709:chroma_location=left:alpha_mode=straight';

/** The least PSNR of any frame over all planes, dB, by FFmpeg's own filters reading both files from their starts. */
async function psnrOf(a: string, b: string, { format, part }: Expectation): Promise<number> {
  const source = (path: string, name: string, only = ''): string => `movie=filename='${path.replaceAll("'", "'\\''")}'${only},settb=1/1000,setpts=N*40,${alike}:colorspace=${/gbr|rgb/.test(format) ? 'gbr' : 'bt709'}${format ? `,${format}` : ''}[${name}]`;
  const { frames } = await pull(`${source(b, 'is')};${source(a, 'was', part ? `,trim=start_frame=${part.in}:end_frame=${part.out}` : '')};[is][was]psnr=eof_action=endall`, 'buffersink', 100_000);
  let least = Infinity;
  for (const frame of frames) {
    const found = frame.getMetadata().get('lavfi.psnr.psnr_avg') ?? 'nan';
    least = Math.min(least, found === 'inf' ? Infinity : Number(found));
    frame.free();
  }
  return frames.length === 0 ? NaN : least;
}
