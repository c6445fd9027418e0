// Why a plan was revised, as people read it.
import type { AnyPlan, Step } from '../../shared/plan.ts';
import { toNumber } from '../../shared/time.ts';
import { sizeWords } from './words.ts';

/** What the plan from all frames does otherwise than the one from the first look: steps that were added or dropped, by title. */
export function revisionReason(before: AnyPlan, after: AnyPlan): string {
  const added = beyond(stepsOf(after), stepsOf(before)), dropped = beyond(stepsOf(before), stepsOf(after));
  const changes = [...added.map((title) => `${title} was added`), ...dropped.map((title) => `${title} was dropped`), ...sizeChange(before, after), ...frameChange(before, after), ...orderChange(before, after)];
  return `${after.source === null ? 'All of the sound was listened to' : 'Every frame was looked at'}${changes.length === 0 ? '; the steps stay the same' : `: ${changes.join(', ')}`}.`;
}

type Named = Pick<Step, 'stage' | 'title'>;
const stepsOf = (plan: AnyPlan): readonly Named[] => (plan.source === null ? plan.streams.flatMap(({ steps }) => steps) : plan.steps);

/** Titles of the steps in `these` whose stage comes more often there than in `those`. */
function beyond(these: readonly Named[], those: readonly Named[]): string[] {
  const left = those.map(({ stage }) => stage);
  return these.filter(({ stage }) => {
    const at = left.indexOf(stage);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  }).map(({ title }) => title);
}

/** With `--crop auto` the bars of all frames decide the size. */
function sizeChange({ result: was }: AnyPlan, { result: is }: AnyPlan): string[] {
  if (was === null || is === null || (was.width === is.width && was.height === is.height)) return [];
  return [`the result is ${sizeWords(is)} instead of ${sizeWords(was)}, because all frames show where there is picture`];
}

/** Without a step for fields their order is only what the result is marked as. */
function orderChange({ source: was }: AnyPlan, { source: is, result }: AnyPlan): string[] {
  const words = { progressive: 'whole frames', tff: 'interlaced, top field first', bff: 'interlaced, bottom field first', unknown: 'whole frames' } as const;
  if (was === null || is === null || words[was.fieldOrder] === words[is.fieldOrder] || result.fieldOrder !== is.fieldOrder) return [];
  return [`the result is marked as ${words[is.fieldOrder]} instead of ${words[was.fieldOrder]}`];
}

/** All frames show where a cadence breaks and which stretches are interlaced. */
function frameChange(before: AnyPlan, after: AnyPlan): string[] {
  const words = ({ map, result }: AnyPlan): string => (result === null ? '' : `${map.frames} frames at ${Number(toNumber(result.rate).toFixed(3))} per second`);
  return words(before) === words(after) ? [] : [`the result has ${words(after)} instead of ${words(before)}, because all frames show how each stretch was scanned`];
}
