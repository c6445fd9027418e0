// What is used of Electron, which Resolve brings along. Its documents are the source; 18.5 has an old one, 20.1 and later 36.
declare module 'electron' {
  type WebContents = { send(channel: string, text: string): void; on(event: 'will-navigate', hear: (event: { preventDefault(): void }) => void): void; setWindowOpenHandler(decide: () => { action: 'deny' }): void };
  type WindowOptions = {
    width: number; height: number; minWidth: number; minHeight: number; show: boolean; title: string; backgroundColor: string;
    webPreferences: { preload: string; contextIsolation: true; sandbox: true; nodeIntegration: false };
  };
  export class BrowserWindow {
    constructor(options: WindowOptions);
    readonly webContents: WebContents;
    loadFile(path: string): Promise<void>;
    on(event: 'closed' | 'ready-to-show', hear: () => void): void;
    show(): void; focus(): void; restore(): void; isVisible(): boolean; isMinimized(): boolean; isFocused(): boolean; isDestroyed(): boolean;
  }
  export type MenuTemplate = { id?: string; label: string; enabled?: boolean; type?: 'normal' | 'checkbox'; checked?: boolean; submenu?: MenuTemplate[]; click?: () => void };
  export const app: { whenReady(): Promise<void>; quit(): void; getLocale(): string; on(event: 'window-all-closed', hear: () => void): void };
  export const ipcMain: { on(channel: string, hear: (event: { sender: WebContents }, text: unknown) => void): void; removeAllListeners(channel: string): void };
  export const ipcRenderer: { send(channel: string, text: string): void; on(channel: string, hear: (event: unknown, text: string) => void): void; removeListener(channel: string, hear: (event: unknown, text: string) => void): void };
  export const contextBridge: { exposeInMainWorld(name: string, value: object): void };
  export const dialog: { showErrorBox(title: string, text: string): void };
  export const shell: { showItemInFolder(path: string): void; openExternal(url: string): Promise<void> };
  export const Menu: { buildFromTemplate(template: MenuTemplate[]): object; setApplicationMenu(menu: object | null): void };
}
