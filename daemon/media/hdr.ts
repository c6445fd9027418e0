// HDR metadata and immersive layouts, as FFmpeg lays them out in side data (native byte order; libavutil/mastering_display_metadata.h).
import {
  AV_FRAME_DATA_CONTENT_LIGHT_LEVEL, AV_FRAME_DATA_DOVI_METADATA, AV_FRAME_DATA_DOVI_RPU_BUFFER, AV_FRAME_DATA_DYNAMIC_HDR_PLUS, AV_FRAME_DATA_MASTERING_DISPLAY_METADATA,
  AV_PKT_DATA_CONTENT_LIGHT_LEVEL, AV_PKT_DATA_DOVI_CONF, AV_PKT_DATA_DYNAMIC_HDR10_PLUS, AV_PKT_DATA_MASTERING_DISPLAY_METADATA, AV_PKT_DATA_SPHERICAL, AV_PKT_DATA_STEREO3D,
  type CodecParameters, type Frame,
} from 'node-av';
import type { HdrMetadata, VideoStream } from '../../shared/media.ts';
import { ratio, type Rational } from '../../shared/time.ts';

/** What the container says of HDR, completed by what decoded frames say. */
export function hdrOf(parameters: CodecParameters, frames: readonly Frame[]): HdrMetadata {
  const onFrames = (type: Parameters<Frame['getSideData']>[0]): Buffer | null => frames.map((frame) => frame.getSideData(type)).find((data) => data) ?? null;
  const display = parameters.getCodedSideData(AV_PKT_DATA_MASTERING_DISPLAY_METADATA) ?? onFrames(AV_FRAME_DATA_MASTERING_DISPLAY_METADATA);
  const light = parameters.getCodedSideData(AV_PKT_DATA_CONTENT_LIGHT_LEVEL) ?? onFrames(AV_FRAME_DATA_CONTENT_LIGHT_LEVEL);
  const plus = parameters.getCodedSideData(AV_PKT_DATA_DYNAMIC_HDR10_PLUS) ?? onFrames(AV_FRAME_DATA_DYNAMIC_HDR_PLUS);
  const dolby = parameters.getCodedSideData(AV_PKT_DATA_DOVI_CONF) ?? onFrames(AV_FRAME_DATA_DOVI_METADATA) ?? onFrames(AV_FRAME_DATA_DOVI_RPU_BUFFER);
  return {
    masteringDisplay: display && masteringDisplay(display), contentLight: light && contentLight(light),
    dynamic: [...(plus ? ['hdr10+' as const] : []), ...(dolby ? ['dolby-vision' as const] : [])],
  };
}

/** AVMasteringDisplayMetadata: red, green, blue (x, y), white point (x, y), least and most luminance, then two flags of what is set. */
function masteringDisplay(data: Buffer): HdrMetadata['masteringDisplay'] {
  const fractions = Array.from({ length: 10 }, (_, i) => fraction(data, i * 8));
  const hasPrimaries = data.readInt32LE(80) !== 0, hasLuminance = data.readInt32LE(84) !== 0;
  return {
    primaries: hasPrimaries ? [fractions.slice(0, 2), fractions.slice(2, 4), fractions.slice(4, 6)] : [],
    whitePoint: hasPrimaries ? fractions.slice(6, 8) : [], luminance: hasLuminance ? fractions.slice(8, 10) : [],
  };
}

/** AVContentLightMetadata; all zeros means that it is not known (CTA-861.3). */
function contentLight(data: Buffer): HdrMetadata['contentLight'] {
  const maxCll = data.readUInt32LE(0), maxFall = data.readUInt32LE(4);
  return maxCll || maxFall ? { maxCll, maxFall } : null;
}

function fraction(data: Buffer, at: number): Rational {
  const den = data.readInt32LE(at + 4);
  return den === 0 ? { num: 0, den: 1 } : ratio(data.readInt32LE(at), den);
}

const immersiveKinds = [['spherical', AV_PKT_DATA_SPHERICAL], ['stereo-3d', AV_PKT_DATA_STEREO3D]] as const;

/** What the container says of pictures around the viewer or for two eyes. */
export const immersiveOf = (parameters: CodecParameters): VideoStream['immersive'] =>
  immersiveKinds.flatMap(([kind, type]) => { const data = parameters.getCodedSideData(type); return data ? [{ kind, data: data.toString('base64') }] : []; });

/** Says the same of a result. */
export function addImmersive(to: CodecParameters, immersive: VideoStream['immersive']): void {
  for (const { kind, data } of immersive) to.addCodedSideData(immersiveKinds.find(([name]) => name === kind)![1], Buffer.from(data, 'base64'));
}
