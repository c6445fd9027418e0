// PySceneDetect's own cut lists on its own clip, detector by detector; and flashes and cuts in a film spliced here.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCuts } from '../../../daemon/analyse/cuts.ts';
import { byAdaptive, byContent, byHistogram, byThreshold, defaults, type Detector } from '../../../daemon/analyse/detectors.ts';
import type { FrameFacts } from '../../../daemon/analyse/look.ts';
import { makeClip } from '../../fixtures/clip.ts';
import { factsOf } from '../../fixtures/scene-facts.ts';
import { material } from '../../fixtures/shared.ts';

let home = '';
beforeAll(async () => { home = await mkdtemp(join(tmpdir(), 'framewright-golden-')); });
afterAll(() => rm(home, { recursive: true, force: true }));

const video = material('testdata/scene/testvideo.mp4');
describe.skipIf(!video)("PySceneDetect's clip", () => {
  let facts: FrameFacts[] = [];
  beforeAll(async () => { facts = await factsOf(video!, home); }, 60_000);
  const lists: readonly (readonly [string, Detector])[] = [
    ['ContentDetector.default', byContent()], ['ContentDetector.t30', byContent(30)], ['AdaptiveDetector.default', byAdaptive()], ['AdaptiveDetector.t5', byAdaptive({ ...defaults.adaptive, ratio: 5 })],
    ['ThresholdDetector.default', byThreshold()], ['HistogramDetector.default', byHistogram()],
  ];
  it.each(lists)('%s gives its list', (name, detect) => {
    const { cuts } = JSON.parse(readFileSync(join(video!, '..', 'goldens', `testvideo.mp4.${name}.json`), 'utf8')) as { cuts: number[] };
    expect(detect(facts)).toEqual(cuts);
  });
  it('the default finds its three cuts, and the dissolve from 530 to 558 that no detector of sudden changes sees, and not the fade at the end', () => { expect(findCuts(facts)).toEqual([30, 180, 394, 547]); });
});

describe('the second opinion', () => {
  const scene = (seed: number, more = ''): string => `cellauto=size=40x30:rate=25:rule=110:seed=${seed}:full=1,trim=end_frame=1,loop=loop=-1:size=1,scale=200:150:flags=neighbor,format=yuv420p,gblur=sigma=1.5,lutyuv=y=val*0.4+40,setpts=N/25/TB,trim=end_frame=30,crop=160:120:x='mod(n,20)':y=8${more}`;
  it('tells flashes of one to three frames from cuts', async () => {
    const path = join(home, 'flashes.mkv');
    const flash = ",lutyuv=y='min(235,val*1.5+50)':enable='between(n,10,10)+between(n,20,22)'";
    await makeClip(path, { video: `${scene(1, flash)}[a];${scene(2, `${flash},negate`)}[b];[a][b]concat=n=2`, frames: 60, codec: 'ffv1' });
    const facts = await factsOf(path, home);
    expect(byAdaptive()(facts).length).toBeGreaterThan(1);
    expect(findCuts(facts)).toEqual([30]);
  });
});
