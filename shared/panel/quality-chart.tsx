// Measured numbers of a result, segment by segment, as they come: two lines over its frames and the threshold below which one should look.
import type { SegmentQuality } from '../events.ts';
import { fixed } from '../words.ts';
import { useStrings } from './language.tsx';
import { Scroll } from './parts.tsx';
import css from './quality-chart.module.css';
import { useSize } from './use-picture.ts';

type Line = 'consistency' | 'similarity';
const height = 208, pad = { left: 38, right: 12, top: 12, bottom: 26 };

type ChartProps = { readonly segments: readonly SegmentQuality[]; /** Of the whole result. */ readonly frames: number; readonly threshold: number };
export function QualityChart({ segments, frames, threshold }: ChartProps) {
  const { job } = useStrings();
  return segments.length === 0 ? <p className="muted">{job.noQuality}</p> : <Measured segments={segments} frames={frames} threshold={threshold} />;
}

function Measured({ segments, frames, threshold }: ChartProps) {
  const { job } = useStrings();
  const [box, size] = useSize<HTMLDivElement>();
  return (
    <div className={css.chart}>
      <div ref={box} className={css.box}>{size && <Drawing segments={segments} frames={frames} threshold={threshold} width={size.width} />}</div>
      <p className={css.legend}><span className={css.keyConsistency}>{job.consistency}</span><span className={css.keySimilarity}>{job.similarity}</span><span className={css.keyThreshold}>{job.threshold(threshold)}</span></p>
      <details><summary>{job.asTable}</summary><Scroll label={job.quality}><QualityTable segments={segments} threshold={threshold} /></Scroll></details>
    </div>
  );
}

function Drawing({ segments, frames, threshold, width }: ChartProps & { readonly width: number }) {
  const { job, units } = useStrings();
  const values = segments.flatMap(({ consistency, similarity }) => [consistency, similarity]).filter((value) => value !== null);
  const floor = Math.max(0, Math.min(0.7, Math.floor((Math.min(...values, 1) - 0.02) * 10) / 10));
  const x = (frame: number): number => pad.left + (frame / Math.max(1, frames)) * (width - pad.left - pad.right);
  const y = (value: number): number => pad.top + ((1 - value) / (1 - floor)) * (height - pad.top - pad.bottom);
  const ticks = [1, (1 + floor) / 2, floor];
  return (
    <svg width={width} height={height} role="img" aria-label={`${job.quality}: ${job.consistency}, ${job.similarity}. ${job.threshold(threshold)}`}>
      {ticks.map((value) => <g key={value}><line className={css.grid} x1={pad.left} x2={width - pad.right} y1={y(value)} y2={y(value)} /><text className={css.tick} x={pad.left - 8} y={y(value) + 4} textAnchor="end">{fixed(value, 2, units)}</text></g>)}
      <text className={css.tick} x={pad.left} y={height - 6}>0</text><text className={css.tick} x={width - pad.right} y={height - 6} textAnchor="end">{frames}</text>
      {threshold >= floor && <line className={css.threshold} x1={pad.left} x2={width - pad.right} y1={y(threshold)} y2={y(threshold)} />}
      {(['similarity', 'consistency'] as const).map((line) => <Steps key={line} {...{ segments, line, x, y, threshold }} />)}
    </svg>
  );
}

/** One level for each segment; a gap where nothing could be measured. */
function Steps({ segments, line, x, y, threshold }: { readonly segments: readonly SegmentQuality[]; readonly line: Line; readonly x: (frame: number) => number; readonly y: (value: number) => number; readonly threshold: number }) {
  const known = segments.flatMap((segment) => (segment[line] === null ? [] : [{ from: segment.from, to: segment.to, value: segment[line] }]));
  const path = known.map(({ from, to, value }, i) => `${i > 0 && known[i - 1]!.to === from ? 'L' : 'M'}${x(from)} ${y(value)}L${x(to)} ${y(value)}`).join('');
  return (
    <g className={css[line]}>
      <path d={path} fill="none" />
      {known.filter(({ value }) => value < threshold).map(({ from, to, value }) => <circle key={from} className={css.below} cx={(x(from) + x(to)) / 2} cy={y(value)} r="5" />)}
    </g>
  );
}

function QualityTable({ segments, threshold }: { readonly segments: readonly SegmentQuality[]; readonly threshold: number }) {
  const { job, units } = useStrings();
  const cell = (value: number | null) => <td className={value !== null && value < threshold ? css.bad : undefined}>{value === null ? '–' : fixed(value, 3, units)}</td>;
  return (
    <table className={css.table}>
      <thead><tr><th scope="col">{job.segment}</th><th scope="col">{job.frameRange}</th><th scope="col">{job.consistency}</th><th scope="col">{job.similarity}</th><th scope="col">{job.clipped}</th></tr></thead>
      <tbody>{segments.map((one) => <tr key={one.segment}><th scope="row">{one.segment + 1}</th><td>{one.from} – {one.to - 1}</td>{cell(one.consistency)}{cell(one.similarity)}<td>{fixed(one.clipped * 100, 2, units)} %</td></tr>)}</tbody>
    </table>
  );
}
