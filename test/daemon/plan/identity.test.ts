// A run without a stage gives back the picture: planned conversions, the real encoder and decoder, every sampling, depth, range and colour space.
import { avGetPixFmtName } from 'node-av';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ColourTags } from '../../../shared/media.ts';
import type { PlaneFrame } from '../../../shared/planes.ts';
import type { Plan, VideoEncoder } from '../../../shared/plan.ts';
import { colourNumbers } from '../../../daemon/media/colour.ts';
import { openEncoder } from '../../../daemon/media/encode.ts';
import { openFilter } from '../../../daemon/media/filter.ts';
import { pixelFormatOf } from '../../../daemon/media/pixel.ts';
import { openPacketDecoder } from '../../../daemon/media/packet-decode.ts';
import { allocatePlanes, copyOut } from '../../../daemon/media/planes.ts';
import { makePlan } from '../../../daemon/plan/plan.ts';
import { loadPresets, type PresetLibrary } from '../../../daemon/plan/presets.ts';
import { machine, makeClip, makeWish } from '../../plans/builder.ts';
import { patterned } from '../../fixtures/shift.ts';
import { toFrame } from '../stages/pictures.ts';

let presets: PresetLibrary;
beforeAll(async () => { presets = await loadPresets(); });

const hdr = { matrix: 'bt2020nc', primaries: 'bt2020' } as const;
const spaces = {
  '601': { matrix: 'smpte170m', primaries: 'smpte170m', transfer: 'smpte170m' }, '709': { matrix: 'bt709', primaries: 'bt709', transfer: 'bt709' }, '2020': { ...hdr, transfer: 'bt2020-10' },
  PQ: { ...hdr, transfer: 'smpte2084' }, HLG: { ...hdr, transfer: 'arib-std-b67' },
} as const satisfies Record<string, Partial<ColourTags>>;

/** What a codec loses at its delivery's quality is its own affair; here it is to lose next to nothing. */
const careful = (settings: VideoEncoder): VideoEncoder => (settings.rateControl.kind === 'crf' ? { ...settings, rateControl: { kind: 'crf', value: 1 } } : settings);

type Kept = { readonly plan: Plan; readonly source: PlaneFrame; readonly result: PlaneFrame & { readonly depth: number } };

/** One frame through everything that a plan without stages does. */
async function keep(pixel: string, delivery: string, colour: Partial<ColourTags>, container: 'mkv' | 'mov' | 'mp4'): Promise<Kept> {
  const clip = makeClip({ width: 256, height: 160, frames: 1, pixel, colour: { range: 'limited', chromaPosition: 'left', ...colour }, audio: [] });
  const plan = makePlan({ ...clip, hardware: machine('cpu'), wish: makeWish({ style: 'archive', delivery, container }), presets, revision: 1 });
  const source = patterned(plan.source);
  let frame = toFrame(plan.source, source);
  for (const { graph, input } of plan.steps) {
    const filter = await openFilter(graph!, { shape: input, timeBase: { num: 1, den: 25 } }, { threads: 1 });
    frame = [...await filter.push(frame), ...await filter.flush()][0]!;
    filter.close();
  }
  const encoder = await openEncoder(careful(plan.delivery.video), plan.result.colour), packets = [...await encoder.push(frame, 0), ...await encoder.flush()];
  const decoder = await openPacketDecoder(encoder.parameters, { threads: 1 });
  expect(encoder.parameters).toMatchObject(numbersOf(plan.result.colour));
  const decoded = [...(await Promise.all(packets.map((packet) => decoder.push(packet)))).flat(), ...await decoder.flush()][0]!;
  const back = unpack(decoded, plan);
  encoder.close();
  decoder.close();
  return { plan, source, result: back };
}

/** The decoder's planes, as deep as it gives them. */
function unpack(frame: Parameters<typeof copyOut>[0], plan: Plan): PlaneFrame & { readonly depth: number } {
  const pixel = pixelFormatOf(avGetPixFmtName(frame.format as never)!);
  expect(pixel).toMatchObject({ family: plan.result.pixel.family, chroma: plan.result.pixel.chroma, alpha: plan.result.pixel.alpha });
  const into = allocatePlanes({ ...plan.result, pixel });
  copyOut(frame, into);
  frame.free();
  return { ...into, depth: pixel.depth };
}

const numbersOf = (colour: ColourTags): object => {
  const { colorRange, colorSpace, colorPrimaries, colorTrc } = colourNumbers(colour);
  return { colorRange, colorSpace, colorPrimaries, colorTrc };
};

/** dB over one plane, `scale` bringing the source's codes to the result's. */
function psnr(source: PlaneFrame['planes'][number], result: PlaneFrame['planes'][number], depth: number, scale: number): number {
  const squares = (result.data as Uint16Array).reduce((sum, value, at) => sum + (value - source.data[at]! * scale) ** 2, 0);
  return 10 * Math.log10((2 ** depth - 1) ** 2 / (squares / result.data.length));
}

const samplings = ['yuv420p', 'yuv422p', 'yuv444p', 'yuv420p10le', 'yuv422p10le', 'yuv444p10le', 'yuv420p12le', 'yuv422p12le', 'yuv444p12le', 'yuva444p10le', 'yuva420p', 'yuv411p', 'gray16le'];

describe('FFV1', () => {
  it.each(samplings)('gives %s back bit by bit, whatever its colour', async (pixel) => {
    for (const [i, space] of Object.values(spaces).entries()) {
      const { plan, source, result } = await keep(pixel, 'ffv1', { ...space, range: i % 2 ? 'full' : 'limited', chromaPosition: (['left', 'center', 'topleft', 'top', 'bottom'] as const)[i]! }, 'mkv');
      expect(plan.steps).toEqual([]);
      expect(plan.result.colour).toEqual(plan.source.colour);
      expect(result.planes.map(({ data }) => [...data])).toEqual(source.planes.map(({ data }) => [...data]));
    }
  });
});

const lossy = [
  ['h264', 'mp4', ['yuv420p', 'yuv422p', 'yuv444p', 'yuv420p10le', 'yuv422p10le', 'yuv444p10le']], ['hevc', 'mp4', ['yuv420p', 'yuv420p10le', 'yuv422p10le', 'yuv444p12le']], ['av1', 'mkv', ['yuv420p', 'yuv420p10le']],
  ['prores-422-hq', 'mov', ['yuv422p10le']], ['prores-4444', 'mov', ['yuv444p10le', 'yuva444p10le']], ['dnxhr-hqx', 'mov', ['yuv422p10le']],
] as const;

describe.each(lossy)('%s in %s', (delivery, container, pixels) => {
  it.each(pixels)('keeps %s above 50 dB in every plane, with its tags', async (pixel) => {
    for (const [name, space] of Object.entries(spaces)) {
      for (const range of ['limited', 'full'] as const) {
        if (pixelFormatOf(pixel).depth === 8 && (name === 'PQ' || name === 'HLG')) continue;
        const { plan, source, result } = await keep(pixel, delivery, { ...space, range }, container);
        expect(plan.result.pixel).toMatchObject({ chroma: pixelFormatOf(pixel).chroma, alpha: pixelFormatOf(pixel).alpha });
        if (plan.result.colour.range !== range) { expect(plan.notices.concat(plan.steps.map(({ why }) => why)).join(' ')).toContain('limited range'); continue; }
        expect(plan.result.colour).toEqual(plan.source.colour);
        const scale = 2 ** (result.depth - plan.source.pixel.depth);
        source.planes.forEach((plane, i) => expect(psnr(plane, result.planes[i]!, result.depth, scale), `${name} ${range} plane ${i}`).toBeGreaterThan(50));
      }
    }
  });
});

it('says where the position of chroma is lost', () => {
  const clip = makeClip({ width: 256, height: 160, frames: 1, colour: { chromaPosition: 'top' }, audio: [] });
  const notices = (delivery: string, container: 'mkv' | 'mov' | 'mp4'): string => makePlan({ ...clip, hardware: machine('cpu'), wish: makeWish({ style: 'archive', delivery, container }), presets, revision: 1 }).notices.join(' ');
  expect(notices('ffv1', 'mkv')).not.toContain('position of the chroma');
  expect(notices('h264', 'mp4')).not.toContain('position of the chroma');
  expect(notices('ffv1', 'mov')).toContain('position of the chroma');
  expect(notices('av1', 'mp4')).toContain('position of the chroma');
});
