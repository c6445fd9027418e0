// The panel's page in Resolve's Electron.
import { connectBridge } from '../../shared/panel/bridge/connect.ts';
import type { Port } from '../../shared/panel/bridge/messages.ts';
import { mountPanel } from '../../shared/panel/editor/mount.tsx';

declare global {
  interface Window { /** What the preload script lends. */ readonly framewright: Port }
}

mountPanel(document.getElementById('root')!, connectBridge(window.framewright));
