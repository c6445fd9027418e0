// What kind of footage it is: film, animation, tape, camera video or screen content.
import type { Content } from '../../shared/analysis.ts';
import type { Stretch } from './part.ts';

/** The kind of what was measured. */
export function judgeContent(_stretches: readonly Stretch[]): Content {
  return {
    kind: 'camera', probabilities: { film: 0.2, animation: 0.2, tape: 0.2, camera: 0.2, screen: 0.2 }, doubt: 'Nothing was measured.', evidence: [],
    faces: null, facesWhy: 'No model that finds faces is installed.', flicker: { share: 0, worst: 0, first: 0 }, lowLight: { median: 0, highlights: 0, dark: 0 },
  };
}
