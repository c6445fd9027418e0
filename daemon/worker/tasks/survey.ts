// The look at every frame that a job begins with.
import { survey, surveyPart } from '../../analyse/survey.ts';
import type { TaskFunction } from '../contract.ts';
import { indexOf } from './tables.ts';

/** Looks at every frame of the clip, going on after the parts that are done. */
export const surveyTask: TaskFunction<'survey'> = async ({ plan, parts }, { home, signal, emit }) => survey(plan.media, await indexOf(plan, home), {
  home, range: [plan.clip.in, plan.clip.out], parts: parts.map(readPart), signal, threads: plan.resources.threads.decode,
  onPart: (part) => emit({ kind: 'part', part: Buffer.from(JSON.stringify(part)) }),
  onProgress: (done) => emit({ kind: 'frames', done }),
});

export const readPart = (bytes: Uint8Array) => surveyPart.parse(JSON.parse(new TextDecoder().decode(bytes)));
