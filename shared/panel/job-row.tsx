// One job in a list: what it is, how far it is, what can be done with it.
import type { Progress } from '../events.ts';
import { endStates, type JobState, type JobSummary } from '../job.ts';
import { errorFrom } from '../errors.ts';
import { interval } from '../words.ts';
import { useJobs } from './client.tsx';
import type { IconName } from './icon.tsx';
import { JobActions, PrioritySelect } from './job-actions.tsx';
import { useErrors, useStrings } from './language.tsx';
import { fileName, folderName, momentName } from './naming.ts';
import { Badge, classes, ProgressBar } from './parts.tsx';
import css from './job-row.module.css';

const tones: Readonly<Record<JobState, 'neutral' | 'good' | 'warn' | 'bad' | 'accent'>> = { queued: 'neutral', planned: 'neutral', running: 'accent', delivering: 'accent', paused: 'warn', waiting: 'warn', done: 'good', failed: 'bad', cancelled: 'neutral' };
const icons: Partial<Record<JobState, IconName>> = { paused: 'pause', waiting: 'retry', done: 'good', failed: 'warn' };

export function JobBadge({ state }: { readonly state: JobState }) {
  const { queue } = useStrings();
  return <Badge tone={tones[state]} icon={icons[state]}>{queue.states[state]}</Badge>;
}

export function JobRow({ job, href }: { readonly job: JobSummary; readonly href: string }) {
  const { progress } = useJobs(), sayError = useErrors();
  const ended = endStates.includes(job.state);
  return (
    <li className={css.row}>
      <div className={css.main}>
        <div className={css.head}>
          <a className={css.name} href={href}>{fileName(job.source)}</a>
          <JobBadge state={job.state} />
        </div>
        <p className={css.what}>{job.title || folderName(job.source)}</p>
        {job.error && <p className={css.error}>{sayError(errorFrom(job.error)).what}</p>}
        {!ended && job.state !== 'queued' && <ProgressBar share={job.progress} label={fileName(job.source)} resting={job.state !== 'running' && job.state !== 'delivering'} />}
        <JobFacts job={job} progress={progress.get(job.id) ?? null} />
      </div>
      <div className={css.side}>
        {(job.state === 'planned' || job.state === 'queued') && <PrioritySelect job={job} />}
        <JobActions job={job} />
      </div>
    </li>
  );
}

function JobFacts({ job, progress }: { readonly job: JobSummary; readonly progress: Progress | null }) {
  const { job: words, queue, code, units } = useStrings();
  if (job.state === 'running' && progress) {
    return (
      <p className={classes(css.facts, 'numbers')}>
        <span>{Math.round(job.progress * 100)} %</span><span>{progress.title}</span>
        {progress.fps !== null && <span>{words.fps(progress.fps)}</span>}
        {progress.secondsLeft && <span>{queue.left(interval(progress.secondsLeft, units))}</span>}
      </p>
    );
  }
  const facts = [
    job.state === 'waiting' && job.retryAt ? queue.retryAt(momentName(job.retryAt, code)) : null,
    job.attempts > 1 && !endStates.includes(job.state) ? queue.attempt(job.attempts) : null,
    momentName(job.finishedAt ?? job.createdAt, code),
  ].filter((fact) => fact !== null);
  return <p className={classes(css.facts, 'numbers')}>{facts.map((fact) => <span key={fact}>{fact}</span>)}</p>;
}
