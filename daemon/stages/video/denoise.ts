// Cleans up noise, as strongly as the noise was measured. Strength s stands for Gaussian noise of s / 0.09 code values (8 bit): the scale that
// denoise-lite was trained on; the filters' own knobs are set for the same noise.
import { z } from 'zod';
import type { Media, StreamShape } from '../../../shared/media.ts';
import { toNumber } from '../../../shared/time.ts';
import { filterCost, modelCost } from '../costs.ts';
import { isInterlaced, onFields, whyNoFields } from '../fields.ts';
import { allBut, only, picturePlanes, plainEightBit, yuvOpaque } from '../formats.ts';
import { modelFormats, runModel, whyNoModel } from '../models.ts';
import type { Method, Scene, Skip, Stage, Use, Work } from '../stage.ts';
import { askedStrength, isOff, readParams, round, turnedOff } from '../wishes.ts';
import { chromaStep } from '../../media/plane-sizes.ts';

const params = z.strictObject({
  visible: z.number().min(0).max(50).default(1.5).describe('Noise that is left alone: standard deviation in 8-bit code values. Film grain and the dither of clean video stay below about 1.5.').meta({ title: 'Visible from', unit: 'code values' }),
  noise: z.union([z.literal('auto'), z.number().min(0).max(100)]).default('auto').describe('Noise that filters along time are set for, 8-bit code values; auto: as measured, or as a given strength stands for.').meta({ title: 'Noise', unit: 'code values' }),
});
type P = z.infer<typeof params>;

/** Strength for one code value of noise, as denoise-lite was trained. */
const strengthPerSigma = 0.09;
/**
 * The same for video that was coded below one bit per pixel: the codec smooths flat areas, where noise is measured, more than the rest. Chosen on three
 * clips at 360 lines with noise of 6 and 12 code values through x264: over 0.09 it changes PSNR-Y by −0.20 to +0.06 dB at CRF 22 and by −0.02 to +0.53 dB
 * at CRF 28; on a fourth clip, not used for choosing, by −0.13 and +0.10, and +0.88. One frame each: a trade for strongly coded video, not a gain everywhere.
 */
const strengthPerSigmaCoded = 0.13;
const noiseOf = (strength: number | null): number => (strength ?? 0.5) / strengthPerSigma;
/** Filters along time keep to the noise as it was measured: in coded video the larger strength cost atadenoise 0.2 to 1 dB; hqdn3d was −0.4 to +0.3 dB. */
const noiseAlongTime = ({ noise }: P, strength: number | null): number => (noise === 'auto' ? noiseOf(strength) : noise);

function decide({ media, analysis, shape, wish }: Scene): Use<P> | Skip {
  if (isOff(wish)) return turnedOff;
  const wanted = readParams('denoise', params, wish);
  const asked = askedStrength(wish);
  const sigma = Math.max(analysis.noise.luma, analysis.noise.chroma);
  const measured = `noise of ${round(sigma)} code values was measured`;
  if (asked === null && sigma < wanted.visible) return { use: false, why: `${measured}; it is left alone below ${round(wanted.visible)}` };
  const bitsPerPixel = bitsOf(media);
  const coded = bitsPerPixel < 1;
  const strength = asked ?? Math.min(1, round(sigma * (coded ? strengthPerSigmaCoded : strengthPerSigma), 2));
  const hidden = coded && asked === null ? `at ${round(bitsPerPixel, 2)} bits per pixel the codec hides some of it` : null;
  const why = [measured, hidden, asked === null ? null : 'the strength was given', whyNoModel(shape), whyNoFields(shape)].filter((part) => part !== null).join('; ');
  const noise = asked === null && wanted.noise === 'auto' ? round(sigma, 2) : wanted.noise;
  return { use: true, params: { ...wanted, noise }, strength, why, prefer: preferred(shape) };
}

/** Bits that each pixel of the source was coded with, on average; infinite when the bit rate is not known. */
function bitsOf({ video: { bitRate, rate, shape } }: Media): number {
  return bitRate === null ? Infinity : bitRate / (shape.width * shape.height * toNumber(rate.average));
}

/** Filters alone where models stay out; those that look along time alone where the fields cannot be taken apart. */
function preferred(shape: StreamShape): readonly string[] | undefined {
  if (whyNoFields(shape)) return ['atadenoise', 'hqdn3d'];
  return whyNoModel(shape) ? ['nlmeans', 'atadenoise', 'hqdn3d'] : undefined;
}

const filter = (graph: string): Work => ({ kind: 'filter', graph });
const still = { before: 0, after: 0 };

const denoiseLite: Method<P> = {
  id: 'denoise-lite', title: 'Our network over three frames', needs: { model: 'denoise-lite' }, accepts: modelFormats,
  window: { before: 1, after: 1 }, warmup: 0, interlaced: 'whole-frames-only',
  cost: (_params, input, hardware) => modelCost('denoise-lite', input, hardware),
  work: () => runModel('denoise-lite', 0.5),
};

// Best s against added noise of 3, 6 and 12 code values on three real clips: half the noise (FFmpeg takes 1 to 30).
const nlmeans: Method<P> = {
  id: 'nlmeans', title: 'Non-local means', needs: { model: null },
  accepts: only(...plainEightBit), window: still, warmup: 0, interlaced: 'per-field',
  cost: (_params, input, hardware) => filterCost('nlmeans', 3.7, input, hardware),
  work: (_params, input, strength) => filter(onFields(`nlmeans=s=${round(Math.max(1, 0.5 * noiseOf(strength)), 2)}:p=7:r=9`, input)),
};

// Compares each pixel with itself four frames back and forth, so fields never meet. Best threshold in the same measurement: four times the noise.
const atadenoise: Method<P> = {
  id: 'atadenoise', title: 'Adaptive temporal averaging', needs: { model: null }, accepts: allBut('gbrap14le'), window: { before: 4, after: 4 }, warmup: 0, interlaced: 'per-field',
  cost: (_params, input, hardware) => filterCost('atadenoise', 210, input, hardware, 10),
  work: (wanted, input, strength) => {
    const single = round(Math.min(0.3, (4 * noiseAlongTime(wanted, strength)) / 255), 4);
    return filter(`atadenoise=0a=${single}:1a=${single}:2a=${single}:0b=${2 * single}:1b=${2 * single}:2b=${2 * single}:p=${picturePlanes(input.pixel)}:s=9`);
  },
};

// Warm-up measured on real clips with and without noise at full strength: 26 frames after a cut a run differs from the whole run by one code value.
const hqdn3d: Method<P> = {
  id: 'hqdn3d', title: 'Fast recursive smoothing', needs: { model: null }, accepts: only(...yuvOpaque), window: still, warmup: 32, interlaced: 'per-field',
  cost: (_params, input, hardware) => filterCost('hqdn3d', 150, input, hardware),
  work: (wanted, input, strength) => {
    const luma = round(1.6 * noiseAlongTime(wanted, strength), 2);
    // Zero means FFmpeg's default; this is as good as no spatial smoothing, which would mix the lines of two fields.
    const spatial = isInterlaced(input) ? 0.001 : luma;
    return filter(`hqdn3d=luma_spatial=${spatial}:chroma_spatial=${isInterlaced(input) ? 0.001 : round(0.75 * luma, 2)}:luma_tmp=${round(1.5 * luma, 2)}:chroma_tmp=${round(1.125 * luma, 2)}`);
  },
};

/** Best block and sigma in the same measurement. FFmpeg reads beyond planes that are smaller than a block, so small ones get small blocks or are left. */
function bm3dGraph(input: StreamShape, noise: number): string {
  const { x, y } = chromaStep(input.pixel);
  const side = Math.floor(Math.min(input.width / x, input.height / y / (isInterlaced(input) ? 2 : 1)));
  const block = side >= 16 ? 16 : 8;
  return `bm3d=sigma=${round((block === 16 ? 3.5 : 7) * noise, 2)}:block=${block}:bstep=4:group=1:estim=basic:planes=${side >= 8 ? picturePlanes(input.pixel) : 1}`;
}

const bm3d: Method<P> = {
  id: 'bm3d', title: 'Block matching in three dimensions', needs: { model: null, byHandOnly: true }, accepts: allBut('gbrap14le'), window: still, warmup: 0, interlaced: 'per-field',
  cost: (_params, input, hardware) => filterCost('bm3d', 5.5, input, hardware),
  work: (_params, input, strength) => filter(onFields(bm3dGraph(input, noiseOf(strength)), input)),
};

/** Averaging so many pixels across and down takes noise down by as much, where neighbours are independent; the noise of coded video is less so, and a draft shows it a little too weak. */
const reduced: NonNullable<Stage<P>['reduced']> = ({ params: wanted, strength }, factor) => ({
  params: { ...wanted, noise: wanted.noise === 'auto' ? wanted.noise : round(wanted.noise / factor, 3) }, strength: strength === null ? null : round(strength / factor, 3),
  notice: 'a draft has less noise to clean; judge it at full size',
});

export const denoise: Stage<P> = {
  id: 'denoise', title: 'Cleaning up noise', params, decide, reduced, shape: (_params, input) => input, map: () => 'same',
  methods: [denoiseLite, nlmeans, atadenoise, hqdn3d, bm3d],
};
