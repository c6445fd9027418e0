// A panel on paper: the session over the editor on paper and a daemon that does as it is told.
import type { Session } from '../../shared/panel/editor/state.ts';
import { createSession } from '../../shared/panel/editor/session.ts';
import { createPaper, type Paper, type PaperSetup } from '../hosts/paper/paper.ts';
import { createPaperDaemon, type PaperDaemon } from './daemon.ts';

export type Stage = Paper & { readonly session: Session; readonly daemon: PaperDaemon; /** Lets waiting things happen, timers too. */ settle(): Promise<void>; close(): Promise<void>; /** The panel anew over the same editor and daemon. */ reopen(): Promise<Stage> };

export async function openStage(setup: PaperSetup = {}, paper: Paper = createPaper(setup), daemon: PaperDaemon = createPaperDaemon(), prefix = 'a'): Promise<Stage> {
  const timers = new Set<() => void>();
  let ids = 0;
  const session = createSession({
    link: { host: paper.host, transport: daemon.transport, connection: daemon.connection }, label: (clip) => `${clip} restored`, now: () => '2026-11-20T10:00:00.000Z', newId: () => `${prefix}${++ids}`,
    after(work) { timers.add(work); return () => { timers.delete(work); }; },
  });
  const end = session.start();
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 4; round++) {
      await new Promise((resolve) => { setImmediate(resolve); });
      for (const work of [...timers]) { timers.delete(work); work(); }
      await new Promise((resolve) => { setImmediate(resolve); });
    }
  };
  await settle();
  const close = async (): Promise<void> => { end(); await settle(); };
  return { ...paper, session, daemon, settle, close, reopen: async () => { await close(); return openStage(setup, paper, daemon, `${prefix}'`); } };
}
