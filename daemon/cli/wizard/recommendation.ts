// A plan as a recommendation: what the clip is, what would be done and why, and what comes out.
import type { AnyPlan } from '../../../shared/plan.ts';
import { toNumber } from '../../../shared/time.ts';
import { bytes, duration, interval } from '../../../shared/words.ts';
import { wrap, type Output } from '../output.ts';

/** Widest text that is easily read, columns. */
const widest = 110;

/** Says it, and gives programs the same. */
export function sayRecommendation(output: Output, plan: AnyPlan): void {
  const columns = Math.min(output.terminal.columns ?? 100, widest);
  const say = (text: string, indent: string): void => { for (const line of wrap(text, columns, indent)) output.line(line); };
  const done = doneLines(plan);
  output.data({ kind: 'recommendation', clip: clipWords(plan), does: done, result: resultWords(plan), notices: plan.notices });
  output.line();
  say(`${clipWords(plan)}.`, '');
  output.line();
  output.line(output.paint('bold', 'Recommended'));
  for (const line of done) say(line, '  ');
  say(`Result: ${resultWords(plan)}.`, '  ');
  for (const notice of plan.notices) say(notice, '  ');
}

/** `720×576, 25 fps, 1 min, interlaced; it looks like tape (96 % sure)`. */
export function clipWords(plan: AnyPlan): string {
  const { media } = plan, length = duration(media.durationSeconds);
  if (plan.source === null) return `Sound, ${length}, ${media.audio.length} ${media.audio.length === 1 ? 'track' : 'tracks'}`;
  const { source, analysis: { interlacing, content } } = plan;
  const scan = { progressive: 'progressive', tff: 'interlaced', bff: 'interlaced', telecine: 'film that was shown as video', mixed: 'film and video mixed', unknown: '' }[interlacing.verdict];
  const looks = content.doubt === null ? `; it looks like ${kindWords[content.kind]} (${Math.round(content.probabilities[content.kind] * 100)} % sure)` : '';
  return `${[`${source.width}×${source.height}`, `${Number(toNumber(source.rate).toFixed(3))} fps`, length, scan].filter(Boolean).join(', ')}${looks}`;
}

const kindWords = { film: 'film', animation: 'animation', tape: 'video tape', camera: 'a camera\'s picture', screen: 'a recorded screen' } as const;

/** Numbered, each with its reason. */
function doneLines({ steps, streams }: AnyPlan): string[] {
  const picture = steps.map(({ title, strength, why }) => `${title}${strength === null ? '' : ` (strength ${strength})`}: ${why}`);
  const sound = streams.flatMap((stream) => stream.steps.map(({ title, why }) => `${title}: ${why}`));
  const lines = [...picture, ...sound].map((line, i) => `${i + 1}. ${line}`);
  return lines.length ? lines : ['Nothing needs mending; it would only be encoded anew.'];
}

function resultWords({ result, delivery, estimate, resources }: AnyPlan): string {
  const size = result === null ? '' : `${result.width}×${result.height}, `;
  return `${size}${delivery.title} in ${delivery.container.toUpperCase()}, about ${bytes(estimate.bytes)}, in ${interval(estimate.seconds)} on ${resources.device}`;
}
