// What the queue and the connection do, wherever one is.
import { useEffect, useRef, useState } from 'react';
import type { SocketState } from '../../../shared/socket.ts';
import { useJobs, useReloadJobs } from '../../../shared/panel/client.tsx';
import { Icon } from '../../../shared/panel/icon.tsx';
import { useStrings } from '../../../shared/panel/language.tsx';
import { classes, ProgressBar } from '../../../shared/panel/parts.tsx';
import { endStates } from '../../../shared/job.ts';
import css from './app.module.css';

export function QueueStatus() {
  const { app, queue } = useStrings();
  const { jobs, hold, loaded } = useJobs();
  if (!loaded) return null;
  const open = [...jobs.values()].filter(({ state }) => !endStates.includes(state));
  const running = open.filter(({ state }) => state === 'running' || state === 'delivering');
  const share = open.reduce((sum, { progress }) => sum + progress, 0) / Math.max(1, open.length);
  return (
    <a href="#/queue" className={css.status}>
      <span className="small">{hold !== null && open.length > 0 ? `${queue.held} ${hold}` : app.status(running.length, open.length - running.length)}</span>
      {open.length > 0 && <ProgressBar share={share} label={queue.overall(Math.round(share * 100))} resting={running.length === 0} />}
    </a>
  );
}

/** Shown a moment after the line was cut: most cuts are over before anybody reads a sentence. */
const patienceMs = 700, thanksMs = 2500;

export function ConnectionBanner({ state }: { readonly state: SocketState }) {
  const { connection } = useStrings();
  const reload = useReloadJobs();
  const [shown, setShown] = useState<'none' | 'connecting' | 'lost' | 'back'>('none');
  const was = useRef(false), warned = useRef(false);
  useEffect(() => {
    if (state === 'open') {
      const back = warned.current;
      [was.current, warned.current] = [true, false];
      setShown(back ? 'back' : 'none');
      if (!back) return undefined;
      reload();
      const timer = setTimeout(() => setShown('none'), thanksMs);
      return () => clearTimeout(timer);
    }
    if (warned.current) return undefined;
    const timer = setTimeout(() => {
      warned.current = true;
      setShown(was.current ? 'lost' : 'connecting');
    }, patienceMs);
    return () => clearTimeout(timer);
  }, [state, reload]);
  return (
    <div role="status" aria-live="polite">
      {shown !== 'none' && (
        <p className={classes(css.banner, shown === 'back' && css.bannerGood)}>
          <Icon name={shown === 'back' ? 'good' : 'warn'} />
          <span><strong>{shown === 'back' ? connection.back : shown === 'lost' ? connection.lost : connection.connecting}</strong>{shown === 'lost' && ` ${connection.lostMore}`}</span>
        </p>
      )}
    </div>
  );
}
