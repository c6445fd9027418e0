// The slower measurements, on a few frames only: noise, banding, block edges, blur and black bars.
import { z } from 'zod';
import type { PixelFormat, StreamShape } from '../../shared/media.ts';
import type { Plane } from '../../shared/planes.ts';
import { absoluteError, bandingOf, combOf, noiseOf } from '../kernels/kernels.ts';
import { percentileOf, sceneOf } from '../kernels/scene.ts';
import { acuityOf, drawnOf, grainOf } from '../kernels/texture.ts';
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
  /** Luma below which half and 98 of 100 pixels lie, 8-bit code values of limited range. */
  median: z.number(), highlights: z.number(),
  /** Shares of flat blocks and of drawn steps, as `drawnOf`. */
  flat: z.number(), steps: z.number(),
  /** Sharpness of edges, 0 to 1, as `acuityOf`: of luma, and of chroma samples. */
  lumaAcross: z.number().nullable(), lumaDown: z.number().nullable(), chromaAcross: z.number().nullable(), chromaDown: z.number().nullable(),
  /** How the noise hangs together, -1 to 1, as `grainOf`. */
  grainAcross: z.number().nullable(), grainDown: z.number().nullable(),
  /** How many times more the last lines of the picture differ from line to line than those above them; a tape's head switches there. */
  switching: z.number().nullable(),
}).readonly();
export type SampleFacts = z.infer<typeof sampleFacts>;

export type Sampler = {
  /** Measures index frame `n`; `planes` are its luma and chroma. Frees `frame`. */
  measure(frame: Frame, n: number, planes: readonly Plane[], pixel: PixelFormat): Promise<SampleFacts>;
  close(): void;
};

/** What blockdetect and blurdetect take without conversion. */
const direct = new Set(['yuv420p', 'yuv422p', 'yuv444p', 'gray']);
/** Block edges and blur are the same in any part: of large frames the middle is measured. */
const chain = "crop=w='min(iw,480)':h='min(ih,270)',blockdetect=period_min=3:period_max=24,blurdetect";

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
      const banding = bandingOf(planes[0]!, pixel.depth), noise = noiseOf(unwoven[0]!, pixel.depth);
      return {
        frame: n, noise: rounded(noise), chromaNoise: rounded(chromaNoise(unwoven, pixel)),
        smooth: rounded(banding.smooth)!, stepped: rounded(banding.stepped)!,
        blockiness: rounded(numberOf(metadata['lavfi.block'])), blur: rounded(numberOf(metadata['lavfi.blur'])),
        ...lightOf(planes, pixel, shape), ...textureOf(unwoven, pixel, noise ?? 0),
      };
    },
    close: () => filter.close(),
  };
}

type Light = Pick<SampleFacts, 'median' | 'highlights'>;
function lightOf(planes: readonly Plane[], pixel: PixelFormat, { colour }: StreamShape): Light {
  const { histogram } = sceneOf(planes, pixel, pixel.family === 'gbr' ? false : colour.range === 'full');
  const limited = (share: number): number => rounded(16 + (percentileOf(histogram, share) * 219) / 255)!;
  return { median: limited(0.5), highlights: limited(0.98) };
}

type Texture = Pick<SampleFacts, 'flat' | 'steps' | 'lumaAcross' | 'lumaDown' | 'chromaAcross' | 'chromaDown' | 'grainAcross' | 'grainDown' | 'switching'>;
function textureOf(planes: readonly Plane[], pixel: PixelFormat, noise: number): Texture {
  const [luma, u, v] = pixel.family === 'yuv' ? planes : [planes[0]], drawn = drawnOf(luma!, pixel.depth), edges = acuityOf(luma!, pixel.depth, noise), grain = grainOf(luma!, pixel.depth, noise);
  const chroma = [u, v].flatMap((plane) => (plane ? [acuityOf(plane, pixel.depth, noiseOf(plane, pixel.depth) ?? 0)] : []));
  const sharper = (way: 'across' | 'down'): number | null => chroma.reduce<number | null>((best, of) => (of[way] === null ? best : Math.max(best ?? 0, of[way])), null);
  return {
    flat: rounded(drawn.flat)!, steps: Math.round(drawn.steps * 1e6) / 1e6, lumaAcross: rounded(edges.across), lumaDown: rounded(edges.down),
    chromaAcross: rounded(sharper('across')), chromaDown: rounded(sharper('down')), grainAcross: rounded(grain?.across ?? null), grainDown: rounded(grain?.down ?? null), switching: rounded(switchingOf(luma!)),
  };
}

/** Lines of a field in which a tape's heads switch, and how many above them tell what is usual; the very last line is often blank. */
const SWITCHED = 5, ABOVE = 30;
function switchingOf(plane: Plane): number | null {
  const { height } = plane;
  if (height < SWITCHED + ABOVE + 12) return null;
  const change = (from: number, count: number): number => absoluteError(rows(plane, from, count), rows(plane, from - 1, count)) / (count * plane.width);
  const usual = change(height - SWITCHED - ABOVE - 6, ABOVE);
  return usual === 0 ? null : Math.min(100, change(height - SWITCHED - 1, SWITCHED) / usual);
}
const rows = ({ width, data }: Plane, from: number, count: number): Plane => ({ width, height: count, data: data.subarray(from * width, (from + count) * width) });

/** Both fields of a woven plane beside each other: the same bytes read with twice the width. */
const sideBySide = ({ width, height, data }: Plane): Plane => ({ width: width * 2, height: height >> 1, data: data.subarray(0, width * 2 * (height >> 1)) });

/** Mean of both chroma planes. */
function chromaNoise(planes: readonly Plane[], pixel: PixelFormat): number | null {
  if (pixel.family === 'grey') return null;
  const found = planes.slice(1, 3).map((plane) => noiseOf(plane, pixel.depth)).filter((noise) => noise !== null);
  return found.length === 0 ? null : found.reduce((sum, noise) => sum + noise, 0) / found.length;
}

function numberOf(text: string | undefined): number | null {
  const value = Number(text ?? NaN);
  return Number.isFinite(value) ? value : null;
}

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 1000) / 1000);
