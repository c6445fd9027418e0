// Drafts of interlaced video: its fields are reduced each for itself, also where its lines do not split into two of equal height.
import { expect, it } from 'vitest';
import { draftOf } from '../../../daemon/plan/draft.ts';
import { makePlan } from '../../../daemon/plan/plan.ts';
import { loadPresets } from '../../../daemon/plan/presets.ts';
import { machine, makeClip, makeWish } from '../../plans/builder.ts';
import { patterned, shiftOf, sitesOf } from '../../fixtures/shift.ts';
import { through } from '../stages/pictures.ts';

const fields = { verdict: 'tff' as const, confidence: 1, combed: 1, container: 'tff' as const, evidence: [], runs: [] };

it.each([['yuv422p', 285, /last of its 285 lines is left out/], ['yuv420p', 285, /last of its 285 lines/], ['yuv420p', 286, null], ['yuv420p', 288, null]] as const)('%s of %d lines', async (pixel, height, notice) => {
  const clip = makeClip({ pixel, width: 352, height, fieldOrder: 'tff', analysis: { interlacing: fields } });
  const plan = makePlan({ ...clip, hardware: machine('cpu'), wish: makeWish({ scale: '1', stages: { deinterlace: { strength: 'off' } } }), presets: await loadPresets(), revision: 1 });
  const draft = draftOf(plan, 2)!;
  expect(draft.plan.source).toMatchObject({ width: 176, height: pixel === 'yuv420p' ? 4 * Math.round(height / 8) : 142, fieldOrder: 'tff' });
  expect(draft.notices.join(' ')).toMatch(notice ?? /^$/);
  const { frames: [frame], ...made } = await through(draft.reduction, plan.source, draft.plan.source, [patterned(plan.source)]);
  expect([made.width, made.height, made.format]).toEqual([176, draft.plan.source.height, pixel]);
  const scale = { x: 0.5, y: draft.plan.source.height / (height - height % 2) };
  const shifts = [0, 1].map((from) => shiftOf({ frame: frame!.planes, plane: 0, sites: sitesOf(plan.source.pixel, 'left', 0), scale, lines: { from, every: 2 } }));
  for (const { x, y } of shifts) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThan(0.05);
});
