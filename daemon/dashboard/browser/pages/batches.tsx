// Batches: many files that were ordered together.
import type { BatchSummary } from '../../../../shared/job.ts';
import { useClient, useJobs } from '../../../../shared/panel/client.tsx';
import { Failure } from '../../../../shared/panel/failure.tsx';
import rows from '../../../../shared/panel/job-row.module.css';
import { useStrings } from '../../../../shared/panel/language.tsx';
import { momentName } from '../../../../shared/panel/naming.ts';
import { Button, ProgressBar, Section } from '../../../../shared/panel/parts.tsx';
import { useAction, useCall } from '../../../../shared/panel/use-call.ts';
import { hrefOf } from '../route.ts';

/** Batches are asked for again when one of their jobs changes, at most this often. */
const restMs = 1000;

export function Batches() {
  const client = useClient(), { queue } = useStrings(), { jobs } = useJobs();
  const batched = [...jobs.values()].filter(({ batch }) => batch !== null).map(({ id, state }) => `${id} ${state}`).join();
  const { value, failure, again } = useCall(() => client.batches({}), [batched], restMs);
  const batches = value ?? [];
  if (failure) return <Section title={queue.batches}><Failure error={failure} onAgain={again} /></Section>;
  if (batches.length === 0) return null;
  return <Section title={queue.batches}><ul className={rows.list}>{[...batches].reverse().map((batch) => <BatchRow key={batch.id} batch={batch} onChange={again} />)}</ul></Section>;
}

function BatchRow({ batch, onChange }: { readonly batch: BatchSummary; readonly onChange: () => void }) {
  const client = useClient(), { queue, code } = useStrings(), action = useAction();
  const ended = batch.done + batch.failed >= batch.jobs;
  return (
    <li className={rows.row}>
      <div className={rows.main}>
        <a className={rows.name} href={hrefOf({ page: 'queue', batch: batch.id })}>{batch.title}</a>
        {!ended && <ProgressBar share={batch.progress} label={batch.title} />}
        <p className={rows.facts}><span>{queue.batch(batch.done, batch.jobs, batch.failed)}</span><span>{momentName(batch.createdAt, code)}</span></p>
        {action.failure && <Failure error={action.failure} />}
      </div>
      {!ended && <div className={rows.side}><Button icon="stop" disabled={action.busy} onClick={() => action.run(() => client.cancelBatch({ batch: batch.id }).then(onChange))}>{queue.cancelBatch}</Button></div>}
    </li>
  );
}
