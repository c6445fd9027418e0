// The full analysis: every frame of a range once, every second of sound. It is done in parts that are stored as they are finished, so it can go on
// where it stopped; where parts were cut makes no difference to the result.
import type { Analysis } from '../../shared/analysis.ts';
import type { FrameIndex, Media } from '../../shared/media.ts';
import type { Interpretation } from '../../shared/preset.ts';
import { openDecoder } from '../media/decode.ts';
import { packCuts, writeTable } from '../media/table.ts';
import { measureSound } from './audio.ts';
import { findCuts } from './cuts.ts';
import { LOOK_AFTER, LOOK_BEFORE } from './look.ts';
import { joinParts, missingPieces, packPart, type AudioPart, type SurveyPart, type VideoPart } from './part.ts';
import { pauseFor } from './pause.ts';
import { summarise } from './summary.ts';
import { openSweep, type Swept } from './sweep.ts';

export { surveyPart, type SurveyPart } from './part.ts';

/** Frames in one part at most. */
export const PART_FRAMES = 1500;
/** One frame in so many is sampled for the slower measurements, but at least so many frames of a short clip. */
const SAMPLE_EVERY = 50, FEWEST_SAMPLES = 8;

export type SurveyOptions = {
  readonly home: string;
  /** Index frames `[from, to)`. */
  readonly range: readonly [number, number];
  /** Parts that are done already, in any order. */
  readonly parts: readonly SurveyPart[];
  /** A finished part; the survey goes on when the promise settles. */
  onPart(part: SurveyPart): void | Promise<void>;
  /** Frames of the range that are done, counting those of earlier parts. */
  onProgress?(frames: number): void;
  /** The pulldown and the detector of cuts that the user names. */
  readonly told?: Pick<Interpretation, 'cadence' | 'cuts'> | undefined;
  readonly signal?: AbortSignal | undefined; readonly threads?: number;
};

/** Measures what `parts` do not hold yet and puts all together. @throws FrameWrightError `cancelled`, `input-*` as `openDecoder`. */
export async function survey(media: Media, index: FrameIndex, options: SurveyOptions): Promise<Analysis> {
  const { home, range: [from, to], parts } = options;
  const video = parts.filter((part) => part.kind === 'video'), audio = parts.filter((part) => part.kind === 'audio');
  const allVideo = [...video, ...await surveyVideo(media, index, video, options)];
  const allAudio = [...audio, ...await surveyAudio(media, audio, options)].sort((a, b) => a.stream - b.stream);
  const pause = pauseFor(options.signal), joined = joinParts(allVideo.filter((part) => part.from >= from && part.to <= to));
  await pause();
  const cuts = findCuts(joined.facts, options.told?.cuts).filter((frame) => frame > from);
  const cutsTable = await writeTable(home, 'cuts', packCuts(Uint32Array.from(cuts)));
  return summarise({ pause, depth: 'survey', media, index, range: [from, to], cadence: options.told?.cadence, stretches: [joined], cuts, cutsTable, audio: allAudio.map((part) => part.facts), notices: allAudio.flatMap((part) => part.notices) });
}

async function surveyVideo(media: Media, index: FrameIndex, done: readonly VideoPart[], { range: [from, to], onPart, onProgress, signal, threads = 2 }: SurveyOptions): Promise<VideoPart[]> {
  const gaps = missingPieces(done, from, to, Infinity);
  if (gaps.length === 0) return [];
  const decoder = await openDecoder(media, index, { threads });
  const finished: VideoPart[] = [];
  try {
    const sweep = await openSweep(decoder, media.video.shape);
    let frames = to - from - gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0), open: Swept[] = [];
    const finish = async (): Promise<void> => {
      const part = packPart({ facts: open.map((of) => of.facts), samples: open.flatMap((of) => of.sample ?? []), concealed: open.filter((of) => of.concealed).map((of) => of.facts.frame) });
      open = [];
      finished.push(part);
      await onPart(part);
    };
    try {
      for (const gap of gaps) {
        for await (const swept of sweep.over({ ...gap, lead: LOOK_BEFORE, tail: LOOK_AFTER, frames: index.frames, isSample: isSample(index.frames), signal })) {
          open.push(swept);
          onProgress?.(++frames);
          if (open.length === PART_FRAMES) await finish();
        }
        if (open.length > 0) await finish();
      }
    } finally {
      sweep.close();
    }
  } finally {
    await decoder.close();
  }
  return finished;
}

/** By frame number, so that it does not depend on where a part begins. */
function isSample(frames: number): (frame: number) => boolean {
  const every = Math.max(1, Math.min(SAMPLE_EVERY, Math.floor(frames / FEWEST_SAMPLES)));
  return (frame) => frame % every === every >> 1;
}

async function surveyAudio(media: Media, done: readonly AudioPart[], { onPart, signal }: SurveyOptions): Promise<AudioPart[]> {
  const finished: AudioPart[] = [];
  for (const stream of media.audio) {
    if (done.some((part) => part.stream === stream.index)) continue;
    const part: AudioPart = { kind: 'audio', stream: stream.index, ...await measureSound(media, stream, undefined, signal) };
    finished.push(part);
    await onPart(part);
  }
  return finished;
}
