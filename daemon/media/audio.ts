// One audio track of the source: decoded, restored, encoded into a packet file, with every delay taken out so that each sample stays where it was.
import { FrameWrightError } from '../../shared/errors.ts';
import type { AudioStream } from '../../shared/media.ts';
import type { AudioEncoder, StreamPlan } from '../../shared/plan.ts';
import { secondsOf, type Rational } from '../../shared/time.ts';
import { openAudioChain, type AudioChain } from './audio-chain.ts';
import { readAudio } from './audio-decode.ts';
import { openAudioEncoder, type AudioPackets } from './audio-encode.ts';
import type { Frame } from './frame.ts';
import type { InputRef } from './open.ts';
import { createPacketFile, type PacketWriter } from './packet-file.ts';
import type { Jump } from './running-clock.ts';

export type AudioUnit = {
  readonly source: InputRef; readonly stream: AudioStream; readonly plan: StreamPlan;
  /** The part wanted, in seconds on the source's own clock, exact to the sample; null leaves that end open. */
  readonly from: Rational | null; readonly to: Rational | null;
  /** Where the source's clock was set anew; the bounds are on the clock that runs on. */
  readonly jumps?: readonly Jump[];
  /** The packet file to write. */
  readonly into: string;
  /** Called with the seconds of sound that are done. */
  readonly onProgress?: (seconds: number) => void;
  readonly signal?: AbortSignal;
};

/**
 * Writes the unit. Packets are timed on the source's own clock in ticks of one sample, the encoder's priming before them. `samples` is the count of
 * real samples and `start` the first one's place, both at the encoder's rate; `damaged` the times of packets that could not be decoded, milliseconds.
 * @throws FrameWrightError `cancelled`, `disk-full`, `step-failed` (with `title` of the step), `internal`.
 */
export async function runAudio(unit: AudioUnit): Promise<{ readonly packets: number; readonly bytes: number; readonly sha256: string; readonly samples: number; readonly start: number; readonly damaged: readonly number[] }> {
  const settings = unit.plan.encoder;
  if (!settings) throw new FrameWrightError('internal', { what: 'an audio track is to be encoded without settings', why: `stream ${unit.stream.index}` });
  const encoder = await openAudioEncoder(settings);
  let file: PacketWriter | null = null;
  try {
    file = await createPacketFile(unit.into, encoder.parameters);
    const damaged: number[] = [];
    const { samples, start } = await pump(unit, settings, encoder, file, (milliseconds) => damaged.push(milliseconds));
    return { ...await file.finish(), samples, start, damaged };
  } catch (error) {
    await file?.abandon();
    throw error;
  } finally {
    encoder.close();
  }
}

async function pump(unit: AudioUnit, settings: AudioEncoder, encoder: AudioPackets, file: PacketWriter, onDamage: (milliseconds: number) => void): Promise<{ samples: number; start: number }> {
  const { stream } = unit;
  let chain: AudioChain | null = null, start = 0, samples = 0;
  const encode = async (frames: readonly Frame[]): Promise<void> => {
    for (const frame of frames) {
      const count = frame.nbSamples;
      for (const packet of await encoder.push(frame, start + samples)) await file.write(packet);
      samples += count;
    }
    unit.onProgress?.(secondsOf(samples, { num: 1, den: settings.sampleRate }));
  };
  try {
    for await (const { frame, at } of readAudio({ ...unit, onDamage })) {
      if (unit.signal?.aborted) {
        frame.free();
        throw new FrameWrightError('cancelled');
      }
      if (!chain) {
        chain = await openAudioChain(stream, unit.plan.steps, settings, encoder.frameSize);
        start = Math.round((at * settings.sampleRate) / stream.sampleRate);
      }
      await encode(await chain.push(frame));
    }
    if (chain) await encode(await chain.finish());
    for (const packet of await encoder.flush()) await file.write(packet);
    return { samples, start };
  } finally {
    chain?.close();
  }
}
