// Neural plans on the processor against bare decode + bare session loop + bare encode, each alone.
import { join } from 'node:path';
import type { Plan } from '../../../shared/plan.ts';
import type { WishInput } from '../../../shared/preset.ts';
import { interleave, measure } from '../child.ts';
import { only, type Shop } from '../material.ts';
import type { OurSpent } from '../ours.ts';
import { ratioWords, secondsWords, type Bench, type Row } from '../row.ts';
import { veryfast } from './filters.ts';

const model = (name: string): string => join(import.meta.dirname, '..', '..', '..', 'daemon', 'models', 'weights', `${name}.onnx`);

export const neural: Bench = {
  name: 'neural', title: 'Neural plans on the processor',
  async run(shop, rounds) {
    const clip = await shop.clip(640, 360, 75);
    const wish = (more: WishInput): WishInput => only({ upscale: { method: 'upscale-lite' } }, { quality: 'best', scale: '2', ...more });
    return [
      ...await compare(shop, rounds, 'upscale-lite 640×360 → x264 veryfast', clip, wish({}), veryfast),
      ...await compare(shop, rounds, 'upscale-lite 640×360 → ProRes 422 HQ', clip, wish({ delivery: 'prores-422-hq', container: 'mov' }), (plan) => plan),
    ];
  },
};

async function compare(shop: Shop, rounds: number, what: string, path: string, wish: WishInput, change: (plan: Plan) => Plan): Promise<Row[]> {
  const { plan, file } = await shop.plan(path, wish, change);
  const { threads } = plan.resources, { width, height } = plan.source, frames = plan.map.frames;
  // What the encoder alone is given: pictures as large and as detailed as the result, uncompressed.
  const raw = join(shop.folder, 'raw.nut');
  const rawEncoder = { ...plan.delivery.video, encoder: 'rawvideo', gop: 1, bFrames: 0, options: {}, rateControl: { kind: 'lossless' as const, value: 0 } };
  await measure('bare.ts', { path, into: raw, graph: `scale=${plan.result.width}:${plan.result.height}:flags=lanczos,format=${plan.delivery.video.pixel}`, encoder: rawEncoder, threads });
  let round = 0;
  const spent = await interleave(rounds, {
    decode: () => measure('bare.ts', { path, into: null, graph: null, encoder: null, threads }),
    session: () => measure('bare-session.ts', { model: model('upscale-lite'), width, height, window: 1, frames, threads: threads.session }),
    rawDecode: () => measure('bare.ts', { path: raw, into: null, graph: null, encoder: null, threads }),
    encode: () => measure('bare.ts', { path: raw, into: join(shop.folder, 'bare.mkv'), graph: null, encoder: plan.delivery.video, threads }),
    ours: () => measure<OurSpent>('ours.ts', { plan: file, home: shop.home, folder: join(shop.folder, `neural-${what.length}-${round++}`) }),
  });
  const cpu = spent.decode.cpu + spent.session.cpu + spent.encode.cpu - spent.rawDecode.cpu;
  const slowest = Math.max(spent.decode.wall, spent.session.wall, spent.encode.wall);
  return [
    { what: `${what}: CPU`, holds: '≤ 1.05 × bare decode + session + encode', found: `${ratioWords(spent.ours.cpu / cpu)} (${secondsWords(spent.ours.cpu)} / ${secondsWords(cpu)})`, ok: spent.ours.cpu / cpu <= 1.05, note: 'includes the check that decodes every frame once' },
    { what: `${what}: speed`, holds: '(a graphics device: ≥ 0.95 × the slowest part alone)', found: `${(frames / spent.ours.wall).toFixed(1)} fps; the slowest part alone ${(frames / slowest).toFixed(1)} fps`, ok: null, note: 'on a processor the parts share its cores' },
  ];
}
