// From facts to verdicts, without any picture.
import { describe, expect, it } from 'vitest';
import { factsOf, levelOf, noiseFloorOf } from '../../../daemon/analyse/audio.ts';
import { suggestAspect } from '../../../daemon/analyse/aspect.ts';
import { barsByScene, findBars } from '../../../daemon/analyse/bars.ts';
import { findCuts } from '../../../daemon/analyse/cuts.ts';
import { byAdaptive, byContent, byHistogram, byThreshold } from '../../../daemon/analyse/detectors.ts';
import { soundSpans } from '../../../daemon/analyse/glance.ts';
import { humOf } from '../../../daemon/analyse/hum.ts';
import type { FrameFacts } from '../../../daemon/analyse/look.ts';
import { joinParts, missingPieces, packPart, surveyPart } from '../../../daemon/analyse/part.ts';
import type { SampleFacts } from '../../../daemon/analyse/sample.ts';
import { describeShots, worstMoments } from '../../../daemon/analyse/shots.ts';
import { chooseSpans, MOST_SPANS, SPAN_FRAMES } from '../../../daemon/analyse/spans.ts';

const quiet = (count: number, of: Partial<FrameFacts> = {}): FrameFacts[] => Array.from({ length: count }, (_, frame) => ({
  frame, luma: 100, saturation: 20, motion: 3, motion2: 5, colour: 1, fields: 'p', repeats: '-', flags: '-', combed: false, combing: 0, lean: 45, proof: 0, asked: false, peak: 20, blackLeft: 0, blackTop: 0, blackRight: 0, blackBottom: 0, straight: 15, content: 4, level: 100, histogram: 0, known: -1, returns: '-', melt: 0, ...of,
}));
const withChanges = (count: number, changes: Record<number, Partial<FrameFacts>>, base: Partial<FrameFacts> = {}): FrameFacts[] =>
  quiet(count, base).map((facts) => ({ ...facts, ...changes[facts.frame] }));

describe('cuts', () => {
  it('finds a jump that lasts', () => { expect(findCuts(withChanges(40, { 20: { content: 40 } }))).toEqual([20]); });
  it('asks the detector that was named, and none when told so', () => {
    const flash = withChanges(40, { 20: { content: 60 }, 22: { content: 60, returns: '2' } });
    expect(findCuts(flash, 'content')).toEqual([20]);
    expect(findCuts(withChanges(40, { 20: { content: 40 } }), 'none')).toEqual([]);
    expect(findCuts(withChanges(40, { 20: { histogram: 0.4 } }), 'histogram')).toEqual([20]);
  });
  it('takes a flash for no cut, neither where it begins nor where it ends', () => { expect(findCuts(withChanges(40, { 20: { content: 60 }, 22: { content: 60, returns: '2' } }))).toEqual([]); });
  it('finds a cut that a flash hides', () => { expect(findCuts(withChanges(40, { 20: { content: 60 }, 22: { content: 70 } }))).toEqual([22]); });
  it('believes its eyes: the scene before is still there', () => { expect(findCuts(withChanges(40, { 20: { content: 40, known: 0.8 } }))).toEqual([]); });
  it('is not deceived by fast movement', () => { expect(findCuts(quiet(40, { content: 25 }))).toEqual([]); });
  it('finds a new scene amid fast movement', () => { expect(findCuts(withChanges(40, { 20: { content: 40, known: 0.1 } }, { content: 25 }))).toEqual([20]); });
  it('begins a shot where it comes out of black', () => { expect(findCuts(withChanges(60, Object.fromEntries(Array.from({ length: 11 }, (_, i) => [25 + i, { level: 2, content: 0 }]))))).toEqual([36]); });
  it('finds a shot that leaves black at once where it begins, whatever of it shimmers in the black', () => {
    const black = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [25 + i, { level: 2, content: 0 }]));
    expect(findCuts(withChanges(60, { ...black, 36: { content: 40, motion: 40, known: 0.9 }, 37: { returns: '1' } }))).toEqual([36]);
  });
  it('takes the last step of a fade for no cut, however far its hue jumps', () => {
    const fade = Object.fromEntries([...[60, 45, 30, 15].map((level, i) => [20 + i, { level, motion: 14, content: 10 }]), [24, { level: 0, motion: 14, content: 117 }], ...[25, 26, 27, 28].map((at) => [at, { level: 0, motion: 0, content: 0 }]), [29, { level: 10, motion: 9, content: 60 }], ...[30, 31, 32].map((at) => [at, { level: 10 * (at - 28), motion: 9, content: 12 }])]) as Record<number, Partial<FrameFacts>>;
    expect(findCuts(withChanges(60, fade))).toEqual([29]);
  });
  it('begins a shot in the middle of a dissolve, once, and not where something jumps or fades', () => {
    const melting = Object.fromEntries([30, 31, 32, 33, 34].map((at, i) => [at, { melt: [0.6, 0.7, 0.9, 0.8, 0.6][i]! }]));
    expect(findCuts(withChanges(60, melting))).toEqual([24]);
    expect(findCuts(withChanges(60, { ...melting, 25: { content: 60 } }))).toEqual([25]);
    expect(findCuts(withChanges(60, { ...melting, 12: { level: 3, content: 4 } }))).toEqual([]);
  });
  it('makes one cut of two jumps in a row', () => { expect(findCuts(withChanges(40, { 20: { content: 40 }, 21: { content: 60 } }))).toEqual([21]); });
  it('knows no cut in nothing', () => { expect(findCuts([])).toEqual([]); });
});

describe("PySceneDetect's detectors", () => {
  const scores = (...rest: (readonly [number, number])[]) => quiet(100, { content: 2 }).map((facts, i) => ({ ...facts, content: rest.find(([at]) => at === i)?.[1] ?? facts.content }));
  it('content: the first 15 frames hold no cut, and cuts that crowd become one at the last of them', () => {
    expect(byContent()(scores([5, 50], [40, 27], [60, 26.9]))).toEqual([40]);
    expect(byContent()(scores([20, 50], [28, 50], [36, 50], [44, 50]))).toEqual([20, 44]);
  });
  it('adaptive: three times the mean of two frames on either side, and 15', () => {
    expect(byAdaptive()(scores([40, 15], [41, 2], [60, 14.9]))).toEqual([40]);
    expect(byAdaptive()(scores([38, 20], [39, 20], [40, 50], [41, 20], [42, 20]))).toEqual([]);
  });
  it('threshold: between the fall and the rise, as the bias says', () => {
    const fade = quiet(100).map((facts, i) => ({ ...facts, level: i >= 40 && i < 60 ? 11.9 : 12 }));
    expect([byThreshold()(fade), byThreshold({ level: 12, bias: -1 })(fade), byThreshold({ level: 12, bias: 1 })(fade)]).toEqual([[50], [40], [60]]);
  });
  it('histogram: a correlation of 0.95 or less', () => { expect(byHistogram()(quiet(60).map((facts, i) => ({ ...facts, histogram: i === 30 ? 0.05 : 0.049 })))).toEqual([30]); });
});

const sample = (frame: number, of: Partial<SampleFacts> = {}): SampleFacts => ({ frame, noise: 1, chromaNoise: 1, smooth: 0.1, stepped: 0, blockiness: 1, blur: 4,
  median: 100, highlights: 200, flat: 0.1, steps: 0, lumaAcross: 0.5, lumaDown: 0.5, chromaAcross: 0.5, chromaDown: 0.5, grainAcross: 0, grainDown: 0, switching: 1, ...of });

describe('bars, shots, worst moments', () => {
  const size = { width: 640, height: 480 }, boxed = { blackTop: 60, blackBottom: 60, straight: 15 }, open = { straight: 15 };
  const picture = { left: 0, top: 60, width: 640, height: 360 };
  it('knows bars that every frame has, and that one frame without is enough to keep it whole', () => {
    expect(findBars(quiet(30, boxed), size)).toEqual(picture);
    expect(findBars(withChanges(30, { 7: { blackTop: 0 } }, boxed), size)).toEqual({ ...picture, top: 0, height: 420 });
    expect(findBars(withChanges(30, { 7: { blackTop: 58 } }, boxed), size)).toEqual({ ...picture, top: 58, height: 362 });
  });
  it('keeps subtitles in a bar, and takes no dark edge for one', () => {
    expect(findBars(withChanges(30, { 12: { blackBottom: 22 } }, boxed), size)).toEqual({ ...picture, height: 420 });
    expect(findBars(quiet(30, { blackTop: 60, straight: 13 }), size)).toBeNull();
    expect(findBars(withChanges(30, { 3: { blackLeft: -1, blackTop: -1, blackRight: -1, blackBottom: -1, straight: 0 } }, boxed), size)).toEqual(picture);
  });
  it('knows no bars in black, thin edges or too few frames', () => {
    expect(findBars(quiet(9, { blackLeft: -1, blackTop: -1, blackRight: -1, blackBottom: -1 }), size)).toBeNull();
    expect(findBars(quiet(9, { blackLeft: 2, blackRight: 3, straight: 15 }), size)).toBeNull();
    expect(findBars(quiet(2, boxed), size)).toBeNull();
  });
  it('tells scenes with different bars apart, and leaves dark ones with their neighbours', () => {
    const dark = { blackTop: 200, blackBottom: 90, straight: 0 };
    const all = quiet(40).map((of) => ({ ...of, ...(of.frame < 10 || of.frame >= 30 ? boxed : of.frame < 20 ? dark : open) }));
    expect(barsByScene(all, [10, 20, 30], size)).toEqual([{ first: 0, count: 20, picture }, { first: 20, count: 10, picture: { left: 0, top: 0, ...size } }, { first: 30, count: 10, picture }]);
    expect(findBars(all, size)).toBeNull();
    expect(barsByScene(quiet(40, open), [20], size)).toEqual([]);
  });
  it('offers another shape where the size or the bars speak for it', () => {
    const shape = (sar: string) => { const [num, den] = sar.split('/').map(Number); return { width: 720, height: 576, sar: { num: num!, den: den! } }; };
    expect(suggestAspect(shape('1/1'), null)).toMatchObject({ suggested: '4:3' });
    expect(suggestAspect(shape('16/15'), null)).toBeNull();
    expect(suggestAspect(shape('16/15'), { left: 90, top: 0, width: 540, height: 576 })).toMatchObject({ suggested: '16:9' });
    expect(suggestAspect(shape('16/15'), { left: 0, top: 72, width: 720, height: 432 })).toBeNull();
    expect(suggestAspect(shape('16/15'), { left: 0, top: 55, width: 720, height: 466 })).toBeNull();
    expect(suggestAspect({ width: 1280, height: 720, sar: { num: 1, den: 1 } }, null)).toBeNull();
  });
  it('describes the longest shots first', () => {
    const shots = describeShots(withChanges(30, { 10: { motion: 80 } }), [10]);
    expect(shots.map((shot) => [shot.first, shot.count, shot.motion])).toEqual([[10, 20, 3], [0, 10, 3]]);
    expect(describeShots(quiet(200), Array.from({ length: 100 }, (_, i) => 2 * i + 2)).length).toBe(64);
  });
  it('names damage and what stands out, with the number', () => {
    const worst = worstMoments({ facts: withChanges(30, { 9: { motion: 50 } }), samples: [sample(2), sample(5, { noise: 6 }), sample(8)], concealed: [4] }, [9]);
    expect(worst.map((of) => of.frame)).toEqual([4, 5]);
    expect(worst[1]!.why).toContain('6.0');
  });
});

describe('sound', () => {
  it('takes the quietest tenth between the first and the last sound', () => {
    const levels = [...Array(20).fill(-Infinity), ...Array(45).fill(-20), ...Array(5).fill(-60), ...Array(20).fill(-Infinity)] as number[];
    expect(noiseFloorOf(levels)).toBe(-60);
    expect(noiseFloorOf([-Infinity, -Infinity])).toBeNull();
    expect([levelOf('-inf'), levelOf('nan'), levelOf(undefined), levelOf('-12.5')]).toEqual([-Infinity, -Infinity, -Infinity, -12.5]);
  });
  it('leaves out what EBU R128 cannot say of silence and short sounds', () => {
    const stream = { sampleRate: 48000, channels: 2 };
    expect(factsOf(1, [], { integrated: -70, range: 0, truePeak: -Infinity }, 10, stream)).toMatchObject({ integrated: null, range: null, truePeak: null });
    expect(factsOf(1, [], { integrated: -20, range: 0, truePeak: -3 }, 0.3, stream).integrated).toBeNull();
    expect(factsOf(1, [{ level: -3, clipped: 96 }], { integrated: -20, range: 2, truePeak: 0.1 }, 1, stream)).toMatchObject({ integrated: -20, range: null, truePeak: 0.1, clipped: 0.001 });
  });
  it('calls hum what stands above both neighbours most of the time', () => {
    const block = (fifty: number, sixty: number): number[] => [-80, fifty, -80, sixty, -80];
    expect(humOf(Array(8).fill(block(-55, -80)) as number[][])).toEqual({ hertz: 50, db: 25 });
    expect(humOf(Array(8).fill(block(-80, -60)) as number[][])).toEqual({ hertz: 60, db: 20 });
    expect(humOf([...Array(3).fill(block(-50, -80)), ...Array(5).fill(block(-80, -80))] as number[][])).toBeNull();
    expect(humOf(Array(8).fill([-120, -95, -120, -120, -120]) as number[][])).toBeNull();
    expect(humOf([block(-50, -80)])).toBeNull();
  });
  it('listens to all of a short film and to spread spans of a long one', () => {
    expect(soundSpans(10, 1)).toBeUndefined();
    const spans = soundSpans(3600, 1)!;
    expect(spans).toHaveLength(4);
    expect(spans.every((span) => span.from >= 0 && span.to! <= 3600)).toBe(true);
    expect(soundSpans(3600, 8)).toHaveLength(1);
  });
});

describe('spans of a glance', () => {
  const index = (frames: number, every: number) => ({ frames, flags: Uint8Array.from({ length: frames }, (_, i) => (i % every === 0 ? 1 : 0)) });
  it('begin at key frames, spread over the film, far ones first', () => {
    const spans = chooseSpans(index(90_000, 250));
    expect(spans).toHaveLength(MOST_SPANS);
    expect(spans.every((span) => span.from % 250 === 0 && span.decoded === SPAN_FRAMES && span.to - span.from === SPAN_FRAMES)).toBe(true);
    expect(new Set(spans.slice(0, 6).map((span) => Math.floor(span.from / 15_000))).size).toBe(6);
    expect(new Set(spans.map((span) => span.from)).size).toBe(MOST_SPANS);
  });
  it('count what must be decoded to reach them', () => {
    const spans = chooseSpans(index(9000, 700));
    expect(spans.every((span) => span.decoded === span.from % 700 + SPAN_FRAMES)).toBe(true);
  });
  it('go through a film with few key frames once, in order', () => {
    const spans = chooseSpans(index(6000, 6000));
    expect(spans.map((span) => span.from)).toEqual(spans.map((span) => span.from).sort((a, b) => a - b));
    expect(spans.reduce((sum, span) => sum + span.decoded, 0)).toBeLessThanOrEqual(6000);
  });
  it('take a short film whole, and none of nothing', () => {
    expect(chooseSpans(index(200, 50))).toEqual([{ from: 0, to: 200, decoded: 200 }]);
    expect(chooseSpans(index(0, 1))).toEqual([]);
  });
});

describe('parts of a survey', () => {
  const stretch = { facts: quiet(100).map((facts, i) => ({ ...facts, luma: i + 0.123, combed: i % 7 === 0 })), samples: [sample(12), sample(60)], concealed: [3, 61] };
  const cutAt = (...at: number[]) => [0, ...at].map((from, i) => {
    const to = [...at, 100][i]!, inside = (frame: number): boolean => frame >= from && frame < to;
    return packPart({ facts: stretch.facts.slice(from, to), samples: stretch.samples.filter((of) => inside(of.frame)), concealed: stretch.concealed.filter(inside) });
  });
  it('give the same however they were cut and ordered, and after a trip through JSON', () => {
    const whole = joinParts(cutAt());
    for (const parts of [cutAt(1, 50, 99), cutAt(61).reverse()]) {
      const read = parts.map((part) => surveyPart.parse(JSON.parse(JSON.stringify(part)))).filter((part) => part.kind === 'video');
      expect(joinParts(read)).toEqual(whole);
    }
  });
  it('refuse gaps', () => { expect(() => joinParts(cutAt(30, 60).filter((part) => part.from !== 30))).toThrow(/do not meet/); });
  it('say what is missing, in pieces', () => {
    const [first, , last] = cutAt(30, 60);
    expect(missingPieces([last!, first!], 0, 120, 16)).toEqual([{ from: 30, to: 46 }, { from: 46, to: 60 }, { from: 100, to: 116 }, { from: 116, to: 120 }]);
    expect(missingPieces(cutAt(), 0, 100, 16)).toEqual([]);
  });
});
