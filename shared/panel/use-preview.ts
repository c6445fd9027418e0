// A live before/after picture: a quick draft at once, the real one when nothing has changed for a while.
import { useEffect, useRef, useState } from 'react';
import { toFrameWrightError, type FrameWrightError } from '../errors.ts';
import type { PreviewFrame } from '../pictures.ts';
import type { WishInput } from '../preset.ts';
import { useClient } from './client.tsx';

export type PreviewState = { readonly shown: PreviewFrame | null; readonly working: boolean; readonly failure: FrameWrightError | null };
export type PreviewWish = { readonly path: string; readonly wish: WishInput; readonly frame: number; /** Longest side of the exact picture, pixels; null is full size. */ readonly size: number | null; /** Longest side of a draft. */ readonly draftSize: number };

/** What a hand still moves is not asked for; what it has left alone is rendered exactly. Milliseconds. */
const settleMs = 90, exactMs = 600;

/** `asked` null shows nothing new. */
export function usePreview(asked: PreviewWish | null): PreviewState {
  const client = useClient();
  const [state, setState] = useState<PreviewState>({ shown: null, working: false, failure: null });
  const latest = useRef(asked);
  latest.current = asked;
  const key = asked === null ? null : JSON.stringify(asked);
  useEffect(() => {
    if (key === null || !latest.current) return undefined;
    const { path, wish, frame, size, draftSize } = latest.current;
    let wanted = true, timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (draft: boolean): void => {
      client.previewFrame({ path, wish, frame, draft, size: draft ? draftSize : size, replaces: 'viewer' }).then(
        (shown) => {
          if (!wanted) return;
          setState({ shown, working: draft, failure: null });
          if (draft) timer = setTimeout(() => ask(false), exactMs);
        },
        (error: unknown) => {
          const failure = toFrameWrightError(error);
          if (wanted && failure.code !== 'cancelled') setState((old) => ({ ...old, working: false, failure }));
        },
      );
    };
    setState((old) => ({ ...old, working: true }));
    timer = setTimeout(() => ask(true), settleMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [client, key]);
  return state;
}
