// The panel of the editors, in the browser: files take the place of clips, and results stay where they are written.
import { useMemo, useState } from 'react';
import type { SocketState } from '../../../../shared/socket.ts';
import { useClient } from '../../../../shared/panel/client.tsx';
import { createBrowserHost, thisBrowser } from '../../../../shared/panel/editor/browser-host.ts';
import { Panel } from '../../../../shared/panel/editor/panel.tsx';
import { FileBrowser } from '../../../../shared/panel/file-browser.tsx';
import { useStrings } from '../../../../shared/panel/language.tsx';
import type { LineKind, LineState, PanelLink } from '../../../../shared/panel/link.ts';
import { fileName } from '../../../../shared/panel/naming.ts';
import { Button, Dialog, Field, IconButton } from '../../../../shared/panel/parts.tsx';
import { useLine, type TabLine } from '../line.ts';
import own from './panel.module.css';
import css from './page.module.css';

/** Chosen files of this session: coming back finds them again. */
let chosen: readonly string[] = [];
/** One for the tab: its cards and jobs are there whenever the page is shown. */
const host = createBrowserHost(thisBrowser());

export function PanelPage() {
  const client = useClient(), line = useLine(), { app } = useStrings();
  const link = useMemo((): PanelLink => ({ host, transport: line.transport, connection: connectionOf(line) }), [line]);
  return <div className={css.page}><h1>{app.panel}</h1><div className={own.frame}><Panel link={link} client={client} alone={false} chooser={<Chooser />} /></div></div>;
}

const kinds: Readonly<Record<SocketState, LineKind>> = { connecting: 'connecting', open: 'open', waiting: 'waiting', closed: 'refused' };

function connectionOf(line: TabLine): PanelLink['connection'] {
  const states = new Map<SocketState, LineState>();
  const inHand = async (): Promise<void> => { line.transport.retry(); };
  return {
    state() {
      const state = line.state(), known = states.get(state) ?? { kind: kinds[state], error: null, version: null, features: [] };
      states.set(state, known);
      return known;
    },
    // This tab has its token, and comes from the daemon that runs.
    subscribe: line.subscribe, pair: inHand, startDaemon: inHand, retry: () => line.transport.retry(),
  };
}

function Chooser() {
  const { open, common } = useStrings();
  const [files, setFiles] = useState(chosen), [path, setPath] = useState(''), [browsing, setBrowsing] = useState(false);
  const choose = (next: readonly string[]): void => {
    chosen = [...new Set(next)];
    setFiles(chosen);
    host.choose(chosen);
  };
  const add = (file: string): void => { choose([...files, file]); setPath(''); setBrowsing(false); };
  return (
    <form className={own.chooser} onSubmit={(event) => { event.preventDefault(); if (path.trim()) add(path.trim()); }}>
      <Field label={open.path} hint={open.pathHint}>{(ids) => <input {...ids} type="text" spellCheck={false} value={path} onChange={(event) => setPath(event.target.value)} />}</Field>
      <Button type="submit" disabled={!path.trim()}>{common.add}</Button>
      <Button icon="open" onClick={() => setBrowsing(true)}>{open.pick}</Button>
      {files.length > 0 && <ul className={own.files}>{files.map((file) => <li key={file}><span title={file}>{fileName(file)}</span><IconButton icon="close" label={`${common.remove}: ${fileName(file)}`} onClick={() => choose(files.filter((one) => one !== file))} /></li>)}</ul>}
      {browsing && <Dialog title={open.browser} onClose={() => setBrowsing(false)} wide><FileBrowser start={null} onFile={add} /></Dialog>}
    </form>
  );
}
