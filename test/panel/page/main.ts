// The panel beside an editor on paper, for a browser that tests lead by the hand: `window.stand` is the hand.
import { createSocketTransport } from '../../../shared/socket.ts';
import { FrameWrightError } from '../../../shared/errors.ts';
import type { Connection, LineState } from '../../../shared/panel/link.ts';
import { mountPanel } from '../../../shared/panel/editor/mount.tsx';
import { createPaper, type Paper, type PaperSetup } from '../../hosts/paper/paper.ts';

export type StandSetup = { readonly token: string; readonly paper: PaperSetup; readonly selected: readonly string[]; readonly notes: string | null; readonly line?: LineState };
export type Stand = {
  readonly paper: Paper; line(state: LineState): void;
  /** Codes that were typed, and how often the daemon was started or tried again. */ readonly asked: { readonly codes: string[]; started: number; retried: number };
  /** What the next pairing says. */ refuse(why: string | null): void;
};
declare global {
  // eslint-disable-next-line no-var
  var stand: Stand;
}

function begin({ token, paper: setup, selected, notes, line: first }: StandSetup): void {
  const paper = createPaper(setup), listeners = new Set<() => void>(), asked = { codes: [] as string[], started: 0, retried: 0 };
  let line: LineState = first ?? { kind: 'open', error: null, version: '0.1.0', features: [] }, refusal: string | null = null;
  const show = (state: LineState): void => {
    line = state;
    for (const listener of listeners) listener();
  };
  const connection: Connection = {
    state: () => line,
    subscribe(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    async pair(code) {
      asked.codes.push(code);
      if (refusal !== null) throw new FrameWrightError('unauthorised', { why: refusal });
      show({ kind: 'open', error: null, version: '0.1.0', features: [] });
    },
    async startDaemon() { asked.started++; show({ kind: 'searching', error: null, version: null, features: [] }); },
    retry() { asked.retried++; show({ kind: 'open', error: null, version: '0.1.0', features: [] }); },
  };
  const transport = createSocketTransport({ url: `ws://${location.host}/api/v1/socket`, token, client: 'panel', patienceMs: Infinity, onState: () => undefined });
  paper.editor.setNotes(notes);
  paper.editor.select(...selected);
  globalThis.stand = { paper, line: show, asked, refuse(why) { refusal = why; } };
  mountPanel(document.getElementById('root')!, { host: paper.host, transport, connection });
}

begin(JSON.parse(decodeURIComponent(location.hash.slice(1))) as StandSetup);
