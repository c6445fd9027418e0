// FFmpeg's numbers of pixel formats, apart from their meaning, which is known without loading FFmpeg.
import { avGetPixFmtFromName, type AVPixelFormat } from 'node-av';
import { unreadable } from './pixel.ts';

/** FFmpeg's number of a format. @throws FrameWrightError input-codec when this FFmpeg has no such format. */
export function avPixelFormat(name: string): AVPixelFormat {
  const number = avGetPixFmtFromName(name);
  if (number < 0) throw unreadable(name);
  return number;
}
