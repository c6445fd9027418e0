// Takes mains hum out: narrow notches at 50 or 60 Hz and its harmonics.
import { z } from 'zod';
import type { AudioStream } from '../../../shared/media.ts';
import type { AudioScene, AudioStage, Skip, Use } from '../stage.ts';
import { isOff, readParams, round, turnedOff } from '../wishes.ts';

const params = z.strictObject({
  hertz: z.union([z.literal('auto'), z.number().min(40).max(70)]).default('auto').describe('The mains frequency in Hz; auto: as measured, 50 or 60.').meta({ title: 'Mains frequency', unit: 'Hz' }),
  harmonics: z.int().min(1).max(16).default(6).describe('Notches: the fundamental and its next multiples.').meta({ title: 'Notches' }),
  least: z.number().min(0).max(60).default(6).describe('Hum is removed when it stands at least this far above its neighbourhood, dB.').meta({ title: 'Least hum', unit: 'dB' }),
  narrowness: z.number().min(5).max(100).default(30).describe('Centre frequency over width of each notch: 30 takes 1.7 Hz at 50 Hz.').meta({ title: 'Narrowness' }),
});
type P = z.infer<typeof params>;

function decide({ facts, wish }: AudioScene): Use<P> | Skip {
  if (isOff(wish)) return turnedOff;
  const wanted = readParams('hum', params, wish);
  if (wanted.hertz !== 'auto') return { use: true, params: wanted, strength: null, why: `hum at ${wanted.hertz} Hz was named` };
  if (!facts) return { use: false, why: 'the track was not measured' };
  if (!facts.hum) return { use: false, why: 'no mains hum was found at 50 or 60 Hz' };
  const measured = `a hum at ${round(facts.hum.hertz)} Hz stands ${round(facts.hum.db)} dB above its neighbourhood`;
  if (facts.hum.db < wanted.least) return { use: false, why: `${measured}; it is left alone below ${round(wanted.least)} dB` };
  return { use: true, params: { ...wanted, hertz: facts.hum.hertz }, strength: null, why: measured };
}

/** Zero-delay biquads in their form that stays exact at low frequencies (`zdf`); above nine tenths of the Nyquist frequency there is no notch. */
function notches({ hertz, harmonics, narrowness }: P, { sampleRate }: AudioStream): string {
  const fundamental = hertz === 'auto' ? 50 : hertz;
  const centres = Array.from({ length: harmonics }, (_, i) => fundamental * (i + 1)).filter((centre) => centre < 0.45 * sampleRate);
  return centres.map((centre) => `bandreject=frequency=${round(centre, 2)}:width_type=q:width=${narrowness}:transform=zdf`).join(',');
}

export const hum: AudioStage<P> = {
  id: 'hum', title: 'Removing mains hum', ignoresStrength: true, params, decide,
  methods: [{ id: 'notches', title: 'Notch filters', cpuSeconds: 0.0005, work: (wanted, stream) => ({ graph: notches(wanted, stream), delaySamples: 0 }) }],
};
