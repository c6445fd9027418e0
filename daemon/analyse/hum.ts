// Mains hum: a steady tone at 50 or 60 Hz. Five narrow bands side by side tell it from a voice or a bass, which cover neighbours or come and go.
import type { AudioFacts } from '../../shared/analysis.ts';
import type { AudioStream } from '../../shared/media.ts';
import type { Measure } from '../media/measure.ts';

/** Centres in Hz, with the channel of a 5.0 layout that carries each. */
const bands = [['FL', 45], ['FR', 50], ['FC', 55], ['BL', 60], ['BR', 66]] as const;
/** Two blocks per second. */
const RATE = 1000, BLOCK = 500;
/** Two passes of a band 2 Hz wide need about a second after a start. */
const SETTLING_BLOCKS = 2, FEWEST_BLOCKS = 2;
/**
 * A pure tone stands 27 dB above neighbours 5 Hz away (the skirts of two such bands); speech, music and noise were measured between -6 and 3 dB.
 * Below -90 dBFS nobody hears it.
 */
const STANDS_OUT = 10, AUDIBLE = -90;

/** Levels of the five bands, dBFS. */
export type HumBlock = readonly number[];
export type HumMeasure = { readonly measure: Measure; readonly blocks: HumBlock[] };

/** All channels mixed, brought to 1 kHz and copied to five channels, each through its own band twice; astats gives the five levels per half second. */
export function openHum(stream: AudioStream): HumMeasure {
  const share = 1 / stream.channels;
  const mix = Array.from({ length: stream.channels }, (_, channel) => `${share}*c${channel}`).join('+');
  const filters = bands.flatMap(([channel, hertz]) => Array<string>(2).fill(`bandpass=f=${hertz}:width_type=h:w=2:channels=${channel}`));
  const graph = `pan=mono|c0=${mix},aresample=${RATE}:osf=fltp,pan=5.0|${bands.map((_, i) => `c${i}=c0`).join('|')},${filters.join(',')},`
    + `asetnsamples=n=${BLOCK}:p=0,astats=metadata=1:reset=1:measure_perchannel=RMS_level:measure_overall=none`;
  const blocks: HumBlock[] = [];
  const onFrame = (metadata: Readonly<Record<string, string>>): void => { blocks.push(bands.map((_, i) => Math.max(-200, numberOr(metadata[`lavfi.astats.${i + 1}.RMS_level`], -200)))); };
  return { measure: { graph, onFrame }, blocks };
}

/** Blocks after the filters have settled, without the shorter last one. */
export const hummedBlocks = (hum: Pick<HumMeasure, 'blocks'>): readonly HumBlock[] => hum.blocks.slice(SETTLING_BLOCKS, -1);

/** The mains frequency that stands out most in the middle one of all blocks, or null. A note that sounds less than half the time is none. */
export function humOf(blocks: readonly HumBlock[]): AudioFacts['hum'] {
  if (blocks.length < FEWEST_BLOCKS) return null;
  const found = [1, 3].map((band) => ({
    hertz: bands[band]![1] as number, level: median(blocks.map((block) => block[band]!)),
    db: median(blocks.map((block) => block[band]! - Math.max(block[band - 1]!, block[band + 1]!))),
  }));
  const best = found.sort((a, b) => b.db - a.db)[0]!;
  return best.db >= STANDS_OUT && best.level >= AUDIBLE ? { hertz: best.hertz, db: Math.round(best.db * 10) / 10 } : null;
}

const numberOr = (text: string | undefined, otherwise: number): number => (Number.isFinite(Number(text)) ? Number(text) : otherwise);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b), middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
