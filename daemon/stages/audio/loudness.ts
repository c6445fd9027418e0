// Brings a track to a loudness by one measured gain: its dynamics stay what they were.
import { z } from 'zod';
import type { AudioFacts } from '../../../shared/analysis.ts';
import { declipHeadroom } from './declip.ts';
import type { AudioScene, AudioStage, Skip, Use } from '../stage.ts';
import { isOff, readParams, round, turnedOff } from '../wishes.ts';

const params = z.strictObject({
  target: z.number().min(-40).max(-6).default(-16).describe('Integrated loudness of the result in LUFS: -16 for the web and players (AES TD1008), -23 for broadcast (EBU R 128), -24 for ATSC A/85.').meta({ title: 'Loudness', unit: 'LUFS' }),
  ceiling: z.number().min(-12).max(0).default(-1).describe('True peak above which a track is never raised, dBTP (EBU R 128).').meta({ title: 'True peak ceiling', unit: 'dBTP' }),
  limiter: z.boolean().default(false).describe('Reaches the target even where peaks would exceed the ceiling, by limiting them; off: the gain stays smaller instead.').meta({ title: 'Limit peaks' }),
  most: z.number().min(0).max(60).default(20).describe('Largest gain in dB, up or down: more would raise noise into programme.').meta({ title: 'Largest gain', unit: 'dB' }),
  gain: z.union([z.literal('auto'), z.number().min(-60).max(60)]).default('auto').describe('Gain in dB; auto: from the measured loudness.').meta({ title: 'Gain', unit: 'dB' }),
});
type P = z.infer<typeof params>;

/** Smaller gains than this, in dB, are not heard and not worth an encode. */
const leastGain = 0.5;

type Gain = { readonly gain: number; readonly why: string };

function decide({ facts, wish, before }: AudioScene): Use<P> | Skip {
  if (isOff(wish)) return turnedOff;
  const wanted = readParams('loudness', params, wish);
  if (wanted.gain !== 'auto') return { use: true, params: wanted, strength: null, why: `a gain of ${signed(wanted.gain)} dB was given` };
  if (!facts) return { use: false, why: 'the track was not measured' };
  if (facts.integrated === null) return { use: false, why: 'the track is silent or too short to have a loudness' };
  const { gain, why } = gainOf(facts.integrated, facts, wanted, before.includes('declip') ? declipHeadroom : 0);
  if (Math.abs(gain) < leastGain) return { use: false, why: `${why}; the remaining ${signed(gain)} dB would not be heard` };
  return { use: true, params: { ...wanted, gain }, strength: null, why: `${why}: ${signed(gain)} dB` };
}

/** `lowered`: dB by which a step before this one has lowered the track. What that step rebuilt may use the room it made, so the peak is not lowered. */
function gainOf(integrated: number, { truePeak }: AudioFacts, { target, ceiling, limiter, most }: P, lowered: number): Gain {
  const loudness = integrated - lowered;
  const wanted = Math.min(most, Math.max(-most, target - loudness));
  const bounded = wanted !== target - loudness ? `, at most ${round(most)} dB` : '';
  const why = `${round(loudness)} LUFS${lowered ? ' after declipping' : ''} to ${round(target)} LUFS${bounded}`;
  if (limiter || wanted <= 0 || truePeak === null || truePeak + wanted <= ceiling) return { gain: round(wanted, 2), why };
  return { gain: round(Math.max(0, ceiling - truePeak), 2), why: `${why}, held back by peaks of ${round(truePeak)} dBTP under the ceiling of ${round(ceiling)} dBTP` };
}

const signed = (value: number): string => `${value > 0 ? '+' : ''}${round(value)}`;

/** Peaks between samples show at four times the rate (BS.1770-4, annex 2); alimiter takes its look-ahead back itself (`latency`). */
function limit({ ceiling }: P, sampleRate: number): string {
  const level = round(10 ** ((ceiling - 0.2) / 20), 4);
  return `aresample=osr=${sampleRate * (sampleRate > 48000 ? 2 : 4)}:osf=dbl,alimiter=limit=${level}:attack=5:release=50:level=disabled:latency=1,aresample=osr=${sampleRate}:osf=fltp`;
}

export const loudness: AudioStage<P> = {
  id: 'loudness', title: 'Setting the loudness', ignoresStrength: true, params, decide,
  methods: [{
    id: 'gain', title: 'One gain for the whole track', cpuSeconds: 0.007,
    work: (wanted, { sampleRate }) => {
      const volume = `volume=volume=${wanted.gain === 'auto' ? 0 : wanted.gain}dB:precision=float`;
      return { graph: wanted.limiter ? `${volume},${limit(wanted, sampleRate)}` : volume, delaySamples: 0 };
    },
  }],
};
