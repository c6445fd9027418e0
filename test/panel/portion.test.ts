// What lies of a clip between the in and out points of its sequence: counted, sent, laid above it, and followed when the user goes on editing.
import { describe, expect, it } from 'vitest';
import { cutTo, isAll, markedPortion, portionNow } from '../../shared/panel/editor/portion.ts';
import { approximateSeconds, compareTimes, convert, lengthOf, rationalOf } from '../../shared/panel/instant.ts';
import { parseRatio, toNumber } from '../../shared/time.ts';
import type { PaperClip } from '../hosts/paper/paper.ts';
import { hostClip, hostContext, type PaperSequence, type Units } from '../hosts/paper/timeline.ts';
import { openStage, type Stage } from './stage.ts';

const laid: PaperClip = { id: 'a', from: 100, frames: 50, sourceFrom: 10, mediaFrames: 200 };
const sequence: PaperSequence = { id: 's', name: 's', rate: '25', dropFrame: false, width: 64, height: 48, playhead: 0, markIn: null, markOut: null };
function scene(marks: Pick<PaperSequence, 'markIn' | 'markOut'>, more: Partial<PaperClip> = {}, units: Units = 'ticks', rate = '25') {
  const seat = { ...sequence, rate, ...marks }, clip = { ...laid, ...more }, sheet = { tracks: [{ name: 'V1', locked: false }], clips: [clip], bin: [] };
  return { clip: hostClip(clip, sheet, seat, units), context: hostContext({ id: 'p', name: 'p', path: null }, seat, sheet, units) };
}
/** Frames left out at both ends; null for none. */
const cut = (marks: Pick<PaperSequence, 'markIn' | 'markOut'>, more: Partial<PaperClip> = {}): readonly number[] | null => {
  const { clip, context } = scene(marks, more), portion = markedPortion(clip, context);
  return portion && [Number(convert(portion.head, '25').at), Number(convert(portion.tail, '25').at)];
};

describe('a portion', () => {
  it('is what lies between the points, whichever are set', () => {
    expect(cut({ markIn: 110, markOut: 140 })).toEqual([10, 10]);
    expect(cut({ markIn: 110, markOut: null })).toEqual([10, 0]);
    expect(cut({ markIn: 20, markOut: 101 })).toEqual([0, 49]);
    expect(cut({ markIn: 0, markOut: 1000 })).toEqual([0, 0]);
  });

  it('is none without points, beside the clip, and where nothing can be counted by', () => {
    for (const marks of [{ markIn: null, markOut: null }, { markIn: 150, markOut: 160 }, { markIn: 0, markOut: 100 }]) expect(cut(marks)).toBeNull();
    const inside = { markIn: 110, markOut: 140 };
    for (const more of [{ sourceFrom: null }, { reversed: true }, { speed: { kind: 'varying' } }, { speed: { kind: 'hidden' } }] satisfies Partial<PaperClip>[]) expect(cut(inside, more)).toBeNull();
    const { clip, context } = scene(inside);
    expect(markedPortion({ ...clip, sequence: 'another' }, context)).toBeNull();
  });

  it.each(['ticks', 'frames'] as const)('in %s cuts the media nowhere short, and is by less than a frame at each end too long, at every rate and speed', (units) => {
    for (const rate of ['24000/1001', '25', '60000/1001']) for (const own of ['24000/1001', '25', '30000/1001']) for (const ratio of ['1', '2', '3/4']) {
      const { clip, context } = scene({ markIn: 113, markOut: 139 }, { rate: own, speed: { kind: 'constant', ratio }, mediaFrames: 1000 }, units, rate), portion = markedPortion(clip, context)!, part = cutTo(clip, portion);
      expect(lengthOf(part.place)).toEqual(lengthOf(scene({ markIn: null, markOut: null }, { frames: 26 }, units, rate).clip.place));
      const speed = toNumber(parseRatio(ratio)), wanted = 26 / toNumber(rationalOf(rate)) * speed, frame = 1 / toNumber(rationalOf(own)), got = approximateSeconds(lengthOf(part.source!));
      expect(got).toBeGreaterThan(wanted - 1e-5);
      expect(got).toBeLessThan(wanted + 2 * frame);
      expect(compareTimes(part.source!.in, clip.source!.in)).toBeGreaterThan(0);
    }
  });

  it('shrinks with the clip, and is gone when the clip shows nothing of it any more', () => {
    const { clip, context } = scene({ markIn: 110, markOut: 140 }), portion = markedPortion(clip, context)!;
    const now = (more: Partial<PaperClip>) => portionNow(clip, portion, scene({ markIn: null, markOut: null }, more).clip);
    const frames = (more: Partial<PaperClip>) => { const found = now(more)!; return [Number(convert(found.head, '25').at), Number(convert(found.tail, '25').at)]; };
    expect(frames({ from: 500 })).toEqual([10, 10]);
    expect(frames({ from: 104, frames: 46, sourceFrom: 14 })).toEqual([6, 10]);
    expect(frames({ from: 115, frames: 30, sourceFrom: 25 })).toEqual([0, 5]);
    expect(frames({ from: 90, frames: 70, sourceFrom: 0 })).toEqual([20, 20]);
    expect(now({ frames: 10 })).toBeNull();
    expect(now({ path: '/other.mov' })).toBeNull();
    expect(isAll(now({ from: 112, frames: 20, sourceFrom: 22 })!)).toBe(true);
  });
});

async function sent(marks: readonly [number | null, number | null], mode: 'track-above' | 'replace' | null = null): Promise<Stage> {
  const stage = await openStage({ clips: [laid] });
  stage.editor.marks(...marks);
  stage.editor.select('a');
  await stage.settle();
  if (mode) stage.session.choose({ mode });
  await stage.session.restoreMarked();
  await stage.settle();
  return stage;
}
const above = ({ editor }: Stage) => editor.sheet().clips.filter(({ track }) => track === 1).map(({ from, frames, sourceFrom }) => ({ from, frames, sourceFrom }));

describe('what is sent between in and out', () => {
  it('is that part alone, which comes back above it', async () => {
    const stage = await sent([110, 140]), { range } = stage.daemon.submitted()[0]!.wish as { range: { in: string; out: string; perSecond: string } };
    expect([BigInt(range.in) * 25n / BigInt(range.perSecond), BigInt(range.out) * 25n / BigInt(range.perSecond)]).toEqual([20n, 50n]);
    stage.daemon.finish('job-1', 30);
    await stage.settle();
    expect(above(stage)).toEqual([{ from: 110, frames: 30, sourceFrom: 0 }]);
    expect(stage.editor.clip('a')).toMatchObject({ from: 100, frames: 50 });
  });

  it('follows the clip, shows what is left of it, and goes into the bin when nothing is', async () => {
    const stage = await sent([110, 140]);
    stage.editor.change('a', { from: 315, frames: 30, sourceFrom: 25 });
    stage.daemon.finish('job-1', 30);
    await stage.settle();
    expect(above(stage)).toEqual([{ from: 315, frames: 25, sourceFrom: 5 }]);
    const other = await sent([110, 140]);
    other.editor.change('a', { frames: 10 });
    other.daemon.finish('job-1', 30);
    await other.settle();
    expect(above(other)).toEqual([]);
    expect(other.session.state().works[0]!.entry).toMatchObject({ state: 'binned', placed: { notices: [{ code: 'clip-changed' }] } });
  });

  it('is kept in the notes, and placed after the project was opened again', async () => {
    const first = await sent([110, 140]), second = await first.reopen();
    second.daemon.finish('job-1', 30);
    await second.settle();
    await second.session.placeAll();
    expect(above(second)).toEqual([{ from: 110, frames: 30, sourceFrom: 0 }]);
  });

  it('is all of a clip that lies between them', async () => {
    const stage = await sent([0, 900]);
    stage.daemon.finish('job-1', 50);
    await stage.settle();
    expect(above(stage)).toEqual([{ from: 100, frames: 50, sourceFrom: 0 }]);
  });

  it('says why nothing was sent', async () => {
    for (const [stage, why] of [[await sent([10, 20]), /Nothing of this clip/], [await sent([110, 140], 'replace'), /track above/]] as const) {
      expect(stage.daemon.submitted()).toEqual([]);
      expect(stage.session.state().cards[0]!.failure).toMatchObject({ code: 'host-cannot', values: { why: expect.stringMatching(why) } });
    }
  });
});
