// How soon a moving control shows: 1080p at a quarter of its size, by the service that the dashboard talks to.
import type { WishInput } from '../../../shared/preset.ts';
import { median } from '../child.ts';
import { only } from '../material.ts';
import { secondsWords, type Bench, type Row } from '../row.ts';

/** A quarter of 1080p, longest side. */
const size = 480;
type Control = { readonly what: string; wish(value: number): WishInput };
const controls: readonly Control[] = [
  { what: 'strength of our denoising network', wish: (strength) => only({ denoise: { strength, method: 'denoise-lite' } }) },
  { what: 'strength of non-local means', wish: (strength) => only({ denoise: { strength, method: 'nlmeans' } }) },
  { what: 'strength of hqdn3d, which needs 32 frames before', wish: (strength) => only({ denoise: { strength, method: 'hqdn3d' } }) },
  { what: 'strength of denoising, enlarged twice by our network', wish: (strength) => only({ denoise: { strength, method: 'denoise-lite' }, upscale: { method: 'upscale-lite' } }, { scale: '2' }) },
  { what: 'sharpening', wish: (strength) => only({ sharpen: { strength } }) },
];

export const preview: Bench = {
  name: 'preview', title: 'Previews',
  async run({ client, clip }, rounds) {
    const path = await clip(1920, 1080, 250), frame = 100;
    await client.hardware({});
    const seconds = async (ask: () => Promise<unknown>): Promise<number> => {
      const begun = performance.now();
      await ask();
      return (performance.now() - begun) / 1000;
    };
    const cold = await seconds(() => client.previewFrame({ path, frame, size, wish: controls[0]!.wish(0.05) })), rows: Row[] = [];
    for (const { what, wish } of controls) {
      const show = (value: number): Promise<number> => seconds(async () => client.bytes((await client.previewFrame({ path, frame, size, wish: wish(value) })).after.id));
      const first = await show(0.1), next: number[] = [];
      for (let round = 0; round < rounds; round++) next.push(await show(0.2 + round * 0.1));
      rows.push({ what: `second change: ${what}`, holds: '≤ 1.0 s', found: secondsWords(next[0]!), ok: next[0]! <= 1, note: `first change ${secondsWords(first)}, median of the later ones ${secondsWords(median(next.slice(1)))}` });
    }
    const ask = { path, size, wish: controls[1]!.wish(0.5) };
    const forward = await steps(seconds, rounds, (n) => client.previewFrame({ ...ask, frame: frame + n })), back = await steps(seconds, rounds, (n) => client.previewFrame({ ...ask, frame: frame - n }));
    const whole = await seconds(() => client.previewFrame({ path, frame, size: null, draft: false, wish: controls[1]!.wish(0.5) }));
    return [
      { what: 'first picture of a clip, 1080p at 480', holds: '', found: secondsWords(cold), ok: null, note: 'probe, first look and plan included' }, ...rows,
      { what: 'a frame further, and a frame back', holds: '', found: `${secondsWords(forward)}, ${secondsWords(back)}`, ok: null, note: 'medians; non-local means' },
      { what: 'one frame at full size, as the job makes it', holds: '', found: secondsWords(whole), ok: null, note: 'non-local means' },
    ];
  },
};

async function steps(seconds: (ask: () => Promise<unknown>) => Promise<number>, count: number, show: (n: number) => Promise<unknown>): Promise<number> {
  const found: number[] = [];
  for (let n = 1; n <= count; n++) found.push(await seconds(() => show(n)));
  return median(found);
}
