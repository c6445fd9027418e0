// What each container is able to say, whatever it holds: one row each, so that no other code asks which one it is.
import type { AnyContainer } from '../../shared/container.ts';

export type ContainerTraits = {
  readonly name: string;
  /** FFmpeg's muxer and its options. */
  readonly muxer: string; readonly options: Readonly<Record<string, string>>;
  /** Files of ISO/IEC 14496-12, whose index is rewritten when all is in it. */
  readonly iso: boolean;
  /** Whether packets have times. Without, pictures are counted from 0 at one rate, and sound begins with the first and ends with the last. */
  readonly timed: boolean;
  /** The largest number of ticks per second, and milliseconds if times are rounded to them. */
  readonly mostTicks: number; readonly milliseconds: boolean;
  readonly chapters: 'none' | 'matroska' | 'chpl'; readonly chapterLimit: number;
  readonly languages: boolean; readonly rotation: boolean;
  /** Whether codecs put their headers before the stream, and not in every key frame. */
  readonly globalHeaders: boolean;
  /** Whether free tags of the film are kept; MXF has none of them. */
  readonly tags: boolean;
  /** Marks of tracks that it keeps (FFmpeg's dispositions), and whether tracks keep tags beyond language and title. */
  readonly marks: readonly string[]; readonly trackTags: boolean;
  /** Whether it says how a picture lies around the viewer or before two eyes. */
  readonly immersive: boolean;
  /** Frames per second that it knows, as `25` or `30000/1001`; null for any. */
  readonly rates: readonly string[] | null;
  /** Its labels of colour, where it has its own: names of one label in one row, by the first of which it is read again. Null where every tag can be said. */
  readonly colour: ColourLabels | null;
};
export type ColourLabels = Readonly<Record<'primaries' | 'transfer' | 'matrix', readonly (readonly string[])[]>>;

/**
 * Labels of SMPTE RP 224 as FFmpeg's muxer knows them. Names of a row are one curve or matrix (ITU-T H.273: transfers 1, 6, 14 and 15, matrices 5 and 6, primaries 6
 * and 7), but for gamma 2.8, which has no label of its own.
 */
const smpteLabels: ColourLabels = {
  primaries: [['bt709'], ['bt470bg'], ['smpte170m', 'smpte240m'], ['bt2020'], ['smpte428'], ['smpte431'], ['smpte432']],
  transfer: [['bt709', 'smpte170m'], ['bt470m', 'bt470bg'], ['smpte240m'], ['linear'], ['iec61966-2-4'], ['bt1361e'], ['bt2020-10', 'bt2020-12'], ['smpte2084'], ['smpte428'], ['arib-std-b67']],
  matrix: [['bt709'], ['bt470bg', 'smpte170m'], ['smpte240m'], ['ycgco'], ['bt2020nc'], ['gbr']],
};
/** Rates of content packages (SMPTE ST 326) that FFmpeg's muxer knows. */
const packageRates = ['24000/1001', '24', '25', '30000/1001', '30', '48000/1001', '48', '50', '60000/1001', '60', '100', '120'];

/** How a container says a tag: the name that is read again, or null where it has no label for it. */
export function labelOf({ colour }: ContainerTraits, kind: keyof ColourLabels, tag: string): string | null {
  if (colour === null || tag === 'unspecified') return tag;
  return colour[kind].find((names) => names.includes(tag))?.[0] ?? null;
}

/** MP4 and MOV keep ticks per second in 32 bits, signed in most readers. */
const isoTicks = 2 ** 31 - 1;
const iso = { iso: true, timed: true, mostTicks: isoTicks, milliseconds: false, chapters: 'chpl', chapterLimit: 255, languages: true, rotation: true, globalHeaders: true, tags: true, trackTags: false, immersive: false, rates: null, colour: null, options: { movflags: '+faststart' } } as const;

/** Found by writing and reading every one. MP4 says them as roles (ISO/IEC 23009-1 §5.8.5.5), Matroska as flags of the track. */
const roleMarks = ['default', 'dub', 'comment', 'forced', 'hearing_impaired', 'visual_impaired', 'captions', 'descriptions'];
const matroskaMarks = ['default', 'dub', 'original', 'comment', 'forced', 'hearing_impaired', 'visual_impaired'];
const matroska = { muxer: 'matroska', options: {}, iso: false, timed: true, mostTicks: Infinity, milliseconds: true, chapters: 'matroska', chapterLimit: Infinity, languages: true, rotation: true, globalHeaders: true, tags: true, marks: matroskaMarks, trackTags: true, immersive: true, rates: null, colour: null } as const;
/** One track of sound that begins with its first sample. */
const plain = { iso: false, timed: false, mostTicks: Infinity, milliseconds: false, chapters: 'none', chapterLimit: 0, languages: false, rotation: false, globalHeaders: true, tags: true, marks: [], trackTags: false, immersive: false, rates: null, colour: null, options: {} } as const;

export const containerTraits: Readonly<Record<AnyContainer, ContainerTraits>> = {
  mp4: { ...iso, name: 'MP4', muxer: 'mp4', marks: roleMarks },
  mov: { ...iso, name: 'MOV', muxer: 'mov', marks: ['default'] },
  mkv: { ...matroska, name: 'MKV' },
  /** Operational pattern 1a (SMPTE ST 378). */
  mxf: { name: 'MXF', muxer: 'mxf', options: {}, iso: false, timed: false, mostTicks: Infinity, milliseconds: false, chapters: 'none', chapterLimit: 0, languages: false, rotation: false, globalHeaders: false, tags: false, marks: [], trackTags: false, immersive: false, rates: packageRates, colour: smpteLabels },
  /** Files of pictures; what else there is goes into Matroska beside them, and times into a list. */
  pictures: { ...matroska, name: 'Pictures', milliseconds: false, rotation: false, globalHeaders: false, immersive: false },
  /** RF64 (EBU Tech 3306) where 4 GB are passed. */
  wav: { ...plain, name: 'WAV', muxer: 'wav', options: { rf64: 'auto' } },
  flac: { ...plain, name: 'FLAC', muxer: 'flac' },
  m4a: { ...iso, name: 'M4A', muxer: 'ipod', marks: ['default'] },
  mp3: { ...plain, name: 'MP3', muxer: 'mp3' },
  ogg: { ...plain, name: 'Ogg', muxer: 'ogg' },
  mka: { ...matroska, name: 'MKA' },
};
