// The page inside the WebView: it reaches Premiere and the daemon only through the plugin's script.
import { connectBridge } from '../../../shared/panel/bridge/connect.ts';
import { mountPanel } from '../../../shared/panel/editor/mount.tsx';

type Outside = { readonly uxpHost: { postMessage(message: string): void } };
const { uxpHost } = window as unknown as Outside;

mountPanel(document.getElementById('root')!, connectBridge({
  post: (text) => uxpHost.postMessage(text),
  listen(hear) {
    const listener = ({ data }: MessageEvent<unknown>): void => { if (typeof data === 'string') hear(data); };
    addEventListener('message', listener);
    return () => removeEventListener('message', listener);
  },
}));
