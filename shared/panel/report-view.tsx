// A job's report: facts before and after, time spent, quality, plan, licences.
import type { Report } from '../report.ts';
import { duration } from '../words.ts';
import { useStrings } from './language.tsx';
import { Scroll, Section } from './parts.tsx';
import { PlanView } from './plan-view.tsx';
import { QualityChart } from './quality-chart.tsx';
import css from './report-view.module.css';

export function ReportView({ report }: { readonly report: Report }) {
  const { job, units } = useStrings();
  const frames = report.job.clip?.frames ?? Math.max(0, ...report.quality.map(({ to }) => to));
  return (
    <div className={css.report}>
      <Section title={job.facts} className={css.card}>
        <Scroll label={job.facts}>
          <table className={css.table}>
            <thead><tr><th scope="col">{job.fact}</th><th scope="col">{job.before}</th><th scope="col">{job.after}</th></tr></thead>
            <tbody>{report.facts.map(({ name, before, after }) => <tr key={name}><th scope="row">{name}</th><td>{before || '–'}</td><td className={before === after ? css.same : undefined}>{after || '–'}</td></tr>)}</tbody>
          </table>
        </Scroll>
      </Section>
      {report.timings.length > 0 && <Section title={job.timings} className={css.card} aside={<span className="muted numbers">{duration(report.seconds, units)}</span>}><Timings timings={report.timings} /></Section>}
      {report.quality.length > 0 && (
        <Section title={job.quality} className={css.card}>
          <QualityChart segments={report.quality} frames={frames} threshold={report.threshold} />
          <details><summary className={css.summary}>{job.definitions}</summary><dl className={css.definitions}>{report.definitions.map(({ name, says }) => <div key={name}><dt>{name}</dt><dd>{says}</dd></div>)}</dl></details>
        </Section>
      )}
      <Section title={job.plan} className={css.card}><PlanView sections={report.plan} /></Section>
      <Section title={job.licences} className={css.card}>
        <Scroll label={job.licences}><table className={css.table}><tbody>{report.licences.map(({ name, licence, says }) => <tr key={name}><th scope="row">{name}</th><td><code>{licence}</code></td><td>{says}</td></tr>)}</tbody></table></Scroll>
        {report.sidecar !== null && <p className="muted small">{job.sidecar}: <code>{report.sidecar}</code></p>}
      </Section>
    </div>
  );
}

function Timings({ timings }: Pick<Report, 'timings'>) {
  const { units } = useStrings();
  const longest = Math.max(...timings.map(({ seconds }) => seconds), 0.001);
  return (
    <ul className={css.timings}>
      {timings.map(({ title, seconds }) => <li key={title}><span>{title}</span><span className={css.track} aria-hidden="true"><span style={{ width: `${(seconds / longest) * 100}%` }} /></span><span className="numbers">{duration(seconds, units)}</span></li>)}
    </ul>
  );
}
