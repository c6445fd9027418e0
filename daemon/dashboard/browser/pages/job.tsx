// One job: how far it is, how good it becomes, what it said, what came out.
import { endStates, type JobDetail } from '../../../../shared/job.ts';
import { errorFrom, type ErrorCode } from '../../../../shared/errors.ts';
import type { Progress } from '../../../../shared/events.ts';
import { qualityThreshold } from '../../../../shared/report.ts';
import { interval } from '../../../../shared/words.ts';
import { useClient, useJobs } from '../../../../shared/panel/client.tsx';
import { Failure } from '../../../../shared/panel/failure.tsx';
import { JobActions, PrioritySelect } from '../../../../shared/panel/job-actions.tsx';
import { JobLog } from '../../../../shared/panel/job-log.tsx';
import { JobBadge } from '../../../../shared/panel/job-row.tsx';
import { useStrings } from '../../../../shared/panel/language.tsx';
import { fileName, momentName } from '../../../../shared/panel/naming.ts';
import { classes, ProgressBar, Section, Skeleton } from '../../../../shared/panel/parts.tsx';
import { QualityChart } from '../../../../shared/panel/quality-chart.tsx';
import { ReportView } from '../../../../shared/panel/report-view.tsx';
import { ResultViewer } from '../../../../shared/panel/result-viewer.tsx';
import { useCall } from '../../../../shared/panel/use-call.ts';
import { hrefOf } from '../route.ts';
import own from './job.module.css';
import css from './page.module.css';

type Part = 'overview' | 'report';

export function JobPage({ job: id, part }: { readonly job: string; readonly part: Part }) {
  const client = useClient();
  const live = useJobs().jobs.get(id);
  // The whole job is asked for again when its summary changes its state: then plans, units and files may have come.
  const asked = useCall(() => client.job({ job: id }), [id, live?.state]);
  if (asked.failure && !asked.value) return <div className={css.page}><Failure error={asked.failure} context={{ job: id }} onAgain={asked.again} /></div>;
  if (!asked.value) return <div className={css.page}><Skeleton lines={5} /></div>;
  const job: JobDetail = { ...asked.value, ...live };
  return (
    <div className={css.page}>
      <div className={css.head}>
        <div><h1>{fileName(job.source)}</h1><p className="muted">{job.title}</p></div>
        <div className={css.row}><JobBadge state={job.state} />{(job.state === 'planned' || job.state === 'queued') && <PrioritySelect job={job} />}<JobActions job={job} /></div>
      </div>
      {job.error && <Failure error={errorFrom({ code: job.error.code as ErrorCode, values: job.error.values })} context={{ job: id, path: job.source }} />}
      <Parts job={id} part={part} />
      {part === 'report' ? <ReportPart job={id} state={job.state} /> : <Overview job={job} />}
    </div>
  );
}

function Parts({ job, part }: { readonly job: string; readonly part: Part }) {
  const { job: words } = useStrings();
  return (
    <nav className={own.parts} aria-label={words.tabs}>
      {(['overview', 'report'] as const).map((one) => <a key={one} href={hrefOf({ page: 'job', job, part: one })} aria-current={one === part ? 'page' : undefined} className={classes(own.part, one === part && own.current)}>{words[one]}</a>)}
    </nav>
  );
}

function Overview({ job }: { readonly job: JobDetail }) {
  const { job: words } = useStrings();
  const { progress } = useJobs();
  const plan = job.plans[job.plans.length - 1] ?? null;
  return (
    <>
      {!endStates.includes(job.state) && <ProgressPart job={job} progress={progress.get(job.id) ?? null} />}
      {job.state === 'done' && plan && plan.source !== null && <Section title={words.result}><ResultViewer job={job} plan={plan} /></Section>}
      {plan?.source !== null && <QualityPart job={job} frames={plan?.map.frames ?? 0} />}
      <Section title={words.files} className={css.card}><JobFacts job={job} /></Section>
      <Section title={words.log} className={css.card}><JobLog job={job.id} /></Section>
    </>
  );
}

function ProgressPart({ job, progress }: { readonly job: JobDetail; readonly progress: Progress | null }) {
  const { job: words, queue, units } = useStrings();
  const running = job.state === 'running' || job.state === 'delivering';
  return (
    <Section title={words.progress} className={css.card} aside={<span className={classes(own.percent, 'numbers')}>{Math.round(job.progress * 100)} %</span>}>
      <ProgressBar share={job.progress} label={words.progress} resting={!running} />
      {progress && running && (
        <>
          <p className={own.now}><strong>{progress.title}</strong><span className="muted">{words.step(progress.step, progress.steps)}</span>{progress.next && <span className="muted">{words.next(progress.next)}</span>}</p>
          <ul className={own.figures}>
            <li>{words.frames(progress.frames, progress.framesTotal)}</li>
            {progress.fps !== null && <li>{words.fps(progress.fps)}</li>}
            {progress.secondsLeft && <li>{queue.left(interval(progress.secondsLeft, units))}</li>}
            {progress.load !== null && <li>{progress.device}: {words.load(Math.round(progress.load * 100))}</li>}
          </ul>
        </>
      )}
    </Section>
  );
}

/** What was measured before this page was opened comes with the report, what is measured now as events. */
function QualityPart({ job, frames }: { readonly job: JobDetail; readonly frames: number }) {
  const client = useClient(), { job: words } = useStrings();
  const live = useJobs().quality.get(job.id) ?? [];
  const { value } = useCall(job.plans.length === 0 ? null : () => client.report({ job: job.id }), [job.id, job.state]);
  const segments = [...new Map([...value?.quality ?? [], ...live].map((one) => [one.segment, one])).values()].sort((a, b) => a.from - b.from);
  if (segments.length === 0 && endStates.includes(job.state)) return null;
  return (
    <Section title={words.quality} className={css.card}>
      <p className="muted small">{words.qualityWhy}</p>
      <QualityChart segments={segments} frames={frames || Math.max(...segments.map(({ to }) => to))} threshold={value?.threshold ?? qualityThreshold} />
    </Section>
  );
}

function ReportPart({ job, state }: { readonly job: string; readonly state: string }) {
  const client = useClient();
  const { value, failure, again } = useCall(() => client.report({ job }), [job, state]);
  if (failure) return <Failure error={failure} context={{ job }} onAgain={again} />;
  return value ? <ReportView report={value} /> : <Skeleton lines={6} />;
}

function JobFacts({ job }: { readonly job: JobDetail }) {
  const { job: words, code } = useStrings();
  return (
    <dl className={css.pairs}>
      <dt>{words.source}</dt><dd><a href={hrefOf({ page: 'clip', path: job.source })} title={words.again}>{job.source}</a></dd>
      <dt>{words.output}</dt><dd>{job.output}</dd>
      <dt>{words.added}</dt><dd>{momentName(job.createdAt, code)}</dd>
      {job.finishedAt && <><dt>{words.finished}</dt><dd>{momentName(job.finishedAt, code)}</dd></>}
      {job.client && <><dt>{words.client}</dt><dd>{job.client}</dd></>}
    </dl>
  );
}
