// Other media in the place of some clips': those point at it with the same pictures at the same places, all else is as it was.
import { describe, expect, it } from 'vitest';
import { readTimeline, timelineFormats, writeTimeline, type TimelineFormat } from '../../../shared/timeline/formats.ts';
import { add, fraction, multiply, round } from '../../../shared/timeline/fraction.ts';
import { clipsOf, secondsAt, type Item, type Link, type Timeline } from '../../../shared/timeline/model.ts';
import { createRandom, randomTimeline } from './random.ts';

/** Links of about half of the clips with files and a speed; clips of one number have one result. */
function randomLinks(timeline: Timeline, seed: number, format: TimelineFormat): Map<number, Link> {
  const random = createRandom(seed + 1000), { rate } = timeline, start = secondsAt(random(2) * 90_000, rate);
  return new Map(clipsOf(timeline).filter(({ media, speed }) => speed !== null && (media.kind === 'file' || (media.kind === 'pictures' && format === 'otio')) && random(2) === 0).map((clip) => {
    const number = 1 + random(4), into = secondsAt(random(500), rate);
    return [clip.id, { path: `/results/${number} ü&.restored.mov`, name: `${number} ü&.restored.mov`, number, available: { start, duration: secondsAt(100_000 + number, rate) }, source: add(start, into), rate, width: 64 * number, height: 48, sound: number % 2 ? { channels: 2, rate: 48_000, tracks: 1 } : null }];
  }));
}

/** The timeline as it should be. A list names clips by files. */
function expected(timeline: Timeline, links: ReadonlyMap<number, Link>, format: TimelineFormat): Timeline {
  const linked = (item: Item): Item => {
    const link = item.kind === 'clip' ? links.get(item.id) : undefined;
    if (!link || item.kind !== 'clip') return item;
    return { ...item, ...(format === 'edl' ? { name: link.name } : {}), source: link.source, media: { kind: 'file', path: link.path, available: format === 'edl' ? null : link.available } };
  };
  return { ...timeline, tracks: timeline.tracks.map((track) => ({ ...track, items: track.items.map(linked) })) };
}

/** Markers to the billionth of a second: OpenTimelineIO holds a time at another rate as a double. */
const settled = (timeline: Timeline): Timeline => ({ ...timeline, tracks: timeline.tracks.map((track) => ({ ...track, items: track.items.map((item) => (item.kind === 'clip' ? { ...item, markers: item.markers.map((marker) => ({ ...marker, at: fraction(round(multiply(marker.at, fraction(1_000_000_000))), 1_000_000_000) })) } : item)) })) });

describe.each(timelineFormats)('%s', (format) => {
  it('points some clips elsewhere and leaves the rest', () => {
    let links = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const timeline = randomTimeline(seed, format), document = readTimeline(format, writeTimeline(format, timeline), 'cut', timeline.rate), chosen = randomLinks(timeline, seed, format);
      const text = document.rewrite(chosen);
      links += chosen.size;
      expect(readTimeline(format, text, 'cut', timeline.rate).timelines.map(settled), `seed ${seed}\n${text}`).toEqual([expected(timeline, chosen, format)].map(settled));
      // It can be asked again: nothing was changed by the first time.
      expect(document.rewrite(chosen)).toBe(text);
    }
    expect(links).toBeGreaterThan(150);
  });
});
