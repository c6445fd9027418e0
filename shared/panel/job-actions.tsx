// What can be done with a job, by its state.
import { useState } from 'react';
import type { JobState, JobSummary } from '../job.ts';
import { useClient } from './client.tsx';
import { Failure } from './failure.tsx';
import type { IconName } from './icon.tsx';
import { useStrings } from './language.tsx';
import { fileName } from './naming.ts';
import { Button, Dialog, IconButton } from './parts.tsx';
import css from './job-row.module.css';
import { useAction } from './use-call.ts';

type Act = 'pause' | 'resume' | 'cancel' | 'retry' | 'remove';
const icons: Readonly<Record<Act, IconName>> = { pause: 'pause', resume: 'play', cancel: 'stop', retry: 'retry', remove: 'remove' };
const possible: Readonly<Record<JobState, readonly Act[]>> = {
  queued: ['pause', 'cancel'], planned: ['pause', 'cancel'], running: ['pause', 'cancel'], delivering: [], waiting: ['retry', 'pause', 'cancel'],
  paused: ['resume', 'cancel'], failed: ['retry', 'remove'], cancelled: ['resume', 'remove'], done: ['remove'],
};

export function JobActions({ job }: { readonly job: JobSummary }) {
  const client = useClient(), { queue } = useStrings(), action = useAction();
  const [asking, setAsking] = useState(false);
  const act = (name: Act): void => { if (name === 'remove') setAsking(true); else action.run(() => client[name]({ job: job.id })); };
  return (
    <>
      <div className={css.actions}>
        {possible[job.state].map((name) => <IconButton key={name} icon={icons[name]} label={queue.of(queue[name], fileName(job.source))} disabled={action.busy} onClick={() => act(name)} />)}
      </div>
      {action.failure && <div className={css.failure}><Failure error={action.failure} context={{ job: job.id, path: job.source }} /></div>}
      {asking && <RemoveDialog job={job} onClose={() => setAsking(false)} />}
    </>
  );
}

function RemoveDialog({ job, onClose }: { readonly job: JobSummary; readonly onClose: () => void }) {
  const client = useClient(), { queue, common } = useStrings(), action = useAction();
  return (
    <Dialog title={queue.removeTitle} onClose={onClose}>
      <p><strong>{fileName(job.source)}</strong></p>
      <p className="muted">{queue.removeWhy}</p>
      {action.failure && <Failure error={action.failure} context={{ job: job.id }} />}
      <div className={css.dialogActions}>
        <Button onClick={onClose} autoFocus>{common.cancel}</Button>
        <Button look="danger" icon="remove" disabled={action.busy} onClick={() => action.run(() => client.remove({ job: job.id }).then(onClose))}>{queue.remove}</Button>
      </div>
    </Dialog>
  );
}

/** Three places that people think in; another number, set elsewhere, is shown as it is. */
export function PrioritySelect({ job }: { readonly job: JobSummary }) {
  const client = useClient(), { queue } = useStrings(), action = useAction();
  const named: Readonly<Record<number, string>> = { 10: queue.priorities.high, 0: queue.priorities.normal, [-10]: queue.priorities.low };
  const choices = [...new Set([10, 0, -10, job.priority])].sort((a, b) => b - a);
  return (
    <select className={css.priority} aria-label={queue.of(queue.priority, fileName(job.source))} value={job.priority} disabled={action.busy} onChange={(event) => action.run(() => client.reprioritise({ job: job.id, priority: Number(event.target.value) }))}>
      {choices.map((value) => <option key={value} value={value}>{named[value] ?? value}</option>)}
    </select>
  );
}
