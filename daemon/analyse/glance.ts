// A first look that takes at most three seconds for a film of any length: a few short spans spread over it, the most telling first.
import { performance } from 'node:perf_hooks';
import type { Analysis, AudioFacts } from '../../shared/analysis.ts';
import type { FrameIndex, Media } from '../../shared/media.ts';
import type { Interpretation } from '../../shared/preset.ts';
import { openDecoder } from '../media/decode.ts';
import type { Span } from '../media/measure.ts';
import { packCuts, writeTable } from '../media/table.ts';
import { measureSound } from './audio.ts';
import { findCuts } from './cuts.ts';
import { joinParts, packPart, type Stretch } from './part.ts';
import { pauseFor } from './pause.ts';
import { chooseSpans, SPAN_FRAMES, type GlanceSpan } from './spans.ts';
import { summarise } from './summary.ts';
import { openSweep, type Sweep, type Swept } from './sweep.ts';

/** Wall time for pictures, ms. What is left of the three seconds is for opening the file, and for a machine that is busy. */
const BUDGET = 2000;
/** Seconds of sound over the whole film, and in one span of it. */
const SOUND_SECONDS = 12, SOUND_SPAN = 3;
/** Fewest frames of the first span, whatever they take: fields need a frame's neighbours. */
const FEWEST_FRAMES = 3;

export type GlanceOptions = { readonly home: string; /** The pulldown and the detector of cuts that the user names. */ readonly told?: Pick<Interpretation, 'cadence' | 'cuts'> | undefined; readonly signal?: AbortSignal | undefined; readonly threads?: number; /** Milliseconds for pictures. */ readonly budget?: number; /** Milliseconds, rising. */ readonly now?: () => number };

/** Looks at up to 24 spans of 12 frames, fewer where decoding is slow (`notices` then says so), and at some of the sound. @throws FrameWrightError `cancelled`, `input-*`. */
export async function glance(media: Media, index: FrameIndex, options: GlanceOptions): Promise<Analysis> {
  const sound = Promise.all(media.audio.map((stream) => measureSound(media, stream, soundSpans(media.durationSeconds, media.audio.length), options.signal)));
  // A failure of the pictures is the one to report; the sound's must not go unhandled meanwhile.
  sound.catch(() => undefined);
  const seen = await glanceVideo(media, index, options);
  const heard = await sound;
  const stretches = seen.stretches.map((stretch) => joinParts([packPart(stretch)]));
  const cuts = stretches.flatMap((stretch) => findCuts(stretch.facts, options.told?.cuts)).sort((a, b) => a - b);
  const cutsTable = await writeTable(options.home, 'cuts', packCuts(Uint32Array.from(cuts)));
  const audio: AudioFacts[] = heard.map((track) => track.facts);
  return summarise({ pause: pauseFor(options.signal), depth: 'glance', media, index, range: [0, index.frames], cadence: options.told?.cadence, stretches, cuts, cutsTable, audio, notices: [...seen.notices, ...heard.flatMap((track) => track.notices)] });
}

/** All of a short film's sound, else spans spread evenly; with many tracks less of each. */
export function soundSpans(seconds: number, tracks: number): Span[] | undefined {
  const all = SOUND_SECONDS / Math.max(1, tracks), count = Math.max(1, Math.floor(all / SOUND_SPAN));
  if (seconds <= all) return undefined;
  return Array.from({ length: count }, (_, i) => ((i + 0.5) / count) * (seconds - SOUND_SPAN)).map((from) => ({ from, to: from + SOUND_SPAN }));
}

type Seen = { readonly stretches: readonly Stretch[]; readonly notices: readonly string[] };

async function glanceVideo(media: Media, index: FrameIndex, { signal, threads = 2, budget = BUDGET, now = () => performance.now() }: GlanceOptions): Promise<Seen> {
  const spans = chooseSpans(index);
  const begun = now();
  const decoder = await openDecoder(media, index, { threads });
  try {
    const sweep = await openSweep(decoder, media.video.shape);
    const stretches: Stretch[] = [];
    const opened = now();
    let decoded = 0;
    try {
      for (const span of spans) {
        const at = now();
        if (stretches.length > 0 && (at - begun > budget || tooFar(span, (at - opened) / decoded, budget - (at - begun)))) continue;
        stretches.push(await lookAt(sweep, span, index.frames, signal, () => now() - begun > budget));
        decoded += span.decoded;
      }
    } finally {
      sweep.close();
    }
    const frames = stretches.reduce((sum, stretch) => sum + stretch.facts.length, 0);
    return { stretches: stretches.sort((a, b) => a.facts[0]!.frame - b.facts[0]!.frame), notices: noticesOf(spans, stretches.length, frames, (now() - opened) / Math.max(1, decoded)) };
  } finally {
    await decoder.close();
  }
}

/** Whether getting to a span would take more than is left; one at a key frame is begun and cut short when time is up. */
const tooFar = (span: GlanceSpan, perFrame: number, left: number): boolean => span.decoded > 2 * SPAN_FRAMES && span.decoded * perFrame > left;

async function lookAt(sweep: Sweep, { from, to }: GlanceSpan, frames: number, signal: AbortSignal | undefined, late: () => boolean): Promise<Stretch> {
  const swept: Swept[] = [];
  for await (const one of sweep.over({ from, to, lead: 0, tail: 0, frames, signal, isSample: (frame) => isSample(frame - from, to - from) })) {
    swept.push(one);
    if (swept.length >= FEWEST_FRAMES && late()) break;
  }
  return { facts: swept.map((one) => one.facts), samples: swept.flatMap((one) => one.sample ?? []), concealed: swept.filter((one) => one.concealed).map((one) => one.facts.frame) };
}

/** The second frame of every twelve, so that even a span cut short has one; a single frame is its own sample. */
const isSample = (offset: number, length: number): boolean => offset % SPAN_FRAMES === Math.min(1, length - 1);

function noticesOf(spans: readonly GlanceSpan[], visited: number, frames: number, perFrame: number): string[] {
  const wanted = spans.reduce((sum, span) => sum + span.to - span.from, 0);
  if (visited === spans.length && frames >= wanted) return [];
  const far = spans.some((span) => span.decoded > 2 * SPAN_FRAMES && spans.length > 1) ? ', and some spots lie far behind the key frame from which they must be decoded' : '';
  const seen = visited < spans.length ? `${visited} of ${spans.length} spots` : `${frames} of ${wanted} frames`;
  return [`Only ${seen} were looked at: a first look is to take no more than three seconds, a frame takes ${perFrame.toFixed(1)} ms here${far}. The full analysis sees every frame.`];
}
