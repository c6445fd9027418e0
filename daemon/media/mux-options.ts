// Options of the muxer beyond the plan's own: what makes times exact and bytes repeatable.
import type { Plan } from '../../shared/plan.ts';
import type { Rational } from '../../shared/time.ts';
import type { Lane } from './mux-merge.ts';
import type { Track } from './mux-track.ts';

/** FFmpeg's own movie timescale, and the largest that a file can say. */
const usualTimescale = 1000, largestTimescale = 2 ** 31 - 1;

/** All options for writing this plan. The index is moved to the front by chapters-iso.ts, after the chapters are in it. */
export function muxerOptions({ delivery, map }: Plan, tracks: readonly Track[], lanes: readonly Lane[]): Record<string, string> {
  if (delivery.container === 'mkv') return { ...delivery.muxerOptions };
  const movflags = (delivery.muxerOptions['movflags'] ?? '').replace(/\+?faststart/, '');
  return {
    ...delivery.muxerOptions, movflags: movflags || '0', use_editlist: '1', write_tmcd: delivery.timecode ? '1' : '0',
    video_track_timescale: `${map.timeBase.den}`, movie_timescale: `${movieTimescale(tracks, lanes)}`,
  };
}

/**
 * Edit lists place tracks in ticks of the movie: 1/1000 s when every track begins on one, else the smallest that all tracks' clocks share, so that
 * offsets are exact to the sample.
 */
export function movieTimescale(tracks: readonly Track[], lanes: readonly Lane[]): number {
  const begins = lanes.flatMap((lane) => lane.peek() ?? []).map(({ track, packet }) => ({ pts: packet.pts, timeBase: tracks[track]!.timeBase }));
  if (begins.every(({ pts, timeBase }) => onTick(pts, timeBase, usualTimescale))) return usualTimescale;
  const shared = begins.reduce((scale, { timeBase }) => leastCommon(scale, timeBase.den), 1);
  return shared <= largestTimescale ? shared : tracks[0]!.timeBase.den;
}

/** Negative beginnings are cut in the track's own ticks, so they need no tick of the movie. */
const onTick = (pts: number, { num, den }: Rational, scale: number): boolean => pts <= 0 || (pts * num * scale) % den === 0;

function leastCommon(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y) [x, y] = [y, x % y];
  return (a / x) * b;
}
