// A card's model as a function from planes to planes: wrapped for one size and pixel format, in a thread of its own.
import { openSession, type Session, type Tensors } from '../hardware/session.ts';
import { createTensor, tensorOf } from '../hardware/tensor.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { StreamShape } from '../../shared/media.ts';
import type { PlaneFrame, PlaneSession } from '../../shared/planes.ts';
import type { Card } from './card.ts';
import { readModel, writeModel, type Model } from './graph/onnx.ts';
import { planesOf, type NamedPlane } from './graph/planes.ts';
import { splitPRelu } from './graph/prelu.ts';
import { inputName, refusalOf, wrapModel } from './graph/wrap.ts';
import { cardOf, modelBytes } from './store.ts';

export type PlaneSessionOptions = {
  readonly input: StreamShape; readonly output: StreamShape;
  /** onnxruntime's name: `cpu`, `webgpu`, `cuda` … */
  readonly provider: string;
  readonly precision: 'fp32' | 'fp16' | 'int8';
  readonly threads: number;
};

/** Wrapped models by what they were wrapped for; a handful per run, under a mebibyte each. */
const wrapped = new Map<string, Promise<Uint8Array>>();

/**
 * @throws FrameWrightError `model-missing`, `model-damaged`, `out-of-memory`, `step-failed`; `internal` when the plan asks for what the card
 * cannot do, which planning refuses beforehand.
 */
export async function openPlaneSession(cardId: string, { input, output, provider, precision, threads }: PlaneSessionOptions): Promise<PlaneSession> {
  const card = cardOf(cardId);
  checkShapes(card, input, output, precision);
  const session = await openSession({ model: await wrappedModel(card, input, provider), provider, threads, title: card.title });
  const strengthTensor = createTensor('float32', [1, 1, 1, 1]);
  const inputs = planesOf(input), outputs = planesOf(output);
  return {
    async run(frames, strength, into) {
      strengthTensor.data[0] = strength;
      await session.run({ ...windowTensors(card, frames, inputs, session), [card.io.inputs.strength]: strengthTensor }, frameTensors(into, outputs), into.frame);
    },
    close: () => session.close(),
  };
}

/** The wrapped graph's bytes, made once for each format and provider. */
export function wrappedModel(card: Card, input: StreamShape, provider: string): Promise<Uint8Array> {
  const { width, height, pixel, colour } = input;
  const key = [card.id, width, height, pixel.name, colour.range, colour.chromaPosition, provider === 'cpu'].join(' ');
  const suited = (model: Model) => (provider === 'cpu' ? splitPRelu(model) : model);
  const bytes = wrapped.get(key) ?? modelBytes(card).then((plain) => writeModel(wrapModel(suited(readModel(plain)), card.io, input)));
  wrapped.set(key, bytes);
  return bytes;
}

function checkShapes(card: Card, input: StreamShape, output: StreamShape, precision: string): void {
  const wrong = refusalOf(input.pixel)
    ?? (output.width === input.width * card.io.scale && output.height === input.height * card.io.scale ? null : `it makes ${card.io.scale} times the size, not ${input.width}×${input.height} into ${output.width}×${output.height}`)
    ?? (output.pixel.name === input.pixel.name ? null : `it keeps the pixel format, ${input.pixel.name} does not become ${output.pixel.name}`)
    ?? (card.precision.some((known) => known === precision) ? null : `it has no ${precision} form`);
  if (wrong) throw new FrameWrightError('internal', { what: `${card.id} was planned for what it cannot do`, why: wrong });
}

/** Only what the graph takes: of alpha, one frame's. */
function windowTensors({ id, io }: Card, frames: readonly PlaneFrame[], planes: readonly NamedPlane[], session: Session): Tensors {
  const expected = io.window.before + 1 + io.window.after;
  if (frames.length !== expected) throw new FrameWrightError('internal', { what: `${id} was given ${frames.length} frames`, why: `Its window is ${expected}.` });
  return Object.fromEntries(frames.flatMap((frame, at) => planes.map(({ name, width, height }, plane) => ({ key: inputName(name, at), plane: frame.planes[plane]!, dims: [1, 1, height, width] })))
    .filter(({ key }) => session.inputs.includes(key)).map(({ key, plane, dims }) => [key, tensorOf(plane.data, dims)]));
}

const frameTensors = (frame: PlaneFrame, planes: readonly NamedPlane[]): Tensors =>
  Object.fromEntries(planes.map(({ name, width, height }, at) => [name, tensorOf(frame.planes[at]!.data, [1, 1, height, width])]));
