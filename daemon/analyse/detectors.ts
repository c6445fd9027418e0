// PySceneDetect's four detectors, by its documented semantics and defaults (version 0.7), over what each frame of a run measured. Our own code.

/** What one frame says to detectors. */
export type SceneFacts = {
  /** Mean absolute change of hue, saturation and value since the frame before, 8-bit code values; 0 for the first. */
  readonly content: number;
  /** Mean of red, green and blue, 0 to 255. */
  readonly level: number;
  /** 1 less the correlation of its luma histogram with that of the frame before; 0 for the first. */
  readonly histogram: number;
};

/** Frames of consecutive numbers; a detector gives places in the list at which scenes begin. */
export type Detector = (frames: readonly SceneFacts[]) => number[];

/** Shortest scene in frames, and what each detector calls a cut. */
export const defaults = {
  shortest: 15, content: 27, adaptive: { ratio: 3, window: 2, content: 15 }, threshold: { level: 12, bias: 0 }, histogram: 0.05,
} as const;

/** A change of 27 code values or more; several within the shortest scene become one, at the last of them. */
export const byContent = (threshold: number = defaults.content): Detector => (frames) => merge(frames.map((frame) => frame.content >= threshold), defaults.shortest);

/** A change that is three times the mean change of two frames on either side, and 15 or more. */
export const byAdaptive = ({ ratio, window, content }: { readonly ratio: number; readonly window: number; readonly content: number } = defaults.adaptive): Detector => (frames) => {
  const cuts: number[] = [];
  let last = 0;
  for (let i = window; i + window < frames.length; i++) {
    const around = [...frames.slice(i - window, i), ...frames.slice(i + 1, i + window + 1)].reduce((sum, frame) => sum + frame.content, 0) / (2 * window);
    const score = frames[i]!.content, stands = around < 1e-5 ? score >= content : score / around >= ratio;
    // The length is counted from the last frame of the window, which is where the detector stands.
    if (!stands || score < content || i + window - last < defaults.shortest) continue;
    cuts.push(i);
    last = i;
  }
  return cuts;
};

/** Fades: a scene begins between the frame that falls below the level and the one that rises to it again; `bias` -1 is the first, 1 the second, 0 the middle. */
export const byThreshold = ({ level, bias }: { readonly level: number; readonly bias: number } = defaults.threshold): Detector => (frames) => {
  const cuts: number[] = [];
  let dark = frames.length > 0 && frames[0]!.level < level, since = 0, last = 0;
  for (let i = 1; i < frames.length; i++) {
    const below = frames[i]!.level < level;
    if (below === dark) continue;
    if (!below && i - last >= defaults.shortest) {
      cuts.push(Math.round((i + since + bias * (i - since)) / 2));
      last = i;
    }
    dark = below;
    since = i;
  }
  return cuts;
};

/** Luma histograms that correlate by 0.95 or less. */
export const byHistogram = (threshold: number = defaults.histogram): Detector => (frames) => {
  const cuts: number[] = [];
  let last = 0;
  frames.forEach((frame, i) => {
    if (i === 0 || frame.histogram < threshold || i - last < defaults.shortest) return;
    cuts.push(i);
    last = i;
  });
  return cuts;
};

/**
 * Runs of candidates closer than `shortest` as one: the first is a cut when it is far enough from the one before; those that follow too soon are gathered until
 * as many frames pass without one, and give a cut at the last, if it lies far enough from where gathering began. Nothing is gathered before the first cut.
 */
function merge(above: readonly boolean[], shortest: number): number[] {
  const cuts: number[] = [];
  let last = 0, from: number | null = null;
  above.forEach((is, i) => {
    const apart = i - last >= shortest;
    if (is) last = i;
    if (from !== null) {
      if (!apart || is) return;
      // Gathering goes on where what was gathered is itself too short.
      if (last - from < shortest) return;
      from = null;
      cuts.push(last);
    } else if (is && apart) {
      cuts.push(i);
    } else if (is && cuts.length > 0) {
      from = i;
    }
  });
  return cuts;
}
