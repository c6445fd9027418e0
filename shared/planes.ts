// Pictures as planes in shared memory, and the contract of a model that takes and returns them. Types only: nothing here crosses a process.

/**
 * One plane. `data` holds `height` rows of `width` values without padding, on a SharedArrayBuffer. Values are code values at the frame's own
 * depth: `Uint8Array` for 8 bits, `Uint16Array` for 9 to 16.
 */
export type Plane = { readonly width: number; readonly height: number; readonly data: Uint8Array | Uint16Array };

/** One frame's planes in FFmpeg's order (Y U V A; G B R A; grey A). `frame` is the index frame; planes live until `release`. */
export type PlaneFrame = { readonly frame: number; readonly planes: readonly Plane[] };

/** A model whose inputs and outputs are planes. */
export type PlaneSession = {
  /**
   * Frame windows of `window.before + 1 + window.after` frames, oldest first; `strength` 0 to 1. Fills `into` in place.
   * One call at a time. @throws FrameWrightError `out-of-memory`, `step-failed`, `cancelled` (closed while running).
   */
  run(frames: readonly PlaneFrame[], strength: number, into: PlaneFrame): Promise<void>;
  close(): Promise<void>;
};
