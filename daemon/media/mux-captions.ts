// Captions that came with the pictures and stand beside their packets, since the result's codec has no place for them.
import { AV_CODEC_ID_EIA_608, AVMEDIA_TYPE_SUBTITLE } from 'node-av';
import { invert, secondsOf, type Rational } from '../../shared/time.ts';
import { captionsBeside } from './captions.ts';
import type { CaptionTrack } from './mux-beside.ts';
import type { Track } from './mux-track.ts';
import type { EncodedPacket } from './parameters.ts';

export type PictureCaptions = { add(packet: EncodedPacket): void; /** In order of presentation, once all packets were added. */ track(): CaptionTrack };

/** Gathers them from packets in coding order, timed in `timeBase`. */
export function openPictureCaptions(timeBase: Rational): PictureCaptions {
  const found: { pts: number; captions: Buffer }[] = [];
  let first = Infinity;
  return {
    add: (packet) => {
      first = Math.min(first, packet.pts);
      const captions = captionsBeside(packet);
      if (captions) found.push({ pts: packet.pts, captions });
    },
    track: () => ({ stream: null, name: 'captions', cues: found.sort((a, b) => a.pts - b.pts).map(({ pts, captions }) => ({ seconds: secondsOf(pts - first, timeBase), captions })) }),
  };
}

/** A track of captions counted in frames at `rate`, as FFmpeg's MacCaption muxer takes it. */
export const captionTrackAt = (rate: Rational): Track => ({
  source: 0, timeBase: invert(rate), frameRate: rate, metadata: {}, disposition: 0, describe: (to) => Object.assign(to, { codecType: AVMEDIA_TYPE_SUBTITLE, codecId: AV_CODEC_ID_EIA_608 }),
});
