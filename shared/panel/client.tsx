// The client, the jobs and the pictures that every component below works with.
import { createContext, useContext, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import type { Client } from '../client.ts';
import { createJobs, type Jobs, type JobsState } from './jobs.ts';
import { createPictures, type Pictures } from './pictures.ts';

type Connected = { readonly client: Client; readonly jobs: Jobs; readonly pictures: Pictures };
const Connection = createContext<Connected | null>(null);

export function ClientProvider({ client, children }: { readonly client: Client; readonly children: ReactNode }) {
  const connected = useMemo(() => ({ client, jobs: createJobs(client), pictures: createPictures((id) => client.bytes(id)) }), [client]);
  useEffect(() => connected.jobs.start(), [connected]);
  return <Connection.Provider value={connected}>{children}</Connection.Provider>;
}

function useConnected(): Connected {
  const connected = useContext(Connection);
  if (!connected) throw new Error('There is no ClientProvider around this component.');
  return connected;
}
export const useClient = (): Client => useConnected().client;
export const usePictures = (): Pictures => useConnected().pictures;

/** The queue as it stands, kept up to date by events. */
export function useJobs(): JobsState {
  const { jobs } = useConnected();
  return useSyncExternalStore(jobs.subscribe, jobs.state);
}
export const useReloadJobs = (): (() => void) => useConnected().jobs.reload;
