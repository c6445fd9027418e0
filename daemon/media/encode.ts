// Frames to coded packets. Every setting comes from the plan; one that is missing is a fault of ours, so nothing is left to FFmpeg's defaults.
import {
  AV_FRAME_DATA_DISPLAYMATRIX, AV_FRAME_DATA_EXIF, AV_CODEC_FLAG_BITEXACT, AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_INTERLACED_DCT, AV_CODEC_FLAG_INTERLACED_ME, AV_CODEC_FLAG_PASS1, AV_CODEC_FLAG_PASS2, AV_CODEC_FLAG_QSCALE, AV_PICTURE_TYPE_NONE,
  Codec, CodecContext, FFmpegError, Rational, type Frame,
} from 'node-av';
import type { ColourTags, HdrMetadata } from '../../shared/media.ts';
import { videoEncoder, type VideoEncoder } from '../../shared/plan.ts';
import { colourNumbers } from './colour.ts';
import { encoderOptions, type Pass } from './encoder-options.ts';
import { parametersOf, receiveAll, receiveReady, refused } from './encoded.ts';
import type { EncodedPacket, EncodedParameters } from './parameters.ts';
import { openTurns } from './turns.ts';
import { openUpload, type Upload } from './upload.ts';
import { hasAlpha, isOpaque, leavesOutOpaque } from './webp-alpha.ts';
import { avPixelFormat } from './pixel-code.ts';

export type { Pass } from './encoder-options.ts';
export type { EncodedPacket, EncodedParameters } from './parameters.ts';

export type Encoder = {
  /** Takes the frame over (frees it). `pts` in ticks of the settings' time base; strictly rising. */
  push(frame: Frame, pts: number): Promise<EncodedPacket[]>;
  flush(): Promise<EncodedPacket[]>;
  readonly parameters: EncodedParameters;
  close(): void;
};

/**
 * Opens an encoder exactly as the plan says. The same settings and frames give the same packets.
 * @throws FrameWrightError `internal` for an unset or refused setting.
 */
export async function openEncoder(settings: VideoEncoder, colour: ColourTags, hdr: HdrMetadata | null = null, pass: Pass | null = null): Promise<Encoder> {
  demandSet(settings);
  // SVT-AV1 writes to the terminal by itself, past FFmpeg's log; 1 leaves only its errors.
  process.env['SVT_LOG'] ??= '1';
  const codec = Codec.findEncoderByName(settings.encoder as never);
  if (!codec) throw refused(settings, 'this FFmpeg has no such encoder');
  const context = new CodecContext();
  context.allocContext3(codec);
  let upload: Upload | null = null;
  try {
    configure(context, settings, colour);
    if (pass) context.setFlags(pass.number === 1 ? AV_CODEC_FLAG_PASS1 : AV_CODEC_FLAG_PASS2);
    upload = openUpload(codec, context, settings);
    // One by one: a dictionary's leftovers, options that the encoder does not know, cannot be read back through node-av.
    for (const [key, value] of Object.entries(encoderOptions(settings, colour, hdr, pass))) {
      if (context.setOption(key, value) < 0) throw refused(settings, `it does not take ${key}=${value}`);
    }
    const code = await context.open2(codec);
    if (code < 0) throw refused(settings, new FFmpegError(code).message);
    return runEncoder(context, settings, upload);
  } catch (error) {
    context.freeContext();
    upload?.close();
    throw error;
  }
}

function runEncoder(context: CodecContext, settings: VideoEncoder, upload: Upload | null): Encoder {
  const parameters = { ...parametersOf(context, settings, settings.timeBase), frameRate: { num: settings.rate.num, den: settings.rate.den } };
  const size = `${settings.width}x${settings.height} ${avPixelFormat(settings.pixel)}`;
  const turns = openTurns(`the encoder ${settings.encoder}`, () => { context.freeContext(); upload?.close(); });
  let last = -Infinity;
  const give = async (frame: Frame | null): Promise<EncodedPacket[]> => {
    const code = await context.sendFrame(frame);
    frame?.free();
    if (code < 0) throw refused(settings, new FFmpegError(code).message);
    return frame ? receiveReady(context, settings) : receiveAll(context, settings);
  };
  const giveWithAlpha = async (frame: Frame): Promise<EncodedPacket[]> => {
    const opaque = isOpaque(frame), packets = await give(frame);
    if (!opaque && packets.some(({ data }) => !hasAlpha(data))) throw refused(settings, 'it left out the transparency of a picture that has some');
    return packets;
  };
  const giveOne = leavesOutOpaque(settings) ? giveWithAlpha : give;
  return {
    parameters,
    push: (frame, pts) => turns.take(async () => {
      if (pts <= last) throw refused(settings, `pts ${pts} does not follow ${last}`);
      if (`${frame.width}x${frame.height} ${frame.format}` !== size) throw refused(settings, `it got a frame of ${frame.width}×${frame.height} in another format`);
      last = pts;
      frame.pts = BigInt(pts);
      frame.timeBase = new Rational(settings.timeBase.num, settings.timeBase.den);
      frame.pictType = AV_PICTURE_TYPE_NONE;
      // FFmpeg's encoders of pictures would write the source's orientation into each; the plan says what the result tells.
      for (const told of [AV_FRAME_DATA_DISPLAYMATRIX, AV_FRAME_DATA_EXIF]) frame.removeSideData(told);
      return giveOne(upload ? await upload.send(frame) : frame);
    }, () => frame.free()),
    flush: () => turns.take(() => give(null)),
    close: () => { void turns.end(); },
  };
}

function configure(context: CodecContext, settings: VideoEncoder, colour: ColourTags): void {
  const { rateControl } = settings;
  Object.assign(context, {
    width: settings.width, height: settings.height, pixelFormat: avPixelFormat(settings.pixel), sampleAspectRatio: new Rational(settings.sar.num, settings.sar.den),
    framerate: new Rational(settings.rate.num, settings.rate.den), timeBase: new Rational(settings.timeBase.num, settings.timeBase.den),
    gopSize: settings.gop, maxBFrames: settings.bFrames, threadCount: settings.threads, ...colourNumbers(colour),
  });
  context.setFlags(AV_CODEC_FLAG_BITEXACT, ...(settings.globalHeader ? [AV_CODEC_FLAG_GLOBAL_HEADER] : []));
  if (settings.fieldOrder !== 'progressive') context.setFlags(AV_CODEC_FLAG_INTERLACED_DCT, AV_CODEC_FLAG_INTERLACED_ME);
  if (rateControl.kind === 'qscale') {
    context.setFlags(AV_CODEC_FLAG_QSCALE);
    // FF_QP2LAMBDA: FFmpeg counts quality in units of 118.
    context.globalQuality = Math.round(rateControl.value * 118);
  }
  if (rateControl.kind === 'bitrate') context.bitRate = BigInt(rateControl.value);
}

/** Encoders whose profile or level no default may choose. */
const profileNeeded = new Set(['libx264', 'libx265', 'prores_ks', 'dnxhd']), levelNeeded = new Set(['libx264', 'libx265', 'ffv1']);

function demandSet(settings: VideoEncoder): void {
  const parsed = videoEncoder.safeParse(settings);
  if (!parsed.success) throw refused(settings, `unset or wrong: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')}`);
  if (settings.threads < 1) throw refused(settings, 'unset: threads');
  if (settings.profile === null && profileNeeded.has(settings.encoder)) throw refused(settings, 'unset: profile');
  if (settings.level === null && levelNeeded.has(settings.encoder)) throw refused(settings, 'unset: level');
  if (settings.fieldOrder !== 'progressive' && ['libx265', 'libsvtav1'].includes(settings.encoder)) throw refused(settings, 'it codes no interlaced pictures');
}
