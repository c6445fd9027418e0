// What the frames of a file show: how bright each is, by which it is known again, and its samples.
import type { Frame } from 'node-av';
import { makeClip, pull } from '../../fixtures/clip.ts';

/** Every frame has a brightness of its own, eight steps apart. */
export const sourceFrames = 24;
export const makeSource = (path: string): Promise<void> => makeClip(path, {
  video: "color=c=black:size=64x48:rate=25,format=yuv420p,geq=lum='30+8*N':cb=128:cr=128,noise=alls=6:allf=t", frames: sourceFrames, gop: 6, codecOptions: { crf: '12' }, audio: [{ source: 'sine=frequency=440:sample_rate=48000', codec: 'pcm_s16le' }],
});

export type Seen = { /** Mean, 0 to 255. */ readonly brightness: number; readonly samples: Buffer };

export async function framesOf(path: string): Promise<readonly Seen[]> {
  const seen = async (filters: string): Promise<Buffer[]> => {
    const { frames } = await pull(`movie=filename='${path}',${filters}`, 'buffersink', 500);
    try { return frames.map(samplesOf); } finally { for (const frame of frames) frame.free(); }
  };
  const means = await seen('scale=1:1:flags=area,format=gray');
  return (await seen('format=gray')).map((samples, frame) => ({ brightness: means[frame]![0]!, samples }));
}

const samplesOf = (frame: Frame): Buffer => Buffer.concat(Array.from({ length: frame.height }, (_, row) => frame.data![0]!.subarray(row * frame.linesize[0]!, row * frame.linesize[0]! + frame.width)));
