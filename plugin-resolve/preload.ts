// Between page and main process: text, and nothing else.
import { contextBridge, ipcRenderer } from 'electron';
import { channel } from './channel.ts';

contextBridge.exposeInMainWorld(channel, {
  post: (text: string) => ipcRenderer.send(channel, text),
  listen: (hear: (text: string) => void) => {
    const listener = (_event: unknown, text: string): void => hear(text);
    ipcRenderer.on(channel, listener);
    return () => ipcRenderer.removeListener(channel, listener);
  },
});
