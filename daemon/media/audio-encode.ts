// Sound to coded packets, as the plan says.
import {
  AV_CODEC_FLAG_BITEXACT, AV_CODEC_FLAG_GLOBAL_HEADER, avGetSampleFmtFromName, Codec, CodecContext, FFmpegError, Rational, type Frame,
} from 'node-av';
import { audioEncoder, type AudioEncoder } from '../../shared/plan.ts';
import { parametersOf, receiveAll, refused } from './encoded.ts';
import type { EncodedPacket, EncodedParameters } from './parameters.ts';
import { openTurns } from './turns.ts';

export type AudioPackets = {
  /** Takes the frame over. `at` is its first sample's place, in samples. Packets come timed `initialPadding` samples earlier. */
  push(frame: Frame, at: number): Promise<EncodedPacket[]>;
  flush(): Promise<EncodedPacket[]>;
  readonly parameters: EncodedParameters;
  /** Samples per frame that the encoder wants. */
  readonly frameSize: number;
  close(): void;
};

/** Encoders that must never be used, whatever a preset says: their licence forbids passing results' makers on. */
const forbidden = new Set(['libfdk_aac']);
/** Samples per packet where the encoder leaves it open (PCM). */
const openFrameSize = 1024;

/** Opens an audio encoder exactly as the plan says. @throws FrameWrightError `internal` for an unset or refused setting. */
export async function openAudioEncoder(settings: AudioEncoder): Promise<AudioPackets> {
  const parsed = audioEncoder.safeParse(settings);
  if (!parsed.success) throw refused(settings, `unset or wrong: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')}`);
  if (forbidden.has(settings.encoder)) throw refused(settings, 'it is not used here');
  const codec = Codec.findEncoderByName(settings.encoder as never);
  if (!codec) throw refused(settings, 'this FFmpeg has no such encoder');
  const context = new CodecContext();
  context.allocContext3(codec);
  try {
    configure(context, settings);
    const code = await context.open2(codec);
    if (code < 0) throw refused(settings, new FFmpegError(code).message);
    return runEncoder(context, settings);
  } catch (error) {
    context.freeContext();
    throw error;
  }
}

function configure(context: CodecContext, settings: AudioEncoder): void {
  context.sampleRate = settings.sampleRate;
  context.sampleFormat = avGetSampleFmtFromName(settings.sampleFormat);
  context.timeBase = new Rational(1, settings.sampleRate);
  context.setFlags(AV_CODEC_FLAG_BITEXACT, AV_CODEC_FLAG_GLOBAL_HEADER);
  if (settings.bitRate !== null) context.bitRate = BigInt(settings.bitRate);
  for (const [key, value] of Object.entries({ ch_layout: settings.layout, ...settings.options })) {
    if (context.setOption(key, value) < 0) throw refused(settings, `it does not take ${key}=${value}`);
  }
}

function runEncoder(context: CodecContext, settings: AudioEncoder): AudioPackets {
  const parameters = parametersOf(context, settings, { num: 1, den: settings.sampleRate });
  const turns = openTurns(`the encoder ${settings.encoder}`, () => context.freeContext());
  const give = (frame: Frame | null): Promise<EncodedPacket[]> => turns.take(async () => {
    const code = await context.sendFrame(frame);
    frame?.free();
    if (code < 0) throw refused(settings, new FFmpegError(code).message);
    return receiveAll(context, settings);
  }, () => frame?.free());
  return {
    parameters, frameSize: context.frameSize || openFrameSize,
    push: (frame, at) => {
      frame.pts = BigInt(at);
      frame.timeBase = new Rational(1, settings.sampleRate);
      return give(frame);
    },
    flush: () => give(null), close: () => { void turns.end(); },
  };
}
