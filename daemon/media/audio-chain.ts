// The restoring chain of a track as one graph whose output lines up with its input: filter delays are cut from the head and pushed out at the tail.
import { AV_CHANNEL_ORDER_UNSPEC, avChannelLayoutDescribe, avGetSampleFmtName, type AVSampleFormat, type Frame } from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { AudioStream } from '../../shared/media.ts';
import type { AudioEncoder, AudioStep } from '../../shared/plan.ts';
import { openGraph, type OpenGraph } from './filter.ts';

export type AudioChain = {
  /** Takes a frame over and gives blocks in the encoder's format; the caller frees them. Their times mean nothing, their order does. */
  push(frame: Frame): Promise<Frame[]>;
  /** The rest: exactly as many samples as went in, at the encoder's rate. */
  finish(): Promise<Frame[]>;
  close(): void;
};

/** Silence pushed behind the end, in seconds, so that filters with windows give their last samples. */
const tailSeconds = 1;

/** Opens the chain for frames of `stream` as `readAudio` gives them. @throws FrameWrightError `internal` for a graph that FFmpeg refuses. */
export async function openAudioChain(stream: AudioStream, steps: readonly AudioStep[], settings: AudioEncoder, frameSize: number): Promise<AudioChain> {
  let graph: OpenGraph | null = null, taken = 0, given = 0;
  const total = (): number => Math.round((taken * settings.sampleRate) / stream.sampleRate);
  const pass = (frames: readonly Frame[], most: number): Frame[] => frames.filter((frame) => {
    const left = most - given;
    if (frame.nbSamples > left) frame.nbSamples = Math.max(0, left);
    given += frame.nbSamples;
    if (frame.nbSamples > 0) return true;
    frame.free();
    return false;
  });
  return {
    push: async (frame) => {
      graph ??= await openGraph(chainText(stream, steps, settings, frameSize, frame), steps.map((step) => step.graph).join(','), 1);
      taken += frame.nbSamples;
      return pass(await graph.push(frame), Infinity);
    },
    finish: async () => {
      const frames = graph ? pass(await graph.flush(), total()) : [];
      if (given < total()) throw new FrameWrightError('step-failed', { title: steps.map((step) => step.title).join(', ') || 'Converting the sound', frame: 0, why: `It gave ${given} of ${total()} samples.`, job: '' });
      return frames;
    },
    close: () => graph?.close(),
  };
}

/** The text of the graph; the first frame says what comes in. */
function chainText(stream: AudioStream, steps: readonly AudioStep[], settings: AudioEncoder, frameSize: number, first: Frame): string {
  const delay = steps.reduce((sum, step) => sum + step.delaySamples, 0);
  const restoring = steps.length
    ? [conversion(first.sampleRate, 'fltp', layoutOf(first)), `apad=pad_len=${delay + tailSeconds * stream.sampleRate}`, ...steps.map((step) => step.graph), ...(delay ? [`atrim=start_sample=${delay}`, 'asetpts=N'] : [])]
    : [];
  return [sourceText(first), ...restoring, conversion(settings.sampleRate, settings.sampleFormat, settings.layout), `asetnsamples=n=${frameSize}:p=0`, 'abuffersink@out'].join(',');
}

/** The buffer that takes frames like this one; they are numbered in samples. */
export function sourceText(frame: Frame): string {
  const format = avGetSampleFmtName(frame.format as AVSampleFormat);
  return `abuffer@in=time_base=1/${frame.sampleRate}:sample_rate=${frame.sampleRate}:sample_fmt=${format}:channel_layout=${layoutOf(frame)}`;
}

/** A written-out conversion; the resampler is told everything so that the result never depends on its guesses. */
export const conversion = (rate: number, format: string, layout: string): string =>
  `aresample=out_sample_rate=${rate}:out_sample_fmt=${format}:out_chlayout=${layout}:filter_size=64:cutoff=0.97,aformat=sample_fmts=${format}:sample_rates=${rate}:channel_layouts=${layout}`;

/** A frame's channel layout as FFmpeg writes it (`stereo`, `5.1(side)`, `64C` where it has none). */
export function layoutOf(frame: Frame): string {
  const layout = frame.channelLayout;
  if (layout.order === AV_CHANNEL_ORDER_UNSPEC) return `${layout.nbChannels}C`;
  return avChannelLayoutDescribe(layout) ?? `${layout.nbChannels}C`;
}
