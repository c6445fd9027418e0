// The few parts of WebAssembly's interface used here; TypeScript ships them only with a browser's types.
declare namespace WebAssembly {
  class Memory {
    constructor(options: { initial: number; maximum: number; shared: true });
    readonly buffer: SharedArrayBuffer;
    /** Pages of 64 KiB. Returns the number before. */
    grow(pages: number): number;
  }
  class Module { constructor(bytes: Uint8Array); }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, Memory>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
}
