// Files that lie beside a result and hold what its container cannot: which kind for which stream. Pure data.

/** FFmpeg's muxer, how a player would call it, and the ending that follows the result's name. */
export type BesideKind = { readonly muxer: string; readonly options: Readonly<Record<string, string>>; readonly ending: string };

export const besideKinds = {
  /** Subtitles of any kind that Matroska knows. */
  subtitles: { muxer: 'matroska', options: {}, ending: 'subtitles.mks' },
  /** Moving pictures other than the restored one. */
  video: { muxer: 'matroska', options: {}, ending: 'video.mkv' },
  /** Streams of broadcasts, under the names that these have there. */
  broadcast: { muxer: 'mpegts', options: {}, ending: 'data.ts' },
  /** GoPro's measurements, where its own tools look for them. */
  gopro: { muxer: 'mov', options: {}, ending: 'data.mov' },
  /** Anything else that has a name of its own: NUT keeps it with every byte and time. */
  named: { muxer: 'nut', options: {}, ending: 'data.nut' },
} as const satisfies Readonly<Record<string, BesideKind>>;
export type Beside = keyof typeof besideKinds;

const broadcast: ReadonlySet<string> = new Set(['klv', 'timed_id3', 'smpte_2038', 'dvb_teletext']);

/** The file for a data stream or for subtitles that no other file takes. `tag` is its name in the source's container. */
export function besideOfData(codec: string, tag: string | null): Beside {
  if (broadcast.has(codec)) return 'broadcast';
  if (tag === 'gpmd') return 'gopro';
  return tag !== null && /^[A-Za-z0-9][\x20-\x7e]{3}$/.test(tag) ? 'named' : 'broadcast';
}

/** The ending of the files of a caption stream. */
export const captionEnding = (index: number): string => `captions-${index}.scc`;
export const isCaptionEnding = (ending: string): boolean => /^captions-\d+\.scc$/.test(ending);

/** The kind of a file by its ending; undefined for an attachment, which is a file by itself. */
export const besideOfEnding = (ending: string): BesideKind | undefined => Object.values<BesideKind>(besideKinds).find((kind) => kind.ending === ending);

/** Bytes of a name that, with the stem and its number, every file system takes (jobs/names.ts leaves 48 for all of an ending). */
const nameBytes = 36;

/** The ending of an attachment's own file: the end of its name, with nothing that could leave the folder or that a file system refuses. */
export function attachmentEnding({ index, filename, codec }: { readonly index: number; readonly filename: string | null; readonly codec: string }): string {
  const safe = [...(filename ?? '').replace(/[\x00-\x1f<>:"/\\|?*]/g, '_').replace(/^\.+|[. ]+$/g, '')];
  while (Buffer.byteLength(safe.join('')) > nameBytes) safe.shift();
  return `${index}-${safe.join('') || `attachment.${endings[codec] ?? codec}`}`;
}
const endings: Readonly<Record<string, string>> = { mjpeg: 'jpg', bin_data: 'bin', text: 'txt' };
