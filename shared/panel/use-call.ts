// Asking the daemon from a component: loading, failed or there, and never an old answer after a new question.
import { useCallback, useEffect, useRef, useState } from 'react';
import { toFrameWrightError, type FrameWrightError } from '../errors.ts';

export type Answer<Value> = {
  /** The newest answer; kept while a new one is on its way. */
  readonly value: Value | null;
  readonly failure: FrameWrightError | null; readonly loading: boolean;
  readonly again: () => void;
};

/** `ask` null asks nothing. Asked at once the first time and anew whenever a value of `when` changes, then after `wait` milliseconds of rest. */
export function useCall<Value>(ask: (() => Promise<Value>) | null, when: readonly unknown[], wait = 0): Answer<Value> {
  const [answer, setAnswer] = useState<{ value: Value | null; failure: FrameWrightError | null; loading: boolean }>({ value: null, failure: null, loading: ask !== null });
  const [times, setTimes] = useState(0);
  const latest = useRef(ask), first = useRef(true);
  latest.current = ask;
  useEffect(() => {
    const asking = latest.current;
    if (!asking) return undefined;
    let wanted = true;
    setAnswer((old) => ({ ...old, loading: true }));
    const timer = setTimeout(() => {
      asking().then(
        (value) => { if (wanted) setAnswer({ value, failure: null, loading: false }); },
        (error: unknown) => { if (wanted) setAnswer((old) => ({ ...old, failure: toFrameWrightError(error), loading: false })); },
      );
    }, first.current ? 0 : wait);
    first.current = false;
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [...when, times, ask === null]);
  const again = useCallback(() => setTimes((count) => count + 1), []);
  return { ...answer, again };
}

export type Action = { readonly run: (act: () => Promise<unknown>) => void; readonly busy: boolean; readonly failure: FrameWrightError | null; readonly clear: () => void };

/** Something a person asked for: one at a time, its failure kept until the next. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FrameWrightError | null>(null);
  const run = useCallback((act: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(null);
    act().catch((error: unknown) => setFailure(toFrameWrightError(error))).finally(() => setBusy(false));
  }, []);
  return { run, busy, failure, clear: useCallback(() => setFailure(null), []) };
}
