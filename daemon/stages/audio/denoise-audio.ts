// Lowers steady background noise: hiss, fans, tape.
import { z } from 'zod';
import type { AudioScene, AudioStage, Skip, Use } from '../stage.ts';
import { askedStrength, isOff, readParams, round, turnedOff } from '../wishes.ts';

const params = z.strictObject({
  floor: z.union([z.literal('auto'), z.number().min(-80).max(-20)]).default('auto').describe('Level of the noise in dBFS; auto: the measured one.').meta({ title: 'Noise floor', unit: 'dBFS' }),
  audible: z.number().min(-80).max(-20).default(-60).describe('Noise below this level, dBFS, is left alone.').meta({ title: 'Audible from', unit: 'dBFS' }),
  distance: z.number().min(0).max(60).default(12).describe('How far the noise must lie below the programme\'s loudness, dB; what is nearer is music or atmosphere.').meta({ title: 'Distance from the programme', unit: 'dB' }),
});
type P = z.infer<typeof params>;

/** Reduction in dB at strength 1; `auto` takes half of it, which leaves no artefacts in speech. */
const mostReduction = 24;

function decide(scene: AudioScene): Use<P> | Skip {
  if (isOff(scene.wish)) return turnedOff;
  const wanted = readParams('denoise-audio', params, scene.wish);
  const asked = askedStrength(scene.wish);
  const { facts } = scene;
  if (wanted.floor !== 'auto') return { use: true, params: wanted, strength: asked ?? 0.5, why: `a noise floor of ${round(wanted.floor)} dBFS was given` };
  if (!facts) return { use: false, why: 'the track was not measured' };
  if (facts.noiseFloor === null) return { use: false, why: 'the track is silent' };
  const measured = `the quietest parts lie at ${round(facts.noiseFloor)} dBFS`;
  const why = asked === null ? whyNot(facts.noiseFloor, facts.integrated, wanted) : null;
  if (why) return { use: false, why: `${measured}; ${why}` };
  return { use: true, params: { ...wanted, floor: Math.min(-20, Math.max(-80, round(facts.noiseFloor))) }, strength: asked ?? 0.5, why: measured };
}

function whyNot(floor: number, loudness: number | null, { audible, distance }: P): string | null {
  if (floor < audible) return `noise is left alone below ${round(audible)} dBFS`;
  if (loudness !== null && loudness - floor < distance) return `that is only ${round(loudness - floor)} dB below the programme (${round(loudness)} LUFS), so it is programme, not noise`;
  return null;
}

/**
 * Whole samples by which afftdn delays: it windows three advances of 1/80 s each and gives a sample back two advances later (af_afftdn.c);
 * measured with FFmpeg 8.1 from 8 to 192 kHz.
 */
export const afftdnDelay = (sampleRate: number): number => 2 * Math.floor(sampleRate / 80);

export const denoiseAudio: AudioStage<P> = {
  id: 'denoise-audio', title: 'Lowering background noise', params, decide,
  methods: [{
    id: 'afftdn', title: 'Spectral subtraction', cpuSeconds: 0.007,
    work: ({ floor }, { sampleRate }, strength) => ({
      graph: `afftdn=noise_reduction=${round(Math.max(0.01, mostReduction * (strength ?? 0.5)), 2)}:noise_floor=${floor === 'auto' ? -50 : floor}:noise_type=white`,
      delaySamples: afftdnDelay(sampleRate),
    }),
  }],
};
