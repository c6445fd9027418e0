// The log of a job: what there is, and every line that comes.
import { useEffect, useRef, useState } from 'react';
import type { FrameWrightError } from '../errors.ts';
import { toFrameWrightError } from '../errors.ts';
import { useClient } from './client.tsx';
import { Failure } from './failure.tsx';
import { useStrings } from './language.tsx';
import { Skeleton } from './parts.tsx';
import css from './job-log.module.css';

/** Lines that are shown; older ones are in the log file. */
const most = 2000;

export function JobLog({ job }: { readonly job: string }) {
  const client = useClient(), { job: words } = useStrings();
  const [lines, setLines] = useState<readonly string[] | null>(null), [failure, setFailure] = useState<FrameWrightError | null>(null);
  const box = useRef<HTMLDivElement>(null), atEnd = useRef(true);
  useEffect(() => {
    let wanted = true;
    const late: string[] = [];
    const stop = client.onEvent((event) => {
      if (event.kind !== 'log' || event.job !== job) return;
      late.push(event.line);
      setLines((known) => (known === null ? known : [...known, event.line].slice(-most)));
    });
    client.log({ job, limit: most }).then(
      // A line that came while the others were fetched may be among them.
      (answer) => { if (wanted) setLines([...answer.lines, ...late.filter((line) => !answer.lines.includes(line))].slice(-most)); },
      (error: unknown) => { if (wanted) setFailure(toFrameWrightError(error)); },
    );
    return () => {
      wanted = false;
      stop();
    };
  }, [client, job]);
  useEffect(() => { if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight; }, [lines]);
  if (failure) return <Failure error={failure} context={{ job }} />;
  if (!lines) return <Skeleton />;
  if (lines.length === 0) return <p className="muted">{words.noLog}</p>;
  const onScroll = (): void => { atEnd.current = !box.current || box.current.scrollHeight - box.current.scrollTop - box.current.clientHeight < 24; };
  return <div ref={box} className={css.log} role="log" aria-label={words.log} tabIndex={0} onScroll={onScroll}>{lines.map((line, i) => <p key={i}>{line}</p>)}</div>;
}
