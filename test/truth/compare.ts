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
};

/** All differences between two readings of files, judged by what the plan says. */
export async function compare(source: { readonly path: string; readonly reading: Reading }, result: { readonly path: string; readonly reading: Reading }, plan: AnyPlan, expectation: Expectation): Promise<Verdict> {
  const said = sayingsOf(plan);
  const judge = (what: Finding['what'], difference: string, pattern: RegExp): Finding => ({ what, difference, announced: difference === '' ? null : said.find((sentence) => pattern.test(sentence)) ?? null });
  const a = source.reading, b = result.reading;
  const psnr = a.frames + b.frames === 0 ? Infinity : a.frames === b.frames ? await psnrOf(source.path, result.path, expectation.format) : NaN;
  const findings = [
    judge('frames', a.frames === b.frames && b.errors === 0 ? '' : `${a.frames} frames became ${b.frames}${b.errors ? `, ${b.errors} errors` : ''}`, /\bframes?\b.*(left out|repeat|conceal|cannot|damaged|lean on)/i),
    judge('pts', ptsDifference(a, b), /millisecond|round|constant rate/i),
    ...tagDifferences(a.tags, b.tags, plan).map(([difference, pattern]) => judge('tags', difference, pattern)),
    ...streamDifferences(a.tracks, b.tracks).map(([difference, pattern]) => judge('streams', difference, pattern)),
    judge('picture', psnr >= expectation.psnr || a.frames !== b.frames ? '' : `PSNR ${psnr.toFixed(1)} dB, ${expectation.psnr} dB wanted`, /^$/),
    judge('audio', offsetDifference(a, b), /^$/),
  ].filter(({ difference }) => difference !== '');
  return { findings, psnr, ok: findings.every(({ announced }) => announced !== null) };
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
  const hasChroma = plan.result !== null && /420|440|410|411|422/.test(plan.result.pixel.chroma);
  const tags = (Object.keys(open) as (keyof typeof open)[]).filter((tag) => a[tag] !== open[tag] && a[tag] !== b[tag] && (tag !== 'chroma' || hasChroma));
  return [
    ...tags.map((tag) => [`${tag} ${a[tag]} became ${b[tag]}`, tag === 'chroma' ? /position of the chroma/i : new RegExp(`${tag}|colour|RGB`, 'i')] as const),
    ...(a.sar === b.sar ? [] : [[`SAR ${a.sar} became ${b.sar}`, /pixel (shape|aspect)|SAR|square/i] as const]),
    ...(a.field === b.field ? [] : [[`${a.field} became ${b.field}`, /interlac|field|progressive/i] as const]),
  ];
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

/** By how much the first sound and the first picture lie apart, within two ticks, or a packet that a trim cut. */
function offsetDifference(a: Reading, b: Reading): string {
  const offset = ({ times, tracks }: Reading): number => (tracks.find(({ kind }) => kind === 'audio')?.start ?? NaN) - times[0]!;
  const was = offset(a), is = offset(b), tolerance = (a.tick + b.tick) + 2 / 1000;
  return Number.isNaN(was) || Number.isNaN(is) || Math.abs(was - is) <= tolerance ? '' : `sound began ${(was * 1000).toFixed(1)} ms after the picture and begins ${(is * 1000).toFixed(1)} ms after it`;
}

/** Both pictures get the same tags first, whatever they had: FFmpeg would otherwise convert one into the other's colours. */
const alike = 'setparams=range=pc:color_primaries=bt709:color_trc=bt709:chroma_location=left:alpha_mode=straight';

/** The least PSNR of any frame over all planes, dB, by FFmpeg's own filters reading both files from their starts. */
async function psnrOf(a: string, b: string, format: string): Promise<number> {
  const source = (path: string, name: string): string => `movie=filename='${path.replaceAll("'", "'\\''")}',settb=1/1000,setpts=N*40,${alike}:colorspace=${/gbr|rgb/.test(format) ? 'gbr' : 'bt709'}${format ? `,${format}` : ''}[${name}]`;
  const { frames } = await pull(`${source(b, 'is')};${source(a, 'was')};[is][was]psnr=eof_action=endall`, 'buffersink', 100_000);
  let least = Infinity;
  for (const frame of frames) {
    const found = frame.getMetadata().get('lavfi.psnr.psnr_avg') ?? 'nan';
    least = Math.min(least, found === 'inf' ? Infinity : Number(found));
    frame.free();
  }
  return frames.length === 0 ? NaN : least;
}
