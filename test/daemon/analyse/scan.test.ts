// From what frames show of their fields to runs and a verdict, without any picture.
import { describe, expect, it } from 'vitest';
import { findCopies, findGaps, type Change } from '../../../daemon/analyse/copies.ts';
import { judgeFields, settleScanning, type Fields } from '../../../daemon/analyse/interlacing.ts';
import { leanOf, repeatOf, typeOf } from '../../../daemon/analyse/look.ts';
import { pulldowns, sightOf } from '../../../daemon/analyse/pulldown.ts';
import { degrees } from '../../../daemon/analyse/scan-path.ts';
import type { ScanFacts } from '../../../daemon/analyse/scan-runs.ts';
import type { ScanRun } from '../../../shared/analysis.ts';

/** What frames show whose two fields, first and second, are of these moments or pictures. */
const woven = (moments: readonly (readonly [number, number])[], { order = 'tff', from = 0, ...of }: Partial<ScanFacts> & { readonly order?: 'tff' | 'bff'; readonly from?: number } = {}): ScanFacts[] => moments.map(([first, second], i) => {
  const before = moments[i - 1] ?? [first - 9, second - 9], sight = sightOf({ first, second, firstBefore: before[0], secondBefore: before[1] });
  const direction = degrees(Math.sign(sight.first) * Math.min(1, Math.abs(sight.first)), sight.second), still = sight.first === 0 && sight.second === 0;
  return { frame: from + i, lean: order === 'tff' ? direction : 90 - direction, proof: still || i === 0 ? 0 : 0.9, combed: first !== second, fields: first === second ? 'p' : order === 'tff' ? 't' : 'b', repeats: '-', flags: '-', asked: false, ...of };
});
const moments = (count: number, of: (frame: number) => [number, number]): [number, number][] => Array.from({ length: count }, (_, frame) => of(frame));
const whole = (count: number, from = 0) => moments(count, (frame) => [from + frame, from + frame]), interlaced = (count: number) => moments(count, (frame) => [2 * frame, 2 * frame + 1]);
/** Film by FFmpeg's telecine pattern, `skip` fields later. */
function telecined(pattern: string, count: number, skip = 0): [number, number][] {
  const shown = Array.from({ length: 2 * count + skip }, (_, picture) => Array<number>(Number(pattern[picture % pattern.length])).fill(picture)).flat().slice(skip);
  return moments(count, (frame) => [shown[2 * frame]!, shown[2 * frame + 1]!]);
}
const judge = (facts: readonly ScanFacts[], more: Partial<Fields> = {}) => judgeFields({ pause: async () => {}, depth: 'survey', stretches: [facts], cuts: [], container: 'progressive', frames: facts.length, ...more });
/** Pictures that come out when the runs are undone; -1 for one that is woven of two. */
const undone = (pairs: readonly (readonly [number, number])[], runs: readonly ScanRun[]): number[] => runs.flatMap((run) => Array.from({ length: run.count }, (_, k) => k).flatMap((k) => {
  const { cycle, matches, drop } = run.cadence ?? { cycle: 1, matches: 'c', drop: [] }, frame = run.first + k;
  if (drop.includes(k % cycle) || run.scan === 'interlaced') return [];
  const first = pairs[frame]![0], second = pairs[frame + { c: 0, p: -1, n: 1 }[matches[k % cycle]!]!]![1];
  return [first === second ? first : -1];
}));

describe('interlacing', () => {
  it.each([
    ['progressive', whole(40), {}], ['progressive', whole(40), { container: 'tff' }], ['progressive', moments(40, () => [1, 1]), { container: 'tff' }], ['tff', interlaced(40), {}], ['tff', interlaced(40), { container: 'bff' }],
    ['mixed', [...whole(40), ...interlaced(40)], { container: 'tff' }], ['unknown', [], { container: 'tff' }], ['telecine', telecined('23', 60), {}], ['tff', [...interlaced(100), ...whole(4, 900)], {}],
    ['progressive', moments(60, (frame) => [frame >> 1, frame >> 1]), {}], ['progressive', moments(60, (frame) => [Math.floor(frame / 3), Math.floor(frame / 3)]), {}],
  ] as const)('%s: %#', async (verdict, pairs, more) => { expect((await judge(woven(pairs), more)).verdict).toBe(verdict); });
  it('tells bottom field first', async () => { expect((await judge(woven(interlaced(40), { order: 'bff' }))).verdict).toBe('bff'); });
  it('believes the flags where combed frames all show one moment', async () => {
    const copies = woven(moments(8, () => [1, 2]), { flags: 'b', fields: 'u', proof: 0 });
    expect((await judge(copies, { container: 'bff' })).verdict).toBe('bff');
    expect((await judge(copies.map((of) => ({ ...of, combed: false })), { container: 'bff' })).verdict).toBe('progressive');
    expect((await judge(copies.map((of) => ({ ...of, flags: '-' as const })))).verdict).toBe('progressive');
  });
  it('keeps the verdict on the whole file against that on a few of its frames', async () => {
    const look = (verdict: 'bff' | 'telecine' | 'mixed', measuredFrames: number) => ({ measuredFrames, interlacing: { verdict, confidence: 1, combed: 0.5, container: 'bff', evidence: [], runs: [] } as const });
    expect(settleScanning(look('bff', 35), look('telecine', 4))).toMatchObject({ verdict: 'bff', evidence: [{ says: expect.stringMatching(/^The 4 frames of the range alone tell less than the 35/) }] });
    expect(settleScanning(look('bff', 35), look('telecine', 40)).verdict).toBe('telecine');
    expect(settleScanning(look('mixed', 35), look('bff', 4)).verdict).toBe('bff');
  });
  it('wants more than lines that fit before it believes in fields', async () => {
    expect((await judge(woven(interlaced(40), { combed: false }))).verdict).toBe('progressive');
    expect((await judge(woven(interlaced(40), { combed: false, flags: 't' }))).verdict).toBe('tff');
  });
  it.each(pulldowns.flatMap(({ pattern }) => [0, 1, 2, 3].filter((skip) => pattern !== '22' || skip % 2).flatMap((skip) => (['tff', 'bff'] as const).map((order) => [pattern, skip, order] as const))))('undoes %s begun %i fields later, %s', async (pattern, skip, order) => {
    const pairs = telecined(pattern, 130, skip), { verdict, runs } = await judge(woven(pairs, { order }));
    const pictures = undone(pairs, runs);
    expect(pictures).toEqual(pictures.map((_, i) => pictures[0]! + i));
    expect(pictures.length).toBeGreaterThanOrEqual(new Set(pairs.flat()).size - 2);
    expect([verdict, ...runs.slice(-1).map((run) => run.order)]).toEqual(['telecine', order]);
  });
  it('keeps the cadence through frames that look wrong or show nothing', async () => {
    const facts = woven(telecined('23', 100)).map((of) => (of.frame % 17 === 3 ? { ...of, lean: of.lean + 100 } : of.frame > 40 && of.frame < 80 ? { ...of, proof: 0, combed: false } : of));
    expect((await judge(facts)).runs).toEqual([{ first: 0, count: 100, scan: 'telecined', order: 'tff', cadence: { cycle: 5, matches: 'ccppc', drop: [2] } }]);
  });
  it('finds where film was edited as video, and what lost a field there', async () => {
    const whole = telecined('23', 140), pairs = [...whole.slice(0, 47), ...whole.slice(78)], { verdict, runs, evidence } = await judge(woven(pairs), { cuts: [47] });
    expect([verdict, runs.map(({ first, count, scan }) => [first, count, scan])]).toEqual(['telecine', [[0, 47, 'telecined'], [47, 1, 'interlaced'], [48, 61, 'telecined']]]);
    expect(undone(pairs, runs)).not.toContain(-1);
    expect(evidence.map(({ says }) => says).join(' ')).toMatch(/cadence breaks once.*1 picture has lost/);
  });
  it('does not take a field from beyond an edit across which the cadence goes on in step', async () => {
    // Frame 47 is the second of a cycle; what is taken out are whole cycles. The new shot's first frame has a field of a picture that is gone.
    const film = telecined('23', 140), pairs = [...film.slice(0, 48), ...film.slice(78)], facts = woven(pairs).map((of) => (of.frame === 48 ? { ...of, lean: 45, proof: 0.9 } : of));
    const { runs } = await judge(facts, { cuts: [48] });
    expect(runs.map(({ first, count, scan }) => [first, count, scan])).toEqual([[0, 48, 'telecined'], [48, 1, 'interlaced'], [49, 61, 'telecined']]);
    expect(undone(pairs, runs)).not.toContain(-1);
  });
  it('asks the flags which field is first where a rising thing fits either order, and takes a shot for what most of it shows', async () => {
    const rising = woven(interlaced(40), { order: 'tff', flags: 'b', combed: false }), plain = woven(interlaced(120), { order: 'bff', flags: 'b', from: 40 });
    expect(await judge([...rising.slice(0, 12), ...plain.map((of) => ({ ...of, frame: of.frame - 28 }))])).toMatchObject({ verdict: 'bff', runs: [] });
    const film = woven(whole(40), { flags: 'b' }), still = film.map((of) => ({ ...of, lean: of.frame % 2 ? 45 : 22 }));
    expect(await judge([...still, ...plain])).toMatchObject({ verdict: 'bff', runs: [] });
    expect(await judge([...film, ...plain])).toMatchObject({ verdict: 'mixed' });
    expect(await judge([...still, ...plain], { cuts: [40] })).toMatchObject({ verdict: 'mixed', runs: [{ count: 40, scan: 'progressive' }, { count: 120, scan: 'interlaced' }] });
    expect(await judge([...still.map((of) => ({ ...of, flags: '-' as const })), ...plain.map((of) => ({ ...of, flags: '-' as const }))])).toMatchObject({ verdict: 'mixed' });
  });
  it('counts combing once where a frame is shown again', async () => {
    const threes = woven(moments(60, (frame) => [Math.floor(frame / 3), Math.floor(frame / 3)])).map((of) => ({ ...of, combed: of.frame >= 18 && of.frame < 33, proof: of.frame % 3 ? 0 : 0.5, lean: of.frame % 3 ? 0 : 20 + 50 * (of.frame % 2) }));
    expect((await judge(threes)).verdict).toBe('progressive');
  });
  it('stops soon after it is told to', async () => {
    let pauses = 0;
    const stop = new Error('stop');
    await expect(judge(woven(whole(12_000)), { pause: async () => { if (++pauses === 3) throw stop; } })).rejects.toBe(stop);
  });
  it('gives scenes of different scanning their own runs', async () => {
    const { verdict, runs } = await judge([...woven(whole(50)), ...woven(telecined('23', 50), { from: 50 }), ...woven(interlaced(50), { from: 100 })], { cuts: [50, 100] });
    expect([verdict, runs.map(({ first, count, scan }) => [first, count, scan])]).toEqual(['mixed', [[0, 50, 'progressive'], [50, 50, 'telecined'], [100, 50, 'interlaced']]]);
  });
  it('continues a cadence that a glance met over the whole file', async () => {
    const film = woven(telecined('23', 200)), { verdict, runs } = await judge([], { depth: 'glance', stretches: [film.slice(23, 35), film.slice(121, 133)], frames: 200 });
    expect([verdict, runs]).toEqual(['telecine', [{ first: 0, count: 200, scan: 'telecined', order: 'tff', cadence: { cycle: 5, matches: 'ccppc', drop: [2] } }]]);
  });
  it('looks only for the cadence that the user names', async () => {
    const faint = woven(telecined('23', 100), { proof: 0.05, combed: false });
    expect((await judge(faint, { told: '3:2' })).runs).toMatchObject([{ count: 100, cadence: { matches: 'ccppc', drop: [2] } }]);
    expect(await judge(woven(telecined('23', 100)), { told: 'off' })).toMatchObject({ verdict: 'tff', runs: [] });
    expect(await judge(woven(whole(50)), { told: 'off' })).toMatchObject({ verdict: 'progressive', runs: [] });
  });
  it('handles as interlaced what changes more often than scenes do', async () => {
    const facts = Array.from({ length: 410 }, (_, i) => woven(i % 2 ? whole(8) : interlaced(8), { from: 8 * i })).flat();
    expect(await judge(facts, { cuts: Array.from({ length: 410 }, (_, i) => 8 * i) })).toMatchObject({ verdict: 'mixed', runs: [] });
  });
  it('says what each witness said, and which flag lies', async () => {
    const { evidence, confidence } = await judge(woven(interlaced(30), { order: 'bff' }), { container: 'tff' });
    expect(evidence.map((of) => of.from)).toEqual(['container', 'frame flags', 'field comparison', 'combing', 'verdict']);
    expect([evidence[0]!.says, evidence[4]!.says].join(' ')).toMatch(/top field first.*wrong field/);
    expect(confidence).toBe(1);
    expect((await judge(woven(interlaced(30)))).evidence.at(-1)!.says).toContain('flagged progressive');
    expect((await judge(woven(whole(30), { asked: true, flags: 't' }))).evidence.map(({ says }) => says).join(' ')).toMatch(/30 of 30 frames ask.*flagged interlaced, but/);
  });
  it('is unsure after a few frames', async () => { expect((await judge(woven(whole(3)))).confidence).toBeLessThan(0.6); });
  it('takes the direction in which lines fit from those that moved, and doubts a faint one', async () => {
    const of = (fitTop: number, fitBottom: number, moved = 1) => leanOf({ fitTop, fitBottom, movedTop: moved, movedBottom: moved });
    expect([of(1, 1), of(0, 1), of(1, 0), of(0.5, -0.5)].map(({ lean }) => lean)).toEqual([45, 0, 90, 135]);
    expect([of(1, 1).proof > 0.9, of(0.01, 0.01, 0).proof < 0.2, of(0.3, 0.3, 6).proof < 0.3, leanOf(null)]).toEqual([true, true, true, { lean: 45, proof: 0 }]);
  });
  it('wants both kinds of lines to agree', async () => {
    expect(typeOf({ topBefore: 300, topAfter: 100, bottomBefore: 100, bottomAfter: 300, own: 210 })).toBe('t');
    expect(typeOf({ topBefore: 100, topAfter: 300, bottomBefore: 300, bottomAfter: 100, own: 210 })).toBe('b');
    expect(typeOf({ topBefore: 500, topAfter: 100, bottomBefore: 100, bottomAfter: 100, own: 210 })).toBe('p');
    expect(typeOf({ topBefore: 100, topAfter: 100, bottomBefore: 100, bottomAfter: 100, own: 200 })).toBe('u');
    expect([repeatOf({ changeTop: 1, changeBottom: 9 }), repeatOf({ changeTop: 9, changeBottom: 1 }), repeatOf({ changeTop: 2, changeBottom: 3 })]).toEqual(['t', 'b', '-']);
  });
});

const shown = (count: number, isNew: (frame: number) => boolean, noise = 0.3): Change[] => Array.from({ length: count }, (_, frame) => {
  const motion = frame === 0 ? 0 : isNew(frame) ? 6 : noise, before = frame < 2 ? 0 : isNew(frame - 1) ? 6 : noise;
  return { frame, motion, motion2: Math.max(motion, before), colour: 1, peak: isNew(frame) ? 30 : 1.4 * noise };
});

describe('copies', () => {
  it.each([
    ['on twos', 60, (frame: number) => frame % 2 === 0, { cycle: 2, pictures: 1 }, 0.5], ['on threes', 60, (frame: number) => frame % 3 === 0, { cycle: 3, pictures: 1 }, 0.667],
    ['24 made 30', 60, (frame: number) => frame % 5 !== 4, { cycle: 5, pictures: 4 }, 0.2], ['24 made 60', 60, (frame: number) => frame % 5 === 0 || frame % 5 === 2, { cycle: 5, pictures: 2 }, 0.6],
    ['24 made 25', 125, (frame: number) => frame % 25 !== 7, { cycle: 25, pictures: 24 }, 0.04], ['all new', 60, () => true, null, 0], ['now and then', 60, (frame: number) => frame !== 9 && frame !== 31 && frame !== 40, null, 0.05],
  ] as const)('%s', (_, count, isNew, pattern, share) => { expect(findCopies([shown(count, isNew)])).toMatchObject({ pattern, share }); });
  it('are seen through noise, which changes all blocks alike', () => { expect(findCopies([shown(60, (frame) => frame % 2 === 0, 4)]).pattern).toEqual({ cycle: 2, pictures: 1 }); });
  it('are not found in film that hardly moves', () => {
    const still = shown(60, () => true).map((change, i) => (i > 30 && i < 40 ? { ...change, motion: 1.2, motion2: 2.3, peak: 3 } : change));
    expect(findCopies([still]).share).toBe(0);
  });
  it('list the longest stretches first', () => { expect(findCopies([shown(40, (frame) => frame < 20 || frame > 27), shown(10, (frame) => frame !== 5)])).toMatchObject({ runs: [{ first: 20, count: 8 }, { first: 5, count: 1 }], runCount: 2 }); });
});

describe('missing frames', () => {
  const index = (pts: readonly number[]) => ({ pts: Float64Array.from(pts), flags: new Uint8Array(pts.length) });
  const video = { timeBase: { num: 1, den: 1000 }, rate: { average: { num: 24, den: 1 }, nominal: { num: 25, den: 1 }, constant: false } };
  const ticks = Array.from({ length: 40 }, (_, n) => 40 * (n + (n >= 10 ? 2 : 0) + (n >= 30 ? 1 : 0)));
  it('are where the times leave room for them', () => {
    expect(findGaps(index(ticks), video, [0, 40], [], [])).toEqual({ frames: 3, gapCount: 2, gaps: [{ frame: 10, missing: 2, from: 'index' }, { frame: 30, missing: 1, from: 'index' }] });
    expect(findGaps(index(ticks), video, [11, 40], [], []).gapCount).toBe(1);
  });
  it('are not claimed where times vary anyway', () => { expect(findGaps(index(ticks.map((_, n) => 40 * n + 20 * (n % 3) * (n % 2))), video, [0, 40], [], []).gapCount).toBe(0); });
  it('are where even movement makes a step of two, and no cut', () => {
    const moving = Array.from({ length: 30 }, (_, frame): Change => ({ frame, motion: frame === 15 ? 9.4 : 5 + 0.1 * (frame % 3), motion2: 10, colour: 0, peak: 30 }));
    expect(findGaps(index(ticks.map((_, n) => 40 * n)), video, [0, 30], moving, []).gaps).toEqual([{ frame: 15, missing: 1, from: 'motion' }]);
    expect(findGaps(index(ticks.map((_, n) => 40 * n)), video, [0, 30], moving, [15]).gapCount).toBe(0);
  });
});
