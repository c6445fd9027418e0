// From what was measured to what kind of footage it is, and what its light does; without any picture.
import { describe, expect, it } from 'vitest';
import { judgeTraits, type Traits } from '../../../daemon/analyse/content.ts';
import { flickerOf, lightOf } from '../../../daemon/analyse/light.ts';

const plain: Traits = {
  noise: 0.6, flat: 0.05, steps: 0, lean: 1, colour: 0.3, streaks: 0.05, grain: 0.7, switching: 1, held: 0, still: 0, motion: 4, greyscale: false, rate: 25, constant: true, lines: 1080, aspect: 16 / 9, telecine: false, interlaced: false,
};

describe('the kind of footage', () => {
  it.each([
    ['camera', {}], ['camera', { interlaced: true, lines: 1080, rate: 25 }],
    ['animation', { noise: 0, flat: 0.5, steps: 8e-4, held: 0.5, rate: 24 }],
    ['screen', { noise: 0, flat: 0.8, steps: 0.02, still: 0.9, motion: 0.4, rate: 30 }],
    ['film', { noise: 4, streaks: 0.02, grain: 0.35, rate: 24 }],
    ['tape', { noise: 2, streaks: 0.65, grain: 0.8, lean: 5, colour: 0, switching: 8, lines: 576, interlaced: true }],
  ] as const)('%s: %o', (kind, traits) => {
    const judged = judgeTraits({ ...plain, ...traits });
    expect(judged).toMatchObject({ kind, doubt: null });
    expect(Object.values(judged.probabilities).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 2);
  });
  it('names both when it is in doubt, and what speaks for them', () => {
    const judged = judgeTraits({ ...plain, noise: 2, greyscale: true, grain: 0.6, rate: 25 });
    expect(judged.doubt).toMatch(/It may be (film|camera video) \(\d+ %\) or (film|camera video) \(\d+ %\)/);
    expect(judged.evidence.find(({ from }) => from === 'colour')!.says).toMatch(/black and white: for film/);
  });
  it('says so where nothing speaks for it', () => {
    expect(judgeTraits({ ...plain, noise: 0.2 })).toMatchObject({ kind: 'camera', evidence: [expect.objectContaining({ from: 'experience' }), expect.anything()] });
    expect(judgeTraits({ ...plain, noise: 4 }).evidence.some(({ from }) => from === 'experience')).toBe(false);
  });
  it('is not led astray by one sign', () => { expect(judgeTraits({ ...plain, switching: 20, lines: 576 }).kind).toBe('camera'); });
});

const shot = (level: (n: number) => number, first = 0) => Array.from({ length: 40 }, (_, n) => ({ frame: first + n, luma: 16 + level(n) }));
describe('light', () => {
  it('tells flicker from fades and movement', () => {
    expect(flickerOf([shot((n) => 100 + 5 * (-1) ** n)]).share).toBeCloseTo(0.044, 3);
    expect(flickerOf([shot((n) => 100 - 2 * n)]).share).toBeLessThan(0.002);
    expect(flickerOf([shot(() => 100), shot((n) => 80 + 8 * Math.sin(2.4 * n), 40)])).toMatchObject({ first: 40 });
    expect(flickerOf([[]])).toEqual({ share: 0, worst: 0, first: 0 });
  });
  it('calls dark what is dark as a whole, and takes no notice of black', () => {
    const sample = (median: number, highlights: number) => ({ median, highlights });
    expect(lightOf([sample(30, 80), sample(32, 90), sample(16, 17)])).toMatchObject({ dark: 1 });
    expect(lightOf([sample(30, 220), sample(100, 200)])).toMatchObject({ dark: 0 });
    expect(lightOf([])).toEqual({ median: 0, highlights: 0, dark: 0 });
  });
});
