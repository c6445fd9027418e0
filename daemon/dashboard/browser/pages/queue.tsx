// The queue: what runs, what waits, what rests, what was.
import { useEffect, useMemo, useRef, useState } from 'react';
import { endStates, type JobSummary } from '../../../../shared/job.ts';
import { useClient, useJobs, useReloadJobs } from '../../../../shared/panel/client.tsx';
import { Failure } from '../../../../shared/panel/failure.tsx';
import { Icon } from '../../../../shared/panel/icon.tsx';
import { JobRow } from '../../../../shared/panel/job-row.tsx';
import rows from '../../../../shared/panel/job-row.module.css';
import { useStrings } from '../../../../shared/panel/language.tsx';
import { fileName } from '../../../../shared/panel/naming.ts';
import { Button, Empty, ProgressBar, Section, Skeleton } from '../../../../shared/panel/parts.tsx';
import { useAction, useCall } from '../../../../shared/panel/use-call.ts';
import { hrefOf } from '../route.ts';
import { Batches } from './batches.tsx';
import css from './page.module.css';
import own from './queue.module.css';

const shownAtFirst = 25;

export function QueuePage({ batch }: { readonly batch: string | null }) {
  const { queue } = useStrings();
  const state = useJobs(), reload = useReloadJobs();
  const jobs = useMemo(() => [...state.jobs.values()].filter((job) => batch === null || job.batch === batch).reverse(), [state.jobs, batch]);
  if (state.failure && !state.loaded) return <div className={css.page}><h1>{queue.title}</h1><Failure error={state.failure} onAgain={reload} /></div>;
  const now = jobs.filter((job) => job.state === 'running' || job.state === 'delivering');
  const next = jobs.filter((job) => job.state === 'planned' || job.state === 'queued' || job.state === 'waiting').reverse().sort((a, b) => b.priority - a.priority);
  const resting = jobs.filter((job) => job.state === 'paused');
  return (
    <div className={css.page}>
      <div className={css.head}><h1>{queue.title}</h1><AllAtOnce open={[...now, ...next]} resting={resting} /></div>
      {batch !== null && <p>{queue.onlyBatch} <a href={hrefOf({ page: 'queue', batch: null })}>{queue.all}</a></p>}
      {state.hold !== null && <p className={own.hold} role="status"><Icon name="pause" /><span><strong>{queue.held}</strong> {state.hold}</span></p>}
      <Overall jobs={[...now, ...next, ...resting]} />
      {!state.loaded && <Skeleton lines={4} />}
      {state.loaded && jobs.length === 0 && <Empty icon="queue" title={queue.empty}><a href="#/">{queue.emptyMore}</a></Empty>}
      <Group title={queue.now} jobs={now} /><Group title={queue.next} jobs={next} /><Group title={queue.resting} jobs={resting} />
      {batch === null && <Batches />}
      <History batch={batch} jobs={jobs.filter((job) => endStates.includes(job.state))} />
      <Announcements jobs={state.jobs} />
    </div>
  );
}

function Group({ title, jobs }: { readonly title: string; readonly jobs: readonly JobSummary[] }) {
  if (jobs.length === 0) return null;
  return <Section title={title} aside={<span className="muted numbers">{jobs.length}</span>}><JobList jobs={jobs} /></Section>;
}

const JobList = ({ jobs }: { readonly jobs: readonly JobSummary[] }) => (
  <ul className={rows.list}>{jobs.map((job) => <JobRow key={job.id} job={job} href={hrefOf({ page: 'job', job: job.id, part: 'overview' })} />)}</ul>
);

function Overall({ jobs }: { readonly jobs: readonly JobSummary[] }) {
  const { queue } = useStrings();
  if (jobs.length < 2) return null;
  const share = jobs.reduce((sum, { progress }) => sum + progress, 0) / jobs.length;
  const words = queue.overall(Math.round(share * 100));
  return <div className={own.overall}><ProgressBar share={share} label={words} /><p className="muted small numbers">{words}</p></div>;
}

function AllAtOnce({ open, resting }: { readonly open: readonly JobSummary[]; readonly resting: readonly JobSummary[] }) {
  const client = useClient(), { queue } = useStrings(), action = useAction();
  const pausable = open.filter(({ state }) => state !== 'delivering');
  const each = (jobs: readonly JobSummary[], name: 'pause' | 'resume') => () => action.run(() => Promise.all(jobs.map((job) => client[name]({ job: job.id }))));
  return (
    <div className={css.actions}>
      {pausable.length > 0 && <Button icon="pause" disabled={action.busy} onClick={each(pausable, 'pause')}>{queue.pauseAll}</Button>}
      {resting.length > 0 && <Button icon="play" disabled={action.busy} onClick={each(resting, 'resume')}>{queue.resumeAll}</Button>}
      {action.failure && <Failure error={action.failure} />}
    </div>
  );
}

/** Without words what is known already; with words the daemon searches everything it keeps. */
function History({ jobs, batch }: { readonly jobs: readonly JobSummary[]; readonly batch: string | null }) {
  const client = useClient(), { queue } = useStrings();
  const [words, setWords] = useState(''), [most, setMost] = useState(shownAtFirst);
  const asked = words.trim();
  const found = useCall(asked === '' ? null : () => client.jobs({ search: asked, states: [...endStates], limit: 200, batch: batch ?? undefined }), [asked, batch, jobs.length], 250);
  const all = [...(asked === '' ? jobs : found.value ?? [])].sort((a, b) => (b.finishedAt ?? b.updatedAt).localeCompare(a.finishedAt ?? a.updatedAt));
  if (jobs.length === 0 && asked === '') return null;
  const search = (
    <label className={own.search}><Icon name="search" size={16} /><span className="visually-hidden">{queue.search}</span>
      <input type="search" placeholder={queue.search} value={words} onChange={(event) => setWords(event.target.value)} /></label>
  );
  return (
    <Section title={queue.history} aside={search}>
      {found.failure && asked !== '' && <Failure error={found.failure} onAgain={found.again} />}
      {all.length > 0 && <JobList jobs={all.slice(0, most)} />}
      {asked !== '' && all.length === 0 && !found.loading && <p className="muted" role="status">{queue.noMatch}</p>}
      {all.length > most && <div><Button onClick={() => setMost(most + 50)}>{queue.showMore}</Button></div>}
    </Section>
  );
}

/** Says aloud when a job changes its state. */
function Announcements({ jobs }: { readonly jobs: ReadonlyMap<string, JobSummary> }) {
  const { queue } = useStrings();
  const known = useRef(jobs);
  const [said, say] = useState('');
  useEffect(() => {
    const changed = [...jobs.values()].filter(({ id, state }) => known.current.has(id) && known.current.get(id)!.state !== state);
    known.current = jobs;
    if (changed.length) say(changed.map(({ source, state }) => queue.announce(fileName(source), queue.states[state])).join('. '));
  }, [jobs, queue]);
  return <p className="visually-hidden" aria-live="polite">{said}</p>;
}
