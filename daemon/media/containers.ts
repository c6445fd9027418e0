// What each container is able to say, whatever it holds: one row each, so that no other code asks which one it is.
import type { Container } from '../../shared/container.ts';

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
  /** Whether free tags of the film are kept; MXF has none of them. */
  readonly tags: boolean;
};

/** MP4 and MOV keep ticks per second in 32 bits, signed in most readers. */
const isoTicks = 2 ** 31 - 1;
const iso = { iso: true, timed: true, mostTicks: isoTicks, milliseconds: false, chapters: 'chpl', chapterLimit: 255, languages: true, rotation: true, tags: true, options: { movflags: '+faststart' } } as const;

export const containerTraits: Readonly<Record<Container, ContainerTraits>> = {
  mp4: { ...iso, name: 'MP4', muxer: 'mp4' },
  mov: { ...iso, name: 'MOV', muxer: 'mov' },
  mkv: { name: 'MKV', muxer: 'matroska', options: {}, iso: false, timed: true, mostTicks: Infinity, milliseconds: true, chapters: 'matroska', chapterLimit: Infinity, languages: true, rotation: true, tags: true },
  /** Operational pattern 1a (SMPTE ST 378). */
  mxf: { name: 'MXF', muxer: 'mxf', options: {}, iso: false, timed: false, mostTicks: Infinity, milliseconds: false, chapters: 'none', chapterLimit: 0, languages: false, rotation: false, tags: false },
};
