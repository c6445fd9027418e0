// What the daemon offers to choose from, in the language of the page.
import { useMemo } from 'react';
import type { ResponseOf } from '../operations.ts';
import { useClient } from './client.tsx';
import { useNames } from './language.tsx';
import { namePresets, nameStages } from './names.ts';
import { useCall, type Answer } from './use-call.ts';

/** Asked anew when a value of `when` changes; nothing is asked while not `open`. */
export function usePresets(open = true, when: readonly unknown[] = []): Answer<ResponseOf<'presets'>> {
  const client = useClient(), names = useNames(), answer = useCall(open ? () => client.presets({}) : null, [open, ...when]);
  return { ...answer, value: useMemo(() => answer.value && namePresets(answer.value, names), [answer.value, names]) };
}

/** As `usePresets`. */
export function useStages(open = true, when: readonly unknown[] = []): Answer<ResponseOf<'stages'>> {
  const client = useClient(), names = useNames(), answer = useCall(open ? () => client.stages({}) : null, [open, ...when]);
  return { ...answer, value: useMemo(() => answer.value && nameStages(answer.value, names), [answer.value, names]) };
}
