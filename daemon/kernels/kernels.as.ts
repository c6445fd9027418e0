// Everything that goes into kernels.wasm. Memory is the caller's: planes and scratch are addresses in the imported shared memory.
export { noise8, noise16 } from './noise.as';
export { comb8, comb16 } from './comb.as';
export { fields8, fields16 } from './fields.as';
export { banding8, banding16 } from './banding.as';
export { absolute8, absolute16, peak8, squared8, squared16 } from './difference.as';
export { saturation8, statistics8, statistics16 } from './statistics.as';
export { edges8, edges16 } from './edges.as';
export { shrink8, shrink16 } from './shrink.as';
export { scene8, scene16, scenePlanes } from './scene.as';
export { patches8 } from './patches.as';
export { acuity8, acuity16, drawn8, drawn16, grain8, grain16 } from './texture.as';
export { expose8, expose16 } from './exposure.as';
export { clipped, level8, level16, similar, unrest } from './likeness.as';
