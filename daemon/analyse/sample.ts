// The slower measurements, on a few frames only: noise, banding, block edges, blur and black bars.
import { z } from 'zod';
import type { PixelFormat, StreamShape } from '../../shared/media.ts';
import type { Plane } from '../../shared/planes.ts';
import { bandingOf, combOf, noiseOf } from '../kernels/kernels.ts';
import { frameMetadata, openFilter } from '../media/filter.ts';
import type { Frame } from '../media/frame.ts';
import { COMBED_BLOCKS } from './look.ts';

/** What one sampled frame shows. Null where the frame holds nothing to measure (all black, too small). */
export const sampleFacts = z.object({
  frame: z.int(),
  /** Standard deviation in flat areas, 8-bit code values. */
  noise: z.number().nullable(), chromaNoise: z.number().nullable(),
  /** Share of blocks that are smooth gradients, and share of those with steps. */
  smooth: z.number(), stepped: z.number(),
  /** FFmpeg's blockdetect (1 is neutral) and blurdetect (edge width in pixels). */
  blockiness: z.number().nullable(), blur: z.number().nullable(),
  /** First and last column and row that are not black. */
  picture: z.object({ left: z.int(), top: z.int(), right: z.int(), bottom: z.int() }).readonly().nullable(),
}).readonly();
export type SampleFacts = z.infer<typeof sampleFacts>;

export type Sampler = {
  /** Measures index frame `n`; `planes` are its luma and chroma. Frees `frame`. */
  measure(frame: Frame, n: number, planes: readonly Plane[], pixel: PixelFormat): Promise<SampleFacts>;
  close(): void;
};

/** What blockdetect and blurdetect take without conversion. */
const direct = new Set(['yuv420p', 'yuv422p', 'yuv444p', 'gray']);
/** Block edges and blur are the same in any part: of large frames the middle is measured. The bars need the whole frame. */
const chain = "cropdetect=limit=24:round=2:reset=1:skip=0,crop=w='min(iw,480)':h='min(ih,270)',blockdetect=period_min=3:period_max=24,blurdetect";

/** Opens the measuring filters for frames of this shape. */
export async function openSampler(shape: StreamShape): Promise<Sampler> {
  const graph = direct.has(shape.pixel.name) ? chain : `scale=flags=bilinear,format=gray,${chain}`;
  const filter = await openFilter(graph, { shape, timeBase: { num: 1, den: 1000 } }, { threads: 1 });
  return {
    measure: async (frame, n, planes, pixel) => {
      const [measured] = await filter.push(frame);
      const metadata = frameMetadata(measured!);
      measured!.free();
      const unwoven = combOf(planes[0]!, pixel.depth).blocks >= COMBED_BLOCKS ? planes.map(sideBySide) : planes;
      const banding = bandingOf(planes[0]!, pixel.depth);
      return {
        frame: n, noise: rounded(noiseOf(unwoven[0]!, pixel.depth)), chromaNoise: rounded(chromaNoise(unwoven, pixel)),
        smooth: rounded(banding.smooth)!, stepped: rounded(banding.stepped)!,
        blockiness: rounded(numberOf(metadata['lavfi.block'])), blur: rounded(numberOf(metadata['lavfi.blur'])), picture: pictureOf(metadata),
      };
    },
    close: () => filter.close(),
  };
}

/** Both fields of a woven plane beside each other: the same bytes read with twice the width. */
const sideBySide = ({ width, height, data }: Plane): Plane => ({ width: width * 2, height: height >> 1, data: data.subarray(0, width * 2 * (height >> 1)) });

/** Mean of both chroma planes. */
function chromaNoise(planes: readonly Plane[], pixel: PixelFormat): number | null {
  if (pixel.family === 'grey') return null;
  const found = planes.slice(1, 3).map((plane) => noiseOf(plane, pixel.depth)).filter((noise) => noise !== null);
  return found.length === 0 ? null : found.reduce((sum, noise) => sum + noise, 0) / found.length;
}

/** cropdetect gives crossed edges for a black frame. */
function pictureOf(metadata: Readonly<Record<string, string>>): SampleFacts['picture'] {
  const [left, top, right, bottom] = ['x1', 'y1', 'x2', 'y2'].map((name) => Number(metadata[`lavfi.cropdetect.${name}`] ?? NaN)) as [number, number, number, number];
  return right > left && bottom > top && left >= 0 && top >= 0 ? { left, top, right, bottom } : null;
}

function numberOf(text: string | undefined): number | null {
  const value = Number(text ?? NaN);
  return Number.isFinite(value) ? value : null;
}

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 1000) / 1000);
