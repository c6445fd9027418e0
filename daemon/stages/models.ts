// What all stages that run a model share: which streams a model is meant for, and the process around its session.
import type { StreamShape } from '../../shared/media.ts';
import { refusalOf } from '../models/graph/wrap.ts';
import { only, planar, type Accepts } from './formats.ts';
import type { Work } from './stage.ts';

const isPlanar = only(...planar);

/** Planes that a model's graph is wrapped for without loss. */
export const modelFormats: Accepts = (pixel) => isPlanar(pixel) && refusalOf(pixel) === null;

const unseen: Readonly<Record<string, string>> = {
  smpte2084: 'PQ (HDR10)', 'arib-std-b67': 'HLG', log100: 'logarithmic', log316: 'logarithmic', linear: 'linear light',
};

/** What people call a transfer curve other than ordinary video's; null for ordinary video. */
export const curveName = (shape: StreamShape): string | null => unseen[shape.colour.transfer] ?? null;

/** Why models stay out of this stream by default, or null. They were trained on gamma-coded SDR; other curves give other noise and edges. */
export function whyNoModel(shape: StreamShape): string | null {
  const curve = curveName(shape);
  return curve ? `the picture is ${curve} and the models learned from ordinary video only, so a filter does it; name the method to use a model anyway` : null;
}

/** A process that hands each window to the card's session. `strength` is for a step without one. */
export const runModel = (card: string, strength: number): Work => ({
  kind: 'process',
  open: async (io) => {
    const session = await io.session(card);
    return {
      push: (window, into) => session.run(window.frames, io.strength ?? strength, into),
      close: () => session.close(),
    };
  },
});
