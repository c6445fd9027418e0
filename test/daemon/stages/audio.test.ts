// What the audio chains do to sound: their delay to the sample, their length, and the effect they are there for.
import { describe, expect, it } from 'vitest';
import { FilterContext, FilterGraph } from 'node-av';
import { declip } from '../../../daemon/stages/audio/declip.ts';
import { afftdnDelay } from '../../../daemon/stages/audio/denoise-audio.ts';
import { hum } from '../../../daemon/stages/audio/hum.ts';
import { audioStages } from '../../../daemon/stages/index.ts';
import { loudness } from '../../../daemon/stages/audio/loudness.ts';
import type { AudioStage, Params } from '../../../daemon/stages/stage.ts';
import { pull } from '../../fixtures/clip.ts';
import { audioSceneOf, trackOf } from './scenes.ts';

/** The first channel of a lavfi chain that ends in planar float. */
async function samplesOf(chain: string): Promise<Float32Array> {
  const { frames } = await pull(chain, 'abuffersink', Infinity);
  const parts = frames.map((frame) => {
    const bytes = Buffer.from(frame.extendedData![0]!.subarray(0, frame.nbSamples * 4));
    frame.free();
    return bytes;
  });
  const all = Buffer.concat(parts);
  return new Float32Array(all.buffer, all.byteOffset, all.length / 4).slice();
}

/** The shift of `made` against `source`, in samples, at which they agree best. */
function lagOf(source: Float32Array, made: Float32Array, most: number): number {
  const from = Math.floor(source.length * 0.3), count = 3000;
  let best = -Infinity, at = 0;
  for (let lag = -50; lag <= most; lag++) {
    let sum = 0;
    for (let i = from; i < from + count; i++) sum += source[i]! * made[i + lag]!;
    if (sum > best) [best, at] = [sum, lag];
  }
  return at;
}

const rms = (data: Float32Array): number => Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length);
const decibels = (ratio: number): number => 20 * Math.log10(ratio);
const planarFloat = 'aresample=osf=fltp';

const chains: readonly (readonly [string, AudioStage, Params])[] = [
  ['declip', declip, {}], ['hum', hum, { hertz: 50 }], ['denoise-audio', audioStages[2]!, { floor: -80 }], ['loudness', loudness, { gain: -6 }], ['loudness with its limiter', loudness, { gain: -6, limiter: true }],
];

describe.each(chains)('%s', (_name, stage, wish) => {
  const params = stage.params.parse(wish);

  it.each([8000, 11025, 16000, 22050, 32000, 44100, 48000, 96000])('delays by what it says at %i Hz and keeps the length', async (sampleRate) => {
    const { graph, delaySamples } = stage.methods[0]!.work(params, trackOf({ sampleRate }), 0.1);
    const noise = `anoisesrc=r=${sampleRate}:d=0.9:a=0.3:seed=4,${planarFloat}`;
    const [source, made] = [await samplesOf(noise), await samplesOf(`${noise},${graph}`)];
    expect(made.length).toBe(source.length);
    expect(lagOf(source, made, Math.ceil(sampleRate * 0.05))).toBe(delaySamples);
  });

  it('adds no conversion that it does not name', () => {
    const graph = new FilterGraph();
    graph.alloc();
    graph.parse2(`abuffer=sample_rate=48000:sample_fmt=fltp:channel_layout=stereo,${stage.methods[0]!.work(params, trackOf(), 0.5).graph},abuffersink`);
    graph.configSync();
    const sink = graph.filters!.find((filter: FilterContext) => filter.isSink())!;
    expect(graph.dump()).not.toContain('auto_aresample');
    expect([sink.buffersinkGetFormat(), sink.buffersinkGetSampleRate()]).toEqual([8, 48000]); // 8 is AV_SAMPLE_FMT_FLTP.
    graph.free();
  });
});

it('afftdn delays by two of its advances, not by exactly 25 ms', () => {
  expect([11025, 44100, 48000].map(afftdnDelay)).toEqual([274, 1102, 1200]);
});

describe('effects', () => {
  it('declip brings cut peaks back', async () => {
    const loud = "aevalsrc=exprs='(0.7+0.3*sin(2*PI*3*t))*(0.6*sin(2*PI*220*t)+0.4*sin(2*PI*443*t)+0.3*sin(2*PI*1210*t))+0.01*random(0)':s=48000:d=1";
    const [whole, cut] = [await samplesOf(`${loud},${planarFloat}`), await samplesOf(`${loud},aresample=osf=s16,${planarFloat}`)];
    const { graph } = declip.methods[0]!.work(declip.params.parse({}), trackOf(), null);
    const mended = (await samplesOf(`${loud},aresample=osf=s16,${planarFloat},${graph}`)).map((value) => value * 10 ** (3 / 20));
    const middle = (data: Float32Array) => data.subarray(12000, 36000);
    const error = (data: Float32Array) => rms(middle(data).map((value, i) => value - middle(whole)[i]!));
    expect(Math.max(...middle(whole).map(Math.abs))).toBeGreaterThan(1.1);
    expect(decibels(error(mended) / error(cut))).toBeLessThan(-10);
  });

  it('hum takes 50 Hz and its harmonics and leaves speech', async () => {
    const { graph } = hum.methods[0]!.work(hum.params.parse({ hertz: 50 }), trackOf(), null);
    const change = async (hertz: number) => {
      const tone = `sine=f=${hertz}:r=48000:d=3,${planarFloat}`;
      return decibels(rms((await samplesOf(`${tone},${graph}`)).subarray(96000)) / rms((await samplesOf(tone)).subarray(96000)));
    };
    for (const hertz of [50, 100, 150, 300]) expect(await change(hertz)).toBeLessThan(-30);
    for (const hertz of [75, 440, 1000]) expect(Math.abs(await change(hertz))).toBeLessThan(0.6);
  });

  it('hum has no notch above what the rate can hold', () => {
    const { graph } = hum.methods[0]!.work(hum.params.parse({ hertz: 60, harmonics: 16 }), trackOf({ sampleRate: 1600 }), null);
    expect(graph.split(',').length).toBe(11);
  });

  it('loudness reaches its target', async () => {
    const source = `anoisesrc=r=48000:d=4:a=0.05:c=pink:seed=2,${planarFloat}`;
    const before = await measure(source);
    const use = loudness.decide(audioSceneOf({ facts: { integrated: before.loudness, truePeak: before.peak }, wish: { target: -23 } }));
    if (!use.use) throw new Error(use.why);
    const after = await measure(`${source},${loudness.methods[0]!.work(use.params, trackOf(), null).graph}`);
    expect(after.loudness).toBeCloseTo(-23, 0.9);
  });

  it('the limiter holds peaks between samples too', async () => {
    // A quarter of the rate at 45°: every sample lies 3 dB under the true peak.
    const tone = `aevalsrc=exprs=0.6*sin(2*PI*12000*t+PI/4):s=48000:d=3,${planarFloat}`;
    const { graph } = loudness.methods[0]!.work(loudness.params.parse({ gain: 9, limiter: true }), trackOf(), null);
    expect((await measure(tone)).peak).toBeGreaterThan(-4.6);
    expect((await measure(`${tone},${graph}`)).peak).toBeLessThanOrEqual(-1);
  });
});

/** EBU R128 of a chain: LUFS and dBTP. */
async function measure(chain: string): Promise<{ loudness: number; peak: number }> {
  const { frames } = await pull(`${chain},aresample=osf=dbl,ebur128=metadata=1:peak=true`, 'abuffersink', Infinity);
  const last = frames.at(-1)!.getMetadata().getAll();
  for (const frame of frames) frame.free();
  return { loudness: Number(last['lavfi.r128.I']), peak: decibels(Number(last['lavfi.r128.true_peak'])) };
}
