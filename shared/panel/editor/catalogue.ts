// What the daemon offers to choose from. Asked for again when the line comes back, because another version may answer then.
import type { ResponseOf } from '../../operations.ts';
import { useClient } from '../client.tsx';
import { useCall, type Answer } from '../use-call.ts';
import { usePresets, useStages } from '../use-offers.ts';
import { useSessionState } from './session-view.tsx';

export type Catalogue = { readonly presets: Answer<ResponseOf<'presets'>>; readonly stages: Answer<ResponseOf<'stages'>>; readonly schema: Answer<ResponseOf<'wishSchema'>>; readonly devices: Answer<readonly string[]> };

/** Nothing is asked while there is no line. */
export function useCatalogue(): Catalogue {
  const client = useClient(), { line } = useSessionState(), open = line.kind === 'open', when = [line.version, open];
  return {
    presets: usePresets(open, when), stages: useStages(open, when), schema: useCall(open ? () => client.wishSchema({}) : null, when),
    devices: useCall(open ? async () => ['auto', ...(await client.hardware({})).devices.map(({ id }) => id)] : null, when),
  };
}
