import { expect, test } from 'vitest';
import { progress } from '../../../shared/events.ts';
import { createMeter, phasesOf } from '../../../daemon/jobs/progress.ts';
import { fakePlan } from './fake-plan.ts';

const plan = fakePlan('/a.mp4', { size: 1, mtimeMs: 1, edges: 'x' });
const phases = [
  { id: 'survey', title: 'Looking at every frame', seconds: { low: 10, high: 10 }, frames: 100 },
  { id: 'video', title: 'Cleaning up noise', seconds: { low: 80, high: 100 }, frames: 200 },
  { id: 'deliver', title: 'Checking', seconds: { low: 5, high: 15 }, frames: 0 },
] as const;

test('a plan becomes phases that people can read', () => {
  const step = { title: 'Cleaning up noise' }, other = { title: 'Doubling the resolution' };
  expect(phasesOf({ ...plan, steps: [step, other, other] as never }).map((phase) => phase.title)).toEqual(['Looking at every frame', 'Preparing the sound', 'Cleaning up noise, doubling the resolution', 'Putting it together and checking it']);
  expect(phasesOf({ ...plan, streams: plan.streams.slice(0, 1) }).map((phase) => phase.id)).toEqual(['survey', 'video', 'deliver']);
});

test('an archive is expected to take longer to deliver, by its pixels', () => {
  const high = (archive: boolean, width: number): number => phasesOf({ ...plan, result: { ...plan.result, width }, delivery: { ...plan.delivery, archive } }).at(-1)!.seconds.high;
  expect(high(false, 4000)).toBe(high(false, 100));
  expect(high(true, 4000) - high(false, 4000)).toBeCloseTo(40 * (high(true, 100) - high(false, 100)), 6);
  expect(high(true, 100)).toBeGreaterThan(high(false, 100));
});

test('the fraction is weighted by time, counts frames, and names what comes next', () => {
  let at = 0;
  const meter = createMeter('j', phases, { now: () => at });
  meter.enter('video', 0);
  at = 10_000;
  meter.advance(0.5);
  const report = progress.parse(meter.report('cpu', 0.96));
  expect(report).toMatchObject({ fraction: (10 + 45) / 110, title: 'Cleaning up noise', step: 2, steps: 3, next: 'Checking', frames: 100, framesTotal: 200, fps: 10, secondsDone: 10, load: 0.96 });
  expect(report.secondsLeft).toEqual({ low: 15, high: 25 });
});

test('it never falls: not by a smaller number, a new plan, a new attempt or a phase that begins again', () => {
  let at = 0;
  const meter = createMeter('j', phases, { now: () => at, floor: 0.3, secondsBefore: 50 });
  const seen: number[] = [];
  const report = () => { at += 1000; const now = meter.report('cpu', null); seen.push(now.fraction); return now; };
  expect(report()).toMatchObject({ fraction: 0.3, secondsDone: 51, secondsLeft: null });
  meter.enter('survey'); meter.advance(1); report();
  meter.enter('video', 0.5); meter.advance(0.6); report();
  meter.advance(0.2); report();
  meter.replan([phases[0], { ...phases[1], seconds: { low: 1000, high: 2000 } }, phases[2]]); report();
  meter.enter('video', 0); report();
  meter.enter('deliver'); meter.advance(2);
  expect(report().fraction).toBeLessThanOrEqual(1);
  expect(seen).toEqual(seen.toSorted((one, other) => one - other));
});

test('a changing speed widens the interval', () => {
  let at = 0;
  const meter = createMeter('j', phases, { now: () => at });
  meter.enter('video');
  for (let second = 1; second <= 40; second++) { at = second * 1000; meter.advance(second <= 30 ? second / 300 : 0.1 + (second - 30) * 0.04); }
  const { low, high } = meter.report('cpu', null).secondsLeft!;
  expect(high).toBeGreaterThan(low * 1.5);
});
