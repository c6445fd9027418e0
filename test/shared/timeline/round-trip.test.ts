// Random timelines written and read again are the same, in every format.
import { describe, expect, it } from 'vitest';
import { readTimeline, timelineFormats, writeTimeline } from '../../../shared/timeline/formats.ts';
import { randomTimeline } from './random.ts';

describe.each(timelineFormats)('%s', (format) => {
  it('gives random timelines back as they were', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const timeline = randomTimeline(seed, format), text = writeTimeline(format, timeline);
      expect(readTimeline(format, text, 'cut', timeline.rate).timelines, `seed ${seed}\n${text}`).toEqual([timeline]);
    }
  });
  it('writes a document that it read as it came, when nothing is replaced', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const timeline = randomTimeline(seed, format), text = writeTimeline(format, timeline);
      expect(readTimeline(format, text, 'cut', timeline.rate).rewrite(new Map()).trimEnd()).toBe(text.trimEnd());
    }
  });
});
