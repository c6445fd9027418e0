// A sound file's plan in words.
import type { SoundPlan } from '../../shared/plan.ts';
import { bytes, duration, interval } from '../../shared/words.ts';
import { streamLines, type Section } from './explain.ts';

/** Sections with at least one line each, in reading order. */
export function explainSoundPlan(plan: SoundPlan): Section[] {
  const { media, delivery, estimate, resources, clip, streams } = plan;
  const rate = media.audio[0]!.sampleRate;
  const steps = streams.flatMap((stream) => stream.steps.map(({ title, method, why }) => `Sound ${stream.index}: ${title} by ${method}. ${why}`));
  return [
    { heading: 'Source', lines: [
      ...media.audio.map(({ codec, sampleRate, layout, bitDepth }) => `${codec}, ${sampleRate} Hz, ${layout}, ${bitDepth} bits`),
      `${duration((clip.out - clip.in) / rate)}, ${clip.out - clip.in} samples${clip.in === 0 ? '' : ` from sample ${clip.in}`}`,
    ] },
    { heading: 'What is done', lines: steps.length ? steps.map((line, i) => `${i + 1}. ${line}`) : ['Nothing to the sound.'] },
    { heading: 'What is not done', lines: plan.skipped.map(({ title, why }) => `${title}: ${why}`) },
    { heading: 'Streams', lines: streamLines(plan) },
    { heading: 'Result', lines: [`${delivery.title} (${delivery.container})`] },
    { heading: 'Cost', lines: [`Time: ${interval(estimate.seconds)}`, `Size of the result: about ${bytes(estimate.bytes)}; disk needed while running: ${bytes(resources.diskBytes)}`] },
    { heading: 'Please note', lines: [...plan.notices, ...media.notices] },
  ].filter(({ lines }) => lines.length > 0);
}
