// A plan as a few lines, for snapshots that a person can review.
import type { Plan } from '../../shared/plan.ts';

const duration = (seconds: number): string => (seconds < 100 ? `${Math.round(seconds)}s` : `${Math.round(seconds / 60)}m`);
const colour = ({ colour: tags }: Plan['result']): string => `${tags.matrix}/${tags.primaries}/${tags.transfer}/${tags.range}`;

export function summary(plan: Plan): string {
  const { delivery: { video, container, name }, result, resources, estimate } = plan;
  const steps = plan.steps.map((step) => `  ${step.stage}: ${step.method}${step.strength === null ? '' : ` @${step.strength}`} ${step.input.width}x${step.input.height} -> ${step.output.width}x${step.output.height} ${step.output.pixel.name}${step.graph === null ? '' : `  ${step.graph}`}`);
  const sound = plan.streams.filter(({ type }) => type !== 'video').map((row) => `  ${row.type} ${row.index}: ${row.action} ${row.becomes} ${row.steps.map(({ stage, method }) => `${stage}:${method}`).join(' ')}`.trimEnd());
  return [
    ...steps,
    `  = ${result.width}x${result.height} ${result.pixel.name} sar ${result.sar.num}:${result.sar.den} ${result.rate.num}/${result.rate.den} ${result.fieldOrder} ${plan.map.frames} frames in 1/${plan.map.timeBase.den} ${colour(result)}`,
    `  > ${name}.${container} ${video.encoder} ${video.profile ?? '-'} level ${video.level ?? '-'} ${video.rateControl.kind} ${video.rateControl.value} gop ${video.gop} ${video.fieldOrder}${plan.delivery.timecode === null ? '' : ` tc ${plan.delivery.timecode}`}`,
    ...sound,
    `  threads ${Object.values(resources.threads).join('/')} ${resources.device}${resources.tile ? ` tile ${resources.tile.size}` : ''}, ${plan.segments.length} segments, ${duration(estimate.seconds.low)}..${duration(estimate.seconds.high)}, ${(resources.memoryBytes / 1e9).toFixed(1)} GB`,
  ].join('\n');
}
