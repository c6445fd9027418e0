// What panels in editors are asked to do, by keys, menus and the command line: the daemon only hands it on.
import { randomUUID } from 'node:crypto';
import { FrameWrightError } from '../../shared/errors.ts';
import type { Context, Handlers } from './context.ts';

/** Panels say at least once a minute that they are there; whoever does is told. */
export function panelHandlers({ presence, emit }: Pick<Context, 'presence' | 'emit'>): Pick<Handlers, 'host' | 'command'> {
  return {
    async host({ host, state }) {
      presence.tell(host, state);
      return {};
    },
    async command({ name, host, preset }) {
      const connected = presence.hosts().map((one) => one.host), told = connected.filter((one) => host === null || one === host);
      if (told.length === 0) throw new FrameWrightError('no-panel', { host: host ?? 'any editor', why: connected.length ? `Connected: ${connected.join(', ')}.` : 'Open the FrameWright panel in the editor; it connects by itself.' });
      // The same clips in two editors are two things: nobody is asked to guess which was meant.
      if (told.length > 1) throw new FrameWrightError('bad-value', { key: 'host', value: 'none', why: `Panels of ${told.join(' and ')} are connected; name the one that is meant.` });
      emit({ kind: 'command', name, host: told[0]!, preset, id: randomUUID() });
      return { hosts: told };
    },
  };
}
