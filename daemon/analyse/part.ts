// A finished piece of a survey, as it is stored with the job: the facts of some frames, or of one audio stream. Parts may be cut anywhere.
import { z } from 'zod';
import { audioFacts } from '../../shared/analysis.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { FrameFacts } from './look.ts';
import { sampleFacts, type SampleFacts } from './sample.ts';

/** Hundredths of a code value, one number per frame; ten-thousandths of a correlation; degrees. */
const column = z.array(z.int()).readonly();

/** Frames `[from, to)`. The strings hold one letter per frame, as FrameFacts names them; `combed` has `c` or `-`, `asked` `a` or `-`. */
export const videoPart = z.object({
  kind: z.literal('video'), from: z.int(), to: z.int(),
  luma: column, saturation: column, motion: column, motion2: column, colour: column,
  content: column, level: column, histogram: column, known: column, melt: column, lean: column, proof: column, peak: column,
  blackLeft: column, blackTop: column, blackRight: column, blackBottom: column, straight: column,
  fields: z.string(), repeats: z.string(), flags: z.string(), combed: z.string(), asked: z.string(), returns: z.string(),
  /** Thousandths; parts of older surveys have none. */ combing: column.default([]),
  samples: z.array(sampleFacts).readonly(),
  /** Frames that the decoder filled or patched. */
  concealed: z.array(z.int()).readonly(),
}).readonly();
export type VideoPart = z.infer<typeof videoPart>;

export const audioPart = z.object({ kind: z.literal('audio'), stream: z.int(), facts: audioFacts, notices: z.array(z.string()).readonly() }).readonly();
export type AudioPart = z.infer<typeof audioPart>;
export const surveyPart = z.discriminatedUnion('kind', [videoPart, audioPart]);
export type SurveyPart = z.infer<typeof surveyPart>;

/** Facts of consecutive frames with the samples and concealed frames among them. */
export type Stretch = { readonly facts: readonly FrameFacts[]; readonly samples: readonly SampleFacts[]; readonly concealed: readonly number[] };

/** Steps of a whole in which each number is stored. */
const scales = { luma: 100, saturation: 100, motion: 100, motion2: 100, colour: 100, content: 100, level: 100, histogram: 10000, known: 100, melt: 100, lean: 1, proof: 100, peak: 100, blackLeft: 1, blackTop: 1, blackRight: 1, blackBottom: 1, straight: 1 } as const;
const numbers = Object.keys(scales) as (keyof typeof scales)[];

/** A stretch as a part. Numbers are rounded here, so facts that were stored and facts that were not are the same. */
export function packPart({ facts, samples, concealed }: Stretch): VideoPart {
  const columns = Object.fromEntries(numbers.map((name) => [name, facts.map((of) => Math.round(of[name] * scales[name]))])) as Record<(typeof numbers)[number], number[]>;
  const letters = (name: 'fields' | 'repeats' | 'flags' | 'returns'): string => facts.map((of) => of[name]).join('');
  const from = facts[0]!.frame;
  return {
    kind: 'video', from, to: from + facts.length, ...columns, fields: letters('fields'), repeats: letters('repeats'), flags: letters('flags'),
    combed: facts.map((of) => (of.combed ? 'c' : '-')).join(''), combing: facts.map((of) => Math.round(of.combing * 1000)), asked: facts.map((of) => (of.asked ? 'a' : '-')).join(''), returns: letters('returns'), samples, concealed,
  };
}

/** Parts of one range as one stretch, whatever their order and cuts. @throws FrameWrightError `internal` when they overlap or leave a gap. */
export function joinParts(parts: readonly VideoPart[]): Stretch {
  const sorted = [...parts].sort((a, b) => a.from - b.from);
  sorted.forEach((part, i) => {
    const last = sorted[i - 1];
    if (last && last.to !== part.from) throw new FrameWrightError('internal', { what: 'parts of a survey do not meet', why: `One ends before frame ${last.to}, the next begins at ${part.from}.` });
  });
  return { facts: sorted.flatMap(unpack), samples: sorted.flatMap((part) => part.samples), concealed: sorted.flatMap((part) => part.concealed) };
}

function unpack(part: VideoPart): FrameFacts[] {
  return Array.from({ length: part.to - part.from }, (_, i) => ({
    frame: part.from + i, luma: part.luma[i]! / 100, saturation: part.saturation[i]! / 100, motion: part.motion[i]! / 100, motion2: part.motion2[i]! / 100, colour: part.colour[i]! / 100,
    fields: part.fields[i] as FrameFacts['fields'], repeats: part.repeats[i] as FrameFacts['repeats'], flags: part.flags[i] as FrameFacts['flags'], combed: part.combed[i] === 'c', combing: (part.combing[i] ?? 0) / 1000, asked: part.asked[i] === 'a',
    content: part.content[i]! / 100, level: part.level[i]! / 100, histogram: part.histogram[i]! / 10000, known: part.known[i]! / 100, melt: part.melt[i]! / 100, lean: part.lean[i]!, blackLeft: part.blackLeft[i]!, blackTop: part.blackTop[i]!, blackRight: part.blackRight[i]!, blackBottom: part.blackBottom[i]!, straight: part.straight[i]!, proof: part.proof[i]! / 100, peak: part.peak[i]! / 100, returns: part.returns[i] as FrameFacts['returns'],
  }));
}

/** What of `[from, to)` no part covers yet, in pieces of at most `most` frames. */
export function missingPieces(parts: readonly VideoPart[], from: number, to: number, most: number): { readonly from: number; readonly to: number }[] {
  const pieces: { from: number; to: number }[] = [];
  let at = from;
  for (const part of [...parts].sort((a, b) => a.from - b.from)) {
    cutInto(pieces, at, Math.min(part.from, to), most);
    at = Math.max(at, part.to);
  }
  cutInto(pieces, at, to, most);
  return pieces;
}

function cutInto(pieces: { from: number; to: number }[], from: number, to: number, most: number): void {
  for (let at = from; at < to; at += most) pieces.push({ from: at, to: Math.min(to, at + most) });
}
