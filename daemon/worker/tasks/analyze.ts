// What a file shows: the first look, or every frame.
import { glance } from '../../analyse/glance.ts';
import { glanceSound, surveySound } from '../../analyse/sound.ts';
import { survey } from '../../analyse/survey.ts';
import { probeAny } from '../../media/probe-sound.ts';
import type { TaskFunction } from '../contract.ts';

export const analyzeTask: TaskFunction<'analyze'> = async ({ path, interpretation, depth }, { home, signal, emit }) => {
  const { media, index } = await probeAny(path, { home, interpretation });
  if (index === null) return { media, analysis: depth === 'glance' ? await glanceSound(media, { signal }) : await surveySound(media, { parts: [], onPart: () => {}, signal }) };
  if (depth === 'glance') return { media, analysis: await glance(media, index, { home, told: interpretation, signal }) };
  const analysis = await survey(media, index, { home, range: [0, index.frames], told: interpretation, parts: [], onPart: () => {}, onProgress: (done) => emit({ kind: 'frames', done }), signal });
  return { media, analysis };
};
