// Frame times that jump in a pattern: found in the index, evened out by the map where that is asked for.
import { describe, expect, it } from 'vitest';
import { findJudder } from '../../../daemon/analyse/judder.ts';
import { resultPts } from '../../../daemon/plan/map.ts';
import { makePlan } from '../../../daemon/plan/plan.ts';
import { loadPresets } from '../../../daemon/plan/presets.ts';
import { plainContent } from '../../fixtures/content.ts';
import { ratio } from '../../../shared/time.ts';
import { machine, makeClip, makeWish } from '../../plans/builder.ts';

const presets = await loadPresets();
const times = (count: number, ...lengths: number[]): Float64Array => Float64Array.from({ length: count }, (_, n) => Array.from({ length: n }, (_, i) => lengths[i % lengths.length]!).reduce((sum, one) => sum + one, 0));

describe('the pattern of frame times', () => {
  it.each([['2:3 pulldown', [2, 3], 2], ['24 in 30', [33, 33, 33, 67], 4], ['film on a 60 Hz clock', [1501, 1502, 3003], 3]])('%s is found', (_what, lengths, cycle) => {
    expect(findJudder({ pts: times(60, ...lengths) }, [0, 60])).toEqual({ cycle, ticks: lengths });
  });
  it.each([['even', [40]], ['rounded to milliseconds', [33, 33, 34]], ['rounded at 60 a second', [17, 17, 16]]])('%s is none', (_what, lengths) => { expect(findJudder({ pts: times(60, ...lengths) }, [0, 60])).toBeNull(); });
  it('is none without order, or in a few frames', () => {
    expect(findJudder({ pts: Float64Array.from({ length: 60 }, (_, n) => 40 * n + (n * n * 7) % 23) }, [0, 60])).toBeNull();
    expect(findJudder({ pts: times(6, 2, 3) }, [0, 6])).toBeNull();
    expect(findJudder({ pts: new Float64Array(1) }, [0, 1])).toBeNull();
  });
});

describe('showing frames evenly', () => {
  const clip = makeClip({ width: 64, height: 48, rate: ratio(24, 1), timeBase: ratio(1, 60), frames: 41, ptsOf: (n) => Math.floor((5 * n + 1) / 2), analysis: { content: { ...plainContent, judder: { cycle: 2, ticks: [3, 2] } } } });
  const plan = (stages: NonNullable<Parameters<typeof makeWish>[0]>['stages']) => makePlan({ ...clip, hardware: machine('cpu'), wish: makeWish({ stages: { dejudder: { method: 'even-times' }, ...stages } }), presets, revision: 1 });
  it('keeps every frame and gives each an equal part of its pattern\'s time', () => {
    const { map, steps, notices } = plan({ dejudder: { strength: 'auto' } });
    expect(steps.at(-1)).toMatchObject({ stage: 'dejudder', map: 'even', params: { cycle: 2 } });
    expect([map.frames, map.runs]).toEqual([41, [{ kind: 'cadence', first: 0, count: 41, span: 41, cycle: 2, keep: [0, 1] }]]);
    const seconds = Array.from({ length: 40 }, (_, n) => (resultPts(map, clip.index, n) * map.timeBase.num) / map.timeBase.den);
    seconds.forEach((at, n) => expect(at).toBeCloseTo(n / 24, 10));
    expect(notices.join(' ')).toMatch(/every 2 frames share their time equally; all of them are kept/);
  });
  it('does nothing unasked, and says what there is', () => {
    const { map, skipped, notices } = plan({});
    expect(map.runs).toMatchObject([{ kind: 'source' }]);
    expect(skipped.find(({ stage }) => stage === 'dejudder')!.why).toMatch(/3, 2 ticks in turn.*dejudder\.strength=auto/);
    expect(notices.join(' ')).toMatch(/every frame keeps its own time/);
  });
});
