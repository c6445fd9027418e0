// The machine measured with our own models.
import { detectHardware, type DetectOptions } from '../hardware/detect.ts';
import type { ModelProbe } from '../hardware/measure.ts';
import { createTensor } from '../hardware/tensor.ts';
import type { Hardware } from '../../shared/hardware.ts';
import type { StreamShape } from '../../shared/media.ts';
import type { PlaneFrame } from '../../shared/planes.ts';
import type { Card } from './card.ts';
import { planesOf } from './graph/planes.ts';
import { openPlaneSession } from './plane-session.ts';
import { listCards } from './store.ts';

/** The probe's picture: large enough that per-run costs vanish, small enough for a fifteenth of a second each. */
const shape: StreamShape = {
  width: 640, height: 360, pixel: { name: 'yuv420p', family: 'yuv', chroma: '420', depth: 8, alpha: false }, sar: { num: 1, den: 1 }, rate: { num: 25, den: 1 },
  frames: 1, fieldOrder: 'progressive', colour: { range: 'limited', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', chromaPosition: 'left' },
};

/** What detectHardware finds, with the speed of every model that is on this machine. */
export const measureMachine = (options: Omit<DetectOptions, 'probes'>): Promise<Hardware> => detectHardware({ ...options, probes: listCards().map(probeOf) });

export function probeOf(card: Card): ModelProbe {
  return {
    model: card.id, hash: card.files[0]!.sha256, width: shape.width, height: shape.height,
    async open(on) {
      const output = { ...shape, width: shape.width * card.io.scale, height: shape.height * card.io.scale };
      const session = await openPlaneSession(card.id, { input: shape, output, ...on, precision: 'fp32' });
      const window = Array.from({ length: card.io.window.before + 1 + card.io.window.after }, () => blankFrame(shape));
      const into = blankFrame(output);
      return { once: () => session.run(window, 0.5, into), close: () => session.close() };
    },
  };
}

const blankFrame = (of: StreamShape): PlaneFrame =>
  ({ frame: 0, planes: planesOf(of).map(({ width, height }) => ({ width, height, data: createTensor('uint8', [1, 1, height, width]).data as Uint8Array })) });
