// The button that starts a restoration, with what it will cost and where its result goes.
import { useState } from 'react';
import type { JobSummary } from '../../../../shared/job.ts';
import type { AnyPlan } from '../../../../shared/plan.ts';
import type { WishInput } from '../../../../shared/preset.ts';
import type { FrameWrightError } from '../../../../shared/errors.ts';
import { bytes, interval } from '../../../../shared/words.ts';
import { useClient } from '../../../../shared/panel/client.tsx';
import { Failure } from '../../../../shared/panel/failure.tsx';
import { Icon } from '../../../../shared/panel/icon.tsx';
import { useStrings } from '../../../../shared/panel/language.tsx';
import { Button, Field, Switch } from '../../../../shared/panel/parts.tsx';
import { useAction } from '../../../../shared/panel/use-call.ts';
import { hrefOf } from '../route.ts';
import css from './clip.module.css';

type Props = { readonly path: string; readonly wish: WishInput; readonly plan: AnyPlan | null; /** Why there is no plan. */ readonly refused: FrameWrightError | null; readonly onAdded: () => void };
export function RestoreBar({ path, wish, plan, refused, onAdded }: Props) {
  const client = useClient(), { clip, units } = useStrings(), action = useAction();
  const [output, setOutput] = useState(''), [overwrite, setOverwrite] = useState(false), [job, setJob] = useState<JobSummary | null>(null);
  const start = (): void => action.run(async () => {
    setJob(null);
    // One press is one job, also when the line is cut before the answer.
    setJob(await client.submit({ path, wish, output: output.trim() || null, overwrite, client: 'dashboard', key: pressKey() }));
    onAdded();
  });
  return (
    <div className={css.restore}>
      <details className={css.more}>
        <summary>{clip.output}</summary>
        <div className={css.moreBody}>
          <Field label={clip.outputPath} hint={clip.outputHint}>{(ids) => <input {...ids} type="text" spellCheck={false} value={output} onChange={(event) => setOutput(event.target.value)} />}</Field>
          <Switch label={clip.overwrite} checked={overwrite} onChange={setOverwrite} />
        </div>
      </details>
      {action.failure && <Failure error={action.failure} context={{ path }} />}
      <p role="status" className={css.added}>{job && <><Icon name="good" />{clip.added} <a href={hrefOf({ page: 'job', job: job.id, part: 'overview' })}>{clip.show}</a></>}</p>
      <Button look="primary" className={css.start} disabled={action.busy || refused !== null} aria-describedby="estimate" onClick={start}>{action.busy ? clip.restoring : clip.restore}</Button>
      <p id="estimate" className="muted small numbers">{plan ? clip.estimate(interval(plan.estimate.seconds, units), bytes(plan.estimate.bytes, units)) : ' '}</p>
    </div>
  );
}

const pressKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
