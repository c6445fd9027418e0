// What became of an order: its progress, where its result lies, what was said of placing it.
import { errorFrom } from '../../errors.ts';
import type { ErrorCode } from '../../errors.ts';
import { interval } from '../../words.ts';
import { Failure } from '../failure.tsx';
import { Icon } from '../icon.tsx';
import { useStrings } from '../language.tsx';
import type { PlaceNotice } from '../host.ts';
import { Badge, IconButton, ProgressBar } from '../parts.tsx';
import css from './card.module.css';
import { useSession, useSessionState } from './session-view.tsx';
import type { Work } from './state.ts';
import { isAtWork, wasCancelled, workState } from './work-words.ts';
import { useEditorStrings } from './words.ts';

export function WorkPart({ work, name }: { readonly work: Work; readonly name: string }) {
  const words = useEditorStrings(), strings = useStrings(), session = useSession(), { entry } = work;
  const { says, tone } = workState(work, words, strings), failed = work.failure ?? (entry.error && errorFrom({ code: entry.error.code as ErrorCode, values: entry.error.values }));
  return (
    <div className={css.work}>
      <div className={css.workHead}>
        <Badge tone={tone}>{says}</Badge>
        {entry.placed !== null && entry.state === 'placed' && entry.placed.track !== null && <span className={css.where}>{words.results.on(entry.placed.track + 1)}</span>}
        <span className={css.grow} />
        {isAtWork(work) && entry.job !== null && <IconButton icon="close" label={`${words.card.cancel}: ${name}`} onClick={() => void session.cancel(entry.id)} />}
      </div>
      {isAtWork(work) && <WorkProgress work={work} name={name} />}
      {failed && entry.state !== 'placed' && !wasCancelled(work) && <Failure error={failed} context={{ ...(entry.clip.path === null ? {} : { path: entry.clip.path }), ...(entry.job === null ? {} : { job: entry.job }) }} />}
      {(entry.state === 'placed' || entry.state === 'binned') && entry.placed && <Notices notices={entry.placed.notices} />}
    </div>
  );
}

function WorkProgress({ work: { job, progress }, name }: { readonly work: Work; readonly name: string }) {
  const { card } = useEditorStrings(), { queue, units } = useStrings(), { hold } = useSessionState();
  const share = progress?.fraction ?? job?.progress ?? null, running = job?.state === 'running' || job?.state === 'delivering';
  const title = progress?.title || job?.title || '';
  return (
    <>
      <ProgressBar share={running || (share !== null && share > 0) ? share : job === null ? null : 0} label={card.progress(name)} resting={!running} />
      <p className={css.progressWords}>
        {running && share !== null ? <><span>{Math.round(share * 100)} %</span><span className={css.doing} title={title}>{title}</span></> : hold !== null ? <span className={css.doing}>{queue.held} {hold}</span> : null}
        {running && progress?.secondsLeft && <span>{card.left(interval(progress.secondsLeft, units))}</span>}
      </p>
    </>
  );
}

export function Notices({ notices }: { readonly notices: readonly PlaceNotice[] }) {
  const words = useEditorStrings();
  if (notices.length === 0) return null;
  return <ul className={css.notices}>{notices.map(({ code, reason }) => <li key={code}><Icon name="info" size={14} /><span>{words.notices[code]}{reason && <span className="muted"> {words.reason(reason)}</span>}</span></li>)}</ul>;
}
