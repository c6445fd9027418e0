// The line of this tab to the daemon, for the few parts that look at more than answers.
import { createContext, useContext } from 'react';
import type { SocketState, SocketTransport } from '../../../shared/socket.ts';

export type TabLine = { subscribe(listener: () => void): () => void; state(): SocketState; readonly transport: SocketTransport };
export const Line = createContext<TabLine | null>(null);

export function useLine(): TabLine {
  const line = useContext(Line);
  if (!line) throw new Error('There is no line around this component.');
  return line;
}
