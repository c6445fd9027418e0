// Shapes and steps for tests of the run.
import type { StreamShape } from '../../../shared/media.ts';
import type { Step } from '../../../shared/plan.ts';

export function shapeOf(over: Partial<StreamShape> = {}): StreamShape {
  return {
    width: 160, height: 120, pixel: { name: 'yuv420p', family: 'yuv', chroma: '420', depth: 8, alpha: false }, sar: { num: 1, den: 1 }, rate: { num: 25, den: 1 }, frames: 50,
    fieldOrder: 'progressive', colour: { range: 'limited', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', chromaPosition: 'left' }, ...over,
  };
}

const stepOf = (over: Partial<Step>): Step => ({
  stage: 'test', title: 'Testing', method: 'test', params: {}, kind: 'filter', graph: null, model: null, window: { before: 0, after: 0 }, warmup: 0,
  input: shapeOf(), output: over.input ?? shapeOf(), strength: null, why: 'a test', ...over,
});

export const filterStep = (graph: string, over: Partial<Step> = {}): Step => stepOf({ graph, ...over });
export const processStep = (method: string, over: Partial<Step> = {}): Step => stepOf({ kind: 'process', method, ...over });
