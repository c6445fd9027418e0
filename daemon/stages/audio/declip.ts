// Rebuilds the peaks that were cut off when the recording was too loud.
import { z } from 'zod';
import type { AudioScene, AudioStage, Skip, Use } from '../stage.ts';
import { isOff, percent, readParams, turnedOff } from '../wishes.ts';

/** Rebuilt peaks rise above full scale; the track is lowered by this much, in dB, so that they are not cut off again. */
export const declipHeadroom = 3;

const params = z.strictObject({
  least: z.number().min(0).max(1).default(0.00001).describe('Share of clipped samples, 0 to 1, from which clipping is audible: 0.00001 is a click every two seconds.').meta({ title: 'Least clipping' }),
  most: z.number().min(0).max(1).default(0.1).describe('Share of clipped samples above which nothing is left to rebuild from; the filter\'s time grows steeply, too.').meta({ title: 'Most clipping' }),
});
type P = z.infer<typeof params>;

function decide({ facts, wish }: AudioScene): Use<P> | Skip {
  if (isOff(wish)) return turnedOff;
  const wanted = readParams('declip', params, wish);
  if (!facts) return { use: false, why: 'the track was not measured' };
  const measured = facts.clipped === 0 ? 'no sample is clipped' : `${shareWords(facts.clipped)} of the samples are clipped`;
  if (facts.clipped < wanted.least || facts.clipped === 0) return { use: false, why: measured };
  if (facts.clipped > wanted.most) return { use: false, why: `${measured}; above ${percent(wanted.most)} too little is left to rebuild the rest from` };
  return { use: true, params: wanted, strength: null, why: `${measured}; the track becomes ${declipHeadroom} dB quieter to make room for the rebuilt peaks` };
}

const shareWords = (share: number): string => (share >= 0.001 ? percent(share) : `${Math.max(1, Math.round(share * 1e6))} in a million`);

/** The filter works in double precision; its overlap-add gives every sample back at its own place. */
export const declip: AudioStage<P> = {
  id: 'declip', title: 'Rebuilding clipped peaks', ignoresStrength: true, params, decide,
  methods: [{
    id: 'adeclip', title: 'Autoregressive interpolation', cpuSeconds: 0.1,
    work: () => ({ graph: `aresample=osf=dblp,adeclip=window=55:overlap=75:method=add,aresample=osf=fltp,volume=volume=-${declipHeadroom}dB:precision=float`, delaySamples: 0 }),
  }],
};
