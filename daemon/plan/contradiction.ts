// Whether the analysis of every frame contradicts what the first look built the plan on.
import type { Plan } from '../../shared/plan.ts';
import { equal } from '../../shared/time.ts';

export type Contradiction = {
  /** Title of the step that the first look chose or shaped. */
  readonly step: string;
  /** What the first look found, and what all frames show. */
  readonly glance: string; readonly survey: string;
  /** Interpretation that settles it, as `--interpret` takes it. */
  readonly override: string;
};

/**
 * Null when the second plan makes the same kind of result. Strengths and methods may differ, as measurements get better; a different number of frames, rate or field
 * order may not, since these say that one of the two looks is wrong about the footage. Where both find a cadence or several kinds of scanning, which the first plan says,
 * only all frames show the stretches, so count and rate say nothing; nor does the size where the bars that all frames have decide it. Where no step changes the scanning,
 * the field order chose none, and is only named.
 */
export function contradiction(first: Plan, second: Plan): Contradiction | null {
  if (first.interpretation.fieldOrder !== undefined || sameResult(first, second)) return null;
  const differs = first.steps.find((step) => !second.steps.some((other) => other.stage === step.stage && sameStep(step, other)));
  const appears = second.steps.find((step) => !first.steps.some((other) => other.stage === step.stage && sameStep(step, other)));
  const order = second.source.fieldOrder === 'unknown' ? 'progressive' : second.source.fieldOrder;
  return { step: (differs ?? appears)?.title ?? 'the field order', glance: sayFields(first), survey: sayFields(second), override: `field-order=${order}` };
}

function sameResult(first: Plan, second: Plan): boolean {
  const kinds = (plan: Plan): string => plan.map.runs.map(({ kind, count }) => `${kind} ${count}`).join(' ');
  const sameOrder = !rescans(first) && !rescans(second);
  const sameFrames = kinds(first) === kinds(second) && equal(first.result.rate, second.result.rate) && (sameOrder || first.source.fieldOrder === second.source.fieldOrder);
  return ((inStretches(first) && inStretches(second)) || sameFrames) && (sameOrder || first.result.fieldOrder === second.result.fieldOrder)
    && (first.wish.crop === 'auto' || (first.result.width === second.result.width && first.result.height === second.result.height));
}

/** Whether a step takes fields for frames. */
const rescans = ({ steps }: Plan): boolean => steps.some(({ input, output, map }) => input.fieldOrder !== output.fieldOrder || map !== 'same');

/** Whether the look found that not all frames are scanned alike, or a cadence that edits may break. */
export const inStretches = ({ analysis: { interlacing } }: Pick<Plan, 'analysis'>): boolean => interlacing.verdict === 'telecine' || interlacing.verdict === 'mixed';

type Step = Plan['steps'][number];
const sameStep = (a: Step, b: Step): boolean => a.input.fieldOrder === b.input.fieldOrder && a.output.fieldOrder === b.output.fieldOrder && equal(a.output.rate, b.output.rate);

const verdicts = { progressive: 'whole frames', tff: 'interlaced, top field first', bff: 'interlaced, bottom field first', telecine: 'film with pulldown', mixed: 'partly interlaced', unknown: 'unclear' } as const;

function sayFields({ analysis: { interlacing, measuredFrames } }: Plan): string {
  return `${verdicts[interlacing.verdict]} (${Number((interlacing.combed * 100).toFixed(1))} % of ${measuredFrames} frames combed)`;
}
