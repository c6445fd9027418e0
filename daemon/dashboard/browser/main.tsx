// The dashboard in a browser tab: gets in, connects, and draws the pages.
import '../../../shared/panel/older-browsers.ts';
import '../../../shared/panel/tokens.css';
import { createRoot, type Root } from 'react-dom/client';
import { createClient } from '../../../shared/client.ts';
import type { FrameWrightError } from '../../../shared/errors.ts';
import { createSocketTransport, type SocketState } from '../../../shared/socket.ts';
import { App } from './app.tsx';
import { Refused } from './refused.tsx';
import { followTheme } from './preferences.ts';
import { enter, forgetSession } from './session.ts';

followTheme();
const root = createRoot(document.getElementById('root')!);
// A new link pasted into a tab that is open is a new way in.
addEventListener('hashchange', () => { if (/[#&]code=/.test(location.hash)) location.reload(); });
void begin(root);

async function begin(to: Root): Promise<void> {
  const session = await enter();
  if ('refused' in session) return to.render(<Refused why={session.refused} />);
  const listeners = new Set<() => void>();
  let line: SocketState = 'connecting';
  const onState = (state: SocketState, error: FrameWrightError | null): void => {
    line = state;
    for (const listener of listeners) listener();
    if (state !== 'closed') return;
    forgetSession();
    to.render(<Refused why={error} />);
  };
  const transport = createSocketTransport({ url: `ws://${location.host}/api/v1/socket`, token: session.token, client: 'dashboard', patienceMs: Infinity, onState });
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => { listeners.delete(listener); };
  };
  to.render(<App client={createClient(transport)} line={{ subscribe, state: () => line, transport }} />);
}
