// Every quality, style and machine on every kind of footage: a snapshot for people beside invariants for all.
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../shared/plan.ts';
import { makePlan } from '../../daemon/plan/plan.ts';
import { loadPresets, type PresetLibrary } from '../../daemon/plan/presets.ts';
import { machine, machines, makeWish } from './builder.ts';
import { contents } from './contents.ts';
import { invariants } from './invariants.ts';
import { summary } from './summary.ts';

const qualities = ['fast', 'balanced', 'best'], styles = [undefined, 'film', 'animation', 'home-video', 'archive'];

let presets: PresetLibrary;
beforeAll(async () => { presets = await loadPresets(); });

type Case = { readonly title: string; readonly on: (typeof machines)[number]; readonly plan: Plan };
function casesOf(content: string): Case[] {
  return machines.flatMap((on) => styles.flatMap((style) => qualities.map((quality) => ({
    on, title: `${on} ${quality}${style ? ` ${style}` : ''}`,
    plan: makePlan({ ...contents[content]!, hardware: machine(on), wish: makeWish({ quality, style }), presets, revision: 1 }),
  }))));
}

/** Plans that come out alike stand together under all their titles. */
function grouped(cases: readonly Case[]): string {
  const groups = Map.groupBy(cases, ({ plan }) => summary(plan));
  return [...groups].map(([text, members]) => `${members.map(({ title }) => title).join('\n')}\n${text}\n`).join('\n');
}

describe.each(Object.keys(contents))('plans for %s', (content) => {
  it('are as reviewed', async () => {
    await expect(grouped(casesOf(content))).toMatchFileSnapshot(join(import.meta.dirname, `${content}.txt`));
  });
  it.each(Object.entries(invariants))('%s', (_name, check) => {
    const wrong = casesOf(content).flatMap(({ title, plan, on }) => { const says = check(plan, on); return says === null ? [] : [`${title}: ${says}`]; });
    expect(wrong).toEqual([]);
  });
});

it('is the same plan for the same request', () => {
  const request = { ...contents['dvd-576i']!, hardware: machine('cpu'), wish: makeWish(), presets, revision: 1 };
  expect(JSON.stringify(makePlan(request))).toBe(JSON.stringify(makePlan(request)));
});

const shapes: readonly (readonly [string, Parameters<typeof makeWish>[0]])[] = [
  ['bars cut off', { crop: 'auto' }], ['cut by hand', { crop: { left: 33, top: 21, width: 401, height: 301 }, scale: '2' }], ['bars around', { fit: 'pad', scale: '1920x1080' }], ['blurred edges', { fit: 'blur', aspect: '21:9' }],
  ['cut to a shape', { fit: 'crop', aspect: '1:1', crop: 'auto' }], ['square', { squarePixels: true, scale: '1080p' }], ['told', { aspect: '4:3', scale: '1' }], ['fields kept', { fit: 'pad', aspect: '16:9', squarePixels: true, stages: { deinterlace: { strength: 'off' } } }],
];
describe.each(shapes)('plans with %s', (_title, wish) => {
  it.each(Object.keys(contents))('of %s keep what every plan keeps', (content) => {
    const clip = contents[content]!, { width, height } = clip.media.video.shape, bars = { left: 0, top: 44, width, height: height - 90 };
    const plan = makePlan({ ...clip, analysis: { ...clip.analysis, bars }, hardware: machine('cpu'), wish: makeWish({ quality: 'balanced', ...(content === 'greyscale-odd' && wish && typeof wish.crop === 'object' ? { ...wish, crop: { left: 3, top: 5, width: 201, height: 101 } } : wish) }), presets, revision: 1 });
    const wrong = Object.entries(invariants).flatMap(([name, check]) => { const says = check(plan, 'cpu'); return says === null ? [] : [`${name}: ${says}`]; });
    expect(wrong).toEqual([]);
  });
});
