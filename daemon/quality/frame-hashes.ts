// The MD5 of every frame of a file, as `ffmpeg -i file -map 0:v -f framemd5 -` writes them, so that anyone can check an archive with FFmpeg alone.
import { createHash } from 'node:crypto';
import { FrameWrightError } from '../../shared/errors.ts';
import { openDecoder } from '../media/decode.ts';
import { rawBytes } from '../media/planes.ts';
import { probe } from '../media/probe.ts';

/** In order of presentation; `onFrames` hears how many are done. @throws FrameWrightError what opening and decoding throw; `verify-failed` for a frame that cannot be decoded whole. */
export async function hashFrames(path: string, { home, threads, signal, onFrames }: { readonly home: string; readonly threads: number; readonly signal: AbortSignal; readonly onFrames?: (done: number) => void }): Promise<string[]> {
  const { media, index } = await probe(path, { home, signal, interpretation: { parts: 'single' } });
  const decoder = await openDecoder(media, index, { threads }), hashes: string[] = [];
  try {
    for (let read = await decoder.read(); read; read = await decoder.read()) {
      const bytes = rawBytes(read.frame);
      read.frame.free();
      if (read.concealed) throw new FrameWrightError('verify-failed', { why: `Frame ${read.n} of the result cannot be decoded whole.`, job: '' });
      signal.throwIfAborted();
      hashes.push(createHash('md5').update(bytes).digest('hex'));
      onFrames?.(hashes.length);
    }
  } finally {
    await decoder.close();
  }
  return hashes;
}
