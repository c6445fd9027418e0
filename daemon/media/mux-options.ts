// Options of the muxer beyond the plan's own: what makes times exact and bytes repeatable.
import type { Plan } from '../../shared/plan.ts';
import { containerTraits } from './containers.ts';
import type { Track } from './mux-track.ts';

/** The largest timescale that a file can say. */
const largestTimescale = 2 ** 31 - 1;

/** All options for writing this plan. The index is moved to the front by mux-finish.ts, after everything is in it. */
export function muxerOptions({ delivery, map }: Plan, tracks: readonly Track[]): Record<string, string> {
  if (!containerTraits[delivery.container].iso) return { ...delivery.muxerOptions };
  const movflags = (delivery.muxerOptions['movflags'] ?? '').replace(/\+?faststart/, '');
  return {
    ...delivery.muxerOptions, movflags: movflags || '0', use_editlist: '1', write_tmcd: delivery.timecode ? '1' : '0',
    video_track_timescale: `${map.timeBase.den}`, movie_timescale: `${movieTimescale(tracks)}`,
  };
}

/**
 * Edit lists place and cut tracks in ticks of the movie, FFmpeg's own 1/1000 s are too coarse for sound. So the smallest timescale that all sampled
 * tracks and the picture share, or the sampled tracks alone where that does not fit 31 bits.
 */
export function movieTimescale(tracks: readonly Track[]): number {
  const sound = tracks.filter((track) => track.runIn !== undefined).map((track) => track.timeBase.den);
  const shared = [...sound, tracks[0]!.timeBase.den].reduce(leastCommon, 1000), least = sound.reduce(leastCommon, 1000);
  return shared <= largestTimescale ? shared : least <= largestTimescale ? least : Math.max(...sound);
}

function leastCommon(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y) [x, y] = [y, x % y];
  return (a / x) * b;
}
