// Shapes and steps for tests of the run.
import { Frame } from 'node-av';
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
  input: shapeOf(), output: over.input ?? shapeOf(), map: over.output && over.output.rate.num === 2 * (over.input ?? shapeOf()).rate.num ? 'fields' : 'same', scan: null, strength: null, why: 'a test', ...over,
});

export const filterStep = (graph: string, over: Partial<Step> = {}): Step => stepOf({ graph, ...over });
export const processStep = (method: string, over: Partial<Step> = {}): Step => stepOf({ kind: 'process', method, ...over });

/** Counts node-av frames that are alive, from the moment it is called: every `alloc` and `clone` less every first `free`. */
export function countFrames(): { alive(): number; restore(): void } {
  const { prototype } = Frame;
  const { alloc, clone, free } = prototype;
  const alive = new Set<Frame>();
  prototype.alloc = function (this: Frame) { alive.add(this); alloc.call(this); };
  prototype.clone = function (this: Frame) { const made = clone.call(this); if (made) alive.add(made); return made; };
  prototype.free = function (this: Frame) {
    if (!alive.delete(this)) throw new Error('a frame was freed twice');
    free.call(this);
  };
  return { alive: () => alive.size, restore: () => Object.assign(prototype, { alloc, clone, free }) };
}
