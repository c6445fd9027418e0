// The style that the footage chooses where nobody names one.
import { describe, expect, it } from 'vitest';
import { loadPresets } from '../../../daemon/plan/presets.ts';
import { chooseStyle } from '../../../daemon/plan/style.ts';
import type { Content } from '../../../shared/analysis.ts';
import { plainContent } from '../../fixtures/content.ts';
import { makeWish } from '../../plans/builder.ts';

const presets = await loadPresets();
const found = (kind: Content['kind'], doubt: string | null = null): Content => ({ ...plainContent, kind, probabilities: { ...plainContent.probabilities, [kind]: 0.93 }, doubt, evidence: [{ from: 'grain', says: 'The noise is even: for film (3.5).' }] });
const choose = (content: Content, wish = {}) => chooseStyle(makeWish(wish), content, presets);

describe('the style nobody named', () => {
  it.each([['animation', 'animation'], ['film', 'film'], ['tape', 'home-video'], ['camera', undefined], ['screen', undefined]] as const)('%s: %s', (kind, style) => {
    const { wish, notices } = choose(found(kind));
    expect(wish.style).toBe(style);
    expect(notices.length).toBe(style ? 1 : 0);
    if (style) expect(notices[0]).toMatch(/93 % sure.*--style plain/);
  });
  it('is none where the footage is in doubt, and that is said', () => {
    const { wish, notices } = choose(found('film', 'It may be film (50 %) or camera video (45 %).'));
    expect(wish.style).toBeUndefined();
    expect(notices[0]).toMatch(/not clear.*film \(50 %\) or camera video \(45 %\)/);
  });
  it('never replaces what was named', () => {
    for (const wish of [{ style: 'archive' }, { style: 'plain' }, { preset: 'animation' }]) expect(choose(found('film'), wish)).toEqual({ wish: makeWish(wish), notices: [] });
  });
});
