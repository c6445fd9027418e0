// Builds daemon/hardware/known-answer.onnx: every kind of node that our wrapped models use, on 64×64 codes, with weights from a formula.
// To write it again: node test/daemon/hardware/known-answer-model.ts
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createBuilder } from '../../../daemon/models/graph/build.ts';
import { codesOf, readPlanes, writePlanes } from '../../../daemon/models/graph/codes.ts';
import { elementType, writeModel } from '../../../daemon/models/graph/onnx.ts';
import { double, halve, pad } from '../../../daemon/models/graph/sampling.ts';

export const knownAnswerFile = new URL('../../../daemon/hardware/known-answer.onnx', import.meta.url);

export function buildKnownAnswer(): Uint8Array {
  const b = createBuilder('known-answer', 21);
  const codes = codesOf({ pixel: { name: 'gray', family: 'grey', chroma: 'none', depth: 8, alpha: false }, colour: { range: 'limited' } } as never);
  const picture = readPlanes(b, [b.input('codes', elementType.uint8, [1, 1, 64, 64])], { width: 64, height: 64 }, codes.luma);
  const halved = halve(b, halve(b, picture, 'x', 0), 'y', 0.5);
  const blocks = b.add('SpaceToDepth', [picture.value], { blocksize: 2 });
  const joined = pad(b, { value: b.add('Concat', [blocks, halved.value], { axis: 1 }), channels: 5, width: 32, height: 32 }, { left: 1, right: 1, top: 1, bottom: 1 });
  const weights = (count: number) => Array.from({ length: count }, (_, at) => Math.sin(at * 1.7) / 8);
  const features = b.add('Conv', [b.add('Sub', [joined.value, b.floats([0.5])]), b.floats(weights(16 * 5 * 9), [16, 5, 3, 3]), b.floats(weights(16))], { kernel_shape: [3, 3] });
  const bent = b.add('PRelu', [features, b.floats(weights(16), [16, 1, 1])]);
  const enlarged = b.add('Resize', [picture.value, '', b.floats([1, 1, 2, 2])], { mode: 'linear', coordinate_transformation_mode: 'half_pixel' });
  const half = double(b, double(b, halved, 'x', 0), 'y', -0.25);
  const difference = b.add('Resize', [b.add('Sub', [picture.value, half.value]), '', b.floats([1, 1, 2, 2])], { mode: 'linear', coordinate_transformation_mode: 'half_pixel' });
  const result = b.add('Add', [b.add('Add', [enlarged, difference]), b.add('DepthToSpace', [bent], { blocksize: 4, mode: 'CRD' })]);
  b.output('result', writePlanes(b, { value: result, channels: 1, width: 128, height: 128 }, codes.luma, codes)[0]!, elementType.uint8, [1, 1, 128, 128]);
  return writeModel(b.finish());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(knownAnswerFile, buildKnownAnswer());
