// What a sound file shows: a first listen to some of it, or all of it in parts that are stored as they are finished.
import type { SoundAnalysis } from '../../shared/analysis.ts';
import type { SoundMedia } from '../../shared/media.ts';
import { measureSound } from './audio.ts';
import { soundSpans } from './glance.ts';
import type { AudioPart, SurveyPart } from './part.ts';

/** Listens to at most twelve seconds. @throws FrameWrightError `cancelled`, `input-*`. */
export async function glanceSound(media: SoundMedia, { signal }: { readonly signal?: AbortSignal }): Promise<SoundAnalysis> {
  const spans = soundSpans(media.durationSeconds, media.audio.length);
  const heard = await Promise.all(media.audio.map((stream) => measureSound(media.path, stream, spans, signal)));
  return { depth: spans ? 'glance' : 'survey', audio: heard.map(({ facts }) => facts), notices: heard.flatMap(({ notices }) => notices) };
}

export type SoundSurveyOptions = {
  /** Tracks that were heard already. */
  readonly parts: readonly SurveyPart[];
  onPart(part: SurveyPart): void | Promise<void>; readonly signal?: AbortSignal;
};

/** Listens to all of every track. @throws FrameWrightError `cancelled`, `input-*`. */
export async function surveySound(media: SoundMedia, { parts, onPart, signal }: SoundSurveyOptions): Promise<SoundAnalysis> {
  const heard: AudioPart[] = [];
  for (const stream of media.audio) {
    const done = parts.find((part): part is AudioPart => part.kind === 'audio' && part.stream === stream.index);
    const part: AudioPart = done ?? { kind: 'audio', stream: stream.index, ...await measureSound(media.path, stream, undefined, signal) };
    heard.push(part);
    if (!done) await onPart(part);
  }
  return { depth: 'survey', audio: heard.map(({ facts }) => facts), notices: heard.flatMap(({ notices }) => notices) };
}
