// Frames into a graphics device's memory, for encoders that take them from nowhere else.
import {
  AV_HWDEVICE_TYPE_VAAPI, AV_PIX_FMT_VAAPI, avGetPixFmtFromName, FFmpegError, Frame, HardwareDeviceContext, HardwareFramesContext, type Codec, type CodecContext,
} from 'node-av';
import { FrameWrightError } from '../../shared/errors.ts';
import type { VideoEncoder } from '../../shared/plan.ts';

export type Upload = { /** Takes the frame over. */ send(frame: Frame): Promise<Frame>; close(): void };

/** Frames that an encoder may hold at once: its B-frames and what it looks ahead. */
const poolFrames = 24;

/** Prepares the context of an encoder that takes only frames of its device; null for all others. @throws FrameWrightError `internal` with the driver's reason. */
export function openUpload(codec: Codec, context: CodecContext, { encoder, pixel, width, height }: VideoEncoder): Upload | null {
  const formats = codec.pixelFormats ?? [], own = avGetPixFmtFromName(pixel);
  if (formats.includes(own) || !formats.includes(AV_PIX_FMT_VAAPI)) return null;
  const device = new HardwareDeviceContext(), frames = new HardwareFramesContext();
  const demand = (code: number, what: string): void => {
    if (code < 0) throw new FrameWrightError('internal', { what: `the encoder ${encoder} cannot be used as planned.`, why: `${what}: ${new FFmpegError(code).message}` });
  };
  demand(device.create(AV_HWDEVICE_TYPE_VAAPI), 'there is no VAAPI device');
  frames.alloc(device);
  Object.assign(frames, { format: AV_PIX_FMT_VAAPI, swFormat: own, width, height, initialPoolSize: poolFrames });
  demand(frames.init(), 'the device has no memory for frames');
  context.pixelFormat = AV_PIX_FMT_VAAPI;
  context.hwFramesCtx = frames;
  return {
    send: async (frame) => {
      const there = new Frame();
      there.alloc();
      try {
        demand(frames.getBuffer(there), 'a frame of the device');
        demand(await frames.transferData(there, frame), 'a frame on its way to the device');
        there.copyProps(frame);
        return there;
      } catch (error) {
        there.free();
        throw error;
      } finally {
        frame.free();
      }
    },
    close: () => { frames.free(); device.free(); },
  };
}
