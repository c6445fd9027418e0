// Entry of the process in which one hardware encoder proves itself: it encodes some pictures, and they are decoded again. Its settings are the argument, the proof the only message.
import { toFrameWrightError } from '../../shared/errors.ts';
import type { StreamShape } from '../../shared/media.ts';
import type { VideoEncoder } from '../../shared/plan.ts';
import { openEncoder, type EncodedPacket } from './encode.ts';
import { openFilter } from './filter.ts';
import { openPacketDecoder } from './packet-decode.ts';
import { pixelFormatOf } from './pixel.ts';
import { createFrame } from './planes.ts';

type Settings = Pick<VideoEncoder, 'codec' | 'encoder' | 'profile' | 'pixel' | 'bFrames' | 'rateControl' | 'options'>;

/** Larger than the least size of every known device, and small enough for a tenth of a second. */
const width = 640, height = 352, pictures = 12;
const colour = { range: 'limited', matrix: 'bt709', primaries: 'bt709', transfer: 'bt709', chromaPosition: 'left' } as const;

async function prove(settings: Settings): Promise<{ proven: boolean; why: string }> {
  const shape: StreamShape = { width, height, pixel: pixelFormatOf(settings.pixel), sar: { num: 1, den: 1 }, rate: { num: 25, den: 1 }, frames: pictures, fieldOrder: 'progressive', colour };
  const packets = await encodeNoise({ ...settings, level: null, width, height, sar: shape.sar, rate: shape.rate, timeBase: { num: 1, den: 25 }, fieldOrder: 'progressive', gop: 12, threads: 1, globalHeader: true }, shape);
  const decoder = await openPacketDecoder(packets.parameters, { threads: 1 });
  let seen = 0;
  for (const packet of packets.coded) for (const frame of await decoder.push(packet)) { seen++; frame.free(); }
  for (const frame of await decoder.flush()) { seen++; frame.free(); }
  decoder.close();
  return seen === pictures ? { proven: true, why: `It encoded ${pictures} pictures of ${width}×${height}, and all could be decoded.` } : { proven: false, why: `It was given ${pictures} pictures, and ${seen} came out.` };
}

async function encodeNoise(settings: VideoEncoder, shape: StreamShape) {
  const encoder = await openEncoder(settings, colour), noise = await openFilter('noise=alls=40:allf=t', { shape, timeBase: settings.timeBase }, { threads: 1 });
  const coded: EncodedPacket[] = [];
  for (let n = 0; n < pictures; n++) {
    const blank = createFrame(shape);
    blank.pts = BigInt(n);
    for (const frame of await noise.push(blank)) coded.push(...await encoder.push(frame, Number(frame.pts)));
  }
  for (const frame of await noise.flush()) coded.push(...await encoder.push(frame, Number(frame.pts)));
  coded.push(...await encoder.flush());
  const { parameters } = encoder;
  encoder.close();
  noise.close();
  return { parameters, coded };
}

const proof = await prove(JSON.parse(process.argv[2]!) as Settings).catch((thrown: unknown) => ({ proven: false, why: String(toFrameWrightError(thrown).values.why ?? thrown) }));
process.send!(proof);
