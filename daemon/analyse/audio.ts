// What a track sounds like: loudness, noise floor, clipping and mains hum, all from FFmpeg's measuring filters.
import type { AudioFacts } from '../../shared/analysis.ts';
import { FrameWrightError } from '../../shared/errors.ts';
import type { AudioStream } from '../../shared/media.ts';
import { measureAudio, type Measure, type Span } from '../media/measure.ts';
import type { InputRef } from '../media/open.ts';
import { hummedBlocks, humOf, openHum } from './hum.ts';

/** One block of 50 ms: RMS level in dBFS (-Infinity for digital silence) and the samples of it that sit in flat tops at full scale. */
export type SoundBlock = { readonly level: number; readonly clipped: number };
export type Loudness = { readonly integrated: number; readonly range: number; readonly truePeak: number };

type Sound = { readonly facts: AudioFacts; readonly notices: readonly string[] };

/**
 * Measures one track over `spans`, the whole of it by default. `notices` are sentences about what could not be measured; a track that this FFmpeg cannot
 * decode can still be copied, so that is one of them and no error. @throws FrameWrightError `cancelled` and as `openInput`.
 */
export async function measureSound(source: InputRef, stream: AudioStream, spans: readonly Span[] | undefined, signal?: AbortSignal): Promise<Sound> {
  try {
    return await measureTrack(source, stream, spans, signal);
  } catch (error) {
    if (!(error instanceof FrameWrightError) || error.code !== 'input-codec') throw error;
    return { facts: factsOf(stream.index, [], null, 0, stream), notices: [`Audio stream ${stream.index} (${stream.codec}) cannot be decoded here, so its sound was not measured.`] };
  }
}

async function measureTrack(source: InputRef, stream: AudioStream, spans: readonly Span[] | undefined, signal?: AbortSignal): Promise<Sound> {
  const levels = openLevels(stream), hum = openHum(stream);
  const measured = await measureAudio({ source, stream, measures: [levels.measure, hum.measure], signal, ...(spans ? { spans } : {}) });
  const facts = factsOf(stream.index, levels.blocks, levels.loudness(), measured.seconds, stream);
  return { facts: { ...facts, hum: humOf(hummedBlocks(hum)) }, notices: noticesOf(stream, measured) };
}

function noticesOf(stream: AudioStream, measured: { seconds: number; undecodable: number; otherFormat: number }): string[] {
  const name = `audio stream ${stream.index}`;
  return [
    ...(hasPlaces(stream) ? [] : [`The ${stream.channels} channels of ${name} have no places, so its loudness was not measured.`]),
    ...(measured.seconds === 0 ? [`No sound of ${name} could be decoded, so nothing was measured there.`] : []),
    ...(measured.undecodable > 0 ? [`${measured.undecodable} packets of ${name} are damaged and were left out of its measurement.`] : []),
    ...(measured.otherFormat > 0 ? [`The sound of ${name} changes its format midway; ${measured.otherFormat} later frames were left out of its measurement.`] : []),
  ];
}

/**
 * ebur128 first, at full precision; then 16 bits, which clip what a lossy codec shot beyond full scale, so flat tops come back flat; then astats over
 * 50 ms. A trailing shorter block is left out unless there is no other.
 */
function openLevels(stream: AudioStream): { measure: Measure; blocks: SoundBlock[]; loudness(): Loudness | null } {
  const samples = Math.max(1, Math.round(stream.sampleRate / 20));
  const blocks: SoundBlock[] = [];
  let loudness: Loudness | null = null;
  const graph = `${hasPlaces(stream) ? 'aresample=osf=dbl,ebur128=metadata=1:peak=true,' : ''}aresample=osf=s16,asetnsamples=n=${samples}:p=0,`
    + 'astats=metadata=1:reset=1:measure_perchannel=Peak_level+Peak_count+Flat_factor:measure_overall=RMS_level+Number_of_samples';
  const onFrame = (metadata: Readonly<Record<string, string>>): void => {
    if (Number(metadata['lavfi.astats.Overall.Number_of_samples']) < samples && blocks.length > 0) return;
    blocks.push({ level: levelOf(metadata['lavfi.astats.Overall.RMS_level']), clipped: clippedSamples(metadata, stream.channels) });
    const integrated = Number(metadata['lavfi.r128.I'] ?? NaN);
    if (!Number.isNaN(integrated)) loudness = { integrated, range: Number(metadata['lavfi.r128.LRA']), truePeak: decibels(Number(metadata['lavfi.r128.true_peak'])) };
  };
  return { measure: { graph, onFrame }, blocks, loudness: () => loudness };
}

/** Loudness weights channels by where they stand (ITU-R BS.1770), which nobody knows of plain numbered ones. */
const hasPlaces = ({ layout }: AudioStream): boolean => !/^\d+C$/.test(layout);

/** FFmpeg writes `-inf`, or `nan` for no signal at all. */
export function levelOf(text: string | undefined): number {
  const level = Number(text);
  return Number.isFinite(level) ? level : -Infinity;
}

/**
 * Samples in flat tops: astats' Flat_factor is 20 log10 of the mean run length at a channel's extremes, weighted by length; runs of three and more at full
 * scale (a 16-bit peak above -0.0005 dBFS) are clipping.
 */
function clippedSamples(metadata: Readonly<Record<string, string>>, channels: number): number {
  let clipped = 0;
  for (let channel = 1; channel <= channels; channel++) {
    const of = (name: string): number => Number(metadata[`lavfi.astats.${channel}.${name}`]);
    if (of('Peak_level') > -0.0005 && 10 ** (of('Flat_factor') / 20) >= 3) clipped += of('Peak_count');
  }
  return clipped;
}

const decibels = (linear: number): number => 20 * Math.log10(linear);

/** Facts without hum, from blocks and EBU R128's last word. ebur128 says -70 LUFS when every block was gated, and needs 400 ms for one block. */
export function factsOf(index: number, blocks: readonly SoundBlock[], loudness: Loudness | null, seconds: number, stream: Pick<AudioStream, 'sampleRate' | 'channels'>): AudioFacts {
  const heard = loudness !== null && seconds >= 0.4 && loudness.integrated > -70;
  const samples = seconds * stream.sampleRate * stream.channels;
  return {
    stream: index,
    integrated: heard ? round(loudness.integrated, 1) : null,
    // LRA's short-term window is three seconds.
    range: heard && seconds >= 3 ? round(loudness.range, 1) : null,
    truePeak: heard && Number.isFinite(loudness.truePeak) ? round(loudness.truePeak, 1) : null,
    noiseFloor: noiseFloorOf(blocks.map((block) => block.level)),
    clipped: samples > 0 ? round(Math.min(1, blocks.reduce((sum, block) => sum + block.clipped, 0) / samples), 6) : 0,
    hum: null,
  };
}

/** Quietest level that is told from silence, dBFS: below it lie the steps of 16 bits. */
const SILENT = -96;

/** Mean energy of the quietest tenth of the blocks in dBFS; silence before the first and after the last sound is no recording and does not count. */
export function noiseFloorOf(levels: readonly number[]): number | null {
  const first = levels.findIndex((level) => level > SILENT), last = levels.findLastIndex((level) => level > SILENT);
  if (first < 0) return null;
  const sorted = levels.slice(first, last + 1).map((level) => Math.max(level, SILENT)).sort((a, b) => a - b);
  const quietest = sorted.slice(0, Math.max(1, Math.floor(sorted.length / 10)));
  return round(10 * Math.log10(quietest.reduce((sum, level) => sum + 10 ** (level / 10), 0) / quietest.length), 1);
}

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
