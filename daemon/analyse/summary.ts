// Facts of frames, samples and tracks put together as the analysis that plans are made from. Pure: the same facts give the same analysis.
import type { Analysis, AudioFacts } from '../../shared/analysis.ts';
import type { FrameIndex, Media, TableRef } from '../../shared/media.ts';
import type { Interpretation } from '../../shared/preset.ts';
import { suggestAspect } from './aspect.ts';
import { barsByScene, findBars } from './bars.ts';
import { judgeContent } from './content.ts';
import { findCopies, findGaps } from './copies.ts';
import { findJudder } from './judder.ts';
import { judgeFields } from './interlacing.ts';
import type { FrameFacts } from './look.ts';
import type { Stretch } from './part.ts';
import type { Pause } from './pause.ts';
import type { SampleFacts } from './sample.ts';
import { describeShots, worstMoments } from './shots.ts';

/** Below this mean saturation (8-bit code values) a frame has no colour that anyone sees; nearly all frames must lie below. */
const COLOURLESS = 3, NEARLY_ALL = 0.98;
/** Share of a picture that must be smooth for its gradients to count in full. */
const SMOOTH_ENOUGH = 0.05;

export type Found = {
  readonly depth: Analysis['depth']; readonly media: Media; readonly index: FrameIndex;
  /** Index frames that this is about. */
  readonly range: readonly [number, number];
  /** The pulldown that the user names. */
  readonly cadence?: Interpretation['cadence'];
  /** Stretches of consecutive frames with gaps between them; a survey has one. */
  readonly stretches: readonly Stretch[];
  readonly cuts: readonly number[]; readonly cutsTable: TableRef | null; readonly audio: readonly AudioFacts[]; readonly notices: readonly string[];
  readonly pause: Pause;
};

/** The analysis of what was found. @throws FrameWrightError `cancelled`, by `pause`. */
export async function summarise(found: Found): Promise<Analysis> {
  const measured = await measurementsOf(found);
  await found.pause();
  const shots = found.stretches.flatMap(({ facts }) => splitAt(facts, found.cuts));
  return { ...measured, content: judgeContent(found.stretches, shots, found.media, { greyscale: measured.greyscale, interlacing: measured.interlacing.verdict, judder: findJudder(found.index, found.range) }) };
}

/** Facts of consecutive frames as one list for each shot. */
function splitAt(facts: readonly FrameFacts[], cuts: readonly number[]): (readonly FrameFacts[])[] {
  const first = facts[0]?.frame ?? 0, inside = cuts.filter((cut) => cut > first && cut < first + facts.length).map((cut) => cut - first);
  return [0, ...inside].map((from, i) => facts.slice(from, inside[i] ?? facts.length));
}

async function measurementsOf({ depth, media, index, range, cadence, stretches, cuts, cutsTable, audio, notices, pause }: Found): Promise<Omit<Analysis, 'content'>> {
  const facts = stretches.flatMap((stretch) => stretch.facts), samples = stretches.flatMap((stretch) => stretch.samples);
  const concealed = stretches.flatMap((stretch) => stretch.concealed);
  const { fieldOrder } = media.video.shape, bars = findBars(facts, media.video.shape), aspect = suggestAspect(media.video.shape, bars);
  const noise = median(samples.map((sample) => sample.noise));
  const interlacing = await judgeFields({ depth, stretches: stretches.map((stretch) => stretch.facts), cuts, container: fieldOrder, frames: media.video.shape.frames, told: cadence, pause });
  const duplicates = findCopies(stretches.map((stretch) => stretch.facts));
  await pause();
  return {
    depth, measuredFrames: facts.length, interlacing, duplicates, dropped: findGaps(index, media.video, range, stretches.length === 1 ? facts : [], cuts),
    noise: { luma: noise ?? 0, chroma: median(samples.map((sample) => sample.chromaNoise)) ?? 0 },
    blockiness: median(samples.map((sample) => sample.blockiness)) ?? 1, blur: median(samples.map((sample) => sample.blur)) ?? 0,
    banding: bandingOf(samples), bars, barScenes: stretches.length === 1 ? barsByScene(facts, cuts, media.video.shape) : [], aspect,
    luma: mean(facts.map((of) => of.luma)), saturation: mean(facts.map((of) => of.saturation)), motion: mean(facts.map((of) => of.motion)),
    greyscale: facts.filter((of) => of.saturation < COLOURLESS).length >= NEARLY_ALL * facts.length,
    cuts: cutsTable, cutCount: cuts.length, shots: stretches.length === 1 ? describeShots(facts, cuts) : [], audio,
    worst: worstMoments({ facts, samples, concealed }, cuts),
    notices: [...notices, ...(aspect ? [aspect.says] : []), ...damageNotice(concealed), ...(noise === null ? ['No frame holds a flat area that is not black, so noise could not be measured and counts as none.'] : [])],
  };
}

const damageNotice = (concealed: readonly number[]): string[] =>
  (concealed.length === 0 ? [] : [`${concealed.length} frames are damaged or missing and are filled in: ${concealed.slice(0, 8).join(', ')}${concealed.length > 8 ? ' …' : ''}.`]);

/** Share of smooth gradients that show steps over all samples, less where little of the picture is smooth, so that a few blocks more or less decide nothing. */
function bandingOf(samples: readonly SampleFacts[]): number {
  const smooth = samples.reduce((sum, sample) => sum + sample.smooth, 0), stepped = samples.reduce((sum, sample) => sum + sample.smooth * sample.stepped, 0);
  return smooth === 0 ? 0 : round((stepped / smooth) * Math.min(1, smooth / (SMOOTH_ENOUGH * samples.length)));
}

function median(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b), middle = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return round(sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2);
}

const mean = (values: readonly number[]): number => round(values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length));
const round = (value: number): number => Math.round(value * 1000) / 1000;
