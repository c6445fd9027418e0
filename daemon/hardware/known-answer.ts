// The known answer: a small graph with every kind of node that our models use, a picture to give it, and what may differ.
import { openSession } from './session.ts';
import { createTensor } from './tensor.ts';

/** Committed bytes; test/daemon/hardware/known-answer.ts builds them. Takes `codes [1,1,64,64]` uint8, gives `result [1,1,128,128]` uint8. */
const model = new URL('./known-answer.onnx', import.meta.url);
const side = 64;

/** The graph's result on a provider. @throws FrameWrightError as openSession does. */
export async function computeAnswer(provider: string): Promise<Uint8Array> {
  const session = await openSession({ model: decodeURIComponent(model.pathname).replace(/^\/(?=[A-Za-z]:)/, ''), provider, threads: 1, title: `The test of ${provider}` });
  try {
    const codes = createTensor('uint8', [1, 1, side, side]), result = createTensor('uint8', [1, 1, 2 * side, 2 * side]);
    (codes.data as Uint8Array).set(knownPicture());
    await session.run({ codes }, { result });
    return result.data as Uint8Array;
  } finally {
    await session.close();
  }
}

/** A test picture of 4096 values, not of a film: the sequence of Numerical Recipes' linear congruential generator, over a gradient. */
export function knownPicture(): Uint8Array {
  let seed = 1;
  return Uint8Array.from({ length: side * side }, (_, at) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (((at % side) * 3 + (seed >>> 26)) & 255);
  });
}

/** Largest difference in code values. */
export const furthest = (a: Uint8Array, b: Uint8Array): number => a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);
