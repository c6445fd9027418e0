// What the FFmpeg at hand can do, for the doctor.
import { Codec, Filter, getFFmpegInfo } from 'node-av';

export type Capability = { readonly version: string; readonly missing: readonly string[] };

/** FFmpeg's version and which of the named encoders and filters this build lacks. */
export function findMissing(encoders: readonly string[], filters: readonly string[]): Capability {
  const missing = [
    ...encoders.filter((name) => Codec.findEncoderByName(name as never) === null).map((name) => `encoder ${name}`),
    ...filters.filter((name) => Filter.getByName(name as never) === null).map((name) => `filter ${name}`),
  ];
  return { version: getFFmpegInfo().version, missing };
}
