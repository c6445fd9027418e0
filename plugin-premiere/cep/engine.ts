// What CEP gives a panel's page: `window.__adobe_cep__`, as far as it is used here, and its events.

/** An event of the editor or of our own script; `data` is text, or an object where CEP has parsed it. */
export type EngineEvent = { readonly type: string; readonly data: unknown };
export type Engine = {
  evalScript(code: string, answer: (result: string) => void): void;
  addEventListener(type: string, listener: (event: EngineEvent) => void): void;
  removeEventListener(type: string, listener: (event: EngineEvent) => void): void;
  /** JSON: versions, locale and the colours of the editor's interface. */ getHostEnvironment(): string;
  /** A folder by CEP's name for it, as a file: address. */ getSystemPath(kind: string): string;
  invokeSync(name: string, parameter: string): unknown;
  /** JSON: `{ major, minor, micro }` of CEP. */ getCurrentApiVersion?(): string;
  /** JSON: keys that come to the page while the panel has the focus. */ registerKeyEventsInterest?(keys: string): unknown;
  invokeAsync(name: string, parameter: string, answer: (result: string) => void): void;
};

export const themeChanged = 'com.adobe.csxs.events.ThemeColorChanged', flyoutClicked = 'com.adobe.csxs.events.flyoutMenuClicked';
/** Events of our own script. */
export const told = { selection: 'com.framewright.selection', changed: 'com.framewright.changed', activity: 'com.framewright.activity' } as const;

/** The path behind CEP's file: address; Windows' drives lose the slash before them. */
export function folderOf(engine: Pick<Engine, 'getSystemPath'>, kind: 'extension' | 'hostApplication' | 'userData'): string {
  const path = decodeURIComponent(engine.getSystemPath(kind).replace(/^file:\/\/\/?(?=[A-Za-z]:|\/)/, ''));
  return /^[A-Za-z]:/.test(path) || path.startsWith('/') ? path : `/${path}`;
}
