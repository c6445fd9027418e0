// The look at every frame, and the listening to every second of sound, that a job begins with.
import { settleScanning } from '../../analyse/interlacing.ts';
import { surveySound } from '../../analyse/sound.ts';
import { survey, surveyPart, type SurveyPart } from '../../analyse/survey.ts';
import type { TaskFunction } from '../contract.ts';
import { indexOf } from './tables.ts';

/** Looks at every frame of the clip, going on after the parts that are done. */
export const surveyTask: TaskFunction<'survey'> = async ({ plan, parts: bytes }, { home, signal, emit }) => {
  const parts = bytes.map(readPart), onPart = (part: SurveyPart): void => emit({ kind: 'part', part: Buffer.from(JSON.stringify(part)) });
  if (plan.source === null) return surveySound(plan.media, { parts, onPart, signal });
  const all = await survey(plan.media, await indexOf(plan, home), {
    home, range: [plan.clip.in, plan.clip.out], told: plan.interpretation, parts, signal, threads: plan.resources.threads.decode, onPart, onProgress: (done) => emit({ kind: 'frames', done }),
  });
  return { ...all, interlacing: settleScanning(plan.analysis, all) };
};

export const readPart = (bytes: Uint8Array): SurveyPart => surveyPart.parse(JSON.parse(new TextDecoder().decode(bytes)));
