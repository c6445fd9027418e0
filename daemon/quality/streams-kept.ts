// What became of every stream of the source, for the sidecar: where it is now, and whether it is byte for byte what it was.
import type { AnyPlan, StreamPlan } from '../../shared/plan.ts';
import type { Muxed } from '../media/mux.ts';

export type KeptStream = {
  readonly index: number; readonly type: StreamPlan['type']; readonly codec: string | null; readonly action: StreamPlan['action']; readonly becomes: string;
  /** The file that holds it: the result, or one beside it; null when it is in none. */
  readonly file: string | null; readonly stream: number | null;
  /** SHA-256 over its payloads there. */
  readonly sha256: string | null;
  /** True when these were compared and are the source's; null where it was made anew. */
  readonly equal: boolean | null; readonly why: string | null;
};

/** One row for each stream of the source. `nameOf` gives a file beside the result its name. */
export function streamsKept(plan: AnyPlan, muxed: Pick<Muxed, 'streams' | 'streamHashes' | 'sidecarFiles'>, result: string, nameOf: (suffix: string) => string): KeptStream[] {
  const { video, audio, subtitles, data, attachments } = plan.media, sources = [...(video ? [video] : []), ...audio, ...subtitles, ...data, ...attachments];
  return plan.streams.map(({ index, type, action, becomes, why }) => {
    const inside = muxed.streams.find(({ source }) => source === index), beside = muxed.sidecarFiles.find(({ streams }) => streams.includes(index));
    const sha256 = muxed.streamHashes[index] ?? null, untouched = action === 'copy' || (action === 'sidecar' && beside !== undefined);
    return {
      index, type, codec: sources.find((stream) => stream.index === index)?.codec ?? null, action, becomes,
      file: inside ? result : beside ? nameOf(beside.suffix) : null, stream: inside?.result ?? (beside?.packed ? beside.streams.indexOf(index) : null),
      sha256, equal: untouched && sha256 !== null ? true : null, why,
    };
  });
}
