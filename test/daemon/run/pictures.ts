// Pictures of a lavfi chain as planes, to compare results with.
import { pixelFormatOf } from '../../../daemon/media/pixel.ts';
import { allocatePlanes, copyOut } from '../../../daemon/media/planes.ts';
import { pull } from '../../fixtures/clip.ts';

/** The first `count` pictures of `chain`, every plane's bytes. */
export async function picturesOf(chain: string, pixel: string, count: number): Promise<Uint8Array[][]> {
  const { frames } = await pull(`${chain},format=${pixel}`, 'buffersink', count);
  return frames.map((frame) => {
    const planes = allocatePlanes({ width: frame.width, height: frame.height, pixel: pixelFormatOf(pixel) });
    copyOut(frame, planes);
    frame.free();
    return planes.planes.map(({ data }) => new Uint8Array(data.buffer.slice(0) as unknown as ArrayBuffer));
  });
}
